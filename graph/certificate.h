// graph/certificate.h - the access certificate: an RSA key that stays here, and the certificate
// that the administrator uploads, by which Microsoft Entra knows us.
//
//     Certificate made = Certificate::create({.common_name = "plazo", .now = clock.wall()});
//     write_key_file("plazo.key", made.private_key_pem());      // 0600
//     made.der()                                                 // plazo.cer, for the portal
//
//     Certificate access = Certificate::load("plazo.pem", "plazo.key");
//     access.sha1_hex()                                          // "thumbprint" as the portal
//     shows it std::string signature = access.sign_ps256(bytes);
//
// RSA only, 2048 bits or more: Entra knows no other kind. A Certificate is immutable; signing is
// safe on any thread and takes about 0.25 ms for 2048 bits.
//
// Failure: CertificateError, whose text names the file and what to do about it. Nothing here ever
// asks for a passphrase on a terminal: an encrypted key is refused with a sentence.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "timezone/time.h"

namespace plazo::graph {

inline constexpr int rsa_bits_min = 2048;
inline constexpr int rsa_bits_max = 8192;
inline constexpr int validity_days_max = 3650;

struct CertificateError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a new self-signed certificate shall say.
struct CertificateWish {
    std::string common_name;
    timezone::Instant now;
    int days = 365;
    int rsa_bits = rsa_bits_min;
};

class Certificate {
  public:
    /// A new key with a self-signed certificate (SHA-256, digitalSignature, no CA), valid from
    /// `now`.
    static Certificate create(const CertificateWish& wish);

    /// Reads PEM files. The two may be one file, in any order; of several certificates the one that
    /// belongs to the key is taken. The key file must not be readable by others, nor writable by
    /// group or others.
    static Certificate load(const std::string& certificate_file, const std::string& key_file);

    /// The same from texts; the names appear in error messages.
    static Certificate from_pem(std::string_view certificate_pem, std::string_view key_pem,
                                const std::string& certificate_name = "certificate",
                                const std::string& key_name = "key");

    Certificate(Certificate&&) noexcept;
    Certificate& operator=(Certificate&&) noexcept;
    ~Certificate();

    std::string certificate_pem() const;
    /// PKCS#8, not encrypted.
    std::string private_key_pem() const;
    /// The bytes of a `.cer` file.
    std::string der() const;
    /// Upper-case hexadecimal digests of the DER, as the portal shows them.
    std::string sha1_hex() const;
    std::string sha256_hex() const;
    /// base64url of the raw SHA-256 digest of the DER: the JWT header x5t#S256 (RFC 7515, 4.1.8).
    std::string x5t_s256() const;
    std::string subject() const;
    timezone::Instant not_before() const;
    timezone::Instant not_after() const;
    int rsa_bits() const;

    /// RSASSA-PSS with SHA-256 and a salt as long as the digest (RFC 7518, 3.5: PS256).
    std::string sign_ps256(std::string_view bytes) const;

  private:
    struct Parts;
    explicit Certificate(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// Creates the file with mode 0600. It must not exist yet: an access key is not overwritten.
void write_key_file(const std::string& path, std::string_view pem);

/// Throws CertificateError when others may read the file, or group or others may write it.
/// Returns true when the group may read it (0640), which is allowed and worth saying.
bool check_key_file_mode(const std::string& path);

}  // namespace plazo::graph
