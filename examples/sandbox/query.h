// examples/sandbox/query.h - the part of OData that the sandbox answers: $filter on a named
// property or iCalUId, $expand of named properties, $select, $top, $skip, $orderby=start/dateTime.
//
// Graph takes few shapes of a filter on named properties, so the sandbox takes one:
//     singleValueExtendedProperties/Any(ep: ep/id eq 'ID' and ep/value eq 'VALUE')
// Another shape is 400 ErrorInvalidProperty as there; any other option or filter is 501.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/http.h"

namespace plazo::sandbox {

inline constexpr int page_size_default = 10;
inline constexpr int page_size_max = 1000;

struct Filter {
    enum class Kind { calendar_uid, extended_property };
    Kind kind = Kind::calendar_uid;
    std::string id;  ///< of the named property
    std::string value;
};

struct Query {
    std::optional<Filter> filter;
    std::vector<std::string> expanded;  ///< ids of named properties
    std::vector<std::string> selected;  ///< empty: all
    int top = page_size_default;
    int skip = 0;
    bool ordered = false;
    bool descending = false;
};

/// Reads the options of a target; a Refusal 400 or 501 for those it does not know.
Query read_query(std::string_view target);

/// What the Prefer header fields ask for.
struct Preferences {
    std::string zone = "UTC";
    bool immutable_ids = false;
    bool text_bodies = false;
    bool minimal = false;
    std::optional<int> page_size;
    std::string applied;  ///< for Preference-Applied
};
Preferences read_preferences(const graph::Headers& headers);

}  // namespace plazo::sandbox
