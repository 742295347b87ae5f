#include "timezone/text.h"

#include <gtest/gtest.h>

namespace plazo::timezone {
namespace {

TEST(Text, ExampleOfTheManualPage) {
    const Instant due = *parse_rfc3339("2026-12-15T14:00:00.75+01:00");
    EXPECT_EQ(format_rfc3339(due), "2026-12-15T13:00:00Z");
    EXPECT_EQ(parse_local("2026-02-29T10:00"), std::nullopt);
}

TEST(Text, Rfc3339NeedsAnOffset) {
    EXPECT_EQ(parse_rfc3339("2026-12-15T14:00:00"), std::nullopt);
    EXPECT_EQ(parse_rfc3339("2026-12-15T14:00:00+0100"), std::nullopt);
    EXPECT_EQ(parse_rfc3339("2026-12-15T14:00:00+01"), std::nullopt);
    EXPECT_EQ(parse_rfc3339("2026-12-15T14:00:00z"), parse_rfc3339("2026-12-15t14:00:00Z"));
    EXPECT_EQ(parse_rfc3339("2026-12-15T14:00:00-05:30"), parse_rfc3339("2026-12-15T19:30:00Z"));
}

TEST(Text, Rfc3339RefusesWhatIsNoTime) {
    for (const char* text : {"",
                             "Z",
                             "2026-12-15",
                             "2026-13-01T00:00:00Z",
                             "2026-04-31T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-12-15T24:00:00Z",
                             "2026-12-15T14:60:00Z",
                             "2026-12-15T14:00:61Z",
                             "2026-12-15T14:00Z",
                             "2026-12-15 14:00:00Z",
                             "2026-12-15T14:00:00.Z",
                             "2026-12-15T14:00:00Z ",
                             " 2026-12-15T14:00:00Z",
                             "2026-12-15T14:00:00+24:00",
                             "2026-12-15T14:00:00+01:60",
                             "+2026-12-15T14:00:00Z",
                             "0000-12-15T14:00:00Z",
                             "2026-1-15T14:00:00Z",
                             "2026-12-15T14:00:00,5Z"}) {
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    }
}

TEST(Text, InstantsOutsideTheYears1To9999AreRefused) {
    EXPECT_EQ(parse_rfc3339("0001-01-01T00:00:00+00:01"), std::nullopt);
    EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:59-00:01"), std::nullopt);
    EXPECT_EQ(format_rfc3339(*parse_rfc3339("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00Z");
    EXPECT_EQ(format_rfc3339(*parse_rfc3339("9999-12-31T23:59:59Z")), "9999-12-31T23:59:59Z");
}

TEST(Text, FractionsAreCutToTheirUnit) {
    EXPECT_EQ(parse_rfc3339_micros("1970-01-01T00:00:01.9999999Z"), 1'999'999);
    EXPECT_EQ(parse_rfc3339_micros("1970-01-01T00:00:00.5Z"), 500'000);
    EXPECT_EQ(parse_rfc3339_micros("1969-12-31T23:59:59.25Z"), -750'000);
    EXPECT_EQ(format_rfc3339(*parse_rfc3339("1969-12-31T23:59:59.99Z")), "1969-12-31T23:59:59Z");
}

TEST(Text, LeapSecondsReadAsTheSecondBefore) {
    EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2016-12-31T23:59:59Z"));
    EXPECT_EQ(parse_ical_date_time("20161231T235960"), parse_local("2016-12-31T23:59:59"));
}

TEST(Text, LocalTimesHaveNoOffsetAndMayHaveNoSeconds) {
    EXPECT_EQ(parse_local("2026-12-15T14:00"), parse_local("2026-12-15T14:00:00"));
    EXPECT_EQ(parse_local("2026-12-15T14:00:00Z"), std::nullopt);
    EXPECT_EQ(parse_local("2026-12-15T14:00:00.0"), std::nullopt);
    EXPECT_EQ(parse_local("2026-12-15T14"), std::nullopt);
    EXPECT_EQ(format_local(*parse_local("2026-12-15T14:05")), "2026-12-15T14:05:00");
}

TEST(Text, DatesHaveToExist) {
    EXPECT_EQ(format_date(*parse_date("2028-02-29")), "2028-02-29");
    EXPECT_EQ(parse_date("2100-02-29"), std::nullopt);
    EXPECT_EQ(parse_date("2026-12-15T"), std::nullopt);
    EXPECT_EQ(parse_date("20261215"), std::nullopt);
}

TEST(Text, IcalFormsHaveNoSeparators) {
    EXPECT_EQ(parse_ical_date_time("20261215T140000"), parse_local("2026-12-15T14:00"));
    EXPECT_EQ(format_ical(*parse_local("2026-12-15T14:00")), "20261215T140000");
    EXPECT_EQ(parse_ical_date_time("20261215T140000Z"), std::nullopt);
    EXPECT_EQ(parse_ical_date_time("20261215T1400"), std::nullopt);
    EXPECT_EQ(parse_ical_date_time("20261215"), std::nullopt);
    EXPECT_EQ(format_ical(*parse_ical_date("00010101")), "00010101");
    EXPECT_EQ(parse_ical_date("20260229"), std::nullopt);
}

TEST(Text, GraphSendsSevenDigits) {
    EXPECT_EQ(parse_graph_date_time("2026-12-15T14:00:00.0000000"),
              parse_local("2026-12-15T14:00"));
    EXPECT_EQ(parse_graph_date_time("2026-12-15T14:00:00"), parse_local("2026-12-15T14:00"));
    EXPECT_EQ(parse_graph_date_time("2026-12-15T14:00:00.0000000Z"), std::nullopt);
    EXPECT_EQ(format_graph(*parse_local("2026-12-15T14:00")), "2026-12-15T14:00:00");
}

TEST(Rfc3339, MicrosecondsAreWrittenAsTheyAreRead) {
    for (const char* text : {"2026-11-25T08:00:00.000001Z", "1969-12-31T23:59:59.250000Z"}) {
        EXPECT_EQ(format_rfc3339_micros(*parse_rfc3339_micros(text)), text);
    }
}

}  // namespace
}  // namespace plazo::timezone
