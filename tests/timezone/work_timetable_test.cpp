#include "timezone/work_timetable.h"

#include <gtest/gtest.h>

#include <random>

#include "offices.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

/// What the wall shows when so much has been worked since it showed `from`.
std::string worked_from(const WorkTimetable& table, const char* from, seconds worked) {
    const Instant start = table.zone().instant(local(from));
    return format_local(table.zone().local(answer(table.add_working_time(start, worked))));
}

std::string days_from(const WorkTimetable& table, const char* from, int count) {
    return format_date(answer(table.add_business_days(date(from), count)));
}

TEST(WorkTimetable, ExampleOfTheManualPage) {
    const WorkCalendar office_of_madrid = office("09:00-17:00");
    const Zone madrid = zone("Europe/Madrid");
    const auto made = WorkTimetable::compile(office_of_madrid, madrid, {2026, 2036});
    const auto& table = std::get<WorkTimetable>(made);
    EXPECT_EQ(answer(table.add_business_days(*parse_date("2026-11-23"), 10)), date("2026-12-07"));
    EXPECT_EQ(answer(table.add_working_time(*parse_rfc3339("2026-12-07T15:00:00Z"), 4h)),
              utc("2026-12-08T11:00:00Z"));
}

TEST(WorkTimetable, DayOneIsTheNextWorkingDay) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    EXPECT_EQ(days_from(table, "2026-11-23", 1), "2026-11-24");
    EXPECT_EQ(days_from(table, "2026-11-27", 1), "2026-11-30");   // Friday
    EXPECT_EQ(days_from(table, "2026-11-28", 1), "2026-11-30");   // Saturday
    EXPECT_EQ(days_from(table, "2026-11-30", -1), "2026-11-27");  // Monday
    EXPECT_EQ(days_from(table, "2026-11-29", -1), "2026-11-27");  // Sunday
    EXPECT_EQ(days_from(table, "2026-11-28", 0), "2026-11-28");
}

TEST(WorkTimetable, HoursAreWorkedWithinTheHoursOfTheDays) {
    const WorkTimetable long_days = compiled(office("08:00-18:00"));
    EXPECT_EQ(worked_from(long_days, "2026-11-23T17:00:00", 4h), "2026-11-24T11:00:00");
    EXPECT_EQ(worked_from(long_days, "2026-11-24T11:00:00", -1h), "2026-11-24T10:00:00");
    EXPECT_EQ(worked_from(long_days, "2026-11-24T08:30:00", -1h), "2026-11-23T17:30:00");

    const WorkTimetable table = compiled(office("09:00-17:00"));
    EXPECT_EQ(worked_from(table, "2026-11-27T16:00:00", 8h), "2026-11-30T16:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-27T16:00:00", 2h), "2026-11-30T10:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T09:00:00", 24h), "2026-11-25T17:00:00");
}

TEST(WorkTimetable, ForwardEndsAtAnEndAndBackwardAtABeginning) {
    const WorkTimetable table = compiled(office("09:00-14:00,15:00-18:00"));
    EXPECT_EQ(worked_from(table, "2026-11-23T09:00:00", 5h), "2026-11-23T14:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T18:00:00", -3h), "2026-11-23T15:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T09:00:00", 8h), "2026-11-23T18:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-24T09:00:00", -8h), "2026-11-23T09:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T14:30:00", 0s), "2026-11-23T14:30:00");
}

TEST(WorkTimetable, TheLunchBreakDoesNotCount) {
    const WorkTimetable table = compiled(office("09:00-14:00,15:00-18:00"));
    EXPECT_EQ(worked_from(table, "2026-11-23T13:00:00", 2h), "2026-11-23T16:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T14:30:00", 1h), "2026-11-23T16:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T14:30:00", -1h), "2026-11-23T13:00:00");
}

TEST(WorkTimetable, AWeekendIsNotCountedTwice) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    const auto between = [&](const char* from, const char* to) {
        return answer(table.working_time_between(table.zone().instant(local(from)),
                                                 table.zone().instant(local(to))));
    };
    EXPECT_EQ(between("2026-11-27T16:00:00", "2026-11-30T10:00:00"), 2h);
    EXPECT_EQ(between("2026-11-28T10:00:00", "2026-11-29T10:00:00"), 0h);
    EXPECT_EQ(between("2026-11-30T10:00:00", "2026-11-27T16:00:00"), -2h);
    EXPECT_EQ(between("2026-11-01T00:00:00", "2026-12-01T00:00:00"), 21 * 8h);
}

TEST(WorkTimetable, StartingOutsideTheHoursBeginsWithTheNext) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    EXPECT_EQ(worked_from(table, "2026-11-28T12:00:00", 1h), "2026-11-30T10:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T05:00:00", 1h), "2026-11-23T10:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-23T22:00:00", 1h), "2026-11-24T10:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-28T12:00:00", -1h), "2026-11-27T16:00:00");
}

TEST(WorkTimetable, NightShiftsBelongToTheDayOnWhichTheyBegin) {
    WorkCalendar nights = office("22:00-06:00");
    nights.layers = {layer("x", HolidayLevel::company, {day_off("2026-11-25", "closed")})};
    const WorkTimetable table = compiled(nights);
    EXPECT_EQ(worked_from(table, "2026-11-23T22:00:00", 4h), "2026-11-24T02:00:00");
    // Friday's shift goes on into Saturday; Wednesday's is the one that is closed.
    EXPECT_EQ(worked_from(table, "2026-11-27T23:00:00", 7h), "2026-11-28T06:00:00");
    EXPECT_EQ(worked_from(table, "2026-11-25T05:00:00", 2h), "2026-11-26T23:00:00");
    EXPECT_TRUE(table.is_business_day(date("2026-11-27")));
    EXPECT_FALSE(table.is_business_day(date("2026-11-28")));
}

TEST(WorkTimetable, ShiftsThatMeetAreWorkedOnce) {
    WorkCalendar always = office("00:00-24:00");
    for (DayHours& each : always.week.days) each = shift("00:00-24:00");
    always.week.on(Weekday::monday) = shift("00:00-02:00");  // 26 hours from Sunday midnight
    always.week.on(Weekday::sunday) = shift("00:00-24:00");
    const WorkTimetable table = compiled(always);
    EXPECT_EQ(worked_from(table, "2026-11-22T12:00:00", 14h), "2026-11-23T02:00:00");
    WorkCalendar overlapping = office("22:00-06:00");
    overlapping.week.on(Weekday::tuesday) = shift("05:00-09:00");
    EXPECT_EQ(worked_from(compiled(overlapping), "2026-11-23T22:00:00", 11h),
              "2026-11-24T09:00:00");
}

TEST(WorkTimetable, AShiftOverTheChangeOfTheClocksHasItsRealLength) {
    WorkCalendar nights = office("22:00-06:00");
    nights.week.on(Weekday::saturday) = shift("22:00-06:00");
    const WorkTimetable table = compiled(nights);
    const auto length = [&](const char* evening, const char* morning) {
        return answer(table.working_time_between(table.zone().instant(local(evening)),
                                                 table.zone().instant(local(morning))));
    };
    EXPECT_EQ(length("2026-03-28T20:00:00", "2026-03-29T12:00:00"), 7h);
    EXPECT_EQ(length("2026-10-24T20:00:00", "2026-10-25T12:00:00"), 9h);
    EXPECT_EQ(worked_from(table, "2026-10-24T22:00:00", 5h), "2026-10-25T02:00:00");
}

TEST(WorkTimetable, ShortAndHalfDaysHaveTheirOwnHours) {
    WorkCalendar calendar = office("09:00-17:00");
    Holiday eve = day_off("2000-12-24", "Nochebuena");
    eve.kind = Holiday::Kind::own_hours;
    eve.hours = shift("09:00-14:00");
    eve.every_year = true;
    calendar.layers = {layer("acme", HolidayLevel::company, {eve})};
    const WorkTimetable table = compiled(calendar);
    EXPECT_TRUE(table.is_business_day(date("2026-12-24")));
    EXPECT_EQ(worked_from(table, "2026-12-24T13:00:00", 2h), "2026-12-25T10:00:00");
    EXPECT_EQ(worked_from(table, "2027-12-24T13:00:00", 2h), "2027-12-27T10:00:00");
    EXPECT_EQ(table.day(date("2026-12-24")).holiday->name, "Nochebuena");
    // It is worked on even where it is a Saturday: the date overrules the week.
    EXPECT_TRUE(table.is_business_day(date("2033-12-24")));
}

TEST(WorkTimetable, SeasonsHaveTheirOwnWeek) {
    WorkCalendar calendar = office("09:00-18:00");
    calendar.seasons = {{"jornada intensiva", {6, 15}, {9, 15}, weekdays(shift("08:00-15:00"))},
                        {"winter", {12, 15}, {1, 7}, weekdays(shift("10:00-14:00"))}};
    const WorkTimetable table = compiled(calendar);
    EXPECT_EQ(format_day_hours(table.day(date("2026-06-12")).hours), "09:00-18:00");
    EXPECT_EQ(format_day_hours(table.day(date("2026-06-15")).hours), "08:00-15:00");
    EXPECT_EQ(format_day_hours(table.day(date("2026-09-15")).hours), "08:00-15:00");
    EXPECT_EQ(format_day_hours(table.day(date("2026-09-16")).hours), "09:00-18:00");
    EXPECT_EQ(format_day_hours(table.day(date("2027-01-07")).hours), "10:00-14:00");
    EXPECT_EQ(format_day_hours(table.day(date("2026-12-15")).hours), "10:00-14:00");
    EXPECT_EQ(table.day(date("2026-12-15")).season->name, "winter");
}

TEST(WorkTimetable, ASwappedSaturdayIsWorkedLikeTheDayItStandsFor) {
    WorkCalendar calendar = office("09:00-17:00");
    calendar.week.on(Weekday::friday) = shift("09:00-14:00");
    Holiday saturday = day_off("2026-12-12", "for 24 December");
    saturday.kind = Holiday::Kind::working;
    saturday.like = Weekday::friday;
    calendar.layers = {
        layer("hu", HolidayLevel::national, {saturday, day_off("2026-12-24", "bridge")})};
    const WorkTimetable table = compiled(calendar);
    EXPECT_TRUE(table.is_business_day(date("2026-12-12")));
    EXPECT_EQ(format_day_hours(table.day(date("2026-12-12")).hours), "09:00-14:00");
    EXPECT_FALSE(table.is_business_day(date("2026-12-24")));
    EXPECT_EQ(days_from(table, "2026-12-11", 1), "2026-12-12");
}

TEST(WorkTimetable, LaterLayersOverruleEarlierOnes) {
    WorkCalendar calendar = office("09:00-17:00");
    Holiday open = day_off("2026-12-08", "we are open");
    open.kind = Holiday::Kind::working;
    open.like = Weekday::tuesday;
    const HolidaySet law = layer("es", HolidayLevel::national, {day_off("2026-12-08", "Inm.")});
    calendar.layers = {law, layer("acme", HolidayLevel::company, {open})};
    EXPECT_TRUE(compiled(calendar).is_business_day(date("2026-12-08")));
    std::swap(calendar.layers[0], calendar.layers[1]);
    EXPECT_FALSE(compiled(calendar).is_business_day(date("2026-12-08")));
}

TEST(WorkTimetable, HolidaysThatLastAreOffOnEachOfTheirDays) {
    WorkCalendar calendar = office("09:00-17:00");
    Holiday closed = day_off("2026-12-28", "closed");
    closed.last = date("2027-01-04");
    closed.every_year = true;  // over New Year
    calendar.layers = {layer("acme", HolidayLevel::company, {closed})};
    const WorkTimetable table = compiled(calendar);
    EXPECT_EQ(days_from(table, "2026-12-25", 1), "2027-01-05");
    EXPECT_EQ(days_from(table, "2029-12-27", 1), "2030-01-07");  // 5 and 6 January: a weekend
    EXPECT_FALSE(table.is_business_day(date("2024-01-02")));     // begun before the first year
}

TEST(WorkTimetable, TheWeekendIsWhereverTheWeekHasNoHours) {
    WorkCalendar calendar{"cairo", "Europe/Madrid", {}, {}, {}};
    for (DayHours& each : calendar.week.days) each = shift("09:00-17:00");
    calendar.week.on(Weekday::friday) = {};
    calendar.week.on(Weekday::saturday) = {};
    const WorkTimetable table = compiled(calendar);
    EXPECT_EQ(days_from(table, "2026-11-26", 1), "2026-11-29");  // Thursday to Sunday
}

TEST(WorkTimetable, WithoutAWorkingDayThereIsARefusalAndNoLoop) {
    const WorkTimetable table = compiled({"none", "Europe/Madrid", {}, {}, {}});
    EXPECT_EQ(refusal(table.add_business_days(date("2026-11-23"), 1)).reason,
              Refusal::Reason::no_working_day);
    EXPECT_EQ(refusal(table.add_working_time(utc("2026-11-23T00:00:00Z"), 1s)).reason,
              Refusal::Reason::no_working_time);
    EXPECT_EQ(answer(table.business_days_between(date("2024-01-01"), date("2036-01-01"))), 0);
}

TEST(WorkTimetable, YearsThatALayerDoesNotKnowAreRefusedByName) {
    WorkCalendar calendar = office("09:00-17:00");
    calendar.layers = {layer("es", HolidayLevel::national, {}, {2020, 2040}),
                       layer("es-md", HolidayLevel::regional, {}, {2025, 2027})};
    const WorkTimetable table = compiled(calendar);
    EXPECT_EQ(table.years(), (YearSpan{2025, 2027}));
    EXPECT_EQ(refusal(table.add_business_days(date("2027-12-30"), 5)).text(calendar),
              "the holidays of 2028 are not known in es-md");
    EXPECT_EQ(refusal(table.add_business_days(date("2025-01-02"), -5)).year, 2024);
    EXPECT_EQ(refusal(table.add_working_time(utc("2027-12-31T12:00:00Z"), 30h)).reason,
              Refusal::Reason::unknown_year);
    EXPECT_EQ(refusal(table.add_working_time(utc("2024-12-31T12:00:00Z"), 1h)).layer, 1U);
    const auto never = WorkTimetable::compile(calendar, zone("Europe/Madrid"), {2030, 2035});
    EXPECT_EQ(std::get<Refusal>(never).layer, 1U);
    const WorkTimetable free = compiled(office("09:00-17:00"));
    EXPECT_EQ(refusal(free.add_business_days(date("2036-12-31"), 1)).reason,
              Refusal::Reason::outside_years);
}

TEST(WorkTimetable, TheNightShiftOfTheYearBeforeIsNotGuessed) {
    WorkCalendar nights = office("22:00-06:00");
    const WorkTimetable table = compiled(nights, {2026, 2030});
    const auto early = table.add_working_time(utc("2026-01-01T00:00:00Z"), 2h);
    EXPECT_EQ(refusal(early).year, 2025);
    EXPECT_EQ(worked_from(table, "2026-01-01T06:00:00", 2h), "2026-01-02T00:00:00");
}

TEST(WorkTimetable, DatesAreShiftedToWorkingDays) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    const auto moved = [&](const char* from, DayShift shift) {
        return answer(table.shifted(date(from), shift));
    };
    EXPECT_EQ(moved("2026-11-28", DayShift::next_business_day), date("2026-11-30"));
    EXPECT_EQ(moved("2026-11-29", DayShift::previous_business_day), date("2026-11-27"));
    EXPECT_EQ(moved("2026-11-28", DayShift::nearest), date("2026-11-27"));  // Saturday
    EXPECT_EQ(moved("2026-11-29", DayShift::nearest), date("2026-11-30"));  // Sunday
    EXPECT_EQ(moved("2026-11-28", DayShift::none), date("2026-11-28"));
    EXPECT_EQ(moved("2026-11-28", DayShift::skip), std::nullopt);
    EXPECT_EQ(moved("2026-11-27", DayShift::skip), date("2026-11-27"));
}

/// A calendar with everything in it.
WorkCalendar crowded() {
    WorkCalendar calendar = office("09:00-14:00,15:00-18:00");
    calendar.week.on(Weekday::friday) = shift("09:00-14:30,22:00-03:00");
    calendar.seasons = {{"summer", {6, 15}, {9, 15}, weekdays(shift("08:00-15:00"))}};
    std::vector<Holiday> days;
    for (const char* each : {"2026-01-01", "2026-05-01", "2026-12-08", "2026-12-25"}) {
        days.push_back(day_off(each, "off"));
        days.back().every_year = true;
    }
    calendar.layers = {layer("es", HolidayLevel::national, days)};
    return calendar;
}

TEST(WorkTimetable, DaysAndTimesAreThoseOfASlowWalk) {
    const WorkTimetable table = compiled(crowded());
    std::mt19937 random{7};
    for (int round = 0; round < 300; ++round) {
        const Date from = add_days(date("2025-01-01"), static_cast<int>(random() % 3000));
        const int count = static_cast<int>(random() % 60) + 1;
        Date walked = from;
        for (int left = count; left > 0;) {
            walked = add_days(walked, 1);
            if (!table.day(walked).hours.empty()) --left;
        }
        ASSERT_EQ(answer(table.add_business_days(from, count)), walked);
        ASSERT_EQ(answer(table.business_days_between(add_days(from, 1), add_days(walked, 1))),
                  count);
    }
    for (int round = 0; round < 300; ++round) {
        const Instant from = utc("2025-06-01T00:00:00Z") + seconds{random() % 200'000'000};
        const seconds worked{random() % 200'000 + 1};
        const Instant to = answer(table.add_working_time(from, worked));
        ASSERT_EQ(answer(table.working_time_between(from, to)), worked);
        ASSERT_EQ(answer(table.working_time_between(from, to - 1s)), worked - 1s);  // earliest
        const Instant back = answer(table.add_working_time(to, -worked));
        ASSERT_EQ(answer(table.working_time_between(back, to)), worked);
        ASSERT_EQ(answer(table.working_time_between(back + 1s, to)), worked - 1s);  // latest
    }
}

TEST(WorkTimetable, WorkingTimeIsTheSumOfItsMinutes) {
    const WorkTimetable table = compiled(crowded());
    // Minute by minute over a month with a change of the clocks and night shifts.
    const Instant begin = utc("2026-10-10T00:00:00Z");
    seconds sum{0};
    for (Instant t = begin; t < begin + days{30}; t += 1min) {
        const LocalTime wall = table.zone().local(t);
        const auto works = [&](Date day, seconds clock) {
            for (const WorkInterval& each : table.day(day).hours) {
                if (clock >= each.from && clock < each.to) return true;
            }
            return false;
        };
        const Date today = date_of(wall);
        const seconds clock = time_of_day(wall);
        if (works(today, clock) || works(add_days(today, -1), clock + 24h)) sum += 1min;
        ASSERT_EQ(answer(table.working_time_between(begin, t + 1min)), sum) << format_local(wall);
    }
}

}  // namespace
}  // namespace plazo::timezone
