// scheduler/crypto.h - hashes, names derived from hashes, secrets, and a comparison that leaks
// nothing.
//
//     sha256_hex("abc")    == "ba7816bf...15ad"
//     uuid_v5(name)        the same UUID for the same name (RFC 9562, 5.5), in Plazo's own
//     namespace random_secret(32)    43 characters of base64url from the operating system's
//     generator
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plazo::scheduler {

/// Lower-case hexadecimal.
std::string sha256_hex(std::string_view bytes);

std::string uuid_v5(std::string_view name);

/// Throws std::runtime_error when the operating system gives no randomness.
std::string random_secret(std::size_t bytes);

/// Takes as long for a mismatch in the first byte as in the last.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace plazo::scheduler
