// examples/sandbox/admin_body.h - reading the JSON of an admin call strictly: what it does not know
// is refused, so that a typing error is not silently without effect.
//
//     check_members(body, {"count", "when"});              // 400: Unknown member 'cuont'.
//     fault.count = integer(body, "count", 1);
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/reply.h"

namespace plazo::sandbox {

inline constexpr int admin_number_max = 1'000'000'000;

/// 400 BadRequest, for who wrote the call to read.
Refusal bad(const std::string& message);

void check_members(const nlohmann::json& body, std::initializer_list<std::string_view> known);

/// Absent is empty.
std::vector<std::string> strings(const nlohmann::json& body, const char* name);

/// From 0 to admin_number_max.
int integer(const nlohmann::json& body, const char* name, int otherwise);

bool boolean(const nlohmann::json& body, const char* name, bool otherwise = false);

}  // namespace plazo::sandbox
