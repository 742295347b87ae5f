#include "examples/sandbox/calendar.h"

#include <algorithm>

#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

/// No clock is further from UTC.
constexpr std::chrono::hours offset_max{16};

Refusal not_found() {
    return {404, "ErrorItemNotFound", "The specified object was not found in the store."};
}

Date last_day() {
    return timezone::year{timezone::year_max} / 12 / 31;
}

void move_to(Content& content, Date day) {
    const auto by =
        timezone::days{timezone::days_between(timezone::date_of(content.start.local), day)};
    content.start.local += by;
    content.end.local += by;
}

bool taken_out(const Event& series, Date day) {
    const auto deviation = series.deviations.find(day);
    return deviation != series.deviations.end() && deviation->second.cancelled;
}

/// Where the occurrence of `day` takes place.
Date stands(const Event& series, Date day) {
    const auto deviation = series.deviations.find(day);
    return deviation == series.deviations.end()
               ? day
               : timezone::date_of(deviation->second.content.start.local);
}

/// An occurrence must stay between those next to it that are still there.
void check_boundary(const Event& series, Date day, const Content& content) {
    const Recurrence& recurrence = *series.content.recurrence;
    const Date target = timezone::date_of(content.start.local);
    const auto there = [&](Date other) { return !taken_out(series, other); };
    const auto earlier = days_of(recurrence, recurrence.start, timezone::add_days(day, -1));
    const auto later =
        days_of(recurrence, timezone::add_days(day, 1), last_day(), series.deviations.size() + 1);
    const auto before = std::find_if(earlier.rbegin(), earlier.rend(), there);
    const auto after = std::find_if(later.begin(), later.end(), there);
    if ((before != earlier.rend() && target <= stands(series, *before)) ||
        (after != later.end() && target >= stands(series, *after))) {
        throw Refusal{400, "ErrorOccurrenceCrossingBoundary",
                      "Modified occurrence is crossing or overlapping adjacent occurrence."};
    }
}

/// A new change key, for a change that delta tells or does not.
void renew(std::string& change_key, Untold& untold, bool told, Ids& ids) {
    const std::string before = untold.key == change_key ? untold.before : change_key;
    change_key = ids.change_key();
    untold = told ? Untold{} : Untold{change_key, before};
}

const std::string& told_key(const std::string& change_key, const Untold& untold) {
    return untold.key == change_key ? untold.before : change_key;
}

void change_occurrence(Item& item, const Content& content, const std::set<std::string>& named,
                       bool told, Ids& ids) {
    check_boundary(*item.event, *item.day, content);
    Deviation& deviation = item.event->deviations[*item.day];
    if (deviation.change_key.empty()) deviation.change_key = item.event->change_key;
    deviation.content = content;
    deviation.content.recurrence.reset();
    deviation.own_fields.insert(named.begin(), named.end());
    for (const Field& field : event_fields()) {  // "location" also changes "locations"
        if (field.same(content, item.event->content)) continue;
        deviation.own_fields.insert(std::string{field.name});
    }
    renew(deviation.change_key, deviation.untold, told, ids);
}

/// Exchange lets a series begin at the first day that its pattern matches.
void align(Content& content) {
    if (!content.recurrence) return;
    const auto days = days_of(*content.recurrence, content.recurrence->start, last_day(), 1);
    if (days.empty()) {
        throw Refusal{400, "ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence."};
    }
    move_to(content, days.front());
    content.recurrence->start = days.front();
    if (content.recurrence->zone.empty()) content.recurrence->zone = content.start.zone;
}

Event new_event(Ids& ids, Instant now) {
    Event event;
    event.id = ids.item();
    event.immutable_id = ids.item();
    event.change_key = ids.change_key();
    event.created = event.modified = now;
    return event;
}

/// A series whose days or times change loses its deviations, as in Exchange; else they follow in
/// the fields that are not their own.
void change_series(Event& event, Content content, bool told, Ids& ids) {
    align(content);
    const Content& old = event.content;
    const bool moved = old.recurrence != content.recurrence || old.start != content.start ||
                       old.end != content.end || old.all_day != content.all_day;
    if (moved) event.deviations.clear();
    for (auto& [day, deviation] : event.deviations) {
        for (const Field& field : event_fields()) {
            const bool time = field.name == "start" || field.name == "end" ||
                              field.name == "isAllDay" || field.name == "recurrence";
            if (!time && !deviation.own_fields.contains(std::string{field.name})) {
                field.copy(content, deviation.content);
            }
        }
        renew(deviation.change_key, deviation.untold, told, ids);
    }
    event.content = std::move(content);
}

bool overlaps(const Content& content, Instant from, Instant to, const Zones& zones) {
    // most events are far from the window whatever their zone
    const LocalTime earliest{from.time_since_epoch() - offset_max};
    const LocalTime latest{to.time_since_epoch() + offset_max};
    if (content.start.local > latest || content.end.local < earliest) return false;
    const Instant start = zones.instant(content.start);
    const Instant end = zones.instant(end_of(content, zones));
    return start < to && (end > from || (start == end && start == from));
}

std::vector<Item> occurrences_between(Event& series, Instant from, Instant to, const Zones& zones) {
    const auto duration = series.content.end.local - series.content.start.local;
    const LocalTime earliest{from.time_since_epoch() - offset_max - duration};
    const LocalTime latest{to.time_since_epoch() + offset_max};
    std::vector<Item> items;
    for (const Date day : days_of(*series.content.recurrence, timezone::date_of(earliest),
                                  timezone::date_of(latest))) {
        if (series.deviations.contains(day)) continue;
        Item item = occurrence(series, day);
        if (overlaps(item.content, from, to, zones)) items.push_back(std::move(item));
    }
    for (const auto& [day, deviation] : series.deviations) {
        if (deviation.cancelled || !overlaps(deviation.content, from, to, zones)) continue;
        items.push_back(occurrence(series, day));
    }
    return items;
}

}  // namespace

Event& add_event(Calendar& calendar, Content content, Ids& ids, Instant now) {
    align(content);
    Event event = new_event(ids, now);
    event.calendar_uid = ids.calendar_uid(now);
    event.content = std::move(content);
    return calendar.events.add(std::move(event));
}

Event& add_copy(Calendar& calendar, const Event& meeting, Ids& ids, Instant now) {
    Event event = new_event(ids, now);
    event.own = false;
    event.calendar_uid = meeting.calendar_uid;
    event.organizer = meeting.organizer;
    event.organizer_name = meeting.organizer_name;
    event.content.show_as = "tentative";
    event.content.reminder = meeting.content.reminder;
    event.content.reminder_minutes = meeting.content.reminder_minutes;
    return calendar.events.add(std::move(event));
}

Item whole(Event& event) {
    return {&event,
            std::nullopt,
            event.content,
            event.change_key,
            told_key(event.change_key, event.untold),
            false};
}

Item occurrence(Event& series, Date day) {
    Item item = whole(series);
    item.day = day;
    const auto found = series.deviations.find(day);
    if (found != series.deviations.end() && !found->second.cancelled) {
        const Deviation& deviation = found->second;
        item.content = deviation.content;
        item.change_key = deviation.change_key;
        item.told_key = told_key(deviation.change_key, deviation.untold);
        item.deviates = true;
        return item;
    }
    item.content.recurrence.reset();
    item.content.transaction_id.clear();
    move_to(item.content, day);
    return item;
}

std::string id_of(const Item& item, bool immutable) {
    const std::string& id = immutable ? item.event->immutable_id : item.event->id;
    return item.day ? id + base64url(timezone::format_ical(*item.day)) : id;
}

Item find_item(Calendar& calendar, const std::string& id) {
    if (id.size() < item_id_characters || !from_base64url(id)) {
        throw Refusal{400, "ErrorInvalidIdMalformed", "Id is malformed."};
    }
    const std::string base = id.substr(0, item_id_characters);
    Event* found = calendar.events.by_id(base);
    if (!found) found = calendar.events.by_immutable_id(base);
    if (!found) throw not_found();
    Event& event = *found;
    if (id.size() == item_id_characters) return whole(event);

    const auto text = from_base64url(id.substr(item_id_characters));
    const auto day = timezone::parse_ical_date(text.value_or(""));
    if (!day || !event.content.recurrence || taken_out(event, *day) ||
        days_of(*event.content.recurrence, *day, *day).empty()) {
        throw not_found();
    }
    return occurrence(event, *day);
}

std::vector<Item> items_between(Event& event, Instant from, Instant to, const Zones& zones) {
    if (event.content.recurrence) return occurrences_between(event, from, to, zones);
    if (!overlaps(event.content, from, to, zones)) return {};
    return {whole(event)};
}

void change_item(Item& item, const Content& content, const std::set<std::string>& named, Ids& ids,
                 Instant now) {
    const bool told = named != std::set<std::string>{"singleValueExtendedProperties"};
    if (item.day) {
        change_occurrence(item, content, named, told, ids);
    } else {
        change_series(*item.event, content, told, ids);
    }
    renew(item.event->change_key, item.event->untold, told, ids);
    item.event->modified = now;
    item = item.day ? occurrence(*item.event, *item.day) : whole(*item.event);
}

void remove_item(Calendar& calendar, Item& item, bool keep, Ids& ids, Instant now) {
    Event& event = *item.event;
    if (item.day) {
        event.deviations[*item.day].cancelled = true;
        renew(event.change_key, event.untold, true, ids);
        event.modified = now;
        return;
    }
    Event gone = calendar.events.take(event.id);
    if (!keep) return;
    gone.id = ids.item();
    calendar.deleted.push_back(std::move(gone));
}

}  // namespace plazo::sandbox
