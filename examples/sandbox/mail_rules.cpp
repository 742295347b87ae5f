#include "examples/sandbox/mail_rules.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes rate_window{1};

template <typename Value>
struct Rule {
    const char* name;
    Value MailRules::*value;
};

constexpr std::array<Rule<int>, 5> numbers{
    {{"recipients_per_message", &MailRules::recipients_per_message},
     {"recipients_per_day", &MailRules::recipients_per_day},
     {"messages_per_minute", &MailRules::messages_per_minute},
     {"onmicrosoft_external_per_day", &MailRules::onmicrosoft_external_per_day},
     {"external_per_day", &MailRules::external_per_day}}};

constexpr std::array<Rule<bool>, 3> switches{
    {{"own_message_ids_survive", &MailRules::own_message_ids_survive},
     {"invitations_count_as_external", &MailRules::invitations_count_as_external},
     {"organizer_is_told_of_forwards", &MailRules::organizer_is_told_of_forwards}}};

constexpr std::array<Rule<std::chrono::seconds>, 2> delays{
    {{"delivery_delay", &MailRules::delivery_delay},
     {"sent_items_lag", &MailRules::sent_items_lag}}};

}  // namespace

bool SlidingCount::take(int weight, int most, Instant now) {
    while (!acts_.empty() && acts_.front().first <= now - window_) {
        sum_ -= acts_.front().second;
        acts_.pop_front();
    }
    if (weight > most - sum_) return false;
    acts_.emplace_back(now, weight);
    sum_ += weight;
    return true;
}

Instant next_slot(SenderCount& count, int messages_per_minute, Instant now) {
    const auto most = static_cast<std::size_t>(std::max(messages_per_minute, 1));
    auto& messages = count.messages;
    while (messages.size() > most) messages.pop_front();
    Instant slot = now;
    if (messages.size() == most) slot = std::max(now, messages.front() + rate_window);
    messages.push_back(slot);
    return slot;
}

json set_mail_rules(World& world, const json& body) {
    check_members(body, {"recipients_per_message", "recipients_per_day", "messages_per_minute",
                         "onmicrosoft_external_per_day", "external_per_day",
                         "invitations_count_as_external", "own_message_ids_survive",
                         "organizer_is_told_of_forwards", "delivery_delay", "sent_items_lag"});
    MailRules rules = world.mail_rules;
    for (const auto& [name, value] : numbers) {
        rules.*value = integer(body, name, rules.*value);
    }
    for (const auto& [name, value] : switches) {
        rules.*value = boolean(body, name, rules.*value);
    }
    for (const auto& [name, value] : delays) {
        if (!body.contains(name)) continue;
        const auto delay = parse_duration(text_of(body, name));
        if (!delay) throw bad(std::string{name} + " must be an ISO 8601 duration.");
        rules.*value = *delay;
    }
    world.mail_rules = rules;
    return to_json(rules);
}

json to_json(const MailRules& rules) {
    json out = json::object();
    for (const auto& [name, value] : numbers) out[name] = rules.*value;
    for (const auto& [name, value] : switches) out[name] = rules.*value;
    for (const auto& [name, value] : delays) {
        out[name] = "PT" + std::to_string((rules.*value).count()) + "S";
    }
    return out;
}

}  // namespace plazo::sandbox
