// scheduler/store.h - what must be remembered, and the promise that goes with it: when a call that
// changes something has returned, the change is on disk.
//
// The unit is the Record: a deadline, what of it stands in the calendar, and its Steps in the
// outbox. Whoever changes one reads it, decides, and commits the whole change with the version that
// was read. If somebody was faster, commit returns false, nothing has happened, and one reads and
// decides again. A trigger, the plan that follows from it, and the answer it got are therefore one
// transaction.
//
//     Record record = co_await store.read(id);
//     Change change{.expected_version = record.version, ...};
//     bool committed = co_await store.commit(change);
//
// Asynchronous: calls are made on the network thread and complete there; the work is done
// elsewhere. Failure: StoreError, after which nothing is known to have changed.
//
// Every implementation passes tests/store/store_contract.h.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "scheduler/deadline.h"
#include "scheduler/outbox.h"
#include "scheduler/repository.h"

namespace plazo::scheduler {

struct StoreError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The store is in use by another process: exit code 7.
struct StoreInUse : StoreError {
    using StoreError::StoreError;
};

/// The event that stands in the calendar for a deadline, as it was last written.
struct Projection {
    int generation = 1;
    /// The organiser's mailbox, in which it stands.
    std::string mailbox;
    std::string event_id;
    std::string i_cal_uid;
    /// The draft as JSON (graph/event.h), attendees included: what a change is compared with.
    std::string draft;
    /// Cancelled by us, or deleted by somebody: a later event is another generation.
    bool cancelled = false;

    bool operator==(const Projection&) const = default;
};

/// A reminder that went out, or may have: it is not repeated for the same or an earlier due date.
struct SentReminder {
    std::string key;
    Instant about{};

    bool operator==(const SentReminder&) const = default;
};

struct Record {
    /// 0: nothing is stored under this id.
    std::int64_t version = 0;
    Deadline deadline;
    std::optional<Projection> projection;
    /// In the outbox: pending, or with an Intent. By due, then id.
    std::vector<Step> steps;
    /// In the order of their keys.
    std::vector<SentReminder> sent;

    bool operator==(const Record&) const = default;
};

/// The first answer to a delivery, to be given again when it is repeated.
struct Delivery {
    std::string repository;
    std::string source;
    std::string id;
    /// SHA-256 of the body: the same id with another body is a mistake of the sender.
    std::string body_hash;
    int status = 0;
    std::string answer;
    Instant at{};

    bool operator==(const Delivery&) const = default;
};

struct Change {
    std::int64_t expected_version = 0;
    Deadline deadline;
    std::optional<Projection> projection;
    /// Steps of this deadline to add, or to replace where it has one of that id.
    std::vector<Step> put;
    /// Steps of this deadline that leave the outbox for the history; they leave before `put` comes.
    std::vector<Settled> settled;
    /// Added to the Record's, replacing an entry of the same key.
    std::vector<SentReminder> sent;
    /// Kept with the change; a delivery with the same names must not exist yet.
    std::optional<Delivery> delivery;
};

/// What an .ics import made of one event: the key is repository + UID + RECURRENCE-ID.
struct ImportedEvent {
    std::string repository;
    std::string uid;
    std::string recurrence_id;
    std::string event_id;
    /// Hash of what was written, to tell a change.
    std::string hash;
    std::int64_t sequence = 0;
    int generation = 1;
    std::optional<Instant> stamp = std::nullopt;  // DTSTAMP of the file's version
    /// When the last of it ends; nothing: never, or nobody knows.
    std::optional<Instant> ends = std::nullopt;

    bool operator==(const ImportedEvent&) const = default;
};

/// A work calendar of a repository: the JSON text of calendar_codec.h under a name.
struct StoredCalendar {
    std::string repository;
    std::string name;
    std::string body;

    bool operator==(const StoredCalendar&) const = default;
};

/// Whose Steps are not asked for, since they could not begin now (scheduler/lanes.h).
struct Busy {
    std::vector<std::string> mailboxes;
    /// Mailboxes that have mailed enough of late; their calendars go on.
    std::vector<std::string> mailing;

    bool holds(const std::string& mailbox, Step::Kind kind) const;
};

inline constexpr std::size_t list_rows_max = 1000;

class Store {
  public:
    template <typename T>
    using awaitable = boost::asio::awaitable<T>;

    virtual ~Store() = default;

    /// Inserts or replaces.
    virtual awaitable<void> save_repository(Repository repository) = 0;
    virtual awaitable<std::optional<Repository>> find_repository(std::string name) = 0;
    /// In the order of their names.
    virtual awaitable<std::vector<Repository>> list_repositories() = 0;

    virtual awaitable<void> save_key(ApiKey key) = 0;
    virtual awaitable<std::optional<ApiKey>> find_key(std::string id) = 0;
    /// In the order of creation, revoked ones included.
    virtual awaitable<std::vector<ApiKey>> list_keys(std::string repository) = 0;

    /// Inserts or replaces.
    virtual awaitable<void> save_calendar(StoredCalendar calendar) = 0;
    virtual awaitable<std::optional<StoredCalendar>> find_calendar(std::string repository,
                                                                   std::string name) = 0;
    /// Their names, in order; at most list_rows_max.
    virtual awaitable<std::vector<std::string>> list_calendars(std::string repository) = 0;

    /// One text under one name, for the service itself.
    virtual awaitable<void> save_setting(std::string name, std::string value) = 0;
    virtual awaitable<std::optional<std::string>> find_setting(std::string name) = 0;

    virtual awaitable<Record> read(std::string deadline_id) = 0;
    /// False: the version is another one by now, or the delivery exists; nothing has changed.
    virtual awaitable<bool> commit(Change change) = 0;
    /// By due, the undated first; at most list_rows_max.
    virtual awaitable<std::vector<Record>> list_records(std::string repository) = 0;

    virtual awaitable<std::optional<Delivery>> find_delivery(std::string repository,
                                                             std::string source,
                                                             std::string id) = 0;

    /// Steps due at `until` or before, earliest first, at most `limit`, none that `busy` holds.
    virtual awaitable<std::vector<Step>> due_steps(Instant until, std::size_t limit, Busy busy) = 0;
    /// The earliest due later than `after` and not later than `until`, of Steps that `busy` does
    /// not hold.
    virtual awaitable<std::optional<Instant>> next_due(Instant after, Instant until, Busy busy) = 0;
    /// Ids of the deadlines that have Steps in the outbox, in order: those after `after`, at most
    /// `limit`.
    virtual awaitable<std::vector<std::string>> waiting_deadlines(std::string after,
                                                                  std::size_t limit) = 0;
    /// The Steps that have an Intent: in doubt when a process begins.
    virtual awaitable<std::vector<Step>> steps_with_intent() = 0;
    /// The last Steps that left the outbox, newest first.
    virtual awaitable<std::vector<Settled>> history(std::string repository, std::size_t limit) = 0;

    virtual awaitable<std::optional<ImportedEvent>> find_import(std::string repository,
                                                                std::string uid,
                                                                std::string recurrence_id) = 0;
    /// All of a UID, in the order of RECURRENCE-ID.
    virtual awaitable<std::vector<ImportedEvent>> imports_of(std::string repository,
                                                             std::string uid) = 0;
    virtual awaitable<void> save_import(ImportedEvent event) = 0;
};

}  // namespace plazo::scheduler
