// ical/event_reader.h - one component read into an Event. Internal to event.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ical/event.h"

namespace plazo::ical {

/// Reads one VEVENT or VTODO. Every reader of a part returns whether the event can be kept.
class EventReader {
  public:
    EventReader(const Component& component, std::vector<Problem>& problems)
        : component_{component}, problems_{problems, problems_max} {}

    std::optional<Event> read();

  private:
    const Property* single(const char* name);
    std::string text(const char* name);
    std::string word(const char* name);
    std::optional<DateTime> time(const Property& property);
    std::vector<DateTime> times(const char* name);
    int small_number(const char* name, int max);

    void read_texts();
    void read_people();
    bool read_span();
    void resolve_end(const Property* end);
    bool read_recurrence();
    void read_additions();
    void read_alarm(const Component& component);
    std::string address(const Property& property);

    const Component& component_;
    ProblemList problems_;
    Event event_;
};

}  // namespace plazo::ical
