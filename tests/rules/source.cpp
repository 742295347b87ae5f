#include "tests/rules/source.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace plazo::rules {
namespace {

namespace fs = std::filesystem;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Splits C++ text into code and comments, each as long as the whole, with blanks for the other.
class Splitter {
  public:
    explicit Splitter(std::string_view text)
        : text_{text}, code(text.size(), ' '), comments(text.size(), ' ') {
        while (at_ < text_.size()) step();
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '\n') code[i] = comments[i] = '\n';
        }
    }

  private:
    bool here(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    /// Where `what` ends next, or the end of the text.
    std::size_t end_of(std::string_view what, std::size_t from) const {
        const std::size_t found = text_.find(what, from);
        return found == text_.npos ? text_.size() : found + what.size();
    }

    void step() {
        if (text_[at_] == '\n') line_is_blank_ = true;
        if (here("//")) return comment(std::min(text_.find('\n', at_), text_.size()));
        if (here("/*")) return comment(end_of("*/", at_ + 2));
        if (text_[at_] == '#' && line_is_blank_) return preprocessor();
        if (text_[at_] != ' ' && text_[at_] != '\n') line_is_blank_ = false;
        if (here("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) return raw_string();
        if (text_[at_] == '"') return literal('"');
        if (text_[at_] == '\'' && (at_ == 0 || !is_word(text_[at_ - 1]))) return literal('\'');
        code[at_] = text_[at_];
        ++at_;
    }

    void comment(std::size_t end) {
        std::copy(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                  text_.begin() + static_cast<std::ptrdiff_t>(end),
                  comments.begin() + static_cast<std::ptrdiff_t>(at_));
        at_ = end;
    }

    void preprocessor() {
        while (at_ < text_.size() && text_[at_] != '\n') at_ += text_[at_] == '\\' ? 2 : 1;
    }

    void raw_string() {
        const std::size_t open = end_of("(", at_);
        const std::string close = ")" + std::string{text_.substr(at_ + 2, open - at_ - 3)} + "\"";
        code[at_ + 1] = '"';
        at_ = end_of(close, open);
        code[at_ - 1] = '"';
    }

    void literal(char quote) {
        code[at_] = quote;
        for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
            if (text_[at_] == '\\') ++at_;
        }
        if (at_ < text_.size()) code[at_] = quote;
        ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool line_is_blank_ = true;

  public:
    std::string code;
    std::string comments;
};

std::optional<std::string> read_text(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (text.find('\0') != text.npos) return std::nullopt;
    return text;
}

bool is_ours(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return name != ".git" && name != "node_modules" && !name.starts_with("build");
}

}  // namespace

std::string Source::folder() const {
    const std::size_t slash = path.rfind('/');
    return slash == path.npos ? std::string{} : path.substr(0, slash);
}

std::vector<Source> sources(std::initializer_list<std::string_view> endings) {
    std::vector<Source> found;
    const fs::path root = PLAZO_SOURCE_DIR;
    for (fs::recursive_directory_iterator each{root}, end; each != end; ++each) {
        if (each->is_directory() && !is_ours(each->path())) each.disable_recursion_pending();
        if (!each->is_regular_file()) continue;
        const std::string path = each->path().lexically_relative(root).generic_string();
        const auto fits = [&](std::string_view ending) { return path.ends_with(ending); };
        if (endings.size() > 0 && std::none_of(endings.begin(), endings.end(), fits)) continue;
        if (auto text = read_text(each->path())) found.push_back({path, *std::move(text)});
    }
    std::sort(found.begin(), found.end(),
              [](const Source& a, const Source& b) { return a.path < b.path; });
    return found;
}

std::string code_of(std::string_view text) {
    return Splitter{text}.code;
}

std::string comments_of(std::string_view text) {
    return Splitter{text}.comments;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string{text}};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::vector<Include> includes_of(std::string_view text) {
    constexpr std::string_view directive = "#include ";
    std::vector<Include> includes;
    int number = 0;
    for (const std::string& line : lines_of(text)) {
        ++number;
        if (!line.starts_with(directive) || line.size() < directive.size() + 2) continue;
        const bool system = line[directive.size()] == '<';
        const std::size_t begin = directive.size() + 1;
        const std::size_t end = line.find(system ? '>' : '"', begin);
        includes.push_back({line.substr(begin, end - begin), system, number});
    }
    return includes;
}

std::vector<int> lines_with(std::string_view text, std::string_view word) {
    std::vector<int> found;
    int number = 0;
    for (const std::string& line : lines_of(text)) {
        ++number;
        for (std::size_t i = line.find(word); i != line.npos; i = line.find(word, i + 1)) {
            const std::size_t end = i + word.size();
            const bool begins = i == 0 || !is_word(line[i - 1]);
            const bool ends = end == line.size() || !is_word(line[end]);
            if (!begins || !ends) continue;
            found.push_back(number);
            break;
        }
    }
    return found;
}

std::string at(const Source& source, int line) {
    return source.path + ":" + std::to_string(line);
}

}  // namespace plazo::rules
