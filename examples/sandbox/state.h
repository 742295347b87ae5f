// examples/sandbox/state.h - a World as text, so that a sandbox can be stopped and go on later.
//
//     write_file(state_text(world));
//     restore(fresh_world, read_file());           // StateError: nothing of it can be trusted
//
// One JSON object: {"program": "plazo-sandbox", "version": 1, ...}. Everything is in it but what is
// under way: requests, what was counted against limits, and delta tokens, which are 410 afterwards.
// Access tokens are worth nothing either, as the key that signed them is another in each process: a
// client gets 401 and signs in again.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace plazo::sandbox {

struct World;

inline constexpr int state_version = 1;

struct StateError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string state_text(const World& world);

/// Fills a World that is new. After a StateError it must not be used.
void restore(World& world, std::string_view text);

}  // namespace plazo::sandbox
