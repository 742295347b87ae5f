// tests/store/store_contract.h - what every Store does, as tests: scheduler/store.h sentence by
// sentence.
//
//     struct Memory {
//         std::unique_ptr<scheduler::Store> open(boost::asio::any_io_executor executor);
//     };
//     INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, Memory);
//
// The type opens an empty Store, and lives as long as the test.
#pragma once

#include "tests/store/store_contract_fixture.h"
#include "tests/store/store_contract_outbox.h"

namespace plazo::store {

// Repositories and keys

TYPED_TEST_P(StoreContract, ARepositoryIsFoundAsItWasSavedLast) {
    EXPECT_EQ(this->wait(this->store().find_repository("acme")), std::nullopt);
    Repository repository = some_repository("acme");
    this->wait(this->store().save_repository(repository));
    repository.allow = {"calidad@acme.es"};
    this->wait(this->store().save_repository(repository));
    EXPECT_EQ(this->wait(this->store().find_repository("acme")), repository);
    EXPECT_EQ(this->wait(this->store().find_repository("acm")), std::nullopt);
}

TYPED_TEST_P(StoreContract, RepositoriesAreListedInTheOrderOfTheirNames) {
    for (const char* name : {"b", "a-1", "a"}) {
        this->wait(this->store().save_repository(some_repository(name)));
    }
    Names names;
    for (const Repository& each : this->wait(this->store().list_repositories())) {
        names.push_back(each.name);
    }
    EXPECT_EQ(names, (Names{"a", "a-1", "b"}));
}

TYPED_TEST_P(StoreContract, AKeyIsFoundAsItWasSavedLast) {
    ApiKey key{"k1", "acme", "for Docuo", "ab12", at(1), std::nullopt};
    this->wait(this->store().save_key(key));
    EXPECT_EQ(this->wait(this->store().find_key("k1")), key);
    key.revoked = at(9);
    this->wait(this->store().save_key(key));
    EXPECT_EQ(this->wait(this->store().find_key("k1")), key);
    EXPECT_EQ(this->wait(this->store().find_key("k2")), std::nullopt);
}

TYPED_TEST_P(StoreContract, KeysAreListedByCreationRevokedOnesIncluded) {
    const ApiKey first{"z", "acme", "", "1", at(1), at(5)};
    const ApiKey second{"a", "acme", "", "2", at(2), std::nullopt};
    const ApiKey another{"b", "other", "", "3", at(1), std::nullopt};
    for (const ApiKey& key : {second, another, first}) this->wait(this->store().save_key(key));
    EXPECT_EQ(this->wait(this->store().list_keys("acme")), (std::vector<ApiKey>{first, second}));
    EXPECT_EQ(this->wait(this->store().list_keys("nobody")), std::vector<ApiKey>{});
}

// Records and changes

TYPED_TEST_P(StoreContract, WhatIsNotStoredReadsAsVersionZero) {
    EXPECT_EQ(this->read(), nothing);
}

TYPED_TEST_P(StoreContract, ACommittedChangeIsReadBackWhole) {
    Change change = first_change(due_deadline("d", "2026-12-15T14:00"));
    change.projection = some_projection();
    change.put = {full_step("s2", 20), some_step("s1", 30)};
    change.sent = {{"reminder/P2D/luis@acme.es", at(1)}, {"reminder/P1D/luis@acme.es", at(2)}};
    ASSERT_TRUE(this->commit(change));

    const Record record = this->read();
    EXPECT_EQ(record.version, 1);
    EXPECT_EQ(record.deadline, change.deadline);
    EXPECT_EQ(record.projection, change.projection);
    EXPECT_EQ(record.steps, (Steps{full_step("s2", 20), some_step("s1", 30)}));
    EXPECT_EQ(record.sent, (std::vector<SentReminder>{{"reminder/P1D/luis@acme.es", at(2)},
                                                      {"reminder/P2D/luis@acme.es", at(1)}}));
}

TYPED_TEST_P(StoreContract, AChangeReplacesDeadlineAndProjectionAndKeepsTheOtherSteps) {
    this->put({some_step("s1", 1)});
    Change change = next_change(this->read());
    change.deadline.title = "Revisar PNT-015";
    change.projection = some_projection();
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(this->read().deadline.title, "Revisar PNT-015");
    EXPECT_EQ(this->read().projection, change.projection);
    EXPECT_EQ(ids(this->read().steps), Names{"s1"});

    change.expected_version = 2;
    change.projection = std::nullopt;
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(this->read().version, 3);
    EXPECT_EQ(this->read().projection, std::nullopt);
}

TYPED_TEST_P(StoreContract, ALostRaceChangesNothing) {
    this->put({some_step("s1", 1)});
    const Record before = this->read();
    Change change = next_change(before);
    change.deadline.title = "another";
    change.projection = some_projection();
    change.put = {some_step("s2", 2)};
    change.settled = {settled(some_step("s1", 1))};
    change.sent = {{"reminder", at(1)}};
    change.delivery = some_delivery("1");
    for (const std::int64_t version : {0, 2}) {
        change.expected_version = version;
        EXPECT_FALSE(this->commit(change));
    }
    EXPECT_EQ(this->read(), before);
    EXPECT_EQ(this->wait(this->store().history("acme", 10)), std::vector<Settled>{});
    EXPECT_EQ(this->wait(this->store().find_delivery("acme", "urn:docuo:acme", "1")), std::nullopt);
}

TYPED_TEST_P(StoreContract, AVersionIsExpectedOnlyOfWhatIsStored) {
    Change change = first_change(some_deadline("d"));
    change.expected_version = 1;
    EXPECT_FALSE(this->commit(change));
    EXPECT_EQ(this->read(), nothing);
}

TYPED_TEST_P(StoreContract, OfTwoWhoReadTheSameVersionOneCommits) {
    this->begin(some_deadline("d"));
    const Change change = next_change(this->read());
    auto one = this->waiting_.start(this->store().commit(change));
    auto other = this->waiting_.start(this->store().commit(change));
    this->waiting_.run();
    EXPECT_NE(one.get(), other.get());
    EXPECT_EQ(this->read().version, 2);
}

TYPED_TEST_P(StoreContract, RecordsAreListedByDueTheUndatedFirst) {
    this->begin(due_deadline("late", "2027-01-01T09:00"));
    this->begin(due_deadline("b", "2026-12-15T14:00"));
    this->begin(due_deadline("a", "2026-12-15T14:00"));
    this->begin(due_deadline("ancient", "0001-01-01T00:00"));
    this->begin(some_deadline("undated"));
    this->begin(some_deadline("theirs", "other"));
    const auto records = this->wait(this->store().list_records("acme"));
    EXPECT_EQ(ids(records), (Names{"undated", "ancient", "a", "b", "late"}));
    EXPECT_EQ(records.back(), this->read("late"));
}

TYPED_TEST_P(StoreContract, AMovedDeadlineTakesItsNewPlaceInTheList) {
    this->begin(due_deadline("a", "2026-12-15T14:00"));
    this->begin(due_deadline("b", "2026-12-16T14:00"));
    Change change = next_change(this->read("a"));
    change.deadline = due_deadline("a", "2026-12-17T14:00");
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(ids(this->wait(this->store().list_records("acme"))), (Names{"b", "a"}));
}

TYPED_TEST_P(StoreContract, AListEndsAtItsLimit) {
    for (std::size_t i = 0; i <= scheduler::list_rows_max; ++i) {
        this->waiting_.start(this->store().commit(first_change(some_deadline(std::to_string(i)))));
    }
    this->waiting_.run();
    EXPECT_EQ(this->wait(this->store().list_records("acme")).size(), scheduler::list_rows_max);
}

// Deliveries

TYPED_TEST_P(StoreContract, ADeliveryIsKeptWithItsChange) {
    Change change = first_change(some_deadline("d"));
    change.delivery = some_delivery("1");
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(this->wait(this->store().find_delivery("acme", "urn:docuo:acme", "1")),
              some_delivery("1"));
    for (const auto& [repository, source, id] :
         std::vector<std::tuple<std::string, std::string, std::string>>{
             {"other", "urn:docuo:acme", "1"},
             {"acme", "", "1"},
             {"acme", "urn:docuo:acme", "2"}}) {
        EXPECT_EQ(this->wait(this->store().find_delivery(repository, source, id)), std::nullopt);
    }
}

TYPED_TEST_P(StoreContract, ARepeatedDeliveryChangesNothing) {
    Change change = first_change(some_deadline("d"));
    change.delivery = some_delivery("1");
    ASSERT_TRUE(this->commit(change));
    const Record before = this->read();

    Change again = next_change(before);
    again.deadline.title = "another";
    again.put = {some_step("s1", 1)};
    again.delivery = some_delivery("1");
    again.delivery->body_hash = "other";
    EXPECT_FALSE(this->commit(again));
    EXPECT_EQ(this->read(), before);
    EXPECT_EQ(this->wait(this->store().find_delivery("acme", "urn:docuo:acme", "1")),
              some_delivery("1"));

    Change elsewhere = first_change(some_deadline("e"));
    elsewhere.delivery = some_delivery("1");
    EXPECT_FALSE(this->commit(elsewhere));
    EXPECT_EQ(this->read("e"), nothing);
}

// Imports

TYPED_TEST_P(StoreContract, AnImportedEventIsFoundByItsThreeNamesAsItWasSavedLast) {
    ImportedEvent event{"acme", "uid-1", "20261215", "AAMk", "ab", 0, 1};
    this->wait(this->store().save_import(event));
    event.hash = "cd";
    event.event_id = "AAMl";
    event.sequence = 1;
    event.generation = 2;
    event.stamp = at(10);
    event.ends = at(20);
    this->wait(this->store().save_import(event));
    EXPECT_EQ(this->wait(this->store().find_import("acme", "uid-1", "20261215")), event);
    EXPECT_EQ(this->wait(this->store().find_import("acme", "uid-1", "")), std::nullopt);
    EXPECT_EQ(this->wait(this->store().find_import("other", "uid-1", "20261215")), std::nullopt);
}

TYPED_TEST_P(StoreContract, TheImportsOfAUidAreListedByRecurrenceId) {
    const ImportedEvent later{"acme", "uid-1", "20261222", "AAMm", "ab", 0, 1};
    const ImportedEvent earlier{"acme", "uid-1", "20261215", "AAMk", "ab", 0, 1};
    const ImportedEvent whole{"acme", "uid-1", "", "AAMj", "ab", 0, 1};
    this->wait(this->store().save_import(later));
    this->wait(this->store().save_import(whole));
    this->wait(this->store().save_import(earlier));
    this->wait(this->store().save_import({"acme", "uid-12", "", "AAMn", "ab", 0, 1}));
    this->wait(this->store().save_import({"other", "uid-1", "", "AAMo", "ab", 0, 1}));
    EXPECT_EQ(this->wait(this->store().imports_of("acme", "uid-1")),
              (std::vector<ImportedEvent>{whole, earlier, later}));
    EXPECT_TRUE(this->wait(this->store().imports_of("acme", "uid-2")).empty());
}

TYPED_TEST_P(StoreContract, TextIsKeptToTheByteWhateverItSays) {
    Delivery delivery = some_delivery("'; DROP TABLE delivery; --");
    delivery.answer = std::string{"a\0b\n\"ñ\"", 9};
    Change change = first_change(some_deadline("d' OR '1'='1"));
    change.delivery = delivery;
    ASSERT_TRUE(this->commit(change));
    EXPECT_EQ(this->wait(this->store().find_delivery("acme", "urn:docuo:acme", delivery.id)),
              delivery);
    EXPECT_EQ(this->read("d' OR '1'='1").version, 1);
    EXPECT_EQ(this->read(), nothing);
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreContract, ARepositoryIsFoundAsItWasSavedLast, RepositoriesAreListedInTheOrderOfTheirNames,
    AKeyIsFoundAsItWasSavedLast, KeysAreListedByCreationRevokedOnesIncluded,
    WhatIsNotStoredReadsAsVersionZero, ACommittedChangeIsReadBackWhole,
    AChangeReplacesDeadlineAndProjectionAndKeepsTheOtherSteps, ALostRaceChangesNothing,
    AVersionIsExpectedOnlyOfWhatIsStored, OfTwoWhoReadTheSameVersionOneCommits,
    RecordsAreListedByDueTheUndatedFirst, AMovedDeadlineTakesItsNewPlaceInTheList,
    AListEndsAtItsLimit, ADeliveryIsKeptWithItsChange, ARepeatedDeliveryChangesNothing,
    PutReplacesTheStepOfTheSameId, ASettledStepLeavesTheOutboxForTheHistory,
    AStepThatIsSettledAndPutInOneChangeIsInTheOutbox,
    TheHistoryIsNewestFirstWithinItsRepositoryAndLimit, SentRemindersAreAddedAndReplacedByKey,
    DueStepsComeEarliestFirstUpToTheInstantAndTheLimit, ABusyMailboxHoldsUpNoOther,
    AMailboxThatHasMailedEnoughStillChangesItsCalendar, NextDueIsTheEarliestDueAfterAnInstant,
    StepsWithAnIntentAreFoundWheneverTheyAreDue, StepsOfTwoDeadlinesMayBearTheSameId,
    AnImportedEventIsFoundByItsThreeNamesAsItWasSavedLast, TheImportsOfAUidAreListedByRecurrenceId,
    TextIsKeptToTheByteWhateverItSays);

}  // namespace plazo::store
