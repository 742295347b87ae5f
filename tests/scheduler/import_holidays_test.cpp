#include "scheduler/import_holidays.h"

#include <gtest/gtest.h>

#include "scheduler/input_error.h"
#include "tests/scheduler/world.h"
#include "timezone/text.h"

namespace plazo::scheduler {
namespace {

using timezone::YearSpan;

std::string whole_day(const std::string& date, const std::string& name,
                      const std::string& more = "") {
    return "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\nUID:" + name + date + "\nSUMMARY:" + name +
           "\nDTSTART;VALUE=DATE:" + date + "\n" + more + "END:VEVENT\n";
}

HolidayImport made_of(const std::string& events, std::optional<YearSpan> years = std::nullopt) {
    const ical::Calendar calendar = ical::read_calendar(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n" + events + "END:VCALENDAR\n");
    return import_holidays(calendar, {.name = "official", .years = years});
}

/// "2026-01-01 New Year", "2026-12-24..2026-12-26 Closed".
std::vector<std::string> days_of(const HolidayImport& made) {
    std::vector<std::string> texts;
    for (const timezone::Holiday& each : made.set.days) {
        std::string text = timezone::format_date(each.first);
        if (each.last != each.first) text += ".." + timezone::format_date(each.last);
        texts.push_back(text + " " + each.name);
    }
    return texts;
}

using Texts = std::vector<std::string>;

const std::string new_year = whole_day("20200101", "New Year", "RRULE:FREQ=YEARLY\n");

TEST(HolidayImport, ExampleOfTheHeader) {
    const HolidayImport made = made_of(new_year + whole_day("20260405", "Easter"));
    EXPECT_EQ(made.set.covers, (YearSpan{2026, 2026}));
    EXPECT_EQ(days_of(made), (Texts{"2026-01-01 New Year", "2026-04-05 Easter"}));
    EXPECT_TRUE(made.problems.empty());
}

TEST(HolidayImport, ExpandsWhatRecursInTheYearsThatAreNamed) {
    EXPECT_EQ(days_of(made_of(new_year, YearSpan{2026, 2028})),
              (Texts{"2026-01-01 New Year", "2027-01-01 New Year", "2028-01-01 New Year"}));
    const std::string thanksgiving =
        whole_day("20251127", "Thanksgiving", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\n");
    EXPECT_EQ(days_of(made_of(thanksgiving, YearSpan{2026, 2027})),
              (Texts{"2026-11-26 Thanksgiving", "2027-11-25 Thanksgiving"}));
    EXPECT_THROW(made_of(new_year), InputError);
}

TEST(HolidayImport, OfALeapDayHasItInLeapYearsOnly) {
    const HolidayImport made =
        made_of(whole_day("20240229", "Leap", "RRULE:FREQ=YEARLY\n"), YearSpan{2027, 2028});
    EXPECT_EQ(days_of(made), Texts{"2028-02-29 Leap"});
    ASSERT_EQ(made.problems.size(), 1U);
    EXPECT_NE(made.problems[0].text.find("2027"), std::string::npos);
}

TEST(HolidayImport, LeavesOutWhatAnExdateOrAnOverrideTakesAway) {
    const HolidayImport made = made_of(
        whole_day("20260101", "Day", "RRULE:FREQ=YEARLY;COUNT=4\nEXDATE;VALUE=DATE:20270101\n") +
            "BEGIN:VEVENT\nUID:Day20260101\nRECURRENCE-ID;VALUE=DATE:20280101\nSTATUS:CANCELLED\n"
            "DTSTART;VALUE=DATE:20280101\nEND:VEVENT\n"
            "BEGIN:VEVENT\nUID:Day20260101\nRECURRENCE-ID;VALUE=DATE:20290101\nSUMMARY:Moved\n"
            "DTSTART;VALUE=DATE:20290102\nEND:VEVENT\n",
        YearSpan{2026, 2029});
    EXPECT_EQ(days_of(made), (Texts{"2026-01-01 Day", "2029-01-02 Moved"}));
}

TEST(HolidayImport, KeepsSeveralDaysInARowTogether) {
    const std::string closed = whole_day("20261230", "Closed", "DTEND;VALUE=DATE:20270104\n");
    EXPECT_EQ(days_of(made_of(closed)), Texts{"2026-12-30..2027-01-03 Closed"});
    EXPECT_EQ(made_of(closed).set.covers, (YearSpan{2026, 2027}));
    // Only the days of the years that are named.
    EXPECT_EQ(days_of(made_of(closed, YearSpan{2027, 2027})),
              Texts{"2027-01-01..2027-01-03 Closed"});
}

TEST(HolidayImport, MergesDuplicatesAndNamesADayByAllItsNames) {
    EXPECT_EQ(days_of(made_of(whole_day("20260501", "May Day") +
                              "BEGIN:VEVENT\nUID:other\nSUMMARY:May Day\n"
                              "DTSTART;VALUE=DATE:20260501\nEND:VEVENT\n" +
                              whole_day("20260501", "Labour Day"))),
              Texts{"2026-05-01 May Day / Labour Day"});
    // A day within a longer closing time.
    EXPECT_EQ(days_of(made_of(whole_day("20261224", "Closed", "DTEND;VALUE=DATE:20261227\n") +
                              whole_day("20261225", "Christmas"))),
              (Texts{"2026-12-24 Closed", "2026-12-25 Closed / Christmas", "2026-12-26 Closed"}));
}

TEST(HolidayImport, SkipsCancelledOnesAndTasks) {
    const HolidayImport made = made_of(whole_day("20260101", "Gone", "STATUS:CANCELLED\n") +
                                       whole_day("20260106", "Stays") +
                                       "BEGIN:VTODO\nUID:t\nDUE;VALUE=DATE:20260107\n"
                                       "END:VTODO\n");
    EXPECT_EQ(days_of(made), Texts{"2026-01-06 Stays"});
    ASSERT_EQ(made.events.size(), 3U);
    EXPECT_EQ(made.events[0].reason, "it is cancelled");
    EXPECT_EQ(made.events[2].reason, "it is a task");
    EXPECT_EQ(made.events[1].days, 1);
}

TEST(HolidayImport, RefusesEventsWithATimeOfDayAndSaysWhere) {
    const HolidayImport made = made_of(whole_day("20260106", "Day") +
                                       "BEGIN:VEVENT\nUID:p\nSUMMARY:Party\n"
                                       "DTSTART:20260107T180000Z\nEND:VEVENT\n");
    EXPECT_EQ(days_of(made), Texts{"2026-01-06 Day"});
    ASSERT_FALSE(made.problems.empty());
    EXPECT_TRUE(describe(made.problems.back()).starts_with("10:1: warning: \"Party\" is left out"))
        << describe(made.problems.back());
    EXPECT_NE(made.events[1].reason.find("time of day"), std::string::npos);
}

TEST(HolidayImport, OfAFileWithoutAnySaysWhy) {
    try {
        made_of("BEGIN:VEVENT\nUID:p\nSUMMARY:Party\nDTSTART:20260107T180000Z\nEND:VEVENT\n");
        FAIL() << "an InputError was due";
    } catch (const InputError& error) {
        EXPECT_NE(std::string{error.what()}.find("none of the 1 events"), std::string::npos);
        EXPECT_NE(std::string{error.what()}.find("time of day"), std::string::npos);
    }
    EXPECT_THROW(made_of("", YearSpan{2026, 2026}), InputError);
}

TEST(HolidayImport, TakesOutlooksWholeDaysThatAreWrittenAsTimes) {
    EXPECT_EQ(days_of(made_of("BEGIN:VEVENT\nUID:o\nSUMMARY:Outlook\nDTSTART:20260106T000000\n"
                              "DTEND:20260107T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"
                              "END:VEVENT\n")),
              Texts{"2026-01-06 Outlook"});
}

TEST(HolidayImport, TakesTheNewerOfTwoVersions) {
    const HolidayImport made = made_of(
        "BEGIN:VEVENT\nUID:a\nSEQUENCE:2\nSUMMARY:New\nDTSTART;VALUE=DATE:20260102\n"
        "END:VEVENT\nBEGIN:VEVENT\nUID:a\nSEQUENCE:1\nSUMMARY:Old\n"
        "DTSTART;VALUE=DATE:20260101\nEND:VEVENT\n");
    EXPECT_EQ(days_of(made), Texts{"2026-01-02 New"});
    EXPECT_NE(made.events[1].reason.find("newer"), std::string::npos);
}

TEST(HolidayImport, SaysOfAnEventOutsideOfTheYearsThatItIsNone) {
    const HolidayImport made =
        made_of(whole_day("20260106", "Day") + whole_day("20200106", "Old"), YearSpan{2026, 2026});
    EXPECT_EQ(days_of(made), Texts{"2026-01-06 Day"});
    EXPECT_NE(made.events[1].reason.find("those years"), std::string::npos);
}

TEST(HolidayImport, MakesNamesOfOneLineThatACalendarTakes) {
    std::string longest;
    for (int i = 0; i < 150; ++i) longest += "ñ";
    const HolidayImport made =
        made_of(whole_day("20260106", "x", "") + whole_day("20260108", "Two\\nlines") +
                whole_day("20260110", longest));
    EXPECT_EQ(made.set.days[1].name, "Two lines");
    EXPECT_EQ(made.set.days[2].name.size(), holiday_name_bytes_max);
}

TEST(HolidayImport, RefusesSpansAndNumbersThatNobodyMeans) {
    EXPECT_THROW(made_of(new_year, YearSpan{2028, 2026}), InputError);
    EXPECT_THROW(made_of(new_year, YearSpan{2000, 2100}), InputError);
    EXPECT_THROW(made_of(new_year, YearSpan{9990, 9999}), InputError);
    EXPECT_THROW(made_of(whole_day("20200101", "x", "RRULE:FREQ=DAILY\n"), YearSpan{2026, 2045}),
                 InputError);
    const HolidayImport too_long = made_of(
        whole_day("20260101", "x", "DTEND;VALUE=DATE:20280101\n") + whole_day("20260106", "Day"));
    EXPECT_EQ(too_long.set.days.size(), 1U);
    EXPECT_NE(too_long.events[0].reason.find("366"), std::string::npos);
}

TEST(HolidayImport, IsForAllYearsOfARuleThatEnds) {
    const YearSpan three{2026, 2028};
    EXPECT_EQ(made_of(whole_day("20260501", "May", "RRULE:FREQ=YEARLY;COUNT=3\n")).set.covers,
              three);
    EXPECT_EQ(
        made_of(whole_day("20260501", "May", "RRULE:FREQ=YEARLY;UNTIL=20280501\n")).set.covers,
        three);
    EXPECT_EQ(made_of(whole_day("20260501", "May", "RDATE;VALUE=DATE:20280502\n")).set.covers,
              three);
    // One for longer than a set can be is as good as endless.
    EXPECT_EQ(made_of(whole_day("20260501", "May", "RRULE:FREQ=YEARLY;UNTIL=20990501\n") +
                      whole_day("20260403", "Easter"))
                  .set.covers,
              (YearSpan{2026, 2026}));
}

TEST(HolidayImport, CountsExchangesWholeDaysOnTheirOwnClock) {
    const ical::Calendar calendar = ical::read_calendar(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:w\nSUMMARY:Closed\n"
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nDTSTART;TZID=Europe/Madrid:20261207T000000\n"
        "DTEND;TZID=Europe/Madrid:20261208T000000\nRRULE:FREQ=DAILY;UNTIL=20261208T230000Z\n"
        "END:VEVENT\nEND:VCALENDAR\n");
    const HolidayImport made = import_holidays(
        calendar, {.name = "official", .zone_of = ical::zones_of(calendar, testing::tzdb())});
    EXPECT_EQ(days_of(made), Texts{"2026-12-07..2026-12-09 Closed"});
}

}  // namespace
}  // namespace plazo::scheduler
