#include "examples/sandbox/quirks.h"

#include <nlohmann/json.hpp>

#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

Refusal bad(const std::string& name) {
    return {400, "BadRequest", "'" + name + "' is no quirk, or not with this value."};
}

bool set_switch(Quirks& quirks, const std::string& name, const json& value) {
    const auto set = [&](const char* known, bool& target) {
        if (name != known) return false;
        if (!value.is_boolean()) throw bad(name);
        target = value.get<bool>();
        return true;
    };
    return set("transaction_outlives_event", quirks.transaction_outlives_event) ||
           set("rbac_names_policy", quirks.rbac_names_policy) ||
           set("casablanca_refused", quirks.casablanca_refused) ||
           set("custom_zones", quirks.custom_zones) ||
           set("delta_reports_outside", quirks.delta_reports_outside) ||
           set("private_changes_mail", quirks.private_changes_mail) ||
           set("exchange_names", quirks.exchange_names) ||
           set("views_lack_answers", quirks.views_lack_answers) ||
           set("views_fail_on_properties", quirks.views_fail_on_properties);
}

bool set_status(Quirks& quirks, const std::string& name, const json& value) {
    const auto set = [&](const char* known, int& target, int one, int other) {
        if (name != known) return false;
        if (value != one && value != other) throw bad(name);
        target = value.get<int>();
        return true;
    };
    return set("duplicate_transaction_status", quirks.duplicate_transaction_status, 400, 409) ||
           set("permanent_delete_status", quirks.permanent_delete_status, 200, 204) ||
           set("full_mailbox_status", quirks.full_mailbox_status, 403, 507);
}

void set_memory(Quirks& quirks, const json& value) {
    quirks.transaction_memory.reset();
    if (value.is_null()) return;
    if (value.is_string()) quirks.transaction_memory = parse_duration(value.get<std::string>());
    if (!quirks.transaction_memory) throw bad("transaction_memory");
}

}  // namespace

json set_quirks(World& world, const json& body) {
    if (!body.is_object()) throw Refusal{400, "BadRequest", "A JSON object is expected."};
    Quirks quirks = world.quirks;
    bool expire = false;
    for (const auto& [name, value] : body.items()) {
        if (name == "transaction_memory") {
            set_memory(quirks, value);
        } else if (name == "delta_tokens_expire") {
            if (!value.is_boolean()) throw bad(name);
            expire = value.get<bool>();
        } else if (!set_switch(quirks, name, value) && !set_status(quirks, name, value)) {
            throw bad(name);
        }
    }
    world.quirks = quirks;
    for (auto& [mailbox, calendar] : world.calendars) {
        if (expire) calendar.deltas.expire();
    }
    return to_json(quirks);
}

json to_json(const Quirks& quirks) {
    const auto& memory = quirks.transaction_memory;
    return {{"transaction_memory",
             memory ? json("PT" + std::to_string(memory->count()) + "S") : json{}},
            {"transaction_outlives_event", quirks.transaction_outlives_event},
            {"duplicate_transaction_status", quirks.duplicate_transaction_status},
            {"permanent_delete_status", quirks.permanent_delete_status},
            {"full_mailbox_status", quirks.full_mailbox_status},
            {"rbac_names_policy", quirks.rbac_names_policy},
            {"casablanca_refused", quirks.casablanca_refused},
            {"custom_zones", quirks.custom_zones},
            {"delta_reports_outside", quirks.delta_reports_outside},
            {"private_changes_mail", quirks.private_changes_mail},
            {"exchange_names", quirks.exchange_names},
            {"views_lack_answers", quirks.views_lack_answers},
            {"views_fail_on_properties", quirks.views_fail_on_properties}};
}

}  // namespace plazo::sandbox
