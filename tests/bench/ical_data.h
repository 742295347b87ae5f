// tests/bench/ical_data.h - calendars to measure with: made up, the same in every run.
//
// They are mixed as those of people are: zones, meetings with attendees, series with exceptions,
// whole days, alarms, long descriptions, properties of one's program, text that is not ASCII. Where
// people meet, a line has some 44 bytes, and two thirds of the text stand in folded properties:
// what is read has to be copied. Of files that are found in the wild that is 6 %, of own_event()s a
// little more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace plazo::bench {

inline constexpr std::size_t big_calendar_bytes = 30'000'000;
inline constexpr std::size_t small_objects_count = 8'000;
inline constexpr std::size_t small_object_bytes = 2'000;

enum class Events {
    office,  // meetings, with people and long descriptions: most of the text is folded
    own,     // of one person, as phones and Google export them
};
/// One VCALENDAR of at least `bytes`, less than an event more.
std::string make_big_calendar(Events events, std::size_t bytes = big_calendar_bytes);
/// VCALENDARs of one event and its zone, of some small_object_bytes each, as CalDAV stores them.
std::vector<std::string> make_small_objects(std::size_t count = small_objects_count);

/// What a text is made of, to show that it is what it says.
struct Mix {
    std::size_t lines = 0;       // physical
    std::size_t properties = 0;  // BEGIN and END not counted
    std::size_t folded_properties = 0;
    std::size_t components = 0;
};
Mix mix_of(const std::string& text);

}  // namespace plazo::bench
