// examples/sandbox/draft.h - the messages of a mailbox's Drafts and Sent Items.
//
//     POST messages -> 201, a draft      PATCH, GET, DELETE messages/{id}
//     POST messages/{id}/send -> 202     GET messages, mailFolders/{drafts | sentitems}/messages
//
// A folder may be named by its id, too. Each message is shown with all that Exchange knows of it
// (draft_json.h); with Mail.ReadBasic.All it is read without body and named properties.
// A draft that was sent stays in Drafts for `sent_items_lag` (mail_rules.h), then it is in Sent
// Items under another id; the immutable one stays the same. It is sent once. $filter takes named
// properties: singleValueExtendedProperties/Any(ep: ep/id eq 'ID' and ep/value eq 'VALUE').
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "examples/sandbox/times.h"

namespace plazo::sandbox {

struct Letter;
struct Mailbox;
struct World;

struct Message {
    std::string id;
    std::string sent_id;  ///< once it is in Sent Items
    std::string immutable_id;
    std::string internet_id;  ///< the Message-ID that the mail has, too
    std::string change_key;   ///< another after each change
    std::string content;      ///< JSON, as the client gave it
    Instant created;          ///< not there before: Sent Items lag behind
    Instant modified;
    std::optional<Instant> moves;  ///< sent; it is in Sent Items from then on

    bool is_draft(Instant now) const { return !moves || now < *moves; }
};

/// By mailbox id.
using Messages = std::map<std::string, std::vector<Message>>;

/// Puts a copy of what was sent without a draft among the Sent Items.
void keep_sent(World& world, const Mailbox& mailbox, const Letter& letter,
               const std::string& message_id, const nlohmann::json& message);

}  // namespace plazo::sandbox
