// ical/imip.h - iTIP messages by mail: RFC 6047, with MIME (RFC 2045, 2046, 2047, 2231) as far as
// it takes to write one and to find one.
//
// Example (runs in tests/ical/imip_test.cpp):
//     Mail mail{.from = {"boss@example.com", "The Boss"}, .to = {{"ann@example.com"}},
//               .subject = "Budget", .text = "On Monday at nine."};
//     std::string text = format_mail(mail, message, "1@example.com", now);
//
//     IncomingMail incoming = read_mail(text);
//     incoming.from == "boss@example.com";
//     incoming.calendars.front().method == "REQUEST";
//     Calendar calendar = read_calendar(incoming.calendars.front().text);
//
// Reading takes whole mails, parts of them with their header, and text that is no mail at all but a
// calendar. It goes through nested multiparts, forwarded mails, quoted-printable and base64, and
// the charsets of imip_encoding.h, in time that grows with the length of the text alone. What is
// wrong is a Problem: a mail is never refused for one bad part. Exchange and Google send the same
// calendar as text/calendar and as an attached invite.ics: equal texts are taken once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ical/itip.h"

namespace plazo::ical {

inline constexpr std::size_t mail_bytes_max = 32 * 1024 * 1024;
inline constexpr std::size_t mail_parts_max = 200;  // of all depths
inline constexpr std::size_t mail_depth_max = 16;   // of multiparts and forwarded mails
inline constexpr std::size_t mail_calendars_max = 20;
/// Encoded: what makes a text of text_bytes_max (limits.h) in base64, and more.
inline constexpr std::size_t calendar_part_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t mail_header_bytes_max = 256 * 1024;  // of one part
inline constexpr std::size_t mail_parameters_max = 100;           // of one header field

struct Mailbox {
    std::string address;
    std::string name = {};
};

/// What people see of a message.
struct Mail {
    Mailbox from;
    std::vector<Mailbox> to;
    std::string subject;
    std::string text;  // for those whose program knows no calendars; UTF-8, lines end in \n
    std::string html = {};
};

/// How the calendar is carried: base64 passes everywhere, 8bit can be read by people and needs a
/// server that takes it.
enum class TransferEncoding { base64, eight_bit };

/// The part itself: header fields, an empty line, the body. Lines end in CRLF.
std::string format_calendar_part(const Message& message,
                                 TransferEncoding encoding = TransferEncoding::base64);

/// A mail with the text, the HTML if there is one, and the calendar as the last and richest of a
/// multipart/alternative (RFC 6047, 2.4). `message_id` is without its angle brackets; the boundary
/// is made of it, and is none that any line begins with. Addresses and subjects cannot add lines.
std::string format_mail(const Mail& mail, const Message& message, std::string_view message_id,
                        Instant now, TransferEncoding encoding = TransferEncoding::base64);

/// A text/calendar part, decoded.
struct CalendarPart {
    std::string method;  // of its Content-Type, upper case; empty where it has none
    std::string text;    // UTF-8
    /// Of an attachment (application/ics, or a name that ends in .ics), where no METHOD is asked
    /// of.
    bool attached = false;
};

struct IncomingMail {
    std::string from;  // the address of From; empty where there is none
    std::string subject;
    std::string message_id;  // without its angle brackets
    std::vector<CalendarPart> calendars;
    std::vector<Problem> problems;
};

IncomingMail read_mail(std::string_view text);

/// The calendar of a part, with the mail's method where the text has none; where they differ that
/// is a warning, and the text's counts: an "Inbound MIME method and iCalendar method mismatch"
/// loses no message here.
Calendar read_calendar(const CalendarPart& part);

}  // namespace plazo::ical
