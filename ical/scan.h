// ical/scan.h - the lines of an iCalendar text: RFC 5545, 3.1, and RFC 6868.
//
// A content line is `NAME;PARAMETER=value,"quoted value":VALUE`, folded at any octet by a line
// break and one space or tab. The Scanner undoes the folding (over bytes, so that a fold inside a
// UTF-8 character is harmless), splits the line, and decodes the parameters. The VALUE stays as it
// is written, since only its type says what an escape in it means (value.h).
//
// Example (runs in tests/ical/scan_test.cpp):
//     std::vector<Problem> problems;
//     Scanner scanner{"ATTENDEE;CN=\"Doe, J\";ROLE=CHAIR:mailto:\r\n j@example.com\r\n", problems};
//     Property line = *scanner.next();
//     line.name == "ATTENDEE"; line.value == "mailto:j@example.com";
//     *line.parameter("cn") == "Doe, J";
//
// Taken besides the RFC: lone LF and lone CR as line breaks, a byte order mark, blank lines,
// parameters without a value, quotes in the middle of a value. Left out with an error: what is no
// content line, and what exceeds a limit. Control characters are removed, bytes that are not UTF-8
// become U+FFFD. Time is linear in the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ical/limits.h"
#include "ical/names.h"
#include "ical/problem.h"

namespace plazo::ical {

struct Parameter {
    std::string name;
    /// At least one; without their quotes, and with RFC 6868's ^n ^' ^^ decoded.
    std::vector<std::string> values;
    Position position;

    /// Positions take no part.
    bool operator==(const Parameter& other) const;
};

/// A content line. BEGIN and END lines are read as such, too.
struct Property {
    std::string name;  // spelled as in the text
    std::vector<Parameter> parameters;
    std::string value;        // unfolded, otherwise raw
    Position position;        // of the name
    Position value_position;  // of the value's first byte

    /// The first value of the first parameter of that name.
    const std::string* parameter(std::string_view parameter_name) const;

    /// Positions take no part.
    bool operator==(const Property& other) const;
};

/// The lines of `text` one after the other. Text and problems must outlive it.
class Scanner {
  public:
    Scanner(std::string_view text, std::vector<Problem>& problems, Limits limits = {});

    /// The next line that is a content line; nothing at the end.
    std::optional<Property> next();

  private:
    /// Where a piece of the unfolded line stands in the file.
    struct Piece {
        std::size_t offset;
        Position position;
    };

    void read_ahead();
    bool unfold();
    Position position_of(std::size_t offset) const;
    std::optional<Property> split();
    bool read_parameters(Property& property, std::size_t& offset);
    std::string read_parameter_value(std::size_t& offset);
    std::string clean(std::string_view bytes, Position position);

    std::string_view text_;
    ProblemList problems_;
    Limits limits_;

    std::optional<std::string_view> ahead_;  // the next line of the file, without its break
    int ahead_line_ = 0;
    std::size_t offset_ = 0;  // of what follows `ahead_`
    bool blank_reported_ = false;

    std::string line_;  // unfolded
    std::vector<Piece> pieces_;
};

}  // namespace plazo::ical
