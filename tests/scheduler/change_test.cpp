#include "scheduler/change.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::local;
using testing::message;
using testing::read;
using testing::upsert;

Trigger move_to(int revision, const char* at) {
    json event = message("move", revision);
    event["data"]["deadline"]["due"] = {{"at", at}};
    return read(event);
}

Trigger upsert_of(int revision, const char* title) {
    json event = upsert();
    event["data"]["deadline"]["revision"] = revision;
    event["data"]["deadline"]["title"] = title;
    return read(event);
}

TEST(Change, TheFirstUpsertCreates) {
    const Applied applied = apply_trigger(read(upsert()), std::nullopt);
    EXPECT_EQ(applied.result, Result::created);
    EXPECT_TRUE(applied.due_changed);
    EXPECT_TRUE(applied.deadline.known());
}

TEST(Change, TheSameAgainChangesNothing) {
    const Deadline standing = apply_trigger(read(upsert()), std::nullopt).deadline;
    const Applied again = apply_trigger(read(upsert()), standing);
    EXPECT_EQ(again.result, Result::unchanged);
    EXPECT_EQ(again.deadline, standing);
}

TEST(Change, TheSameRevisionWithOtherContentIsRefused) {
    const Deadline standing = apply_trigger(upsert_of(7, "one"), std::nullopt).deadline;
    EXPECT_THROW(apply_trigger(upsert_of(7, "two"), standing), InputError);
}

TEST(Change, AnOlderMessageIsStale) {
    const Deadline standing = apply_trigger(upsert_of(7, "new"), std::nullopt).deadline;
    const Applied late = apply_trigger(upsert_of(6, "old"), standing);
    EXPECT_EQ(late.result, Result::stale);
    EXPECT_EQ(late.deadline, standing);
}

TEST(Change, AMoveThatOvertakesItsUpsertWaitsForIt) {
    const Applied early = apply_trigger(move_to(8, "2026-12-18T14:00:00"), std::nullopt);
    EXPECT_FALSE(early.deadline.known());
    const Applied then = apply_trigger(upsert_of(7, "Revisar"), early.deadline);
    EXPECT_EQ(then.result, Result::created);
    EXPECT_TRUE(then.deadline.known());
    EXPECT_EQ(then.deadline.due->at, local("2026-12-18T14:00:00"));
    EXPECT_EQ(then.deadline.title, "Revisar");
}

TEST(Change, ACancellationLeavesATombstoneForALateUpsert) {
    const Deadline tombstone = apply_trigger(read(message("cancel", 9)), std::nullopt).deadline;
    const Deadline late = apply_trigger(upsert_of(7, "too late"), tombstone).deadline;
    EXPECT_EQ(late.status, Status::cancelled);
    const Applied reopened = apply_trigger(upsert_of(10, "again"), late);
    EXPECT_EQ(reopened.result, Result::reopened);
    EXPECT_EQ(reopened.deadline.status, Status::open);
}

TEST(Change, CountersAndTimesDoNotMix) {
    const Deadline standing = apply_trigger(upsert_of(7, "one"), std::nullopt).deadline;
    json event = upsert();
    event["data"]["deadline"].erase("revision");
    EXPECT_THROW(apply_trigger(read(event), standing), InputError);
}

/// Promise 5: any order and repetition ends as if each message had come once, in the order of
/// revisions.
TEST(Change, EveryOrderOfMessagesEndsTheSame) {
    std::vector<Trigger> messages = {upsert_of(1, "first"), move_to(2, "2026-12-20T10:00:00"),
                                     upsert_of(3, "third"), read(message("complete", 4)),
                                     move_to(5, "2026-12-22T10:00:00")};
    const auto run = [](const std::vector<Trigger>& order) {
        std::optional<Deadline> deadline;
        for (const Trigger& trigger : order) deadline = apply_trigger(trigger, deadline).deadline;
        deadline->reason.clear();
        return *deadline;
    };
    const Deadline expected = run(messages);
    EXPECT_EQ(expected.status, Status::completed);
    EXPECT_EQ(expected.title, "third");
    std::vector<std::size_t> order = {0, 1, 2, 3, 4};
    do {
        std::vector<Trigger> shuffled;
        for (const std::size_t index : order) shuffled.push_back(messages[index]);
        shuffled.push_back(messages[order[0]]);  // and one of them twice
        EXPECT_EQ(run(shuffled), expected);
    } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace plazo::scheduler
