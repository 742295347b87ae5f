#include "scheduler/calendar_codec.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scheduler/input_error.h"
#include "tests/scheduler/world.h"
#include "timezone/text.h"
#include "timezone/work_timetable.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using timezone::Holiday;
using timezone::HolidayLevel;
using timezone::WorkCalendar;

json office() {
    return json::parse(R"(
        {"zone": "Europe/Madrid",
         "week": {"mon-thu": "09:00-14:00,15:00-18:00", "fri": "08:00-15:00"},
         "seasons": [{"name": "summer", "from": "06-15", "to": "09-15",
                      "week": {"mon-fri": "08:00-15:00"}}],
         "holidays": ["es-madrid"],
         "layers": [{"name": "acme", "level": "company", "days": [
             {"date": "2026-05-15", "name": "San Isidro"},
             {"from": "08-10", "to": "08-21", "name": "closed"},
             {"date": "12-24", "name": "Nochebuena", "hours": "09:00-14:00"},
             {"date": "2026-12-12", "name": "for 24 December", "like": "fri"}]}]})");
}

WorkCalendar read(const json& value) {
    return read_work_calendar(value, "office", testing::tzdb());
}

std::string refusal(const json& value) {
    try {
        read(value);
    } catch (const InputError& error) {
        return error.pointer + ": " + error.what();
    }
    return "";
}

TEST(CalendarCodec, ExampleOfTheManualPage) {
    const WorkCalendar calendar = read(office());
    EXPECT_EQ(calendar.zone, "Europe/Madrid");
    EXPECT_EQ(timezone::format_day_hours(calendar.week.days[3]), "09:00-14:00,15:00-18:00");
    EXPECT_EQ(timezone::format_day_hours(calendar.week.days[4]), "08:00-15:00");
    EXPECT_TRUE(calendar.week.days[5].empty());
    ASSERT_EQ(calendar.layers.size(), 3U);
    EXPECT_EQ(calendar.layers[0].name, "es");
    EXPECT_EQ(calendar.layers[1].name, "es-md");
    const auto& days = calendar.layers[2].days;
    ASSERT_EQ(days.size(), 4U);
    EXPECT_EQ(days[0].kind, Holiday::Kind::off);
    EXPECT_FALSE(days[0].every_year);
    EXPECT_TRUE(days[1].every_year);
    EXPECT_EQ(timezone::format_date(days[1].in_year(2027)->last), "2027-08-21");
    EXPECT_EQ(days[2].kind, Holiday::Kind::own_hours);
    EXPECT_EQ(days[3].kind, Holiday::Kind::working);
    EXPECT_EQ(days[3].like, timezone::Weekday::friday);
    EXPECT_EQ(calendar.seasons[0].last, (timezone::MonthDay{9, 15}));
}

TEST(CalendarCodec, WhatIsWrittenReadsAsTheSameCalendar) {
    const WorkCalendar calendar = read(office());
    EXPECT_EQ(read(work_calendar_json(calendar)), calendar);
}

TEST(CalendarCodec, AZoneIsTakenFromTheHolidaysAndWindowsNamesAreUnderstood) {
    json value = office();
    value.erase("zone");
    EXPECT_EQ(read(value).zone, "Europe/Madrid");
    value["zone"] = "Romance Standard Time";
    EXPECT_EQ(read(value).zone, "Europe/Paris");
    value.erase("zone");
    value.erase("holidays");
    EXPECT_EQ(refusal(value).substr(0, 5), "/zone");
}

TEST(CalendarCodec, RangesMayGoOverNewYearAndDaysOverTheWeekend) {
    json value = office();
    value["layers"][0]["days"] = json::parse(R"([{"from": "12-28", "to": "01-04"}])");
    value["week"] = {{"sat-mon", "10:00-14:00"}};
    const WorkCalendar calendar = read(value);
    const Holiday& closed = calendar.layers[2].days[0];
    EXPECT_EQ(timezone::format_date(closed.in_year(2026)->last), "2027-01-04");
    EXPECT_FALSE(calendar.week.days[0].empty());
    EXPECT_TRUE(calendar.week.days[1].empty());
    EXPECT_FALSE(calendar.week.days[6].empty());
    EXPECT_EQ(read(work_calendar_json(calendar)), calendar);
}

TEST(CalendarCodec, WhatIsWrongIsRefusedWhereItIs) {
    struct Case {
        const char* pointer;
        const char* value;
        const char* expected;
    };
    for (const Case& each : {
             Case{"/zone", "\"Europe/Madriz\"", "/zone: \"Europe/Madriz\" is not a known"},
             Case{"/holidays/0", "\"es-madriz\"", "/holidays/0: no holidays are ready"},
             Case{"/week/fri", "\"8-15\"", "/week/fri: \"8-15\" is not hours"},
             Case{"/week/fro", "\"09:00-10:00\"", "/week/fro: is no day of the week"},
             Case{"/seasons/0/from", "\"06-31\"", "/seasons/0/from: \"06-31\" is no day"},
             Case{"/seasons/0/week/mon", "7", "/seasons/0/week/mon: must be a text"},
             Case{"/layers/0/level", "\"galactic\"", "/layers/0/level"},
             Case{"/layers/0/days/0/date", "\"2026-02-30\"", "/layers/0/days/0/date"},
             Case{"/layers/0/days/1/to", "\"2026-08-21\"", "/layers/0/days/1/to: has to have"},
             Case{"/layers/0/days/2/hours", "\"14:00-09:00,10:00-11:00\"",
                  "/layers/0/days/2/hours"},
             Case{"/layers/0/days/2/like", "\"fri\"", "/layers/0/days/2/like: cannot stand"},
             Case{"/layers/0/days/3/like", "\"friday\"", "/layers/0/days/3/like: \"friday\""},
             Case{"/layers/0/covers", R"({"from": 2030, "to": 2020})", "/layers/0/covers"},
             Case{"/hours", "\"09:00-17:00\"", "/hours"},
             Case{"/week/thu", "\"09:00-17:00\"", "/week/thu: thu is named twice"},
             Case{"/layers/0/days/0", R"({"from": "2026-05-15", "to": "2026-05-01"})",
                  "/layers/0/days/0/to: is before"},
         }) {
        json value = office();
        value[json::json_pointer{each.pointer}] = json::parse(each.value);
        EXPECT_EQ(refusal(value).substr(0, std::string{each.expected}.size()), each.expected)
            << refusal(value);
    }
    EXPECT_EQ(refusal(json::array()).substr(0, 1), ":");
}

TEST(CalendarCodec, AnEmptyTextIsADayOffAndRegionsAddTheirHolidays) {
    json value = office();
    value["week"] = {{"mon-fri", "09:00-17:00"}, {"sat", ""}};
    EXPECT_TRUE(read(value).week.days[5].empty());
    for (const char* order : {R"(["gb-sct", "gb-eng"])", R"(["gb-eng", "gb-sct"])"}) {
        value["holidays"] = json::parse(order);
        const WorkCalendar calendar = read(value);
        const auto table = timezone::WorkTimetable::compile(
            calendar, *testing::tzdb().find("Europe/Madrid"), {2026, 2026});
        const auto easter_monday = timezone::parse_date("2026-04-06").value();
        EXPECT_FALSE(std::get<timezone::WorkTimetable>(table).is_business_day(easter_monday));
    }
}

TEST(CalendarCodec, NamesOfCalendarsAreForAddressesAndFiles) {
    for (const char* name : {"office", "es-madrid", "Oficina_2.b"}) {
        EXPECT_TRUE(valid_calendar_name(name)) << name;
    }
    for (const char* name : {"", ".hidden", "a b", "a/b", "ofi\xc3\xb1o"}) {
        EXPECT_FALSE(valid_calendar_name(name)) << name;
    }
    EXPECT_FALSE(valid_calendar_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace plazo::scheduler
