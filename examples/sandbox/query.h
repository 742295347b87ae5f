// examples/sandbox/query.h - the part of OData that the sandbox answers: $filter, $expand of named
// properties, $select, $orderby, $top, $skip.
//
// A filter is one or more conditions joined by "and":
//     iCalUId eq 'UID'
//     start/dateTime ge '2026-03-01T00:00:00'       also end/dateTime; eq, gt, ge, lt, le
//     lastModifiedDateTime ge 2026-03-01T00:00:00Z  also createdDateTime
//     singleValueExtendedProperties/Any(ep: ep/id eq 'ID' and ep/value eq 'VALUE')
//                                                   also startswith(ep/value, ...) and contains
// A named property in another shape is 400 ErrorInvalidProperty as in Graph. Where there is an
// order too, the ordered properties must lead the filter, else 400 InefficientFilter. Any other
// option or filter is 501.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/times.h"
#include "graph/http.h"

namespace plazo::sandbox {

inline constexpr int page_size_default = 10;
inline constexpr int page_size_max = 1000;

enum class Test { equal, greater, at_least, less, at_most, begins, contains };

struct Condition {
    std::string property;  ///< as the filter names it
    Test test = Test::equal;
    std::string id;  ///< of the named property
    std::string value;
    Instant instant{};  ///< what a time is compared with
};

/// Of start/dateTime, end/dateTime, createdDateTime, lastModifiedDateTime or subject.
struct Order {
    std::string property;
    bool descending = false;
};

struct Query {
    std::vector<Condition> filter;
    std::vector<std::string> expanded;  ///< ids of named properties
    std::vector<std::string> selected;  ///< empty: all
    int top = page_size_default;
    int skip = 0;
    std::vector<Order> order;
};

inline constexpr std::size_t conditions_max = 20;

/// The value of $filter, and the ids of the named properties in $expand's (query_filter.cpp).
std::vector<Condition> read_filter(const std::string& text);
std::vector<std::string> read_expand(const std::string& text);

/// Reads the options of a target; a Refusal 400 or 501 for those it does not know.
Query read_query(std::string_view target);

/// What the Prefer header fields ask for.
struct Preferences {
    std::string zone = "UTC";
    bool immutable_ids = false;
    bool text_bodies = false;
    bool unsafe_html = false;
    bool minimal = false;
    std::optional<int> page_size;
    std::string applied;  ///< for Preference-Applied
};
Preferences read_preferences(const graph::Headers& headers);

}  // namespace plazo::sandbox
