#include "timezone/counting.h"

#include <gtest/gtest.h>

#include "offices.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

HolidaySet december(std::vector<Holiday> more = {}) {
    more.push_back(day_off("2026-12-08", "Inmaculada Concepción"));
    more.push_back(day_off("2026-12-25", "Navidad"));
    return layer("es", HolidayLevel::national, std::move(more));
}

WorkCalendar with(const char* hours_of_day, std::vector<HolidaySet> layers) {
    WorkCalendar calendar = office(hours_of_day);
    calendar.layers = std::move(layers);
    return calendar;
}

/// "due", or "refused: why".
std::string counted(const WorkTimetable& table, CountingRule rule, const char* from,
                    const char* term, std::optional<seconds> at = {}, bool backward = false) {
    const Counting asked{rule, local(from), parse_duration(term).value(), at, backward};
    const auto found = count(asked, table);
    if (const auto* refused = std::get_if<CountingRefusal>(&found))
        return "refused: " + refused->text;
    return format_local(std::get<Counted>(found).due);
}

std::string business(const WorkTimetable& table, const char* from, const char* term) {
    return counted(table, CountingRule::business, from, term);
}

/// Days end at noon here, hours when they end.
std::optional<seconds> noon_for(std::string_view term) {
    return term.starts_with("PT") ? std::nullopt : std::optional<seconds>{12h};
}

std::string ley39(const WorkTimetable& table, const char* from, const char* term) {
    return counted(table, CountingRule::es_ley39_2015, from, term, noon_for(term));
}

std::string judicial(const WorkTimetable& table, const char* from, const char* term) {
    return counted(table, CountingRule::es_judicial, from, term, noon_for(term));
}

TEST(Counting, ExampleOfTheManualPage) {
    const WorkTimetable table = compiled(with(
        "09:00-17:00", {december(), layer("es-md", HolidayLevel::regional,
                                          {day_off("2026-12-07", "Día de la Constitución")})}));
    Counting asked{CountingRule::business, *parse_local("2026-11-23T09:30:00"), {.days = 10}, {}};
    const Counted found = std::get<Counted>(count(asked, table));
    EXPECT_EQ(found.due, *parse_local("2026-12-09T09:30:00"));
    EXPECT_EQ(found.skipped.back().text(), "2026-12-08 Inmaculada Concepción (national)");
    EXPECT_EQ(found.first, date("2026-11-24"));
    EXPECT_EQ(found.last, date("2026-12-09"));
    ASSERT_EQ(found.skipped.size(), 6U);
    EXPECT_EQ(found.skipped[0].text(), "2026-11-28 Saturday");
    EXPECT_EQ(found.skipped[4].text(), "2026-12-07 Día de la Constitución (regional)");
    EXPECT_EQ(found.skipped[4].set, "es-md");
}

TEST(Counting, TenWorkingDaysEndOnTheSeventhWhereTheRegionWorksThen) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    EXPECT_EQ(business(table, "2026-11-23T09:30:00", "P10D"), "2026-12-07T09:30:00");
}

TEST(Counting, ADayIsAWorkingDayAndNot24Hours) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    EXPECT_EQ(business(table, "2026-11-23T12:00:00", "P1D"), "2026-11-24T12:00:00");
    EXPECT_EQ(business(table, "2026-11-23T12:00:00", "P5D"), "2026-11-30T12:00:00");
    EXPECT_EQ(business(table, "2026-11-23T09:00:00", "PT24H"), "2026-11-25T17:00:00");
}

TEST(Counting, TheVectorsOfOtherEnginesHold) {
    const WorkTimetable long_days = compiled(office("08:00-18:00"));
    EXPECT_EQ(business(long_days, "2026-11-23T17:00:00", "PT4H"), "2026-11-24T11:00:00");
    EXPECT_EQ(counted(long_days, CountingRule::business, "2026-11-24T11:00:00", "PT1H", {}, true),
              "2026-11-24T10:00:00");
    const WorkTimetable table = compiled(office("09:00-17:00"));
    EXPECT_EQ(business(table, "2026-11-27T16:00:00", "PT8H"), "2026-11-30T16:00:00");
    EXPECT_EQ(business(table, "2026-11-27T16:00:00", "PT2H"), "2026-11-30T10:00:00");
    const WorkTimetable tuesday_off = compiled(
        with("09:00-17:00", {layer("x", HolidayLevel::local, {day_off("2026-11-24", "fiesta")})}));
    EXPECT_EQ(business(tuesday_off, "2026-11-23T14:00:00", "P1D"), "2026-11-25T14:00:00");
}

TEST(Counting, TheFirstDayIsOneThatCounts) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    const Counting asked{CountingRule::business, local("2026-11-21T10:00:00"), {.exact = 9h}, {}};
    const Counted found = std::get<Counted>(count(asked, table));  // a Saturday
    EXPECT_EQ(found.first, date("2026-11-23"));
    EXPECT_EQ(found.due, local("2026-11-24T10:00:00"));
    EXPECT_EQ(found.skipped.size(), 2U);
}

TEST(Counting, TheClockStaysWithinTheHoursOfTheDay) {
    const WorkTimetable table = compiled(office("09:00-14:00,15:00-18:00"));
    EXPECT_EQ(business(table, "2026-11-23T23:00:00", "P1D"), "2026-11-24T18:00:00");
    EXPECT_EQ(business(table, "2026-11-23T00:00:00", "P1D"), "2026-11-24T09:00:00");
    EXPECT_EQ(business(table, "2026-11-23T14:30:00", "P1D"), "2026-11-24T14:30:00");
    EXPECT_EQ(counted(table, CountingRule::business, "2026-11-23T10:00:00", "P1D", 20h),
              "2026-11-24T20:00:00");
}

TEST(Counting, BeforeCountsBackToOpeningHoursAndNeverToMidnight) {
    const WorkTimetable table = compiled(office("08:00-18:00"));
    const auto before = [&](const char* due, const char* term) {
        return counted(table, CountingRule::business, due, term, {}, true);
    };
    EXPECT_EQ(before("2026-11-24T08:30:00", "PT1H"), "2026-11-23T17:30:00");
    EXPECT_EQ(before("2026-11-30T00:00:00", "P2D"), "2026-11-26T08:00:00");
    EXPECT_EQ(before("2026-11-24T00:00:00", "PT10H"), "2026-11-23T08:00:00");
}

TEST(Counting, MonthsGoByTheCalendarAndOnToAWorkingDay) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    EXPECT_EQ(business(table, "2026-10-28T12:00:00", "P1M"), "2026-11-30T12:00:00");  // Saturday
    EXPECT_EQ(business(table, "2026-11-08T12:00:00", "P1M"), "2026-12-09T12:00:00");  // holiday
    EXPECT_EQ(counted(table, CountingRule::business, "2026-12-28T12:00:00", "P1M", {}, true),
              "2026-11-27T12:00:00");
}

TEST(Counting, NaturalTermsSkipNothingAndKeepTheClock) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    const auto natural = [&](const char* from, const char* term) {
        return counted(table, CountingRule::natural, from, term);
    };
    EXPECT_EQ(natural("2026-11-28T23:00:00", "P10D"), "2026-12-08T23:00:00");
    EXPECT_EQ(natural("2026-10-24T18:00:00", "P1D"), "2026-10-25T18:00:00");
    EXPECT_EQ(natural("2026-10-24T18:00:00", "PT24H"), "2026-10-25T17:00:00");
    EXPECT_EQ(natural("2026-03-28T18:00:00", "PT24H"), "2026-03-29T19:00:00");
    EXPECT_EQ(natural("2026-08-31T10:00:00", "P1M"), "2026-09-30T10:00:00");
}

TEST(Counting, Ley39DaysLeaveOutSaturdaysSundaysAndHolidays) {
    WorkCalendar six_days = with("09:00-17:00", {december()});
    six_days.week.on(Weekday::saturday) = shift("09:00-14:00");
    const WorkTimetable table = compiled(six_days);
    // The company works on Saturdays; for the law they are no working days.
    EXPECT_EQ(ley39(table, "2026-11-27T12:00:00", "P1D"), "2026-11-30T12:00:00");
    EXPECT_EQ(business(table, "2026-11-27T12:00:00", "P1D"), "2026-11-28T12:00:00");
    EXPECT_EQ(ley39(table, "2026-12-07T12:00:00", "P1D"), "2026-12-09T12:00:00");
}

TEST(Counting, TheCompanysOwnHolidaysDoNotLengthenALegalTerm) {
    const WorkTimetable table =
        compiled(with("09:00-17:00", {december(), layer("acme", HolidayLevel::company,
                                                        {day_off("2026-12-09", "company day")})}));
    EXPECT_EQ(ley39(table, "2026-12-07T12:00:00", "P1D"), "2026-12-09T12:00:00");
    EXPECT_EQ(business(table, "2026-12-07T12:00:00", "P1D"), "2026-12-10T12:00:00");
}

TEST(Counting, WorkOnAHolidayDoesNotShortenALegalTerm) {
    Holiday open = day_off("2026-12-08", "we are open");
    open.kind = Holiday::Kind::working;
    const WorkTimetable table =
        compiled(with("09:00-17:00", {december(), layer("acme", HolidayLevel::company, {open})}));
    EXPECT_EQ(ley39(table, "2026-12-07T12:00:00", "P1D"), "2026-12-09T12:00:00");
}

TEST(Counting, Ley39MonthsEndOnTheSameDayOrTheLast) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    EXPECT_EQ(ley39(table, "2025-01-10T12:00:00", "P1M"), "2025-02-10T12:00:00");
    EXPECT_EQ(ley39(table, "2025-01-30T12:00:00", "P1M"), "2025-02-28T12:00:00");
    EXPECT_EQ(ley39(table, "2026-08-31T12:00:00", "P1M"), "2026-09-30T12:00:00");
    EXPECT_EQ(ley39(table, "2028-06-28T12:00:00", "P2M"), "2028-08-28T12:00:00");
    EXPECT_EQ(ley39(table, "2026-01-31T12:00:00", "P1M"), "2026-03-02T12:00:00");  // a Saturday
    EXPECT_EQ(ley39(table, "2026-11-25T12:00:00", "P1Y"), "2027-11-25T12:00:00");
}

TEST(Counting, Ley39HoursRunThroughAllHoursOfWorkingDays) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    EXPECT_EQ(ley39(table, "2026-11-23T18:15:00", "PT24H"), "2026-11-24T18:15:00");
    EXPECT_EQ(ley39(table, "2026-11-27T20:00:00", "PT10H"), "2026-11-30T06:00:00");
    EXPECT_EQ(ley39(table, "2026-11-28T20:00:00", "PT2H"), "2026-11-30T02:00:00");
    EXPECT_EQ(ley39(table, "2026-12-07T23:00:00", "PT1H"), "2026-12-08T00:00:00");
    EXPECT_EQ(ley39(table, "2026-12-07T12:00:00", "PT25H").substr(0, 7), "refused");
}

TEST(Counting, ALegalDayEndsWhenItEnds) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    EXPECT_EQ(counted(table, CountingRule::es_ley39_2015, "2026-11-23T00:00:00", "P10D"),
              "2026-12-07T23:59:00");
    EXPECT_EQ(counted(table, CountingRule::es_judicial, "2026-07-10T12:00:00", "P1M"),
              "2026-09-01T23:59:00");
}

TEST(Counting, ALayerOfOnesOwnTakesAWrongLegalHolidayBack) {
    Holiday worked = day_off("2026-12-08", "not here");
    worked.kind = Holiday::Kind::working;
    worked.like = Weekday::tuesday;
    const WorkTimetable table = compiled(
        with("09:00-17:00", {december(), layer("ours", HolidayLevel::regional, {worked})}));
    EXPECT_EQ(ley39(table, "2026-12-07T12:00:00", "P1D"), "2026-12-08T12:00:00");
}

TEST(Counting, HoursBeginAtTheSecondOfTwoEqualHoursWhereThatIsMeant) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    Counting asked{CountingRule::natural, local("2026-10-25T02:30:00"), {.exact = 3h}, {}};
    asked.instant = utc("2026-10-25T01:30:00Z");
    EXPECT_EQ(std::get<Counted>(count(asked, table)).instant, utc("2026-10-25T04:30:00Z"));
}

TEST(Counting, TheCourtsAreClosedInAugustAndAtChristmas) {
    const WorkTimetable table = compiled(with("09:00-17:00", {december()}));
    EXPECT_EQ(judicial(table, "2026-07-30T12:00:00", "P2D"), "2026-09-01T12:00:00");
    EXPECT_EQ(judicial(table, "2026-12-22T12:00:00", "P2D"), "2027-01-07T12:00:00");
    EXPECT_EQ(judicial(table, "2026-07-10T12:00:00", "P1M"), "2026-09-01T12:00:00");
    EXPECT_EQ(ley39(table, "2026-07-30T12:00:00", "P2D"), "2026-08-03T12:00:00");
    EXPECT_EQ(judicial(table, "2026-07-30T12:00:00", "PT2H").substr(0, 7), "refused");
    const Counting asked{CountingRule::es_judicial, local("2026-07-31T12:00:00"), {.days = 1}, {}};
    const Counted found = std::get<Counted>(count(asked, table));
    EXPECT_EQ(found.skipped.size(), 31U);
    EXPECT_EQ(found.skipped.front().text(), "2026-08-01 August");
}

TEST(Counting, TermsThatSayNothingOrTooMuchAreRefused) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    EXPECT_EQ(business(table, "2026-11-23T12:00:00", "P0D").substr(0, 7), "refused");
    EXPECT_EQ(business(table, "2026-11-23T12:00:00", "P1DT1H").substr(0, 7), "refused");
    EXPECT_EQ(business(table, "2026-11-23T12:00:00", "P1M1D").substr(0, 7), "refused");
    Counting asked{CountingRule::business, local("2026-11-23T12:00:00"), {.days = -1}, {}};
    EXPECT_TRUE(std::holds_alternative<CountingRefusal>(count(asked, table)));
    asked.term = {.months = 121};
    EXPECT_TRUE(std::holds_alternative<CountingRefusal>(count(asked, table)));
    EXPECT_EQ(counted(table, CountingRule::es_ley39_2015, "2026-11-23T12:00:00", "P1D", {}, true)
                  .substr(0, 7),
              "refused");
    EXPECT_EQ(
        counted(table, CountingRule::business, "2026-11-23T12:00:00", "PT1H", 9h).substr(0, 7),
        "refused");
}

TEST(Counting, AnEmptyCalendarIsRefusedAndNotWalkedThrough) {
    const WorkTimetable table = compiled({"none", "Europe/Madrid", {}, {}, {}});
    const Counting asked{CountingRule::business, local("2026-11-23T12:00:00"), {.days = 1}, {}};
    const auto refused = std::get<CountingRefusal>(count(asked, table));
    EXPECT_EQ(refused.text, "the calendar has no working day");
    EXPECT_EQ(refused.cause->reason, Refusal::Reason::no_working_day);
}

TEST(Counting, AYearWhoseHolidaysAreUnknownIsRefusedByEveryRuleThatSkipsThem) {
    const WorkTimetable table =
        compiled(with("09:00-17:00", {layer("es", HolidayLevel::national, {}, {2026, 2026})}));
    for (const CountingRule rule :
         {CountingRule::business, CountingRule::es_ley39_2015, CountingRule::es_judicial}) {
        EXPECT_EQ(counted(table, rule, "2026-12-30T12:00:00", "P20D"),
                  "refused: the holidays of 2027 are not known in es");
        EXPECT_EQ(counted(table, rule, "2026-12-30T12:00:00", "P2M"),
                  "refused: the holidays of 2027 are not known in es");
    }
    EXPECT_EQ(counted(table, CountingRule::natural, "2026-12-30T12:00:00", "P2M"),
              "2027-02-28T12:00:00");
}

TEST(Counting, AnExplanationIsBounded) {
    const WorkTimetable table = compiled(office("09:00-17:00"));
    const Counting asked{CountingRule::business, local("2026-01-05T12:00:00"), {.days = 2000}, {}};
    const Counted found = std::get<Counted>(count(asked, table));
    EXPECT_EQ(found.skipped.size(), skipped_days_max);
    EXPECT_EQ(found.skipped.size() + found.more_skipped, 800U);  // 400 weeks
}

TEST(Counting, RulesHaveTheirNames) {
    for (const char* name : {"natural", "business", "es-ley39-2015", "es-judicial"}) {
        EXPECT_EQ(to_text(counting_rule_named(name).value()), name);
    }
    EXPECT_EQ(counting_rule_named("es-ley30"), std::nullopt);
}

}  // namespace
}  // namespace plazo::timezone
