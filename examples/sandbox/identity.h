// examples/sandbox/identity.h - the certificates that a sandbox makes for itself, so that clients
// talk TLS to it and check the name, as they do with Microsoft 365.
#pragma once

#include <filesystem>

#include "timezone/time.h"

namespace plazo::sandbox {

/// PEM files. The authority signs the one certificate and its own key is thrown away.
struct Identity {
    std::filesystem::path authority_file;  ///< what clients trust
    std::filesystem::path certificate_file;
    std::filesystem::path key_file;  ///< mode 0600
};

/// Writes an identity for "localhost", 127.0.0.1 and ::1, good for a year, into `folder`, which is
/// made if it is not there. Throws std::runtime_error if it cannot.
Identity make_identity(const std::filesystem::path& folder, timezone::Instant now);

}  // namespace plazo::sandbox
