#include "scheduler/store/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "scheduler/store.h"

namespace plazo::store {

void make_private_folder(const std::filesystem::path& folder) {
    std::error_code ignored;  // what cannot be looked at cannot be made either, and says why
    if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return;
    make_private_folder(folder.parent_path());
    constexpr mode_t only_owner = 0700;
    // Another process may be faster; and "a/" is "a", which its parent_path() has made.
    if (::mkdir(folder.c_str(), only_owner) == 0) return;
    const int reason = errno;
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw_store_error("cannot make the folder " + folder.string(), reason);
    }
}

int open_private_file(const std::string& path) {
    constexpr mode_t only_owner = 0600;
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, only_owner);
    if (file < 0) throw_store_error("cannot open " + path, errno);
    return file;
}

void make_private_file(const std::string& path) {
    ::close(open_private_file(path));
}

void throw_store_error(const std::string& what, int reason) {
    throw scheduler::StoreError{what + ": " + std::generic_category().message(reason)};
}

}  // namespace plazo::store
