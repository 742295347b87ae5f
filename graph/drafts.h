// graph/drafts.h - a mail by way of a draft, which can be looked at before it is sent again.
//
// Needs the role Mail.ReadWrite. sendMail leaves a mail in doubt when its answer does not come; a
// draft has an id, and a look at it says which of the two it was:
//
//     create_draft ----> 201, the id is written down ----> send_draft ----> 202: sent
//       in doubt: find_draft, by the mail's own id            in doubt: get_draft, fate_of
//
//     switch (fate_of(outcome, response.body)) {
//         case DraftFate::waiting: ...    // it is a draft still: send_draft once more
//         case DraftFate::sent: ...       // done
//         case DraftFate::missing: ...    // sent, or deleted by somebody: never sent again
//         case DraftFate::unknown: ...    // no answer to go by: look again later
//     }
//
// The immutable id that every call asks for stays the same when the mail moves from Drafts to Sent
// Items (Graph, "Obtain immutable identifiers"). Exchange takes what it sends out of Drafts some
// seconds after its 202: wait for draft_settles_after before you look, or a mail that is on its way
// is seen as waiting.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "graph/mail.h"
#include "graph/outcome.h"

namespace plazo::graph {

inline constexpr std::chrono::seconds draft_settles_after{30};

/// 201 with the message, a draft. Twice the request is two drafts, of which nobody hears.
Request create_draft(const std::string& mailbox, const Mail& mail, const std::string& request_id);

/// 200 with {"value": [...]}: the messages of the mailbox with that message_id, drafts and sent.
Request find_draft(const std::string& mailbox, const std::string& message_id,
                   const std::string& request_id);

/// 200 with the message's id and whether it is a draft.
Request get_draft(const std::string& mailbox, const std::string& draft,
                  const std::string& request_id);

/// 202. Asks for a fresh connection, as send_mail() does. A message is sent once: of what has left
/// Drafts by then, nothing goes out again.
Request send_draft(const std::string& mailbox, const std::string& draft,
                   const std::string& request_id);

/// 204. For a draft that is not to be sent after all.
Request delete_draft(const std::string& mailbox, const std::string& draft,
                     const std::string& request_id);

struct Draft {
    std::string id;
    /// False: it was sent.
    bool waiting = true;

    bool operator==(const Draft&) const = default;
};

/// Nothing where the JSON is no message, or does not say whether it is a draft.
std::optional<Draft> read_draft(const nlohmann::json& message);

/// Of the answer to create_draft() or get_draft().
std::optional<Draft> read_draft_answer(const std::string& body);

/// Of the answer to find_draft(): the one that was sent, else the first; nothing where there is
/// none.
std::optional<Draft> read_found_draft(const std::string& body);

enum class DraftFate { waiting, sent, missing, unknown };

/// Of the answer to get_draft().
DraftFate fate_of(const Outcome& outcome, const std::string& body);

}  // namespace plazo::graph
