#include "ical/event_difference.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace plazo::ical {

namespace {

constexpr std::array<std::string_view, changes_count> change_names = {"time",
                                                                      "recurrence",
                                                                      "status",
                                                                      "title",
                                                                      "description",
                                                                      "place",
                                                                      "organizer",
                                                                      "attendees-added",
                                                                      "attendees-removed",
                                                                      "attendees-changed",
                                                                      "participation",
                                                                      "attachments",
                                                                      "remarks",
                                                                      "relations",
                                                                      "progress",
                                                                      "classification",
                                                                      "appearance",
                                                                      "alarms",
                                                                      "other"};

/// Whether two lists hold the same, in any order.
template <class Item>
bool same_items(const std::vector<Item>& a, const std::vector<Item>& b) {
    return a == b || (a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin()));
}

std::vector<std::string> rules_of(const Event& event) {
    std::vector<std::string> rules;
    if (event.rule) rules.push_back(format_recurrence(*event.rule));
    for (const Recurrence& rule : event.exclusion_rules) {
        rules.push_back("not " + format_recurrence(rule));
    }
    return rules;
}

using Dates = std::set<std::string>;

std::string date_of(const DateTime& time) {
    return format_date_time(time) + " " + time.tzid;
}

Dates additions_of(const Event& event) {
    Dates dates;
    for (const DateTime& time : event.additions) dates.insert(date_of(time));
    for (const Period& period : event.addition_periods) {
        dates.insert(date_of(period.start) + (period.duration
                                                  ? format_duration(*period.duration)
                                                  : date_of(period.end.value_or(period.start))));
    }
    return dates;
}

Dates exceptions_of(const Event& event) {
    Dates dates;
    for (const DateTime& time : event.exceptions) dates.insert(date_of(time));
    return dates;
}

/// Whether `larger` has whatever `smaller` has.
bool includes(const Dates& larger, const Dates& smaller) {
    return std::includes(larger.begin(), larger.end(), smaller.begin(), smaller.end());
}

/// What two people have to say about them; not what servers note.
auto person_parts(const auto& person) {
    return std::tie(person.name, person.sent_by, person.language, person.directory);
}

auto attendee_parts(const Attendee& attendee) {
    return std::tuple_cat(
        person_parts(attendee),
        std::tie(attendee.role, attendee.cutype, attendee.rsvp, attendee.delegated_to,
                 attendee.delegated_from, attendee.member));
}

bool same_organizer(const std::optional<Organizer>& a, const std::optional<Organizer>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return same_address(a->address, b->address) && person_parts(*a) == person_parts(*b);
}

using People = std::map<std::string, const Attendee*>;

People people_of(const Event& event) {
    People people;
    for (const Attendee& each : event.attendees) people.emplace(upper_case(each.address), &each);
    return people;
}

/// Whether one has a DURATION where the other has a DTEND that says the same.
bool same_duration(const Event& a, const Event& b) {
    return !a.duration || !b.duration || a.duration == b.duration;
}

class Comparison {
  public:
    Comparison(const Event& before, const Event& after) : before_{before}, after_{after} {}

    EventDifference compare() {
        compare_times();
        compare_texts();
        compare_people();
        compare_rest();
        return std::move(difference_);
    }

  private:
    void note(Change change, bool differs) {
        if (differs) difference_.changes.set(static_cast<std::size_t>(change));
    }
    /// Whether any of those fields differs.
    template <class... Fields>
    void fields(Change change, Fields... field) {
        note(change, (... || !(before_.*field == after_.*field)));
    }
    template <class... Fields>
    void lists(Change change, Fields... field) {
        note(change, (... || !same_items(before_.*field, after_.*field)));
    }

    void compare_times() {
        fields(Change::time, &Event::start, &Event::end, &Event::start_given, &Event::recurrence_id,
               &Event::this_and_future);
        note(Change::time, !same_duration(before_, after_));
        const bool rules = rules_of(before_) != rules_of(after_);
        const Dates added = additions_of(after_);
        const Dates added_before = additions_of(before_);
        const Dates excluded = exceptions_of(after_);
        const Dates excluded_before = exceptions_of(before_);
        note(Change::recurrence, rules || added != added_before || excluded != excluded_before);
        fields(Change::status, &Event::status);
        difference_.asks_again = difference_.has(Change::time) || rules ||
                                 !includes(added_before, added) ||
                                 !includes(excluded, excluded_before);
    }

    void compare_texts() {
        fields(Change::title, &Event::summary);
        fields(Change::description, &Event::description);
        fields(Change::place, &Event::location, &Event::geo);
        lists(Change::place, &Event::conferences, &Event::resources);
        lists(Change::attachments, &Event::attachments);
        fields(Change::remarks, &Event::url);
        lists(Change::remarks, &Event::comments, &Event::contacts);
        lists(Change::relations, &Event::relations);
        fields(Change::progress, &Event::completed, &Event::percent_complete);
        fields(Change::classification, &Event::classification, &Event::priority);
        lists(Change::classification, &Event::categories);
        fields(Change::appearance, &Event::color, &Event::transparency, &Event::busy_status);
        lists(Change::appearance, &Event::images);
    }

    void compare_people() {
        note(Change::organizer, !same_organizer(before_.organizer, after_.organizer));
        const People before = people_of(before_);
        const People after = people_of(after_);
        for (const auto& [address, attendee] : after) {
            const auto old = before.find(address);
            if (old == before.end()) {
                difference_.added.push_back(*attendee);
            } else {
                compare_attendees(*old->second, *attendee);
            }
        }
        for (const auto& [address, attendee] : before) {
            if (!after.contains(address)) difference_.removed.push_back(*attendee);
        }
        note(Change::attendees_added, !difference_.added.empty());
        note(Change::attendees_removed, !difference_.removed.empty());
    }

    void compare_attendees(const Attendee& before, const Attendee& after) {
        const bool answered = before.partstat != after.partstat;
        const bool changed = attendee_parts(before) != attendee_parts(after);
        note(Change::participation, answered);
        note(Change::attendees_changed, changed);
        if (answered || changed) difference_.changed.push_back({before, after});
    }

    void compare_rest() {
        lists(Change::alarms, &Event::alarms);
        lists(Change::other, &Event::extras, &Event::parameters, &Event::request_statuses);
        fields(Change::other, &Event::uid, &Event::kind, &Event::components);
    }

    const Event& before_;
    const Event& after_;
    EventDifference difference_;
};

}  // namespace

std::string_view name_of(Change change) {
    return change_names[static_cast<std::size_t>(change)];
}

bool EventDifference::reschedules() const {
    return has(Change::time) || has(Change::recurrence) || has(Change::status);
}

Audience EventDifference::audience() const {
    constexpr std::array told = {Change::time,        Change::recurrence,
                                 Change::status,      Change::title,
                                 Change::description, Change::place,
                                 Change::organizer,   Change::attachments,
                                 Change::remarks,     Change::attendees_changed};
    if (std::any_of(told.begin(), told.end(), [&](Change each) { return has(each); })) {
        return Audience::everybody;
    }
    const bool moved = has(Change::attendees_added) || has(Change::attendees_removed);
    return moved ? Audience::added_and_removed : Audience::nobody;
}

EventDifference difference_of(const Event& before, const Event& after) {
    return Comparison{before, after}.compare();
}

Event revised(const Event& before, Event after) {
    const EventDifference difference = difference_of(before, after);
    after.sequence = std::max(after.sequence, before.sequence + (difference.reschedules() ? 1 : 0));
    if (!difference.asks_again) return after;
    for (Attendee& attendee : after.attendees) {
        const bool organizer =
            after.organizer && same_address(attendee.address, after.organizer->address);
        if (!organizer) attendee.partstat = "NEEDS-ACTION";
    }
    return after;
}

bool same_address(std::string_view a, std::string_view b) {
    return same_name(a, b);
}

}  // namespace plazo::ical
