#include "ical/series.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

struct Grouped {
    Calendar calendar;
    ZoneOf zone_of;
    std::vector<Series> all;
};

Grouped read_series(const std::string& text) {
    Grouped grouped;
    grouped.calendar = read_calendar(text);
    grouped.zone_of = zones_of(grouped.calendar, frozen_tzdb());
    grouped.all = group(grouped.calendar.events, grouped.calendar.problems, grouped.zone_of);
    return grouped;
}

std::string event_text(const std::string& lines) {
    return "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n" + lines + "END:VEVENT\n";
}

Strings starts(const Series& series, const ZoneOf& zone_of) {
    std::vector<LocalTime> times;
    for (const auto& each : series.between(LocalTime::min(), LocalTime::max(), 100, zone_of).list) {
        times.push_back(each.start);
    }
    return spelled(times);
}

TEST(Series, ExampleOfTheManualPage) {
    const Grouped read = read_series(data_file("weekly_series.ics"));
    const std::vector<Series>& all = read.all;
    const LocalTime monday = local("20260309T000000");
    const Instances week = all.front().between(monday, monday + days{7}, 100, read.zone_of);
    EXPECT_EQ(week.list.front().event->summary, "Weekly review, moved");
}

TEST(Series, RulesExceptionsAdditionsAndOverridesMakeOneList) {
    const Grouped read = read_series(data_file("weekly_series.ics"));
    ASSERT_EQ(read.all.size(), 1u);
    const Series& series = read.all.front();
    // 16 March is excluded in UTC, 9 March moved, 13 April and all after it an hour later; UNTIL
    // is 27 April 09:00 in Madrid's summer.
    EXPECT_EQ(starts(series, read.zone_of),
              (Strings{"20260302T090000", "20260310T110000", "20260318T090000", "20260323T090000",
                       "20260330T090000", "20260406T090000", "20260413T100000", "20260420T100000",
                       "20260427T100000"}));
    const LocalTime day = local("20260420T000000");
    const Instances moved = series.between(day, day + days{1}, 9, read.zone_of);
    ASSERT_EQ(moved.list.size(), 1u);
    EXPECT_EQ(moved.list[0].original, local("20260420T090000"));
    EXPECT_EQ(moved.list[0].event->summary, "Weekly review, an hour later");
}

TEST(Series, AnOverrideWithoutMasterIsKept) {
    const Grouped read = read_series(data_file("google_feed.ics"));
    ASSERT_EQ(read.all.size(), 2u);
    EXPECT_FALSE(read.all[1].master);
    EXPECT_EQ(starts(read.all[1], read.zone_of), Strings{"20260402T080000"});
}

TEST(Series, TheNewerOfTwoIsTakenAndTheOtherReported) {
    const std::string text =
        "BEGIN:VCALENDAR\n" +
        event_text("UID:a\nSEQUENCE:2\nDTSTART:20260102T090000Z\nSUMMARY:newer\n") +
        event_text("UID:a\nSEQUENCE:1\nDTSTART:20260101T090000Z\nSUMMARY:older\n") +
        event_text("DTSTART:20260101T090000Z\n") + event_text("DTSTART:20260101T090000Z\n") +
        "END:VCALENDAR\n";
    const Grouped read = read_series(text);
    ASSERT_EQ(read.all.size(), 3u);  // two have no UID and nothing to do with each other
    EXPECT_EQ(read.all[0].master->summary, "newer");
    EXPECT_EQ(read.calendar.problems.back().code, "superseded");
}

TEST(Series, TimesAreNominalThroughGapsAndFolds) {
    const Grouped read = read_series(
        "BEGIN:VCALENDAR\n" +
        event_text(
            "UID:a\nDTSTART;TZID=Europe/Madrid:20260328T023000\nRRULE:FREQ=DAILY;COUNT=3\n") +
        "END:VCALENDAR\n");
    EXPECT_EQ(starts(read.all[0], read.zone_of),
              (Strings{"20260328T023000", "20260329T023000", "20260330T023000"}));
    const DateTime skipped{TimeKind::zoned, local("20260329T023000"), "Europe/Madrid"};
    EXPECT_EQ(instant_of(skipped, read.zone_of), timezone::parse_rfc3339("2026-03-29T01:30:00Z"));
}

TEST(Series, ExceptionsOfTheOtherTypeAreUnderstood) {
    const Grouped read =
        read_series("BEGIN:VCALENDAR\n" +
                    event_text("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY;COUNT=3\n"
                               "EXDATE;VALUE=DATE:20260102\n") +
                    event_text("UID:b\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;COUNT=3\n"
                               "EXDATE:20260103T000000Z\n") +
                    "END:VCALENDAR\n");
    EXPECT_EQ(starts(read.all[0], read.zone_of), (Strings{"20260101T090000", "20260103T090000"}));
    EXPECT_EQ(starts(read.all[1], read.zone_of), (Strings{"20260101T000000", "20260102T000000"}));
}

TEST(Series, AllThatFollowMoveButForThoseWithAnOverride) {
    const std::string master = event_text(
        "UID:a\nSUMMARY:weekly\nDTSTART;TZID=Europe/Madrid:20260302T090000\n"
        "DTEND;TZID=Europe/Madrid:20260302T100000\nRRULE:FREQ=WEEKLY;COUNT=6\n");
    const std::string later = event_text(
        "UID:a\nSUMMARY:later\nDTSTART;TZID=Europe/Madrid:20260317T113000\n"
        "DTEND;TZID=Europe/Madrid:20260317T130000\n"
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Madrid:20260316T090000\n");
    const std::string single = event_text(
        "UID:a\nSUMMARY:single\nDTSTART;TZID=Europe/Madrid:20260330T180000\n"
        "RECURRENCE-ID:20260330T070000Z\n");  // 09:00 in Madrid's summer
    const std::string calendar = "BEGIN:VCALENDAR\n" + single + later + master + "END:VCALENDAR\n";
    const Grouped read = read_series(calendar);
    ASSERT_EQ(read.all.size(), 1u);
    const Series& series = read.all.front();
    EXPECT_EQ(starts(series, read.zone_of),
              (Strings{"20260302T090000", "20260309T090000", "20260317T113000", "20260324T113000",
                       "20260330T180000", "20260407T113000"}));
    // A window finds by the moved times, on both sides.
    const auto in = [&](const char* from, const char* to) {
        Strings found;
        for (const auto& each : series.between(local(from), local(to), 9, read.zone_of).list) {
            found.push_back(each.event->summary + " " + timezone::format_ical(each.original));
        }
        return found;
    };
    EXPECT_EQ(in("20260316T000000", "20260317T113000"), Strings{});
    EXPECT_EQ(in("20260317T113000", "20260317T113001"), Strings{"later 20260316T090000"});
    EXPECT_EQ(in("20260324T000000", "20260325T000000"), Strings{"later 20260323T090000"});
    EXPECT_EQ(in("20260330T000000", "20260401T000000"), Strings{"single 20260330T090000"});
}

TEST(Series, OfTwoThatMoveAllThatFollowEachHasItsStretch) {
    const std::string calendar = "BEGIN:VCALENDAR\n" +
                                 event_text("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY\n") +
                                 event_text(
                                     "UID:a\nDTSTART:20260103T080000Z\n"
                                     "RECURRENCE-ID;RANGE=THISANDFUTURE:20260103T090000Z\n") +
                                 event_text(
                                     "UID:a\nDTSTART:20260105T120000Z\n"
                                     "RECURRENCE-ID;RANGE=THISANDFUTURE:20260105T090000Z\n") +
                                 "END:VCALENDAR\n";
    const Grouped read = read_series(calendar);
    std::vector<LocalTime> times;
    const Instances some = read.all.front().between(local("20260101T000000"),
                                                    local("20260107T000000"), 9, read.zone_of);
    for (const Instance& each : some.list) times.push_back(each.start);
    EXPECT_EQ(spelled(times), (Strings{"20260101T090000", "20260102T090000", "20260103T080000",
                                       "20260104T080000", "20260105T120000", "20260106T120000"}));
}

TEST(Series, APeriodGivesItsOccurrenceALength) {
    const Grouped read = read_series(
        "BEGIN:VCALENDAR\n" +
        event_text("UID:a\nDTSTART;TZID=Europe/Madrid:20260105T090000\nRRULE:FREQ=WEEKLY;COUNT=2\n"
                   "RDATE;VALUE=PERIOD:20260107T100000Z/PT3H,20260112T080000Z/20260112T083000Z\n") +
        "END:VCALENDAR\n");
    const Instances all =
        read.all.front().between(LocalTime::min(), LocalTime::max(), 9, read.zone_of);
    ASSERT_EQ(all.list.size(), 3u);
    EXPECT_EQ(all.list[0].period, nullptr);
    EXPECT_EQ(all.list[1].start, local("20260107T110000"));
    ASSERT_TRUE(all.list[1].period);
    EXPECT_EQ(all.list[1].period->duration, (Duration{days{0}, hours{3}}));
    EXPECT_EQ(all.list[2].start, local("20260112T090000"));  // the rule gives it, too
    ASSERT_TRUE(all.list[2].period && all.list[2].period->end);
    EXPECT_EQ(all.list[2].period->end->local, local("20260112T083000"));
}

TEST(Series, AnExruleTakesAwayUpToItsUntil) {
    const Grouped read = read_series(
        "BEGIN:VCALENDAR\n" +
        event_text("UID:a\nDTSTART;TZID=Europe/Madrid:20260101T090000\nRRULE:FREQ=DAILY;COUNT=8\n"
                   "EXRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260105T080000Z\n") +
        "END:VCALENDAR\n");
    EXPECT_EQ(starts(read.all.front(), read.zone_of),
              (Strings{"20260102T090000", "20260104T090000", "20260106T090000", "20260107T090000",
                       "20260108T090000"}));
}

TEST(Series, ExceptionsInAnotherZoneAreTheSameMoment) {
    const Grouped read = read_series(
        "BEGIN:VCALENDAR\n" +
        event_text("UID:a\nDTSTART;TZID=Europe/Madrid:20260327T090000\nRRULE:FREQ=DAILY;COUNT=4\n"
                   "EXDATE;TZID=America/New_York:20260328T040000,20260329T030000\n") +
        "END:VCALENDAR\n");
    // Between the two, Madrid's clocks were put forward and New York's were not.
    EXPECT_EQ(starts(read.all.front(), read.zone_of),
              (Strings{"20260327T090000", "20260330T090000"}));
}

TEST(Series, ATaskWithoutATimeTakesPlaceNever) {
    Series series;
    Event& task = series.master.emplace();
    task.kind = EventKind::task;
    task.start_given = task.end_given = false;
    EXPECT_EQ(starts(series, [](const auto&) { return std::nullopt; }), Strings{});
}

TEST(Series, ALimitIsReported) {
    const Grouped read = read_series(
        "BEGIN:VCALENDAR\n" + event_text("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY\n") +
        "END:VCALENDAR\n");
    const Instances cut = read.all[0].between(LocalTime::min(), LocalTime::max(), 5, read.zone_of);
    EXPECT_EQ(cut.list.size(), 5u);
    EXPECT_TRUE(cut.truncated);
}

TEST(Series, OverridesOfOneMomentAreOneInWhateverZone) {
    const Grouped grouped = read_series(
        "BEGIN:VCALENDAR\n" +
        event_text("UID:a\nDTSTART;TZID=Europe/Madrid:20261207T100000\nRRULE:FREQ=WEEKLY\n") +
        event_text("UID:a\nSUMMARY:Old\nRECURRENCE-ID;TZID=Europe/Madrid:20261214T100000\n"
                   "DTSTART;TZID=Europe/Madrid:20261214T120000\n") +
        event_text("UID:a\nSEQUENCE:1\nSUMMARY:New\nRECURRENCE-ID:20261214T090000Z\n"
                   "DTSTART;TZID=Europe/Madrid:20261214T130000\n") +
        "END:VCALENDAR\n");
    ASSERT_EQ(grouped.all.front().overrides.size(), 1u);
    EXPECT_EQ(grouped.all.front().overrides.front().summary, "New");
}

/// Daily at half past two from 28 March or 24 October 2026 in Madrid.
Strings nights(const std::string& start, const std::string& lines) {
    const Grouped grouped =
        read_series("BEGIN:VCALENDAR\n" +
                    event_text("UID:a\nDTSTART;TZID=Europe/Madrid:" + start + "\n" + lines) +
                    "END:VCALENDAR\n");
    return starts(grouped.all.front(), grouped.zone_of);
}

TEST(Series, AnInstantAfterAGapMeansTheTimeInTheGapToo) {
    EXPECT_EQ(nights("20260328T023000", "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260329T013000Z\n"),
              (Strings{"20260328T023000", "20260330T023000"}));
}

TEST(Series, AnUntilInTheSecondHourOfAFoldIsAfterTheFirst) {
    EXPECT_EQ(nights("20261024T023000", "RRULE:FREQ=DAILY;UNTIL=20261025T011000Z\n"),
              (Strings{"20261024T023000", "20261025T023000"}));
    EXPECT_EQ(nights("20261024T023000", "RRULE:FREQ=DAILY;UNTIL=20261025T001000Z\n"),
              Strings{"20261024T023000"});
}

TEST(Series, ARuleOfAnOverrideIsSaidNotToBeFollowed) {
    Grouped grouped =
        read_series("BEGIN:VCALENDAR\n" +
                    event_text("UID:a\nDTSTART:20260601T100000Z\nRRULE:FREQ=DAILY;COUNT=5\n") +
                    event_text("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260603T100000Z\n"
                               "DTSTART:20260603T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3\n") +
                    "END:VCALENDAR\n");
    EXPECT_EQ(codes(grouped.calendar.problems), Strings{"range-rule"});
}

}  // namespace
}  // namespace plazo::ical
