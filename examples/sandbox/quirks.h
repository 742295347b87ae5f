// examples/sandbox/quirks.h - what nobody knows for certain about Exchange, or what it
// does only at times: each is a switch of POST /_sandbox/quirks.
//
//     {"transaction_memory": "P1D"}          a transactionId is forgotten after a day; null: never
//     {"transaction_outlives_event": false}  ... and with its event
//     {"duplicate_transaction_status": 409}  400 otherwise; clients have seen both
//     {"permanent_delete_status": 200}       204 otherwise
//     {"full_mailbox_status": 403}           507 otherwise
//     {"rbac_names_policy": true}            403 outside an RBAC scope has a policy's text
//     {"casablanca_refused": true}           the listed zone Africa/Casablanca fails validation
//     {"custom_zones": true}                 originalStartTimeZone is tzone://Microsoft/Custom
//     {"delta_reports_outside": true}        changes outside a delta's window are told as @removed
//     {"private_changes_mail": true}         a changed reminder or category is mailed to all
//     {"exchange_names": true}               whoever joins by a forward is /o=ExchangeLabs/... then
//     {"views_lack_answers": true}           views and delta show no answers of attendees
//     {"views_fail_on_properties": true}     a view filtered by a named property is 500
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
    bool rbac_names_policy = false;
    bool casablanca_refused = false;
    bool custom_zones = false;
    bool delta_reports_outside = false;
    bool private_changes_mail = false;
    bool exchange_names = false;
    bool views_lack_answers = false;
    bool views_fail_on_properties = false;
};

/// Sets what `body` names and answers with all of them; a Refusal 400 for what is no quirk.
nlohmann::json set_quirks(World& world, const nlohmann::json& body);

nlohmann::json to_json(const Quirks& quirks);

}  // namespace plazo::sandbox
