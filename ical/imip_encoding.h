// ical/imip_encoding.h - how mail carries bytes and characters: RFC 2045, 6, and RFC 2047, 3.
//
// Example (runs in tests/ical/imip_encoding_test.cpp):
//     encode_base64("hi") == "aGk=";
//     decode_quoted_printable("a=3Db=\r\nc") == "a=bc";
//     to_utf8("caf\xE9", "iso-8859-1") == "café";
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace plazo::ical {

/// RFC 4648, 4, in one line; with `line_bytes` in lines that end in CRLF, the last one too.
std::string encode_base64(std::string_view bytes, std::size_t line_bytes = 0);

/// Passes over what cannot be in it, as RFC 2045, 6.8 asks for, and stops at the first '='.
std::string decode_base64(std::string_view text);

/// RFC 2045, 6.7. An '=' that nothing proper follows stays; blanks at the end of a line go.
std::string decode_quoted_printable(std::string_view text);

/// The same the other way, in lines of at most 76 bytes that end in CRLF; "\n" in `text` is a line
/// break. No line holds "=_", by which a boundary can be told.
std::string encode_quoted_printable(std::string_view text);

/// Text in UTF-8 from us-ascii, utf-8, iso-8859-1, iso-8859-15 or windows-1252 in any case, also by
/// the names "latin1" and "cp1252"; nothing for another charset. ISO 8859-1 is read as windows-1252
/// (the WHATWG does the same), since mail that says the first often means the second. Of text that
/// calls itself us-ascii or utf-8 nothing is changed.
std::optional<std::string> to_utf8(std::string_view text, std::string_view charset);

}  // namespace plazo::ical
