// graph/paging.h - lists that come in pages.
//
//     std::optional<Page> page = read_page(response.body);
//     while (page && !page->next_link.empty()) {
//         const auto request = follow(page->next_link, "https://graph.microsoft.com", request_id);
//         if (!request) break;                      // a link to somebody else's server
//         const Response response = co_await graph(*request);
//         page = read_page(response.body);
//     }
//
// Links are Graph's to make: they are followed as they came, byte by byte, because they hold
// percent-encoded things that do not survive being decoded and encoded again. A link goes to the
// origin that Graph has and to no other: the token would go with it.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/http.h"
#include "timezone/time.h"

namespace plazo::graph {

/// What Exchange puts on one page at most ($top).
inline constexpr int page_items_max = 1000;
inline constexpr std::size_t link_bytes_max = 16 * 1024;

struct Page {
    std::vector<nlohmann::json> items;
    /// Of the next page; empty on the last one.
    std::string next_link;
    /// On the last page of a delta (delta.h): where to ask for what has changed since.
    std::string delta_link;
};

/// Nothing where the answer is no list, or has more than page_items_max items.
std::optional<Page> read_page(const std::string& body);

/// The request for `link`. Nothing where that is not on `graph_root` ("https://host[:port]"), is
/// longer than link_bytes_max, or has a character that no URL has.
std::optional<Request> follow(std::string_view link, std::string_view graph_root,
                              const std::string& request_id);

/// "startDateTime=...&endDateTime=..." of a view, whose window Graph insists on. In UTC: an offset
/// would bring a "+", which is a blank to whoever reads the query.
std::string window(timezone::Instant from, timezone::Instant to);

}  // namespace plazo::graph
