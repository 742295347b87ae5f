// graph/certificate.h - the access certificate: an RSA key that stays here, and the certificate
// that the administrator uploads, by which Microsoft Entra knows us.
//
//     Certificate made = Certificate::create({.common_name = "plazo", .now = clock.wall()});
//     write_key_file("plazo.key", made.private_key_pem());      // 0600
//     made.der()                                                // plazo.cer, for the portal
//
//     Certificate access = Certificate::load({.path = "plazo.pem", .key_path = "plazo.key"});
//     access.sha1_hex()                        // "thumbprint" as the portal shows it
//     std::string signature = access.sign(bytes);
//
// RSA only, 2048 bits or more: Entra knows no other kind. A Certificate is immutable; signing is
// safe on any thread and takes about 0.25 ms for 2048 bits, more in hardware.
//
// Failure: CertificateError, whose text names the file and what to do about it. A certificate that
// has run out, or is not valid yet, is no failure: Entra decides. validity_warning says so.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/key_file.h"
#include "timezone/time.h"

namespace plazo::graph {

inline constexpr int rsa_bits_min = 2048;
inline constexpr int rsa_bits_max = 8192;
inline constexpr int validity_days_max = 3650;

/// Days before the end at which something is said.
inline constexpr std::array expiry_warning_days{30, 14, 7, 3, 1};

/// RSASSA-PSS with a salt as long as the digest, or RSASSA-PKCS1-v1_5, both with SHA-256 (RFC 7518,
/// 3.5 and 3.3).
enum class SignatureAlgorithm { ps256, rs256 };

/// "PS256", "RS256": the JWT header's alg.
const char* name_of(SignatureAlgorithm algorithm);

/// What a new self-signed certificate shall say.
struct CertificateWish {
    std::string common_name;
    timezone::Instant now;
    int days = 365;
    int rsa_bits = rsa_bits_min;
};

/// Where a certificate and its key are kept, and how they are used.
struct CertificateSource {
    /// PEM, DER or PKCS#12; several certificates may stand in it, in any order.
    std::string path = {};
    /// PEM, DER or PKCS#12, or a URI "pkcs11:..." (graph/pkcs11.h). Empty: the key is in `path`.
    std::string key_path = {};
    /// The passphrase of the key, or the PIN of the token. Empty: there is none.
    std::string passphrase_file = {};
    /// rs256 for servers that know no PSS. A key that cannot do PSS signs so by itself.
    SignatureAlgorithm algorithm = SignatureAlgorithm::ps256;
    /// The JWT header's kid: empty for none, as Entra wants it; "sha1" for the SHA-1 thumbprint in
    /// hexadecimal; any other text as it is.
    std::string key_id = {};

    bool operator==(const CertificateSource&) const = default;
    bool key_in_token() const { return key_path.starts_with("pkcs11:"); }
};

class Certificate {
  public:
    /// A new key with a self-signed certificate (SHA-256, digitalSignature, no CA), valid from
    /// `now`.
    static Certificate create(const CertificateWish& wish);

    /// Reads the files. Of several certificates the one that belongs to the key is taken. Files
    /// with a secret must not be readable by others, nor writable by group or others.
    static Certificate load(const CertificateSource& source);

    /// The same from PEM texts, whose names appear in error messages.
    static Certificate from_pem(std::string_view certificate_pem, std::string_view key_pem,
                                const std::string& certificate_name = "certificate",
                                const std::string& key_name = "key");

    Certificate(Certificate&&) noexcept;
    Certificate& operator=(Certificate&&) noexcept;
    ~Certificate();

    std::string certificate_pem() const;
    /// PKCS#8, not encrypted. Throws CertificateError for a key in a PKCS#11 token.
    std::string private_key_pem() const;
    /// The bytes of a `.cer` file.
    std::string der() const;
    /// Upper-case hexadecimal digests of the DER, as the portal shows them.
    std::string sha1_hex() const;
    const std::string& sha256_hex() const;
    /// base64url of the raw digest of the DER, by SHA-1 and SHA-256: the JWT headers x5t and
    /// x5t#S256 (RFC 7515, 4.1.7 and 4.1.8).
    std::string x5t() const;
    std::string x5t_s256() const;
    std::string subject() const;
    timezone::Instant not_before() const;
    timezone::Instant not_after() const;
    int rsa_bits() const;
    /// What the operator should hear about the files: a key that its group can read, a key under an
    /// outdated encryption, a token that cannot do PSS.
    const std::vector<std::string>& notes() const;

    /// How `sign` signs; the JWT header has to say the same.
    SignatureAlgorithm algorithm() const;
    /// The JWT header's kid; empty when it shall have none.
    std::string key_id() const;
    /// Throws CertificateError when the key refuses, as hardware may that was pulled out.
    std::string sign(std::string_view bytes) const;

  private:
    struct Parts;
    explicit Certificate(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

struct ValidityWarning {
    /// Days left, as one of expiry_warning_days; from the end on 0, -1, -2... a day; more than all
    /// of these before the beginning. When it changes, there is something new to say.
    int step = 0;
    std::string text;
};

/// Nothing while it is valid for more than 30 days to come.
std::optional<ValidityWarning> validity_warning(const Certificate& certificate,
                                                timezone::Instant now);

}  // namespace plazo::graph
