// graph/mail.h - one mail to one person, as Graph's sendMail takes it: as JSON, or as MIME
// (mime.h).
//
// sendMail has no idempotency key: the same request sent twice is two mails. Whoever sends one
// decides beforehand what a missing answer means (scheduler/outbox.h). Where the application has
// Mail.ReadWrite, a draft is made first, and looked at before it is sent again (drafts.h).
//
//     Mail letter{.to_address = "luis@acme.es", .subject = "Recordatorio", .body_html = "<p>x</p>",
//                 .message_id = "m-1"};
//     Response response = co_await graph(send_mail(mailbox, send_mail_json(letter), request_id));
//
// Every mail carries X-Auto-Response-Suppress, so that absence notes do not come back to a mailbox
// that nobody reads (MS-OXCMAIL 2.1.3.2.20; never "All", which may keep bounces away too), and
// x-plazo-message-id, by which doubles can be told. JSON takes header fields that begin with "x-"
// and no others: Auto-Submitted needs MIME.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "graph/http.h"

namespace plazo::graph {

/// Of which two are ours (Graph, "internetMessageHeaders").
inline constexpr std::size_t mail_headers_max = 5;
inline constexpr std::size_t mail_header_name_bytes_max = 64;

struct MailHeader {
    std::string name;
    std::string value;
};

struct Mail {
    std::string to_address;
    std::string to_name;
    /// Who an answer goes to; empty: the sending mailbox.
    std::string reply_to;
    std::string subject;
    std::string body_html;
    std::string message_id;
    /// Beside ours, of names that begin with "x-".
    std::vector<MailHeader> headers = {};
};

/// Ours, and then the mail's own. Throws std::invalid_argument for a name that does not begin with
/// "x-" or is no token, for a value with a control character, and for too many.
std::vector<MailHeader> headers_of(const Mail& mail);

/// The message itself, the body of a draft's POST. Throws as headers_of() does.
nlohmann::json message_json(const Mail& mail);

/// The body of POST /users/{mailbox}/sendMail. Throws as headers_of() does.
nlohmann::json send_mail_json(const Mail& mail);

/// 202: accepted by Microsoft 365, which is not yet delivered. Asks for a fresh connection
/// (https.h): a stale one would look like "written, then closed", and leave the mail in doubt.
Request send_mail(const std::string& mailbox, const nlohmann::json& mail,
                  const std::string& request_id);

/// A request of some 4 MB is refused (413); in base64 it is a third larger than the message.
inline constexpr std::size_t mime_bytes_max = 2'900'000;

/// The same of a whole RFC 5322 message. Throws std::invalid_argument for more than mime_bytes_max.
Request send_mime(const std::string& mailbox, const std::string& message,
                  const std::string& request_id);

}  // namespace plazo::graph
