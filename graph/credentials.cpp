#include "graph/credentials.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace plazo::graph {

Credentials::Credentials(std::vector<CertificatePtr> certificates)
    : certificates_{std::move(certificates)} {
    assert(!certificates_.empty());
}

Credentials::Credentials(Certificate certificate)
    : certificates_{std::make_shared<const Certificate>(std::move(certificate))} {}

std::vector<CertificatePtr> Credentials::order_for(const Account& account,
                                                   timezone::Instant now) const {
    const auto accepted = accepted_.find(account);
    const auto rank = [&](const CertificatePtr& each) {
        if (accepted != accepted_.end() && each->sha256_hex() == accepted->second) return 0;
        return each->not_before() <= now && now <= each->not_after() ? 1 : 2;
    };
    std::vector<CertificatePtr> order = certificates_;
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return order;
}

void Credentials::note_accepted(const Account& account, const CertificatePtr& certificate) {
    accepted_[account] = certificate->sha256_hex();
}

}  // namespace plazo::graph
