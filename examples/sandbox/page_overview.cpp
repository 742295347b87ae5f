#include <algorithm>

#include "examples/sandbox/page_parts.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

struct Arrival {
    std::string address;
    std::size_t number;  ///< in the inbox, from 1
    const Mail* mail;
};

/// Addresses outside of the tenant that got mail.
std::vector<std::string> outside(const World& world) {
    std::vector<std::string> out;
    for (const auto& [address, mails] : world.post.inboxes()) {
        if (!world.directory.find(address)) out.push_back(address);
    }
    return out;
}

std::vector<Arrival> latest_mails(const World& world) {
    std::vector<Arrival> out;
    for (const auto& [address, mails] : world.post.inboxes()) {
        const std::size_t begin = mails.size() - std::min(mails.size(), latest_mails_max);
        for (std::size_t i = mails.size(); i > begin; --i) {
            out.push_back({address, i, &mails[i - 1]});
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const Arrival& a, const Arrival& b) {
        return a.mail->received > b.mail->received;
    });
    out.resize(std::min(out.size(), latest_mails_max));
    return out;
}

Html latest_table(const World& world) {
    Table table{"The newest of all inboxes",
                {"Subject", "Kind", "From", "To", "Received"},
                {},
                "No mail yet."};
    for (const Arrival& arrival : latest_mails(world)) {
        const Person person = person_at(world, arrival.address);
        const std::string path = "inbox/" + std::to_string(arrival.number);
        table.rows.push_back(
            {link(address_of(person, path), subject_of(arrival.mail->subject, locale_of("en"))),
             kind_badge(*arrival.mail, locale_of("en")), address_tag(arrival.mail->from),
             address_tag(person.address), time_tag(arrival.mail->received)});
    }
    return table_of(table);
}

std::string number(std::size_t count) {
    return std::to_string(count);
}

std::vector<Html> mailbox_row(const World& world, const Person& person) {
    const Mailbox& mailbox = *person.mailbox;
    const auto calendar = world.calendars.find(mailbox.id);
    const std::size_t events =
        calendar == world.calendars.end() ? 0 : calendar->second.events.size();
    const std::string& address = person.address;
    return {link(address_of(person), person.name),
            address_tag(address),
            mailbox.kind,
            mailbox.time_zone,
            mailbox.language,
            link(address_of(person, "inbox"), number(world.post.inbox(address).size())),
            link(address_of(person, "sent"), number(world.post.sent(address).size())),
            mailbox.has_calendar() ? link(address_of(person, "calendar"), number(events))
                                   : Html{"none"}};
}

/// By kind, then by address.
std::vector<const Mailbox*> mailboxes_by_kind(const World& world) {
    std::vector<const Mailbox*> out;
    for (const auto& [address, mailbox] : world.directory.mailboxes) out.push_back(&mailbox);
    std::stable_sort(out.begin(), out.end(), [](const Mailbox* a, const Mailbox* b) {
        const auto rank = [](const Mailbox& each) {
            return std::pair{each.kind != "licensed", std::string_view{each.kind}};
        };
        return rank(*a) < rank(*b);
    });
    return out;
}

Html mailbox_table(const World& world, const Values& values) {
    const auto mailboxes = mailboxes_by_kind(world);
    const Paging paging = paging_of(values, mailboxes.size(), mailboxes_per_page);
    Table table{"In the tenant, the licensed first",
                {"Name", "Address", "Kind", "Time zone", "Language", "Inbox", "Sent", "Events"},
                {},
                "No mailboxes yet. They are made with POST /_sandbox/mailboxes."};
    for (std::size_t i = paging.begin(); i < paging.end(); ++i) {
        table.rows.push_back(mailbox_row(world, person_at(world, mailboxes[i]->address)));
    }
    return table_of(table) + links_of(paging, "/");
}

Html outside_table(const World& world, const std::vector<std::string>& addresses) {
    if (addresses.empty()) return {};
    Table table{"Outside, who got mail", {"Address", "Inbox"}, {}, ""};
    for (std::size_t i = 0; i < std::min(addresses.size(), listed_max); ++i) {
        const Person person = person_at(world, addresses[i]);
        table.rows.push_back(
            {address_tag(person.address),
             link(address_of(person, "inbox"), number(world.post.inbox(person.address).size()))});
    }
    const Html rest = addresses.size() > listed_max
                          ? tag("p", "Another " + number(addresses.size() - listed_max) +
                                         " addresses are not listed.")
                          : Html{};
    return table_of(table) + rest;
}

Html application_table(const World& world) {
    Table table{"Those that can sign in",
                {"Name", "Client id", "Requests"},
                {},
                "No applications yet. They are made with POST /_sandbox/applications."};
    for (const auto& [id, application] : world.entra.applications) {
        if (table.rows.size() == listed_max) break;
        const std::string& name = application.display_name;
        table.rows.push_back(
            {name.empty() ? id : name, tag("code", id),
             link("/journal?client_id=" + graph::percent_encode(id), "In the journal")});
    }
    return table_of(table);
}

Html state_of(const World& world, std::size_t people_outside) {
    const std::size_t faults = world.faults.all().size();
    std::size_t mails = 0;
    for (const auto& [address, inbox] : world.post.inboxes()) mails += inbox.size();
    std::size_t events = 0;
    for (const auto& [id, calendar] : world.calendars) events += calendar.events.size();
    const auto& entries = world.journal.entries();
    const Html clock =
        world.clock.frozen() ? badge("warning", "stands still") : badge("good", "runs");
    return tag(
        "section", {{"class", "state"}},
        facts_of({{"Clock", link("/clock", time_tag(world.clock.now())) + " " + clock},
                  {"Faults", link("/faults", faults == 0 ? badge("good", "none")
                                                         : badge("bad", number(faults) + " on"))},
                  {"Mailboxes",
                   number(world.directory.mailboxes.size()) +
                       (people_outside == 0 ? "" : " and " + number(people_outside) + " outside")},
                  {"Mails delivered", number(mails)},
                  {"Mails on their way", number(world.post.later().size())},
                  {"Events", number(events)},
                  {"Subscriptions", link("/subscriptions", number(world.subscriptions.all.size()))},
                  {"Requests",
                   link("/journal", number(entries.empty() ? 0
                                                           : static_cast<std::size_t>(
                                                                 entries.back().number)))}}));
}

}  // namespace

Html overview_page(const Visit& visit) {
    const Values values = values_of(visit, {"page"});
    const auto addresses = outside(visit.world);
    return document(visit, "Overview", "/",
                    tag("h1", "Overview") + state_of(visit.world, addresses.size()) +
                        tag("h2", "Latest mail") + latest_table(visit.world) +
                        tag("h2", "Mailboxes") + mailbox_table(visit.world, values) +
                        outside_table(visit.world, addresses) + tag("h2", "Applications") +
                        application_table(visit.world));
}

}  // namespace plazo::sandbox
