// examples/sandbox/mail_message.h - Graph's message resource, as far as sendMail and drafts take
// it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "examples/sandbox/post.h"

namespace plazo::sandbox {

struct Mailbox;
struct World;
struct Call;

/// A message that is not addressed to anybody in particular yet.
struct Letter {
    Mail mail;
    std::vector<std::string> recipients;  ///< To, Cc and Bcc
};

/// A Refusal 400 for what Graph refuses, 501 for members that are not simulated. Nobody may be
/// addressed yet: a draft's recipients can come later.
Letter read_message(const nlohmann::json& message, const Mailbox& mailbox);

/// 403 ErrorSendAsDenied where `from` or `sender` is not the mailbox.
void check_sender(const nlohmann::json& message, const Mailbox& mailbox);

/// Its Message-ID, which it gets where it has none, or none that survives (mail_rules.h).
std::string name_letter(World& world, Letter& letter);

/// Sends; 400 ErrorInvalidRecipients for nobody or too many, then nothing goes out (mail_api.cpp).
void send_letter(Call& call, const Mailbox& mailbox, const Letter& letter);

}  // namespace plazo::sandbox
