#include "ical/occurrences.h"

#include <stdexcept>

#include "fixture.h"

namespace plazo::ical {
namespace {

RecurrenceSet rule_only(const char* start, const char* rule) {
    RecurrenceSet set;
    set.start = local(start);
    set.rule = parse_recurrence(rule).recurrence;
    EXPECT_TRUE(set.rule) << rule;
    set.start_counts = false;
    return set;
}

Strings first(const char* start, const char* rule, std::size_t count_max) {
    return spelled(rule_only(start, rule).first(count_max).times);
}

Strings days_of(const char* start, const char* rule, std::size_t count_max) {
    Strings days = first(start, rule, count_max);
    for (std::string& day : days) day.resize(8);
    return days;
}

TEST(Occurrences, ExampleOfTheManualPage) {
    RecurrenceSet set{.start = local("20260101T090000")};
    set.rule = parse_recurrence("FREQ=MONTHLY;BYMONTHDAY=-1").recurrence;
    const LocalTime february = local("20260201T000000");
    const LocalTime april = local("20260401T000000");
    const Occurrences occurrences{set};
    const Times times = occurrences.between(february, april, 10);
    EXPECT_EQ(spelled(times.times), (Strings{"20260228T090000", "20260331T090000"}));
    EXPECT_FALSE(times.truncated);
    EXPECT_EQ(occurrences.first_from(april), local("20260430T090000"));
    EXPECT_EQ(occurrences.count(february, april), 2u);
}

TEST(Occurrences, EveryFrequencySteps) {
    EXPECT_EQ(days_of("20240229T090000", "FREQ=YEARLY", 3),
              (Strings{"20240229", "20280229", "20320229"}));
    EXPECT_EQ(days_of("20260131T090000", "FREQ=MONTHLY", 3),
              (Strings{"20260131", "20260331", "20260531"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=WEEKLY;INTERVAL=2", 2),
              (Strings{"20260101", "20260115"}));
    EXPECT_EQ(days_of("20260227T090000", "FREQ=DAILY;INTERVAL=2", 2),
              (Strings{"20260227", "20260301"}));
    EXPECT_EQ(first("20260101T220000", "FREQ=HOURLY;INTERVAL=3", 2),
              (Strings{"20260101T220000", "20260102T010000"}));
    EXPECT_EQ(first("20260101T235900", "FREQ=MINUTELY;INTERVAL=90", 2),
              (Strings{"20260101T235900", "20260102T012900"}));
    EXPECT_EQ(first("20260101T235959", "FREQ=SECONDLY", 2),
              (Strings{"20260101T235959", "20260102T000000"}));
}

TEST(Occurrences, WeekdaysCountFromBothEnds) {
    EXPECT_EQ(days_of("20260101T090000", "FREQ=MONTHLY;BYDAY=-1FR", 2),
              (Strings{"20260130", "20260227"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=MONTHLY;BYDAY=5MO", 2),
              (Strings{"20260330", "20260629"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=YEARLY;BYDAY=20MO", 2),
              (Strings{"20260518", "20270517"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", 2),
              (Strings{"20261126", "20271125"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=YEARLY;BYYEARDAY=-1,60", 3),
              (Strings{"20260301", "20261231", "20270301"}));
}

TEST(Occurrences, PositionsAreCountedInThePeriod) {
    EXPECT_EQ(days_of("20260101T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 3),
              (Strings{"20260130", "20260227", "20260331"}));
    EXPECT_EQ(first("20260101T000000", "FREQ=DAILY;BYHOUR=8,12,18;BYSETPOS=2,-1", 3),
              (Strings{"20260101T120000", "20260101T180000", "20260102T120000"}));
    EXPECT_EQ(first("20260101T000000", "FREQ=HOURLY;BYMINUTE=10,20,30;BYSETPOS=-1", 2),
              (Strings{"20260101T003000", "20260101T013000"}));
    // Thursday's week began on Monday: its first position is past, and is not given to Thursday.
    EXPECT_EQ(days_of("20260101T090000", "FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1", 2),
              (Strings{"20260105", "20260112"}));
}

TEST(Occurrences, WeeksBeginOnWkst) {
    EXPECT_EQ(days_of("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", 9),
              (Strings{"19970805", "19970810", "19970819", "19970824"}));
    EXPECT_EQ(days_of("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", 9),
              (Strings{"19970805", "19970817", "19970819", "19970831"}));
    EXPECT_EQ(days_of("20200101T090000", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", 2),
              (Strings{"20201228", "20261228"}));
    EXPECT_EQ(days_of("20240101T090000", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", 3),
              (Strings{"20240101", "20241230", "20251229"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", 2),
              (Strings{"20270103", "20280102"}));
}

TEST(Occurrences, WhatTheRuleLeavesOpenComesFromTheStart) {
    EXPECT_EQ(days_of("20260901T090000", "FREQ=YEARLY;BYWEEKNO=20", 2),
              (Strings{"20270518", "20280516"}));
    EXPECT_EQ(days_of("20260901T090000", "FREQ=YEARLY;BYMONTHDAY=15", 2),
              (Strings{"20260915", "20270915"}));
    EXPECT_EQ(days_of("20260901T090000", "FREQ=YEARLY;BYMONTH=2", 2),
              (Strings{"20270201", "20280201"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR", 3),
              (Strings{"20260213", "20260313", "20261113"}));
    EXPECT_EQ(days_of("20260101T090000", "FREQ=MONTHLY;BYDAY=MO,2TU", 4),
              (Strings{"20260105", "20260112", "20260113", "20260119"}));
}

TEST(Occurrences, UntilIsInclusiveAndADateMeansAllOfTheDay) {
    EXPECT_EQ(first("20260101T090000", "FREQ=DAILY;UNTIL=20260102T090000", 9).size(), 2u);
    EXPECT_EQ(first("20260101T090000", "FREQ=DAILY;UNTIL=20260102T085959", 9).size(), 1u);
    EXPECT_EQ(first("20260101T090000", "FREQ=DAILY;UNTIL=20260102", 9).size(), 2u);
    EXPECT_EQ(first("20260101T090000", "FREQ=DAILY;UNTIL=20251231", 9).size(), 0u);
}

TEST(Occurrences, DtstartCountsForAnEventAlsoWhereTheRuleDoesNotMatch) {
    RecurrenceSet set = rule_only("20260101T090000", "FREQ=WEEKLY;BYDAY=MO;COUNT=3");
    EXPECT_EQ(spelled(set.first(9).times),
              (Strings{"20260105T090000", "20260112T090000", "20260119T090000"}));
    set.start_counts = true;
    EXPECT_EQ(spelled(set.first(9).times),
              (Strings{"20260101T090000", "20260105T090000", "20260112T090000"}));
    set.rule->count = 1;
    EXPECT_EQ(set.first(9).times.size(), 1u);
}

TEST(Occurrences, AdditionsAndExceptionsAreMergedInOrder) {
    RecurrenceSet set = rule_only("20260105T090000", "FREQ=WEEKLY;COUNT=3");
    set.additions = {local("20260107T090000"), local("20260112T090000"), local("20260104T090000")};
    set.exceptions = {local("20260119T090000"), local("20260108T090000")};
    EXPECT_EQ(spelled(set.first(9).times), (Strings{"20260104T090000", "20260105T090000",
                                                    "20260107T090000", "20260112T090000"}));
}

TEST(Occurrences, TheCountMaxIsReportedOnlyWhenMoreFollow) {
    const RecurrenceSet set = rule_only("20260105T090000", "FREQ=DAILY;COUNT=3");
    EXPECT_TRUE(set.first(2).truncated);
    EXPECT_FALSE(set.first(3).truncated);
}

TEST(Occurrences, RulesThatNeverMatchEnd) {
    for (const char* rule :
         {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
          "FREQ=YEARLY;BYMONTHDAY=15,16,17;BYDAY=1MO;BYMONTH=3", "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
          "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
          "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=5", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
          "FREQ=SECONDLY;INTERVAL=86399;BYMONTH=2;BYMONTHDAY=31"}) {
        const Times times = rule_only("20260101T000000", rule).first(1);
        EXPECT_TRUE(times.times.empty()) << rule;
        EXPECT_FALSE(times.truncated) << rule;
    }
}

TEST(Occurrences, HostileRulesAreAnswered) {
    std::string everything = "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0";
    for (int i = 1; i < 24; ++i) everything += "," + std::to_string(i);
    for (const char* part : {";BYMINUTE=0", ";BYSECOND=0"}) {
        everything += part;
        for (int i = 1; i < 60; ++i) everything += "," + std::to_string(i);
    }
    const RecurrenceSet dense = rule_only("20260101T000000", everything.c_str());
    const Times late = dense.between(local("99991231T235958"), LocalTime::max(), 5);
    EXPECT_EQ(spelled(late.times), (Strings{"99991231T235958", "99991231T235959"}));
    EXPECT_FALSE(late.truncated);

    // 746 Januaries of 2,678,400 seconds, and 1,913,600 seconds of the next one.
    const RecurrenceSet counted =
        rule_only("20260101T000000", "FREQ=SECONDLY;BYMONTH=1;COUNT=2000000000");
    const Times last = counted.between(local("27720123T033317"), LocalTime::max(), 5);
    EXPECT_EQ(spelled(last.times),
              (Strings{"27720123T033317", "27720123T033318", "27720123T033319"}));

    const RecurrenceSet even = rule_only("20260101T000000", "FREQ=SECONDLY;COUNT=1000000000");
    EXPECT_EQ(even.between(local("20570909T014638"), LocalTime::max(), 5).times.size(), 2u);
    EXPECT_EQ(first("20260101T000000", "FREQ=DAILY;INTERVAL=2147483647;COUNT=2147483647", 5).size(),
              1u);
}

TEST(Occurrences, TheFirstAndTheLastYearsAreWhole) {
    EXPECT_EQ(days_of("00010101T000000", "FREQ=WEEKLY;BYDAY=MO", 2),
              (Strings{"00010101", "00010108"}));
    EXPECT_EQ(days_of("99981228T090000", "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,FR", 9),
              (Strings{"99981228", "99990101", "99990104", "99990108"}));
    EXPECT_EQ(days_of("99991101T235959", "FREQ=MONTHLY;BYMONTHDAY=-1", 9),
              (Strings{"99991130", "99991231"}));
    // The last week ends in the year 10000, and with it its last position.
    EXPECT_EQ(days_of("99991220T090000", "FREQ=WEEKLY;BYDAY=MO,SU;BYSETPOS=-1", 9),
              Strings{"99991226"});
    EXPECT_EQ(days_of("99991225T090000", "FREQ=WEEKLY;BYDAY=MO,SU;BYMONTH=12;BYSETPOS=-1", 9),
              (Strings{"99991226", "99991227"}));
    EXPECT_EQ(first("99991231T200000", "FREQ=HOURLY;INTERVAL=5", 9).size(), 1u);
    EXPECT_EQ(first("99991231T200000", "FREQ=SECONDLY;INTERVAL=2147483647", 9).size(), 1u);
}

TEST(Occurrences, SeekingKnowsAdditionsAndExceptions) {
    RecurrenceSet set = rule_only("20260105T090000", "FREQ=WEEKLY;COUNT=3");
    set.additions = {local("20260107T090000"), local("20260112T090000"), local("20260128T090000")};
    set.exceptions = {local("20260119T090000"), local("20260108T090000"), local("20260107T090000")};
    const Occurrences occurrences{set};
    EXPECT_EQ(occurrences.first_from(local("20260105T090001")), local("20260112T090000"));
    EXPECT_EQ(occurrences.first_from(local("20260112T090001")), local("20260128T090000"));
    EXPECT_EQ(occurrences.first_from(local("20260128T090001")), std::nullopt);
    EXPECT_EQ(occurrences.last_before(local("20260128T090000")), local("20260112T090000"));
    EXPECT_EQ(occurrences.last_before(local("20260112T090000")), local("20260105T090000"));
    EXPECT_EQ(occurrences.last_before(local("20260105T090000")), std::nullopt);
    EXPECT_TRUE(occurrences.contains(local("20260128T090000")));
    EXPECT_FALSE(occurrences.contains(local("20260119T090000")));
    EXPECT_FALSE(occurrences.contains(local("20260107T090000")));
    EXPECT_EQ(occurrences.count(LocalTime::min(), LocalTime::max()), 3u);
    EXPECT_EQ(occurrences.count(local("20260106T000000"), local("20260128T090000")), 1u);
}

TEST(Occurrences, ExclusionRulesTakeAwayWhatTheyGive) {
    RecurrenceSet set = rule_only("20260101T090000", "FREQ=DAILY;COUNT=10");
    set.exclusion_rules = {*parse_recurrence("FREQ=WEEKLY;BYDAY=SA,SU").recurrence,
                           *parse_recurrence("FREQ=DAILY;INTERVAL=4").recurrence};
    set.additions = {local("20260110T090000"), local("20260110T100000")};
    const Occurrences occurrences{set};
    const Strings expected = {"20260102T090000", "20260106T090000", "20260107T090000",
                              "20260108T090000", "20260110T100000"};
    EXPECT_EQ(spelled(occurrences.between(LocalTime::min(), LocalTime::max(), 99).times), expected);
    EXPECT_EQ(occurrences.count(LocalTime::min(), LocalTime::max()), 5u);
    EXPECT_EQ(occurrences.first_from(local("20260103T000000")), local("20260106T090000"));
    EXPECT_EQ(occurrences.last_before(local("20260106T090000")), local("20260102T090000"));
    EXPECT_FALSE(occurrences.contains(local("20260105T090000")));
}

TEST(Occurrences, AnExclusionOfEverythingIsALimitAndNoAnswer) {
    RecurrenceSet set = rule_only("20260101T000000", "FREQ=SECONDLY");
    set.exclusion_rules = {*set.rule};
    const Occurrences occurrences{set};
    const Times times = occurrences.between(LocalTime::min(), LocalTime::max(), 5);
    EXPECT_TRUE(times.times.empty());
    EXPECT_TRUE(times.truncated);
    EXPECT_THROW(occurrences.first_from(set.start), std::length_error);
    EXPECT_THROW(occurrences.last_before(LocalTime::max()), std::length_error);
    EXPECT_FALSE(occurrences.contains(set.start));

    set.exclusion_rules = {*parse_recurrence("FREQ=MINUTELY").recurrence};
    EXPECT_THROW(Occurrences{set}.count(set.start, LocalTime::max()), std::length_error);
    EXPECT_EQ(Occurrences{set}.count(set.start, set.start + hours{1}), 59u * 60);
}

TEST(Occurrences, MoreExclusionRulesThanAreHeldAgainstARuleAreALimit) {
    RecurrenceSet set = rule_only("20260101T090000", "FREQ=DAILY;COUNT=3");
    set.exclusion_rules.assign(exclusion_rules_max, *parse_recurrence("FREQ=YEARLY").recurrence);
    EXPECT_EQ(spelled(set.first(9).times), (Strings{"20260102T090000", "20260103T090000"}));
    set.exclusion_rules.push_back(set.exclusion_rules.front());
    const Occurrences occurrences{set};
    EXPECT_EQ(occurrences.between(LocalTime::min(), LocalTime::max(), 9), (Times{{}, true}));
    EXPECT_THROW(occurrences.first_from(set.start), std::length_error);
    EXPECT_THROW(occurrences.last_before(LocalTime::max()), std::length_error);
    EXPECT_THROW(occurrences.contains(set.start), std::length_error);
    EXPECT_THROW(occurrences.count(set.start, LocalTime::max()), std::length_error);
}

TEST(Occurrences, ExclusionRulesShareTheLimit) {
    RecurrenceSet set = rule_only("20260101T000000", "FREQ=SECONDLY");
    set.exclusion_rules = {*parse_recurrence("FREQ=SECONDLY;COUNT=20000").recurrence};
    EXPECT_EQ(set.first(1).times, std::vector<LocalTime>{set.start + seconds{20'000}});
    set.exclusion_rules.resize(10, *parse_recurrence("FREQ=YEARLY").recurrence);
    EXPECT_TRUE(set.first(1).truncated);
    EXPECT_THROW(Occurrences{set}.first_from(set.start), std::length_error);
}

TEST(Occurrences, WhatIsLeftBetweenDoesNotRaiseTheLimit) {
    RecurrenceSet set = rule_only("20260101T000000", "FREQ=SECONDLY");
    std::string all_but_first = "FREQ=SECONDLY;BYSECOND=1";
    for (int i = 2; i < 60; ++i) all_but_first += "," + std::to_string(i);
    set.exclusion_rules = {*parse_recurrence(all_but_first).recurrence};
    EXPECT_FALSE(set.between(set.start, set.start + hours{1}, 100).truncated);
    const Times times = set.first(10'000);
    EXPECT_TRUE(times.truncated);
    EXPECT_EQ(times.times.size(), excluded_max / 59 + 1);
}

TEST(Occurrences, ManyExceptionsAreNoReasonToGiveUp) {
    RecurrenceSet set = rule_only("20260101T000000", "FREQ=SECONDLY");
    for (int i = 199'999; i >= 0; --i) set.exceptions.push_back(set.start + seconds{i});
    const Times times = set.first(1);
    EXPECT_EQ(times.times.front(), set.start + seconds{200'000});
}

TEST(Occurrences, AreReadByTheClockOfAZoneInGapsAndFolds) {
    const timezone::Zone madrid = *frozen_tzdb().find("Europe/Madrid");
    const auto instants = [&](const char* start, const char* rule) {
        Strings all;
        const Times times = rule_only(start, rule).first(9);
        for (timezone::Instant each : instants_of(times.times, madrid)) {
            all.push_back(timezone::format_rfc3339(each));
        }
        return all;
    };
    // 02:30 is skipped on 29 March and read by the clock before; on 25 October it comes twice.
    EXPECT_EQ(instants("20260328T023000", "FREQ=DAILY;COUNT=3"),
              (Strings{"2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}));
    EXPECT_EQ(instants("20261024T023000", "FREQ=DAILY;COUNT=3"),
              (Strings{"2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}));
    // Hours of the clock, not of the sun: the skipped one is the one after it, the second is none.
    EXPECT_EQ(instants("20260329T013000", "FREQ=HOURLY;COUNT=4"),
              (Strings{"2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"}));
    EXPECT_EQ(instants("20261025T013000", "FREQ=HOURLY;COUNT=3"),
              (Strings{"2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z"}));
    // 02:45 means 03:45, which is after 03:15.
    EXPECT_EQ(instants("20260329T021500", "FREQ=MINUTELY;INTERVAL=30;COUNT=4"),
              (Strings{"2026-03-29T01:15:00Z", "2026-03-29T01:45:00Z"}));
}

TEST(Occurrences, AWindowFarAwayIsWhatWalkingThereGives) {
    for (const char* rule :
         {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU",
          "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR,2MO", "FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1,53;BYDAY=MO",
          "FREQ=HOURLY;INTERVAL=7;BYHOUR=3,4,5", "FREQ=MINUTELY;INTERVAL=11;BYDAY=TU",
          "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=2,-2;BYHOUR=9,17", "FREQ=WEEKLY;COUNT=2000",
          "FREQ=DAILY;BYDAY=MO,WE;COUNT=3000"}) {
        const RecurrenceSet set = rule_only("20200115T093000", rule);
        const LocalTime from = local("20310301T120000");
        const LocalTime to = local("20330401T000000");
        std::vector<LocalTime> expected;
        for (LocalTime time : set.between(LocalTime::min(), to, 1'000'000).times) {
            if (time >= from) expected.push_back(time);
        }
        EXPECT_FALSE(expected.empty()) << rule;
        EXPECT_EQ(spelled(set.between(from, to, 1'000'000).times), spelled(expected)) << rule;
    }
}

}  // namespace
}  // namespace plazo::ical
