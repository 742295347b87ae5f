#include <array>

#include "examples/sandbox/query.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

/// Takes an OData expression from its front, blanks between the pieces left out.
class Expression {
  public:
    explicit Expression(std::string_view text) : rest_{text} { skip_blanks(); }

    bool take(std::string_view piece) {
        if (!graph::equal_ignoring_case(rest_.substr(0, piece.size()), piece)) return false;
        rest_.remove_prefix(piece.size());
        skip_blanks();
        return true;
    }
    /// 'text', where a quote is written twice.
    std::optional<std::string> literal() {
        if (!rest_.starts_with('\'')) return std::nullopt;
        std::string out;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] != '\'') {
                out += rest_[i];
                continue;
            }
            if (i + 1 < rest_.size() && rest_[i + 1] == '\'') {
                out += rest_[i++];
                continue;
            }
            rest_.remove_prefix(i + 1);
            skip_blanks();
            return out;
        }
        return std::nullopt;
    }
    /// Up to one of these characters or the end.
    std::string word(std::string_view ends) {
        const std::string_view found = rest_.substr(0, rest_.find_first_of(ends));
        rest_.remove_prefix(found.size());
        skip_blanks();
        return std::string{found};
    }
    bool done() const { return rest_.empty(); }

  private:
    void skip_blanks() {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }
    std::string_view rest_;
};

constexpr std::string_view named_properties = "singleValueExtendedProperties";

/// What follows `ep/id eq 'ID' and`: `ep/value eq 'V'`, `startswith(ep/value,'V')` or `contains`.
bool take_value(Expression& text, const std::string& value, Condition& condition) {
    constexpr std::array functions{std::pair{std::string_view{"startswith("}, Test::begins},
                                   std::pair{std::string_view{"contains("}, Test::contains}};
    std::optional<std::string> literal;
    if (text.take(value)) {
        if (text.take("eq")) literal = text.literal();
        condition.value = literal.value_or("");
        return literal.has_value();
    }
    for (const auto& [name, test] : functions) {
        if (!text.take(name)) continue;
        condition.test = test;
        if (text.take(value) && text.take(",")) literal = text.literal();
        condition.value = literal.value_or("");
        return literal && text.take(")");
    }
    return false;
}

Condition read_named_property(Expression& text) {
    const Refusal refused{400, "ErrorInvalidProperty",
                          "The property 'Id' does not support filtering."};
    if (!text.take("/any(")) throw refused;
    const std::string variable = text.word(": )");
    if (!text.take(":") || !text.take(variable + "/id") || !text.take("eq")) throw refused;
    Condition condition;
    condition.property = named_properties;
    const auto id = text.literal();
    if (!id || !text.take("and") || !take_value(text, variable + "/value", condition) ||
        !text.take(")")) {
        throw refused;
    }
    condition.id = *id;
    return condition;
}

/// A comparison of a time; nothing when the text is another.
std::optional<Condition> read_time(Expression& text, std::string_view property, bool quoted) {
    if (!text.take(property)) return std::nullopt;
    constexpr std::array operators{std::pair{"eq ", Test::equal}, std::pair{"gt ", Test::greater},
                                   std::pair{"ge ", Test::at_least}, std::pair{"lt ", Test::less},
                                   std::pair{"le ", Test::at_most}};
    for (const auto& [name, test] : operators) {
        if (!text.take(name)) continue;
        const std::string value = quoted ? text.literal().value_or("") : text.word(" )");
        const auto instant = parse_instant(value);
        if (!instant) break;
        return Condition{std::string{property}, test, "", value, *instant};
    }
    throw Refusal{400, "BadRequest",
                  "Invalid filter clause: a time is expected after " + std::string{property} + "."};
}

Condition read_condition(Expression& text, const std::string& all) {
    if (text.take("iCalUId") && text.take("eq")) {
        if (const auto uid = text.literal()) return {"iCalUId", Test::equal, "", *uid};
    }
    if (text.take(named_properties)) return read_named_property(text);
    for (const char* property : {"start/dateTime", "end/dateTime"}) {
        if (const auto time = read_time(text, property, true)) return *time;
    }
    for (const char* property : {"createdDateTime", "lastModifiedDateTime"}) {
        if (const auto time = read_time(text, property, false)) return *time;
    }
    throw not_simulated("the filter " + all);
}

}  // namespace

std::vector<Condition> read_filter(const std::string& text) {
    Expression filter{text};
    std::vector<Condition> conditions;
    do {
        conditions.push_back(read_condition(filter, text));
        if (conditions.size() > conditions_max) throw not_simulated("so long a filter");
    } while (filter.take("and "));
    if (!filter.done()) throw not_simulated("the filter " + text);
    return conditions;
}

// `singleValueExtendedProperties($filter=id eq 'A' or id eq 'B')`
std::vector<std::string> read_expand(const std::string& text) {
    Expression expand{text};
    std::vector<std::string> ids;
    bool more = expand.take(named_properties) && expand.take("(") && expand.take("$filter=");
    while (more) {
        if (!expand.take("id") || !expand.take("eq")) break;
        const auto id = expand.literal();
        if (!id) break;
        ids.push_back(*id);
        more = expand.take("or");
    }
    if (ids.empty() || more || !expand.take(")") || !expand.done()) {
        throw not_simulated("the expansion " + text);
    }
    return ids;
}

}  // namespace plazo::sandbox
