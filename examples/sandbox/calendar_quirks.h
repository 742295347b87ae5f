// examples/sandbox/calendar_quirks.h - what nobody knows for certain about Exchange's calendars, or
// what it does only at times: each is a switch of POST /_sandbox/quirks.
//
//     {"transaction_memory": "P1D"}          a transactionId is forgotten after a day; null: never
//     {"transaction_outlives_event": false}  ... and with its event
//     {"duplicate_transaction_status": 409}  400 otherwise; clients have seen both
//     {"permanent_delete_status": 200}       204 otherwise
//     {"full_mailbox_status": 403}           507 otherwise
//     {"casablanca_refused": true}           the listed zone Africa/Casablanca fails validation
//     {"custom_zones": true}                 originalStartTimeZone is tzone://Microsoft/Custom
//     {"delta_reports_outside": true}        changes outside a delta's window are told as @removed
//     {"delta_tokens_expire": true}          not a switch but an act: all tokens given out are 410
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace plazo::sandbox {

struct World;

struct Quirks {
    std::optional<std::chrono::seconds> transaction_memory;
    bool transaction_outlives_event = true;
    int duplicate_transaction_status = 400;
    int permanent_delete_status = 204;
    int full_mailbox_status = 507;
    bool casablanca_refused = false;
    bool custom_zones = false;
    bool delta_reports_outside = false;
};

/// Sets what `body` names and answers with all of them; a Refusal 400 for what is no quirk.
nlohmann::json set_quirks(World& world, const nlohmann::json& body);

nlohmann::json to_json(const Quirks& quirks);

}  // namespace plazo::sandbox
