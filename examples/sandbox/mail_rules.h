// examples/sandbox/mail_rules.h - how Exchange Online limits and delays what a mailbox sends: the
// numbers, and what has been counted against them.
//
//     POST /_sandbox/mail {"messages_per_minute": 3, "delivery_delay": "PT20S"}
//     GET  /_sandbox/mail
//
// The defaults are Microsoft's, but for the two delays, which are none. Invitations and mails count
// alike. All of it goes by the sandbox's clock.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>

#include "examples/sandbox/times.h"

namespace plazo::sandbox {

struct World;

struct MailRules {
    int recipients_per_message = 500;
    int recipients_per_day = 10'000;            ///< of a mailbox, in any 24 hours
    int messages_per_minute = 30;               ///< of a mailbox; what is above waits
    int onmicrosoft_external_per_day = 100;     ///< of all *.onmicrosoft.com senders
    int external_per_day = 5'000;               ///< of the tenant; a trial has this many
    bool invitations_count_as_external = true;  ///< not known for *.onmicrosoft.com
    bool own_message_ids_survive = true;        ///< of MIME; not known
    bool organizer_is_told_of_forwards = true;  ///< not documented; Outlook shows such notices
    std::chrono::seconds delivery_delay{0};     ///< from the 202 to the inbox
    std::chrono::seconds sent_items_lag{0};     ///< from the 202 to Sent Items
};

/// Acts of some kind, each with its weight, in a window that slides.
class SlidingCount {
  public:
    explicit SlidingCount(std::chrono::seconds window) : window_{window} {}
    /// Counts `weight` at `now` unless the window would then hold more than `most`.
    bool take(int weight, int most, Instant now);

  private:
    std::chrono::seconds window_;
    std::deque<std::pair<Instant, int>> acts_;
    int sum_ = 0;
};

/// What one mailbox sent.
struct SenderCount {
    SlidingCount recipients{std::chrono::hours{24}};
    std::deque<Instant> messages;  ///< when the latest go out, at most a minute's worth
};

struct MailCounts {
    std::map<std::string, SenderCount> senders;  ///< by mailbox id
    SlidingCount onmicrosoft_external{std::chrono::hours{24}};
    SlidingCount external{std::chrono::hours{24}};
};

/// When a message that is ready at `now` goes out: a minute after the one that many before it.
Instant next_slot(SenderCount& count, int messages_per_minute, Instant now);

/// The two admin calls: sets what `body` names; all rules as they are.
nlohmann::json set_mail_rules(World& world, const nlohmann::json& body);
nlohmann::json to_json(const MailRules& rules);

}  // namespace plazo::sandbox
