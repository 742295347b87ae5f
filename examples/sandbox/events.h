// examples/sandbox/events.h - the events of one calendar, each found by any of its three names.
//
//     Event& event = events.add(std::move(made));
//     events.by_immutable_id(event.immutable_id) == &event;
//     for (auto& [id, event] : events) ...            // in order of their ids
//
// An event stays where it is in memory until it is taken out. Its names must not change before.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

class Events {
  public:
    Events() = default;
    Events(Events&&) = default;
    Events& operator=(Events&&) = default;

    /// Null where there is none.
    Event* by_id(const std::string& id);
    Event* by_immutable_id(std::string_view id);
    /// A meeting is at most once in a calendar, as the organizer's event or as a copy.
    Event* by_calendar_uid(std::string_view uid);

    Event& add(Event event);
    Event take(const std::string& id);

    auto begin() { return by_id_.begin(); }
    auto end() { return by_id_.end(); }
    auto begin() const { return by_id_.begin(); }
    auto end() const { return by_id_.end(); }
    std::size_t size() const { return by_id_.size(); }

  private:
    using Index = std::unordered_map<std::string_view, Event*>;

    std::map<std::string, Event> by_id_;
    Index by_immutable_id_;  // of texts in the events themselves
    Index by_calendar_uid_;
};

}  // namespace plazo::sandbox
