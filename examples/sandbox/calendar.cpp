#include "examples/sandbox/calendar.h"

#include <algorithm>

#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

constexpr std::size_t occurrences_max = 4000;

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

/// The days next to `day` in the series that are still there.
struct Neighbours {
    std::optional<Date> before;
    std::optional<Date> after;
};

Neighbours neighbours(const Event& series, Date day) {
    Neighbours found;
    const Date horizon = timezone::add_days(day, 50 * 366);
    for (const Date other : days_of(*series.content.recurrence, horizon, occurrences_max)) {
        const auto deviation = series.deviations.find(other);
        if (deviation != series.deviations.end() && deviation->second.cancelled) continue;
        const Date stands = deviation == series.deviations.end()
                                ? other
                                : timezone::date_of(deviation->second.content.start.local);
        if (other < day) found.before = stands;
        if (other > day) {
            found.after = stands;
            break;
        }
    }
    return found;
}

void check_boundary(const Event& series, Date day, const Content& content) {
    const Date target = timezone::date_of(content.start.local);
    const Neighbours next_to = neighbours(series, day);
    if ((next_to.before && target <= *next_to.before) ||
        (next_to.after && target >= *next_to.after)) {
        throw Refusal{400, "ErrorOccurrenceCrossingBoundary",
                      "Modified occurrence is crossing or overlapping adjacent occurrence."};
    }
}

void change_occurrence(Item& item, const Content& content, const std::set<std::string>& named,
                       Ids& ids) {
    check_boundary(*item.event, *item.day, content);
    Deviation& deviation = item.event->deviations[*item.day];
    deviation.content = content;
    deviation.content.recurrence.reset();
    deviation.own_fields.insert(named.begin(), named.end());
    deviation.change_key = ids.change_key();
}

/// Exchange lets a series begin at the first day that its pattern matches.
void align(Content& content) {
    if (!content.recurrence) return;
    const auto days = days_of(*content.recurrence, last_day(), 1);
    if (days.empty()) {
        throw Refusal{400, "ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence."};
    }
    move_to(content, days.front());
    content.recurrence->start = days.front();
    if (content.recurrence->zone.empty()) content.recurrence->zone = content.start.zone;
}

/// A series whose days or times change loses its deviations, as in Exchange; else they follow in
/// the fields that are not their own.
void change_series(Event& event, Content content) {
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
    }
    event.content = std::move(content);
}

}  // namespace

Event& add_event(Calendar& calendar, Content content, Ids& ids, Instant now) {
    align(content);
    Event event;
    event.id = ids.item();
    event.immutable_id = ids.item();
    event.calendar_uid = ids.calendar_uid(now);
    event.change_key = ids.change_key();
    event.created = event.modified = now;
    event.content = std::move(content);
    return calendar.events.emplace(event.id, std::move(event)).first->second;
}

Item whole(Event& event) {
    return {&event, std::nullopt, event.content, event.change_key, false};
}

Item occurrence(Event& series, Date day) {
    Item item{&series, day, series.content, series.change_key, false};
    item.content.recurrence.reset();
    item.content.transaction_id.clear();
    move_to(item.content, day);
    const auto deviation = series.deviations.find(day);
    if (deviation != series.deviations.end() && !deviation->second.cancelled) {
        item.content = deviation->second.content;
        item.change_key = deviation->second.change_key;
        item.deviates = true;
    }
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
    auto found = calendar.events.find(base);
    if (found == calendar.events.end()) {
        found = std::find_if(calendar.events.begin(), calendar.events.end(),
                             [&](const auto& entry) { return entry.second.immutable_id == base; });
    }
    if (found == calendar.events.end()) throw not_found();
    Event& event = found->second;
    if (id.size() == item_id_characters) return whole(event);

    const auto text = from_base64url(id.substr(item_id_characters));
    const auto day = timezone::parse_ical_date(text.value_or(""));
    if (!day || !event.content.recurrence) throw not_found();
    const auto days = days_of(*event.content.recurrence, *day, occurrences_max);
    if (days.empty() || days.back() != *day) throw not_found();
    const auto deviation = event.deviations.find(*day);
    if (deviation != event.deviations.end() && deviation->second.cancelled) throw not_found();
    return occurrence(event, *day);
}

std::vector<Item> items_between(Event& event, Instant from, Instant to, const Zones& zones) {
    std::vector<Item> candidates;
    if (event.content.recurrence) {
        const Date last = timezone::date_of(LocalTime{to.time_since_epoch()} + timezone::days{2});
        for (const Date day : days_of(*event.content.recurrence, last, occurrences_max)) {
            const auto deviation = event.deviations.find(day);
            if (deviation != event.deviations.end() && deviation->second.cancelled) continue;
            candidates.push_back(occurrence(event, day));
        }
    } else {
        candidates.push_back(whole(event));
    }
    std::erase_if(candidates, [&](const Item& item) {
        const Instant start = zones.instant(item.content.start);
        const Instant end = zones.instant(item.content.end);
        return start >= to || (end <= from && !(start == end && start == from));
    });
    return candidates;
}

void change_item(Item& item, const Content& content, const std::set<std::string>& named, Ids& ids,
                 Instant now) {
    if (item.day) {
        change_occurrence(item, content, named, ids);
    } else {
        change_series(*item.event, content);
    }
    item.event->change_key = ids.change_key();
    item.event->modified = now;
    item = item.day ? occurrence(*item.event, *item.day) : whole(*item.event);
}

}  // namespace plazo::sandbox
