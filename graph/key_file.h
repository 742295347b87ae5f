// graph/key_file.h - the files that a secret is kept in: who may read them, how they are read and
// written.
//
//     const SecretFile key = read_secret_file("/etc/plazo/plazo.key");
//     if (key.group_readable) ...                       // 0640: allowed, and worth saying
//     const SecretFile passphrase = read_passphrase("/etc/plazo/passphrase");
//
// The mode is that of the file which was opened, behind every symbolic link: what is checked is
// what is read, even while somebody swaps links as Kubernetes does.
//
// Failure: CertificateError, whose text begins with the file's name and says what to do.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace plazo::graph {

/// Certificates, keys and passphrases are a few kilobytes; more than this is another kind of file.
inline constexpr std::size_t key_file_bytes_max = 256 * 1024;

struct CertificateError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Bytes that are wiped when they are let go. Moving hands them on without leaving a copy behind.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string_view bytes);
    Secret(Secret&& other) noexcept = default;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    std::string_view view() const { return {c_str(), bytes_.empty() ? 0 : bytes_.size() - 1}; }
    /// Ends with a zero byte.
    const char* c_str() const { return bytes_.empty() ? "" : bytes_.data(); }

  private:
    std::vector<char> bytes_;  // with the zero byte
};

struct SecretFile {
    Secret bytes;
    bool group_readable = false;
};

/// Refuses a file that others may read, or that group or others may write.
SecretFile read_secret_file(const std::string& path);

/// The same for a passphrase or PIN: what the file holds without the line end that editors add.
SecretFile read_passphrase(const std::string& path);

/// A file that anybody may read, as certificates are.
Secret read_public_file(const std::string& path);

/// Creates the file with mode 0600. It must not exist yet: an access key is not overwritten.
void write_key_file(const std::string& path, std::string_view pem);

}  // namespace plazo::graph
