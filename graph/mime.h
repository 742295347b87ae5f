// graph/mime.h - a mail as text: RFC 5322, with RFC 2045 and 2047 for what is no ASCII.
//
// For what Graph's JSON cannot say: Auto-Submitted (RFC 3834), by which other programs know not to
// answer, and an invitation of somebody else's making inside a mail.
//
//     const std::string text = mime_message(letter, {"plazos@acme.es", "Plazos"}, now);
//     Request request = send_mime("plazos@acme.es", text, request_id);
//
// Lines end in CRLF and are folded at 78 bytes; a mail address is never taken apart, and may make
// its line longer. Nothing that others chose can begin a line: control characters become blanks in
// texts, and an address that has one, or anything else that no address of SMTP has, is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "graph/mail.h"
#include "timezone/time.h"

namespace plazo::graph {

/// RFC 5322, 2.1.1, without the CRLF.
inline constexpr std::size_t mime_line_bytes_max = 78;
/// RFC 5321, 4.5.3.1.3, without the angle brackets.
inline constexpr std::size_t mail_address_bytes_max = 254;

struct MailSender {
    std::string address;
    std::string name;
};

/// The message. `calendar_part`, if any, is a whole MIME part, header, empty line and body, as
/// iCalendar's rooms write it; it becomes the last alternative to the HTML (RFC 6047, 2.4). Throws
/// std::invalid_argument for an address that is none, without a message_id, and as headers_of()
/// does.
std::string mime_message(const Mail& mail, const MailSender& from, timezone::Instant date,
                         std::string_view calendar_part = {});

/// "Subject: Fecha l=C3=ADmite..." as a header field, folded, with its CRLF. ASCII stays as it is,
/// else the text becomes encoded words of whole UTF-8 characters, 75 bytes at most.
std::string text_field(std::string_view name, std::string_view text);

/// "Wed, 25 Nov 2026 08:00:00 +0000"
std::string mail_date(timezone::Instant instant);

}  // namespace plazo::graph
