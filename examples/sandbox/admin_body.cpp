#include "examples/sandbox/admin_body.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plazo::sandbox {

using nlohmann::json;

Refusal bad(const std::string& message) {
    return {400, "BadRequest", message};
}

void check_members(const json& body, std::initializer_list<std::string_view> known) {
    if (!body.is_object()) throw bad("A JSON object is expected.");
    for (const auto& [name, value] : body.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw bad("Unknown member '" + name + "'.");
        }
    }
}

std::vector<std::string> strings(const json& body, const char* name) {
    std::vector<std::string> out;
    if (!body.contains(name)) return out;
    if (!body[name].is_array()) throw bad(std::string{name} + " must be an array of strings.");
    for (const json& item : body[name]) {
        if (!item.is_string()) throw bad(std::string{name} + " must be an array of strings.");
        out.push_back(item.get<std::string>());
    }
    return out;
}

int integer(const json& body, const char* name, int otherwise) {
    if (!body.contains(name)) return otherwise;
    if (!body[name].is_number_integer() || body[name] < 0 || body[name] > admin_number_max) {
        throw bad(std::string{name} + " must be a number.");
    }
    return body[name].get<int>();
}

bool boolean(const json& body, const char* name, bool otherwise) {
    if (!body.contains(name)) return otherwise;
    if (!body[name].is_boolean()) throw bad(std::string{name} + " must be true or false.");
    return body[name].get<bool>();
}

}  // namespace plazo::sandbox
