#include "ical/recurrence.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(Recurrence, ExampleOfTheManualPage) {
    const RecurrenceText text = parse_recurrence("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3");
    EXPECT_EQ(text.recurrence->by_day, (std::vector<WeekdayNumber>{{-1, Weekday::friday}}));
    EXPECT_EQ(format_recurrence(*text.recurrence), "FREQ=MONTHLY;COUNT=3;BYDAY=-1FR");
}

TEST(Recurrence, EveryPartIsReadAndWritten) {
    const std::string text =
        "FREQ=YEARLY;UNTIL=20301231T225959Z;INTERVAL=2;BYSECOND=0,59;BYMINUTE=30;BYHOUR=9,17;"
        "BYDAY=MO,TU;BYMONTHDAY=-1,15;BYYEARDAY=-366,1;BYWEEKNO=53,-1;BYMONTH=1,12;BYSETPOS=-1,2;"
        "WKST=SU";
    const RecurrenceText read = parse_recurrence(text);
    ASSERT_TRUE(read.recurrence);
    EXPECT_EQ(format_recurrence(*read.recurrence), text);
    EXPECT_EQ(parse_recurrence("freq=daily;byday=+1mo;").faults.size(), 1u);  // numbered in DAILY
    EXPECT_TRUE(parse_recurrence("freq=monthly;byday=+1mo,fr;rscale=gregorian;").recurrence);
}

TEST(Recurrence, BlanksAroundAnElementAreNoPartOfIt) {
    const RecurrenceText read =
        parse_recurrence("FREQ=MONTHLY;BYDAY=MO, -1TU ;BYMONTHDAY=1, 2;BYSETPOS= 1");
    ASSERT_TRUE(read.recurrence) << read.faults.front();
    EXPECT_EQ(format_recurrence(*read.recurrence),
              "FREQ=MONTHLY;BYDAY=MO,-1TU;BYMONTHDAY=1,2;BYSETPOS=1");
    EXPECT_FALSE(parse_recurrence("FREQ=MONTHLY;BYDAY=- 1TU").recurrence);
    EXPECT_FALSE(parse_recurrence("FREQ=MONTHLY;BYDAY=MO, ").recurrence);
}

TEST(Recurrence, WhatTheRfcForbidsIsRefused) {
    for (const char* text : {"",
                             "COUNT=3",
                             "FREQ=OFTEN",
                             "FREQ=DAILY;FREQ=DAILY",
                             "FREQ=DAILY;COUNT=3;UNTIL=20260101",
                             "FREQ=DAILY;INTERVAL=0",
                             "FREQ=DAILY;INTERVAL=-1",
                             "FREQ=DAILY;COUNT=0",
                             "FREQ=DAILY;COUNT=99999999999",
                             "FREQ=DAILY;UNTIL=soon",
                             "FREQ=DAILY;BYHOUR=24",
                             "FREQ=DAILY;BYMINUTE=60",
                             "FREQ=DAILY;BYSECOND=61",
                             "FREQ=DAILY;BYMONTH=13",
                             "FREQ=DAILY;BYMONTH=-1",
                             "FREQ=DAILY;BYMONTHDAY=0",
                             "FREQ=DAILY;BYMONTHDAY=32",
                             "FREQ=YEARLY;BYYEARDAY=367",
                             "FREQ=YEARLY;BYWEEKNO=54",
                             "FREQ=MONTHLY;BYWEEKNO=1",
                             "FREQ=WEEKLY;BYMONTHDAY=1",
                             "FREQ=DAILY;BYYEARDAY=1",
                             "FREQ=WEEKLY;BYDAY=1MO",
                             "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
                             "FREQ=MONTHLY;BYDAY=0MO",
                             "FREQ=MONTHLY;BYDAY=54MO",
                             "FREQ=MONTHLY;BYSETPOS=1",
                             "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO",
                             "FREQ=DAILY;BYDAY=",
                             "FREQ=DAILY;WKST=XX",
                             "FREQ=DAILY;X-OTHER=1",
                             "FREQ=DAILY;COUNT",
                             "RSCALE=CHINESE;FREQ=YEARLY",
                             "FREQ=MONTHLY;SKIP=FORWARD;RSCALE=GREGORIAN"}) {
        const RecurrenceText read = parse_recurrence(text);
        EXPECT_FALSE(read.recurrence) << text;
        EXPECT_FALSE(read.faults.empty()) << text;
    }
}

TEST(Recurrence, EveryFaultIsNamed) {
    const RecurrenceText read = parse_recurrence("FREQ=WEEKLY;BYMONTHDAY=1;INTERVAL=0;BYSETPOS=1");
    EXPECT_EQ(read.faults,
              (Strings{"INTERVAL has to be at least 1", "BYMONTHDAY excludes FREQ=WEEKLY"}));
}

TEST(Recurrence, LongRulesAndListsAreRefused) {
    std::string list = "FREQ=YEARLY;BYYEARDAY=1";
    for (int i = 0; i < 366; ++i) list += ",1";
    EXPECT_FALSE(parse_recurrence(list).recurrence);
    EXPECT_FALSE(parse_recurrence("FREQ=DAILY;" + std::string(rule_bytes_max, ';')).recurrence);
}

}  // namespace
}  // namespace plazo::ical
