// tests/store/store_contract_outbox.h - the part of store_contract.h about Steps and their history.
#pragma once

#include "tests/store/store_contract_fixture.h"

namespace plazo::store {

// The outbox

TYPED_TEST_P(StoreContract, PutReplacesTheStepOfTheSameId) {
    this->put({some_step("s1", 1), some_step("s2", 2)});
    Step later = some_step("s1", 30);
    later.attempts = 1;
    this->put({later});
    EXPECT_EQ(this->read().steps, (Steps{some_step("s2", 2), later}));
    EXPECT_EQ(this->due_steps(100, 10), (Steps{some_step("s2", 2), later}));
}

TYPED_TEST_P(StoreContract, ASettledStepLeavesTheOutboxForTheHistory) {
    this->put({full_step("s1", 1), some_step("s2", 2)});
    Change change = next_change(this->read());
    change.settled = {settled(full_step("s1", 1), Ending::unknown)};
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(ids(this->read().steps), Names{"s2"});
    EXPECT_EQ(ids(this->due_steps(100, 10)), Names{"s2"});
    EXPECT_EQ(this->wait(this->store().steps_with_intent()), Steps{});
    EXPECT_EQ(this->wait(this->store().history("acme", 10)), change.settled);
}

TYPED_TEST_P(StoreContract, AStepThatIsSettledAndPutInOneChangeIsInTheOutbox) {
    this->put({some_step("s1", 1)});
    Change change = next_change(this->read());
    change.settled = {settled(some_step("s1", 1))};
    change.put = {some_step("s1", 9)};
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(this->read().steps, Steps{some_step("s1", 9)});
    EXPECT_EQ(this->wait(this->store().history("acme", 10)).size(), 1U);
}

TYPED_TEST_P(StoreContract, TheHistoryIsNewestFirstWithinItsRepositoryAndLimit) {
    for (const auto& [id, ending] : std::vector<std::pair<std::string, Ending>>{
             {"s1", Ending::done}, {"s2", Ending::refused}, {"s3", Ending::dropped}}) {
        Change change = next_change(this->read());
        change.deadline = some_deadline("d");
        change.settled = {settled(some_step(id, 1), ending)};
        ASSERT_TRUE(this->commit(change));
    }
    const auto last = this->wait(this->store().history("acme", 2));
    ASSERT_EQ(last.size(), 2U);
    EXPECT_EQ(last[0].step.id, "s3");
    EXPECT_EQ(last[0].ending, Ending::dropped);
    EXPECT_EQ(last[1].step.id, "s2");
    EXPECT_EQ(this->wait(this->store().history("other", 2)), std::vector<Settled>{});
}

TYPED_TEST_P(StoreContract, SentRemindersAreAddedAndReplacedByKey) {
    this->begin(some_deadline("d"));
    for (const auto& sent :
         std::vector<std::vector<SentReminder>>{{{"b", at(1)}}, {{"a", at(2)}, {"b", at(3)}}, {}}) {
        Change change = next_change(this->read());
        change.sent = sent;
        ASSERT_TRUE(this->commit(change));
    }
    EXPECT_EQ(this->read().sent, (std::vector<SentReminder>{{"a", at(2)}, {"b", at(3)}}));
}

TYPED_TEST_P(StoreContract, DueStepsComeEarliestFirstUpToTheInstantAndTheLimit) {
    this->put({some_step("d", 40), some_step("c", 10), some_step("b", 20), some_step("a", 20)});
    EXPECT_EQ(ids(this->due_steps(20, 10)), (Names{"c", "a", "b"}));
    EXPECT_EQ(ids(this->due_steps(19, 10)), (Names{"c"}));
    EXPECT_EQ(ids(this->due_steps(40, 2)), (Names{"c", "a"}));
    EXPECT_EQ(ids(this->due_steps(40, 0)), (Names{}));
    EXPECT_EQ(ids(this->due_steps(9, 10)), (Names{}));
}

TYPED_TEST_P(StoreContract, ABusyMailboxHoldsUpNoOther) {
    Step theirs = some_step("theirs", 30);
    theirs.mailbox = "plazos@other.es";
    this->put({some_step("s1", 10), some_step("s2", 20), theirs});
    const scheduler::Busy ours{{"plazos@acme.es"}, {}};
    const scheduler::Busy both{{"plazos@acme.es", "plazos@other.es"}, {}};
    EXPECT_EQ(this->due_steps(100, 1, ours), Steps{theirs});
    EXPECT_EQ(this->due_steps(100, 1, both), Steps{});
    EXPECT_EQ(this->next_due(at(0), ours), at(30));
    EXPECT_EQ(this->next_due(at(0), both), std::nullopt);
}

TYPED_TEST_P(StoreContract, AMailboxThatHasMailedEnoughStillChangesItsCalendar) {
    Step mail = some_step("mail", 10);
    mail.kind = Step::Kind::reminder;
    Step event = some_step("event", 20);
    event.kind = Step::Kind::event;
    this->put({mail, event});
    const scheduler::Busy mailing{{}, {mail.mailbox}};
    EXPECT_EQ(this->due_steps(100, 10, mailing), Steps{event});
    EXPECT_EQ(this->next_due(at(0), mailing), at(20));
}

TYPED_TEST_P(StoreContract, NextDueIsTheEarliestDueAfterAnInstant) {
    EXPECT_EQ(this->next_due(Instant::min()), std::nullopt);
    this->put({some_step("s1", 10), some_step("s2", 20)});
    EXPECT_EQ(this->next_due(Instant::min()), at(10));
    EXPECT_EQ(this->next_due(at(9)), at(10));
    EXPECT_EQ(this->next_due(at(10)), at(20));
    EXPECT_EQ(this->next_due(at(20)), std::nullopt);
    EXPECT_EQ(this->next_due(at(10), {}, at(19)), std::nullopt);
    EXPECT_EQ(this->next_due(at(10), {}, at(20)), at(20));
}

TYPED_TEST_P(StoreContract, StepsWithAnIntentAreFoundWheneverTheyAreDue) {
    this->put({full_step("doubt", 20), some_step("s1", 10), full_step("earlier", 5)});
    EXPECT_EQ(this->wait(this->store().steps_with_intent()),
              (Steps{full_step("earlier", 5), full_step("doubt", 20)}));
    Step settled = full_step("doubt", 20);
    settled.intent = std::nullopt;
    this->put({settled});
    EXPECT_EQ(ids(this->wait(this->store().steps_with_intent())), Names{"earlier"});
}

TYPED_TEST_P(StoreContract, StepsOfTwoDeadlinesMayBearTheSameId) {
    this->put({some_step("event", 10)});
    Change change = first_change(some_deadline("e"));
    change.put = {some_step("event", 10, "e")};
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(this->read("d").steps, Steps{some_step("event", 10)});
    EXPECT_EQ(this->read("e").steps, Steps{some_step("event", 10, "e")});
    EXPECT_EQ(this->due_steps(10, 10),
              (Steps{some_step("event", 10), some_step("event", 10, "e")}));
}

}  // namespace plazo::store
