// scheduler/store/sqlite_queries.h - what scheduler::Store promises, as SQL on one connection.
//
// Each function does what the Store's member of that name does, within the transaction of its
// caller, and throws StoreError.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/store.h"
#include "scheduler/store/sqlite_connection.h"

namespace plazo::store {

using scheduler::Instant;

void save_repository(Connection& connection, const scheduler::Repository& repository);
std::optional<scheduler::Repository> find_repository(Connection& connection,
                                                     const std::string& name);
std::vector<scheduler::Repository> list_repositories(Connection& connection);

void save_key(Connection& connection, const scheduler::ApiKey& key);
std::optional<scheduler::ApiKey> find_key(Connection& connection, const std::string& id);
std::vector<scheduler::ApiKey> list_keys(Connection& connection, const std::string& repository);

void save_calendar(Connection& connection, const scheduler::StoredCalendar& calendar);
std::optional<scheduler::StoredCalendar> find_calendar(Connection& connection,
                                                       const std::string& repository,
                                                       const std::string& name);
std::vector<std::string> list_calendars(Connection& connection, const std::string& repository);

void save_setting(Connection& connection, const std::string& name, const std::string& value);
std::optional<std::string> find_setting(Connection& connection, const std::string& name);

scheduler::Record read(Connection& connection, const std::string& deadline_id);
bool commit(Connection& connection, const scheduler::Change& change);
std::vector<scheduler::Record> list_records(Connection& connection, const std::string& repository);

std::optional<scheduler::Delivery> find_delivery(Connection& connection,
                                                 const std::string& repository,
                                                 const std::string& source, const std::string& id);

std::vector<scheduler::Step> due_steps(Connection& connection, const Instant& until,
                                       const std::size_t& limit, const scheduler::Busy& busy);
std::optional<Instant> next_due(Connection& connection, const Instant& after, const Instant& until,
                                const scheduler::Busy& busy);
std::vector<std::string> waiting_deadlines(Connection& connection, const std::string& after,
                                           const std::size_t& limit);
std::vector<scheduler::Step> steps_with_intent(Connection& connection);
std::vector<scheduler::Settled> history(Connection& connection, const std::string& repository,
                                        const std::size_t& limit);

std::optional<scheduler::ImportedEvent> find_import(Connection& connection,
                                                    const std::string& repository,
                                                    const std::string& uid,
                                                    const std::string& recurrence_id);
std::vector<scheduler::ImportedEvent> imports_of(Connection& connection,
                                                 const std::string& repository,
                                                 const std::string& uid);
void save_import(Connection& connection, const scheduler::ImportedEvent& event);

}  // namespace plazo::store
