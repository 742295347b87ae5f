#include "scheduler/plan.h"

#include <gtest/gtest.h>

#include "scheduler/act.h"
#include "scheduler/change.h"
#include "scheduler/due.h"
#include "tests/scheduler/world.h"
#include "tests/scheduler/zone_folder.h"

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
using testing::ZoneFolder;
using namespace std::chrono_literals;  // literals only

const Repository repository = acme();
const PlanContext context{repository, tzdb(), 60s};

Deadline deadline_of(const json& event) {
    return apply_trigger(read(event), std::nullopt).deadline;
}

/// The Record after `made` was committed.
Record committed(Record record, const Deadline& deadline, const Plan& made) {
    ++record.version;
    record.deadline = deadline;
    for (const Settled& gone : made.drop) {
        std::erase_if(record.steps, [&](const Step& step) { return step.id == gone.step.id; });
    }
    for (const Step& step : made.put) record.steps.push_back(step);
    return record;
}

/// The Record when the event of `deadline` stands in the calendar and no event Step is left.
Record standing_of(const Deadline& deadline) {
    Record record = committed({}, deadline, plan(deadline, {}, context, now));
    const Act act = *next_act(deadline, std::nullopt, repository, tzdb(), now);
    graph::ReadEvent event;
    event.id = "E1";
    record.projection = performed(act, std::nullopt, event);
    std::erase_if(record.steps, [](const Step& step) { return step.kind == Step::Kind::event; });
    return record;
}

const Step* find(const std::vector<Step>& steps, Step::Kind kind) {
    for (const Step& step : steps) {
        if (step.kind == kind) return &step;
    }
    return nullptr;
}

TEST(Plan, ACreationIsDueAtOnce) {
    const Plan made = plan(deadline_of(upsert()), {}, context, now);
    const Step* event = find(made.put, Step::Kind::event);
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(event->due, now);
    EXPECT_EQ(event->mailbox, "plazos@acme.es");
}

TEST(Plan, ADayBeforeIsTheRepositorysReminderHourOfThatDay) {
    const Plan made = plan(deadline_of(upsert()), {}, context, now);
    const Step* reminder = find(made.put, Step::Kind::reminder);
    ASSERT_NE(reminder, nullptr);
    EXPECT_EQ(reminder->due, at("2026-12-13T08:00:00Z"));  // 09:00 in Madrid
    EXPECT_EQ(reminder->about, at("2026-12-15T13:00:00Z"));
    EXPECT_EQ(reminder->address, "luis@acme.es");
}

TEST(Plan, AnHourOfItsOwnIsKeptAndHoursAreExact) {
    json event = upsert();
    event["data"]["reminders"] =
        json::parse(R"([{"before":"P1D","sendAt":"16:30"},{"before":"PT90M"}])");
    const Plan made = plan(deadline_of(event), {}, context, now);
    ASSERT_EQ(made.put.size(), 3u);
    EXPECT_EQ(made.put[1].due, at("2026-12-14T15:30:00Z"));
    EXPECT_EQ(made.put[2].due, at("2026-12-15T11:30:00Z"));
}

TEST(Plan, PlanningItsOwnResultGivesNothing) {
    const Deadline deadline = deadline_of(upsert());
    const Record record = committed({}, deadline, plan(deadline, {}, context, now));
    EXPECT_TRUE(plan(deadline, record, context, now).empty());
    EXPECT_TRUE(plan(deadline, standing_of(deadline), context, now).empty());
}

TEST(Plan, AVisibleChangeWaitsForTheQuietTimeAndNotLonger) {
    const Deadline before = deadline_of(upsert());
    const Record record = standing_of(before);
    json event = upsert();
    event["data"]["deadline"]["revision"] = 8;
    event["data"]["deadline"]["title"] = "Revisar y firmar";
    const Deadline renamed = apply_trigger(read(event), before).deadline;
    const Plan made = plan(renamed, record, context, now);
    ASSERT_EQ(made.put.size(), 1u);
    EXPECT_EQ(made.put[0].due, now + 60s);
    const Record waiting = committed(record, renamed, made);
    event["data"]["deadline"]["revision"] = 9;
    event["data"]["deadline"]["title"] = "Firmar";
    const Deadline again = apply_trigger(read(event), renamed).deadline;
    EXPECT_TRUE(plan(again, waiting, context, now + 30s).empty());
}

TEST(Plan, AChangeThatIsTakenBackIsDropped) {
    const Deadline before = deadline_of(upsert());
    const Record record = standing_of(before);
    Deadline renamed = before;
    renamed.title = "Otro";
    const Record waiting = committed(record, renamed, plan(renamed, record, context, now));
    const Plan made = plan(before, waiting, context, now);
    ASSERT_EQ(made.drop.size(), 1u);
    EXPECT_EQ(made.drop[0].step.kind, Step::Kind::event);
}

TEST(Plan, WhatNobodySeesSendsNothing) {
    const Deadline before = deadline_of(upsert());
    Deadline after = before;
    after.document.code = "CONTRATO-000022";  // not part of the invitation
    after.priority = "high";
    EXPECT_TRUE(plan(after, standing_of(before), context, now).empty());
}

TEST(Plan, CompletedCancelsAFutureEventAndRemindsNobody) {
    const Deadline open = deadline_of(upsert());
    const Record record = standing_of(open);
    const Deadline done = apply_trigger(read(message("complete", 8)), open).deadline;
    const Plan made = plan(done, record, context, now);
    ASSERT_EQ(made.put.size(), 1u);
    EXPECT_EQ(made.put[0].kind, Step::Kind::event);
    ASSERT_EQ(made.drop.size(), 1u);
    EXPECT_EQ(made.drop[0].step.kind, Step::Kind::reminder);
}

TEST(Plan, APastEventIsLeftAloneByCompletionAndCancellation) {
    const Deadline open = deadline_of(upsert());
    const Record record = standing_of(open);
    for (const char* kind : {"complete", "cancel"}) {
        const Deadline closed = apply_trigger(read(message(kind, 8)), open).deadline;
        const Plan made = plan(closed, record, context, at("2026-12-16T08:00:00Z"));
        EXPECT_TRUE(made.put.empty()) << kind;
    }
}

TEST(Plan, CompletedBeforeAnythingWasSentSendsNothing) {
    const Deadline open = deadline_of(upsert());
    const Record record = committed({}, open, plan(open, {}, context, now));
    const Deadline done = apply_trigger(read(message("complete", 8)), open).deadline;
    const Plan made = plan(done, record, context, now);
    EXPECT_TRUE(made.put.empty());
    EXPECT_EQ(made.drop.size(), 2u);
}

TEST(Plan, AReminderWhoseMomentHasPassedIsNotSent) {
    json event = upsert();
    event["data"]["deadline"]["due"]["at"] = "2026-11-26T14:00:00";  // tomorrow; P2D was yesterday
    const Plan made = plan(deadline_of(event), {}, context, now);
    EXPECT_EQ(find(made.put, Step::Kind::reminder), nullptr);
}

TEST(Plan, AReminderThatIsLateInTheOutboxStays) {
    const Deadline deadline = deadline_of(upsert());
    const Record record = standing_of(deadline);
    EXPECT_TRUE(plan(deadline, record, context, at("2026-12-14T08:00:00Z")).drop.empty());
}

TEST(Plan, ASentReminderIsRepeatedOnlyForALaterDate) {
    const Deadline open = deadline_of(upsert());
    Record record = standing_of(open);
    const Step sent = *find(record.steps, Step::Kind::reminder);
    record.sent.push_back({sent.key, sent.about});
    record.steps.clear();
    const timezone::Instant later_now = at("2026-12-13T09:00:00Z");
    EXPECT_EQ(find(plan(open, record, context, later_now).put, Step::Kind::reminder), nullptr);

    Deadline earlier = open;
    earlier.due->at -= 1h;
    EXPECT_EQ(find(plan(earlier, record, context, later_now).put, Step::Kind::reminder), nullptr);
    Deadline moved = open;
    moved.due->at += std::chrono::days{7};
    const Plan made = plan(moved, record, context, later_now);
    ASSERT_NE(find(made.put, Step::Kind::reminder), nullptr);
    EXPECT_EQ(find(made.put, Step::Kind::reminder)->due, at("2026-12-20T08:00:00Z"));
}

TEST(Plan, AMoveTakesTheReminderAlong) {
    const Deadline open = deadline_of(upsert());
    const Record record = standing_of(open);
    Deadline moved = open;
    moved.due->at += std::chrono::days{1};
    const Plan made = plan(moved, record, context, now);
    ASSERT_EQ(made.drop.size(), 1u);
    EXPECT_EQ(find(made.put, Step::Kind::reminder)->due, at("2026-12-14T08:00:00Z"));
    EXPECT_NE(find(made.put, Step::Kind::reminder)->id, made.drop[0].step.id);
}

TEST(Plan, AStepThatHasBegunIsNeverDropped) {
    const Deadline open = deadline_of(upsert());
    Record record = committed({}, open, plan(open, {}, context, now));
    record.steps[0].intent = Intent{};
    const Deadline done = apply_trigger(read(message("complete", 8)), open).deadline;
    const Plan made = plan(done, record, context, now);
    ASSERT_EQ(made.drop.size(), 1u);
    EXPECT_EQ(made.drop[0].step.kind, Step::Kind::reminder);
}

/// Due at 14:00 in Bogotá, with a reminder two days before at 09:00, which is 14:00 UTC.
Deadline in_bogota() {
    json event = upsert();
    event["data"]["deadline"]["due"]["timeZone"] = "America/Bogota";
    return deadline_of(event);
}

TEST(PlanByNewZoneData, MovesAReminderThatWaitsAndNothingElse) {
    const Deadline deadline = in_bogota();
    const Record record = standing_of(deadline);
    EXPECT_EQ(find(record.steps, Step::Kind::reminder)->due, at("2026-12-13T14:00:00Z"));
    ZoneFolder folder;
    folder.put("America/Santiago", "America/Bogota");  // two hours ahead
    const timezone::Tzdb data = folder.load();
    const PlanContext by_new_data{repository, data, 60s, Cause::zone_data};
    const Plan made = plan(deadline, record, by_new_data, now);
    ASSERT_EQ(made.put.size(), 1u);
    EXPECT_EQ(made.put[0].due, at("2026-12-13T12:00:00Z"));
    EXPECT_EQ(made.put[0].first_due, made.put[0].due);
    EXPECT_EQ(made.put[0].about, at("2026-12-15T17:00:00Z"));
    ASSERT_EQ(made.drop.size(), 1u);
    EXPECT_EQ(made.drop[0].step, record.steps[0]);
    EXPECT_TRUE(plan(deadline, committed(record, deadline, made), by_new_data, now).empty());
}

TEST(PlanByNewZoneData, SendsAReminderThatIsLateByThem) {
    const Deadline deadline = in_bogota();
    ZoneFolder folder;
    folder.put("America/Santiago", "America/Bogota");
    const timezone::Tzdb data = folder.load();
    const PlanContext by_new_data{repository, data, 60s, Cause::zone_data};
    const timezone::Instant between = at("2026-12-13T13:00:00Z");
    const Plan made = plan(deadline, standing_of(deadline), by_new_data, between);
    ASSERT_EQ(made.put.size(), 1u);
    EXPECT_EQ(made.put[0].due, at("2026-12-13T12:00:00Z"));
    const Record late = committed(standing_of(deadline), deadline, made);
    EXPECT_TRUE(plan(deadline, late, by_new_data, between).empty());
    const PlanContext by_message{repository, data, 60s};
    EXPECT_TRUE(plan(deadline, late, by_message, between).empty()) << "nor does a message drop it";
}

TEST(PlanByNewZoneData, RepeatsNoReminderThatWentAnHourAgo) {
    const Deadline deadline = in_bogota();
    Record record = standing_of(deadline);
    record.sent.push_back({record.steps[0].key, record.steps[0].about});
    record.steps.clear();
    ZoneFolder folder;
    folder.put("America/Phoenix", "America/Bogota");  // two hours behind: 16:00 UTC
    const timezone::Tzdb data = folder.load();
    const PlanContext by_new_data{repository, data, 60s, Cause::zone_data};
    EXPECT_TRUE(plan(deadline, record, by_new_data, at("2026-12-13T15:00:00Z")).empty());
}

TEST(PlanByNewZoneData, UpdatesAnEventWhoseZoneHasLostItsNameAndCreatesNone) {
    const Deadline deadline = deadline_of(upsert());
    Record record = standing_of(deadline);
    ZoneFolder folder;
    folder.put("Europe/Dublin", "Europe/Madrid");  // what Microsoft calls Romance time goes on
    const timezone::Tzdb data = folder.load();
    const PlanContext by_new_data{repository, data, 60s, Cause::zone_data};
    const Plan made = plan(deadline, record, by_new_data, now);
    ASSERT_NE(find(made.put, Step::Kind::event), nullptr);
    EXPECT_EQ(find(made.put, Step::Kind::event)->due, now + 60s);
    const auto act = next_act(deadline, record.projection, repository, data, now);
    ASSERT_TRUE(act);
    EXPECT_EQ(act->kind, Act::Kind::update);
    EXPECT_NE(act->draft.find("T14:00:00"), std::string::npos) << "14:00 UTC is 14:00 there";
    record.projection.reset();  // the creation was refused
    EXPECT_EQ(find(plan(deadline, record, by_new_data, now).put, Step::Kind::event), nullptr);
}

TEST(PlanByNewZoneData, SaysWhenTheZoneIsGone) {
    json event = upsert();
    event["data"]["deadline"]["due"] = {{"on", "2026-12-15"}, {"timeZone", "America/Bogota"}};
    const Deadline whole_day = deadline_of(event);
    ZoneFolder folder;
    folder.remove("America/Bogota");
    const timezone::Tzdb data = folder.load();
    const PlanContext by_new_data{repository, data, 60s, Cause::zone_data};
    EXPECT_THROW(plan(whole_day, standing_of(whole_day), by_new_data, now), std::runtime_error);
    EXPECT_THROW(next_act(whole_day, std::nullopt, repository, data, now), std::runtime_error);
}

TEST(Plan, OfTwoStepsOfOneReminderTheRightOneStays) {
    const Deadline deadline = deadline_of(upsert());
    Record record = standing_of(deadline);
    Step stale = record.steps[0];  // the deadline was moved while an attempt failed
    stale.id = "stale";
    stale.about -= 1h;
    record.steps.insert(record.steps.begin(), stale);
    const Plan made = plan(deadline, record, context, now);
    EXPECT_TRUE(made.put.empty());
    ASSERT_EQ(made.drop.size(), 1u);
    EXPECT_EQ(made.drop[0].step.id, "stale");
}

TEST(Plan, NothingIsPlannedForADeadlineThatIsNotKnownYet) {
    json move = message("move", 8);
    move["data"]["deadline"]["due"] = {{"at", "2026-12-18T14:00:00"}};
    EXPECT_TRUE(plan(deadline_of(move), {}, context, now).empty());
}

}  // namespace
}  // namespace plazo::scheduler
