// ical/writer.h - content lines, written: RFC 5545, 3.1, and RFC 6868.
//
// Example (runs in tests/ical/writer_test.cpp):
//     Writer writer;
//     writer.begin("VEVENT");
//     writer.line("SUMMARY", format_text("Answer, today"));
//     writer.property("ATTENDEE").parameter("CN", "Doe, J").value("mailto:j@example.com");
//     writer.end("VEVENT");
//     writer.text() == "BEGIN:VEVENT\r\nSUMMARY:Answer\\, today\r\n"
//                      "ATTENDEE;CN=\"Doe, J\":mailto:j@example.com\r\nEND:VEVENT\r\n";
//
// Lines end in CRLF and are folded at 75 octets between characters; parameter values are quoted and
// escaped where they need it. A Writer never writes a line that was not asked for: line breaks in a
// value become the escape \n, in a parameter ^n; other control characters, and in names whatever
// cannot be part of a name, are left out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ical/document.h"

namespace plazo::ical {

inline constexpr std::size_t folded_line_bytes_max = 75;  // without the line break

class Writer {
  public:
    void begin(std::string_view component) { line("BEGIN", component); }
    void end(std::string_view component) { line("END", component); }

    /// A property without parameters. `raw` is written as it is: TEXT has to be escaped (value.h).
    void line(std::string_view name, std::string_view raw) { property(name).value(raw); }

    /// Begins a line; value() ends it.
    Writer& property(std::string_view name);
    Writer& parameter(std::string_view name, std::string_view value);
    /// A further value of the last parameter.
    Writer& further_value(std::string_view value);
    void value(std::string_view raw);

    /// What stands in a Document, in canonical form.
    void copy(const PropertyView& property);
    void copy(const ComponentView& component);

    /// Lines that are in canonical form already.
    void append(std::string_view lines);
    void reserve(std::size_t bytes) { text_.reserve(bytes); }

    const std::string& text() const { return text_; }
    std::string take();
    /// Begins anew in the same memory.
    void clear();

  private:
    void add_parameter_value(std::string_view value);
    void end_line();
    void add_line(std::string_view line);

    std::string text_;
    std::size_t line_start_ = 0;
    std::string line_;  // while it is folded
};

/// The canonical form of a text: what parse() makes of it, written. Reading and writing that again
/// gives the same bytes. What was left out as an error is not in it; to change a text and keep all
/// else to the byte, see edit.h.
std::string format(const Document& document);
std::string format(const ComponentView& component);

}  // namespace plazo::ical
