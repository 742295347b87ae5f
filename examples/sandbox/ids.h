// examples/sandbox/ids.h - identifiers of the shapes that Entra and Exchange make, the same for the
// same seed.
//
//     Ids ids{7};
//     ids.uuid();         // "c3f1...-....-4...-....-............"
//     ids.item();         // 120 characters of case-sensitive base64url, as Exchange's item ids
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "timezone/time.h"

namespace plazo::sandbox {

/// Length of item(): an occurrence's id is its series' id and a suffix, told apart by length.
inline constexpr std::size_t item_id_characters = 120;

class Ids {
  public:
    explicit Ids(std::uint64_t seed) : state_{seed} {}
    std::string uuid();
    std::string item();
    std::string change_key();
    /// An iCalUId: the hex Global Object Id of [MS-OXOCAL] 2.2.1.27, made at `now`.
    std::string calendar_uid(timezone::Instant now);
    /// Any number, all alike.
    std::uint64_t next();
    /// From 0 to below 1.
    double fraction();

    /// What the following ones depend on: Ids{position()} goes on alike.
    std::uint64_t position() const { return state_; }

  private:
    std::string bytes(std::size_t count);
    std::uint64_t state_;
};

}  // namespace plazo::sandbox
