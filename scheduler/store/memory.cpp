#include "scheduler/store/memory.h"

#include <algorithm>
#include <cassert>

namespace plazo::store {

using scheduler::ApiKey;
using scheduler::Change;
using scheduler::Delivery;
using scheduler::ImportedEvent;
using scheduler::Record;
using scheduler::Repository;
using scheduler::SentReminder;
using scheduler::Settled;
using scheduler::Step;
using scheduler::StoredCalendar;

namespace {

template <typename Key, typename Value>
std::optional<Value> find(const std::map<Key, Value>& values, const Key& key) {
    const auto found = values.find(key);
    if (found == values.end()) return std::nullopt;
    return found->second;
}

bool comes_before(const Step& a, const Step& b) {
    return std::tie(a.due, a.id) < std::tie(b.due, b.id);
}

void remember(std::vector<SentReminder>& sent, const SentReminder& reminder) {
    const auto at = std::lower_bound(
        sent.begin(), sent.end(), reminder,
        [](const SentReminder& a, const SentReminder& b) { return a.key < b.key; });
    if (at != sent.end() && at->key == reminder.key) {
        *at = reminder;
    } else {
        sent.insert(at, reminder);
    }
}

/// The undated first: an empty optional is less than any other.
std::optional<timezone::LocalTime> due_of(const Record& record) {
    const auto& due = record.deadline.due;
    return due ? std::optional{due->at} : std::nullopt;
}

}  // namespace

boost::asio::awaitable<void> MemoryStore::save_repository(Repository repository) {
    repositories_[repository.name] = repository;
    co_return;
}

boost::asio::awaitable<std::optional<Repository>> MemoryStore::find_repository(std::string name) {
    co_return find(repositories_, name);
}

boost::asio::awaitable<std::vector<Repository>> MemoryStore::list_repositories() {
    std::vector<Repository> all;
    for (const auto& [name, repository] : repositories_) all.push_back(repository);
    co_return all;
}

boost::asio::awaitable<void> MemoryStore::save_key(ApiKey key) {
    keys_[key.id] = key;
    co_return;
}

boost::asio::awaitable<std::optional<ApiKey>> MemoryStore::find_key(std::string id) {
    co_return find(keys_, id);
}

boost::asio::awaitable<std::vector<ApiKey>> MemoryStore::list_keys(std::string repository) {
    std::vector<ApiKey> keys;
    for (const auto& [id, key] : keys_) {
        if (key.repository == repository) keys.push_back(key);
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [](const ApiKey& a, const ApiKey& b) { return a.created < b.created; });
    co_return keys;
}

boost::asio::awaitable<void> MemoryStore::save_calendar(StoredCalendar calendar) {
    calendars_[{calendar.repository, calendar.name}] = calendar;
    co_return;
}

boost::asio::awaitable<std::optional<StoredCalendar>> MemoryStore::find_calendar(
    std::string repository, std::string name) {
    co_return find(calendars_, std::pair{repository, name});
}

boost::asio::awaitable<std::vector<std::string>> MemoryStore::list_calendars(
    std::string repository) {
    std::vector<std::string> found;
    for (const auto& [names, calendar] : calendars_) {
        if (names.first == repository && found.size() < scheduler::list_rows_max) {
            found.push_back(names.second);
        }
    }
    co_return found;
}

boost::asio::awaitable<void> MemoryStore::save_setting(std::string name, std::string value) {
    settings_[name] = value;
    co_return;
}

boost::asio::awaitable<std::optional<std::string>> MemoryStore::find_setting(std::string name) {
    co_return find(settings_, name);
}

boost::asio::awaitable<Record> MemoryStore::read(std::string deadline_id) {
    co_return find(records_, deadline_id).value_or(Record{});
}

boost::asio::awaitable<bool> MemoryStore::commit(Change change) {
    const auto stored = records_.find(change.deadline.id);
    const std::int64_t version = stored == records_.end() ? 0 : stored->second.version;
    if (version != change.expected_version) co_return false;
    if (change.delivery) {
        const Delivery& delivery = *change.delivery;
        const Names names{delivery.repository, delivery.source, delivery.id};
        if (!deliveries_.emplace(names, delivery).second) co_return false;
    }
    Record& record = records_[change.deadline.id];
    record.version = version + 1;
    record.deadline = change.deadline;
    record.projection = change.projection;
    for (const Settled& settled : change.settled) {
        take(record, settled.step.id);
        history_.push_back(settled);
    }
    for (const Step& step : change.put) put(record, step);
    for (const SentReminder& reminder : change.sent) remember(record.sent, reminder);
    co_return true;
}

void MemoryStore::put(Record& record, const Step& step) {
    assert(step.deadline == record.deadline.id);
    take(record, step.id);
    const auto at = std::lower_bound(record.steps.begin(), record.steps.end(), step, comes_before);
    record.steps.insert(at, step);
    outbox_.emplace(step.due, step.id, step.deadline);
}

void MemoryStore::take(Record& record, const std::string& step_id) {
    std::erase_if(record.steps, [&](const Step& step) {
        if (step.id != step_id) return false;
        outbox_.erase(Place{step.due, step.id, step.deadline});
        return true;
    });
}

boost::asio::awaitable<std::vector<Record>> MemoryStore::list_records(std::string repository) {
    std::vector<Record> records;
    for (const auto& [id, record] : records_) {
        if (record.deadline.repository == repository) records.push_back(record);
    }
    std::stable_sort(records.begin(), records.end(),
                     [](const Record& a, const Record& b) { return due_of(a) < due_of(b); });
    if (records.size() > scheduler::list_rows_max) records.resize(scheduler::list_rows_max);
    co_return records;
}

boost::asio::awaitable<std::optional<Delivery>> MemoryStore::find_delivery(std::string repository,
                                                                           std::string source,
                                                                           std::string id) {
    co_return find(deliveries_, Names{repository, source, id});
}

const Step& MemoryStore::step_at(const Place& place) const {
    const auto& [due, id, deadline] = place;
    const std::vector<Step>& steps = records_.at(deadline).steps;
    return *std::find_if(steps.begin(), steps.end(),
                         [&wanted = id](const Step& step) { return step.id == wanted; });
}

boost::asio::awaitable<std::vector<Step>> MemoryStore::due_steps(Instant until, std::size_t limit,
                                                                 scheduler::Busy busy) {
    std::vector<Step> steps;
    for (const Place& place : outbox_) {
        if (steps.size() == limit || std::get<Instant>(place) > until) break;
        const Step& step = step_at(place);
        if (!busy.holds(step.mailbox, step.kind)) steps.push_back(step);
    }
    co_return steps;
}

boost::asio::awaitable<std::optional<Instant>> MemoryStore::next_due(Instant after, Instant until,
                                                                     scheduler::Busy busy) {
    for (const Place& place : outbox_) {
        const Step& step = step_at(place);
        if (step.due > until) break;
        if (step.due > after && !busy.holds(step.mailbox, step.kind)) co_return step.due;
    }
    co_return std::nullopt;
}

boost::asio::awaitable<std::vector<std::string>> MemoryStore::waiting_deadlines(std::string after,
                                                                                std::size_t limit) {
    std::vector<std::string> ids;
    for (auto each = records_.upper_bound(after); each != records_.end(); ++each) {
        if (ids.size() == limit) break;
        if (!each->second.steps.empty()) ids.push_back(each->first);
    }
    co_return ids;
}

boost::asio::awaitable<std::vector<Step>> MemoryStore::steps_with_intent() {
    std::vector<Step> steps;
    for (const Place& place : outbox_) {
        const Step& step = step_at(place);
        if (step.intent) steps.push_back(step);
    }
    co_return steps;
}

boost::asio::awaitable<std::vector<Settled>> MemoryStore::history(std::string repository,
                                                                  std::size_t limit) {
    std::vector<Settled> newest;
    for (auto settled = history_.rbegin(); settled != history_.rend(); ++settled) {
        if (newest.size() == limit) break;
        if (settled->step.repository == repository) newest.push_back(*settled);
    }
    co_return newest;
}

boost::asio::awaitable<std::optional<ImportedEvent>> MemoryStore::find_import(
    std::string repository, std::string uid, std::string recurrence_id) {
    co_return find(imports_, Names{repository, uid, recurrence_id});
}

boost::asio::awaitable<std::vector<ImportedEvent>> MemoryStore::imports_of(std::string repository,
                                                                           std::string uid) {
    std::vector<ImportedEvent> events;
    auto place = imports_.lower_bound(Names{repository, uid, ""});
    for (; place != imports_.end(); ++place) {
        const ImportedEvent& event = place->second;
        if (event.repository != repository || event.uid != uid) break;
        events.push_back(event);
    }
    co_return events;
}

boost::asio::awaitable<void> MemoryStore::save_import(ImportedEvent event) {
    imports_[Names{event.repository, event.uid, event.recurrence_id}] = event;
    co_return;
}

}  // namespace plazo::store
