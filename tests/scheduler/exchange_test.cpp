#include "scheduler/exchange.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::local;
using testing::tzdb;

/// An event made of these lines, and the zones of its file.
struct Made {
    explicit Made(const std::string& lines)
        : calendar{ical::read_calendar("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u\n" +
                                       lines + "\nEND:VEVENT\nEND:VCALENDAR\n")},
          zones{ical::zones_of(calendar, tzdb(), "Europe/Madrid"), *tzdb().find("Europe/Madrid"),
                tzdb()} {
        EXPECT_EQ(calendar.events.size(), 1U) << lines;
    }
    const ical::Event& event() const { return calendar.events.front(); }
    GraphTimes times() const { return *single_times(event(), zones); }
    json json_of() {
        warnings.clear();
        return graph_event(event(), times(), zones, warnings);
    }

    ical::Calendar calendar;
    FileZones zones;
    std::vector<std::string> warnings;
};

const std::string monday = "DTSTART;TZID=Europe/Madrid:20260302T100000\n";
const std::string jan31 = "DTSTART;TZID=Europe/Madrid:20260131T100000\n";

json pattern(const std::string& lines) {
    const Made made{lines};
    const GraphRecurrence answer = graph_recurrence(made.event(), made.zones);
    EXPECT_EQ(answer.why_not, "") << lines;
    return answer.json.empty() ? json::object() : graph::parse_json(answer.json)["pattern"];
}

json range(const std::string& lines) {
    const Made made{lines};
    return graph::parse_json(graph_recurrence(made.event(), made.zones).json)["range"];
}

std::string why_not(const std::string& lines) {
    const Made made{lines};
    const GraphRecurrence answer = graph_recurrence(made.event(), made.zones);
    EXPECT_EQ(answer.json, "") << lines;
    return answer.why_not;
}

TEST(GraphTimes, NameTheZoneAsWindowsDoes) {
    const GraphTimes times = Made{monday + "DTEND;TZID=Europe/Madrid:20260302T113000"}.times();
    EXPECT_EQ(times.start, local("2026-03-02T10:00:00"));
    EXPECT_EQ(times.end, local("2026-03-02T11:30:00"));
    EXPECT_EQ(times.zone, "Romance Standard Time");
    EXPECT_FALSE(times.all_day);
}

TEST(GraphTimes, OfExchangesOwnFilesKeepTheirZone) {
    EXPECT_EQ(Made{"DTSTART;TZID=Eastern Standard Time:20260302T100000"}.times().zone,
              "Eastern Standard Time");
}

TEST(GraphTimes, OfRulesThatNobodyNamedHaveTheWindowsNameOfTheirTime) {
    const std::string block =
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n";
    const ical::Calendar calendar = ical::read_calendar(
        "BEGIN:VCALENDAR\n" + block + "BEGIN:VEVENT\nUID:u\n" +
        "DTSTART;TZID=Customized Time Zone:20260302T100000\nEND:VEVENT\nEND:VCALENDAR\n");
    const FileZones zones{ical::zones_of(calendar, tzdb()), timezone::Zone::utc(), tzdb()};
    EXPECT_EQ(single_times(calendar.events.front(), zones)->zone, "SA Pacific Standard Time");
}

TEST(GraphTimes, HaveAWindowsNameWhoseClocksAreRightThen) {
    // By the frozen data of 2025 the Canaries keep London's time; in the 1970s they did not.
    const auto zone_in = [](const std::string& year) {
        return Made{"DTSTART;TZID=Atlantic/Canary:" + year + "0702T100000"}.times().zone;
    };
    EXPECT_EQ(zone_in("2026"), "GMT Standard Time");
    EXPECT_NE(zone_in("1979"), "GMT Standard Time");
}

TEST(GraphTimes, InUtcStayInUtc) {
    const GraphTimes times = Made{"DTSTART:20260302T100000Z\nDURATION:PT1H"}.times();
    EXPECT_EQ(times.start, local("2026-03-02T10:00:00"));
    EXPECT_EQ(times.end, local("2026-03-02T11:00:00"));
    EXPECT_EQ(times.zone, "UTC");
}

TEST(GraphTimes, WithoutZoneAreTheRepositorys) {
    EXPECT_EQ(Made{"DTSTART:20260302T100000"}.times().zone, "Romance Standard Time");
}

TEST(GraphTimes, OfWholeDaysAreMidnightToMidnightAndTheEndIsExclusive) {
    const GraphTimes times = Made{"DTSTART;VALUE=DATE:20260302"}.times();
    EXPECT_TRUE(times.all_day);
    EXPECT_EQ(times.start, local("2026-03-02T00:00:00"));
    EXPECT_EQ(times.end, local("2026-03-03T00:00:00"));
    EXPECT_EQ(times.zone, "Romance Standard Time");
}

TEST(GraphTimes, OfAnHourThatComesTwiceAreToldInUtc) {
    // Exchange would take the second one, RFC 5545 means the first: 00:30 UTC.
    const GraphTimes times =
        Made{"DTSTART;TZID=Europe/Madrid:20261025T023000\nDURATION:PT30M"}.times();
    EXPECT_EQ(times.zone, "UTC");
    EXPECT_EQ(times.start, local("2026-10-25T00:30:00"));
}

TEST(GraphTimes, OfAnHourThatNeverComesAreThoseAfterTheGap) {
    const GraphTimes times =
        Made{"DTSTART;TZID=Europe/Madrid:20260329T023000\nDURATION:PT30M"}.times();
    EXPECT_EQ(times.zone, "Romance Standard Time");
    EXPECT_EQ(times.start, local("2026-03-29T03:30:00"));
}

TEST(GraphTimes, AreNoneForAZoneThatNobodyKnows) {
    const Made made{"DTSTART;TZID=Customized Time Zone:20260302T100000"};
    EXPECT_FALSE(single_times(made.event(), made.zones));
    EXPECT_FALSE(clock_of(made.event().start, made.zones));
}

TEST(GraphTimes, ThatEndInAnotherZoneAreToldByOneClock) {
    const GraphTimes times = Made{monday + "DTEND;TZID=Europe/London:20260302T100000"}.times();
    EXPECT_EQ(times.end, local("2026-03-02T11:00:00"));
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
    EXPECT_NE(why_not("DTSTART:20280229T100000Z\nRRULE:FREQ=YEARLY"), "");
}

TEST(Pattern, RefusesWhatExchangeHasNoWordsFor) {
    for (const char* rule :
         {"FREQ=HOURLY", "FREQ=DAILY;BYHOUR=10,14", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=2",
          "FREQ=YEARLY;BYYEARDAY=61", "FREQ=YEARLY;BYWEEKNO=10;BYDAY=MO", "FREQ=YEARLY;BYDAY=9MO",
          "FREQ=MONTHLY;BYMONTHDAY=2,16", "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=2",
          "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=2", "FREQ=DAILY;BYMONTH=3", "FREQ=WEEKLY;INTERVAL=100",
          "FREQ=DAILY;COUNT=1000"}) {
        EXPECT_NE(why_not(monday + "RRULE:" + rule), "") << rule;
    }
    EXPECT_NE(why_not(monday + "RRULE:FREQ=DAILY;COUNT=3\nRDATE;TZID=Europe/Madrid:"
                               "20260401T100000"),
              "");
}

TEST(Pattern, RefusesAFirstDayThatIsNotOfTheRule) {
    EXPECT_NE(why_not(monday + "RRULE:FREQ=WEEKLY;BYDAY=TU").find("first day"), std::string::npos);
}

TEST(Pattern, TakesAnHourThatIsTheStartsOwn) {
    EXPECT_EQ(pattern(monday + "RRULE:FREQ=DAILY;BYHOUR=10;BYMINUTE=0")["type"], "daily");
}

TEST(Pattern, NeedsAZoneOfWindows) {
    EXPECT_NE(why_not("DTSTART;TZID=UTC+0517:20260302T100000\nRRULE:FREQ=DAILY"), "");
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

TEST(GraphEvent, EscapesWhatIsPlainText) {
    Made made{monday + "SUMMARY:A & B\nDESCRIPTION:<b>Bring</b>\\n\"all\"\nURL:https://x.es/?a&b"};
    const json event = made.json_of();
    EXPECT_EQ(event["subject"], "A & B");
    EXPECT_EQ(event["body"]["contentType"], "html");
    EXPECT_EQ(event["body"]["content"],
              "&lt;b&gt;Bring&lt;/b&gt;<br>&quot;all&quot;"
              "<p><a href=\"https://x.es/?a&amp;b\">https://x.es/?a&amp;b</a></p>");
}

TEST(GraphEvent, LinksNoOtherAddressesThanHttp) {
    EXPECT_EQ(Made{monday + "URL:javascript:alert(1)"}.json_of()["body"]["content"], "");
}

TEST(GraphEvent, AsksForNoAnswers) {
    const json event = Made{monday}.json_of();
    EXPECT_EQ(event["responseRequested"], false);
    EXPECT_EQ(event["allowNewTimeProposals"], false);
    EXPECT_FALSE(event.contains("attendees"));
}

TEST(GraphEvent, SaysAlsoWhatIsEmptySoThatAPatchTakesItAway) {
    const json event = Made{monday}.json_of();
    EXPECT_EQ(event["location"]["displayName"], "");
    EXPECT_EQ(event["categories"], json::array());
    EXPECT_EQ(event["isReminderOn"], false);
}

TEST(GraphEvent, IsBusyUnlessTheFileSaysOtherwise) {
    EXPECT_EQ(Made{monday}.json_of()["showAs"], "busy");
    EXPECT_EQ(Made{monday + "TRANSP:TRANSPARENT"}.json_of()["showAs"], "free");
    EXPECT_EQ(Made{monday + "STATUS:TENTATIVE"}.json_of()["showAs"], "tentative");
    EXPECT_EQ(
        Made{monday + "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF"}.json_of()["showAs"],
        "oof");
}

TEST(GraphEvent, KeepsClassPriorityPlaceAndCategories) {
    const json event =
        Made{monday + "CLASS:CONFIDENTIAL\nPRIORITY:1\nLOCATION:Sala 2\nCATEGORIES:A,B"}.json_of();
    EXPECT_EQ(event["sensitivity"], "confidential");
    EXPECT_EQ(event["importance"], "high");
    EXPECT_EQ(event["location"]["displayName"], "Sala 2");
    EXPECT_EQ(event["categories"], json::parse(R"(["A","B"])"));
    EXPECT_EQ(Made{monday + "CLASS:X-SECRET\nPRIORITY:9"}.json_of()["sensitivity"], "private");
    EXPECT_EQ(Made{monday + "PRIORITY:9"}.json_of()["importance"], "low");
    EXPECT_EQ(Made{monday + "PRIORITY:5"}.json_of()["importance"], "normal");
}

std::string alarm(const std::string& trigger) {
    return "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER" + trigger + "\nEND:VALARM";
}

TEST(GraphEvent, RemindsMinutesBeforeTheStart) {
    const std::string hour = monday + "DURATION:PT1H\n";
    EXPECT_EQ(Made{hour + alarm(":-PT15M")}.json_of()["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(Made{hour + alarm(":-P1D")}.json_of()["reminderMinutesBeforeStart"], 1440);
    EXPECT_EQ(Made{hour + alarm(";RELATED=END:-PT90M")}.json_of()["reminderMinutesBeforeStart"],
              30);
    EXPECT_EQ(Made{hour + alarm(";VALUE=DATE-TIME:20260302T083000Z")}
                  .json_of()["reminderMinutesBeforeStart"],
              30);
}

TEST(GraphEvent, SaysWhichAlarmsItCannotKeep) {
    Made two{monday + alarm(":-PT15M") + "\n" + alarm(":-PT5M")};
    EXPECT_EQ(two.json_of()["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(two.warnings.size(), 1U);
    Made after{monday + alarm(":PT5M")};
    EXPECT_EQ(after.json_of()["isReminderOn"], false);
    EXPECT_EQ(after.warnings.size(), 1U);
    Made apple{monday + alarm(";VALUE=DATE-TIME:19760401T005545Z")};
    EXPECT_EQ(apple.json_of()["isReminderOn"], false);
}

TEST(GraphEvent, ShortensASubjectByCharactersAndSaysSo) {
    std::string subject;
    for (int i = 0; i < 300; ++i) subject += "ñ";
    Made made{monday + "SUMMARY:" + subject};
    EXPECT_EQ(made.json_of()["subject"].get<std::string>().size(), 255U * 2);
    EXPECT_EQ(made.warnings.size(), 1U);
}

}  // namespace
}  // namespace plazo::scheduler
