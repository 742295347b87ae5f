// graph/mail.h - one mail to one person, as Graph's sendMail takes it (JSON form).
//
// sendMail has no idempotency key: the same request sent twice is two mails. Whoever sends one
// decides beforehand what a missing answer means (scheduler/outbox.h).
//
// Every mail carries X-Auto-Response-Suppress, so that absence notes do not come back to a mailbox
// that nobody reads (MS-OXCMAIL 2.1.3.2.20), and x-plazo-message-id, by which doubles can be told.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace plazo::graph {

struct Mail {
    std::string to_address;
    std::string to_name;
    /// Who an answer goes to; empty: the sending mailbox.
    std::string reply_to;
    std::string subject;
    std::string body_html;
    std::string message_id;
};

/// The body of POST /users/{mailbox}/sendMail.
nlohmann::json send_mail_json(const Mail& mail);

}  // namespace plazo::graph
