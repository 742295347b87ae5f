#include "scheduler/import_item.h"

#include <gtest/gtest.h>

#include "scheduler/import_guests.h"
#include "tests/scheduler/import_file.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::acme;
using testing::bea;
using testing::event_of;
using testing::imported;
using testing::luis;
using testing::once;
using testing::only;
using testing::override_of;
using testing::stranger;
using testing::vevent;
using testing::warns;
using testing::weekly;
using Kind = ImportDecision::Kind;

ImportDecision decide(const ImportItem& item, const std::optional<ImportedEvent>& standing) {
    return scheduler::decide(item, standing, testing::now);
}

TEST(Guests, AreNotInvitedUnlessAskedFor) {
    const ImportItem item = only(vevent(once + luis + bea));
    EXPECT_FALSE(item.attendees);
    EXPECT_TRUE(warns(item, "2 attendees not invited"));
    EXPECT_TRUE(warns(only(vevent(once + luis)), "1 attendee not invited"));
}

TEST(Guests, AreTheFilesWithoutTheOrganiser) {
    const ImportItem item = only(vevent(once + "ORGANIZER:mailto:PLAZOS@acme.es\n" +
                                        "ATTENDEE:mailto:plazos@acme.es\n" + luis + bea + luis),
                                 {.invite = true});
    ASSERT_TRUE(item.attendees);
    const std::vector<graph::Attendee> expected = {{"luis@acme.es", "Luis", true},
                                                   {"bea@example.com", "", false}};
    EXPECT_EQ(*item.attendees, expected);
    EXPECT_TRUE(item.warnings.empty());
}

TEST(Guests, OfAnotherOrganiserNeedTakeOver) {
    const std::string foreign = vevent(once + "ORGANIZER:mailto:boss@example.com\n" + luis);
    const ImportItem item = only(foreign, {.invite = true});
    EXPECT_FALSE(item.attendees);
    EXPECT_TRUE(warns(item, "boss@example.com"));
    EXPECT_TRUE(warns(item, "second meeting"));
    EXPECT_TRUE(only(foreign, {.invite = true, .take_over = true}).attendees);
}

TEST(Guests, LeaveOutStrangersRoomsAndWhatIsNoAddress) {
    const ImportItem item =
        only(vevent(once + luis + stranger + "ATTENDEE;CUTYPE=ROOM:mailto:sala@acme.es\n" +
                    "ATTENDEE:invalid:nomail\n"),
             {.invite = true});
    ASSERT_EQ(item.attendees->size(), 1U);
    EXPECT_TRUE(warns(item, "eve@elsewhere.org is outside"));
    EXPECT_TRUE(warns(item, "sala@acme.es is a room"));
    EXPECT_TRUE(warns(item, "no e-mail address"));
}

TEST(Guests, DoNotSeeEachOtherAsSoonAsOneIsExternal) {
    EXPECT_EQ(event_of(only(vevent(once + luis), {.invite = true}))["hideAttendees"], false);
    EXPECT_EQ(event_of(only(vevent(once + luis + bea), {.invite = true}))["hideAttendees"], true);
}

TEST(Guests, OfARehearsalAreTheOneAddressAndSubjectsAreMarked) {
    Repository repository = acme();
    repository.redirect_to = "test@acme.es";
    const ImportItem item =
        only(vevent(weekly + luis) +
                 override_of("20261214T100000",
                             "SUMMARY:Other\nDTSTART;TZID=Europe/Madrid:20261214T100000\n"),
             {.invite = true}, repository);
    ASSERT_EQ(item.attendees->size(), 1U);
    EXPECT_EQ(item.attendees->front().address, "test@acme.es");
    const std::string subject = event_of(item)["subject"];
    EXPECT_NE(subject.find("luis@acme.es"), std::string::npos);
    EXPECT_NE(item.exceptions[0].changes.find("luis@acme.es"), std::string::npos);
}

TEST(ImportItem, HasOneTransactionIdForEachGeneration) {
    const ImportItem item = only(vevent(once));
    const json first = creation_json(item, acme(), 1);
    EXPECT_EQ(first, creation_json(item, acme(), 1));
    EXPECT_NE(first["transactionId"], creation_json(item, acme(), 2)["transactionId"]);
    EXPECT_EQ(first["singleValueExtendedProperties"][0]["value"], "import/once/");
}

TEST(ImportItem, IsChangedWithoutWhatGraphRefusesInAPatch) {
    const json single = update_json(only(vevent(once + luis), {.invite = true}), 1);
    const json series = update_json(only(vevent(weekly + luis), {.invite = true}), 1);
    for (const json& patch : {single, series}) {
        EXPECT_FALSE(patch.contains("transactionId"));
        EXPECT_FALSE(patch.contains("attendees"));  // theirs is a PATCH of its own
    }
    // The times of a series would undo its exceptions.
    EXPECT_FALSE(series.contains("start") || series.contains("recurrence"));
    EXPECT_TRUE(single.contains("start"));
}

TEST(ImportItem, IsCreatedWithItsGuestsOnlyWhereThereAreNoExceptions) {
    EXPECT_TRUE(creation_json(only(vevent(once + luis), {.invite = true}), acme(), 1)
                    .contains("attendees"));
    const ImportItem series = only(
        vevent(weekly + luis + "EXDATE;TZID=Europe/Madrid:20261214T100000\n"), {.invite = true});
    EXPECT_FALSE(creation_json(series, acme(), 1).contains("attendees"));
    EXPECT_EQ(series.attendees->size(), 1U);
}

TEST(ImportItem, OfALongUidIsFoundByItsHash) {
    ImportItem item = only(vevent(once));
    item.uid = std::string(1000, 'u');
    EXPECT_LT(import_key(item).size(), import_key_bytes_max);
    const std::string key = import_key(item);
    item.recurrence_id = "20261207T100000";
    EXPECT_NE(import_key(item), key);
}

TEST(ImportItem, PatchesNoTimesOfASeries) {
    const json series = update_json(only(vevent(weekly)), 1);
    for (const char* name : {"start", "end", "isAllDay", "recurrence", "transactionId"}) {
        EXPECT_FALSE(series.contains(name)) << name;
    }
    EXPECT_TRUE(update_json(only(vevent(once)), 1).contains("start"));
}

TEST(Fingerprint, ReadsBackAsItWasWritten) {
    const Fingerprint written = fingerprint_of(
        only(vevent(weekly + luis + bea + "EXDATE;TZID=Europe/Madrid:20261214T100000\n") +
                 override_of("20261221T100000", "DTSTART;TZID=Europe/Madrid:20261222T120000\n"),
             {.invite = true}));
    EXPECT_EQ(written.exceptions.size(), 2U);
    EXPECT_EQ(written.attendees.size(), 2U);
    EXPECT_EQ(parse_fingerprint(to_text(written)), written);
    EXPECT_EQ(to_text(written).find("luis"), std::string::npos);
}

TEST(Mark, TellsGenerationAndContentAndWhoseItIs) {
    const ImportItem item = only(vevent(once));
    const std::string text = update_json(item, 3)["singleValueExtendedProperties"][0]["value"];
    const std::optional<Mark> mark = read_mark(text, item);
    ASSERT_TRUE(mark);
    EXPECT_EQ(mark->generation, 3);
    EXPECT_EQ(mark->shape, shape_of(fingerprint_of(item)));
    EXPECT_EQ(mark->content, fingerprint_of(item).content);
    ImportItem shouting = item;  // Exchange finds it under the same key
    shouting.uid = "ONCE";
    EXPECT_FALSE(read_mark(text, shouting));
    EXPECT_FALSE(read_mark("", item));
}

TEST(ImportDecision, CreatesWhatIsNew) {
    EXPECT_EQ(decide(only(vevent(once)), std::nullopt).kind, Kind::create);
}

TEST(ImportDecision, LeavesWhatIsUnchanged) {
    const ImportItem item = only(vevent(once));
    EXPECT_EQ(decide(item, imported(item)).kind, Kind::unchanged);
    const ImportItem newer = only(vevent(once + "SEQUENCE:3\n"));
    EXPECT_EQ(decide(newer, imported(item)).kind, Kind::unchanged);
}

TEST(ImportDecision, UpdatesContentInPlaceAndAlsoTheTimesOfASingleEvent) {
    const ImportItem before = only(vevent(once));
    const ImportItem after =
        only(vevent("UID:once\nSEQUENCE:3\nSUMMARY:Moved\n"
                    "DTSTART;TZID=Europe/Madrid:20261208T100000\n"));
    EXPECT_EQ(decide(after, imported(before)).kind, Kind::update);
    const ImportItem series = only(vevent(weekly));
    EXPECT_EQ(decide(only(vevent(weekly + "LOCATION:Sala 2\n")), imported(series)).kind,
              Kind::update);
}

TEST(ImportDecision, MakesASeriesAnewWhenItsTimesChange) {
    const ImportedEvent standing = imported(only(vevent(weekly)));
    const ImportItem later =
        only(vevent("UID:weekly\nSUMMARY:Weekly\nDTSTART;TZID=Europe/Madrid:20261207T110000\n"
                    "DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=6\n"));
    EXPECT_EQ(decide(later, standing).kind, Kind::recreate);
    EXPECT_NE(decide(later, standing).reason, "");
    // A dry run shows the reason, too: it speaks of nothing as done.
    EXPECT_EQ(decide(later, standing).reason.find("was cancelled"), std::string::npos);
    const ImportItem single =
        only(vevent("UID:weekly\nDTSTART;TZID=Europe/Madrid:20261207T100000\n"));
    EXPECT_EQ(decide(single, standing).kind, Kind::recreate);
}

TEST(ImportDecision, ChangesExceptionsInPlaceUnlessADeletedOneIsWantedAgain) {
    const ImportItem plain = only(vevent(weekly));
    const ImportItem fewer = only(vevent(weekly + "EXDATE;TZID=Europe/Madrid:20261214T100000\n"));
    EXPECT_EQ(decide(fewer, imported(plain)).kind, Kind::update);
    EXPECT_EQ(decide(plain, imported(fewer)).kind, Kind::recreate);
}

TEST(ExceptionChanges, AreThoseThatDiffer) {
    const std::string moved = override_of("20261221T100000",
                                          "SUMMARY:Weekly\nDURATION:PT1H\n"
                                          "DTSTART;TZID=Europe/Madrid:20261222T120000\n");
    const ImportItem before = only(vevent(weekly) + moved);
    const ImportItem after =
        only(vevent(weekly + "EXDATE;TZID=Europe/Madrid:20261214T100000\n") + moved);
    const auto changes = exception_changes(after, fingerprint_of(before));
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 1U);
    EXPECT_EQ(changes->front().changes, "");
    EXPECT_EQ(changes->front().original, testing::local("2026-12-14T10:00:00"));
    EXPECT_TRUE(exception_changes(before, fingerprint_of(before))->empty());
}

TEST(ExceptionChanges, GiveAnOccurrenceBackWhatItsSeriesSays) {
    const ImportItem before =
        only(vevent(weekly) + override_of("20261221T100000",
                                          "SUMMARY:Other\nDURATION:PT2H\n"
                                          "DTSTART;TZID=Europe/Madrid:20261222T120000\n"));
    const auto changes = exception_changes(only(vevent(weekly)), fingerprint_of(before));
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 1U);
    const json body = graph::parse_json(changes->front().changes);
    EXPECT_EQ(body["subject"], "Weekly");
    EXPECT_EQ(body["start"]["dateTime"], "2026-12-21T10:00:00");
    EXPECT_EQ(body["end"]["dateTime"], "2026-12-21T11:00:00");
    EXPECT_FALSE(body.contains("recurrence") || body.contains("hideAttendees"));
    EXPECT_EQ(changes->front().stands_at, testing::at("2026-12-22T11:00:00Z"));
}

TEST(UpdateJson, SendsOnlyWhatDiffers) {
    const ImportItem before = only(vevent(once));
    const ImportItem after =
        only(vevent(once + "CATEGORIES:red\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\n"
                           "END:VALARM\n"));
    const json changes = update_json(after, 1, fingerprint_of(before));
    EXPECT_EQ(changes.size(), 4U) << changes;  // and the mark
    EXPECT_TRUE(changes.contains("categories"));
    EXPECT_EQ(changes["isReminderOn"], true);
    EXPECT_EQ(changes["reminderMinutesBeforeStart"], 5);
    const ImportItem moved =
        only(vevent("UID:once\nSEQUENCE:2\nSUMMARY:Once\n"
                    "DTSTART;TZID=Europe/Madrid:20261207T093000\nDURATION:PT90M\n"));
    const json times = update_json(moved, 1, fingerprint_of(before));
    EXPECT_TRUE(times.contains("start") && times.contains("end"));  // they stay together
    EXPECT_FALSE(times.contains("subject"));
}

TEST(ImportDecision, SkipsAnOlderVersion) {
    const ImportItem item = only(vevent(once));
    ImportedEvent standing = imported(item);
    standing.sequence = 5;
    EXPECT_EQ(decide(item, standing).kind, Kind::skip);
    EXPECT_NE(decide(item, standing).reason.find("SEQUENCE 5"), std::string::npos);
}

TEST(ImportDecision, OfOneSequenceSkipsTheOlderStamp) {
    const ImportItem item = only(vevent(once + "LOCATION:Sala 2\n"));
    ImportedEvent standing = imported(only(vevent(once)));
    standing.stamp = testing::at("2026-11-01T00:00:01Z");
    EXPECT_EQ(decide(item, standing).kind, Kind::skip);
    EXPECT_NE(decide(item, standing).reason.find("DTSTAMP 2026-11-01"), std::string::npos);
    standing.stamp = testing::at("2026-11-01T00:00:00Z");
    EXPECT_EQ(decide(item, standing).kind, Kind::update);
}

TEST(ImportDecision, SkipsTheOlderVersionOfASeriesAlsoWhereItWouldBecomeSingleEvents) {
    ImportItem item = only(vevent(weekly));
    ImportedEvent standing = imported(item);
    standing.sequence = 5;
    item.action = ImportItem::Action::retract;
    EXPECT_EQ(decide(item, standing).kind, Kind::skip);
    EXPECT_TRUE(decide(item, standing).outdated);
}

TEST(ImportDecision, BringsWhatStandsIntoThePastAndMakesNothingThere) {
    const ImportItem before = only(vevent(once));
    const ImportItem past =
        only(vevent("UID:once\nSEQUENCE:3\nDTSTART;TZID=Europe/Madrid:20261120T100000\n"));
    EXPECT_EQ(decide(past, std::nullopt).kind, Kind::skip);
    EXPECT_EQ(decide(past, std::nullopt).reason, "it has ended");
    EXPECT_EQ(decide(past, imported(before)).kind, Kind::update);
    const ImportItem again =
        only(vevent("UID:once\nSEQUENCE:4\nDTSTART;TZID=Europe/Madrid:20261207T100000\n"));
    EXPECT_EQ(decide(again, imported(past)).kind, Kind::update);
}

TEST(ImportDecision, LeavesAloneWhatHasTakenPlace) {
    const std::string lines = "UID:old\nDTSTART:20261124T100000Z\nDURATION:PT1H\n";
    const ImportedEvent standing = imported(only(vevent(lines)));
    EXPECT_EQ(decide(only(vevent(lines + "SUMMARY:Other\n")), standing).kind, Kind::skip);
    EXPECT_EQ(decide(only(vevent(lines + "STATUS:CANCELLED\n")), standing).kind, Kind::skip);
    EXPECT_EQ(decide(only(vevent(lines)), standing).kind, Kind::unchanged);
}

TEST(ImportDecision, EndsASeriesInPlace) {
    const std::string start =
        "UID:s\nDTSTART;TZID=Europe/Madrid:20261102T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY";
    const ImportItem running = only(vevent(start + "\n"));
    const ImportItem ended = only(vevent("SEQUENCE:1\n" + start + ";UNTIL=20261117T000000Z\n"));
    EXPECT_TRUE(ended.ended);
    EXPECT_EQ(decide(ended, imported(running)).kind, Kind::update);
    const json changes = update_json(ended, 1, fingerprint_of(running));
    EXPECT_EQ(changes["recurrence"]["range"]["endDate"], "2026-11-16");
    EXPECT_EQ(changes.size(), 2U) << changes;
}

TEST(ImportDecision, CancelsOnlyWhatWasImported) {
    const ImportItem item = only(vevent(once));
    const ImportItem cancelled = only(vevent(once + "STATUS:CANCELLED\n"));
    EXPECT_EQ(decide(cancelled, imported(item)).kind, Kind::cancel);
    EXPECT_EQ(decide(cancelled, std::nullopt).kind, Kind::skip);
    ImportedEvent gone = imported(item);
    gone.event_id.clear();
    EXPECT_EQ(decide(cancelled, gone).kind, Kind::skip);
    EXPECT_EQ(decide(item, gone).kind, Kind::create);
}

TEST(ImportDecision, LeavesGuestsAloneWithoutInvite) {
    const ImportItem invited = only(vevent(once + luis), {.invite = true});
    const ImportItem plain = only(vevent(once + luis));
    EXPECT_EQ(decide(plain, imported(invited)).kind, Kind::unchanged);
    EXPECT_EQ(decide(invited, imported(plain)).kind, Kind::update);
}

TEST(ImportDecision, SaysNothingOfASeriesThatWasNeverImported) {
    ImportItem item = only(vevent(weekly));
    item.action = ImportItem::Action::retract;
    EXPECT_EQ(decide(item, std::nullopt).kind, Kind::nothing);
    EXPECT_EQ(decide(item, imported(item)).kind, Kind::cancel);
}

TEST(MergedGuests, KeepWhoeverJoinedByThemselves) {
    const ImportItem both = only(vevent(once + luis + bea), {.invite = true});
    const std::vector<graph::Attendee> current = {{"Luis@Acme.es", "Luis Gil", true},
                                                  {"bea@example.com", "", false},
                                                  {"zoe@acme.es", "", true}};
    const std::vector<graph::Attendee> wanted = {{"luis@acme.es", "Luis", true},
                                                 {"new@acme.es", "", true}};
    const std::vector<graph::Attendee> expected = {
        {"Luis@Acme.es", "Luis Gil", true}, {"zoe@acme.es", "", true}, {"new@acme.es", "", true}};
    EXPECT_EQ(merged_guests(current, fingerprint_of(both), wanted), expected);
    EXPECT_EQ(invited_before(wanted, fingerprint_of(both)).size(), 1U);
}

}  // namespace
}  // namespace plazo::scheduler
