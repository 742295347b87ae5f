#include "timezone/written_offset.h"

#include <gtest/gtest.h>

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

TEST(WrittenOffset, ExampleOfTheManualPage) {
    EXPECT_EQ(parse_offset("+05:30"), 5h + 30min);
    EXPECT_EQ(parse_offset("-0500"), parse_offset("-5"));
    EXPECT_EQ(parse_offset("+1.00"), 1h);
}

TEST(WrittenOffset, EveryWayToWriteIt) {
    for (const char* text : {"+6:30", "+06:30", "+06.30", "+6.30", "+0630", "+630"}) {
        EXPECT_EQ(parse_offset(text), 6h + 30min) << text;
    }
    for (const char* text : {"-14", "-14:00", "-1400"}) EXPECT_EQ(parse_offset(text), -14h) << text;
    EXPECT_EQ(parse_offset("-0:30"), -30min);
    EXPECT_EQ(parse_offset("+0"), 0s);
}

TEST(WrittenOffset, NoOtherText) {
    for (const char* text : {"",       "+",     "-",   "5",      "05:30",   "+:30",   "+.",   "+5:",
                             "+5:3",   "+5:60", "+15", "+15:00", "+005:30", "+00530", "+0x5", "+5-",
                             "+1:2:3", "++5",   "+ 5", "+5 ",    "+-5",     "+5,30"}) {
        EXPECT_EQ(parse_offset(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace plazo::timezone
