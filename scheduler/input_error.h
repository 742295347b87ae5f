// scheduler/input_error.h - what somebody sent cannot be used, and where it is wrong.
//
//     throw InputError{"/data/deadline/due/timeZone", "Europe/Madriz is not a known zone",
//                      "did you mean Europe/Madrid?"};
//
// Caught in three places: the API turns it into HTTP 422 (RFC 9457, errors[].pointer), the command
// line into exit code 2, the importer into a line of its report. Nothing has been changed when it
// is thrown.
#pragma once

#include <stdexcept>
#include <string>

namespace plazo::scheduler {

struct InputError : std::runtime_error {
    InputError(std::string pointer_, const std::string& detail, std::string hint_ = {})
        : std::runtime_error{detail}, pointer{std::move(pointer_)}, hint{std::move(hint_)} {}
    /// JSON Pointer (RFC 6901) into the input, or the name of a flag.
    std::string pointer;
    std::string hint;
};

/// The text is no JSON at all: HTTP 400.
struct MalformedInput : InputError {
    using InputError::InputError;
};

}  // namespace plazo::scheduler
