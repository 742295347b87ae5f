// ical/event_part_writer.h - the parts of an Event as content lines. Internal to event_writer.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ical/event_parts.h"
#include "ical/writer.h"

namespace plazo::ical {

std::string format_geo(const GeoPosition& geo);
std::string format_request_status(const RequestStatus& status);

/// Begins a line with the parameters that were kept for it.
Writer& begin_property(Writer& writer, PropertyName name, const std::vector<PropertyExtras>& kept);
/// `value` is raw; an empty one is not written.
void write_raw(Writer& writer, PropertyName name, const std::vector<PropertyExtras>& kept,
               std::string_view value);
void write_instant(Writer& writer, PropertyName name, const std::vector<PropertyExtras>& kept,
                   const std::optional<Instant>& instant);
void write_extra(Writer& writer, const ExtraProperty& property);

void write_organizer(Writer& writer, const Organizer& organizer);
void write_attendee(Writer& writer, const Attendee& attendee);
void write_attachment(Writer& writer, PropertyName name, const Attachment& attachment);
void write_relation(Writer& writer, const Relation& relation);
void write_conference(Writer& writer, const Conference& conference);
void write_remark(Writer& writer, PropertyName name, const Remark& remark);

void write_alarm(Writer& writer, const Alarm& alarm);

}  // namespace plazo::ical
