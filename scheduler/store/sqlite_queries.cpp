#include "scheduler/store/sqlite_queries.h"

#include <algorithm>
#include <cassert>

#include "scheduler/codec.h"

namespace plazo::store {

using scheduler::ApiKey;
using scheduler::Change;
using scheduler::Deadline;
using scheduler::Delivery;
using scheduler::Ending;
using scheduler::ImportedEvent;
using scheduler::Intent;
using scheduler::Projection;
using scheduler::Record;
using scheduler::Repository;
using scheduler::SentReminder;
using scheduler::Settled;
using scheduler::Step;

namespace {

/// In the order in which read_step takes them.
const std::string step_columns =
    "id, repository, deadline, mailbox, kind, key, due, first_due, address, about, attempts, "
    "intent, last_error";
const std::string select_steps = "SELECT " + step_columns + " FROM step ";

template <typename Named>
Named named(const std::string& wanted, std::initializer_list<Named> all) {
    for (const Named each : all) {
        if (name_of(each) == wanted) return each;
    }
    throw scheduler::StoreError{"the database is damaged, or not ours: nothing is named \"" +
                                wanted + "\""};
}

Step::Kind read_kind(Query& row) {
    return named(row.text(), {Step::Kind::event, Step::Kind::reminder});
}

Ending read_ending(Query& row) {
    return named(row.text(), {Ending::done, Ending::refused, Ending::unknown, Ending::dropped});
}

std::optional<Intent> read_intent(Query& row) {
    const std::optional<std::string> text = row.text_or_null();
    return text ? std::optional{scheduler::decode_intent(*text)} : std::nullopt;
}

// The members of a braced list are evaluated from left to right, as the columns come.

Step read_step(Query& row) {
    return {.id = row.text(),
            .repository = row.text(),
            .deadline = row.text(),
            .mailbox = row.text(),
            .kind = read_kind(row),
            .key = row.text(),
            .due = row.instant(),
            .first_due = row.instant(),
            .address = row.text(),
            .about = row.instant(),
            .attempts = static_cast<int>(row.integer()),
            .intent = read_intent(row),
            .last_error = row.text()};
}

std::vector<Step> read_steps(Query rows) {
    std::vector<Step> steps;
    while (rows.next()) steps.push_back(read_step(rows));
    return steps;
}

ApiKey read_key(Query& row) {
    return {.id = row.text(),
            .repository = row.text(),
            .note = row.text(),
            .hash = row.text(),
            .created = row.instant(),
            .revoked = row.instant_or_null()};
}

std::optional<Projection> find_projection(Connection& connection, const std::string& deadline) {
    Query row = connection.query(
        "SELECT generation, mailbox, event_id, i_cal_uid, draft, cancelled FROM projection "
        "WHERE deadline = ?",
        {deadline});
    if (!row.next()) return std::nullopt;
    return Projection{.generation = static_cast<int>(row.integer()),
                      .mailbox = row.text(),
                      .event_id = row.text(),
                      .i_cal_uid = row.text(),
                      .draft = row.text(),
                      .cancelled = row.integer() != 0};
}

std::vector<SentReminder> sent_reminders(Connection& connection, const std::string& deadline) {
    Query rows = connection.query(
        "SELECT key, about FROM sent_reminder WHERE deadline = ? ORDER BY key", {deadline});
    std::vector<SentReminder> sent;
    while (rows.next()) sent.push_back({.key = rows.text(), .about = rows.instant()});
    return sent;
}

std::int64_t version_of(Connection& connection, const std::string& deadline) {
    Query row = connection.query("SELECT version FROM deadline WHERE id = ?", {deadline});
    return row.next() ? row.integer() : 0;
}

/// False: there is one of these names.
bool add_delivery(Connection& connection, const Delivery& delivery) {
    return connection.run(
               "INSERT INTO delivery (repository, source, id, body_hash, status, answer, at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               {delivery.repository, delivery.source, delivery.id, delivery.body_hash,
                delivery.status, delivery.answer, delivery.at}) == 1;
}

void write_deadline(Connection& connection, const Deadline& deadline, std::int64_t version) {
    const std::optional<timezone::LocalTime> due_at =
        deadline.due ? std::optional{deadline.due->at} : std::nullopt;
    connection.run(
        "INSERT INTO deadline (id, version, repository, due_at, body) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
        "repository = excluded.repository, due_at = excluded.due_at, body = excluded.body",
        {deadline.id, version, deadline.repository, due_at, encode(deadline)});
}

void write_projection(Connection& connection, const std::string& deadline,
                      const std::optional<Projection>& projection) {
    connection.run("DELETE FROM projection WHERE deadline = ?", {deadline});
    if (!projection) return;
    connection.run(
        "INSERT INTO projection (deadline, generation, mailbox, event_id, i_cal_uid, draft, "
        "cancelled) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {deadline, projection->generation, projection->mailbox, projection->event_id,
         projection->i_cal_uid, projection->draft, projection->cancelled});
}

std::optional<std::string> encoded_intent(const Step& step) {
    return step.intent ? std::optional{encode(*step.intent)} : std::nullopt;
}

void take_step(Connection& connection, const std::string& deadline, const std::string& id) {
    connection.run("DELETE FROM step WHERE deadline = ? AND id = ?", {deadline, id});
}

void put_step(Connection& connection, const Step& step) {
    take_step(connection, step.deadline, step.id);
    static const std::string insert =
        "INSERT INTO step (" + step_columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.run(insert, {step.id, step.repository, step.deadline, step.mailbox,
                            name_of(step.kind), step.key, step.due, step.first_due, step.address,
                            step.about, step.attempts, encoded_intent(step), step.last_error});
}

void append_to_history(Connection& connection, const Settled& settled) {
    static const std::string insert = "INSERT INTO history (" + step_columns +
                                      ", ending, detail, request_id, at) "
                                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const Step& step = settled.step;
    connection.run(
        insert,
        {step.id, step.repository, step.deadline, step.mailbox, name_of(step.kind), step.key,
         step.due, step.first_due, step.address, step.about, step.attempts, encoded_intent(step),
         step.last_error, name_of(settled.ending), settled.detail, settled.request_id, settled.at});
}

void remember_sent(Connection& connection, const std::string& deadline,
                   const SentReminder& reminder) {
    connection.run(
        "INSERT INTO sent_reminder (deadline, key, about) VALUES (?, ?, ?) "
        "ON CONFLICT (deadline, key) DO UPDATE SET about = excluded.about",
        {deadline, reminder.key, reminder.about});
}

const std::string import_columns =
    "repository, uid, recurrence_id, event_id, hash, sequence, generation, stamp, ends";

ImportedEvent read_import(Query& row) {
    return {.repository = row.text(),
            .uid = row.text(),
            .recurrence_id = row.text(),
            .event_id = row.text(),
            .hash = row.text(),
            .sequence = row.integer(),
            .generation = static_cast<int>(row.integer()),
            .stamp = row.instant_or_null(),
            .ends = row.instant_or_null()};
}

}  // namespace

void save_repository(Connection& connection, const Repository& repository) {
    connection.run(
        "INSERT INTO repository (name, body) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET body = excluded.body",
        {repository.name, encode(repository)});
}

std::optional<Repository> find_repository(Connection& connection, const std::string& name) {
    Query row = connection.query("SELECT body FROM repository WHERE name = ?", {name});
    if (!row.next()) return std::nullopt;
    return scheduler::decode_repository(row.text());
}

std::vector<Repository> list_repositories(Connection& connection) {
    Query rows = connection.query("SELECT body FROM repository ORDER BY name");
    std::vector<Repository> repositories;
    while (rows.next()) repositories.push_back(scheduler::decode_repository(rows.text()));
    return repositories;
}

void save_key(Connection& connection, const ApiKey& key) {
    connection.run(
        "INSERT INTO api_key (id, repository, note, hash, created, revoked) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "repository = excluded.repository, note = excluded.note, hash = excluded.hash, "
        "created = excluded.created, revoked = excluded.revoked",
        {key.id, key.repository, key.note, key.hash, key.created, key.revoked});
}

std::optional<ApiKey> find_key(Connection& connection, const std::string& id) {
    Query row = connection.query(
        "SELECT id, repository, note, hash, created, revoked FROM api_key WHERE id = ?", {id});
    if (!row.next()) return std::nullopt;
    return read_key(row);
}

std::vector<ApiKey> list_keys(Connection& connection, const std::string& repository) {
    Query rows = connection.query(
        "SELECT id, repository, note, hash, created, revoked FROM api_key "
        "WHERE repository = ? ORDER BY created, id",
        {repository});
    std::vector<ApiKey> keys;
    while (rows.next()) keys.push_back(read_key(rows));
    return keys;
}

Record read(Connection& connection, const std::string& deadline_id) {
    Query row = connection.query("SELECT version, body FROM deadline WHERE id = ?", {deadline_id});
    if (!row.next()) return {};
    static const std::string steps_of = select_steps + "WHERE deadline = ? ORDER BY due, id";
    return {.version = row.integer(),
            .deadline = scheduler::decode_deadline(row.text()),
            .projection = find_projection(connection, deadline_id),
            .steps = read_steps(connection.query(steps_of, {deadline_id})),
            .sent = sent_reminders(connection, deadline_id)};
}

bool commit(Connection& connection, const Change& change) {
    const std::string& id = change.deadline.id;
    if (version_of(connection, id) != change.expected_version) return false;
    if (change.delivery && !add_delivery(connection, *change.delivery)) return false;
    write_deadline(connection, change.deadline, change.expected_version + 1);
    write_projection(connection, id, change.projection);
    for (const Settled& settled : change.settled) {
        take_step(connection, id, settled.step.id);
        append_to_history(connection, settled);
    }
    for (const Step& step : change.put) {
        assert(step.deadline == id);
        put_step(connection, step);
    }
    for (const SentReminder& reminder : change.sent) remember_sent(connection, id, reminder);
    return true;
}

std::vector<Record> list_records(Connection& connection, const std::string& repository) {
    std::vector<std::string> ids;
    {
        Query rows = connection.query(
            "SELECT id FROM deadline WHERE repository = ? "
            "ORDER BY due_at NULLS FIRST, id LIMIT ?",
            {repository, scheduler::list_rows_max});
        while (rows.next()) ids.push_back(rows.text());
    }
    std::vector<Record> records;
    for (const std::string& id : ids) records.push_back(read(connection, id));
    return records;
}

std::optional<Delivery> find_delivery(Connection& connection, const std::string& repository,
                                      const std::string& source, const std::string& id) {
    Query row = connection.query(
        "SELECT repository, source, id, body_hash, status, answer, at FROM delivery "
        "WHERE repository = ? AND source = ? AND id = ?",
        {repository, source, id});
    if (!row.next()) return std::nullopt;
    return Delivery{.repository = row.text(),
                    .source = row.text(),
                    .id = row.text(),
                    .body_hash = row.text(),
                    .status = static_cast<int>(row.integer()),
                    .answer = row.text(),
                    .at = row.instant()};
}

std::vector<Step> due_steps(Connection& connection, const Instant& until, const std::size_t& limit,
                            const scheduler::Busy& busy) {
    static const std::string earliest = "SELECT mailbox, kind, " + step_columns +
                                        " FROM step WHERE due <= ? ORDER BY due, id, deadline";
    Query rows = connection.query(earliest, {until});
    std::vector<Step> steps;
    while (steps.size() < limit && rows.next()) {
        const std::string mailbox = rows.text();
        if (!busy.holds(mailbox, read_kind(rows))) steps.push_back(read_step(rows));
    }
    return steps;
}

std::optional<Instant> next_due(Connection& connection, const Instant& after, const Instant& until,
                                const scheduler::Busy& busy) {
    Query rows = connection.query(
        "SELECT mailbox, kind, due FROM step WHERE due > ? AND due <= ? ORDER BY due, id",
        {after, until});
    while (rows.next()) {
        const std::string mailbox = rows.text();
        if (!busy.holds(mailbox, read_kind(rows))) return rows.instant();
    }
    return std::nullopt;
}

std::vector<std::string> waiting_deadlines(Connection& connection, const std::string& after,
                                           const std::size_t& limit) {
    Query row = connection.query(
        "SELECT DISTINCT deadline FROM step WHERE deadline > ? ORDER BY deadline LIMIT ?",
        {after, static_cast<std::int64_t>(limit)});
    std::vector<std::string> ids;
    while (row.next()) ids.push_back(row.text());
    return ids;
}

std::vector<Step> steps_with_intent(Connection& connection) {
    static const std::string in_doubt =
        select_steps + "WHERE intent IS NOT NULL ORDER BY due, id, deadline";
    return read_steps(connection.query(in_doubt));
}

std::vector<Settled> history(Connection& connection, const std::string& repository,
                             const std::size_t& limit) {
    static const std::string newest = "SELECT " + step_columns +
                                      ", ending, detail, request_id, at FROM history "
                                      "WHERE repository = ? ORDER BY number DESC LIMIT ?";
    Query rows = connection.query(newest, {repository, limit});
    std::vector<Settled> settled;
    while (rows.next()) {
        settled.push_back({.step = read_step(rows),
                           .ending = read_ending(rows),
                           .detail = rows.text(),
                           .request_id = rows.text(),
                           .at = rows.instant()});
    }
    return settled;
}

std::optional<ImportedEvent> find_import(Connection& connection, const std::string& repository,
                                         const std::string& uid, const std::string& recurrence_id) {
    static const std::string one = "SELECT " + import_columns +
                                   " FROM imported_event WHERE repository = ? AND uid = ? "
                                   "AND recurrence_id = ?";
    Query row = connection.query(one, {repository, uid, recurrence_id});
    return row.next() ? std::optional{read_import(row)} : std::nullopt;
}

std::vector<ImportedEvent> imports_of(Connection& connection, const std::string& repository,
                                      const std::string& uid) {
    static const std::string all = "SELECT " + import_columns +
                                   " FROM imported_event WHERE repository = ? AND uid = ? "
                                   "ORDER BY recurrence_id";
    Query rows = connection.query(all, {repository, uid});
    std::vector<ImportedEvent> events;
    while (rows.next()) events.push_back(read_import(rows));
    return events;
}

void save_import(Connection& connection, const ImportedEvent& event) {
    static const std::string upsert =
        "INSERT INTO imported_event (" + import_columns +
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (repository, uid, recurrence_id) DO UPDATE SET event_id = excluded.event_id, "
        "hash = excluded.hash, sequence = excluded.sequence, generation = excluded.generation, "
        "stamp = excluded.stamp, ends = excluded.ends";
    connection.run(upsert, {event.repository, event.uid, event.recurrence_id, event.event_id,
                            event.hash, event.sequence, event.generation, event.stamp, event.ends});
}

}  // namespace plazo::store
