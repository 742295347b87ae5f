#include "ical/vtimezone_rule.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

using timezone::YearlyDay;
using Kind = YearlyDay::Kind;

constexpr timezone::month march{3};
constexpr timezone::month october{10};

std::vector<YearlyDay> days_behind(const char* rule, const char* onset = "19700329T020000") {
    const auto found = yearly_days(*parse_recurrence(rule).recurrence, local(onset));
    std::vector<YearlyDay> days;
    for (const YearlyTime& each : found.value()) days.push_back(each.day);
    return days;
}

TEST(VtimezoneRule, ExampleOfTheManualPage) {
    const auto text = parse_recurrence("FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1");
    const auto days = yearly_days(*text.recurrence, *timezone::parse_local("1970-03-29T02:00:00"));
    EXPECT_EQ(days->front().day.number, -1);
    EXPECT_EQ(days->front().time, hours{2});
}

TEST(VtimezoneRule, EveryWayToSayTheLastSundayOfMarchIsThatDay) {
    const YearlyDay last_sunday{Kind::nth_weekday, march, -1, Weekday::sunday};
    for (const char* rule :
         {"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=-1,-2,-3,-4,-5,-6,-7",
          "FREQ=MONTHLY;INTERVAL=12;BYDAY=-1SU", "FREQ=MONTHLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1",
          "FREQ=DAILY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31",
          "FREQ=WEEKLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1",
          "FREQ=YEARLY;BYDAY=SU;BYYEARDAY=-282,-281,-280,-279,-278,-277,-276"}) {
        const std::string text{rule};
        if (text.find("WEEKLY") != std::string::npos && !parse_recurrence(rule).recurrence)
            continue;
        EXPECT_EQ(days_behind(rule), std::vector<YearlyDay>{last_sunday}) << rule;
    }
}

TEST(VtimezoneRule, UsualAndUnusualReadingAgree) {
    for (const char* rule :
         {"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYDAY=+2SU;BYMONTH=3;WKST=MO;INTERVAL=1",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=9", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-9",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=9,10,11,12,13,14,15;BYDAY=SU",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=22,23,24,25,26,27,28;BYDAY=SU",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=16,17,18,19,20,21,22;BYDAY=SU",
          "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=2SU"}) {
        const auto usual = parse_usual_rule(rule);
        ASSERT_TRUE(usual && usual->day) << rule;
        const YearlyDay day{usual->day->kind, usual->day->month, usual->day->number,
                            usual->day->weekday};
        EXPECT_EQ(days_behind(rule), std::vector<YearlyDay>{day}) << rule;
    }
    const char* never = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15,16,17,18,19,20,21;BYDAY=1SU";
    EXPECT_EQ(parse_usual_rule(never)->day, std::nullopt);
    EXPECT_TRUE(days_behind(never).empty());
}

TEST(VtimezoneRule, UnusualFormsAreLeftToTheCarefulReading) {
    for (const char* rule :
         {"", "FREQ=YEARLY", "BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYDAY=-1SU",
          "FREQ=YEARLY;FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3,4;BYDAY=-1SU",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU,1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=6SU",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;INTERVAL=2", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=3",
          "FREQ=YEARLY;BYMONTH=13;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;BYHOUR=2",
          "FREQ=YEARLY;BYMONTH=4;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU;BYMONTHDAY=5,6,7,8,9,10,11",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=", "FREQ=MONTHLY;BYMONTH=3;BYDAY=-1SU",
          "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,15"}) {
        EXPECT_FALSE(parse_usual_rule(rule)) << rule;
    }
}

TEST(VtimezoneRule, DaysThatSomeYearsLackAreKept) {
    EXPECT_EQ(days_behind("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
              (std::vector<YearlyDay>{{Kind::month_day, timezone::month{2}, 29, Weekday::sunday}}));
    EXPECT_EQ(
        days_behind("FREQ=YEARLY;BYMONTH=6;BYDAY=5SU"),
        (std::vector<YearlyDay>{{Kind::nth_weekday, timezone::month{6}, 5, Weekday::sunday}}));
}

TEST(VtimezoneRule, SeveralDaysOfTheYearAreSeveralDays) {
    EXPECT_EQ(days_behind("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU"),
              (std::vector<YearlyDay>{{Kind::nth_weekday, march, -1, Weekday::sunday},
                                      {Kind::nth_weekday, october, -1, Weekday::sunday}}));
    EXPECT_EQ(days_behind("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1").size(), 2u);
    EXPECT_EQ(
        days_behind("FREQ=YEARLY;BYYEARDAY=100,-1"),
        (std::vector<YearlyDay>{{Kind::day_of_year, timezone::month{1}, 99, Weekday::sunday},
                                {Kind::month_day, timezone::month{12}, 31, Weekday::sunday}}));
}

TEST(VtimezoneRule, AWeekOverTheEndOfAMonthIsOneDay) {
    // The Friday before the second of April, and the Sunday on or after 26 February.
    const auto friday =
        days_behind("FREQ=YEARLY;BYDAY=FR;BYYEARDAY=-280,-279,-278,-277,-276,-275,-274");
    EXPECT_EQ(friday,
              (std::vector<YearlyDay>{{Kind::weekday_on_or_after, march, 27, Weekday::friday}}));
    const auto sunday = days_behind("FREQ=YEARLY;BYDAY=SU;BYYEARDAY=57,58,59,60,61,62,63");
    EXPECT_EQ(sunday, (std::vector<YearlyDay>{
                          {Kind::weekday_on_or_after, timezone::month{2}, 26, Weekday::sunday}}));
}

TEST(VtimezoneRule, WhatIsNotTheSameEveryYearHasNoDays) {
    for (const char* rule : {"FREQ=YEARLY;INTERVAL=2", "FREQ=MONTHLY;INTERVAL=5",
                             "FREQ=YEARLY;BYMONTH=3;BYDAY=SU,MO,TU", "FREQ=YEARLY;BYWEEKNO=20",
                             "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;BYHOUR=1,2"}) {
        EXPECT_FALSE(yearly_days(*parse_recurrence(rule).recurrence, local("19700329T020000")))
            << rule;
    }
    EXPECT_FALSE(
        yearly_days(*parse_recurrence("FREQ=YEARLY").recurrence, local("20800329T020000")));
}

TEST(VtimezoneRule, EveryDayIsWrittenAsARuleThatMeansIt) {
    for (const YearlyDay& day : {
             YearlyDay{Kind::nth_weekday, march, 2, Weekday::sunday},
             YearlyDay{Kind::nth_weekday, march, -1, Weekday::thursday},
             YearlyDay{Kind::weekday_on_or_after, march, 5, Weekday::sunday},
             YearlyDay{Kind::weekday_on_or_after, march, 27, Weekday::friday},
             YearlyDay{Kind::weekday_on_or_after, timezone::month{2}, 26, Weekday::sunday},
             YearlyDay{Kind::weekday_on_or_after, timezone::month{1}, 30, Weekday::monday},
             YearlyDay{Kind::month_day, timezone::month{2}, -1, Weekday::sunday},
             YearlyDay{Kind::day_of_year, timezone::month{1}, 99, Weekday::sunday},
         }) {
        const Recurrence rule = recurrence_of(day);
        EXPECT_TRUE(faults_of(rule).empty());
        const auto days = yearly_days(rule, local("19700101T020000"));
        ASSERT_TRUE(days && days->size() == 1) << format_recurrence(rule);
        EXPECT_EQ(days->front().day, day) << format_recurrence(rule);
    }
    const YearlyDay first_of_march{Kind::day_without_leap, timezone::month{1}, 60, {}};
    EXPECT_EQ(format_recurrence(recurrence_of(first_of_march)),
              "FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=3");
}

}  // namespace
}  // namespace plazo::ical
