// timezone/work_timetable.h - a work calendar, compiled: which days are working days, and how much
// is worked between two instants.
//
//     const auto made = WorkTimetable::compile(office, madrid, {2026, 2036});
//     const auto& table = std::get<WorkTimetable>(made);
//     table.add_business_days(*parse_date("2026-11-23"), 10);             // the tenth working day
//     after it table.add_working_time(*parse_rfc3339("2026-12-07T16:00:00Z"), 4h);    // four
//     working hours later
//
// (The example runs in tests/timezone/work_timetable_test.cpp.)
//
// A day is a working day when somebody works on it, however short. Working time is real time: a
// shift over the change of the clocks has an hour more or less. Adding days looks two numbers up
// whatever the count; adding time is two short searches.
//
// Answers are values, and so are refusals: a calendar without a working day, a date outside the
// compiled years or outside the years that a layer knows ends in a Refusal, never in a guess and
// never in a loop. Immutable, safe on any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "timezone/work_calendar.h"
#include "timezone/zone.h"

namespace plazo::timezone {

/// So many years can be compiled at once; a term of counting.h is ten at most.
inline constexpr int timetable_years_max = 200;

/// Why there is no answer.
struct Refusal {
    enum class Reason {
        outside_years,    // the answer, or the question, is before or after the compiled years
        unknown_year,     // a layer does not know the holidays of that year
        no_working_day,   // nobody ever works
        no_working_time,  // as above, for questions about time
    };
    Reason reason;
    int year = 0;           // the first year that is not there
    std::size_t layer = 0;  // unknown_year: the place of the set that does not know it

    /// "the holidays of 2041 are not known in es-md"; `calendar` is the one that was asked.
    std::string text(const WorkCalendar& calendar) const;
    bool operator==(const Refusal&) const = default;
};

template <class Value>
using OrRefusal = std::variant<Value, Refusal>;

/// What to do with a date that may be no working day.
enum class DayShift { none, next_business_day, previous_business_day, nearest, skip };

class WorkTimetable {
  public:
    /// `calendar` must be without problems_of(); `zone` is the one it names; `years` at most
    /// timetable_years_max, else std::invalid_argument. The years that all layers know are
    /// compiled, as far as they are in `years`; a Refusal when none is left.
    static OrRefusal<WorkTimetable> compile(WorkCalendar calendar, Zone zone, YearSpan years);

    const WorkCalendar& calendar() const { return *calendar_; }
    const Zone& zone() const { return zone_; }
    YearSpan years() const { return years_; }

    /// Whether `date` has an answer at all.
    bool knows(Date date) const;
    /// Outside the years: false.
    bool is_business_day(Date date) const;

    /// The `count`-th working day after `date`, or before it where `count` is negative; `date`
    /// itself for 0.
    OrRefusal<Date> add_business_days(Date date, int count) const;
    /// Working days in [from, to); negative where `to` comes first.
    OrRefusal<int> business_days_between(Date from, Date to) const;
    /// `date` when it is a working day, else the next or the one before.
    OrRefusal<Date> business_day_on_or_after(Date date) const;
    OrRefusal<Date> business_day_on_or_before(Date date) const;
    /// Nothing for `skip` on a day off. The nearest of two equally near is the later.
    OrRefusal<std::optional<Date>> shifted(Date date, DayShift shift) const;

    /// The instant at which `worked` more has been worked: the earliest, so that it is the end of
    /// an interval rather than the beginning of the next. Negative: the latest before. Zero:
    /// unchanged, whether anybody works then or not.
    OrRefusal<Instant> add_working_time(Instant instant, seconds worked) const;
    /// What is worked in [from, to); negative where `to` comes first.
    OrRefusal<seconds> working_time_between(Instant from, Instant to) const;

    /// The hours of a date, and what made them so.
    struct Day {
        DayHours hours;
        const Holiday* holiday = nullptr;  // the one that counts, in layer `set`
        const HolidaySet* set = nullptr;
        const Season* season = nullptr;  // where no holiday counts
    };
    Day day(Date date) const;

    struct Off {
        const Holiday* holiday;
        const HolidaySet* set;
    };
    /// The holiday of the law: of the layers that are no company's the last that names the date,
    /// where it says "off". Nothing on other days, and outside the years.
    std::optional<Off> legal_holiday(Date date) const;

  private:
    /// Working time as the clock of the zone has it, on the line of instants.
    struct Stretch {
        std::int64_t begin;
        std::int64_t end;
        std::int64_t worked_before;  // seconds in all stretches before it
        std::int64_t worked_after() const { return worked_before + (end - begin); }
    };
    /// stretch_by_work_ has an entry for every four hours of work.
    static constexpr std::int64_t work_step = 4 * 3'600;

    WorkTimetable(WorkCalendar calendar, Zone zone, YearSpan years);
    void note_holidays();
    void note_days();
    void note_stretches();
    void index_stretches();
    Refusal outside(int year) const;
    Refusal outside(Date date) const { return outside(static_cast<int>(date.year())); }
    Refusal outside(Instant instant) const {
        return outside(instant < span_.from ? years_.first - 1 : years_.last + 1);
    }
    Refusal nothing_left(bool backward) const;
    std::int64_t place(Date date) const;
    Date date_at(std::int64_t place) const;
    bool knows(Instant instant) const { return span_.from <= instant && instant < span_.to; }
    std::int64_t all_work() const;
    std::int64_t worked_until(std::int64_t instant) const;

    // shared: Day points into it, and copies of a timetable are one
    std::shared_ptr<const WorkCalendar> calendar_;
    Zone zone_;
    YearSpan years_;
    Span span_{};                 // years_, on the clock of the zone
    std::int64_t first_day_ = 0;  // days since 1970
    std::int64_t day_count_ = 0;

    struct Mark {
        std::uint8_t layer = 0;  // counted from 1
        std::uint16_t holiday = 0;
    };
    void note(const Holiday& holiday, Mark what, bool is_legal);

    std::vector<Mark> marks_;                    // by day
    std::vector<Mark> legal_marks_;              // by day, of the layers that are no company's
    std::vector<std::uint32_t> working_before_;  // by day, and one more
    std::vector<std::uint32_t> working_days_;    // the day of each working day

    std::vector<Stretch> stretches_;
    std::vector<std::uint32_t> stretch_by_day_;   // the first that ends after the day has begun
    std::vector<std::uint32_t> stretch_by_work_;  // the first that ends after so many work_steps
};

}  // namespace plazo::timezone
