// How it works. Tokens go by one at a time, with a stack of what is open around them:
//
//     block     holds statements: namespace, class, function, loop, the body of a lambda
//     value     ( [ or a brace that builds a value: belongs to the statement it stands in
//
// A block ends the statement that was its head and begins with a new one; the body of a lambda does
// not, since the statement around it goes on after the body. So each block keeps the statement that
// is under way in it, and everything between two brackets of kind `value` is written to the account
// of the nearest block.
#include "tests/rules/outline.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string>

#include "tests/rules/source.h"

namespace plazo::rules {
namespace {

struct Token {
    std::string text;
    int line = 0;
};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<Token> tokens_of(const std::string& code) {
    std::vector<Token> tokens;
    int line = 1;
    for (std::size_t i = 0; i < code.size();) {
        const std::size_t begin = i++;
        if (code[begin] == '\n') ++line;
        if (std::isspace(static_cast<unsigned char>(code[begin])) != 0) continue;
        if (code.compare(begin, 2, "[[") == 0) {  // an attribute says nothing here
            i = std::min(code.find("]]", begin), code.size() - 2) + 2;
            continue;
        }
        if (is_word(code[begin])) {
            while (i < code.size() && (is_word(code[i]) || code[i] == '\'')) ++i;
        } else if (code.compare(begin, 2, "::") == 0 || code.compare(begin, 2, "->") == 0) {
            ++i;
        }
        tokens.push_back({code.substr(begin, i - begin), line});
    }
    return tokens;
}

bool is_one_of(const std::string& text, std::initializer_list<const char*> choices) {
    return std::find(choices.begin(), choices.end(), text) != choices.end();
}

class Outliner {
  public:
    explicit Outliner(std::string_view text) : tokens_{tokens_of(code_of(text))} {
        open_.push_back({.kind = Kind::scope});
        for (at_ = 0; at_ < tokens_.size() && !open_.empty(); ++at_) take(tokens_[at_]);
    }

    Outline outline;

  private:
    enum class Kind { scope, block, lambda_body, value };

    struct Open {
        Kind kind = Kind::value;
        /// Under way in this block, and its first word.
        Statement statement = {};
        std::string first = {};
        /// Of a function's body: where its signature began.
        int signature = 0;
        /// A lambda's [] went by, and its body has not begun.
        bool lambda_head = false;
        /// Of ( that follows if, for, while, switch: the statement's head ends with it.
        bool control_head = false;
    };

    const std::string& before(std::size_t back = 1) const {
        static const std::string nothing;
        return at_ >= back ? tokens_[at_ - back].text : nothing;
    }

    /// The block that the current statement stands in.
    Open& block() {
        return *std::find_if(open_.rbegin(), open_.rend(),
                             [](const Open& open) { return open.kind != Kind::value; });
    }

    bool in_value() const { return open_.back().kind == Kind::value; }

    void take(const Token& token) {
        Open& around = block();
        if (around.statement.line == 0 && token.text != "}" && token.text != ";") {
            around.statement.line = token.line;
            around.first = token.text;
        }
        if (token.text == "co_await") around.statement.awaits = true;
        if (token.text == "?") around.statement.chooses = true;
        if (token.text == "(") open_value(is_control_head());
        if (token.text == "[") open_bracket();
        if (token.text == "{") open_brace();
        if (token.text == ")" || token.text == "]") close_value();
        if (token.text == "}") close_brace(token);
        if (token.text == ";" && !in_value()) end_statement();
        if (token.text == ":" && !in_value() && is_label(around.first)) end_statement();
    }

    static bool is_label(const std::string& first) {
        return is_one_of(first, {"case", "default", "public", "protected", "private"});
    }

    bool is_control_head() const {
        return is_one_of(before(), {"if", "for", "while", "switch"}) ||
               (before() == "constexpr" && before(2) == "if");
    }

    void open_value(bool control_head) {
        open_.push_back({.kind = Kind::value, .control_head = control_head});
    }

    void open_bracket() {
        const bool subscript = (!before().empty() && is_word(before().back()) &&
                                !is_one_of(before(), {"return", "co_return", "co_await"})) ||
                               is_one_of(before(), {")", "]", "\""});
        const bool binding =
            before() == "auto" || (before() == "&" && is_one_of(before(2), {"auto", "&"}));
        if (!subscript && !binding) {
            block().statement.lambda = true;
            open_.back().lambda_head = true;
        }
        open_value(false);
    }

    void open_brace() {
        if (open_.back().lambda_head) {
            open_.back().lambda_head = false;
            open_.push_back({.kind = Kind::lambda_body});
            return;
        }
        if (in_value() || builds_a_value()) {
            block().statement.braces = true;
            open_value(false);
            return;
        }
        const Open& around = open_.back();
        const bool scope = is_scope(around.first);
        const int signature = around.kind == Kind::scope && !scope ? around.statement.line : 0;
        end_statement();
        open_.push_back({.kind = scope ? Kind::scope : Kind::block, .signature = signature});
    }

    /// Between the statement's words, outside of all parentheses: a value, or a block?
    bool builds_a_value() const {
        const Open& around = open_.back();
        if (is_scope(around.first)) return false;
        if (is_one_of(around.first, {"{", "if", "for", "while", "switch", "else", "do", "try",
                                     "catch", "case", "default"}))
            return false;
        return !is_one_of(before(),
                          {")", "}", "const", "noexcept", "override", "final", "mutable"});
    }

    /// Whether the statement under way is the head of a namespace or of a type.
    bool is_scope(const std::string& first) const {
        if (is_one_of(first, {"namespace", "struct", "class", "enum", "union"})) return true;
        if (first == "extern") return before() == "\"";
        if (first != "template" && first != "inline") return false;
        std::size_t i = at_;
        while (i > 0 && !is_one_of(tokens_[i - 1].text, {";", "{", "}"})) --i;
        int angles = 0;
        for (; i < at_; ++i) {
            if (tokens_[i].text == "<") ++angles;
            if (tokens_[i].text == ">") --angles;
            if (angles == 0 &&
                is_one_of(tokens_[i].text, {"struct", "class", "union", "namespace"}))
                return true;
        }
        return false;
    }

    void close_value() {
        if (!in_value()) return;
        const bool control_head = open_.back().control_head;
        open_.pop_back();
        if (control_head && !in_value()) end_statement();
    }

    void close_brace(const Token& token) {
        const Open closed = open_.back();
        if (closed.kind != Kind::value) end_statement();
        open_.pop_back();
        if (closed.signature != 0)
            outline.functions.push_back({closed.signature, token.line - closed.signature + 1});
    }

    void end_statement() {
        Open& around = block();
        if (around.statement.line != 0) outline.statements.push_back(around.statement);
        around.statement = {};
        around.first.clear();
        around.lambda_head = false;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::vector<Open> open_;
};

}  // namespace

Outline outline_of(std::string_view text) {
    return Outliner{text}.outline;
}

}  // namespace plazo::rules
