#include "examples/sandbox/meeting.h"

#include <algorithm>

#include "examples/sandbox/bodies.h"
#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/ics.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using Attendees = std::vector<Attendee>;

bool same_person(const std::string& a, const std::string& b) {
    return graph::equal_ignoring_case(a, b);
}

bool includes(const Attendees& attendees, const std::string& address) {
    return std::any_of(attendees.begin(), attendees.end(),
                       [&](const Attendee& a) { return same_person(a.address, address); });
}

/// Those of `these` that are not among `those`.
Attendees without(const Attendees& these, const Attendees& those) {
    Attendees out;
    std::copy_if(these.begin(), these.end(), std::back_inserter(out),
                 [&](const Attendee& a) { return !includes(those, a.address); });
    return out;
}

const std::string& cancelled_prefix(const std::string& language) {
    static const std::string english = "Canceled: ";
    static const std::string spanish = "Cancelado: ";
    return language.starts_with("es") ? spanish : english;
}

struct Notice {
    std::string kind;
    std::string comment;
};

void send(World& world, const Mailbox& organizer, const Item& item, const Attendee& to,
          const Notice& notice) {
    if (same_person(to.address, organizer.address)) return;
    const Content& content = item.content;
    const Mailbox* mailbox = world.directory.find(to.address);
    const bool cancelled = notice.kind == "cancellation";
    const std::string zone = mailbox ? mailbox->time_zone : content.start.zone;
    Mail mail;
    mail.id = world.ids.item();
    mail.kind = notice.kind;
    mail.method = cancelled ? "CANCEL" : "REQUEST";
    mail.from = organizer.address;
    mail.to = to.address;
    mail.subject = (cancelled ? cancelled_prefix(organizer.language) : "") + content.subject;
    mail.received = world.clock.now();
    mail.calendar_uid = item.event->calendar_uid;
    mail.start = content.all_day ? content.start : world.zones.in_zone(content.start, zone);
    mail.end = content.all_day ? content.end : world.zones.in_zone(content.end, zone);
    mail.body = notice.comment.empty() ? content.body : Body{"text", notice.comment};
    MeetingMessage message{mail.method, item, content.attendees, organizer.language, mail.received};
    if (content.hide_attendees) message.shown = {to};
    if (!notice.comment.empty()) message.item.content.body = mail.body;
    mail.ics = icalendar(message, world.zones);
    world.post.deliver(std::move(mail));
}

void send_all(World& world, const Mailbox& organizer, const Item& item, const Attendees& to,
              const Notice& notice) {
    for (const Attendee& attendee : to) send(world, organizer, item, attendee, notice);
    if (item.day || !item.content.recurrence || notice.kind == "cancellation") return;
    for (const auto& [day, deviation] : item.event->deviations) {
        if (deviation.cancelled) continue;
        const Item changed = occurrence(*item.event, day);
        for (const Attendee& attendee : to) send(world, organizer, changed, attendee, notice);
    }
}

/// The attendee's copy of the meeting, if there is one.
Event* find_copy(World& world, const Attendee& attendee, const std::string& calendar_uid) {
    const Mailbox* mailbox = world.directory.find(attendee.address);
    if (!mailbox || !mailbox->has_calendar()) return nullptr;
    auto& events = world.calendars[mailbox->id].events;
    const auto found = std::find_if(events.begin(), events.end(), [&](const auto& entry) {
        return entry.second.calendar_uid == calendar_uid && !entry.second.own;
    });
    return found == events.end() ? nullptr : &found->second;
}

/// What of the organizer's event an attendee's copy says; the rest is the attendee's own.
void mirror(const Event& from, Event& copy, Ids& ids, Instant now) {
    for (const Field& field : event_fields()) {
        if (field.audience == Audience::everybody) field.copy(from.content, copy.content);
    }
    copy.deviations = from.deviations;
    for (auto& [day, deviation] : copy.deviations) {
        deviation.content.extended_properties.clear();
        deviation.content.transaction_id.clear();
    }
    copy.cancelled = false;
    copy.sequence = from.sequence;
    copy.change_key = ids.change_key();
    copy.modified = now;
}

void update_copies(World& world, const Mailbox& organizer, const Event& event) {
    for (const Attendee& attendee : event.content.attendees) {
        const Mailbox* mailbox = world.directory.find(attendee.address);
        if (!mailbox || !mailbox->has_calendar() || mailbox->id == organizer.id) continue;
        Event* copy = find_copy(world, attendee, event.calendar_uid);
        if (!copy) {
            Calendar& calendar = world.calendars[mailbox->id];
            copy = &add_event(calendar, Content{}, world.ids, world.clock.now());
            copy->own = false;
            copy->calendar_uid = event.calendar_uid;
            copy->organizer = event.organizer;
            copy->organizer_name = event.organizer_name;
            copy->content.show_as = "tentative";
            copy->content.reminder = event.content.reminder;
            copy->content.reminder_minutes = event.content.reminder_minutes;
        }
        mirror(event, *copy, world.ids, world.clock.now());
    }
}

void cancel_copies(World& world, const Event& event, const Attendees& attendees) {
    for (const Attendee& attendee : attendees) {
        Event* copy = find_copy(world, attendee, event.calendar_uid);
        if (!copy) continue;
        copy->cancelled = true;
        copy->sequence = event.sequence;
        copy->change_key = world.ids.change_key();
        copy->modified = world.clock.now();
        copy->content.show_as = "free";
    }
}

/// Whether people see a difference, attendees aside. A time written in another zone is the same.
bool visibly_differs(const Content& a, Content b, const Zones& zones) {
    if (!a.all_day && !a.recurrence) {
        if (zones.instant(a.start) == zones.instant(b.start)) b.start = a.start;
        if (zones.instant(a.end) == zones.instant(b.end)) b.end = a.end;
    }
    const auto& fields = event_fields();
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
        return field.audience == Audience::everybody && field.name != "attendees" &&
               !field.same(a, b);
    });
}

/// Whether the PATCH had properties besides attendees that people see.
bool names_more(const std::set<std::string>& named) {
    const auto& fields = event_fields();
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
        return field.audience == Audience::everybody && field.name != "attendees" &&
               named.contains(std::string{field.name});
    });
}

}  // namespace

void announce_new(World& world, const Mailbox& organizer, const Item& item) {
    update_copies(world, organizer, *item.event);
    send_all(world, organizer, item, item.content.attendees, {"invitation", ""});
}

void announce_change(World& world, const Mailbox& organizer, const Content& before,
                     const Item& item, const std::set<std::string>& named) {
    const Attendees added = without(item.content.attendees, before.attendees);
    const Attendees removed = without(before.attendees, item.content.attendees);
    const bool people_changed = before.attendees != item.content.attendees;
    const bool visible = visibly_differs(before, item.content, world.zones);
    if (!people_changed && !visible) return;
    ++item.event->sequence;

    Item gone = item;
    gone.content = before;
    send_all(world, organizer, gone, removed, {"cancellation", ""});
    if (!item.day) cancel_copies(world, *item.event, removed);
    update_copies(world, organizer, *item.event);
    send_all(world, organizer, item, added, {"invitation", ""});
    if (visible || names_more(named)) {
        send_all(world, organizer, item, without(item.content.attendees, added), {"update", ""});
    }
}

void announce_removal(World& world, const Mailbox& organizer, const Item& item,
                      const std::string& comment) {
    ++item.event->sequence;
    send_all(world, organizer, item, item.content.attendees, {"cancellation", comment});
    if (item.day) {
        update_copies(world, organizer, *item.event);
    } else {
        cancel_copies(world, *item.event, item.content.attendees);
    }
}

}  // namespace plazo::sandbox
