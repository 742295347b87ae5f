#include "graph/credentials.h"

#include <sys/stat.h>

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

Credentials Credentials::load(const std::vector<CertificateSource>& sources) {
    assert(!sources.empty());
    Credentials loaded;
    for (const CertificateSource& source : sources) {
        // The stamp comes first: what changes while it is read is seen by the next look.
        Slot slot;
        slot.stamp = stamp_of(source);
        slot.source = source;
        loaded.certificates_.push_back(
            std::make_shared<const Certificate>(Certificate::load(source)));
        loaded.slots_.push_back(std::move(slot));
    }
    return loaded;
}

std::vector<CertificatePtr> Credentials::order_for(const Account& account,
                                                   timezone::Instant now) const {
    const auto accepted = accepted_.find(account);
    const auto rank = [&](const CertificatePtr& each) {
        if (now < each->not_before() || each->not_after() < now) return 2;
        return accepted != accepted_.end() && each->sha256_hex() == accepted->second ? 0 : 1;
    };
    std::vector<CertificatePtr> order = certificates_;
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return order;
}

void Credentials::note_accepted(const Account& account, const CertificatePtr& certificate) {
    accepted_[account] = certificate->sha256_hex();
}

std::vector<Notice> Credentials::look(timezone::Instant now) {
    if (!forgot_at_ || now < *forgot_at_ || now >= *forgot_at_ + accepted_memory) {
        accepted_.clear();
        forgot_at_ = now;
    }
    std::vector<Notice> notices = std::exchange(unsaid_, {});
    for (std::size_t index = 0; index < slots_.size(); ++index) {
        follow(index, notices);
        warn(index, now, notices);
    }
    const auto replaced = certificates_.begin() + static_cast<std::ptrdiff_t>(slots_.size());
    if (!slots_.empty()) {
        certificates_.erase(
            std::remove_if(replaced, certificates_.end(),
                           [&](const auto& each) { return each->not_after() < now; }),
            certificates_.end());
    }
    return notices;
}

bool Credentials::look_at_once(timezone::Instant now) {
    const bool early = urgent_at_ && *urgent_at_ <= now && now < *urgent_at_ + urgent_look_pause;
    if (early) return false;
    urgent_at_ = now;
    const int before = replacements_;
    for (std::size_t index = 0; index < slots_.size(); ++index) follow(index, unsaid_);
    return replacements_ != before;
}

Credentials::Stamp Credentials::stamp_of(const CertificateSource& source) {
    Stamp stamp;
    for (const std::string* path : {&source.path, &source.key_path, &source.passphrase_file}) {
        struct stat status {};
        if (path->empty() || ::stat(path->c_str(), &status) != 0) {
            stamp.push_back(0);
            continue;
        }
        for (const auto part :
             {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
              static_cast<std::int64_t>(status.st_size),
              static_cast<std::int64_t>(status.st_mtim.tv_sec),
              static_cast<std::int64_t>(status.st_mtim.tv_nsec),
              static_cast<std::int64_t>(status.st_ctim.tv_sec),
              static_cast<std::int64_t>(status.st_ctim.tv_nsec)}) {
            stamp.push_back(part);
        }
    }
    return stamp;
}

/// Nothing is tried again before a file has changed: each try may spend one of a token's PIN.
void Credentials::follow(std::size_t index, std::vector<Notice>& notices) {
    Slot& slot = slots_[index];
    Stamp stamp = stamp_of(slot.source);
    if (stamp == slot.stamp) return;
    slot.stamp = std::move(stamp);
    try {
        replace(index, std::make_shared<const Certificate>(Certificate::load(slot.source)),
                notices);
        slot.trouble.clear();
    } catch (const CertificateError& error) {
        if (std::exchange(slot.trouble, error.what()) == error.what()) return;
        notices.push_back({true, slot.trouble + "; the certificate that was read before (SHA-1 " +
                                     certificates_[index]->sha1_hex() + ") stays in use"});
    }
}

void Credentials::replace(std::size_t index, CertificatePtr next, std::vector<Notice>& notices) {
    CertificatePtr old = std::exchange(certificates_[index], std::move(next));
    const Certificate& now_used = *certificates_[index];
    Slot& slot = slots_[index];
    for (const std::string& note : now_used.notes()) notices.push_back({false, note});
    if (old->sha256_hex() == now_used.sha256_hex()) return;  // touched, or its key moved
    slot.warning_step.reset();
    notices.push_back({false, slot.source.path + ": the certificate with SHA-1 " +
                                  now_used.sha1_hex() + " replaces " + old->sha1_hex() +
                                  ", which stays as a fall-back until it runs out"});
    // Behind the configured ones, the latest first; one that comes back is not kept twice.
    const auto replaced = certificates_.begin() + static_cast<std::ptrdiff_t>(slots_.size());
    certificates_.erase(std::remove_if(replaced, certificates_.end(),
                                       [&](const auto& each) {
                                           return each->sha256_hex() == now_used.sha256_hex();
                                       }),
                        certificates_.end());
    certificates_.insert(certificates_.begin() + static_cast<std::ptrdiff_t>(slots_.size()),
                         std::move(old));
    accepted_.clear();
    ++replacements_;
}

void Credentials::warn(std::size_t index, timezone::Instant now, std::vector<Notice>& notices) {
    Slot& slot = slots_[index];
    const Certificate& certificate = *certificates_[index];
    const std::optional<ValidityWarning> warning = validity_warning(certificate, now);
    const auto step = warning ? std::optional<int>{warning->step} : std::nullopt;
    if (std::exchange(slot.warning_step, step) == step || !warning) return;
    notices.push_back({true, slot.source.path + ": " + warning->text});
}

}  // namespace plazo::graph
