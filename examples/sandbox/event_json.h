// examples/sandbox/event_json.h - an event as a response shows it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "examples/sandbox/calendar.h"
#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/query.h"

namespace plazo::sandbox {

/// All properties, or the selected ones; named properties only where they were expanded.
nlohmann::json event_json(const Item& item, const Rendering& rendering, const Query& query);

/// The `If-Match` and `@odata.etag` value.
std::string etag(const Item& item);

}  // namespace plazo::sandbox
