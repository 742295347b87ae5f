// examples/sandbox/journal.h - every sign-in and Graph request that came, and the permissions it
// took.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "timezone/time.h"

namespace plazo::sandbox {

/// Older entries are forgotten.
inline constexpr std::size_t journal_entries_max = 100'000;

struct Entry {
    std::uint64_t number = 0;  ///< from 1, in order of completion
    timezone::Instant at;
    std::string method;
    std::string path;   ///< with its query
    int status = 0;     ///< 0: the connection was cut
    std::string error;  ///< the code of the error object
    std::string request_id;
    std::string client_request_id;
    std::string mailbox;  ///< address
    std::string client_id;
    std::vector<std::string> roles;  ///< in the token
    std::string needed;              ///< the least permission that would do
    std::string fault;               ///< that hit it: "503 after" (faults.h)
};

/// Which entries; what is empty or 0 fits every entry.
struct EntryFilter {
    std::uint64_t since = 0;  ///< those with a greater number
    std::uint64_t limit = journal_entries_max;
    std::string method;
    std::string path;  ///< a part of it
    std::string mailbox;
    std::string client_id;
    int status = 0;
    bool cut = false;  ///< only those whose connection was cut
};

bool fits(const Entry& entry, const EntryFilter& filter);

/// Least permissions of calls that succeeded -> how many.
using PermissionCalls = std::map<std::string, std::uint64_t>;

class Journal {
  public:
    Journal() = default;
    /// Goes on after these entries.
    Journal(std::deque<Entry> entries, std::map<std::string, PermissionCalls> permissions);
    void add(Entry entry);
    const std::deque<Entry>& entries() const { return entries_; }
    /// By client id; of all calls, those that have been forgotten too.
    const std::map<std::string, PermissionCalls>& permissions() const { return permissions_; }

  private:
    std::deque<Entry> entries_;
    std::uint64_t count_ = 0;
    std::map<std::string, PermissionCalls> permissions_;
};

/// GET /_sandbox/journal: {"value": [...]}, the oldest first.
nlohmann::json journal_json(const Journal& journal, const EntryFilter& filter);

}  // namespace plazo::sandbox
