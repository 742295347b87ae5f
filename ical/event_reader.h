// ical/event_reader.h - one component read into an Event. Internal to event.cpp.
#pragma once

#include <bitset>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "ical/event.h"
#include "ical/event_fields.h"

namespace plazo::ical {

/// Reads one VEVENT or VTODO: first each property by itself, then what several of them mean
/// together. A reader of a part returns whether the event can be kept.
class EventReader {
  public:
    EventReader(const ComponentView& component, std::vector<Problem>& problems)
        : component_{component}, problems_{problems, problems_max} {}

    std::optional<Event> read();

  private:
    std::string component_name() const { return std::string{spelling(component_.id())}; }
    bool first(const PropertyView& property);
    bool single(const PropertyView& property, std::initializer_list<ParameterName> known = {});
    bool hold(const PropertyView& property, std::optional<PropertyView>& place);

    void take(const PropertyView& property);
    bool take_field(const PropertyView& property);
    bool take_part(const PropertyView& property);
    bool take_time(const PropertyView& property);
    void take_text(const PropertyView& property, Spelling spelling, std::string& field);
    void take_attachment(const PropertyView& property, std::vector<Attachment>& list);
    void take_geo(const PropertyView& property);
    void take_request_status(const PropertyView& property);
    void take_additions(const PropertyView& property);
    void take_times(const PropertyView& property, std::vector<DateTime>& list);
    void refuse_times(const PropertyView& property);
    int number(const PropertyView& property, int max);
    std::optional<DateTime> time(const PropertyView& property);

    bool read_recurrence_id();
    bool read_span();
    void read_end();
    void read_duration();
    bool read_rules();
    std::optional<Recurrence> rule(const PropertyView& property, const char* consequence);

    const ComponentView& component_;
    ProblemList problems_;
    Event event_;
    std::bitset<256> seen_;  // of the properties that are single, by PropertyName
    std::optional<PropertyView> start_, end_, duration_, recurrence_id_, rule_;
    std::size_t attachments_bytes_ = 0;
};

}  // namespace plazo::ical
