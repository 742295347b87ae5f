#include "ical/property_value.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

/// The value of a line.
std::optional<Value> typed(const std::string& line) {
    const std::string text = "BEGIN:VEVENT\r\n" + line + "\r\nEND:VEVENT\r\n";
    const Document document = parse(text);
    return value_of(document.components().front().properties().front());
}

template <class Type>
Type typed_as(const std::string& line) {
    const auto value = typed(line);
    if (value && std::holds_alternative<Type>(*value)) return std::get<Type>(*value);
    ADD_FAILURE() << line;
    return Type{};
}

TEST(PropertyValue, ExampleOfTheManualPage) {
    EXPECT_EQ(types_of(PropertyName::dtstart).standard, ValueType::date_time);
    EXPECT_TRUE(types_of(PropertyName::dtstart).allows(ValueType::date));
    EXPECT_TRUE(types_of(PropertyName::exdate).list);

    const std::string text =
        "BEGIN:VEVENT\nEXDATE;TZID=Europe/Madrid:20260302T090000\n"
        "CATEGORIES:a\\,b,c\nEND:VEVENT\n";
    const Document document = parse(text);
    const ComponentView event = document.components().front();
    EXPECT_EQ(times_of(*event.find(PropertyName::exdate))->front().tzid, "Europe/Madrid");
    EXPECT_EQ(std::get<Texts>(*value_of(*event.find(PropertyName::categories))),
              (Texts{"a,b", "c"}));
}

TEST(PropertyValue, EveryTypeIsRead) {
    EXPECT_EQ(typed_as<Texts>("SUMMARY:a\\nb,c"), Texts{"a\nb,c"});
    EXPECT_EQ(typed_as<int>("PRIORITY:5"), 5);
    EXPECT_EQ(typed_as<Duration>("TRIGGER:-PT15M").exact, seconds{-900});
    EXPECT_EQ(typed_as<std::vector<DateTime>>("TRIGGER;VALUE=DATE-TIME:20260101T000000Z").size(),
              1u);
    EXPECT_EQ(typed_as<seconds>("TZOFFSETTO:+0130"), seconds{5400});
    EXPECT_EQ(typed_as<GeoPosition>("GEO:37.5;-122.25"), (GeoPosition{37.5, -122.25}));
    EXPECT_EQ(typed_as<GeoPosition>("GEO:37.5\\;-122.25"), (GeoPosition{37.5, -122.25}));
    EXPECT_EQ(typed_as<RequestStatus>("REQUEST-STATUS:3.1;Bad\\, very;DTSTART:x;y"),
              (RequestStatus{"3.1", "Bad, very", "DTSTART:x;y"}));
    EXPECT_EQ(typed_as<Bytes>("ATTACH;ENCODING=BASE64;VALUE=BINARY:Zm9vYg=="), Bytes{"foob"});
    EXPECT_EQ(typed_as<Raw>("URL:https://example.com/a,b;c"), Raw{"https://example.com/a,b;c"});
    EXPECT_EQ(typed_as<Raw>("X-NUMBER:1,2"), Raw{"1,2"});
    EXPECT_EQ(typed_as<bool>("X-FLAG;VALUE=BOOLEAN:true"), true);
    EXPECT_EQ(typed_as<double>("X-RATIO;VALUE=FLOAT:-1.5"), -1.5);
    EXPECT_EQ(typed_as<Raw>("X-AT;VALUE=TIME:235960Z"), Raw{"235960Z"});
    EXPECT_EQ(typed_as<Recurrence>("RRULE:FREQ=DAILY").frequency, Frequency::daily);
    const auto periods = typed_as<std::vector<Period>>(
        "FREEBUSY:20260101T000000Z/PT1H,20260102T000000Z/20260102T010000Z");
    ASSERT_EQ(periods.size(), 2u);
    EXPECT_TRUE(periods[0].duration);
    EXPECT_TRUE(periods[1].end);
}

TEST(PropertyValue, ThePeriodsOfRdateHaveItsZone) {
    const auto periods = typed_as<std::vector<Period>>(
        "RDATE;VALUE=PERIOD;TZID=Europe/Madrid:20260101T090000/20260101T100000");
    ASSERT_EQ(periods.size(), 1u);
    EXPECT_EQ(periods[0].start.tzid, "Europe/Madrid");
    EXPECT_EQ(periods[0].end->tzid, "Europe/Madrid");
}

TEST(PropertyValue, WhatIsNotOfItsTypeIsNothing) {
    for (const char* line :
         {"PRIORITY:five", "GEO:1", "GEO:nan;0", "GEO:0;181", "TZOFFSETTO:1", "RRULE:FREQ=X",
          "ATTACH;VALUE=BINARY:a", "ATTACH;VALUE=BINARY:YQ==YQ==", "REQUEST-STATUS:2.0",
          "URL:no scheme", "X-AT;VALUE=TIME:2460", "X-F;VALUE=FLOAT:1.5x", "DTSTART:2026"}) {
        EXPECT_FALSE(typed(line)) << line;
    }
}

TEST(PropertyValue, TheTzidIsAppliedToLocalTimesOnly) {
    const auto times = typed_as<std::vector<DateTime>>(
        "RDATE;TZID=Europe/Madrid:20260101T090000,20260102,20260103T090000Z");
    ASSERT_EQ(times.size(), 3u);
    EXPECT_EQ(times[0], (DateTime{TimeKind::zoned, local("20260101T090000"), "Europe/Madrid"}));
    EXPECT_EQ(times[1].kind, TimeKind::date);
    EXPECT_EQ(times[2].kind, TimeKind::utc);
    EXPECT_FALSE(typed("EXDATE:20260101T090000,yesterday"));
}

TEST(PropertyValue, DatesAreWrittenWithTheirType) {
    const DateTime date = *parse_date_time("20260101");
    Writer writer;
    write_times(writer, "EXDATE", std::vector{date, date});
    EXPECT_EQ(writer.text(), "EXDATE;VALUE=DATE:20260101,20260101\r\n");
}

TEST(PropertyValue, TimesAreWrittenAsTheyAreRead) {
    Writer writer;
    const std::vector<DateTime> times{{TimeKind::zoned, local("20260302T090000"), "Europe/Madrid"},
                                      {TimeKind::zoned, local("20260309T090000"), "Europe/Madrid"}};
    write_times(writer, "EXDATE", times);
    EXPECT_EQ(writer.text(), "EXDATE;TZID=Europe/Madrid:20260302T090000,20260309T090000\r\n");
    const std::string text = "BEGIN:A\r\n" + writer.text() + "END:A\r\n";
    const Document document = parse(text);
    EXPECT_EQ(times_of(*document.components().front().find(PropertyName::exdate)), times);
}

}  // namespace
}  // namespace plazo::ical
