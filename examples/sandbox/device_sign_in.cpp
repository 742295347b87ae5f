#include "examples/sandbox/device_sign_in.h"

#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_roles.h"
#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/entra_token.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {

using nlohmann::json;

namespace {

SignInRefusal no(const char* error, int number, const std::string& text) {
    return {400, error, number, text};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

json new_device_code(World& world, const std::string& tenant, const std::string& client_id) {
    if (client_id != public_client_id) {
        throw no("unauthorized_client", 700016,
                 "Application with identifier '" + client_id + "' was not found in the directory.");
    }
    const Administrator& administrator = world.entra.administrator;
    const std::string device_code = world.ids.item();
    const std::string user_code = world.ids.uuid().substr(0, 8);
    DeviceCode& code = world.entra.device_codes[device_code];
    code.expiry = world.clock.now() + administrator.code_life;
    code.tenant = tenant;
    const std::string page = world.options.origin() + "/device";
    return {{"device_code", device_code},
            {"user_code", user_code},
            {"verification_uri", page},
            {"expires_in", administrator.code_life.count()},
            {"interval", administrator.interval.count()},
            {"message", "Open " + page + " and enter the code " + user_code + "."}};
}

json check_device_code(World& world, const std::string& device_code) {
    Entra& entra = world.entra;
    const auto found = entra.device_codes.find(device_code);
    if (found == entra.device_codes.end()) {
        throw no("bad_verification_code", 70000, "The device code is not known.");
    }
    DeviceCode& code = found->second;
    const Instant now = world.clock.now();
    if (now >= code.expiry) throw no("expired_token", 70020, "The code has expired.");
    const bool hasty = code.polled && now - *code.polled < entra.administrator.interval;
    code.polled = now;
    if (hasty) throw no("slow_down", 70016, "The client polls too often.");
    const Administrator& administrator = entra.administrator;
    if (administrator.decision == Administrator::Decision::nobody_comes ||
        code.polls++ < administrator.polls_before) {
        throw no("authorization_pending", 70016, "Nobody has entered the code yet.");
    }
    const std::string tenant = code.tenant;
    entra.device_codes.erase(found);
    if (administrator.decision == Administrator::Decision::declines) {
        throw no("authorization_declined", 70017, "The sign-in was declined.");
    }
    if (administrator.decision == Administrator::Decision::is_blocked) {
        throw refusal_on_request(53003);
    }
    json claims{{"appid", public_client_id},
                {"scp", joined(administrator.scopes)},
                {"upn", "administrator@plazo.test"}};
    const std::string role{directory_role_id(administrator.role)};
    if (!role.empty()) claims["wids"] = json::array({role});
    return token_answer(world, tenant, std::move(claims), {});
}

}  // namespace plazo::sandbox
