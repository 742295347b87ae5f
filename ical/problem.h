// ical/problem.h - what is wrong with a text, and where.
//
// Reading iCalendar never throws for what is in the text: files in the field are full of small
// faults, and one bad line must not lose the calendar. Readers return what they understood and a
// list of Problems; nothing is repaired or left out without one.
//
// Example (runs in tests/ical/component_test.cpp):
//     ParseResult result = parse("BEGIN:VCALENDAR\r\nNONSENSE\r\nEND:VCALENDAR\r\n");
//     describe(result.problems.front()) == "2:1: error: there is no ':' between a name and a value"
#pragma once

#include <string>
#include <vector>

namespace plazo::ical {

/// A place in the source text as an editor shows it: lines count from 1 and are those of the file,
/// before unfolding; columns count bytes from 1. Line 0 is "nowhere", for what was not read from
/// text.
struct Position {
    int line = 0;
    int column = 0;
    bool operator==(const Position&) const = default;
};

/// `warning`: what was meant is clear and nothing was lost. `error`: something was left out.
enum class Severity { warning, error };

struct Problem {
    Severity severity = Severity::error;
    Position position;
    /// A stable word for programs, "unclosed-component".
    std::string code;
    /// A sentence for people, without its position.
    std::string text;

    bool operator==(const Problem&) const = default;
};

/// "12:5: warning: ..."; without the position when there is none.
std::string describe(const Problem& problem);

/// Whether anything was left out.
bool has_error(const std::vector<Problem>& problems);

}  // namespace plazo::ical
