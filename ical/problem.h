// ical/problem.h - what is wrong with a text, and where.
//
// Reading iCalendar never throws for what is in the text: files in the field are full of small
// faults, and one bad line must not lose the calendar. Readers return what they understood and a
// list of Problems; nothing is repaired or left out without one.
//
// Example (runs in tests/ical/document_test.cpp):
//     const std::string text = "BEGIN:VCALENDAR\r\nNONSENSE\r\nEND:VCALENDAR\r\n";
//     const Document document = parse(text);
//     describe(document.problems().front()) ==
//         "2:1: error: there is no ':' between a name and a value";
#pragma once

#include <cstddef>
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

/// `lenient` repairs what programs in the field get wrong, with a warning. `strict` repairs it,
/// too, but calls it an error: for one's own files, and to tell others what to mend.
enum class Mode { lenient, strict };

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

/// Adds to a list of Problems until it is full; then one last entry says that more were found.
class ProblemList {
  public:
    ProblemList(std::vector<Problem>& problems, std::size_t count_max, Mode mode = Mode::lenient)
        : problems_{problems}, count_max_{count_max}, mode_{mode} {}
    /// An error in strict mode.
    void warn(Position position, std::string code, std::string text);
    void fail(Position position, std::string code, std::string text);
    /// Nothing more will be listed: whoever has many to add need not make them.
    bool full() const { return problems_.size() > count_max_; }

  private:
    void add(Problem problem);

    std::vector<Problem>& problems_;
    std::size_t count_max_;
    Mode mode_;
};

}  // namespace plazo::ical
