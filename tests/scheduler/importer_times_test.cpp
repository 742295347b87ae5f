// Zones and whole days of what is imported.
#include <gtest/gtest.h>

#include "tests/scheduler/import_file.h"

namespace plazo::scheduler {
namespace {

using testing::at;
using testing::event_of;
using testing::local;
using testing::only;
using testing::override_of;
using testing::plan;
using testing::vevent;
using testing::warns;
using testing::weekly;
using Action = ImportItem::Action;

TEST(ImportTimes, NamesAnOccurrenceTheSameInAnyZone) {
    const std::string start = "DTSTART;TZID=Europe/Madrid:20261214T120000\n";
    const std::string in_utc =
        only(vevent("UID:g\nRECURRENCE-ID:20261214T090000Z\n" + start)).recurrence_id;
    EXPECT_EQ(in_utc, "20261214T090000Z");
    for (const char* id :
         {";TZID=Europe/Madrid:20261214T100000", ";TZID=Europe/London:20261214T090000"}) {
        EXPECT_EQ(
            only(vevent(std::string{"UID:g\nRECURRENCE-ID"} + id + "\n" + start)).recurrence_id,
            in_utc);
    }
    const auto beside =
        plan(vevent(weekly) + vevent("UID:weekly\nRECURRENCE-ID:20261214T090000Z\n"
                                     "DTSTART;TZID=Europe/Madrid:20261222T120000\n"));
    ASSERT_EQ(beside.size(), 2U);
    EXPECT_EQ(beside[1].recurrence_id, in_utc);
}

TEST(ImportTimes, FailsTheOccurrenceWhoseZoneNobodyKnows) {
    const auto items =
        plan(vevent(weekly) +
             override_of("20261214T100000", "DTSTART;TZID=Customized Time Zone:20261214T120000\n"));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].action, Action::write);
    EXPECT_EQ(items[1].action, Action::fail);
    EXPECT_NE(items[1].reason.find("Customized Time Zone"), std::string::npos);
}

TEST(ImportTimes, TakesFloatingTimesAsThoseOfTheZoneThatTheFileHints) {
    const ImportItem item = only("X-WR-TIMEZONE:America/New_York\n" +
                                 vevent("UID:f\nDTSTART:20261231T100000\nDURATION:PT1H\n"));
    EXPECT_EQ(event_of(item)["start"]["timeZone"], "Eastern Standard Time");
    EXPECT_EQ(item.ends, at("2026-12-31T16:00:00Z"));
    EXPECT_TRUE(warns(item, "America/New_York"));
}

const std::string whole_day =
    "UID:ad\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"
    "DTSTART;TZID=Europe/Madrid:20270329T000000\nDTEND;TZID=Europe/Madrid:20270330T000000\n";

TEST(ImportTimes, CountsExchangesWholeDaysOnTheirOwnClock) {
    const ImportItem until =
        only(vevent("UID:w\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"
                    "DTSTART;TZID=Europe/Madrid:20261207T000000\n"
                    "DTEND;TZID=Europe/Madrid:20261208T000000\n"
                    "RRULE:FREQ=DAILY;UNTIL=20261208T230000Z\n"));
    EXPECT_EQ(event_of(until)["recurrence"]["range"]["endDate"], "2026-12-09");
    const ImportItem without =
        only(vevent(whole_day + "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20270329T220000Z\n"));
    ASSERT_EQ(without.exceptions.size(), 1U);
    EXPECT_EQ(without.exceptions[0].original, local("2027-03-30T00:00:00"));
    const ImportItem overridden =
        only(vevent(whole_day + "RRULE:FREQ=DAILY;COUNT=14\n") +
             vevent("UID:ad\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nSUMMARY:Other\n"
                    "RECURRENCE-ID:20270404T220000Z\nDTSTART;TZID=Europe/Madrid:20270405T000000\n"
                    "DTEND;TZID=Europe/Madrid:20270406T000000\n"));
    ASSERT_EQ(overridden.exceptions.size(), 1U);
    EXPECT_EQ(overridden.exceptions[0].original, local("2027-04-05T00:00:00"));
}

TEST(ImportTimes, FindsTheDayOfAnOverrideThatIsNoWholeDayItself) {
    const ImportItem item =
        only(vevent(whole_day + "RRULE:FREQ=DAILY;COUNT=14\n") +
             vevent("UID:ad\nRECURRENCE-ID:20270404T220000Z\n"
                    "DTSTART;TZID=Europe/Madrid:20270405T100000\nDURATION:PT1H\n"));
    ASSERT_EQ(item.exceptions.size(), 1U);
    EXPECT_EQ(item.exceptions[0].original, local("2027-04-05T00:00:00"));
}

TEST(ImportTimes, GivesASeriesTheLengthOfADayOnWhichNoClockChanges) {
    const ImportItem item =
        only(vevent("UID:d\nDTSTART;TZID=Europe/Madrid:20270328T010000\nDURATION:PT3H\n"
                    "RRULE:FREQ=WEEKLY;COUNT=4\n"));
    EXPECT_EQ(event_of(item)["end"]["dateTime"], "2027-03-28T04:00:00");
    EXPECT_TRUE(warns(item, "clocks change during the occurrence of 2027-03-28"));
    EXPECT_TRUE(only(vevent(weekly)).warnings.empty());
}

TEST(ImportTimes, SaysThatFloatingTimesAreTakenAsTheRepositorys) {
    EXPECT_TRUE(warns(only(vevent("UID:f\nDTSTART:20261231T100000\n")), "Europe/Madrid"));
}

TEST(ImportTimes, RefusesAZoneThatNobodyKnows) {
    const ImportItem item =
        only(vevent("UID:z\nDTSTART;TZID=Customized Time Zone:20261231T100000\n"));
    EXPECT_EQ(item.action, Action::fail);
    EXPECT_NE(item.reason.find("Customized Time Zone"), std::string::npos);
}

}  // namespace
}  // namespace plazo::scheduler
