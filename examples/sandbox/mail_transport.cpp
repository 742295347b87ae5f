#include "examples/sandbox/mail_transport.h"

#include <algorithm>
#include <set>

#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/prefixes.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using Strings = std::vector<std::string>;

std::string domain_of(const std::string& address) {
    return lower_case(address.substr(std::min(address.rfind('@'), address.size() - 1) + 1));
}

bool is_foreign(const Mailbox& mailbox) {
    return mailbox.kind == "external" || mailbox.kind == "guest";
}

void open(const Directory& directory, const std::string& address, std::set<std::string>& seen,
          Strings& out) {
    const Mailbox* mailbox = directory.find(address);
    const std::string& known = mailbox ? mailbox->address : address;
    if (!seen.insert(lower_case(known)).second) return;
    if (!mailbox || mailbox->kind != "group") {
        out.push_back(known);
        return;
    }
    for (const std::string& member : mailbox->members) open(directory, member, seen, out);
}

/// A message to one recipient as the sender gets it back.
void return_to_sender(World& world, const Mailbox& sender, const Mail& mail,
                      const std::string& recipient, const std::string& reason) {
    Mail report;
    report.id = world.ids.item();
    report.kind = "ndr";
    report.from = "postmaster@" + domain_of(sender.address);
    report.to = sender.address;
    report.subject = prefix(Prefix::undeliverable, sender.language) + mail.subject;
    report.received = mail.received;
    report.body = {"text", "Your message to " + recipient + " couldn't be delivered.\r\n" + reason};
    report.headers.emplace_back("Auto-Submitted", "auto-replied");
    world.post.deliver_later(std::move(report));
}

/// Why a recipient does not get the message, by the limits that it counts against; else empty.
std::string obstacle(World& world, const Mailbox& sender, const std::string& recipient,
                     Traffic traffic) {
    const MailRules& rules = world.mail_rules;
    MailCounts& counts = world.mail_counts;
    const Instant now = world.clock.now();
    const bool local = is_exchange_name(recipient) || is_internal(world.directory, recipient);
    if (!world.directory.find(recipient) && local) {
        return "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address "
               "lookup";
    }
    if (!counts.senders[sender.id].recipients.take(1, rules.recipients_per_day, now)) {
        return "550 5.1.90 Your message can't be sent because you've reached your daily limit for "
               "message recipients";
    }
    if (is_internal(world.directory, recipient)) return "";
    const bool counted = traffic == Traffic::mail || rules.invitations_count_as_external;
    if (counted && domain_of(sender.address).ends_with(".onmicrosoft.com") &&
        !counts.onmicrosoft_external.take(1, rules.onmicrosoft_external_per_day, now)) {
        return "550 5.7.236 Tenant has exceeded its limit of external recipients from "
               "onmicrosoft.com addresses";
    }
    if (!counts.external.take(1, rules.external_per_day, now)) {
        return "550 5.7.232 Tenant has exceeded its limit of external recipients";
    }
    return "";
}

/// Why one of those who are behind a recipient does not get the message; else empty.
std::string obstacle_at(const World& world, const std::string& person) {
    const Mailbox* mailbox = world.directory.find(person);
    if (!mailbox || !mailbox->is_full()) return "";
    return "552 5.2.2 The recipient's mailbox is full and can't accept messages now";
}

}  // namespace

bool is_internal(const Directory& directory, const std::string& address) {
    if (const Mailbox* mailbox = directory.find(address)) return !is_foreign(*mailbox);
    const std::string domain = domain_of(address);
    return std::any_of(directory.mailboxes.begin(), directory.mailboxes.end(),
                       [&](const auto& entry) {
                           return !is_foreign(entry.second) && domain_of(entry.first) == domain;
                       });
}

Strings people_at(const Directory& directory, const std::string& address) {
    std::set<std::string> seen;
    Strings out;
    open(directory, address, seen, out);
    return out;
}

void submit(World& world, const Mailbox& sender, const Strings& recipients, const Compose& compose,
            Traffic traffic) {
    if (recipients.empty()) return;
    const MailRules& rules = world.mail_rules;
    const Instant leaves = next_slot(world.mail_counts.senders[sender.id],
                                     rules.messages_per_minute, world.clock.now());
    std::set<std::string> reached;
    for (const std::string& recipient : recipients) {
        const std::string reason = obstacle(world, sender, recipient, traffic);
        Strings people{recipient};
        if (reason.empty()) people = people_at(world.directory, recipient);
        for (const std::string& person : people) {
            if (reason.empty() && !reached.insert(lower_case(person)).second) continue;
            Mail mail = compose(person);
            mail.to = person;
            mail.received = leaves + rules.delivery_delay;
            const std::string returned = reason.empty() ? obstacle_at(world, person) : reason;
            if (returned.empty()) {
                world.post.deliver_later(std::move(mail));
            } else {
                return_to_sender(world, sender, mail, person, returned);
            }
        }
    }
    world.post.settle(world.clock.now());
}

}  // namespace plazo::sandbox
