#include "scheduler/importer.h"

#include <gtest/gtest.h>

#include "scheduler/input_error.h"
#include "tests/scheduler/import_file.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::at;
using testing::event_of;
using testing::local;
using testing::once;
using testing::only;
using testing::override_of;
using testing::plan;
using testing::tzdb;
using testing::vevent;
using testing::warns;
using testing::weekly;
using Action = ImportItem::Action;

TEST(ImportPlan, MakesOneItemOfAnEvent) {
    const ImportItem item = only(vevent(once));
    EXPECT_EQ(item.action, Action::write);
    EXPECT_EQ(item.uid, "once");
    EXPECT_EQ(item.recurrence_id, "");
    EXPECT_EQ(item.summary, "Once");
    EXPECT_EQ(item.sequence, 2);
    EXPECT_EQ(event_of(item)["start"]["dateTime"], "2026-12-07T10:00:00");
    EXPECT_TRUE(item.warnings.empty());
}

TEST(ImportPlan, MakesOneItemOfASeriesWithItsExceptions) {
    const ImportItem item = only(vevent(weekly + "EXDATE;TZID=Europe/Madrid:20261214T100000\n") +
                                 override_of("20261221T100000",
                                             "SUMMARY:Weekly\nDURATION:PT1H\n"
                                             "DTSTART;TZID=Europe/Madrid:20261222T120000\n"));
    EXPECT_EQ(event_of(item)["recurrence"]["pattern"]["type"], "weekly");
    ASSERT_EQ(item.exceptions.size(), 2U);
    EXPECT_EQ(item.exceptions[0].original, local("2026-12-14T10:00:00"));
    EXPECT_EQ(item.exceptions[0].original_moment, at("2026-12-14T09:00:00Z"));
    EXPECT_EQ(item.exceptions[0].changes, "");
    EXPECT_EQ(item.exceptions[1].original, local("2026-12-21T10:00:00"));
    EXPECT_EQ(item.exceptions[1].moment, at("2026-12-22T11:00:00Z"));
    const json changes = graph::parse_json(item.exceptions[1].changes);
    EXPECT_EQ(changes.size(), 2U) << changes;  // start and end: the rest follows the series
    EXPECT_EQ(changes["start"]["dateTime"], "2026-12-22T12:00:00");
    EXPECT_EQ(changes["end"]["dateTime"], "2026-12-22T13:00:00");
}

TEST(ImportPlan, OfAnExceptionThatKeepsItsTimeChangesOnlyWhatDiffers) {
    const ImportItem item = only(
        vevent(weekly) + override_of("20261214T100000",
                                     "SUMMARY:Other\nDTSTART;TZID=Europe/Madrid:20261214T100000\n"
                                     "DURATION:PT1H\n"));
    ASSERT_EQ(item.exceptions.size(), 1U);
    EXPECT_EQ(item.exceptions[0].changes, R"({"subject":"Other"})");
}

TEST(ImportPlan, DeletesTheOccurrenceOfACancelledOverride) {
    const ImportItem item =
        only(vevent(weekly) + override_of("20261214T100000", "STATUS:CANCELLED\n"));
    ASSERT_EQ(item.exceptions.size(), 1U);
    EXPECT_EQ(item.exceptions[0].changes, "");
}

TEST(ImportPlan, UnderstandsAnExdateInAnotherZoneOrAsADay) {
    const ImportItem item =
        only(vevent(weekly + "EXDATE:20261214T090000Z\nEXDATE;VALUE=DATE:20261221\n"));
    EXPECT_EQ(item.exceptions.size(), 2U);
}

TEST(ImportPlan, ForgetsAnExdateThatIsNoOccurrence) {
    EXPECT_TRUE(
        only(vevent(weekly + "EXDATE;TZID=Europe/Madrid:20261215T100000\n")).exceptions.empty());
}

TEST(ImportPlan, LetsAnOccurrenceThatReachesItsNeighbourStandAlone) {
    const auto items =
        plan(vevent(weekly) +
             override_of("20261214T100000",
                         "DTSTART;TZID=Europe/Madrid:20261221T150000\nDURATION:PT1H\n"));
    ASSERT_EQ(items.size(), 2U);
    ASSERT_EQ(items[0].exceptions.size(), 1U);
    EXPECT_EQ(items[0].exceptions[0].changes, "");
    EXPECT_EQ(items[1].recurrence_id, "20261214T090000Z");
    EXPECT_EQ(event_of(items[1])["start"]["dateTime"], "2026-12-21T15:00:00");
    EXPECT_TRUE(warns(items[1], "stands alone"));
}

TEST(ImportPlan, LetsAnOccurrenceMoveIntoTheGapOfADeletedOne) {
    const ImportItem item =
        only(vevent(weekly + "EXDATE;TZID=Europe/Madrid:20261221T100000\n") +
             override_of("20261214T100000",
                         "DTSTART;TZID=Europe/Madrid:20261221T150000\nDURATION:PT1H\n"));
    ASSERT_EQ(item.exceptions.size(), 2U);
    EXPECT_EQ(item.exceptions[0].original, local("2026-12-21T10:00:00"));  // makes room first
}

TEST(ImportPlan, TakesAnOverrideWithoutItsSeriesForAnEvent) {
    const ImportItem item =
        only(override_of("20261214T100000", "DTSTART;TZID=Europe/Madrid:20261214T120000\n"));
    EXPECT_EQ(item.action, Action::write);
    EXPECT_EQ(item.recurrence_id, "20261214T090000Z");
    EXPECT_FALSE(event_of(item).contains("recurrence"));
}

TEST(ImportPlan, ExpandsARuleThatExchangeDoesNotKnow) {
    const auto items = plan(vevent(
        "UID:last\nSUMMARY:Close\nDTSTART;TZID=Europe/Madrid:20261231T100000\nDURATION:PT1H\n"
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3\n"));
    ASSERT_EQ(items.size(), 4U);
    EXPECT_EQ(items[0].action, Action::retract);
    EXPECT_EQ(items[1].recurrence_id, "20261231T090000Z");
    EXPECT_EQ(items[2].recurrence_id, "20270131T090000Z");
    EXPECT_EQ(items[3].recurrence_id, "20270331T080000Z");
    EXPECT_EQ(event_of(items[3])["start"]["dateTime"], "2027-03-31T10:00:00");
    EXPECT_EQ(event_of(items[3])["end"]["dateTime"], "2027-03-31T11:00:00");
    EXPECT_TRUE(warns(items[1], "it becomes single events"));
    EXPECT_FALSE(warns(items[2], "single events"));
    EXPECT_NE(import_key(items[1]), import_key(items[2]));
}

TEST(ImportPlan, ExpandsASeriesThatChangesCourse) {
    const auto items = plan(
        vevent(weekly) + vevent("UID:weekly\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Madrid:"
                                "20261221T100000\nSUMMARY:Later\nDURATION:PT1H\n"
                                "DTSTART;TZID=Europe/Madrid:20261221T160000\n"));
    ASSERT_EQ(items.size(), 7U);
    EXPECT_EQ(event_of(items[2])["start"]["dateTime"], "2026-12-14T10:00:00");
    EXPECT_EQ(event_of(items[4])["start"]["dateTime"], "2026-12-28T16:00:00");
    EXPECT_EQ(items[4].summary, "Later");
    EXPECT_EQ(items[4].recurrence_id, "20261228T090000Z");
}

TEST(ImportPlan, ExpandsOnlyWhatIsStillToCome) {
    const auto items =
        plan(vevent("UID:x\nDTSTART:20260131T100000Z\nDURATION:PT1H\n"
                    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=8\n"));
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[1].recurrence_id, "20261231T100000Z");
    ImportOptions past;
    past.past = true;
    EXPECT_EQ(plan(vevent("UID:x\nDTSTART:20260131T100000Z\nDURATION:PT1H\n"
                          "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=8\n"),
                   past)
                  .size(),
              9U);
}

TEST(ImportPlan, LeavesWhatIsTwoYearsAheadToALaterImport) {
    const auto items =
        plan(vevent("UID:x\nDTSTART:20261231T100000Z\n"
                    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20400101T000000Z\n"));
    EXPECT_EQ(items.size(), 1U + 14U);
    EXPECT_TRUE(warns(items[1], "more than two years ahead"));
}

TEST(ImportPlan, RefusesAnEndlessRuleThatExchangeDoesNotKnow) {
    const ImportItem item =
        only(vevent("UID:x\nDTSTART:20261231T100000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31\n"));
    EXPECT_EQ(item.action, Action::fail);
    EXPECT_NE(item.reason.find("without an end"), std::string::npos);
}

TEST(ImportPlan, RefusesARuleThatWouldBecomeTooManyEvents) {
    const ImportItem item =
        only(vevent("UID:x\nDTSTART:20261231T100000Z\nRRULE:FREQ=HOURLY;COUNT=401\n"));
    EXPECT_EQ(item.action, Action::fail);
    EXPECT_NE(item.reason.find("400"), std::string::npos);
    EXPECT_EQ(plan(vevent("UID:x\nDTSTART:20261231T100000Z\nRRULE:FREQ=HOURLY;COUNT=400\n")).size(),
              401U);
}

TEST(ImportPlan, RefusesAFileThatMakesTooManyEvents) {
    std::string parts;
    for (int i = 0; i < 26; ++i) {
        parts += vevent("UID:u" + std::to_string(i) +
                        "\nDTSTART:20261231T100000Z\nRRULE:FREQ=HOURLY;COUNT=400\n");
    }
    EXPECT_THROW(plan(parts), InputError);
}

TEST(ImportPlan, KnowsWhatHasEndedUnlessThePastIsAskedFor) {
    const std::string old = vevent("UID:old\nDTSTART:20261124T100000Z\nDURATION:PT1H\n");
    EXPECT_TRUE(only(old).ended);
    ImportOptions past;
    past.past = true;
    EXPECT_FALSE(only(old, past).ended);
    EXPECT_FALSE(only(vevent("UID:now\nDTSTART:20261125T073000Z\nDURATION:PT1H\n")).ended);
}

TEST(ImportPlan, KnowsThatASeriesEndsWithItsLastOccurrence) {
    const std::string start = "UID:s\nDTSTART:20261123T073000Z\nDURATION:PT1H\n";
    EXPECT_TRUE(only(vevent(start + "RRULE:FREQ=DAILY;COUNT=2\n")).ended);
    EXPECT_FALSE(only(vevent(start + "RRULE:FREQ=DAILY;COUNT=3\n")).ended);
    EXPECT_FALSE(only(vevent(start + "RRULE:FREQ=DAILY\n")).ended);
    EXPECT_EQ(only(vevent(start + "RRULE:FREQ=DAILY;COUNT=3\n")).ends, at("2026-11-25T08:30:00Z"));
    EXPECT_EQ(only(vevent(start + "RRULE:FREQ=DAILY\n")).ends, std::nullopt);
}

TEST(ImportPlan, SkipsTasksAndMessages) {
    const ImportItem task = only("BEGIN:VTODO\nUID:t\nDUE:20261231T100000Z\nEND:VTODO\n");
    EXPECT_EQ(task.action, Action::skip);
    EXPECT_NE(task.reason.find("task"), std::string::npos);
    EXPECT_EQ(only("METHOD:REPLY\n" + vevent(once)).action, Action::skip);
}

TEST(ImportPlan, CancelsAnEventThatIsNamedWithoutItsTimes) {
    const ImportItem item = only("METHOD:CANCEL\n" + vevent("UID:once\nSEQUENCE:3\n"));
    EXPECT_EQ(item.action, Action::cancel);
    EXPECT_EQ(item.uid, "once");
    EXPECT_TRUE(item.warnings.empty());
}

TEST(ImportPlan, RefusesAnEventThatIsTooLongForExchange) {
    const std::string long_one = "UID:l\nDTSTART:20261207T100000Z\nDTEND:20330101T100000Z\n";
    EXPECT_EQ(only(vevent(long_one)).action, Action::fail);
    EXPECT_NE(only(vevent(long_one)).reason.find("five years"), std::string::npos);
    EXPECT_EQ(only(vevent(long_one + "RRULE:FREQ=YEARLY\n")).action, Action::fail);
}

TEST(ImportPlan, SaysWhereInTheFileItsWarningsBelong) {
    const ImportItem item = only(vevent("UID:f\nDTSTART:20261231T100000\n"));
    ASSERT_EQ(item.warnings.size(), 1U);
    EXPECT_TRUE(item.warnings[0].starts_with("3:1: warning: its times name no zone"));
}

TEST(ImportPlan, LetsAnEndlessSeriesKeepItsRuleBesideDatesOfItsOwn) {
    const auto items = plan(vevent(
        "UID:weekly\nSUMMARY:Weekly\nDTSTART;TZID=Europe/Madrid:20261207T100000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;BYDAY=TU\nRDATE;TZID=Europe/Madrid:20261210T100000\n"));
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0].recurrence_id, "");
    EXPECT_EQ(event_of(items[0])["start"]["dateTime"], "2026-12-08T10:00:00");
    EXPECT_EQ(event_of(items[0])["recurrence"]["range"]["startDate"], "2026-12-08");
    EXPECT_EQ(items[1].recurrence_id, "20261207T090000Z");
    EXPECT_EQ(items[2].recurrence_id, "20261210T090000Z");
    EXPECT_TRUE(warns(items[1], "does not have this day"));
    EXPECT_TRUE(warns(items[2], "RDATE"));
    EXPECT_FALSE(event_of(items[2]).contains("recurrence"));
}

TEST(ImportPlan, GivesTheSingleEventsOfASeriesOneTag) {
    const auto items =
        plan(vevent("UID:x\nDTSTART:20261231T100000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3\n"));
    ASSERT_EQ(items.size(), 4U);
    std::set<std::string> tags;
    for (std::size_t i = 1; i < items.size(); ++i) {
        const json made = creation_json(items[i], testing::acme(), 1);
        const json& tag = made["singleValueExtendedProperties"].back();
        EXPECT_EQ(tag["id"], graph::property_id(series_property));
        tags.insert(tag["value"]);
    }
    EXPECT_EQ(tags, std::set<std::string>{"import/x/"});
    const json whole = creation_json(only(vevent(once)), testing::acme(), 1);
    EXPECT_EQ(whole["singleValueExtendedProperties"].size(), 2U);
}

TEST(ImportPlan, CancelsWhatIsCancelled) {
    EXPECT_EQ(only(vevent(once + "STATUS:CANCELLED\n")).action, Action::cancel);
    EXPECT_EQ(only(vevent(weekly + "STATUS:CANCELLED\n")).action, Action::cancel);
    EXPECT_EQ(only("METHOD:CANCEL\n" + vevent(once)).action, Action::cancel);
}

TEST(ImportPlan, CancelsASeriesThatStandsAsSingleEventsAsAWhole) {
    const ImportItem item =
        only(vevent("UID:x\nSTATUS:CANCELLED\nDTSTART:20261231T100000Z\n"
                    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3\n"));
    EXPECT_EQ(item.action, Action::cancel);
    EXPECT_EQ(item.recurrence_id, "");
}

TEST(ImportPlan, NeverCancelsWhatHasEnded) {
    const ImportItem old = only(vevent("UID:old\nSTATUS:CANCELLED\nDTSTART:20261124T100000Z\n"));
    EXPECT_EQ(decide(old, testing::imported(old), testing::now).kind, ImportDecision::Kind::skip);
}

TEST(ImportPlan, TakesTheHighestSequenceOfAUid) {
    const auto items = plan(vevent("UID:a\nSEQUENCE:3\nSUMMARY:New\nDTSTART:20261231T100000Z\n") +
                            vevent("UID:a\nSEQUENCE:1\nSUMMARY:Old\nDTSTART:20261231T090000Z\n"));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].summary, "New");
    EXPECT_EQ(items[0].action, Action::write);
    EXPECT_EQ(items[1].summary, "Old");
    EXPECT_EQ(items[1].action, Action::skip);
    EXPECT_NE(items[1].reason.find("newer"), std::string::npos);
}

TEST(ImportPlan, AccountsForMoreVersionsThanThereIsRoomForProblems) {
    std::string parts;
    for (int i = 0; i < 1500; ++i) {
        parts += vevent("UID:a\nSEQUENCE:" + std::to_string(i) + "\nDTSTART:20261231T100000Z\n");
    }
    EXPECT_EQ(plan(parts).size(), 1500U);
}

TEST(ImportPlan, NamesAnEventWithoutUidByItsContent) {
    const std::string lines = "SUMMARY:No name\nDTSTART:20261231T100000Z\n";
    const ImportItem item = only(vevent(lines));
    EXPECT_TRUE(item.uid.starts_with("content-"));
    EXPECT_TRUE(warns(item, "no UID"));
    EXPECT_EQ(only(vevent(lines + "DESCRIPTION:other\n")).uid, item.uid);
    const auto twice = plan(vevent(lines) + vevent(lines));
    ASSERT_EQ(twice.size(), 2U);
    EXPECT_EQ(twice[1].action, Action::skip);
}

TEST(ImportPlan, TakesAnAddedOccurrenceForOneMoreEvent) {
    const ImportItem item = only(
        "METHOD:ADD\n" + vevent("UID:weekly\nSEQUENCE:1\nSUMMARY:Extra\n"
                                "DTSTART;TZID=Europe/Madrid:20261210T100000\nDURATION:PT1H\n"));
    EXPECT_EQ(item.action, Action::write);
    EXPECT_EQ(item.recurrence_id, "20261210T090000Z");
    EXPECT_TRUE(item.added);
    EXPECT_EQ(only("METHOD:ADD\n" + vevent(weekly)).action, Action::skip);
}

TEST(ImportPlan, NeverCancelsAnEventForAllBecauseSomeAreTakenOut) {
    using testing::luis;
    EXPECT_EQ(only("METHOD:CANCEL\n" + vevent(once + luis)).action, Action::skip);
    EXPECT_EQ(only("METHOD:CANCEL\n" + vevent(once + luis + "STATUS:CANCELLED\n")).action,
              Action::cancel);
    EXPECT_EQ(only("METHOD:CANCEL\n" + vevent("UID:once\n" + luis)).action, Action::skip);
}

TEST(ImportPlan, MakesOneEventOfASingleOneAndItsOverride) {
    const ImportItem item =
        only(vevent(once) + vevent("UID:once\nSUMMARY:Later\nSEQUENCE:2\n"
                                   "RECURRENCE-ID;TZID=Europe/Madrid:20261207T100000\n"
                                   "DTSTART;TZID=Europe/Madrid:20261207T120000\n"));
    EXPECT_EQ(item.recurrence_id, "");
    EXPECT_EQ(item.summary, "Later");
    EXPECT_EQ(item.sources.size(), 2U);
    EXPECT_EQ(event_of(item)["start"]["dateTime"], "2026-12-07T12:00:00");
}

TEST(ImportPlan, RefusesASeriesWithSeveralRules) {
    const ImportItem item = only(vevent(weekly + "RRULE:FREQ=MONTHLY;COUNT=3\n"));
    EXPECT_EQ(item.action, Action::fail);
    EXPECT_NE(item.reason.find("several rules"), std::string::npos);
}

}  // namespace
}  // namespace plazo::scheduler
