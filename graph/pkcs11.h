// graph/pkcs11.h - keys that never leave their hardware: a PKCS#11 token, named by a URI
// (RFC 7512).
//
//     PrivateKey key = load_pkcs11_key(
//         "pkcs11:token=entra;object=plazo?module-path=/usr/lib/softhsm/libsofthsm2.so", pin);
//
// OpenSSL 3.0 reaches such a key through the engine "pkcs11" (Debian: libengine-pkcs11-openssl).
// `module-path` is the library of the hardware's maker; without it p11-kit's list of modules
// decides. The PIN is the content of the passphrase file, or of the URI's pin-source. A pin-value
// is refused: it would stand readable in the configuration.
//
// Each call spends one of the few tries that a token gives for its PIN: nobody may repeat it until
// something has changed.
//
// The engine stays loaded until the process ends, because keys of it may; it takes one module.
#pragma once

#include <string>
#include <string_view>

#include "graph/key_pair.h"

namespace plazo::graph {

/// A key path that begins so is a URI.
inline constexpr std::string_view pkcs11_scheme = "pkcs11:";

/// Percent-decoded file of the URI's pin-source; empty when it names none.
std::string pin_source(const std::string& uri);

/// Throws CertificateError, which names the URI and what to look at.
PrivateKey load_pkcs11_key(const std::string& uri, const Passphrase& pin);

}  // namespace plazo::graph
