#include "examples/sandbox/page_days.h"

#include <gtest/gtest.h>

#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using timezone::Weekday;

Date date(const char* text) {
    return timezone::parse_date(text).value();
}

class DaysTest : public testing::Test {
  protected:
    void add(const std::string& subject, const char* start, const char* end, bool all_day = false,
             const std::string& zone = "Romance Standard Time") {
        Content content;
        content.subject = subject;
        content.start = {timezone::parse_local(start).value(), zone};
        content.end = {timezone::parse_local(end).value(), zone};
        content.all_day = all_day;
        add_event(calendar, content, ids, Instant{});
    }
    std::vector<Showing> shown(const char* first, const char* last) {
        return showings_between(calendar, *zones.find("Romance Standard Time"), zones, date(first),
                                date(last));
    }

    Zones zones{timezone::Tzdb::load(timezone::default_folder)};
    Ids ids{7};
    Calendar calendar;
};

TEST_F(DaysTest, ShowEventsOnTheClockOfTheMailbox) {
    add("late", "2026-03-16T23:30:00", "2026-03-16T23:45:00", false, "UTC");
    EXPECT_TRUE(shown("2026-03-16", "2026-03-16").empty());
    const auto showings = shown("2026-03-17", "2026-03-17");
    ASSERT_EQ(showings.size(), 1U);
    EXPECT_EQ(timezone::format_local(showings[0].span.start), "2026-03-17T00:30:00");
}

TEST_F(DaysTest, DoNotHaveWhatEndsAtTheirMidnight) {
    add("evening", "2026-03-16T22:00:00", "2026-03-17T00:00:00");
    EXPECT_EQ(shown("2026-03-16", "2026-03-16").size(), 1U);
    EXPECT_TRUE(shown("2026-03-17", "2026-03-17").empty());
}

TEST_F(DaysTest, KeepTheDatesOfWholeDaysInAnyZone) {
    add("holiday", "2026-03-16T00:00:00", "2026-03-18T00:00:00", true, "Tokyo Standard Time");
    EXPECT_TRUE(shown("2026-03-15", "2026-03-15").empty());
    EXPECT_EQ(shown("2026-03-16", "2026-03-16").size(), 1U);
    EXPECT_EQ(shown("2026-03-17", "2026-03-17").size(), 1U);
    EXPECT_TRUE(shown("2026-03-18", "2026-03-18").empty());
}

TEST_F(DaysTest, BeginWithWholeDaysAndTheLongerOfTwo) {
    add("short", "2026-03-16T09:00:00", "2026-03-16T09:30:00");
    add("long", "2026-03-16T09:00:00", "2026-03-16T10:00:00");
    add("day", "2026-03-16T00:00:00", "2026-03-17T00:00:00", true);
    std::string order;
    for (const Showing& showing : shown("2026-03-16", "2026-03-16")) {
        order += showing.item.content.subject + " ";
    }
    EXPECT_EQ(order, "day long short ");
}

TEST_F(DaysTest, PutOverlappingEventsIntoLanes) {
    add("a", "2026-03-16T09:00:00", "2026-03-16T11:00:00");
    add("b", "2026-03-16T10:00:00", "2026-03-16T12:00:00");
    add("c", "2026-03-16T11:00:00", "2026-03-16T12:00:00");
    add("d", "2026-03-16T14:00:00", "2026-03-16T15:00:00");
    const auto showings = shown("2026-03-16", "2026-03-16");
    const DayPlan plan = plan_of_day(showings, date("2026-03-16"));
    ASSERT_EQ(plan.blocks.size(), 4U);
    EXPECT_EQ(plan.lanes, 2);
    EXPECT_EQ(plan.blocks[0].lane, 0);
    EXPECT_EQ(plan.blocks[1].lane, 1);
    EXPECT_EQ(plan.blocks[2].lane, 0);      // after a
    EXPECT_EQ(plan.blocks[3].lane_end, 2);  // alone: the whole width
    EXPECT_EQ(plan.blocks[0].lane_end, 1);
    EXPECT_EQ(plan.blocks[0].from, 36);
    EXPECT_EQ(plan.blocks[0].to, 44);
}

TEST_F(DaysTest, HideWhatDoesNotFitNextToTheOthers) {
    for (int i = 0; i < lanes_max + 2; ++i) {
        add("same", "2026-03-16T09:00:00", "2026-03-16T10:00:00");
    }
    const auto showings = shown("2026-03-16", "2026-03-16");
    const DayPlan plan = plan_of_day(showings, date("2026-03-16"));
    EXPECT_EQ(plan.blocks.size(), static_cast<std::size_t>(lanes_max));
    EXPECT_EQ(plan.hidden.size(), 2U);
}

TEST_F(DaysTest, ShowBothPartsOfANight) {
    add("night", "2026-03-28T23:30:00", "2026-03-29T05:00:00");
    const auto showings = shown("2026-03-28", "2026-03-29");
    const DayPlan saturday = plan_of_day(showings, date("2026-03-28"));
    const DayPlan sunday = plan_of_day(showings, date("2026-03-29"));
    ASSERT_EQ(saturday.blocks.size(), 1U);
    ASSERT_EQ(sunday.blocks.size(), 1U);
    EXPECT_EQ(saturday.blocks[0].to, quarters_of_day);
    EXPECT_EQ(sunday.blocks[0].from, 0);
    EXPECT_EQ(sunday.blocks[0].to, 20);
}

TEST_F(DaysTest, GiveAnEventThatEndsBeforeItBeganTheLeastHeight) {
    // 02:45 summer time to 02:15 winter time, half an hour
    add("fold", "2026-10-25T00:45:00", "2026-10-25T01:15:00", false, "UTC");
    const auto showings = shown("2026-10-25", "2026-10-25");
    const DayPlan plan = plan_of_day(showings, date("2026-10-25"));
    ASSERT_EQ(plan.blocks.size(), 1U);
    EXPECT_EQ(plan.blocks[0].from, 11);
    EXPECT_EQ(plan.blocks[0].to, 11 + quarters_min);
}

TEST_F(DaysTest, KeepABarInItsRowOnAllOfItsDays) {
    add("long", "2026-03-16T00:00:00", "2026-03-20T00:00:00", true);
    add("short", "2026-03-17T00:00:00", "2026-03-18T00:00:00", true);
    add("after", "2026-03-20T00:00:00", "2026-03-21T00:00:00", true);
    const auto showings = shown("2026-03-16", "2026-03-22");
    const auto bars = strip_of(showings, date("2026-03-16"), date("2026-03-22"));
    ASSERT_EQ(bars.size(), 3U);
    EXPECT_EQ(bars[0].row, 0);
    EXPECT_EQ(bars[1].row, 1);
    EXPECT_EQ(bars[2].row, 0);
}

TEST_F(DaysTest, HideBarsBeyondTheLastRow) {
    for (int i = 0; i <= strip_rows_max; ++i) {
        add("same", "2026-03-16T00:00:00", "2026-03-17T00:00:00", true);
    }
    const auto showings = shown("2026-03-16", "2026-03-16");
    const auto bars = strip_of(showings, date("2026-03-16"), date("2026-03-16"));
    EXPECT_TRUE(bars.back().hidden());
    EXPECT_FALSE(bars[static_cast<std::size_t>(strip_rows_max) - 1].hidden());
}

TEST(PageDays, MonthsBeginAndEndWithWholeWeeks) {
    const Days monday = month_grid(date("2026-03-16"), Weekday::monday);
    EXPECT_EQ(monday.first, date("2026-02-23"));
    EXPECT_EQ(monday.last, date("2026-04-05"));
    const Days sunday = month_grid(date("2026-03-16"), Weekday::sunday);
    EXPECT_EQ(sunday.first, date("2026-03-01"));
    EXPECT_EQ(sunday.last, date("2026-04-04"));
    const Days four_weeks = month_grid(date("2027-02-10"), Weekday::monday);
    EXPECT_EQ(four_weeks.first, date("2027-02-01"));
    EXPECT_EQ(four_weeks.last, date("2027-02-28"));
    EXPECT_EQ(week_of(date("2026-03-01"), Weekday::monday), date("2026-02-23"));
    EXPECT_EQ(week_of(date("2026-03-01"), Weekday::saturday), date("2026-02-28"));
}

}  // namespace
}  // namespace plazo::sandbox
