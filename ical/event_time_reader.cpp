// When an event takes place: DTSTART, DTEND, DUE, DURATION, RECURRENCE-ID, RRULE and the others.
#include <algorithm>

#include "ical/event_part_reader.h"
#include "ical/event_reader.h"

namespace plazo::ical {

namespace {

std::string bad_time(const PropertyView& property, const char* consequence = "") {
    return std::string{property.name()} + " is no date or time" + consequence + ": \"" +
           std::string{property.value()} + "\"";
}

}  // namespace

std::optional<DateTime> EventReader::time(const PropertyView& property) {
    const auto parsed = times_of(property);
    if (parsed && parsed->size() == 1) return parsed->front();
    problems_.fail(property.value_position(), "bad-time", bad_time(property));
    return std::nullopt;
}

/// A list of which a time is bad is kept as it is, among the extras: what it meant, nobody knows.
void EventReader::refuse_times(const PropertyView& property) {
    problems_.fail(property.value_position(), "bad-time", bad_time(property, " and not used"));
    event_.extras.push_back(extra_of(property));
}

/// Times or periods, whatever VALUE says.
void EventReader::take_additions(const PropertyView& property) {
    if (property.value().find('/') == std::string_view::npos) {
        take_times(property, event_.additions);
        return;
    }
    const auto periods = periods_of(property);
    if (!periods) return refuse_times(property);
    keep_extras(property, {ParameterName::tzid, ParameterName::value}, event_.parameters);
    event_.addition_periods.insert(event_.addition_periods.end(), periods->begin(), periods->end());
}

void EventReader::take_times(const PropertyView& property, std::vector<DateTime>& list) {
    if (property.value().empty()) return;
    const auto times = times_of(property);
    if (!times) return refuse_times(property);
    keep_extras(property, {ParameterName::tzid, ParameterName::value}, event_.parameters);
    list.insert(list.end(), times->begin(), times->end());
}

bool EventReader::read_recurrence_id() {
    if (!recurrence_id_) return true;
    event_.recurrence_id = time(*recurrence_id_);
    const std::string range{recurrence_id_->parameter(ParameterName::range).value_or("")};
    event_.this_and_future = same_name(range, "THISANDFUTURE");
    if (!range.empty() && !event_.this_and_future) {
        problems_.warn(recurrence_id_->position(), "bad-range",
                       "RANGE=" + range + " is taken as this occurrence alone");
    }
    return event_.recurrence_id.has_value();
}

bool EventReader::read_span() {
    event_.start_given = start_.has_value();
    event_.end_given = end_.has_value();
    const bool task = event_.kind == EventKind::task;
    const std::optional<PropertyView>& origin = start_ || !task ? start_ : end_;
    if (!origin) {
        event_.end_given = false;
        // Which occurrence is cancelled or answered for, says its RECURRENCE-ID (RFC 5546, 3.2.5).
        if (event_.recurrence_id) event_.start = event_.end = *event_.recurrence_id;
        return true;
    }
    const auto begin = time(*origin);
    if (!begin) return false;
    event_.start = event_.end = *begin;
    if (event_.all_day() && start_) event_.end.local = event_.start.local + days{1};
    if (duration_ && !end_) read_duration();
    if (end_ && start_) read_end();
    if (end_ && duration_) {
        problems_.warn(duration_->position(), "bad-duration",
                       "DURATION beside " + std::string{end_->name()} + " is not used");
    }
    return true;
}

void EventReader::read_duration() {
    const DateTime& start = event_.start;
    auto duration = parse_duration(duration_->value());
    if (duration && event_.all_day() && duration->exact % days{1} == seconds{0} &&
        duration->exact > seconds{0}) {
        problems_.warn(duration_->value_position(), "bad-duration",
                       "a DURATION in hours beside a DATE is taken as days");
        duration = {duration->nominal + std::chrono::duration_cast<days>(duration->exact), {}};
    }
    if (!duration || duration->nominal < days{0} || duration->exact < seconds{0} ||
        (event_.all_day() && duration->exact != seconds{0})) {
        problems_.warn(duration_->value_position(), "bad-duration",
                       "DURATION is not of use here and is left out");
        return;
    }
    event_.duration = duration;
    event_.end.local =
        std::max(event_.end.local, start.local + duration->nominal + duration->exact);
}

void EventReader::read_end() {
    const DateTime& start = event_.start;
    const auto end = time(*end_);
    const bool comparable = end && end->kind == start.kind && end->tzid == start.tzid;
    const bool task = event_.kind == EventKind::task;
    if (!end) {
        event_.end_given = false;
    } else if ((end->kind == TimeKind::date) != event_.all_day()) {
        problems_.warn(
            end_->value_position(), "bad-end",
            std::string{end_->name()} + " and DTSTART have to be both dates or both times");
        event_.end_given = false;
    } else if (comparable && (end->local < start.local ||
                              (event_.all_day() && !task && end->local == start.local))) {
        problems_.warn(end_->value_position(), "bad-end",
                       std::string{end_->name()} + " is not after DTSTART");
        event_.end_given = false;
    } else {
        event_.end = *end;
    }
}

std::optional<Recurrence> EventReader::rule(const PropertyView& property, const char* consequence) {
    RecurrenceText text = parse_recurrence(property.value());
    for (const std::string& fault : text.faults) {
        problems_.fail(property.value_position(), "bad-rule", fault + consequence);
    }
    return std::move(text.recurrence);
}

bool EventReader::read_rules() {
    if (!rule_) return true;
    event_.rule = rule(*rule_, "; it is left out");
    return event_.rule.has_value();
}

}  // namespace plazo::ical
