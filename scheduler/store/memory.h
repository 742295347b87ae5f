// scheduler/store/memory.h - a Store for simulation and tests; it forgets all when it goes.
//
//     MemoryStore store;
//     co_await store.save_repository(acme);      // completes at once, on the caller's thread
//
// It answers like the SQLite store, to the order of the rows: both pass
// tests/store/store_contract.h. A crash is simulated by keeping the MemoryStore and building
// everything else anew. One thread at a time; no call ever fails.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include "scheduler/store.h"

namespace plazo::store {

using scheduler::Instant;

class MemoryStore : public scheduler::Store {
  public:
    awaitable<void> save_repository(scheduler::Repository repository) override;
    awaitable<std::optional<scheduler::Repository>> find_repository(std::string name) override;
    awaitable<std::vector<scheduler::Repository>> list_repositories() override;

    awaitable<void> save_key(scheduler::ApiKey key) override;
    awaitable<std::optional<scheduler::ApiKey>> find_key(std::string id) override;
    awaitable<std::vector<scheduler::ApiKey>> list_keys(std::string repository) override;

    awaitable<void> save_calendar(scheduler::StoredCalendar calendar) override;
    awaitable<std::optional<scheduler::StoredCalendar>> find_calendar(std::string repository,
                                                                      std::string name) override;
    awaitable<std::vector<std::string>> list_calendars(std::string repository) override;

    awaitable<void> save_setting(std::string name, std::string value) override;
    awaitable<std::optional<std::string>> find_setting(std::string name) override;

    awaitable<scheduler::Record> read(std::string deadline_id) override;
    awaitable<bool> commit(scheduler::Change change) override;
    awaitable<std::vector<scheduler::Record>> list_records(std::string repository) override;

    awaitable<std::optional<scheduler::Delivery>> find_delivery(std::string repository,
                                                                std::string source,
                                                                std::string id) override;

    awaitable<std::vector<scheduler::Step>> due_steps(Instant until, std::size_t limit,
                                                      scheduler::Busy busy) override;
    awaitable<std::optional<Instant>> next_due(Instant after, Instant until,
                                               scheduler::Busy busy) override;
    awaitable<std::vector<std::string>> waiting_deadlines(std::string after,
                                                          std::size_t limit) override;
    awaitable<std::vector<scheduler::Step>> steps_with_intent() override;
    awaitable<std::vector<scheduler::Settled>> history(std::string repository,
                                                       std::size_t limit) override;

    awaitable<std::optional<scheduler::ImportedEvent>> find_import(
        std::string repository, std::string uid, std::string recurrence_id) override;
    awaitable<std::vector<scheduler::ImportedEvent>> imports_of(std::string repository,
                                                                std::string uid) override;
    awaitable<void> save_import(scheduler::ImportedEvent event) override;

  private:
    using Names = std::tuple<std::string, std::string, std::string>;
    /// In the order of the outbox: due, then id; the deadline that has the Step comes with it.
    using Place = std::tuple<Instant, std::string, std::string>;

    const scheduler::Step& step_at(const Place& place) const;
    void put(scheduler::Record& record, const scheduler::Step& step);
    void take(scheduler::Record& record, const std::string& step_id);

    std::map<std::string, scheduler::Repository> repositories_;
    std::map<std::string, scheduler::ApiKey> keys_;
    std::map<std::pair<std::string, std::string>, scheduler::StoredCalendar> calendars_;
    std::map<std::string, std::string> settings_;
    std::map<std::string, scheduler::Record> records_;
    std::set<Place> outbox_;
    std::vector<scheduler::Settled> history_;
    std::map<Names, scheduler::Delivery> deliveries_;
    std::map<Names, scheduler::ImportedEvent> imports_;
};

}  // namespace plazo::store
