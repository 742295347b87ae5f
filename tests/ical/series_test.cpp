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
    grouped.all = group(grouped.calendar.events, grouped.calendar.problems);
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

TEST(Series, ALimitIsReported) {
    const Grouped read = read_series(
        "BEGIN:VCALENDAR\n" + event_text("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY\n") +
        "END:VCALENDAR\n");
    const Instances cut = read.all[0].between(LocalTime::min(), LocalTime::max(), 5, read.zone_of);
    EXPECT_EQ(cut.list.size(), 5u);
    EXPECT_TRUE(cut.truncated);
}

}  // namespace
}  // namespace plazo::ical
