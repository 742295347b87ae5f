#include "graph/paging.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "graph/odata.h"
#include "timezone/text.h"

namespace plazo::graph {

std::optional<Page> read_page(const std::string& body) {
    try {
        nlohmann::json answer = parse_json(body);
        if (!answer.is_object()) return std::nullopt;
        const auto value = answer.find("value");
        if (value == answer.end() || !value->is_array()) return std::nullopt;
        if (value->size() > static_cast<std::size_t>(page_items_max)) return std::nullopt;
        Page page;
        page.items = std::move(value->get_ref<nlohmann::json::array_t&>());
        page.next_link = text_or_empty(answer, "@odata.nextLink");
        page.delta_link = text_or_empty(answer, "@odata.deltaLink");
        return page;
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

std::optional<Request> follow(std::string_view link, std::string_view graph_root,
                              const std::string& request_id) {
    if (link.size() > link_bytes_max || link.size() <= graph_root.size()) return std::nullopt;
    // A scheme and a host have no case (RFC 3986, 6.2.2.1); what follows them has.
    if (!equal_ignoring_case(link.substr(0, graph_root.size()), graph_root)) return std::nullopt;
    const std::string_view target = link.substr(graph_root.size());
    const auto no_url = [](char c) { return c <= ' ' || c == 0x7F || c == '#'; };
    if (target.front() != '/' || std::any_of(target.begin(), target.end(), no_url)) {
        return std::nullopt;
    }
    return call("GET", std::string{target}, request_id);
}

std::string window(timezone::Instant from, timezone::Instant to) {
    return "startDateTime=" + percent_encode(timezone::format_rfc3339(from)) +
           "&endDateTime=" + percent_encode(timezone::format_rfc3339(to));
}

}  // namespace plazo::graph
