// ical/event_part_reader.h - one property read into a part of an Event. Internal to event_reader.
//
// What is wrong goes to `problems`; a reader that answers nothing has said why.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "ical/document.h"
#include "ical/event_parts.h"
#include "ical/problem.h"

namespace plazo::ical {

/// All parameters but the `known` ones.
ExtraParameters extras_of(const PropertyView& property,
                          std::initializer_list<ParameterName> known = {});
ExtraProperty extra_of(const PropertyView& property);
/// Adds the parameters of a property that has no room for them.
void keep_extras(const PropertyView& property, std::initializer_list<ParameterName> known,
                 std::vector<PropertyExtras>& kept);

/// A time that is not in UTC, as it should be, is taken as if it were.
std::optional<Instant> read_instant(const PropertyView& property, ProblemList& problems);

Organizer read_organizer(const PropertyView& property, ProblemList& problems);
Attendee read_attendee(const PropertyView& property, ProblemList& problems);
std::optional<Attachment> read_attachment(const PropertyView& property, ProblemList& problems);
Relation read_relation(const PropertyView& property);
Conference read_conference(const PropertyView& property);
Remark read_remark(const PropertyView& property);

std::optional<Alarm> read_alarm(const ComponentView& component, ProblemList& problems);

}  // namespace plazo::ical
