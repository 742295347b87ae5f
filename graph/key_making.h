// graph/key_making.h - a new key and its self-signed certificate: the inside of
// Certificate::create.
#pragma once

#include "graph/certificate.h"
#include "graph/key_pair.h"

namespace plazo::graph {

struct KeyPair {
    PrivateKey key;
    PublicCertificate certificate;
};

/// Throws CertificateError for a wish beyond the limits of graph/certificate.h.
KeyPair make_key_pair(const CertificateWish& wish);

}  // namespace plazo::graph
