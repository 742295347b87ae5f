// graph/credentials.h - the access certificates that we may sign in with, and which of them each
// tenant takes.
//
// While a certificate is being replaced, some tenants know only the old one and some both: Entra
// takes a while to spread what was uploaded. So there is a list, in the order of the configuration;
// whoever signs in tries what this account took last first, and what has run out last.
//
//     Credentials credentials = Credentials::load({{.path = "plazo.pem", .key_path =
//     "plazo.key"}}); for (const auto& certificate : credentials.order_for(account, now)) ...
//     credentials.note_accepted(account, certificate);
//
// Files may be replaced while the service runs. Every credentials_pause it looks at them:
//
//     for (const Notice& notice : credentials.look(now)) log(notice.trouble, notice.text);
//
// A new pair is read completely before it takes the old one's place; half of a file, or a key whose
// certificate has not arrived yet, leaves the old one in use. The old one stays behind the new one
// as a fall-back until it runs out.
//
// Lives on the network thread. A certificate that is in use stays alive whatever the list does,
// which is why it is shared.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/certificate.h"
#include "graph/token.h"

namespace plazo::graph {

using CertificatePtr = std::shared_ptr<const Certificate>;

/// Between two looks at the files.
inline constexpr std::chrono::seconds credentials_pause{60};
/// Between two that do not wait for their turn, because a certificate was refused.
inline constexpr std::chrono::seconds urgent_look_pause{5};
/// Looks forget so often what was accepted, so that every tenant comes back to the first of the
/// list once that has spread.
inline constexpr std::chrono::minutes accepted_memory{10};

/// Something that the operator should hear.
struct Notice {
    bool trouble = false;
    std::string text;

    bool operator==(const Notice&) const = default;
};

class Credentials {
  public:
    /// In the order in which they are to be tried. Never empty.
    explicit Credentials(std::vector<CertificatePtr> certificates);
    explicit Credentials(Certificate certificate);
    /// From files, which `look` follows. Throws CertificateError when one of them cannot be used.
    static Credentials load(const std::vector<CertificateSource>& sources);

    /// All of them: the one that was accepted first, then those that are valid now, then the rest.
    std::vector<CertificatePtr> order_for(const Account& account, timezone::Instant now) const;
    /// The token endpoint took this one.
    void note_accepted(const Account& account, const CertificatePtr& certificate);

    /// Takes over what has changed, lets go what was replaced and has run out, and returns what is
    /// new to say, each once: changes, files that cannot be used, certificates that run out, and
    /// the notes of those that were taken over. The notes of the first ones are for who loaded
    /// them.
    std::vector<Notice> look(timezone::Instant now);
    /// Follows the files now, at most every urgent_look_pause: a certificate was refused, or its
    /// key cannot sign. True: another one has taken a place. What there is to say waits for the
    /// next look.
    bool look_at_once(timezone::Instant now);
    /// How often `look` has replaced a certificate: whoever remembers that the endpoint refused us
    /// asks again when it changes.
    int replacements() const { return replacements_; }

    /// In the order of the configuration; what was replaced comes after.
    const std::vector<CertificatePtr>& all() const { return certificates_; }

  private:
    /// What tells one state of a file from another, behind every symbolic link.
    using Stamp = std::vector<std::int64_t>;
    /// One entry of the configuration. `slots_[i]` is the origin of `certificates_[i]`.
    struct Slot {
        CertificateSource source;
        Stamp stamp;
        std::string trouble;              // what was said last
        std::optional<int> warning_step;  // ValidityWarning's
    };

    Credentials() = default;
    static Stamp stamp_of(const CertificateSource& source);
    void follow(std::size_t index, std::vector<Notice>& notices);
    void replace(std::size_t index, CertificatePtr next, std::vector<Notice>& notices);
    void warn(std::size_t index, timezone::Instant now, std::vector<Notice>& notices);

    std::vector<Slot> slots_;
    std::vector<CertificatePtr> certificates_;
    std::map<Account, std::string> accepted_;  // by SHA-256
    std::optional<timezone::Instant> forgot_at_;
    std::optional<timezone::Instant> urgent_at_;
    std::vector<Notice> unsaid_;
    int replacements_ = 0;
};

}  // namespace plazo::graph
