#include "examples/sandbox/meeting.h"

#include <algorithm>

#include "examples/sandbox/answers.h"
#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/ics.h"
#include "examples/sandbox/mail_transport.h"
#include "examples/sandbox/prefixes.h"
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

struct Notice {
    std::string kind;
    std::string comment;
};

/// Mail knows people by their addresses, however the list names them.
void show_mail_addresses(const Directory& directory, Attendees& shown) {
    for (Attendee& each : shown) {
        if (const Mailbox* known = directory.find(each.address)) each.address = known->address;
    }
}

Mail compose(World& world, const Mailbox& organizer, const Item& item, const std::string& to,
             const Notice& notice) {
    const Content& content = item.content;
    const Mailbox* mailbox = world.directory.find(to);
    const bool cancelled = notice.kind == "cancellation";
    const std::string zone = mailbox ? mailbox->time_zone : content.start.zone;
    Mail mail;
    mail.id = world.ids.item();
    mail.kind = notice.kind;
    mail.method = cancelled ? "CANCEL" : "REQUEST";
    mail.from = organizer.address;
    mail.subject =
        (cancelled ? prefix(Prefix::cancelled, organizer.language) : "") + content.subject;
    mail.calendar_uid = item.event->calendar_uid;
    mail.start = content.all_day ? content.start : world.zones.in_zone(content.start, zone);
    mail.end =
        content.all_day ? content.end : world.zones.in_zone(end_of(content, world.zones), zone);
    mail.body = notice.comment.empty() ? content.body : Body{"text", notice.comment};
    MeetingMessage message{mail.method, item, content.attendees, organizer.language,
                           world.clock.now()};
    show_mail_addresses(world.directory, message.shown);
    if (content.hide_attendees) {
        std::erase_if(message.shown,
                      [&](const Attendee& other) { return !same_person(other.address, to); });
        if (message.shown.empty()) message.shown.push_back({to, to});
    }
    if (!notice.comment.empty()) message.item.content.body = mail.body;
    mail.ics = icalendar(message, world.zones);
    return mail;
}

void send(World& world, const Mailbox& organizer, const Item& item, const Attendees& to,
          const Notice& notice) {
    std::vector<std::string> addresses;
    for (const Attendee& attendee : to) {
        if (!same_person(attendee.address, organizer.address)) {
            addresses.push_back(attendee.address);
        }
    }
    const auto composed = [&](const std::string& address) {
        return compose(world, organizer, item, address, notice);
    };
    submit(world, organizer, addresses, composed, Traffic::meeting);
}

Attendees among(const Attendees& these, const Attendees& those) {
    return without(these, without(these, those));
}

/// To these of the attendees: one mail for the whole, and one for each deviation that they are in.
void send_all(World& world, const Mailbox& organizer, const Item& item, const Attendees& to,
              const Notice& notice) {
    send(world, organizer, item, to, notice);
    if (item.day || !item.content.recurrence || notice.kind == "cancellation") return;
    for (const auto& [day, deviation] : item.event->deviations) {
        if (deviation.cancelled) continue;
        send(world, organizer, occurrence(*item.event, day), among(to, deviation.content.attendees),
             notice);
    }
}

/// The same notice for those who are in single occurrences only.
void send_to_visitors(World& world, const Mailbox& organizer, const Item& series,
                      const Notice& notice) {
    if (series.day) return;
    for (const auto& [day, deviation] : series.event->deviations) {
        const auto visitors = without(deviation.content.attendees, series.content.attendees);
        if (deviation.cancelled) continue;
        send(world, organizer, occurrence(*series.event, day), visitors, notice);
    }
}

/// All whom mail to these attendees reaches, each once.
std::vector<std::string> people_among(const World& world, const Attendees& attendees) {
    std::vector<std::string> out;
    for (const Attendee& attendee : attendees) {
        for (std::string& person : people_at(world.directory, attendee.address)) {
            if (std::find(out.begin(), out.end(), person) == out.end()) {
                out.push_back(std::move(person));
            }
        }
    }
    return out;
}

void copy_visible(const Content& from, Content& to) {
    for (const Field& field : event_fields()) {
        if (field.audience == Audience::everybody) field.copy(from, to);
    }
}

/// The same as a set of lower-case addresses.
using People = std::set<std::string>;
People people_of(const World& world, const Attendees& attendees) {
    People out;
    for (const std::string& person : people_among(world, attendees)) out.insert(lower_case(person));
    return out;
}

/// How one copy follows its event.
struct Following {
    bool moved = false;            ///< what was answered is void
    std::optional<Date> back;      ///< the day that its owner hears of, though he took it out
    std::set<Date> not_invited{};  ///< days with attendees of their own
};

/// The deviations as the copy's owner sees them: what is private in them is his own, the days that
/// he took out stay out, and so do those that he is not invited to.
std::map<Date, Deviation> mirrored(const Event& from, const Event& copy,
                                   const Following& following) {
    std::map<Date, Deviation> out;
    for (const auto& [day, deviation] : from.deviations) {
        const auto old = copy.deviations.find(day);
        Deviation& made = out[day] = deviation;
        made.content = old == copy.deviations.end() ? copy.content : old->second.content;
        made.content.recurrence.reset();
        copy_visible(deviation.content, made.content);
        made.cancelled = deviation.cancelled || following.not_invited.contains(day);
    }
    for (const auto& [day, deviation] : copy.deviations) {
        if (following.moved || day == following.back) continue;
        if (deviation.cancelled) out[day].cancelled = true;
        out.emplace(day, deviation);
    }
    return out;
}

/// What of the organizer's event an attendee's copy says; the rest is the attendee's own.
void mirror(World& world, const Event& from, Event& copy, const Following& following) {
    copy_visible(from.content, copy.content);
    copy.deviations = mirrored(from, copy, following);
    copy.cancelled = false;
    copy.sequence = from.sequence;
    copy.change_key = world.ids.change_key();
    copy.modified = world.clock.now();
    if (!following.moved) return;
    copy.replies.clear();
    copy.content.show_as = "tentative";
}

/// What happened to an event, and who hears of it.
struct Telling {
    bool moved = false;
    Attendees to{};           ///< these have a copy again, though they may have removed it
    std::optional<Date> day;  ///< it is about this occurrence
};

/// The attendees' copies follow the event.
void update_copies(World& world, const Mailbox& organizer, const Event& event,
                   const Telling& telling) {
    const People told = people_of(world, telling.to);
    std::map<Date, People> invited;
    for (const auto& [day, deviation] : event.deviations) {
        invited[day] = people_of(world, deviation.content.attendees);
    }
    for (const std::string& person : people_of(world, event.content.attendees)) {
        const Mailbox* mailbox = world.directory.find(person);
        if (!mailbox || !mailbox->has_calendar() || mailbox->id == organizer.id) continue;
        Event* copy = copy_of(world, *mailbox, event.calendar_uid);
        Following following{telling.moved, std::nullopt};
        if (told.contains(person)) {
            following.back = telling.day;
        } else if (!copy) {
            continue;
        }
        for (const auto& [day, people] : invited) {
            if (!people.contains(person)) following.not_invited.insert(day);
        }
        if (!copy) {
            copy = &add_copy(world.calendars[mailbox->id], event, world.ids, world.clock.now());
        }
        mirror(world, event, *copy, following);
    }
}

void cancel_copies(World& world, const Event& event, const std::vector<std::string>& people) {
    for (const std::string& person : people) {
        const Mailbox* mailbox = world.directory.find(person);
        Event* copy = mailbox ? copy_of(world, *mailbox, event.calendar_uid) : nullptr;
        if (!copy) continue;
        copy->cancelled = true;
        copy->sequence = event.sequence;
        copy->change_key = world.ids.change_key();
        copy->modified = world.clock.now();
        copy->content.show_as = "free";
    }
}

bool is_seen(const Field& field, const Quirks& quirks) {
    return field.audience == Audience::everybody || quirks.private_changes_mail;
}

/// Whether people see a difference, attendees aside. A time written in another zone is the same.
bool visibly_differs(const Content& a, Content b, const World& world) {
    const Zones& zones = world.zones;
    if (!a.all_day && !a.recurrence) {
        if (zones.instant(a.start) == zones.instant(b.start)) b.start = a.start;
        if (zones.instant(a.end) == zones.instant(b.end)) b.end = a.end;
    }
    const auto& fields = event_fields();
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
        return is_seen(field, world.quirks) && field.name != "attendees" && !field.same(a, b);
    });
}

/// Whether the PATCH had properties besides attendees that people see.
bool names_more(const std::set<std::string>& named, const Quirks& quirks) {
    const auto& fields = event_fields();
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
        return is_seen(field, quirks) && field.name != "attendees" &&
               named.contains(std::string{field.name});
    });
}

/// Answers to a time that is no longer the meeting's, and of people who are not in it any more.
void forget_replies(Event& event, const Attendees& removed, bool moved) {
    if (moved) event.replies.clear();
    for (const Attendee& gone : removed) {
        std::erase_if(event.replies, [&](const auto& entry) {
            return entry.first.second == lower_case(gone.address);
        });
    }
}

}  // namespace

Event* copy_of(World& world, const Mailbox& mailbox, const std::string& calendar_uid) {
    if (!mailbox.has_calendar()) return nullptr;
    Event* event = world.calendars[mailbox.id].events.by_calendar_uid(calendar_uid);
    return event && !event->own ? event : nullptr;
}

std::vector<std::string> invited_people(const World& world, const Event& event) {
    Attendees all = event.content.attendees;
    for (const auto& [day, deviation] : event.deviations) {
        const auto visitors = without(deviation.content.attendees, all);
        all.insert(all.end(), visitors.begin(), visitors.end());
    }
    return people_among(world, all);
}

void announce_new(World& world, const Mailbox& organizer, const Item& item) {
    update_copies(world, organizer, *item.event, {false, item.content.attendees, item.day});
    send_all(world, organizer, item, item.content.attendees, {"invitation", ""});
    let_rooms_answer(world, *item.event);
}

void announce_change(World& world, const Mailbox& organizer, const Content& before,
                     const Item& item, const std::set<std::string>& named) {
    Event& event = *item.event;
    const Content& after = item.content;
    const Attendees added = without(after.attendees, before.attendees);
    Attendees removed = without(before.attendees, after.attendees);
    const bool people_changed = before.attendees != after.attendees;
    const bool visible = visibly_differs(before, after, world);
    // attendees who are sent again beside something else are all told again, whatever it says
    const bool sent_again = named.contains("attendees") && names_more(named, world.quirks);
    if (!people_changed && !visible && !sent_again) return;
    ++event.sequence;
    const bool moved = !item.day && (before.start != after.start || before.end != after.end ||
                                     before.recurrence != after.recurrence);
    forget_replies(event, removed, moved);

    // whoever is left out but still in a group of the list stays invited
    const auto still = people_among(world, after.attendees);
    const auto stays = [&](const Attendee& person) {
        return std::any_of(still.begin(), still.end(), [&](const std::string& address) {
            return same_person(address, person.address);
        });
    };
    const bool of_a_group = std::erase_if(removed, stays) > 0;
    const bool everybody = visible || of_a_group || sent_again;

    Item gone = item;
    gone.content = before;
    send_all(world, organizer, gone, removed, {"cancellation", ""});
    auto leaving = people_among(world, removed);
    std::erase_if(leaving, [&](const std::string& person) {
        return std::find(still.begin(), still.end(), person) != still.end();
    });
    if (!item.day) cancel_copies(world, event, leaving);
    update_copies(world, organizer, event, {moved, everybody ? after.attendees : added, item.day});
    send_all(world, organizer, item, added, {"invitation", ""});
    if (everybody) {
        send_all(world, organizer, item, without(after.attendees, added), {"update", ""});
        send_to_visitors(world, organizer, item, {"update", ""});
    }
    let_rooms_answer(world, event);
}

void announce_removal(World& world, const Mailbox& organizer, const Item& item,
                      const std::string& comment) {
    ++item.event->sequence;
    send_all(world, organizer, item, item.content.attendees, {"cancellation", comment});
    send_to_visitors(world, organizer, item, {"cancellation", comment});
    if (item.day) {
        update_copies(world, organizer, *item.event, {});
    } else {
        cancel_copies(world, *item.event, people_among(world, item.content.attendees));
    }
}

void announce_forward(World& world, const Mailbox& organizer, const Item& item,
                      const std::vector<Attendee>& added, const std::string& comment) {
    update_copies(world, organizer, *item.event, {false, added, item.day});
    send_all(world, organizer, item, added, {"invitation", comment});
    let_rooms_answer(world, *item.event);
}

}  // namespace plazo::sandbox
