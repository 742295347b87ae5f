#include "examples/sandbox/answers.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/ics.h"
#include "examples/sandbox/mail_transport.h"
#include "examples/sandbox/meeting.h"
#include "examples/sandbox/prefixes.h"
#include "examples/sandbox/world.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// What an answer is called in an iCalendar part, and in subjects.
struct Wording {
    const char* response;
    const char* participation;
    Prefix subject;
};

constexpr std::array<Wording, 3> wordings{{{"accepted", "ACCEPTED", Prefix::accepted},
                                           {"tentativelyAccepted", "TENTATIVE", Prefix::tentative},
                                           {"declined", "DECLINED", Prefix::declined}}};

const Wording& wording(const std::string& response) {
    return *std::find_if(wordings.begin(), wordings.end(),
                         [&](const Wording& w) { return response == w.response; });
}

/// An answer for all days also replaces those for single ones.
void note(Event& event, std::optional<Date> day, const std::string& address,
          const MeetingReply& reply) {
    const std::string key = lower_case(address);
    if (!day) std::erase_if(event.replies, [&](const auto& e) { return e.first.second == key; });
    event.replies[{day, key}] = reply;
}

void renew(Event& event, std::optional<Date> day, Ids& ids, Instant now) {
    event.change_key = ids.change_key();
    event.modified = now;
    if (!day) return;
    const auto deviation = event.deviations.find(*day);
    if (deviation != event.deviations.end()) deviation->second.change_key = ids.change_key();
}

/// How the organizer's list names the person; somebody in one of its groups is not in it.
Attendee listed(const World& world, const Event& event, const std::string& address) {
    for (const Attendee& attendee : event.content.attendees) {
        const Mailbox* mailbox = world.directory.find(attendee.address);
        const std::string& known = mailbox ? mailbox->address : attendee.address;
        if (graph::equal_ignoring_case(known, address)) return attendee;
    }
    const Mailbox* mailbox = world.directory.find(address);
    return {address, mailbox ? mailbox->display_name : address};
}

/// The answer in the attendee's own calendar.
void keep_in_copy(World& world, const Mailbox& mailbox, Event& organized, std::optional<Date> day,
                  const MeetingReply& reply) {
    Event* copy = copy_of(world, mailbox, organized.calendar_uid);
    if (!copy) return;
    note(*copy, day, listed(world, organized, mailbox.address).address, reply);
    note(*copy, day, "", reply);
    if (reply.response == "declined") {
        Item item = day ? occurrence(*copy, *day) : whole(*copy);
        remove_item(world.calendars[mailbox.id], item, true, world.ids, world.clock.now());
        return;
    }
    const bool sure = reply.response == "accepted";
    const Item answered = day ? occurrence(organized, *day) : whole(organized);
    const std::string shown = sure ? answered.content.show_as : "tentative";
    if (day) {
        Item item = occurrence(*copy, *day);
        Content content = item.content;
        content.show_as = shown;
        change_item(item, content, {"showAs"}, world.ids, world.clock.now());
    } else {
        copy->content.show_as = shown;
    }
    renew(*copy, day, world.ids, world.clock.now());
}

Mail reply_mail(World& world, const Item& item, const Attendee& from, const std::string& language,
                const GivenAnswer& given) {
    const Wording& words = wording(given.response);
    const bool proposes = given.proposed_start && given.proposed_end;
    const Mailbox* organizer = world.directory.find(item.event->organizer);
    const std::string zone = organizer ? organizer->time_zone : item.content.start.zone;
    Mail mail;
    mail.id = world.ids.item();
    mail.kind = "reply";
    mail.method = proposes ? "COUNTER" : "REPLY";
    mail.from = from.address;
    mail.to = item.event->organizer;
    mail.subject =
        prefix(proposes ? Prefix::new_time : words.subject, language) + item.content.subject;
    mail.received = world.clock.now();
    mail.calendar_uid = item.event->calendar_uid;
    mail.start = proposes ? *given.proposed_start : item.content.start;
    mail.end = proposes ? *given.proposed_end : end_of(item.content, world.zones);
    if (proposes || !item.content.all_day) {
        mail.start = world.zones.in_zone(*mail.start, zone);
        mail.end = world.zones.in_zone(*mail.end, zone);
    }
    mail.body = {"text", given.comment};
    MeetingMessage message{mail.method, item, {}, language, mail.received};
    message.reply = {from, words.participation, given.proposed_start, given.proposed_end};
    message.item.content.body = mail.body;
    mail.ics = icalendar(message, world.zones);
    return mail;
}

EventTime proposed_time(const json& slot, const char* name, const Zones& zones) {
    const json time = slot.is_object() ? slot.value(name, json{}) : json{};
    if (!time.is_object()) throw invalid("A proposed time needs a start and an end.");
    const auto local = timezone::parse_graph_date_time(text_of(time, "dateTime"));
    if (!local || !in_exchanges_time(*local)) {
        throw invalid("A proposed time must be local, without offset, and from 1601 to 4500.");
    }
    EventTime out{*local, text_of(time, "timeZone", "UTC")};
    zones.require(out.zone);
    return out;
}

bool meets_another(World& world, const Mailbox& room, const Event& organized) {
    if (organized.content.recurrence) return false;
    const Instant start = world.zones.instant(organized.content.start);
    const Instant end = world.zones.instant(end_of(organized.content, world.zones));
    for (auto& [id, event] : world.calendars[room.id].events) {
        const bool same = event.calendar_uid == organized.calendar_uid;
        if (same || event.cancelled || event.content.show_as == "free") continue;
        if (!items_between(event, start, end, world.zones).empty()) return true;
    }
    return false;
}

/// The day in the UID of an occurrence, which that of its series does not have.
std::optional<Date> day_in(const std::string& uid, const Event& event) {
    if (graph::equal_ignoring_case(uid, event.calendar_uid)) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        return static_cast<int>(std::strtol(uid.substr(at, size).c_str(), nullptr, 16));
    };
    return timezone::year{number(32, 4)} / number(36, 2) / number(38, 2);
}

}  // namespace

const MeetingReply* reply_of(const Item& item, const std::string& address) {
    const MeetingReplies& replies = item.event->replies;
    const std::string key = lower_case(address);
    auto found = replies.find({item.day, key});
    if (found == replies.end()) found = replies.find({std::nullopt, key});
    return found == replies.end() ? nullptr : &found->second;
}

Event* organized_event(World& world, const std::string& uid) {
    constexpr std::size_t uid_characters = 112;
    std::string series = uid;
    if (uid.size() == uid_characters) series.replace(32, 8, "00000000");
    for (char& c : series) {
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    }
    for (auto& [mailbox, calendar] : world.calendars) {
        Event* event = calendar.events.by_calendar_uid(series);
        if (event && event->own) return event;
    }
    return nullptr;
}

void propose(GivenAnswer& given, const json& slot, const Zones& zones) {
    given.proposed_start = proposed_time(slot, "start", zones);
    given.proposed_end = proposed_time(slot, "end", zones);
    if (zones.instant(*given.proposed_end) < zones.instant(*given.proposed_start)) {
        throw invalid("The proposed time ends before it begins.");
    }
}

void give_answer(World& world, Event& organized, std::optional<Date> day,
                 const GivenAnswer& given) {
    const Instant now = world.clock.now();
    const MeetingReply reply{given.response, now, given.proposed_start, given.proposed_end};
    const Mailbox* mailbox = world.directory.find(given.address);
    const Item item = day ? occurrence(organized, *day) : whole(organized);
    if (mailbox && mailbox->has_calendar()) keep_in_copy(world, *mailbox, organized, day, reply);
    if (given.silently) return;
    const Attendee from = listed(world, organized, mailbox ? mailbox->address : given.address);
    note(organized, day, from.address, reply);
    renew(organized, day, world.ids, now);
    Mail mail = reply_mail(world, item, from, mailbox ? mailbox->language : "en", given);
    if (!mailbox) {
        world.post.deliver(std::move(mail));
        return;
    }
    const auto compose = [&](const std::string&) { return mail; };
    submit(world, *mailbox, {organized.organizer}, compose, Traffic::meeting);
}

void let_rooms_answer(World& world, Event& organized) {
    for (const Attendee& attendee : organized.content.attendees) {
        const Mailbox* room = world.directory.find(attendee.address);
        if (!room || room->kind != "room" || reply_of(whole(organized), attendee.address)) continue;
        GivenAnswer given{room->address, "accepted", "", {}, {}};
        if (meets_another(world, *room, organized)) given.response = "declined";
        give_answer(world, organized, std::nullopt, given);
    }
}

json add_answer(World& world, const json& body) {
    check_members(body, {"mailbox", "iCalUId", "response", "comment", "proposed", "silently"});
    GivenAnswer given;
    given.address = text_of(body, "mailbox");
    given.comment = text_of(body, "comment");
    given.silently = boolean(body, "silently");
    const std::string response = text_of(body, "response");
    if (response == "accept") given.response = "accepted";
    if (response == "tentative") given.response = "tentativelyAccepted";
    if (response == "decline") given.response = "declined";
    if (given.response.empty()) throw bad("response must be accept, tentative or decline.");
    if (body.contains("proposed")) {
        if (response == "accept") throw bad("Who accepts cannot propose another time.");
        propose(given, body["proposed"], world.zones);
    }
    const std::string uid = text_of(body, "iCalUId");
    Event* event = organized_event(world, uid);
    if (!event) throw Refusal{404, "NotFound", "There is no meeting " + uid + "."};
    const auto invited = invited_people(world, *event);
    const Mailbox* mailbox = world.directory.find(given.address);
    if (mailbox) given.address = mailbox->address;
    if (std::none_of(invited.begin(), invited.end(), [&](const std::string& person) {
            return graph::equal_ignoring_case(person, given.address);
        })) {
        throw bad(given.address + " is not invited.");
    }
    if (given.proposed_start && (given.silently || !event->content.new_time_proposals)) {
        throw bad("The meeting takes no other time.");
    }
    const auto day = day_in(uid, *event);
    const auto& recurrence = event->content.recurrence;
    if (day && (!day->ok() || !recurrence || days_of(*recurrence, *day, *day).empty())) {
        throw Refusal{404, "NotFound", "There is no occurrence " + uid + "."};
    }
    give_answer(world, *event, day, given);
    return {{"iCalUId", uid}, {"response", given.response}};
}

}  // namespace plazo::sandbox
