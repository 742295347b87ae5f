// ical/check.h - what is wrong in a Document beyond its lines.
//
// parse() finds what is wrong with lines; this types every value and holds every component against
// the tables of RFC 5545, 3.6, 7953, 7986, 9073 and 9074.
//
// Example (runs in tests/ical/check_test.cpp):
//     const std::string text = "BEGIN:VEVENT\nUID:1\nDTSTAMP:yesterday\nDTSTART:20260302\n"
//                              "PRIORITY:12\nEND:VEVENT\n";
//     const std::vector<Problem> problems = check(parse(text));
//     describe(problems[0]) == "1:1: warning: VEVENT stands outside of a VCALENDAR";
//     describe(problems[1]) == "3:9: error: DTSTAMP is no DATE-TIME";
//     describe(problems[3]) == "5:10: error: PRIORITY has to be from 0 to 9";
//
// An error: a value that cannot be read as what it should be. A warning: a rule is broken, but what
// is meant is clear (in strict mode that is an error, too): a property that is missing, stands too
// often or where it cannot be; VALUE or TZID that does not fit; a zone that is not defined; in
// strict mode also TEXT with a comma or semicolon that should be escaped, which the field often
// forgets.
#pragma once

#include <vector>

#include "ical/document.h"
#include "ical/limits.h"
#include "ical/problem.h"

namespace plazo::ical {

/// In the order of the text, component by component.
std::vector<Problem> check(const Document& document, Mode mode = Mode::lenient,
                           std::size_t problem_count_max = problems_max);

}  // namespace plazo::ical
