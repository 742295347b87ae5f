#include "ical/itip.h"

#include <algorithm>
#include <set>

#include "ical/event_difference.h"
#include "ical/itip_rules.h"

namespace plazo::ical {

namespace {

void collect_zones(const Event& event, std::set<std::string>& names) {
    const auto take = [&](const DateTime& time) {
        if (time.kind == TimeKind::zoned) names.insert(time.tzid);
    };
    if (event.start_given) take(event.start);
    if (event.end_given) take(event.end);
    if (event.recurrence_id) take(*event.recurrence_id);
    for (const DateTime& time : event.additions) take(time);
    for (const Period& period : event.addition_periods) {
        take(period.start);
        take(period.end.value_or(period.start));
    }
    for (const DateTime& time : event.exceptions) take(time);
}

/// RFC 6638, 7: what a server notes for its own client stays at home.
void drop_notes(auto& person) {
    person.schedule_agent.clear();
    person.schedule_force_send.clear();
    person.schedule_status.clear();
}

void prepare(Method method, Event& event, Instant now) {
    event.stamp = now;
    if (event.organizer) drop_notes(*event.organizer);
    for (Attendee& attendee : event.attendees) drop_notes(attendee);
    if (!allows_alarms(method)) event.alarms.clear();
}

/// What tells which event it is, and when; all else stays away from answers.
Event identity(const Event& event) {
    Event same;
    same.kind = event.kind;
    same.uid = event.uid;
    same.sequence = event.sequence;
    same.organizer = event.organizer;
    same.recurrence_id = event.recurrence_id;
    same.this_and_future = event.this_and_future;
    same.start_given = same.end_given = false;
    return same;
}

Attendee attendee_of(const Event& event, std::string_view address) {
    for (const Attendee& attendee : event.attendees) {
        if (same_address(attendee.address, address)) return attendee;
    }
    return {.address = std::string{address}};
}

void add_comment(Event& event, std::string_view comment) {
    if (!comment.empty()) event.comments.push_back({std::string{comment}});
}

}  // namespace

Message make_message(Method method, std::vector<Event> events, const std::vector<ZoneBlock>& zones,
                     Instant now) {
    Calendar calendar;
    calendar.method = spelling(method);
    std::set<std::string> names;
    for (Event& event : events) {
        prepare(method, event, now);
        collect_zones(event, names);
    }
    for (const ZoneBlock& block : zones) {
        if (names.contains(block.tzid)) calendar.zones.try_emplace(block.tzid, block);
    }
    const EventKind kind = events.empty() ? EventKind::event : events.front().kind;
    calendar.events = std::move(events);
    Message message;
    message.text = format_calendar(calendar, also_empty(method, kind));
    Document document;
    document.read(message.text, own_file_limits);
    message.problems = problems_of_message(document, Mode::strict);
    if (!message.problems.empty()) {
        message.text.clear();
        return message;
    }
    message.content_type = "text/calendar; method=" + calendar.method + "; charset=utf-8";
    return message;
}

Message make_cancellation(std::vector<Event> events, const std::vector<ZoneBlock>& zones,
                          Instant now) {
    for (Event& event : events) event.status = "CANCELLED";
    return make_message(Method::cancel, std::move(events), zones, now);
}

Message make_reply(std::vector<Event> events, std::string_view me, std::string_view partstat,
                   std::string_view comment, const std::vector<ZoneBlock>& zones, Instant now) {
    for (Event& event : events) {
        Attendee attendee = attendee_of(event, me);
        if (!partstat.empty()) attendee.partstat = partstat;
        attendee.rsvp = false;
        Event answer = identity(event);
        answer.start = event.start;
        answer.end = event.end;
        answer.duration = event.duration;
        answer.start_given = event.start_given;
        answer.end_given = event.end_given;
        answer.summary = event.summary;
        answer.request_statuses = event.request_statuses;
        answer.completed = event.completed;
        answer.percent_complete = event.percent_complete;
        answer.attendees = {std::move(attendee)};
        add_comment(answer, comment);
        event = std::move(answer);
    }
    return make_message(Method::reply, std::move(events), zones, now);
}

Message make_refresh(const Event& event, std::string_view me, const std::vector<ZoneBlock>& zones,
                     Instant now) {
    Event question = identity(event);
    question.sequence = 0;
    question.attendees = {attendee_of(event, me)};
    return make_message(Method::refresh, {question}, zones, now);
}

Message make_counter(Event proposal, std::string_view me, std::string_view comment,
                     const std::vector<ZoneBlock>& zones, Instant now) {
    proposal.attendees = {attendee_of(proposal, me)};
    add_comment(proposal, comment);
    return make_message(Method::counter, {std::move(proposal)}, zones, now);
}

Message make_decline_counter(const Event& event, std::string_view comment,
                             const std::vector<ZoneBlock>& zones, Instant now) {
    Event refusal = identity(event);
    if (event.kind == EventKind::task) refusal.attendees = event.attendees;
    add_comment(refusal, comment);
    return make_message(Method::decline_counter, {refusal}, zones, now);
}

}  // namespace plazo::ical
