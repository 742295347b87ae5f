// examples/sandbox/draft_json.h - a message as a response shows it.
//
// All of Graph's properties that the sandbox knows, or the selected ones. Two come only to whoever
// names them: internetMessageHeaders with $select, and named properties with $expand. Left out are
// conversationIndex, uniqueBody and what belongs to attachments.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "examples/sandbox/draft.h"
#include "examples/sandbox/query.h"

namespace plazo::sandbox {

/// A Refusal 400 where a selected property is none of a message's.
nlohmann::json message_json(const World& world, const Mailbox& mailbox, const Message& message,
                            const Query& query, const Preferences& preferences);

/// The `If-Match` and `@odata.etag` value.
std::string etag(const Message& message);

/// Of Drafts or Sent Items, the same for as long as the mailbox is there.
std::string folder_id(const Mailbox& mailbox, std::string_view folder);

}  // namespace plazo::sandbox
