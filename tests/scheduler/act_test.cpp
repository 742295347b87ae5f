#include "scheduler/act.h"

#include <gtest/gtest.h>

#include <set>

#include "scheduler/change.h"
#include "scheduler/projection.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::acme;
using testing::at;
using testing::message;
using testing::now;
using testing::read;
using testing::tzdb;
using testing::upsert;

const Repository repository = acme();

Deadline deadline_of(const json& event) {
    return apply_trigger(read(event), std::nullopt).deadline;
}

std::optional<Act> next(const Deadline& deadline, const std::optional<Projection>& standing,
                        timezone::Instant when = now) {
    return next_act(deadline, standing, repository, tzdb(), when);
}

Projection created(const Deadline& deadline) {
    graph::ReadEvent event;
    event.id = "E1";
    event.i_cal_uid = "U1";
    return performed(*next(deadline, std::nullopt), std::nullopt, event);
}

json body_of(const Act& act, const Deadline& deadline, const std::optional<Projection>& standing) {
    return json::parse(request_for(act, deadline, standing, repository, "r1").body.bytes());
}

Deadline with_assignees(std::initializer_list<const char*> addresses) {
    json event = upsert();
    event["data"]["assignees"] = json::array();
    for (const char* address : addresses)
        event["data"]["assignees"].push_back({{"address", address}});
    return deadline_of(event);
}

TEST(Act, ACreationInvitesEverybodyAtOnceInAWindowsZone) {
    const Deadline deadline = deadline_of(upsert());
    const Act act = *next(deadline, std::nullopt);
    ASSERT_EQ(act.kind, Act::Kind::create);
    const graph::Request request = request_for(act, deadline, std::nullopt, repository, "r1");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1.0/users/plazos%40acme.es/events");
    const json body = json::parse(request.body.bytes());
    EXPECT_EQ(body["subject"], "Revisar contrato");
    EXPECT_EQ(body["start"]["dateTime"], "2026-12-15T13:30:00");
    EXPECT_EQ(body["end"]["dateTime"], "2026-12-15T14:00:00");
    EXPECT_EQ(body["end"]["timeZone"], "Romance Standard Time");
    EXPECT_EQ(body["showAs"], "free");
    EXPECT_EQ(body["responseRequested"], false);
    EXPECT_EQ(body["attendees"][0]["emailAddress"]["address"], "luis@acme.es");
    EXPECT_EQ(body["transactionId"], transaction_id(deadline, 1));
    EXPECT_FALSE(next(deadline, created(deadline)));
}

TEST(Act, TheTransactionIdIsTheSameForTheSameGenerationOnly) {
    const Deadline deadline = deadline_of(upsert());
    EXPECT_EQ(transaction_id(deadline, 1), transaction_id(deadline_of(upsert()), 1));
    EXPECT_NE(transaction_id(deadline, 1), transaction_id(deadline, 2));
}

TEST(Act, AnUpdateSendsOnlyWhatDiffersAndNeverAttendeesOrTransactionId) {
    const Deadline before = deadline_of(upsert());
    Deadline after = before;
    after.due->at += std::chrono::days{1};
    const Projection standing = created(before);
    const Act act = *next(after, standing);
    ASSERT_EQ(act.kind, Act::Kind::update);
    const json body = body_of(act, after, standing);
    EXPECT_TRUE(body.contains("start"));
    EXPECT_FALSE(body.contains("subject"));
    EXPECT_FALSE(body.contains("attendees"));
    EXPECT_FALSE(body.contains("transactionId"));
    EXPECT_FALSE(next(after, performed(act, standing, std::nullopt)));
}

TEST(Act, WhoLeavesGoesFirstAndWhoJoinsComesLast) {
    const Projection standing = created(with_assignees({"luis@acme.es", "eva@acme.es"}));
    Deadline after = with_assignees({"eva@acme.es", "ana@acme.es"});
    after.title = "Otro título";
    std::optional<Projection> projection = standing;
    std::vector<Act::Kind> kinds;
    while (const auto act = next(after, projection)) {
        kinds.push_back(act->kind);
        projection = performed(*act, projection, std::nullopt);
        ASSERT_LT(kinds.size(), 10u);
    }
    EXPECT_EQ(kinds, (std::vector{Act::Kind::remove_attendees, Act::Kind::update,
                                  Act::Kind::add_attendees}));
}

TEST(Act, PeopleWhoJoinedByAForwardStayOnTheList) {
    const Deadline before = with_assignees({"luis@acme.es"});
    const Deadline after = with_assignees({"eva@acme.es"});
    const Projection standing = created(before);
    const std::vector<graph::Attendee> current = {{"Luis@acme.es", "Luis", true},
                                                  {"forwarded@acme.es", "", false}};
    Act act = *next(after, standing);
    const auto removed = merged_attendees(act, standing, current);
    EXPECT_EQ(removed, (std::vector<graph::Attendee>{{"forwarded@acme.es", "", false}}));
    const Projection then = performed(act, standing, std::nullopt);
    act = *next(after, then);
    const auto added = merged_attendees(act, then, removed);
    ASSERT_EQ(added.size(), 2u);
    EXPECT_EQ(added[1].address, "eva@acme.es");
}

TEST(Act, ACancelledEventComesBackAsAnotherGeneration) {
    const Deadline open = deadline_of(upsert());
    const Deadline done = apply_trigger(read(message("complete", 8)), open).deadline;
    const Projection standing = created(open);
    const Act cancel = *next(done, standing);
    ASSERT_EQ(cancel.kind, Act::Kind::cancel);
    const graph::Request request = request_for(cancel, done, standing, repository, "r1");
    EXPECT_EQ(request.target, "/v1.0/users/plazos%40acme.es/events/E1/cancel");
    const Projection gone = performed(cancel, standing, std::nullopt);
    EXPECT_FALSE(next(done, gone));
    const Act again = *next(open, gone);
    EXPECT_EQ(again.kind, Act::Kind::create);
    EXPECT_EQ(again.generation, 2);
}

TEST(Act, TheCommentSaysWhoCompletedIt) {
    json event = message("complete", 8);
    event["data"]["completedBy"] = "luis";
    const Deadline open = deadline_of(upsert());
    const Deadline done = apply_trigger(read(event), open).deadline;
    const Projection standing = created(open);
    EXPECT_EQ(body_of(*next(done, standing), done, standing)["comment"],
              "Completado por luis; no hay nada que hacer.");
}

TEST(Act, AnotherOrganiserMeansAnotherCalendar) {
    Repository two = repository;
    two.allow = {"jefa@acme.es"};
    json event = upsert();
    const Deadline before = deadline_of(event);
    event["data"]["organiser"] = "jefa@acme.es";
    const Deadline after = apply_trigger(read(event, two), std::nullopt).deadline;
    const Projection standing = created(before);
    const Act cancel = *next_act(after, standing, two, tzdb(), now);
    EXPECT_EQ(cancel.kind, Act::Kind::cancel);
    EXPECT_EQ(cancel.mailbox, "plazos@acme.es");
    const Act create =
        *next_act(after, performed(cancel, standing, std::nullopt), two, tzdb(), now);
    EXPECT_EQ(create.mailbox, "jefa@acme.es");
}

TEST(Act, NobodyIsInvitedToWhatHasEnded) {
    const Deadline deadline = deadline_of(upsert());
    const timezone::Instant after_it = at("2026-12-15T13:00:01Z");
    EXPECT_FALSE(next(deadline, std::nullopt, after_it));
    Deadline renamed = deadline;
    renamed.title = "Otro";
    EXPECT_FALSE(next(renamed, created(deadline), after_it));
}

TEST(Act, TheOrganiserIsNoAttendeeAndOneExternalHidesTheOthers) {
    EXPECT_TRUE(project(with_assignees({"plazos@acme.es"}), repository, tzdb()).attendees.empty());
    const auto draft =
        project(with_assignees({"luis@acme.es", "c@example.com"}), repository, tzdb());
    EXPECT_TRUE(draft.hide_attendees);
    EXPECT_FALSE(project(with_assignees({"luis@acme.es"}), repository, tzdb()).hide_attendees);
}

TEST(Act, ARehearsalGoesToOneAddressAndSaysSo) {
    Repository rehearsing = repository;
    rehearsing.redirect_to = "tests@acme.es";
    const auto draft = project(with_assignees({"luis@acme.es", "eva@acme.es"}), rehearsing, tzdb());
    ASSERT_EQ(draft.attendees.size(), 1u);
    EXPECT_EQ(draft.attendees[0].address, "tests@acme.es");
    EXPECT_NE(draft.subject.find("luis@acme.es, eva@acme.es"), std::string::npos);
}

TEST(Act, AWholeDayRunsFromMidnightToMidnight) {
    json event = upsert();
    event["data"]["deadline"]["due"] = {{"on", "2026-12-15"}};
    const Deadline deadline = deadline_of(event);
    const json draft = json::parse(next(deadline, std::nullopt)->draft);
    EXPECT_EQ(draft["isAllDay"], true);
    EXPECT_EQ(draft["start"]["dateTime"], "2026-12-15T00:00:00");
    EXPECT_EQ(draft["end"]["dateTime"], "2026-12-16T00:00:00");
}

TEST(Act, AnAdoptedEventIsWrittenAnew) {
    const Deadline deadline = deadline_of(upsert());
    graph::ReadEvent found;
    found.id = "E9";
    found.attendees = {{"luis@acme.es", "", true}};
    const Projection projection = adopted(*next(deadline, std::nullopt), found);
    const Act act = *next(deadline, projection);
    EXPECT_EQ(act.kind, Act::Kind::update);
    EXPECT_EQ(body_of(act, deadline, projection)["subject"], "Revisar contrato");
    EXPECT_FALSE(next(deadline, performed(act, projection, std::nullopt)));
}

TEST(Act, AMailboxInOtherLettersIsTheSameMailbox) {
    Repository shouting = repository;
    shouting.mailbox = "Plazos@ACME.es";
    const Deadline deadline = deadline_of(upsert());
    EXPECT_FALSE(next_act(deadline, created(deadline), shouting, tzdb(), now));
}

TEST(Act, ADeadlineThatMovesOnAfterItsEventEndedElsewhereGetsANewOne) {
    Repository moved = repository;
    moved.mailbox = "nuevo@acme.es";
    Deadline deadline = deadline_of(upsert());
    const Projection standing = created(deadline);
    deadline.due->at += std::chrono::days{30};
    const Act act = *next_act(deadline, standing, moved, tzdb(), at("2026-12-20T08:00:00Z"));
    EXPECT_EQ(act.kind, Act::Kind::create);
    EXPECT_EQ(act.mailbox, "nuevo@acme.es");
    EXPECT_EQ(act.generation, 2);
}

TEST(Act, WhomTheRepositoryMayNotWriteToAnyMoreIsNotInvited) {
    Repository closed = repository;
    closed.recipients.clear();
    const Deadline deadline = with_assignees({"luis@acme.es", "c@example.com"});
    const auto draft = project(deadline, closed, tzdb());
    ASSERT_EQ(draft.attendees.size(), 1u);
    EXPECT_EQ(draft.attendees[0].address, "luis@acme.es");
}

graph::Outcome refusal(int status, const char* code) {
    graph::Outcome outcome;
    outcome.kind = graph::Outcome::Kind::refused;
    outcome.status = status;
    outcome.code = code;
    return outcome;
}

std::optional<Act> next_with(const Deadline& deadline, const std::optional<Projection>& standing,
                             const Lessons& lessons) {
    return next_act(deadline, standing, repository, tzdb(), now, lessons.zones);
}

TEST(ZoneNames, ARefusedNameGivesWayToAnotherForTheSameClocksAndAtLastToUtc) {
    const Deadline deadline = deadline_of(upsert());
    Lessons lessons;
    std::vector<std::string> tried;
    std::optional<Act> act = next_with(deadline, std::nullopt, lessons);
    while (act) {
        tried.push_back(zone_name_of(act->draft));
        const auto unknown = refusal(400, "TimeZoneNotSupportedException");
        if (!worth_another_request(*act, std::nullopt, unknown, lessons)) break;
        act = next_with(deadline, std::nullopt, lessons);
        ASSERT_LE(tried.size(), zone_names_max + 1);
    }
    ASSERT_GE(tried.size(), 3U);
    EXPECT_EQ(tried.front(), "Romance Standard Time");
    EXPECT_EQ(tried.back(), "UTC");
    EXPECT_EQ(std::set<std::string>(tried.begin(), tried.end()).size(), tried.size());
    const json event = json::parse(act->draft);
    EXPECT_EQ(event["start"]["dateTime"], "2026-12-15T12:30:00") << "the same instant";
}

TEST(ZoneNames, TheNameThatWasTakenIsKeptAndNotWrittenAgain) {
    const Deadline before = deadline_of(upsert());
    Lessons lessons;
    const Act first = *next_with(before, std::nullopt, lessons);
    ASSERT_TRUE(worth_another_request(first, std::nullopt,
                                      refusal(400, "ErrorPropertyValidationFailure"), lessons));
    const Act second = *next_with(before, std::nullopt, lessons);
    graph::ReadEvent event;
    event.id = "E1";
    const Projection standing = performed(second, std::nullopt, event);
    EXPECT_FALSE(next(before, standing)) << "by another process, which knows of no refusal";
    Deadline after = before;
    after.due->at += std::chrono::days{1};
    EXPECT_EQ(zone_name_of(next(after, standing)->draft), zone_name_of(second.draft));
}

TEST(ZoneNames, ATakenNameWhoseClocksAreNotTheZonesIsGivenUp) {
    const Deadline deadline = deadline_of(upsert());
    const graph::EventDraft draft =
        project(deadline, repository, tzdb(), ZoneChoice{"Tokyo Standard Time", {}});
    EXPECT_EQ(draft.zone, "Romance Standard Time");
}

TEST(AnotherRequest, IsWorthItOnceAfterAConflict) {
    const Deadline deadline = deadline_of(upsert());
    const Act act = *next(deadline, std::nullopt);
    Lessons lessons;
    const auto conflict = refusal(412, "ErrorIrresolvableConflict");
    EXPECT_TRUE(worth_another_request(act, std::nullopt, conflict, lessons));
    EXPECT_FALSE(worth_another_request(act, std::nullopt, conflict, lessons));
}

TEST(AnotherRequest, IsNotWorthItWhereNoZoneWasNamedOrItIsNotTheReason) {
    const Deadline before = deadline_of(upsert());
    const Projection standing = created(before);
    Deadline after = before;
    after.title = "Otro";
    const auto invalid = refusal(400, "ErrorPropertyValidationFailure");
    Lessons lessons;
    EXPECT_FALSE(worth_another_request(*next(after, standing), standing, invalid, lessons));
    const Act create = *next(before, std::nullopt);
    EXPECT_FALSE(
        worth_another_request(create, std::nullopt, refusal(400, "ErrorInvalidRequest"), lessons));
    EXPECT_FALSE(
        worth_another_request(create, std::nullopt, refusal(403, "ErrorAccessDenied"), lessons));
    EXPECT_FALSE(worth_another_request(create, std::nullopt, graph::Outcome{}, lessons));
    EXPECT_TRUE(lessons.zones.refused.empty());
    after.due->at += std::chrono::days{1};
    EXPECT_TRUE(worth_another_request(*next(after, standing), standing, invalid, lessons));
}

TEST(Act, AnEventThatWasCancelledIsNotTakenForOurs) {
    const Deadline deadline = deadline_of(upsert());
    graph::ReadEvent event;
    event.id = "E9";
    event.cancelled = true;
    const Projection standing = adopted(*next(deadline, std::nullopt), event);
    const Act again = *next(deadline, standing);
    EXPECT_EQ(again.kind, Act::Kind::create);
    EXPECT_EQ(again.generation, 2);
}

}  // namespace
}  // namespace plazo::scheduler
