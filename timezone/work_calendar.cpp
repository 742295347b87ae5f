#include "timezone/work_calendar.h"

#include <algorithm>
#include <utility>

namespace plazo::timezone {

namespace {

bool is_day(MonthDay day) {
    // 29 February is a day of the year: a season may begin on it.
    return Date{date::year{2000}, date::month{day.month}, date::day{day.day}}.ok();
}

int length_of(const Holiday& holiday) {
    constexpr int leap_year = 2000;
    const auto found = holiday.in_year(leap_year);
    return found ? days_between(found->first, found->last) + 1 : 0;
}

/// Gathers problems, under the pointer that it has come to.
class Inspector {
  public:
    std::vector<CalendarProblem> take() { return std::move(problems_); }

    void inspect(const DayHours& hours, const std::string& pointer) {
        if (hours.size() > intervals_in_day_max)
            add(pointer, "has more than " + std::to_string(intervals_in_day_max) + " intervals");
        for (std::size_t i = 0; i < hours.size(); ++i) {
            const std::string here = pointer + "/" + std::to_string(i);
            const WorkInterval& each = hours[i];
            if (each.from < minutes{0} || each.from >= hours_in_day) {
                add(here, "has to begin between 00:00 and 23:59");
            } else if (each.to <= each.from || each.to > interval_end_max) {
                add(here, "has to end after it begins, at noon of the next day at the latest");
            } else if (i > 0 && each.from < hours[i - 1].to) {
                add(here, "begins before the interval before it ends");
            }
        }
    }

    void inspect(const WeekHours& week, const std::string& pointer) {
        for (std::size_t i = 0; i < week.days.size(); ++i) {
            inspect(week.days[i], pointer + "/" + std::to_string(i));
        }
    }

    void inspect(const Season& season, const std::string& pointer) {
        if (!is_day(season.first)) add(pointer + "/from", "is no day of a year");
        if (!is_day(season.last)) add(pointer + "/to", "is no day of a year");
        inspect(season.week, pointer + "/week");
    }

    void inspect(const Holiday& holiday, const std::string& pointer) {
        const auto known = [](Date date) {
            return date.ok() && static_cast<int>(date.year()) >= year_min &&
                   static_cast<int>(date.year()) <= year_max;
        };
        if (!known(holiday.first) || !known(holiday.last)) {
            add(pointer, "has a date that does not exist");
            return;
        }
        const int length = length_of(holiday);
        if (length < 1) add(pointer + "/to", "is before the first day");
        if (length > holiday_length_max) add(pointer + "/to", "is more than a year later");
        if (holiday.kind != Holiday::Kind::own_hours) return;
        inspect(holiday.hours, pointer + "/hours");
        if (holiday.hours.empty()) add(pointer + "/hours", "has no hours; a day off is \"off\"");
    }

    void inspect(const HolidaySet& set, const std::string& pointer) {
        if (set.covers.first > set.covers.last) add(pointer + "/covers", "ends before it begins");
        if (set.days.size() > holidays_in_set_max) {
            add(pointer + "/days",
                "has more than " + std::to_string(holidays_in_set_max) + " entries");
            return;
        }
        int sum = 0;
        for (std::size_t i = 0; i < set.days.size(); ++i) {
            inspect(set.days[i], pointer + "/days/" + std::to_string(i));
            sum += std::clamp(length_of(set.days[i]), 0, holiday_length_max);
        }
        if (sum > holiday_days_in_set_max) {
            add(pointer + "/days",
                "last more than " + std::to_string(holiday_days_in_set_max) + " days together");
        }
    }

    void add(std::string pointer, std::string text) {
        problems_.push_back({std::move(pointer), std::move(text)});
    }

  private:
    static constexpr minutes hours_in_day = hours{24};
    std::vector<CalendarProblem> problems_;
};

std::optional<minutes> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t i : {0U, 1U, 3U, 4U}) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
    }
    const minutes clock =
        hours{10 * (text[0] - '0') + text[1] - '0'} + minutes{10 * (text[3] - '0') + text[4] - '0'};
    if (text[3] > '5' || clock > hours{24}) return std::nullopt;
    return clock;
}

std::string format_clock(minutes clock) {
    const auto two_digits = [](std::int64_t value) {
        return std::string{static_cast<char>('0' + value / 10),
                           static_cast<char>('0' + value % 10)};
    };
    return two_digits(clock / hours{1}) + ":" + two_digits(clock % hours{1} / minutes{1});
}

}  // namespace

std::optional<Holiday::Days> Holiday::in_year(int year) const {
    if (!every_year) return Days{first, last};
    const auto month_day = [](Date date) {
        return MonthDay{static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
    };
    const bool is_one_day = month_day(first) == month_day(last);
    const bool is_over_new_year = month_day(last) < month_day(first);
    const date::year begins{year};
    Date from{begins, first.month(), first.day()};
    Date to{begins + date::years{is_over_new_year ? 1 : 0}, last.month(), last.day()};
    if (is_one_day && !from.ok()) return std::nullopt;
    if (!from.ok()) from = Date{begins, date::March, date::day{1}};
    if (!to.ok()) to = Date{to.year(), date::February, date::day{28}};
    return Days{from, to};
}

WeekHours weekdays(const DayHours& each_day) {
    WeekHours week;
    for (std::size_t i = 0; i < 5; ++i) week.days[i] = each_day;
    return week;
}

std::vector<CalendarProblem> problems_of(const WorkCalendar& calendar) {
    Inspector inspector;
    inspector.inspect(calendar.week, "/week");
    const auto limit = [&](const char* pointer, std::size_t size, std::size_t max) {
        if (size > max) inspector.add(pointer, "are more than " + std::to_string(max));
    };
    limit("/seasons", calendar.seasons.size(), seasons_max);
    limit("/layers", calendar.layers.size(), holiday_layers_max);
    for (std::size_t i = 0; i < calendar.seasons.size(); ++i) {
        inspector.inspect(calendar.seasons[i], "/seasons/" + std::to_string(i));
    }
    for (std::size_t i = 0; i < calendar.layers.size(); ++i) {
        inspector.inspect(calendar.layers[i], "/layers/" + std::to_string(i));
    }
    return inspector.take();
}

std::optional<DayHours> parse_day_hours(std::string_view text) {
    DayHours hours_of_day;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        const auto from = parse_clock(part.substr(0, 5));
        const auto to =
            part.size() == 11 && part[5] == '-' ? parse_clock(part.substr(6)) : std::nullopt;
        if (!from || !to) return std::nullopt;
        // An end that is not after the beginning is one of the next day.
        hours_of_day.push_back({*from, *to > *from ? *to : *to + hours{24}});
    }
    Inspector inspector;
    inspector.inspect(hours_of_day, "");
    if (!inspector.take().empty()) return std::nullopt;
    return hours_of_day;
}

std::string format_day_hours(const DayHours& hours_of_day) {
    std::string text;
    for (const WorkInterval& each : hours_of_day) {
        if (!text.empty()) text += ",";
        const bool is_past_midnight = each.to > hours{24};
        text += format_clock(each.from) + "-" +
                format_clock(is_past_midnight ? each.to - hours{24} : each.to);
    }
    return text;
}

std::string_view to_text(HolidayLevel level) {
    constexpr std::string_view texts[] = {"national", "regional", "local", "company"};
    return texts[static_cast<std::size_t>(level)];
}

}  // namespace plazo::timezone
