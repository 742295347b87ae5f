#include "examples/sandbox/query.h"

#include <algorithm>
#include <charconv>

#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

/// Takes an OData expression from its front, blanks between the pieces left out.
class Expression {
  public:
    explicit Expression(std::string_view text) : rest_{text} { skip_blanks(); }

    bool take(std::string_view piece) {
        if (rest_.size() < piece.size() ||
            !graph::equal_ignoring_case(rest_.substr(0, piece.size()), piece)) {
            return false;
        }
        rest_.remove_prefix(piece.size());
        skip_blanks();
        return true;
    }
    /// 'text', where a quote is written twice.
    std::optional<std::string> literal() {
        if (rest_.empty() || rest_.front() != '\'') return std::nullopt;
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
    bool done() const { return rest_.empty(); }

  private:
    void skip_blanks() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }
    std::string_view rest_;
};

Filter read_filter(const std::string& text) {
    constexpr std::string_view properties = "singleValueExtendedProperties";
    Expression by_uid{text};
    if (by_uid.take("iCalUId") && by_uid.take("eq")) {
        const auto uid = by_uid.literal();
        if (uid && by_uid.done()) return {Filter::Kind::calendar_uid, "", *uid};
    }
    Expression any{text};
    if (any.take(properties)) {
        const bool opens = any.take("/Any(ep:") && any.take("ep/id") && any.take("eq");
        const auto id = opens ? any.literal() : std::nullopt;
        const bool goes_on = id && any.take("and") && any.take("ep/value") && any.take("eq");
        const auto value = goes_on ? any.literal() : std::nullopt;
        if (value && any.take(")") && any.done()) {
            return {Filter::Kind::extended_property, *id, *value};
        }
        throw Refusal{400, "ErrorInvalidProperty", "The property 'Id' does not support filtering."};
    }
    throw not_simulated("the filter " + text);
}

/// `singleValueExtendedProperties($filter=id eq 'A' or id eq 'B')`
std::vector<std::string> read_expand(const std::string& text) {
    Expression expand{text};
    std::vector<std::string> ids;
    bool more = expand.take("singleValueExtendedProperties(") && expand.take("$filter=");
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

int read_number(const std::string& text, int low, int high) {
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < low || number > high) {
        throw Refusal{400, "ErrorInvalidParameter", "The value '" + text + "' is out of range."};
    }
    return number;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        std::string_view part = text.substr(0, text.find(separator));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) parts.emplace_back(part);
    }
    return parts;
}

void read_option(const std::string& name, const std::string& value, Query& query) {
    if (name == "$filter") {
        query.filter = read_filter(value);
    } else if (name == "$expand") {
        query.expanded = read_expand(value);
    } else if (name == "$select") {
        query.selected = split(value, ',');
    } else if (name == "$top") {
        query.top = read_number(value, 1, page_size_max);
    } else if (name == "$skip") {
        query.skip = read_number(value, 0, 1'000'000);
    } else if (name == "$orderby" && value.starts_with("start/dateTime")) {
        const std::string direction = value.substr(std::string_view{"start/dateTime"}.size());
        query.ordered = true;
        query.descending = direction == " desc";
        if (!direction.empty() && direction != " asc" && direction != " desc") {
            throw not_simulated("the order " + value);
        }
    } else if (name.starts_with("$")) {
        throw not_simulated("the query option " + name + "=" + value);
    }
}

}  // namespace

Query read_query(std::string_view target) {
    Query query;
    const std::size_t question = target.find('?');
    if (question == target.npos) return query;
    for (const std::string& pair : split(target.substr(question + 1), '&')) {
        const std::string name = graph::percent_decode(pair.substr(0, pair.find('=')));
        read_option(name, graph::query_parameter(target, name).value_or(""), query);
    }
    if (query.filter && query.ordered) {
        throw Refusal{400, "InefficientFilter",
                      "The restriction or sort order is too complex for this operation."};
    }
    return query;
}

Preferences read_preferences(const graph::Headers& headers) {
    Preferences out;
    const auto quoted = [](const std::string& text) {
        const std::size_t first = text.find('"');
        const std::size_t last = text.rfind('"');
        return first < last ? text.substr(first + 1, last - first - 1)
                            : text.substr(text.find('=') + 1);
    };
    for (const auto& [name, value] : headers) {
        if (!graph::equal_ignoring_case(name, "Prefer")) continue;
        for (const std::string& preference : split(value, ',')) {
            const std::string key = preference.substr(0, preference.find('='));
            bool applied = true;
            if (key == "outlook.timezone") {
                out.zone = quoted(preference);
            } else if (key == "IdType") {
                out.immutable_ids = quoted(preference) == "ImmutableId";
            } else if (key == "outlook.body-content-type") {
                out.text_bodies = quoted(preference) == "text";
            } else if (key == "return") {
                out.minimal = quoted(preference) == "minimal";
            } else if (key == "odata.maxpagesize") {
                out.page_size = read_number(quoted(preference), 1, page_size_max);
            } else {
                applied = false;
            }
            if (applied) out.applied += (out.applied.empty() ? "" : ", ") + preference;
        }
    }
    return out;
}

}  // namespace plazo::sandbox
