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

/// Graph's form of a delta entry for an occurrence of a series that is none of its exceptions.
nlohmann::json reduced_json(const Item& item, const Rendering& rendering);

/// That of an occurrence carries its day.
std::string calendar_uid(const Event& event, const std::optional<Date>& day);

/// The `If-Match` and `@odata.etag` value.
std::string etag(const Item& item);

}  // namespace plazo::sandbox
