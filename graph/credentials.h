// graph/credentials.h - the access certificates that we may sign in with, and which of them each
// tenant takes.
//
// While a certificate is being replaced, some tenants know only the old one and some both: Entra
// takes a while to spread what was uploaded. So there is a list, in the order of the configuration;
// whoever signs in tries what this account took last first, and what has run out last.
//
//     for (const auto& certificate : credentials.order_for(account, now)) ...
//     credentials.note_accepted(account, certificate);
//
// Lives on the network thread. A certificate that is in use stays alive whatever the list does.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "graph/certificate.h"
#include "graph/token.h"

namespace plazo::graph {

using CertificatePtr = std::shared_ptr<const Certificate>;

class Credentials {
  public:
    /// In the order in which they are to be tried. Never empty.
    explicit Credentials(std::vector<CertificatePtr> certificates);
    explicit Credentials(Certificate certificate);

    /// All of them: the one that was accepted first, then those that are valid now, then the rest.
    std::vector<CertificatePtr> order_for(const Account& account, timezone::Instant now) const;
    /// The token endpoint took this one.
    void note_accepted(const Account& account, const CertificatePtr& certificate);

    const std::vector<CertificatePtr>& all() const { return certificates_; }

  private:
    std::vector<CertificatePtr> certificates_;
    std::map<Account, std::string> accepted_;  // by SHA-256
};

}  // namespace plazo::graph
