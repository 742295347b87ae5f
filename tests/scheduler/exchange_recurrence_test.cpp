#include "scheduler/exchange_recurrence.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/scheduler/exchange_file.h"

namespace plazo::scheduler {
namespace {

using ical::TimeKind;
using nlohmann::json;
using testing::local;
using testing::Made;
using testing::monday;
using testing::tzdb;

const std::string jan31 = "DTSTART;TZID=Europe/Madrid:20260131T100000\n";
const std::string romance = "Romance Standard Time";

std::variant<ExactRecurrence, Refused> answer(const std::string& lines) {
    const Made made{lines};
    return exact_recurrence(ical::recurrence_set(made.event(), made.zones.zone_of), romance);
}

ExactRecurrence exact(const std::string& lines) {
    const auto made = answer(lines);
    const auto* refused = std::get_if<Refused>(&made);
    EXPECT_EQ(refused, nullptr) << lines << ": " << refused->why;
    return refused == nullptr ? std::get<ExactRecurrence>(made) : ExactRecurrence{};
}

json pattern(const std::string& lines) {
    return recurrence_json(exact(lines).recurrence)["pattern"];
}

json range(const std::string& lines) {
    return recurrence_json(exact(lines).recurrence)["range"];
}

std::string why_not(const std::string& lines) {
    const auto made = answer(lines);
    const auto* refused = std::get_if<Refused>(&made);
    EXPECT_NE(refused, nullptr) << lines;
    return refused == nullptr ? "" : refused->why;
}

/// The rule of a pattern and a range from 2 March 2026, ten o'clock in Madrid.
std::string rule(const std::string& pattern_text, const std::string& range_text = "") {
    const json made = {
        {"pattern", graph::parse_json(pattern_text)},
        {"range",
         graph::parse_json(range_text.empty() ? R"({"type":"noEnd","startDate":"2026-03-02",
                                                             "endDate":"0001-01-01"})"
                                              : range_text)}};
    const auto read = read_recurrence(made);
    const auto* refused = std::get_if<Refused>(&read);
    EXPECT_EQ(refused, nullptr) << made << refused->why;
    if (refused != nullptr) return "";
    return ical::format_recurrence(
        rule_of(std::get<GraphRecurrence>(read),
                {TimeKind::zoned, local("2026-03-02T10:00:00"), "Europe/Madrid"},
                *tzdb().find("Europe/Madrid")));
}

std::string why_unread(const std::string& text) {
    const auto read = read_recurrence(graph::parse_json(text));
    const auto* refused = std::get_if<Refused>(&read);
    return refused == nullptr ? "" : refused->why;
}

TEST(GraphRecurrence, ExampleOfTheHeader) {
    const ExactRecurrence last_day = exact(jan31 + "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1");
    EXPECT_EQ(last_day.recurrence.pattern.day_of_month, 31);
    EXPECT_EQ(recurrence_json(last_day.recurrence)["pattern"]["type"], "absoluteMonthly");
    const ical::DateTime start{TimeKind::zoned, local("2026-01-31T10:00:00"), "Europe/Madrid"};
    EXPECT_EQ(
        ical::format_recurrence(rule_of(last_day.recurrence, start, *tzdb().find("Europe/Madrid"))),
        "FREQ=MONTHLY;BYMONTHDAY=-1");
}

TEST(Pattern, DailyHasAnInterval) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=DAILY;INTERVAL=3"),
              json::parse(R"({"type":"daily","interval":3})"));
}

TEST(Pattern, WeeklyAlwaysSaysWhenItsWeekBegins) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,MO"), json::parse(R"(
        {"type":"weekly","interval":2,"daysOfWeek":["monday","wednesday"],
         "firstDayOfWeek":"monday"})"));
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=WEEKLY;WKST=SU"), json::parse(R"(
        {"type":"weekly","interval":1,"daysOfWeek":["monday"],"firstDayOfWeek":"sunday"})"));
}

TEST(Pattern, DailyOnDaysOfTheWeekIsWeekly) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR")["type"], "weekly");
    EXPECT_NE(why_not(monday + "RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO"), "");
}

TEST(Pattern, MonthlyOnADayThatEveryMonthHas) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=MONTHLY"),
              json::parse(R"({"type":"absoluteMonthly","interval":1,"dayOfMonth":2})"));
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=MONTHLY;BYMONTHDAY=2")["dayOfMonth"], 2);
}

TEST(Pattern, Day31IsNotTheLastDayInRfc5545) {
    EXPECT_NE(why_not(jan31 + "RRULE:FREQ=MONTHLY;BYMONTHDAY=31").find("day 31"),
              std::string::npos);
    EXPECT_NE(why_not(jan31 + "RRULE:FREQ=MONTHLY"), "");
    EXPECT_NE(why_not("DTSTART:20260129T100000Z\nRRULE:FREQ=MONTHLY"), "");
}

TEST(Pattern, TheLastDayIsDay31OfExchange) {
    EXPECT_EQ(pattern(jan31 + "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1")["dayOfMonth"], 31);
    EXPECT_NE(why_not("DTSTART:20260130T100000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-2"), "");
}

TEST(Pattern, MonthlyOnTheNthDayOfTheWeek) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=MONTHLY;BYDAY=1MO"), json::parse(R"(
        {"type":"relativeMonthly","interval":1,"daysOfWeek":["monday"],"index":"first"})"));
    EXPECT_EQ(pattern("DTSTART:20260327T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=-1FR")["index"], "last");
    EXPECT_NE(why_not("DTSTART:20260330T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=5MO"), "");
}

TEST(Pattern, SeveralDaysWithAPositionAreTheNthAmongThem) {
    const json last_working_day =
        pattern("DTSTART:20260331T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
    EXPECT_EQ(last_working_day["index"], "last");
    EXPECT_EQ(last_working_day["daysOfWeek"].size(), 5U);
    EXPECT_NE(why_not(monday + "RRULE:FREQ=MONTHLY;BYDAY=1MO,3MO"), "");
    EXPECT_NE(why_not(monday + "RRULE:FREQ=MONTHLY;BYDAY=MO"), "");
    EXPECT_NE(why_not(monday + "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2"), "");
}

TEST(Pattern, YearlyAlwaysNamesItsMonth) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=YEARLY"), json::parse(R"(
        {"type":"absoluteYearly","interval":1,"month":3,"dayOfMonth":2})"));
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=1MO"), json::parse(R"(
        {"type":"relativeYearly","interval":1,"month":3,"daysOfWeek":["monday"],
         "index":"first"})"));
}

TEST(Pattern, YearlyOnDay31IsExactWhereTheMonthHasOne) {
    EXPECT_EQ(pattern(jan31 + "RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1")["dayOfMonth"], 31);
    EXPECT_EQ(pattern(jan31 + "RRULE:FREQ=YEARLY")["dayOfMonth"], 31);
}

TEST(Pattern, RefusesWhatExchangeHasNoWordsFor) {
    for (const char* rule :
         {"FREQ=HOURLY", "FREQ=DAILY;BYHOUR=10,14", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=2",
          "FREQ=YEARLY;BYYEARDAY=61", "FREQ=YEARLY;BYWEEKNO=10;BYDAY=MO", "FREQ=YEARLY;BYDAY=9MO",
          "FREQ=MONTHLY;BYMONTHDAY=2,16", "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=2",
          "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=2", "FREQ=DAILY;BYMONTH=3", "FREQ=WEEKLY;INTERVAL=100",
          "FREQ=YEARLY;BYMONTHDAY=2", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2,3"}) {
        EXPECT_NE(why_not(monday + "RRULE:" + rule), "") << rule;
    }
}

TEST(Pattern, TakesAnHourThatIsTheStartsOwn) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=DAILY;BYHOUR=10;BYMINUTE=0")["type"], "daily");
}

TEST(Range, BeginsOnTheDayOfTheStartInItsZone) {
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY"), json::parse(R"(
        {"type":"noEnd","startDate":"2026-03-02","recurrenceTimeZone":"Romance Standard Time"})"));
}

TEST(Range, CountsOccurrences) {
    const json counted = range(monday + "RRULE:FREQ=DAILY;COUNT=999");
    EXPECT_EQ(counted["type"], "numbered");
    EXPECT_EQ(counted["numberOfOccurrences"], 999);
}

TEST(Range, EndsOnTheLocalDayOfAnUntilInUtc) {
    // 23:30 UTC is the next day in Madrid, and after ten o'clock only on the day before.
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY;UNTIL=20260310T090000Z")["endDate"], "2026-03-10");
    EXPECT_EQ(range("DTSTART;TZID=Europe/Madrid:20260302T001500\n"
                    "RRULE:FREQ=DAILY;UNTIL=20260309T233000Z")["endDate"],
              "2026-03-10");
}

TEST(Range, EndsADayEarlierWhereUntilComesBeforeTheHour) {
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY;UNTIL=20260310T085959Z")["endDate"], "2026-03-09");
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY;UNTIL=20260310")["endDate"], "2026-03-10");
}

TEST(Range, BeyondExchangesCalendarHasNoEnd) {
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z")["type"], "noEnd");
}

TEST(Range, OfMoreThan999OccurrencesEndsOnTheDayOfTheLast) {
    const json thousand = range(monday + "RRULE:FREQ=DAILY;COUNT=1000");
    EXPECT_EQ(thousand["type"], "endDate");
    EXPECT_EQ(thousand["endDate"], "2028-11-25");
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY;COUNT=500000")["endDate"], "3395-02-12");
    // What goes on beyond Exchange's calendar has no end there.
    EXPECT_EQ(range(monday + "RRULE:FREQ=DAILY;COUNT=2147483647")["type"], "noEnd");
}

TEST(Range, OfARuleThatNeverComesIsNone) {
    EXPECT_NE(why_not(monday + "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "");
    EXPECT_NE(why_not(monday + "RRULE:FREQ=DAILY;UNTIL=20260301T000000Z"), "");
}

TEST(Pattern, Day29To31IsExactWhereEveryMonthThatItComesToHasIt) {
    EXPECT_EQ(pattern(jan31 + "RRULE:FREQ=MONTHLY;INTERVAL=12")["dayOfMonth"], 31);
    EXPECT_EQ(pattern(jan31 + "RRULE:FREQ=MONTHLY;INTERVAL=6")["dayOfMonth"], 31);
    EXPECT_NE(why_not(jan31 + "RRULE:FREQ=MONTHLY;INTERVAL=3"), "");
    const std::string july31 = "DTSTART;TZID=Europe/Madrid:20260731T100000\n";
    EXPECT_EQ(pattern(july31 + "RRULE:FREQ=MONTHLY;COUNT=2")["dayOfMonth"], 31);
    EXPECT_NE(why_not(july31 + "RRULE:FREQ=MONTHLY;COUNT=3").find("2026-09"), std::string::npos);
    // The last day of September is after UNTIL, so Exchange has nothing to move there.
    EXPECT_EQ(pattern(july31 + "RRULE:FREQ=MONTHLY;UNTIL=20260929T100000Z")["dayOfMonth"], 31);
    EXPECT_NE(why_not(july31 + "RRULE:FREQ=MONTHLY;UNTIL=20260930T100000Z"), "");
}

TEST(Pattern, The29thOfFebruaryIsExactBetweenTwoCenturies) {
    const std::string leap = "DTSTART:20280229T100000Z\nRRULE:FREQ=YEARLY";
    EXPECT_NE(why_not(leap).find("2029-02"), std::string::npos);
    EXPECT_NE(why_not(leap + ";INTERVAL=4").find("2100-02"), std::string::npos);
    EXPECT_EQ(pattern(leap + ";INTERVAL=4;COUNT=18")["dayOfMonth"], 29);
    EXPECT_EQ(pattern(leap + ";COUNT=1")["dayOfMonth"], 29);
}

TEST(Pattern, TheLastOfSeveralDaysThatRunToTheEndIsWhatExchangeMeansByDay29To31) {
    EXPECT_EQ(pattern("DTSTART:20260130T100000Z\n"
                      "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1")["dayOfMonth"],
              30);
    EXPECT_EQ(
        pattern(jan31 + "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1")["dayOfMonth"], 31);
    EXPECT_EQ(pattern("DTSTART:20260228T100000Z\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1")["dayOfMonth"],
              29);
    EXPECT_NE(why_not(jan31 + "RRULE:FREQ=MONTHLY;BYMONTHDAY=29,31;BYSETPOS=-1"), "");
}

TEST(Pattern, APositionAmongOneDayIsThatDay) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=MONTHLY;BYMONTHDAY=2;BYSETPOS=-1")["dayOfMonth"], 2);
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1")["index"], "first");
    EXPECT_EQ(pattern("DTSTART:20260310T100000Z\n"
                      "RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2")["index"],
              "second");
}

/// A parser of Exchange's once wanted the pattern before the range.
TEST(Pattern, ComesBeforeTheRange) {
    const std::string text =
        graph::dump_json(recurrence_json(exact(monday + "RRULE:FREQ=DAILY").recurrence));
    EXPECT_TRUE(text.starts_with(R"({"pattern":{)")) << text;
}

TEST(Apart, IsAStartThatTheRuleDoesNotMatch) {
    const ExactRecurrence tuesdays = exact(monday + "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4");
    EXPECT_EQ(tuesdays.first, local("2026-03-03T10:00:00"));
    EXPECT_EQ(tuesdays.apart, std::vector{local("2026-03-02T10:00:00")});
    EXPECT_EQ(tuesdays.recurrence.range.count, 3);  // DTSTART is the first of the four
    EXPECT_EQ(tuesdays.recurrence.range.start, timezone::parse_date("2026-03-03"));
    EXPECT_NE(why_not(monday + "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=1"), "");
}

TEST(Apart, KeepsThePhaseOfTheStart) {
    const ExactRecurrence made = exact(monday + "RRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1");
    EXPECT_EQ(made.first, local("2026-05-01T10:00:00"));
    EXPECT_EQ(exact(monday + "RRULE:FREQ=DAILY;BYHOUR=12").first, local("2026-03-02T12:00:00"));
}

TEST(Apart, AreDatesThatTheRuleDoesNotHaveAndNoExdateTakesAway) {
    const ExactRecurrence made =
        exact(monday + "RRULE:FREQ=WEEKLY\nRDATE;TZID=Europe/Madrid:20260304T100000," +
              "20260309T100000,20260305T100000\nEXDATE;TZID=Europe/Madrid:20260305T100000");
    EXPECT_EQ(made.apart, std::vector{local("2026-03-04T10:00:00")});
    EXPECT_NE(why_not(monday + "RDATE;TZID=Europe/Madrid:20260304T100000").find("RDATE"),
              std::string::npos);
}

TEST(RuleOf, EachPattern) {
    EXPECT_EQ(rule(R"({"type":"daily","interval":3})"), "FREQ=DAILY;INTERVAL=3");
    EXPECT_EQ(rule(R"({"type":"weekly","interval":2,"daysOfWeek":["wednesday","monday"],
                       "firstDayOfWeek":"sunday"})"),
              "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU");
    EXPECT_EQ(rule(R"({"type":"absoluteMonthly","interval":1,"dayOfMonth":2})"),
              "FREQ=MONTHLY;BYMONTHDAY=2");
    EXPECT_EQ(rule(R"({"type":"relativeMonthly","interval":1,"daysOfWeek":["monday"],
                       "index":"first"})"),
              "FREQ=MONTHLY;BYDAY=1MO");
    EXPECT_EQ(rule(R"({"type":"absoluteYearly","interval":1,"dayOfMonth":2,"month":3})"),
              "FREQ=YEARLY;BYMONTHDAY=2;BYMONTH=3");
    EXPECT_EQ(rule(R"({"type":"relativeYearly","interval":1,"daysOfWeek":["monday"],
                       "index":"last","month":3})"),
              "FREQ=YEARLY;BYDAY=-1MO;BYMONTH=3");
}

TEST(RuleOf, SeveralDaysWithAnIndexIsThePositionAmongThem) {
    EXPECT_EQ(rule(R"({"type":"relativeMonthly","interval":1,"index":"last",
                       "daysOfWeek":["monday","tuesday","wednesday","thursday","friday"]})"),
              "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
}

TEST(RuleOf, ADayThatSomeMonthsDoNotHaveIsTheirLast) {
    EXPECT_EQ(rule(R"({"type":"absoluteMonthly","interval":1,"dayOfMonth":31})"),
              "FREQ=MONTHLY;BYMONTHDAY=-1");
    EXPECT_EQ(rule(R"({"type":"absoluteMonthly","interval":1,"dayOfMonth":30})"),
              "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1");
    EXPECT_EQ(rule(R"({"type":"absoluteYearly","interval":1,"dayOfMonth":29,"month":2})"),
              "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2");
    EXPECT_EQ(rule(R"({"type":"absoluteYearly","interval":1,"dayOfMonth":31,"month":1})"),
              "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=1");
}

TEST(RuleOf, ARangeEndsWithItsLastDayInTheZone) {
    const std::string daily = R"({"type":"daily","interval":1})";
    EXPECT_EQ(rule(daily, R"({"type":"endDate","startDate":"2026-03-02","endDate":"2026-03-10"})"),
              "FREQ=DAILY;UNTIL=20260310T225959Z");
    EXPECT_EQ(rule(daily, R"({"type":"endDate","startDate":"2026-03-02","endDate":"2026-07-10"})"),
              "FREQ=DAILY;UNTIL=20260710T215959Z");
    EXPECT_EQ(
        rule(daily, R"({"type":"numbered","startDate":"2026-03-02","numberOfOccurrences":5})"),
        "FREQ=DAILY;COUNT=5");
}

TEST(RuleOf, WholeDaysEndsOnADay) {
    const GraphRecurrence daily{{},
                                {.type = GraphRange::Type::end_date,
                                 .start = *timezone::parse_date("2026-03-02"),
                                 .end = *timezone::parse_date("2026-03-10")}};
    const ical::Recurrence made =
        rule_of(daily, {TimeKind::date, local("2026-03-02T00:00:00"), ""}, timezone::Zone::utc());
    EXPECT_EQ(made.until->kind, TimeKind::date);
    EXPECT_EQ(made.until->local, local("2026-03-10T00:00:00"));
}

TEST(ReadRecurrence, TakesWordsInEitherCaseAndDefaults) {
    EXPECT_EQ(rule(R"({"type":"Weekly","interval":1,"daysOfWeek":["Monday"]})"),
              "FREQ=WEEKLY;BYDAY=MO;WKST=SU");
    EXPECT_EQ(rule(R"({"type":"relativeMonthly","interval":1,"daysOfWeek":["MONDAY"]})"),
              "FREQ=MONTHLY;BYDAY=1MO");
    // Members that the type does not need come with zeros.
    EXPECT_EQ(rule(R"({"type":"daily","interval":1,"month":0,"dayOfMonth":0,"daysOfWeek":[],
                       "firstDayOfWeek":"sunday","index":"first"})"),
              "FREQ=DAILY");
}

TEST(ReadRecurrence, RefusesWhatIsNone) {
    const std::string whole = R"("range":{"type":"noEnd","startDate":"2026-03-02"}})";
    for (const char* pattern_text :
         {R"({"pattern":{"type":"hourly","interval":1},)", R"({"pattern":{"type":"daily"},)",
          R"({"pattern":{"type":"daily","interval":0},)",
          R"({"pattern":{"type":"weekly","interval":1},)",
          R"({"pattern":{"type":"weekly","interval":1,"daysOfWeek":[]},)",
          R"({"pattern":{"type":"weekly","interval":1,"daysOfWeek":["today",7]},)",
          R"({"pattern":{"type":"absoluteMonthly","interval":1,"dayOfMonth":32},)",
          R"({"pattern":{"type":"absoluteYearly","interval":1,"dayOfMonth":1,"month":13},)",
          R"({"pattern":{"type":"relativeMonthly","interval":1,"daysOfWeek":["monday"],
              "index":"fifth"},)",
          R"({"pattern":null,)", "{"}) {
        EXPECT_NE(why_unread(pattern_text + whole), "") << pattern_text;
    }
    const std::string daily = R"({"pattern":{"type":"daily","interval":1},"range":)";
    for (const char* range_text :
         {R"({"type":"noEnd"}})", R"({"type":"for ever","startDate":"2026-03-02"}})",
          R"({"type":"endDate","startDate":"2026-03-02"}})",
          R"({"type":"endDate","startDate":"2026-03-02","endDate":"2026-03-01"}})",
          R"({"type":"numbered","startDate":"2026-03-02","numberOfOccurrences":0}})", "[]}"}) {
        EXPECT_NE(why_unread(daily + range_text), "") << range_text;
    }
    EXPECT_NE(why_unread("null"), "");
}

}  // namespace
}  // namespace plazo::scheduler
