#include "scheduler/exchange_series.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using testing::local;
using testing::tzdb;

/// Mondays at ten from 7 December 2026, in Madrid; `lines` come after DTSTART.
struct Written {
    explicit Written(const std::string& lines, const std::string& overrides = "")
        : calendar{ical::read_calendar(
              "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u\nSUMMARY:Weekly\nDTSTART;TZID="
              "Europe/Madrid:20261207T100000\nDURATION:PT1H\n" +
              lines + "\nEND:VEVENT\n" + overrides + "END:VCALENDAR\n")},
          zones{ical::zones_of(calendar, tzdb(), "Europe/Madrid"), *tzdb().find("Europe/Madrid"),
                tzdb()},
          series{ical::group(calendar.events, calendar.problems, zones.zone_of).front()} {}

    SeriesInGraph answer(Window window = {}) const {
        return series_in_graph(series, zones, window);
    }
    ExactSeries exact() const {
        auto made = answer();
        EXPECT_TRUE(std::holds_alternative<ExactSeries>(made));
        return std::get<ExactSeries>(std::move(made));
    }
    SingleEvents single(Window window = {}) const {
        auto made = answer(window);
        EXPECT_TRUE(std::holds_alternative<SingleEvents>(made));
        return std::get<SingleEvents>(std::move(made));
    }
    std::string refused() const {
        const auto made = answer();
        const auto* why = std::get_if<Refused>(&made);
        return why == nullptr ? "" : why->why;
    }

    ical::Calendar calendar;
    FileZones zones;
    ical::Series series;
};

std::string instead_of(const std::string& id, const std::string& lines) {
    return "BEGIN:VEVENT\nUID:u\nRECURRENCE-ID;TZID=Europe/Madrid:" + id + "\n" + lines +
           "END:VEVENT\n";
}

std::string moved_to(const std::string& id, const std::string& start) {
    return instead_of(id,
                      "SUMMARY:Moved\nDTSTART;TZID=Europe/Madrid:" + start + "\nDURATION:PT1H\n");
}

const std::string six_mondays = "RRULE:FREQ=WEEKLY;COUNT=6";

TEST(ExactSeries, ExampleOfTheHeader) {
    const Written written{six_mondays + "\nEXDATE;TZID=Europe/Madrid:20261214T100000",
                          instead_of("20261221T100000",
                                     "SUMMARY:On Tuesday this week\n"
                                     "DTSTART;TZID=Europe/Madrid:20261222T120000\n")};
    const ExactSeries exact = written.exact();
    EXPECT_EQ(exact.recurrence.pattern.type, GraphPattern::Type::weekly);
    EXPECT_TRUE(exact.deleted.contains(local("2026-12-14T10:00:00")));
    ASSERT_EQ(exact.changed.size(), 1U);
    EXPECT_EQ(exact.changed.front().event->summary, "On Tuesday this week");
    EXPECT_EQ(exact.changed.front().original, local("2026-12-21T10:00:00"));
    EXPECT_TRUE(exact.alone.empty());
}

TEST(ExactSeries, IsToldOnTheClockOfItsMaster) {
    const Written written{six_mondays + "\nEXDATE:20261214T090000Z\nEXDATE;VALUE=DATE:20261221"};
    const ExactSeries exact = written.exact();
    EXPECT_EQ(exact.deleted.size(), 2U);
    EXPECT_TRUE(exact.deleted.contains(local("2026-12-14T10:00:00")));
    EXPECT_EQ(exact.recurrence.range.zone, exact.times.zone);
}

TEST(ExactSeries, ForgetsAnExdateThatIsNoOccurrence) {
    EXPECT_TRUE(Written{six_mondays + "\nEXDATE;TZID=Europe/Madrid:20261215T100000"}
                    .exact()
                    .deleted.empty());
}

TEST(ExactSeries, DeletesWhatIsCancelled) {
    const Written written{six_mondays, instead_of("20261214T100000", "STATUS:CANCELLED\n")};
    EXPECT_EQ(written.exact().deleted.size(), 1U);
    EXPECT_TRUE(written.exact().changed.empty());
}

/// Exchange: ErrorOccurrenceCrossingBoundary.
TEST(ExactSeries, LetsNoOccurrenceReachItsNeighboursDay) {
    for (const char* start : {"20261221T180000", "20261228T100000", "20261207T090000"}) {
        const Written written{six_mondays, moved_to("20261214T100000", start)};
        const ExactSeries exact = written.exact();
        EXPECT_TRUE(exact.deleted.contains(local("2026-12-14T10:00:00"))) << start;
        EXPECT_TRUE(exact.changed.empty()) << start;
        ASSERT_EQ(exact.alone.size(), 1U) << start;
        EXPECT_NE(exact.alone[0].why.find("another occurrence"), std::string::npos);
    }
    const Written free{six_mondays, moved_to("20261214T100000", "20261220T233000")};
    EXPECT_EQ(free.exact().changed.size(), 1U);
}

TEST(ExactSeries, LetsTwoThatBothMoveNotPassEachOther) {
    const Written written{six_mondays, moved_to("20261214T100000", "20261218T100000") +
                                           moved_to("20261221T100000", "20261217T100000")};
    const ExactSeries exact = written.exact();
    ASSERT_EQ(exact.changed.size(), 1U);
    EXPECT_EQ(exact.changed[0].original, local("2026-12-14T10:00:00"));
    EXPECT_EQ(exact.alone.size(), 1U);
}

TEST(ExactSeries, LetsAnOccurrenceMoveWhereADeletedOneWas) {
    const Written written{six_mondays + "\nEXDATE;TZID=Europe/Madrid:20261221T100000",
                          moved_to("20261214T100000", "20261221T100000")};
    EXPECT_EQ(written.exact().changed.size(), 1U);
    EXPECT_EQ(written.exact().deleted.size(), 1U);
}

TEST(ExactSeries, SetsAStartThatItsRuleDoesNotMatchApart) {
    const Written written{"RRULE:FREQ=WEEKLY;BYDAY=TU"};
    const ExactSeries exact = written.exact();
    EXPECT_EQ(exact.master.start.local, local("2026-12-08T10:00:00"));
    EXPECT_EQ(exact.times.start, local("2026-12-08T10:00:00"));
    EXPECT_EQ(exact.times.end, local("2026-12-08T11:00:00"));
    ASSERT_EQ(exact.alone.size(), 1U);
    EXPECT_EQ(exact.alone[0].event.start.local, local("2026-12-07T10:00:00"));
    EXPECT_FALSE(exact.alone[0].event.rule);
    EXPECT_EQ(exact.alone[0].event.recurrence_id->local, local("2026-12-07T10:00:00"));
}

TEST(ExactSeries, SetsDatesOfItsOwnApartUnlessTheyAreOverridden) {
    const std::string dates =
        "RRULE:FREQ=WEEKLY\nRDATE;TZID=Europe/Madrid:20261209T100000,20261211T100000,"
        "20261210T100000\nEXDATE;TZID=Europe/Madrid:20261210T100000";
    const Written written{dates, moved_to("20261211T100000", "20261211T160000")};
    const ExactSeries exact = written.exact();
    EXPECT_TRUE(exact.deleted.empty());
    ASSERT_EQ(exact.alone.size(), 2U);
    EXPECT_EQ(exact.alone[0].event.summary, "Moved");
    EXPECT_EQ(exact.alone[1].event.start.local, local("2026-12-09T10:00:00"));
    const Written gone{dates, instead_of("20261211T100000", "STATUS:CANCELLED\n")};
    EXPECT_EQ(gone.exact().alone.size(), 1U);
}

TEST(ExactSeries, OfWholeDaysIsMidnightToMidnightInOneZone) {
    ical::Calendar calendar = ical::read_calendar(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART;VALUE=DATE:20261207\n"
        "DTEND;VALUE=DATE:20261209\nRRULE:FREQ=YEARLY;UNTIL=20301207\nEND:VEVENT\nEND:VCALENDAR\n");
    const FileZones zones{ical::zones_of(calendar, tzdb()), *tzdb().find("Europe/Madrid"), tzdb()};
    const auto all =
        ical::group(calendar.events, calendar.problems, ical::zones_of(calendar, tzdb()));
    const auto made = series_in_graph(all.front(), zones);
    const ExactSeries& exact = std::get<ExactSeries>(made);
    EXPECT_TRUE(exact.times.all_day);
    EXPECT_EQ(exact.times.start, local("2026-12-07T00:00:00"));
    EXPECT_EQ(exact.times.end, local("2026-12-09T00:00:00"));
    EXPECT_EQ(exact.times.zone, "Romance Standard Time");
    EXPECT_EQ(timezone::format_date(exact.recurrence.range.end), "2030-12-07");
}

TEST(SingleEvents, AreTheOccurrencesOfARuleThatExchangeDoesNotHave) {
    const Written written{"RRULE:FREQ=MONTHLY;BYMONTHDAY=7,21;COUNT=4",
                          moved_to("20261221T100000", "20261222T120000")};
    const SingleEvents single = written.single();
    EXPECT_NE(single.why.find("several days"), std::string::npos);
    ASSERT_EQ(single.events.size(), 4U);
    EXPECT_EQ(single.events[1].summary, "Moved");
    EXPECT_EQ(single.events[1].start.local, local("2026-12-22T12:00:00"));
    EXPECT_EQ(single.events[1].recurrence_id->local, local("2026-12-21T10:00:00"));
    for (const ical::Event& each : single.events) {
        EXPECT_EQ(each.uid, "u");
        EXPECT_FALSE(each.recurs());
    }
    EXPECT_FALSE(single.more_later);
}

TEST(SingleEvents, AreThoseOfTheWindow) {
    const Written written{"RRULE:FREQ=MONTHLY;BYMONTHDAY=7,21;COUNT=40"};
    const SingleEvents single =
        written.single({local("2027-01-01T00:00:00"), local("2027-03-01T00:00:00")});
    EXPECT_EQ(single.events.size(), 4U);
    EXPECT_TRUE(single.more_later);
}

TEST(SingleEvents, OfDatesAloneNeedNoRule) {
    const Written written{"RDATE;TZID=Europe/Madrid:20261209T100000,20261211T100000"};
    EXPECT_EQ(written.single().events.size(), 3U);
}

TEST(SingleEvents, LeaveOutWhatAnExruleTakesAway) {
    const Written written{six_mondays + "\nEXRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"};
    const SingleEvents single = written.single();
    EXPECT_NE(single.why.find("EXRULE"), std::string::npos);
    ASSERT_EQ(single.events.size(), 4U);
    EXPECT_EQ(single.events[0].start.local, local("2026-12-14T10:00:00"));
}

TEST(SingleEvents, AreAsLongAsTheirPeriodSays) {
    const std::string periods =
        "\nRDATE;VALUE=PERIOD;TZID=Europe/Madrid:20261209T100000/PT3H,"
        "20261210T100000/20261210T140000";
    const Written alone{"RRULE:FREQ=WEEKLY" + periods};
    const auto beside = alone.exact().alone;
    ASSERT_EQ(beside.size(), 2U);
    EXPECT_EQ(end_moment_of(beside[0].event, alone.zones), testing::at("2026-12-09T12:00:00Z"));
    EXPECT_EQ(end_moment_of(beside[1].event, alone.zones), testing::at("2026-12-10T13:00:00Z"));
    const Written expanded{"RRULE:FREQ=HOURLY;INTERVAL=200;COUNT=2" + periods};
    const auto single = expanded.single().events;
    ASSERT_EQ(single.size(), 4U);
    EXPECT_EQ(end_moment_of(single[1], expanded.zones), testing::at("2026-12-09T12:00:00Z"));
}

TEST(SingleEvents, OfAnEndlessRuleThatNeverComesIsItsStart) {
    EXPECT_EQ(Written{"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}.single().events.size(), 1U);
}

TEST(SingleEvents, OfASeriesThatChangesCourseFollowTheChange) {
    const Written written{six_mondays,
                          "BEGIN:VEVENT\nUID:u\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID="
                          "Europe/Madrid:20261221T100000\nDTSTART;TZID=Europe/Madrid:"
                          "20261221T160000\nSUMMARY:Later\nDURATION:PT1H\nEND:VEVENT\n"};
    const SingleEvents single = written.single();
    ASSERT_EQ(single.events.size(), 6U);
    EXPECT_EQ(single.events[5].summary, "Later");
    EXPECT_EQ(timezone::time_of_day(single.events[5].start.local), std::chrono::hours{16});
}

TEST(RefusedSeries, HasNoEndOrTooManyEvents) {
    EXPECT_NE(Written{"RRULE:FREQ=MONTHLY;BYMONTHDAY=7,21"}.refused().find("without an end"),
              std::string::npos);
    EXPECT_NE(Written{"RRULE:FREQ=HOURLY;COUNT=401"}.refused().find("400"), std::string::npos);
    EXPECT_EQ(Written{"RRULE:FREQ=HOURLY;COUNT=400"}.single().events.size(), 400U);
}

TEST(RefusedSeries, NeedsAZoneOfWindows) {
    ical::Calendar calendar = ical::read_calendar(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART;TZID=UTC+0517:"
        "20260302T100000\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n");
    const FileZones zones{ical::zones_of(calendar, tzdb()), *tzdb().find("Europe/Madrid"), tzdb()};
    const auto all =
        ical::group(calendar.events, calendar.problems, ical::zones_of(calendar, tzdb()));
    const auto made = series_in_graph(all.front(), zones);
    EXPECT_NE(std::get<Refused>(made).why.find("Windows"), std::string::npos);
}

}  // namespace
}  // namespace plazo::scheduler
