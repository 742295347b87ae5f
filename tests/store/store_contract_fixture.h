// tests/store/store_contract_fixture.h - the Store that the contract is held against, and what its
// tests say of it.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/store/samples.h"
#include "tests/store/waiting.h"

namespace plazo::store {

template <typename Kind>
class StoreContract : public testing::Test {
  protected:
    scheduler::Store& store() { return *store_; }

    template <typename T>
    T wait(boost::asio::awaitable<T> question) {
        return waiting_.wait(std::move(question));
    }
    Record read(const std::string& id = "d") { return wait(store().read(id)); }
    bool commit(const Change& change) { return wait(store().commit(change)); }
    void begin(const Deadline& deadline) { ASSERT_TRUE(commit(first_change(deadline))); }
    /// Puts steps beside those of "d", which is made when it is missing.
    void put(const Steps& steps) {
        Change change = next_change(read());
        change.deadline = some_deadline("d");
        change.put = steps;
        ASSERT_TRUE(commit(change));
    }
    Steps due_steps(int until, std::size_t limit, const scheduler::Busy& busy = {}) {
        return wait(store().due_steps(at(until), limit, busy));
    }
    std::optional<Instant> next_due(Instant after, const scheduler::Busy& busy = {},
                                    Instant until = at(1000)) {
        return wait(store().next_due(after, until, busy));
    }

    Waiting waiting_;
    Kind kind_;
    std::unique_ptr<scheduler::Store> store_ = kind_.open(waiting_.executor());
};

TYPED_TEST_SUITE_P(StoreContract);

}  // namespace plazo::store
