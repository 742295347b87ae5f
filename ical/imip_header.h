// ical/imip_header.h - the header of a mail or a part: RFC 5322, 2.2; RFC 2045, 5; RFC 2047;
// RFC 2231.
//
// Example (runs in tests/ical/imip_header_test.cpp):
//     std::string_view rest = "Content-Type: text/calendar;\r\n method=REQUEST\r\n\r\nBEGIN:...";
//     const Header header = read_header(rest);                // `rest` is now "BEGIN:..."
//     const FieldValue type = read_field(header.find("content-type"));
//     type.value == "text/calendar";
//     type.parameter("method") == "REQUEST";
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plazo::ical {

struct HeaderField {
    std::string_view name;  // as written
    std::string value;      // unfolded, trimmed
};

struct Header {
    std::vector<HeaderField> fields;
    bool too_long = false;   // the rest was passed over
    bool malformed = false;  // a line that is no field was passed over

    /// The value of the first field of that name in any case; empty where there is none.
    std::string_view find(std::string_view name) const;
};

/// Takes a header and the empty line after it from the front of `text`. A text that does not begin
/// with a field has no header, and stays whole.
Header read_header(std::string_view& text);

/// "text/calendar; method=REQUEST; charset*=utf-8''UTF-8" parted.
struct FieldValue {
    std::string value;  // lower case
    struct Parameter {
        std::string name;  // lower case
        std::string value;
    };
    std::vector<Parameter> parameters;

    /// Empty where there is none.
    std::string_view parameter(std::string_view name) const;
};

/// With quoted strings, comments left out, and RFC 2231's pieces (name*0, name*1*) put together and
/// percent-decoded.
FieldValue read_field(std::string_view value);

/// Encoded words, =?utf-8?Q?Caf=C3=A9?=, as UTF-8. What cannot be decoded stays.
std::string decode_words(std::string_view value);
/// The same the other way: plain where it is ASCII, else in words of at most 75 bytes, folded.
/// Control characters become blanks, so that nothing can begin a new line.
std::string encode_words(std::string_view text);

/// The address of `Ann <ann@example.com>`, `"Doe, Ann" <ann@example.com>` or `ann@example.com
/// (Ann)`; of several the first.
std::string address_of_mailbox(std::string_view value);

}  // namespace plazo::ical
