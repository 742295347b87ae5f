#include "ical/value.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(Value, ExampleOfTheManualPage) {
    EXPECT_EQ(parse_date_time("20261215T140000")->kind, TimeKind::floating);
    EXPECT_EQ(format_text("a, b; c\nd"), "a\\, b\\; c\\nd");
    EXPECT_EQ(parse_duration("-P1DT2H"), (Duration{days{-1}, hours{-2}}));
}

TEST(Value, DatesAndTimesKeepWhatTheyAreFixedTo) {
    EXPECT_EQ(parse_date_time("20261215")->kind, TimeKind::date);
    EXPECT_EQ(parse_date_time("20261215T140000Z")->kind, TimeKind::utc);
    EXPECT_EQ(parse_date_time("20261215T235960")->local, local("20261215T235959"));
    for (const char* text : {"20261215", "20261215T140000", "20261215T140000Z", "00010101"}) {
        EXPECT_EQ(format_date_time(*parse_date_time(text)), text);
    }
    for (const char* text :
         {"", "2026", "20260230", "20261301", "20260101T240000", "20260101T", "20260101T1200",
          "20260101T120000ZZ", "00000101", "2026-01-01", "20260101Z", "20200116T::"}) {
        EXPECT_EQ(parse_date_time(text), std::nullopt) << text;
    }
}

TEST(Value, ADurationKeepsNominalDaysApartFromExactTime) {
    EXPECT_EQ(parse_duration("P1D"), (Duration{days{1}, seconds{0}}));
    EXPECT_EQ(parse_duration("PT24H"), (Duration{days{0}, hours{24}}));
    EXPECT_EQ(parse_duration("P2W"), (Duration{days{14}, seconds{0}}));
    EXPECT_EQ(parse_duration("P15DT5H0M20S"), (Duration{days{15}, seconds{5 * 3600 + 20}}));
    for (const char* text : {"P", "PT", "P1", "1D", "P1H", "PT1D", "PT1S1M", "P1D1W", "P1DT",
                             "P-1D", "PT1.5H", "P99999999999D", "P40000D", "-", ""}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
    for (const char* text : {"P1D", "PT24H", "-PT15M", "P15DT5H0M20S", "PT0S", "-P14D", "PT1H1M"}) {
        EXPECT_EQ(format_duration(*parse_duration(text)), text);
    }
}

TEST(Value, UtcOffsetsMayHaveSecondsAndAreLessThanADay) {
    EXPECT_EQ(parse_utc_offset("+0530"), hours{5} + minutes{30});
    EXPECT_EQ(parse_utc_offset("-001452"), -(minutes{14} + seconds{52}));
    EXPECT_EQ(parse_utc_offset("-0000"), seconds{0});
    for (const char* text : {"0530", "+5", "+2400", "+0060", "+05300", "", "+05:30"}) {
        EXPECT_EQ(parse_utc_offset(text), std::nullopt) << text;
    }
    EXPECT_EQ(format_utc_offset(-(minutes{14} + seconds{52})), "-001452");
    EXPECT_EQ(format_utc_offset(hours{5} + minutes{30}), "+0530");
}

TEST(Value, TextEscapesAreUndoneAndOtherBackslashesStay) {
    EXPECT_EQ(parse_text("a\\, b\\; c\\\\d\\Ne\\nf"), "a, b; c\\d\ne\nf");
    EXPECT_EQ(parse_text("C:\\temp\\"), "C:\\temp\\");
    EXPECT_EQ(parse_text(format_text("x\\n,;\r\ny\rz")), "x\\n,;\ny\nz");
    EXPECT_EQ(parse_text_list("a\\,b,c,,d\\\\"), (Strings{"a,b", "c", "", "d\\"}));
}

TEST(Value, MailAddressesComeInAnyCaseAndGoEncoded) {
    EXPECT_EQ(parse_mail_address("MAILTO:Ann@example.com"), "Ann@example.com");
    EXPECT_EQ(parse_mail_address("mailto:a%2Bb@example.com?subject=x"), "a+b@example.com");
    EXPECT_EQ(parse_mail_address("ann@example.com"), "ann@example.com");
    EXPECT_EQ(parse_mail_address("mailto:a%0Ab@example.com"), "a%0Ab@example.com");
    for (const char* text : {"mailto:", "invalid:nomail", "mailto:@x", "urn:uuid:1", "Ann",
                             "mailto:a b@example.com"}) {
        EXPECT_EQ(parse_mail_address(text), std::nullopt) << text;
    }
    EXPECT_EQ(format_mail_address("a\r\nb?c@example.com"), "mailto:a%0D%0Ab%3Fc@example.com");
}

TEST(Value, SmallTypes) {
    EXPECT_EQ(parse_boolean("true"), true);
    EXPECT_EQ(parse_boolean("1"), std::nullopt);
    EXPECT_EQ(parse_integer("-12"), -12);
    EXPECT_EQ(parse_integer("2147483648"), std::nullopt);
    EXPECT_EQ(parse_integer("1x"), std::nullopt);
    EXPECT_EQ(parse_uri("https://example.com/a"), "https://example.com/a");
    EXPECT_EQ(parse_uri("no uri"), std::nullopt);
    EXPECT_TRUE(parse_period("20260101T000000Z/PT1H")->duration);
    EXPECT_TRUE(parse_period("20260101T000000Z/20260101T010000Z")->end);
    EXPECT_EQ(parse_period("20260101T000000Z/20250101T000000Z"), std::nullopt);
    EXPECT_EQ(parse_period("20260101/P1D"), std::nullopt);
}

TEST(Value, TheLeastIntegerIsOne) {
    EXPECT_EQ(parse_integer("-2147483648"), std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(parse_integer("+7"), 7);
    for (const char* wrong : {"-2147483649", "2147483648", "+-1", "-", "", "1x"}) {
        EXPECT_EQ(parse_integer(wrong), std::nullopt) << wrong;
    }
}

TEST(Value, ADurationOfBothSignsIsWrittenAsOne) {
    EXPECT_EQ(format_duration({days{1}, hours{-2}}), "PT22H");
    EXPECT_EQ(format_duration({days{-1}, hours{2}}), "-PT22H");
}

}  // namespace
}  // namespace plazo::ical
