// examples/sandbox/state.h - a World as text, so that a sandbox can be stopped and go on later.
//
//     save(world, file);
//     restore(fresh_world, file);           // StateError: nothing of it can be trusted
//
// Lines of JSON: {"program": "plazo-sandbox", "version": 3}, then each part as ["name", value], a
// calendar, a mail or an entry of the journal a line, and ["end", N] after N of them. Everything is
// in it but what is under way: requests, what was counted against limits, and delta tokens, which
// are 410 afterwards. Access tokens are worth nothing either, as the key that signed them is
// another in each process: a client gets 401 and signs in again.
#pragma once

#include <iosfwd>
#include <stdexcept>

namespace plazo::sandbox {

struct World;

inline constexpr int state_version = 3;

struct StateError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void save(const World& world, std::ostream& out);

/// Fills a World that is new. After a StateError it must not be used.
void restore(World& world, std::istream& in);

}  // namespace plazo::sandbox
