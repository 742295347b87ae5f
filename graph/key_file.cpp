#include "graph/key_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace plazo::graph {
namespace {

/// An open file, closed at the end of the scope.
class Descriptor {
  public:
    explicit Descriptor(const std::string& path) : number_{::open(path.c_str(), flags)} {
        if (number_ < 0) throw CertificateError{path + ": cannot be read: " + std::strerror(errno)};
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(number_); }

    int number() const { return number_; }

  private:
    static constexpr int flags = O_RDONLY | O_CLOEXEC;
    int number_;
};

/// One piece of memory from the beginning: growing would leave parts of a secret behind.
struct Buffer {
    Buffer() : bytes(key_file_bytes_max + 1) {}
    ~Buffer() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
    std::vector<char> bytes;
};

Secret read_all(const Descriptor& file, const std::string& path) {
    Buffer buffer;
    std::size_t size = 0;
    while (size < buffer.bytes.size()) {
        const ssize_t count =
            ::read(file.number(), buffer.bytes.data() + size, buffer.bytes.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw CertificateError{path + ": cannot be read: " + std::strerror(errno)};
        if (count == 0) return Secret{{buffer.bytes.data(), size}};
        size += static_cast<std::size_t>(count);
    }
    throw CertificateError{path + ": is too long for a key or certificate; is it another file?"};
}

/// Whether the group may read it.
bool check_mode(const Descriptor& file, const std::string& path) {
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) {
        throw CertificateError{path + ": cannot be read: " + std::strerror(errno)};
    }
    if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0) {
        throw CertificateError{path + ": others can read or change this secret: chmod 0600 " +
                               path};
    }
    return (status.st_mode & S_IRGRP) != 0;
}

}  // namespace

Secret::Secret(std::string_view bytes) : bytes_(bytes.size() + 1) {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

Secret& Secret::operator=(Secret&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

Secret::~Secret() {
    if (!bytes_.empty()) OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

SecretFile read_secret_file(const std::string& path) {
    const Descriptor file{path};
    const bool group_readable = check_mode(file, path);
    return {read_all(file, path), group_readable};
}

SecretFile read_passphrase(const std::string& path) {
    SecretFile file = read_secret_file(path);
    std::string_view text = file.bytes.view();
    if (text.ends_with('\n')) text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    if (text.find('\0') != std::string_view::npos) {
        throw CertificateError{path + ": a passphrase holds no zero bytes; is it another file?"};
    }
    file.bytes = Secret{text};
    return file;
}

Secret read_public_file(const std::string& path) {
    return read_all(Descriptor{path}, path);
}

void write_key_file(const std::string& path, std::string_view pem) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) throw CertificateError{path + ": cannot be created: " + std::strerror(errno)};
    const ssize_t written = ::write(file, pem.data(), pem.size());
    const bool whole = written == static_cast<ssize_t>(pem.size()) && ::fsync(file) == 0;
    if (::close(file) != 0 || !whole) {
        throw CertificateError{path + ": cannot be written: " + std::strerror(errno)};
    }
}

}  // namespace plazo::graph
