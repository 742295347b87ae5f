#include <algorithm>

#include "examples/sandbox/mime.h"
#include "examples/sandbox/page_ics.h"
#include "examples/sandbox/page_parts.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

struct Reading {
    const Visit& visit;
    const Person& person;
    const Mail& mail;
    Invitation invitation;
    Locale locale;
};

/// A time and where it is meant: the reader's own zone, else that in which the mail has it.
struct Meant {
    WallSpan span;
    std::string zone;  ///< empty for whole days
};

std::optional<Meant> meant_by(const EventTime& start, const EventTime& end, bool all_day,
                              const Reading& reading) {
    if (all_day) return Meant{{start.local, end.local, true}, ""};
    const Zones& zones = reading.visit.world.zones;
    const Person& person = reading.person;
    const auto from = zones.find_any(start.zone);
    const auto to = zones.find_any(end.zone);
    if (!from || !to) return std::nullopt;
    if (person.zone_name.empty()) return Meant{{start.local, end.local}, start.zone};
    return Meant{
        {person.zone.local(from->instant(start.local)), person.zone.local(to->instant(end.local))},
        person.zone_name};
}

/// From the iCalendar part; where that has a zone that nobody knows, as Exchange told it.
std::optional<Meant> when_of(const Reading& reading) {
    const Invitation& invitation = reading.invitation;
    std::optional<Meant> out;
    if (invitation.start) {
        out = meant_by(*invitation.start, invitation.end.value_or(*invitation.start),
                       invitation.all_day, reading);
    }
    const Mail& mail = reading.mail;
    if (!out && mail.start) {
        out = meant_by(*mail.start, mail.end.value_or(*mail.start), false, reading);
    }
    if (!out && invitation.start) {
        const EventTime& start = *invitation.start;
        out = Meant{{start.local, invitation.end.value_or(start).local}, start.zone};
    }
    return out;
}

Html when_html(const Reading& reading) {
    const auto when = when_of(reading);
    if (!when) return {};
    return span_text(reading.locale, when->span) +
           tag("span", {{"class", "zone"}}, " " + when->zone);
}

Html received_html(const Reading& reading) {
    const LocalTime local = reading.person.zone.local(reading.mail.received);
    return tag("time", {{"datetime", timezone::format_rfc3339(reading.mail.received)}},
               day_text(reading.locale, timezone::date_of(local)) + ", " +
                   clock_text(reading.locale, local)) +
           tag("span", {{"class", "zone"}},
               reading.person.zone_name.empty() ? " UTC" : " " + reading.person.zone_name);
}

Html people_table(const Reading& reading) {
    const Locale& locale = reading.locale;
    if (reading.invitation.people.empty()) return {};
    Table table{std::string{locale[Word::attendees]},
                {std::string{locale[Word::name]}, std::string{locale[Word::address]},
                 std::string{locale[Word::role]}, std::string{locale[Word::answer]}},
                {},
                ""};
    for (const Invited& each : reading.invitation.people) {
        const Attendee& attendee = each.attendee;
        const Word role = attendee.type == "optional"   ? Word::optional
                          : attendee.type == "resource" ? Word::resource
                                                        : Word::required;
        table.rows.push_back({address_tag(attendee.name), address_tag(attendee.address),
                              locale[role], answer_badge(each.answer, locale)});
    }
    return table_of(table);
}

std::string header_of(const Mail& mail, std::string_view wanted, const std::string& otherwise) {
    for (const auto& [name, value] : mail.headers) {
        if (graph::equal_ignoring_case(name, wanted)) return value;
    }
    return otherwise;
}

/// As it looks to the one who got it.
Html letter_html(const Reading& reading) {
    const Mail& mail = reading.mail;
    const Locale& locale = reading.locale;
    const Invitation& invitation = reading.invitation;
    const Html message = body_text(mail.body);
    const Word when = mail.method == "COUNTER" ? Word::proposed : Word::when;
    const std::string repeats =
        invitation.recurrence ? recurrence_text(locale, *invitation.recurrence) : invitation.rule;
    const Html facts = facts_of({{locale[Word::from], mail.from},
                                 {locale[Word::to], header_of(mail, "To", mail.to)},
                                 {locale[Word::received], received_html(reading)},
                                 {locale[when], when_html(reading)},
                                 {locale[Word::repeats], repeats},
                                 {locale[Word::place], invitation.location},
                                 {locale[Word::organizer], invitation.organizer}});
    return tag("section", {{"class", "card"}, {"lang", locale.tag()}},
               tag("p", kind_badge(mail, locale)) + tag("h2", subject_of(mail.subject, locale)) +
                   facts + people_table(reading) +
                   (message.empty() ? Html{} : tag("h3", locale[Word::message]) + message));
}

Html block(std::string_view text) {
    const Html rest = text.size() > letter_bytes_max
                          ? tag("p", {{"class", "nothing"}}, "The rest is left out.")
                          : Html{};
    return code_block(text.substr(0, letter_bytes_max)) + rest;
}

Html headers_table(const Mail& mail) {
    Table table{"Header fields", {"Name", "Value"}, {}, ""};
    for (const auto& [name, value] : mail.headers) {
        table.rows.push_back({tag("code", name), tag("code", value)});
    }
    return mail.headers.empty() ? Html{} : table_of(table);
}

/// The event behind it in the reader's calendar.
Html calendar_entry(const Visit& visit, const Person& person, const Mail& mail) {
    if (!person.mailbox || mail.calendar_uid.empty()) return {};
    const auto calendar = visit.world.calendars.find(person.mailbox->id);
    if (calendar == visit.world.calendars.end()) return {};
    for (const auto& [id, event] : calendar->second.events) {
        if (event.calendar_uid != mail.calendar_uid) continue;
        return link(address_of(person, "events/" + id), "the event as it is now");
    }
    return "not there any more";
}

Html insides(const Visit& visit, const Person& person, const Mail& mail) {
    const auto code = [](const std::string& text) {
        return text.empty() ? Html{} : tag("code", text);
    };
    const Html facts = facts_of({{"Kind", mail.kind},
                                 {"Method", code(mail.method)},
                                 {"Received", time_tag(mail.received)},
                                 {"Id", code(mail.id)},
                                 {"iCalUId", code(mail.calendar_uid)},
                                 {"In the calendar", calendar_entry(visit, person, mail)}});
    const Html source =
        mail.body.content.empty()
            ? Html{}
            : details(mail.body.type == "html" ? "HTML of the body" : "Text of the body",
                      block(mail.body.content));
    return tag("section", tag("h2", "Inside") + facts + headers_table(mail) + source +
                              details("MIME as it goes out by SMTP", block(write_mime(mail))));
}

}  // namespace

Html mail_page(const Visit& visit) {
    values_of(visit, {});
    const Person person = person_at(visit.world, visit.path[1]);
    const std::string& folder = visit.path[2];
    const auto& mails = folder == "sent" ? visit.world.post.sent(person.address)
                                         : visit.world.post.inbox(person.address);
    const Mail& mail = mails[position_of(visit.path[3], mails.size(), "mail") - 1];
    const Reading reading{visit, person, mail, read_invitation(mail.ics, visit.world.zones),
                          person.locale};
    const Html raw = mail.ics.empty() ? Html{}
                                      : tag("section", {{"class", "raw"}},
                                            tag("h2", "Its iCalendar") + block(mail.ics));
    return document(
        visit, subject_of(mail.subject, person.locale) + " - " + person.name, "",
        mailbox_head(visit, person, folder) +
            tag("div", {{"class", raw.empty() ? "" : "beside"}}, letter_html(reading) + raw) +
            insides(visit, person, mail));
}

}  // namespace plazo::sandbox
