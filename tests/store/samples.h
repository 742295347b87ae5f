// tests/store/samples.h - values of the core, to be kept and found again.
#pragma once

#include <string>
#include <vector>

#include "scheduler/store.h"
#include "timezone/text.h"

namespace plazo::store {

using scheduler::ApiKey;
using scheduler::Change;
using scheduler::Deadline;
using scheduler::Delivery;
using scheduler::Ending;
using scheduler::ImportedEvent;
using scheduler::Instant;
using scheduler::Intent;
using scheduler::Projection;
using scheduler::Record;
using scheduler::Repository;
using scheduler::SentReminder;
using scheduler::Settled;
using scheduler::Step;
using scheduler::StoreError;

using Steps = std::vector<Step>;
using Names = std::vector<std::string>;

/// So many seconds after an arbitrary beginning.
inline Instant at(int seconds) {
    return Instant{std::chrono::seconds{1'800'000'000 + seconds}};
}

inline Repository some_repository(const std::string& name) {
    Repository repository;
    repository.name = name;
    repository.mailbox = "plazos@" + name + ".es";
    return repository;
}

inline Deadline some_deadline(const std::string& id, const std::string& repository = "acme") {
    Deadline deadline;
    deadline.id = id;
    deadline.repository = repository;
    deadline.title = "Revisar PNT-014";
    return deadline;
}

inline Deadline due_deadline(const std::string& id, const char* due) {
    Deadline deadline = some_deadline(id);
    deadline.due = scheduler::Due{timezone::parse_local(due).value(), false, "Europe/Madrid"};
    return deadline;
}

inline Step some_step(const std::string& id, int due, const std::string& deadline = "d") {
    Step step;
    step.id = id;
    step.repository = "acme";
    step.deadline = deadline;
    step.mailbox = "plazos@acme.es";
    step.key = "event";
    step.due = at(due);
    step.first_due = at(due);
    return step;
}

/// Every member differs from its default.
inline Step full_step(const std::string& id, int due) {
    Step step = some_step(id, due);
    step.kind = Step::Kind::reminder;
    step.key = "reminder/P2D/luis@acme.es";
    step.first_due = at(due - 60);
    step.address = "luis@acme.es";
    step.about = at(due + 3600);
    step.attempts = 3;
    step.intent = Intent{.act = "mail",
                         .method = "POST",
                         .target = "/v1.0/users/plazos@acme.es/sendMail",
                         .body = R"({"subject":"Señal"})",
                         .etag = "W/\"1\"",
                         .request_id = "r-1",
                         .written = at(due - 1),
                         .draft = R"({"subject":"Señal"})",
                         .generation = 2};
    step.last_error = "503 Service Unavailable";
    return step;
}

inline Settled settled(const Step& step, Ending ending = Ending::done) {
    return {step, ending, "no answer", "r-1", at(5)};
}

inline Projection some_projection() {
    return {.generation = 2,
            .mailbox = "plazos@acme.es",
            .event_id = "AAMk",
            .i_cal_uid = "0400",
            .draft = R"({"subject":"Señal"})",
            .cancelled = true};
}

inline Delivery some_delivery(const std::string& id) {
    return {.repository = "acme",
            .source = "urn:docuo:acme",
            .id = id,
            .body_hash = "ba78",
            .status = 202,
            .answer = R"({"outcome":"accepted"})",
            .at = at(0)};
}

/// What is read where nothing is stored.
inline const Record nothing;

/// The first change of a deadline.
inline Change first_change(const Deadline& deadline) {
    Change change;
    change.deadline = deadline;
    return change;
}

/// A change that adds nothing and takes nothing away.
inline Change next_change(const Record& record) {
    Change change;
    change.expected_version = record.version;
    change.deadline = record.deadline;
    change.projection = record.projection;
    return change;
}

inline Names ids(const Steps& steps) {
    Names names;
    for (const Step& step : steps) names.push_back(step.id);
    return names;
}

inline Names ids(const std::vector<Record>& records) {
    Names names;
    for (const Record& record : records) names.push_back(record.deadline.id);
    return names;
}

}  // namespace plazo::store
