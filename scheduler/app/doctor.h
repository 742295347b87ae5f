// scheduler/app/doctor.h - everything about a set-up that can be looked at without changing
// anything, one named check after the other.
//
//     for (const Check& check : examine(terminal, {"clock", "token"})) ...
//
// A check whose answer would mean nothing, because one before it failed, is skipped and says so.
// Those that concern an application are made once a repository.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/app/check.h"

namespace plazo::app {

struct CheckName {
    std::string_view name;
    std::string_view about;
};

/// In the order in which they are made.
inline constexpr std::array<CheckName, 11> check_names{{
    {"configuration", "the file is there and says nothing unknown"},
    {"key", "the private key is one, belongs to the certificate, and is not open to others"},
    {"certificate", "it is valid, and for how long"},
    {"zone-data", "the machine's time zones can be read"},
    {"store", "the deadlines can be read"},
    {"sign-in", "Microsoft's sign-in service can be reached: name, proxy, TLS"},
    {"clock", "this machine's clock and Microsoft's agree"},
    {"tenant", "the directory exists, and is in the repository's cloud"},
    {"token", "the application is known and its certificate accepted"},
    {"roles", "what is consented for the whole tenant"},
    {"mailbox", "the service mailbox exists and can be used"},
}};

/// All of them, or those named, and any other that failed before. Names must be known.
std::vector<Check> examine(const Terminal& terminal, const std::vector<std::string>& wanted);

}  // namespace plazo::app
