// timezone/work_calendar.h - when people work: hours of the week, seasons, holidays in layers.
//
// A WorkCalendar is a value: what an administrator writes down. It answers nothing by itself;
// work_timetable.h compiles it for a span of years and then adds working days and hours, and
// counting.h counts terms by a rule and says which days it skipped and why.
//
// Example (runs in tests/timezone/work_calendar_test.cpp):
//     WorkCalendar office{"office", "Europe/Madrid", weekdays({{9h, 14h}, {15h, 18h}})};
//     office.layers = {*ready_holidays("es-md"), company_holidays};
//     office.seasons = {{"summer", {6, 15}, {9, 15}, weekdays({{8h, 15h}})}};
//     problems_of(office).empty();
//
// What a day is, is decided in this order: the last layer that names the date; else the season it
// is in; else the week. Values and pure functions, safe on any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "timezone/time.h"

namespace plazo::timezone {

/// Working time from `from` to `to` after midnight of the day on which it begins. `to` may be past
/// midnight: a night shift from 22:00 to 06:00 is {22h, 30h}, and belongs to the first day.
struct WorkInterval {
    minutes from{0};
    minutes to{0};
    bool operator==(const WorkInterval&) const = default;
};

/// The intervals of one day, in order and apart. None: nobody works.
using DayHours = std::vector<WorkInterval>;

/// By day of the week.
struct WeekHours {
    std::array<DayHours, 7> days;

    const DayHours& on(Weekday day) const { return days[static_cast<std::size_t>(day) - 1]; }
    DayHours& on(Weekday day) { return days[static_cast<std::size_t>(day) - 1]; }
    bool operator==(const WeekHours&) const = default;
};

/// The same hours from Monday to Friday, and none at the weekend.
WeekHours weekdays(const DayHours& each_day);

/// A day of every year.
struct MonthDay {
    unsigned month = 1;
    unsigned day = 1;
    auto operator<=>(const MonthDay&) const = default;
};

/// Other hours from `first` to `last`, both included, every year; it may go over New Year.
struct Season {
    std::string name;  // "jornada intensiva"
    MonthDay first;
    MonthDay last;
    WeekHours week;
    bool operator==(const Season&) const = default;
};

/// A date, or several in a row, that are not what their weekday says.
struct Holiday {
    enum class Kind {
        off,        // nobody works
        own_hours,  // work by `hours`: a short day, half a day, a day of overtime
        working,    // work by the hours of the weekday `like`: a swapped Saturday
    };
    std::string name;  // "Inmaculada Concepción"
    Date first{};
    Date last{};  // included
    /// Only month and day of both count, and `last` may be in the year after. 29 February is no day
    /// of most years; as the end of several it is the 28th then, as their beginning 1 March.
    bool every_year = false;
    Kind kind = Kind::off;
    DayHours hours;
    Weekday like = Weekday::monday;

    struct Days {
        Date first;
        Date last;
    };
    /// The days that begin in `year`, where it is one of every year; else `first` and `last`.
    /// Nothing where the year lacks its one day.
    std::optional<Days> in_year(int year) const;
    bool operator==(const Holiday&) const = default;
};

/// Whose holidays they are. What the law calls a holiday is in the first three.
enum class HolidayLevel { national, regional, local, company };

/// The years of which a set knows the holidays, both included.
struct YearSpan {
    int first = year_min;
    int last = year_max;
    bool operator==(const YearSpan&) const = default;
};

/// Holidays that come together, from one source.
struct HolidaySet {
    std::string name;  // "es-md"
    HolidayLevel level = HolidayLevel::company;
    /// Of other years it knows nothing: counting through them is refused, never guessed.
    YearSpan covers;
    std::vector<Holiday> days;
    bool operator==(const HolidaySet&) const = default;
};

struct WorkCalendar {
    std::string name;
    std::string zone;  // IANA
    WeekHours week;
    std::vector<Season> seasons;     // the first that holds a date counts
    std::vector<HolidaySet> layers;  // of several that name a date, the last counts
    bool operator==(const WorkCalendar&) const = default;
};

inline constexpr std::size_t intervals_in_day_max = 12;
inline constexpr std::size_t seasons_max = 12;
inline constexpr std::size_t holiday_layers_max = 12;
inline constexpr std::size_t holidays_in_set_max = 5000;
/// Days that one Holiday may last, and all of a set together (in one year, those of every year).
inline constexpr int holiday_length_max = 366;
inline constexpr int holiday_days_in_set_max = 20'000;
/// A shift ends at most a day and a half after the midnight before it.
inline constexpr minutes interval_end_max = hours{36};

/// What is wrong, and where: a JSON pointer into {"week","seasons","layers"}, as
/// scheduler/calendar_codec.h writes them.
struct CalendarProblem {
    std::string pointer;
    std::string text;
    bool operator==(const CalendarProblem&) const = default;
};

/// Hours out of order or overlapping, days that do not exist, limits passed. The zone's name is not
/// looked up. Empty for a calendar that can be compiled.
std::vector<CalendarProblem> problems_of(const WorkCalendar& calendar);

/// "09:00-14:00,15:00-18:00"; "22:00-06:00" goes into the next day; "" is a day off. Nothing for
/// other texts, and for hours that overlap.
std::optional<DayHours> parse_day_hours(std::string_view text);
std::string format_day_hours(const DayHours& hours);

std::string_view to_text(HolidayLevel level);

}  // namespace plazo::timezone
