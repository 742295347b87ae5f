#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/event_json.h"
#include "examples/sandbox/page_days.h"
#include "examples/sandbox/page_parts.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

Html importance_of(const Content& content, const Locale& locale) {
    if (content.importance == "high") return locale[Word::high];
    if (content.importance == "low") return locale[Word::low];
    return {};
}

Html sensitivity_of(const Content& content, const Locale& locale) {
    if (content.sensitivity == "personal") return locale[Word::personal];
    if (content.sensitivity == "private") return locale[Word::secret];
    if (content.sensitivity == "confidential") return locale[Word::confidential];
    return {};
}

Html show_as_of(const Content& content, const Locale& locale) {
    if (content.show_as == "free") return locale[Word::free];
    if (content.show_as == "tentative") return locale[Word::tentative];
    if (content.show_as == "oof") return locale[Word::away];
    if (content.show_as == "workingElsewhere") return locale[Word::elsewhere];
    return locale[Word::busy];
}

Html joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

Html places_of(const Content& content) {
    std::vector<std::string> names;
    for (const Location& location : content.locations) names.push_back(location.display_name);
    return joined(names);
}

Html answer_of(const Visit& visit, const Person& person, const Item& item,
               const Attendee& attendee) {
    const Locale& locale = person.locale;
    if (graph::equal_ignoring_case(attendee.address, item.event->organizer)) {
        return badge("plain", locale[Word::organizes]);
    }
    const MeetingReply* reply = reply_of(item, attendee.address);
    if (!reply) return badge("plain", locale[Word::not_answered]);
    Html out = answer_badge(reply->response, locale);
    if (!reply->proposed_start || !reply->proposed_end) return out;
    const Zones& zones = visit.world.zones;
    const auto wall = [&](const EventTime& time) { return person.zone.local(zones.instant(time)); };
    const WallSpan proposed{wall(*reply->proposed_start), wall(*reply->proposed_end)};
    return out + " " + std::string{locale[Word::proposed]} + " " + span_text(locale, proposed);
}

Html attendees_table(const Visit& visit, const Person& person, const Item& item) {
    const Locale& locale = person.locale;
    if (item.content.attendees.empty()) return {};
    Table table{std::string{locale[Word::attendees]},
                {std::string{locale[Word::name]}, std::string{locale[Word::address]},
                 std::string{locale[Word::role]}, std::string{locale[Word::answer]}},
                {},
                ""};
    for (const Attendee& attendee : item.content.attendees) {
        const Word role = attendee.type == "optional"   ? Word::optional
                          : attendee.type == "resource" ? Word::resource
                                                        : Word::required;
        table.rows.push_back({address_tag(attendee.name.empty() ? attendee.address : attendee.name),
                              address_tag(attendee.address), locale[role],
                              answer_of(visit, person, item, attendee)});
    }
    return table_of(table);
}

/// What its owner sees.
Html event_html(const Visit& visit, const Person& person, const Item& item) {
    const Locale& locale = person.locale;
    const Event& event = *item.event;
    const Content& content = item.content;
    const Standing standing = standing_of(item);
    Html heading = subject_of(content.subject, locale);
    if (standing.said) {
        const bool gone = standing.look == "cancelled" || standing.look == "declined";
        heading += " " + badge(gone ? "bad" : "warning", locale[*standing.said]);
    }
    const auto& recurrence = event.content.recurrence;
    const Html zone =
        content.all_day ? Html{} : tag("span", {{"class", "zone"}}, " " + person.zone_name);
    const std::string minutes = std::to_string(content.reminder_minutes);
    const Html message = body_text(content.body);
    const Html facts =
        facts_of({{locale[Word::when],
                   span_text(locale, span_of(content, person.zone, visit.world.zones)) + zone},
                  {locale[Word::repeats], recurrence ? recurrence_text(locale, *recurrence) : ""},
                  {locale[Word::place], places_of(content)},
                  {locale[Word::organizer], event.organizer_name + " <" + event.organizer + ">"},
                  {locale[Word::show_as], show_as_of(content, locale)},
                  {locale[Word::importance], importance_of(content, locale)},
                  {locale[Word::sensitivity], sensitivity_of(content, locale)},
                  {locale[Word::categories], joined(content.categories)},
                  {locale[Word::reminder],
                   content.reminder ? filled(locale.language, Word::minutes_before, minutes) : ""},
                  {locale[Word::online_meeting], content.online.join_url}});
    return tag("section", {{"class", "card"}, {"lang", locale.tag()}},
               tag("h2", heading) + facts + attendees_table(visit, person, item) +
                   (message.empty() ? Html{} : tag("h3", locale[Word::message]) + message));
}

Html properties_table(const Item& item) {
    Table table{"Extended properties", {"Id", "Value"}, {}, "It has no extended properties."};
    for (const ExtendedProperty& property : item.content.extended_properties) {
        table.rows.push_back({tag("code", property.id), tag("code", property.value)});
    }
    return table_of(table);
}

Html graph_json(const Visit& visit, const Person& person, const Item& item) {
    Rendering rendering;
    rendering.zones = &visit.world.zones;
    rendering.zone = visit.world.zones.find(person.zone_name) ? person.zone_name : "UTC";
    rendering.reader = person.address;
    rendering.custom_zones = visit.world.quirks.custom_zones;
    Query query;
    for (const auto& property : item.content.extended_properties) {
        query.expanded.push_back(property.id);
    }
    return code_block(
        event_json(item, rendering, query).dump(2, ' ', false, json::error_handler_t::replace));
}

/// What a programmer wants to know.
Html insides(const Visit& visit, const Person& person, const Item& item) {
    const Event& event = *item.event;
    const auto code = [](const std::string& text) {
        return text.empty() ? Html{} : tag("code", text);
    };
    Html series;
    if (item.day) {
        series = link(address_of(person, "events/" + event.id), "the series") + ", day " +
                 timezone::format_date(*item.day);
    }
    const Html facts = facts_of({{"Occurrence of", series},
                                 {"Id", code(id_of(item, false))},
                                 {"Immutable id", code(id_of(item, true))},
                                 {"iCalUId", code(calendar_uid(event, item.day))},
                                 {"Change key", code(item.change_key)},
                                 {"Sequence", std::to_string(event.sequence)},
                                 {"Transaction id", code(item.content.transaction_id)},
                                 {"Created", time_tag(event.created)},
                                 {"Last changed", time_tag(event.modified)}});
    return tag("section", tag("h2", "Inside") + facts + properties_table(item) +
                              details("JSON as Graph gives it, with extended properties expanded",
                                      graph_json(visit, person, item)));
}

Item item_of(const Visit& visit, const Person& person) {
    Calendar& calendar = calendar_of(visit, person);
    const std::string& last = visit.path[3];
    if (visit.path[2] == "events") return find_item(calendar, last);
    const std::size_t number = position_of(last, calendar.deleted.size(), "deleted event");
    return whole(calendar.deleted[number - 1]);
}

}  // namespace

Html answer_badge(const std::string& response, const Locale& locale) {
    if (response == "accepted") return badge("good", locale[Word::accepted]);
    if (response == "declined") return badge("bad", locale[Word::declined]);
    if (response == "tentativelyAccepted") return badge("warning", locale[Word::tentative]);
    return badge("plain", locale[Word::not_answered]);
}

Html event_page(const Visit& visit) {
    values_of(visit, {});
    const Person person = person_at(visit.world, visit.path[1]);
    const Item item = item_of(visit, person);
    const bool deleted = visit.path[2] == "deleted";
    const Date day = span_of(item.content, person.zone, visit.world.zones).first_day();
    const Html back =
        deleted ? link(address_of(person, "deleted"), "Deleted Items")
                : link(address_of(person, "calendar?view=week&date=" + timezone::format_date(day)),
                       "Week of this event");
    return document(visit, subject_of(item.content.subject, person.locale) + " - " + person.name,
                    "",
                    mailbox_head(visit, person, deleted ? "deleted" : "calendar") +
                        tag("p", {{"class", "back"}}, back) + event_html(visit, person, item) +
                        insides(visit, person, item));
}

}  // namespace plazo::sandbox
