#include "scheduler/store/owner_lock.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "scheduler/store.h"
#include "scheduler/store/private_file.h"

namespace plazo::store {
namespace {

/// A pid on a line of its own takes less.
constexpr std::size_t lock_file_bytes_max = 32;

std::string owner_in(int file) {
    char text[lock_file_bytes_max];
    const ssize_t size = ::pread(file, text, sizeof text, 0);
    const std::string content{text, static_cast<std::size_t>(size > 0 ? size : 0)};
    const std::string pid = content.substr(0, content.find_first_not_of("0123456789"));
    // The owner may have locked the file and not yet written to it.
    return pid.empty() ? "another process" : "process " + pid;
}

bool write_pid(int file) {
    const std::string pid = std::to_string(::getpid()) + "\n";
    return ::ftruncate(file, 0) == 0 &&
           ::pwrite(file, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

}  // namespace

OwnerLock::OwnerLock(const std::string& store_path)
    : file_{open_private_file(store_path + ".lock")} {
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        const std::string owner = owner_in(file_);
        ::close(file_);
        if (reason == EWOULDBLOCK) {
            throw scheduler::StoreInUse{store_path + " is in use by " + owner};
        }
        throw_store_error("cannot lock " + store_path + ".lock", reason);
    }
    if (!write_pid(file_)) {
        const int reason = errno;
        ::close(file_);
        throw_store_error("cannot write " + store_path + ".lock", reason);
    }
}

OwnerLock::~OwnerLock() {
    ::close(file_);
}

}  // namespace plazo::store
