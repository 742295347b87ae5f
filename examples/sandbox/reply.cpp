#include "examples/sandbox/reply.h"

#include <nlohmann/json.hpp>

namespace plazo::sandbox {

using nlohmann::json;

Refusal changed_meanwhile() {
    return {412, "ErrorIrresolvableConflict",
            "The send or update operation could not be performed because the change key passed in "
            "the request does not match the current change key for the item."};
}

Refusal not_simulated(std::string_view what) {
    return Refusal{501, "NotSimulated", "The sandbox does not simulate " + std::string{what} + "."};
}

Refusal invalid(const std::string& message) {
    return Refusal{400, "ErrorInvalidRequest", message};
}

Refusal fails_validation(const std::string& reason) {
    Refusal refusal{400, "ErrorPropertyValidationFailure",
                    "At least one property failed validation."};
    refusal.annotations.emplace_back("@sandbox.reason", reason);
    return refusal;
}

Refusal unknown_property(const std::string& name, std::string_view type) {
    return {400, "RequestBodyRead",
            "The property '" + name + "' does not exist on type 'Microsoft.OutlookServices." +
                std::string{type} +
                "'. Make sure to only use property names that are defined by the type."};
}

graph::Response reply(int status, const json& body) {
    graph::Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/json; charset=utf-8");
    response.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return response;
}

json parse_json(std::string_view text) {
    const auto shallow = [](int depth, json::parse_event_t, json&) {
        if (depth > json_depth_max) {
            throw Refusal{400, "UnableToDeserializePostBody", "The request is nested too deeply."};
        }
        return true;
    };
    json value = json::parse(text, shallow, false);
    if (value.is_discarded()) {
        throw Refusal{400, "UnableToDeserializePostBody", "were unable to deserialize "};
    }
    return value;
}

std::string text_of(const json& object, const char* name, std::string otherwise) {
    if (!object.is_object()) throw Refusal{400, "BadRequest", "A JSON object is expected."};
    const auto member = object.find(name);
    if (member == object.end() || member->is_null()) return otherwise;
    if (!member->is_string()) {
        throw Refusal{400, "BadRequest",
                      "The property '" + std::string{name} + "' must be a string."};
    }
    return member->get<std::string>();
}

}  // namespace plazo::sandbox
