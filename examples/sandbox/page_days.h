// examples/sandbox/page_days.h - which events stand on which days of a calendar, and where in the
// picture of a week: plain facts, without any markup.
//
//     const auto shown = showings_between(calendar, madrid, zones, monday, sunday);
//     const DayPlan tuesday = plan_of_day(shown, add_days(monday, 1));
//
// Times are those of the clock on the wall where the mailbox is. Whole days are the dates that they
// were written with, in whatever zone: a holiday does not move. What lasts 24 hours or longer is
// shown with the whole days. Where clocks go back, an event may end before its beginning on the
// wall: it gets the least height.
#pragma once

#include <cstddef>
#include <vector>

#include "examples/sandbox/calendar.h"
#include "examples/sandbox/page_locale.h"

namespace plazo::sandbox {

/// The heights of a day's picture are counted in these.
inline constexpr int quarters_of_hour = 4;
inline constexpr int quarters_of_day = 24 * quarters_of_hour;
/// Half an hour, so that an event has room for its name.
inline constexpr int quarters_min = 2;
/// Events next to each other; what does not fit is counted as hidden.
inline constexpr int lanes_max = 3;
/// Rows of whole days above a week.
inline constexpr int strip_rows_max = 5;

/// An event or occurrence, as the mailbox's wall clock has it.
struct Showing {
    Item item;
    WallSpan span;

    bool in_strip() const;
    bool is_on(Date day) const { return span.first_day() <= day && day <= span.last_day(); }
};

/// When it takes place, on the clock of this zone.
WallSpan span_of(const Content& content, const timezone::Zone& zone, const Zones& zones);

/// All that takes place between the two days, both inclusive: whole days first, then by beginning,
/// the longer first.
std::vector<Showing> showings_between(Calendar& calendar, const timezone::Zone& zone,
                                      const Zones& zones, Date first, Date last);

/// One event in the picture of a day. It stands in the quarters [from, to) and the lanes
/// [lane, lane_end), both counted from 0.
struct Block {
    const Showing* showing = nullptr;
    int from = 0;
    int to = 0;
    int lane = 0;
    int lane_end = 1;
};

struct DayPlan {
    std::vector<Block> blocks;  ///< in order of time
    int lanes = 1;
    std::vector<const Showing*> hidden;
};
DayPlan plan_of_day(const std::vector<Showing>& showings, Date day);

/// What stands in the strip of whole days: the same row on each of its days, so that it reads as
/// one bar. Rows count from 0; what has none is hidden.
struct StripBar {
    const Showing* showing = nullptr;
    int row = 0;
    bool hidden() const { return row >= strip_rows_max; }
};
std::vector<StripBar> strip_of(const std::vector<Showing>& showings, Date first, Date last);

/// The first day of the week that a date is in.
Date week_of(Date date, timezone::Weekday week_start);

/// The days of a month's picture: whole weeks around it.
struct Days {
    Date first;
    Date last;
};
Days month_grid(Date date, timezone::Weekday week_start);

}  // namespace plazo::sandbox
