// What the tests of the core share: a repository, the frozen zone data, and values that are easy to
// vary.
#pragma once

#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/deadline.h"
#include "scheduler/input_error.h"
#include "scheduler/repository.h"
#include "scheduler/store.h"
#include "scheduler/trigger.h"
#include "timezone/text.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler::testing {

inline const timezone::Tzdb& tzdb() {
    static const timezone::Tzdb loaded =
        timezone::Tzdb::load(std::string{PLAZO_TEST_DATA} + "/zoneinfo");
    return loaded;
}

inline Repository acme() {
    Repository repository;
    repository.name = "acme";
    repository.tenant = "acme.es";
    repository.client_id = "11111111-1111-1111-1111-111111111111";
    repository.mailbox = "plazos@acme.es";
    repository.recipients = {"example.com"};
    return repository;
}

inline timezone::Instant at(const char* rfc3339) {
    return *timezone::parse_rfc3339(rfc3339);
}
inline timezone::LocalTime local(const char* text) {
    return *timezone::parse_local(text);
}

/// 2026-11-25 09:00 in Madrid.
inline const timezone::Instant now = at("2026-11-25T08:00:00Z");

/// An upsert of one deadline; tests change a copy.
inline nlohmann::json upsert() {
    return graph::parse_json(R"({
        "specversion": "1.0", "id": "m1", "source": "urn:test", "time": "2026-11-25T08:00:00Z",
        "type": "com.r2docuo.deadline.upsert",
        "data": {
            "repository": "acme",
            "document": {"id": "88121", "code": "CONTRATO-000021", "name": "Contrato de alquiler",
                         "url": "https://portal.example.com/acme/doc/88121"},
            "deadline": {"key": "state:review", "revision": 7, "title": "Revisar contrato",
                         "due": {"at": "2026-12-15T14:00:00", "timeZone": "Europe/Madrid"}},
            "assignees": [{"type": "user", "id": "luis", "address": "luis@acme.es",
                           "name": "Luis Gil"}],
            "reminders": [{"before": "P2D"}]
        }})");
}

/// A message of the given kind for the same deadline.
inline nlohmann::json message(const char* kind, int revision) {
    nlohmann::json event = upsert();
    event["id"] = std::string{kind} + std::to_string(revision);
    event["type"] = std::string{"com.r2docuo.deadline."} + kind;
    event["data"].erase("assignees");
    event["data"].erase("reminders");
    event["data"]["deadline"] = {{"key", "state:review"}, {"revision", revision}};
    return event;
}

inline Trigger read(const nlohmann::json& event, const Repository& repository = acme()) {
    return read_trigger(event, repository, tzdb(), now);
}

/// The InputError that reading gives, as "pointer: text"; empty when it reads well.
inline std::string refusal(const nlohmann::json& event, const Repository& repository = acme()) {
    try {
        read(event, repository);
    } catch (const InputError& error) {
        return error.pointer + ": " + error.what() + (error.hint.empty() ? "" : " | " + error.hint);
    }
    return {};
}

}  // namespace plazo::scheduler::testing
