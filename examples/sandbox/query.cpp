#include "examples/sandbox/query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

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

std::vector<Order> read_order(const std::string& text) {
    constexpr std::array<std::string_view, 5> known{
        "start/dateTime", "end/dateTime", "createdDateTime", "lastModifiedDateTime", "subject"};
    std::vector<Order> order;
    for (const std::string& part : split(text, ',')) {
        const auto words = split(part, ' ');
        const bool directed = words.size() == 2 && (words[1] == "asc" || words[1] == "desc");
        const bool ordinary = !words.empty() && (words.size() == 1 || directed) &&
                              std::find(known.begin(), known.end(), words[0]) != known.end();
        if (!ordinary) throw not_simulated("the order " + part);
        order.push_back({words[0], directed && words[1] == "desc"});
    }
    return order;
}

/// Exchange sorts a restricted list only by what leads the restriction.
bool efficient(const Query& query) {
    if (query.filter.empty()) return true;
    const auto same = [](const Order& order, const Condition& condition) {
        return order.property == condition.property;
    };
    return query.order.size() <= query.filter.size() &&
           std::equal(query.order.begin(), query.order.end(), query.filter.begin(), same);
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
    } else if (name == "$orderby") {
        query.order = read_order(value);
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
    if (!efficient(query)) {
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
            } else if (key == "outlook.allow-unsafe-html") {
                out.unsafe_html = true;
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
