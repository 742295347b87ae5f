// scheduler/exchange_html.h - a DESCRIPTION as the HTML of an event's body, and back.
//
// Example (runs in tests/scheduler/exchange_html_test.cpp):
//     html_of("A & B\nC") == "A &amp; B<br>C";
//     text_of_html("<html><body><p>A &amp; B</p><p>C</p></body></html>") == "A & B\nC";
//
// Exchange cleans what it is sent and gives it back inside a document of its own, so that the text
// is what can be kept: text_of_html(html_of(text)) is `text`, but for control characters, blanks
// before a line break, and blanks and line breaks at the end. Pure functions, linear in the length.
#pragma once

#include <string>
#include <string_view>

namespace plazo::scheduler {

/// Plain text as HTML: everything escaped, line breaks kept.
std::string html_of(std::string_view plain);

/// A paragraph with a link that shows where it goes.
std::string link_to(std::string_view url);

/// What a browser would show of it, roughly: tags gone, paragraphs and breaks on lines of their
/// own, characters instead of their names.
std::string text_of_html(std::string_view html);

}  // namespace plazo::scheduler
