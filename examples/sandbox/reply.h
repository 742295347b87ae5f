// examples/sandbox/reply.h - how the sandbox answers: JSON, and refusals as Microsoft Graph words
// them.
//
// Whatever a part of the sandbox cannot do for a caller it throws as a Refusal; Sandbox::handle is
// the one place that turns it into a response.
//
//     throw Refusal{404, "ErrorItemNotFound", "The specified object was not found in the store."};
//     throw not_simulated("calendarView/delta");        // 501: never a made-up success
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/http.h"

namespace plazo::sandbox {

/// Graph refuses requests above about 4 MB with 413.
inline constexpr std::size_t body_bytes_max = 4 * 1024 * 1024;
/// Deeper JSON than this does not deserialize.
inline constexpr int json_depth_max = 32;

/// The answer is no: `{"error": {"code", "message", ...}}` with this status.
struct Refusal : std::runtime_error {
    Refusal(int status_, std::string code_, const std::string& message)
        : std::runtime_error{message}, status{status_}, code{std::move(code_)} {}
    int status;
    std::string code;
    graph::Headers headers;
    /// Further members of the error object, such as "@event.existingEventId".
    std::vector<std::pair<std::string, std::string>> annotations;
};

/// 412: the change key that the request knows is not the item's any more.
Refusal changed_meanwhile();

/// 501 that names what is missing.
Refusal not_simulated(std::string_view what);

/// 400 ErrorInvalidRequest.
Refusal invalid(const std::string& message);

/// 400 ErrorPropertyValidationFailure. Exchange does not say why; the sandbox adds its reason to
/// the error object as "@sandbox.reason".
Refusal fails_validation(const std::string& reason);

/// 400 RequestBodyRead for a name that a type of Outlook's does not have.
Refusal unknown_property(const std::string& name, std::string_view type);

graph::Response reply(int status, const nlohmann::json& body);

/// Parses a request body; a Refusal 400 UnableToDeserializePostBody if it is not JSON.
nlohmann::json parse_json(std::string_view text);

/// A string member, or `otherwise` where it is absent or null; a Refusal if it is something else.
std::string text_of(const nlohmann::json& object, const char* name, std::string otherwise = "");

}  // namespace plazo::sandbox
