#include "timezone/work_timetable.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <stdexcept>
#include <utility>

#include "timezone/civil.h"

// How it works. Every day of the compiled years has a number, from 0. For working days there are
// two rows: how many there are before each day, and the day of each. "The n-th after this one" is a
// number from the first row, plus n, and a number from the second; "how many between" is two
// numbers from the first.
//
// Working time is a row of stretches on the line of instants, each with the seconds worked before
// it. What was worked until an instant, and at which instant so much has been worked, are both
// searches in that row; by_day and by_work say where in it to begin, so that a search is a step or
// two.

namespace plazo::timezone {

namespace {

Date new_year(int of_year) {
    return Date{date::year{of_year}, date::January, date::day{1}};
}

bool holds(const Season& season, Date date) {
    const MonthDay day{static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
    if (season.first <= season.last) return season.first <= day && day <= season.last;
    return day >= season.first || day <= season.last;  // over New Year
}

std::uint32_t number(std::size_t value) {
    assert(value <= std::numeric_limits<std::uint32_t>::max());
    return static_cast<std::uint32_t>(value);
}

}  // namespace

std::string Refusal::text(const WorkCalendar& calendar) const {
    switch (reason) {
        case Reason::outside_years:
            return "the year " + std::to_string(year) + " is beyond what the calendar is made for";
        case Reason::unknown_year:
            return "the holidays of " + std::to_string(year) + " are not known in " +
                   calendar.layers.at(layer).name;
        case Reason::no_working_day:
            return "the calendar has no working day";
        case Reason::no_working_time:
            break;
    }
    return "the calendar has no working hours";
}

OrRefusal<WorkTimetable> WorkTimetable::compile(WorkCalendar calendar, Zone zone, YearSpan years) {
    years.first = std::max(years.first, year_min);
    years.last = std::min(years.last, year_max);
    if (years.last - years.first >= timetable_years_max) {
        throw std::invalid_argument{"a timetable of too many years"};
    }
    assert(problems_of(calendar).empty());
    for (std::size_t i = 0; i < calendar.layers.size(); ++i) {
        const YearSpan known = calendar.layers[i].covers;
        const int first = std::max(years.first, known.first);
        const int last = std::min(years.last, known.last);
        if (first > last) {
            return Refusal{Refusal::Reason::unknown_year,
                           known.first > years.last ? years.last : years.first, i};
        }
        years = {first, last};
    }
    if (years.first > years.last) return Refusal{Refusal::Reason::outside_years, years.first};
    return WorkTimetable{std::move(calendar), std::move(zone), years};
}

WorkTimetable::WorkTimetable(WorkCalendar calendar, Zone zone, YearSpan years)
    : calendar_{std::make_shared<const WorkCalendar>(std::move(calendar))},
      zone_{std::move(zone)},
      years_{years} {
    first_day_ = day_number(new_year(years_.first));
    day_count_ = days_between(new_year(years_.first), new_year(years_.last)) +
                 (date::year{years_.last}.is_leap() ? 366 : 365);
    span_ = {zone_.start_of_day(date_at(0)), zone_.start_of_day(date_at(day_count_))};
    note_holidays();
    note_days();
    note_stretches();
    index_stretches();
    // The last night shift of the year before is not known: what it would have worked is no answer.
    minutes latest{0};
    for (const std::uint32_t each : working_days_) {
        latest = std::max(latest, day(date_at(each)).hours.back().to);
    }
    span_.from += std::max<minutes>(latest - hours{24}, minutes{0});
}

std::int64_t WorkTimetable::place(Date date) const {
    return day_number(date) - first_day_;
}

Date WorkTimetable::date_at(std::int64_t place) const {
    return date_of_day(first_day_ + place);
}

/// Which holiday counts on which day: layer by layer, so that the last stays.
void WorkTimetable::note_holidays() {
    marks_.resize(static_cast<std::size_t>(day_count_));
    legal_marks_.resize(marks_.size());
    for (std::size_t layer = 0; layer < calendar_->layers.size(); ++layer) {
        const HolidaySet& set = calendar_->layers[layer];
        for (std::size_t i = 0; i < set.days.size(); ++i) {
            const Mark what{static_cast<std::uint8_t>(layer + 1), static_cast<std::uint16_t>(i)};
            note(set.days[i], what, set.level != HolidayLevel::company);
        }
    }
}

void WorkTimetable::note(const Holiday& holiday, Mark what, bool is_legal) {
    const auto mark = [&](const Holiday::Days& off) {
        const std::int64_t end = std::min(place(off.last) + 1, day_count_);
        for (std::int64_t i = std::max<std::int64_t>(place(off.first), 0); i < end; ++i) {
            marks_[static_cast<std::size_t>(i)] = what;
            if (is_legal) legal_marks_[static_cast<std::size_t>(i)] = what;
        }
    };
    if (!holiday.every_year) return mark({holiday.first, holiday.last});
    // From the year before: several days may go over New Year.
    for (int of_year = years_.first - 1; of_year <= years_.last; ++of_year) {
        if (const auto days_of_year = holiday.in_year(of_year)) mark(*days_of_year);
    }
}

std::optional<WorkTimetable::Off> WorkTimetable::legal_holiday(Date date) const {
    if (!knows(date)) return std::nullopt;
    const Mark mark = legal_marks_[static_cast<std::size_t>(place(date))];
    if (mark.layer == 0) return std::nullopt;
    const HolidaySet& set = calendar_->layers[mark.layer - 1U];
    const Holiday& holiday = set.days[mark.holiday];
    if (holiday.kind != Holiday::Kind::off) return std::nullopt;
    return Off{&holiday, &set};
}

WorkTimetable::Day WorkTimetable::day(Date date) const {
    Day found;
    const std::int64_t number_of_day = place(date);
    if (number_of_day >= 0 && number_of_day < day_count_) {
        const Mark mark = marks_[static_cast<std::size_t>(number_of_day)];
        if (mark.layer != 0) {
            found.set = &calendar_->layers[mark.layer - 1U];
            found.holiday = &found.set->days[mark.holiday];
        }
    }
    if (found.holiday != nullptr && found.holiday->kind == Holiday::Kind::off) return found;
    if (found.holiday != nullptr && found.holiday->kind == Holiday::Kind::own_hours) {
        found.hours = found.holiday->hours;
        return found;
    }
    const auto season = std::find_if(calendar_->seasons.begin(), calendar_->seasons.end(),
                                     [&](const Season& each) { return holds(each, date); });
    if (season != calendar_->seasons.end()) found.season = &*season;
    const WeekHours& week = found.season != nullptr ? found.season->week : calendar_->week;
    found.hours = week.on(found.holiday != nullptr ? found.holiday->like : weekday_of(date));
    return found;
}

void WorkTimetable::note_days() {
    working_before_.reserve(static_cast<std::size_t>(day_count_) + 1);
    for (std::int64_t i = 0; i < day_count_; ++i) {
        working_before_.push_back(number(working_days_.size()));
        if (!day(date_at(i)).hours.empty()) {
            working_days_.push_back(number(static_cast<std::size_t>(i)));
        }
    }
    working_before_.push_back(number(working_days_.size()));
}

bool WorkTimetable::knows(Date date) const {
    const int of_year = static_cast<int>(date.year());
    return of_year >= years_.first && of_year <= years_.last;
}

bool WorkTimetable::is_business_day(Date date) const {
    if (!knows(date)) return false;
    const auto i = static_cast<std::size_t>(place(date));
    return working_before_[i] != working_before_[i + 1];
}

Refusal WorkTimetable::outside(int of_year) const {
    for (std::size_t i = 0; i < calendar_->layers.size(); ++i) {
        const YearSpan known = calendar_->layers[i].covers;
        if (of_year < known.first || of_year > known.last) {
            return {Refusal::Reason::unknown_year, of_year, i};
        }
    }
    return {Refusal::Reason::outside_years, of_year};
}

Refusal WorkTimetable::nothing_left(bool backward) const {
    if (working_days_.empty()) return {Refusal::Reason::no_working_day};
    return outside(backward ? years_.first - 1 : years_.last + 1);
}

OrRefusal<Date> WorkTimetable::add_business_days(Date date, int count) const {
    if (count == 0) return date;
    if (!knows(date)) return outside(date);
    const auto i = static_cast<std::size_t>(place(date));
    // Forward from the end of the day, backward from its beginning.
    const std::int64_t wanted = count > 0 ? std::int64_t{working_before_[i + 1]} + count - 1
                                          : std::int64_t{working_before_[i]} + count;
    if (wanted < 0 || wanted >= static_cast<std::int64_t>(working_days_.size())) {
        return nothing_left(count < 0);
    }
    return date_at(working_days_[static_cast<std::size_t>(wanted)]);
}

OrRefusal<int> WorkTimetable::business_days_between(Date from, Date to) const {
    if (!knows(from)) return outside(from);
    if (!knows(to)) return outside(to);
    return static_cast<int>(working_before_[static_cast<std::size_t>(place(to))]) -
           static_cast<int>(working_before_[static_cast<std::size_t>(place(from))]);
}

OrRefusal<Date> WorkTimetable::business_day_on_or_after(Date date) const {
    return is_business_day(date) ? OrRefusal<Date>{date} : add_business_days(date, 1);
}

OrRefusal<Date> WorkTimetable::business_day_on_or_before(Date date) const {
    return is_business_day(date) ? OrRefusal<Date>{date} : add_business_days(date, -1);
}

OrRefusal<std::optional<Date>> WorkTimetable::shifted(Date date, DayShift shift) const {
    using Answer = OrRefusal<std::optional<Date>>;
    const auto answer = [](const OrRefusal<Date>& found) {
        const Date* day = std::get_if<Date>(&found);
        return day != nullptr ? Answer{*day} : Answer{std::get<Refusal>(found)};
    };
    if (!knows(date)) return outside(date);
    if (shift == DayShift::none || is_business_day(date)) return std::optional{date};
    if (shift == DayShift::skip) return std::optional<Date>{};
    const OrRefusal<Date> next = add_business_days(date, 1);
    if (shift == DayShift::next_business_day) return answer(next);
    const OrRefusal<Date> previous = add_business_days(date, -1);
    if (shift == DayShift::previous_business_day) return answer(previous);
    const Date* later = std::get_if<Date>(&next);
    const Date* earlier = std::get_if<Date>(&previous);
    if (later == nullptr || earlier == nullptr) return answer(later != nullptr ? next : previous);
    const bool is_nearer =
        timezone::days_between(*earlier, date) < timezone::days_between(date, *later);
    return answer(is_nearer ? previous : next);
}

}  // namespace plazo::timezone
