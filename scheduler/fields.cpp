#include "scheduler/fields.h"

#include <utf8.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scheduler/suggest.h"

namespace plazo::scheduler {

using nlohmann::json;

namespace {

/// A name as a token of a JSON Pointer (RFC 6901, 3).
std::string token(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

bool unwanted_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
}

}  // namespace

Fields::Fields(const json& value, std::string pointer)
    : value_{&value}, pointer_{std::move(pointer)} {
    if (!value.is_object()) throw InputError{pointer_, "must be an object"};
}

const json* Fields::find(const char* name) {
    known_.emplace_back(name);
    const auto member = value_->find(name);
    return member == value_->end() || member->is_null() ? nullptr : &*member;
}

bool Fields::has(const char* name) {
    return find(name) != nullptr;
}

std::string Fields::text(const char* name, std::size_t bytes_max) {
    std::optional<std::string> value = optional_text(name, bytes_max);
    if (!value || value->empty()) fail(name, "is required");
    return *std::move(value);
}

std::optional<std::string> Fields::optional_text(const char* name, std::size_t bytes_max) {
    const json* member = find(name);
    if (member == nullptr) return std::nullopt;
    if (!member->is_string()) fail(name, "must be a text");
    std::string value = member->get<std::string>();
    if (value.size() > bytes_max) {
        fail(name, "is longer than " + std::to_string(bytes_max) + " bytes");
    }
    if (!utf8::is_valid(value.begin(), value.end())) fail(name, "is not valid UTF-8");
    if (std::any_of(value.begin(), value.end(), unwanted_control)) {
        fail(name, "contains a control character");
    }
    return value;
}

std::optional<std::string> Fields::optional_line(const char* name, std::size_t bytes_max) {
    std::optional<std::string> value = optional_text(name, bytes_max);
    if (value && value->find_first_of("\r\n\t") != std::string::npos) {
        fail(name, "must be one line");
    }
    return value;
}

std::string Fields::choice(const char* name, std::initializer_list<const char*> choices) {
    const std::optional<std::string> value = optional_text(name);
    if (!value) return *choices.begin();
    if (std::find(choices.begin(), choices.end(), *value) != choices.end()) return *value;
    std::string listed;
    for (const char* each : choices) listed += (listed.empty() ? "" : ", ") + std::string{each};
    fail(name, "\"" + *value + "\" is not one of " + listed,
         did_you_mean(*value, {choices.begin(), choices.end()}));
}

std::optional<std::int64_t> Fields::integer(const char* name, std::int64_t least,
                                            std::int64_t most) {
    const json* member = find(name);
    if (member == nullptr) return std::nullopt;
    const bool too_large = member->is_number_unsigned() &&
                           member->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
    if (!member->is_number_integer() || too_large) fail(name, "must be a whole number");
    const auto value = member->get<std::int64_t>();
    if (value < least || value > most) {
        fail(name, "must be from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return value;
}

bool Fields::flag(const char* name, bool otherwise) {
    const json* member = find(name);
    if (member == nullptr) return otherwise;
    if (!member->is_boolean()) fail(name, "must be true or false");
    return member->get<bool>();
}

std::vector<std::string> Fields::texts(const char* name, std::size_t count_max) {
    const json* member = find(name);
    if (member == nullptr) return {};
    if (!member->is_array()) fail(name, "must be a list of texts");
    if (member->size() > count_max) {
        fail(name, "has more than " + std::to_string(count_max) + " entries");
    }
    std::vector<std::string> values;
    for (const json& each : *member) {
        if (!each.is_string()) fail(name, "must be a list of texts");
        values.push_back(each.get<std::string>());
    }
    return values;
}

std::optional<Fields> Fields::object(const char* name) {
    const json* member = find(name);
    if (member == nullptr) return std::nullopt;
    return Fields{*member, pointer_to(name)};
}

Fields Fields::required_object(const char* name) {
    std::optional<Fields> value = object(name);
    if (!value) fail(name, "is required");
    return *std::move(value);
}

std::vector<Fields> Fields::objects(const char* name, std::size_t count_max) {
    const json* member = find(name);
    if (member == nullptr) return {};
    if (!member->is_array()) fail(name, "must be a list");
    if (member->size() > count_max) {
        fail(name, "has more than " + std::to_string(count_max) + " entries");
    }
    std::vector<Fields> values;
    for (const json& each : *member) {
        values.emplace_back(each, pointer_to(name) + "/" + std::to_string(values.size()));
    }
    return values;
}

void Fields::refuse(const char* name, const std::string& why) {
    if (has(name)) fail(name, why);
}

void Fields::ignore(const char* name) {
    known_.emplace_back(name);
}

void Fields::done() const {
    for (const auto& [name, value] : value_->items()) {
        if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
        throw InputError{pointer_ + "/" + token(name), "is not a known field",
                         did_you_mean(name, known_)};
    }
}

void Fields::fail(const char* name, const std::string& detail, const std::string& hint) const {
    throw InputError{pointer_to(token(name)), detail, hint};
}

}  // namespace plazo::scheduler
