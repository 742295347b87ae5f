#include "ical/vtimezone_rule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <map>
#include <utility>

#include "ical/day_table.h"
#include "timezone/civil.h"

namespace plazo::ical {

namespace {

using timezone::YearlyDay;
using Kind = YearlyDay::Kind;

/// Any 28 years without a skipped leap year hold every kind of year.
constexpr int first_year_tried = 2000;
constexpr int years_tried = 28;
constexpr int skipped_leap_year = 2100;
constexpr std::array<int, 12> common_month_days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
/// More onsets a year are no rule for clocks.
constexpr std::size_t onsets_a_year_max = 4;

/// The part before `mark`, which is cut off `text` together with it.
std::string_view cut(std::string_view& text, char mark) {
    const std::size_t end = std::min(text.find(mark), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// A number whose magnitude is 1 to `max`, or 0.
int small_number(std::string_view text, int max) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && value >= -max && value <= max ? value : 0;
}

std::size_t index_of(timezone::month month) {
    return static_cast<unsigned>(month) - 1;
}

std::optional<Weekday> weekday_of(std::string_view text) {
    constexpr std::string_view names = "MOTUWETHFRSASU";
    if (text.size() != 2) return std::nullopt;
    for (std::size_t i = 0; i < names.size(); i += 2) {
        if (names.substr(i, 2) == text) return static_cast<Weekday>(i / 2 + 1);
    }
    return std::nullopt;
}

/// The parts of a rule in a usual form.
struct UsualParts {
    bool yearly = false;
    int month = 0;
    int nth = 0;  // of BYDAY
    std::optional<Weekday> weekday;
    int month_day = 0;  // the first of `month_day_count` in a row
    int month_day_count = 0;

    bool take(std::string_view name, std::string_view value) {
        if (name == "FREQ") return !std::exchange(yearly, true) && value == "YEARLY";
        if (name == "BYMONTH") return month == 0 && (month = small_number(value, 12)) > 0;
        if (name == "BYDAY") return !weekday && take_weekday(value);
        if (name == "BYMONTHDAY") return month_day_count == 0 && take_month_days(value);
        if (name == "INTERVAL") return value == "1";
        return name == "WKST" && weekday_of(value);
    }

    /// "-1SU" or "SU"
    bool take_weekday(std::string_view text) {
        if (text.size() < 2) return false;
        weekday = weekday_of(text.substr(text.size() - 2));
        text.remove_suffix(2);
        if (text.starts_with('+')) text.remove_prefix(1);
        nth = small_number(text, 5);
        return weekday && (nth != 0 || text.empty());
    }

    bool take_month_days(std::string_view list) {
        while (!list.empty()) {
            const int value = small_number(cut(list, ','), 31);
            if (month_day_count == 0) month_day = value;
            if (value == 0 || value != month_day + month_day_count) return false;
            ++month_day_count;
        }
        return month_day_count == 1 || month_day_count == 7;
    }
};

/// The day that the parts mean, in the outer optional unless they are no usual form; in the inner
/// one unless there is no such day.
std::optional<std::optional<YearlyDay>> usual_day(const UsualParts& parts) {
    if (!parts.yearly || parts.month == 0) return std::nullopt;
    YearlyDay day;
    day.month = timezone::month{static_cast<unsigned>(parts.month)};
    day.number = parts.nth;
    const int last = common_month_days[index_of(day.month)];
    if (!parts.weekday) {
        if (parts.month_day_count != 1) return std::nullopt;
        day.kind = Kind::month_day;
        day.number = parts.month_day;
        if (parts.month != 2) {
            if (std::abs(day.number) > last) return std::optional<YearlyDay>{};  // 31 April
            if (day.number < 0) day.number += last + 1;
        }
        return day;
    }
    day.weekday = *parts.weekday;
    if (parts.month_day_count == 0) return parts.nth == 0 ? std::nullopt : std::optional{day};
    const int first = parts.month_day;
    if (parts.month_day_count != 7 || first < 1) return std::nullopt;
    if (parts.nth != 0) {
        const int first_of_nth = 7 * parts.nth - 6;
        if (parts.nth > 0 && first == first_of_nth) return day;
        if (parts.nth > 0 && std::abs(first - first_of_nth) >= 7) return std::optional<YearlyDay>{};
        return std::nullopt;
    }
    if (first + 6 > last) return std::nullopt;
    day.number = first;
    if (first % 7 == 1) {
        day.number = first / 7 + 1;
    } else if (first + 6 == last && parts.month != 2) {
        day.number = -1;
    } else {
        day.kind = Kind::weekday_on_or_after;
    }
    return day;
}

int month_of(Date date) {
    return static_cast<int>(static_cast<unsigned>(date.month()));
}

int day_of_month(Date date) {
    return static_cast<int>(static_cast<unsigned>(date.day()));
}

/// What happens in each of the years tried; empty where nothing does.
using Dates = std::vector<std::optional<Date>>;

/// All days of every year that `date` may be an instance of, the plainest first.
std::vector<YearlyDay> possible_days(Date date) {
    const Weekday weekday = timezone::weekday_of(date);
    const Date month_end{date.year() / date.month() / date::last};
    const int day = day_of_month(date);
    const int day_from_end = day - day_of_month(month_end) - 1;
    std::vector<YearlyDay> days = {
        {Kind::nth_weekday, date.month(), (day - 1) / 7 + 1, weekday},
        {Kind::nth_weekday, date.month(), (day_from_end + 1) / 7 - 1, weekday},
        {Kind::month_day, date.month(), day},
        {Kind::month_day, date.month(), day_from_end},
    };
    for (int back = 0; back < 7; ++back) {
        const Date from = timezone::add_days(date, -back);
        days.push_back({Kind::weekday_on_or_after, from.month(), day_of_month(from), weekday});
    }
    const int before = timezone::days_between(Date{date.year() / 1 / 1}, date);
    days.push_back({Kind::day_of_year, timezone::month{1}, before});
    return days;
}

/// The day of every year that gives just these dates.
std::optional<YearlyDay> day_behind(const Dates& dates, int first_year) {
    const auto fits = [&](const YearlyDay& day) {
        for (std::size_t i = 0; i < dates.size(); ++i) {
            const auto midnight = day.in_year(first_year + static_cast<int>(i));
            if (midnight.has_value() != dates[i].has_value()) return false;
            if (midnight && timezone::date_of(*midnight) != *dates[i]) return false;
        }
        return true;
    };
    const auto any =
        std::find_if(dates.begin(), dates.end(), [](const auto& each) { return each.has_value(); });
    if (any == dates.end()) return std::nullopt;
    const auto days = possible_days(**any);
    const auto found = std::find_if(days.begin(), days.end(), fits);
    return found == days.end() ? std::nullopt : std::optional{*found};
}

/// Whether the rule gives every year the same days, but for leap days and days of the week.
bool is_same_every_year(const Recurrence& rule) {
    if (rule.frequency == Frequency::yearly) return rule.interval == 1;
    if (rule.frequency == Frequency::monthly) return 12 % rule.interval == 0;
    return true;
}

/// The time of day of all onsets; nothing when there are several.
std::optional<seconds> time_of(const Recurrence& rule, LocalTime onset) {
    const auto field = [](const std::vector<int>& list, std::int64_t own) -> std::optional<int> {
        if (list.size() > 1) return std::nullopt;
        return list.empty() ? static_cast<int>(own) : list.front();
    };
    const std::int64_t own = timezone::time_of_day(onset).count();
    const auto hour = field(rule.by_hour, own / 3600);
    const auto minute = field(rule.by_minute, own / 60 % 60);
    const auto second = field(rule.by_second, own % 60);
    if (!hour || !minute || !second) return std::nullopt;
    return hours{*hour} + minutes{*minute} + seconds{std::min(*second, 59)};
}

std::vector<Date> dates_in(const DayTable& table, int year, const std::vector<int>& positions) {
    const YearShape shape{year};
    const YearDays row = table.days_of(shape, positions);
    std::vector<Date> dates;
    for (int day = row.first_from(0); day < YearDays::size; day = row.first_from(day + 1)) {
        dates.push_back(timezone::date_of_day(shape.first_day + day));
    }
    return dates;
}

/// The dates sorted into series of which each has at most one in a year: by their place in the
/// year, or where the years have different numbers of them, by month and their place in it.
std::vector<Dates> series_of(const std::vector<std::vector<Date>>& years) {
    const bool regular = std::all_of(years.begin(), years.end(), [&](const auto& dates) {
        return dates.size() == years.front().size();
    });
    std::map<std::pair<int, int>, Dates> series;
    for (std::size_t i = 0; i < years.size(); ++i) {
        std::map<int, int> places;
        for (const Date date : years[i]) {
            const int month = regular ? 0 : month_of(date);
            Dates& dates = series[{month, places[month]++}];
            dates.resize(years.size());
            dates[i] = date;
        }
    }
    std::vector<Dates> all;
    for (auto& [ignored, dates] : series) all.push_back(std::move(dates));
    return all;
}

/// The seven days from one on as BYYEARDAY counts them: from the year's begin up to February, from
/// its end after that, so that a leap day moves none.
std::vector<int> year_days(int month, int day) {
    constexpr std::array<int, 12> days_before = {0,   31,  59,  90,  120, 151,
                                                 181, 212, 243, 273, 304, 334};
    const int first = days_before[static_cast<std::size_t>(month - 1)] + day;
    std::vector<int> days;
    for (int each = first; each < first + 7; ++each) {
        if (month <= 2) days.push_back(each);
        if (month > 2 && each <= 365) days.push_back(each - 366);
    }
    return days;
}

}  // namespace

std::optional<UsualRule> parse_usual_rule(std::string_view text) {
    UsualRule rule;
    UsualParts parts;
    while (!text.empty()) {
        std::string_view value = cut(text, ';');
        const std::string_view name = cut(value, '=');
        if (name == "UNTIL" && rule.until.empty() && !value.empty()) {
            rule.until = value;
        } else if (!parts.take(name, value)) {
            return std::nullopt;
        }
    }
    const auto day = usual_day(parts);
    if (!day) return std::nullopt;
    rule.day = *day;
    return rule;
}

bool is_for_clocks(const Recurrence& rule) {
    if (rule.frequency == Frequency::yearly || rule.frequency == Frequency::monthly) return true;
    return (rule.frequency == Frequency::weekly || rule.frequency == Frequency::daily) &&
           rule.interval == 1 && rule.by_set_position.empty();
}

std::optional<std::vector<YearlyTime>> yearly_days(const Recurrence& rule, LocalTime onset) {
    const int first_year = std::max(first_year_tried, int{timezone::date_of(onset).year()} + 1);
    if (!is_for_clocks(rule) || first_year + years_tried > skipped_leap_year) return std::nullopt;
    const bool same = is_same_every_year(rule);
    Recurrence every = rule;
    if (!same) every.interval = 1;
    const DayTable table{every, onset};
    std::vector<std::vector<Date>> years;
    for (int year = first_year; year < first_year + years_tried; ++year) {
        years.push_back(dates_in(table, year, rule.by_set_position));
    }
    const bool never =
        std::all_of(years.begin(), years.end(), [](const auto& dates) { return dates.empty(); });
    if (never) return std::vector<YearlyTime>{};
    const bool often = std::any_of(years.begin(), years.end(), [](const auto& dates) {
        return dates.size() > onsets_a_year_max;
    });
    const auto time = time_of(rule, onset);
    if (!same || often || !time) return std::nullopt;
    std::vector<YearlyTime> found;
    for (const Dates& dates : series_of(years)) {
        const auto day = day_behind(dates, first_year);
        if (!day) return std::nullopt;
        found.push_back({*day, *time});
    }
    return found;
}

Recurrence recurrence_of(const YearlyDay& day) {
    Recurrence rule;
    rule.frequency = Frequency::yearly;
    const int month = static_cast<int>(static_cast<unsigned>(day.month));
    switch (day.kind) {
        case Kind::nth_weekday:
            rule.by_month = {month};
            rule.by_day = {{day.number, day.weekday}};
            break;
        case Kind::weekday_on_or_after:
            rule.by_day = {{0, day.weekday}};
            if (day.number + 6 > common_month_days[index_of(day.month)]) {
                rule.by_year_day = year_days(month, day.number);
                break;
            }
            rule.by_month = {month};
            for (int each = day.number; each < day.number + 7; ++each) {
                rule.by_month_day.push_back(each);
            }
            break;
        case Kind::month_day:
            rule.by_month = {month};
            rule.by_month_day = {day.number};
            break;
        case Kind::day_without_leap: {
            constexpr int common_year = 2001;
            const Date date = timezone::date_of(day.in_year(common_year).value());
            rule.by_month = {month_of(date)};
            rule.by_month_day = {day_of_month(date)};
            break;
        }
        case Kind::day_of_year:
            rule.by_year_day = {day.number + 1};
            break;
    }
    return rule;
}

}  // namespace plazo::ical
