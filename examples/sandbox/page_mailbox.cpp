#include <algorithm>

#include "examples/sandbox/page_parts.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

/// "2026-03-16 10:00", and the zone where it is not the mailbox's own.
Html wall_text(const std::optional<EventTime>& time, const Person& person) {
    if (!time) return {};
    std::string text = timezone::format_local(time->local).substr(0, 16);
    text[10] = ' ';
    return time->zone == person.zone_name ? text : text + " " + time->zone;
}

/// What the times of meetings in the table mean.
std::string caption_of(const Person& person) {
    return "The newest first" +
           (person.zone_name.empty() ? "" : "; meetings in " + person.zone_name);
}

Html mail_table(const Person& person, const std::string& folder, const std::vector<Mail>& mails,
                const Paging& paging) {
    const bool sent = folder == "sent";
    Table table{
        caption_of(person),
        {"Subject", "Kind", sent ? "To" : "From", "Meeting begins", sent ? "Sent" : "Received"},
        {},
        sent ? "Nothing was sent." : "No mail has arrived."};
    for (std::size_t i = paging.begin(); i < paging.end(); ++i) {
        const std::size_t number = mails.size() - i;  // the newest first
        const Mail& mail = mails[number - 1];
        std::string to = mail.to;
        for (const auto& [name, value] : mail.headers) {
            if (name == "To") to = value;
        }
        table.rows.push_back({link(address_of(person, folder + "/" + std::to_string(number)),
                                   subject_of(mail.subject, locale_of("en"))),
                              kind_badge(mail, locale_of("en")), address_tag(sent ? to : mail.from),
                              wall_text(mail.start, person), time_tag(mail.received)});
    }
    return table_of(table);
}

Html deleted_table(const Person& person, const std::vector<Event>& deleted, const Paging& paging) {
    Table table{caption_of(person),
                {"Subject", "Meeting began", "Organizer", "Last changed"},
                {},
                "No event was deleted."};
    for (std::size_t i = paging.begin(); i < paging.end(); ++i) {
        const std::size_t number = deleted.size() - i;
        const Event& event = deleted[number - 1];
        table.rows.push_back({link(address_of(person, "deleted/" + std::to_string(number)),
                                   subject_of(event.content.subject, locale_of("en"))),
                              wall_text(event.content.start, person), event.organizer,
                              time_tag(event.modified)});
    }
    return table_of(table);
}

Html members_of(const Person& person) {
    if (!person.mailbox || person.mailbox->members.empty()) return {};
    Html items;
    for (const std::string& member : person.mailbox->members) items += tag("li", member);
    return tag("h2", "Members") + tag("ul", items);
}

}  // namespace

Html folder_page(const Visit& visit) {
    const World& world = visit.world;
    const Person person = person_at(world, visit.path[1]);
    const std::string folder = visit.path.size() > 2 ? visit.path[2] : "inbox";
    const Values values = values_of(visit, {"page"});
    Html content;
    std::string title = folder == "sent" ? "Sent" : folder == "deleted" ? "Deleted" : "Inbox";
    Paging paging;
    if (folder == "deleted") {
        if (!person.mailbox) throw Refusal{404, "NotFound", person.address + " has no folders."};
        const auto calendar = world.calendars.find(person.mailbox->id);
        static const std::vector<Event> none;
        const auto& deleted = calendar == world.calendars.end() ? none : calendar->second.deleted;
        paging = paging_of(values, deleted.size(), mails_per_page);
        content = deleted_table(person, deleted, paging);
    } else {
        const auto& mails =
            folder == "sent" ? world.post.sent(person.address) : world.post.inbox(person.address);
        paging = paging_of(values, mails.size(), mails_per_page);
        content = mail_table(person, folder, mails, paging);
    }
    return document(visit, title + " of " + person.name, "",
                    mailbox_head(visit, person, folder) + tag("h2", title) + content +
                        links_of(paging, address_of(person, folder)) + members_of(person));
}

}  // namespace plazo::sandbox
