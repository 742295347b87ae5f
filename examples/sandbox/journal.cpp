#include "examples/sandbox/journal.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/http.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

json to_json(const Entry& entry) {
    return {{"number", entry.number},
            {"at", timezone::format_rfc3339(entry.at)},
            {"method", entry.method},
            {"path", entry.path},
            {"status", entry.status},
            {"error", entry.error},
            {"request_id", entry.request_id},
            {"client_request_id", entry.client_request_id},
            {"mailbox", entry.mailbox},
            {"client_id", entry.client_id},
            {"roles", entry.roles},
            {"needed", entry.needed},
            {"fault", entry.fault}};
}

}  // namespace

bool fits(const Entry& entry, const EntryFilter& filter) {
    return (filter.method.empty() || filter.method == entry.method) &&
           (filter.status == 0 || filter.status == entry.status) &&
           (!filter.cut || entry.status == 0) &&
           entry.path.find(filter.path) != std::string::npos &&
           (filter.client_id.empty() || filter.client_id == entry.client_id) &&
           (filter.mailbox.empty() || graph::equal_ignoring_case(filter.mailbox, entry.mailbox));
}

Journal::Journal(std::deque<Entry> entries, std::map<std::string, PermissionCalls> permissions)
    : entries_{std::move(entries)},
      count_{entries_.empty() ? 0 : entries_.back().number},
      permissions_{std::move(permissions)} {}

void Journal::add(Entry entry) {
    entry.number = ++count_;
    if (!entry.needed.empty() && entry.status >= 200 && entry.status < 300) {
        ++permissions_[entry.client_id][entry.needed];
    }
    entries_.push_back(std::move(entry));
    if (entries_.size() > journal_entries_max) entries_.pop_front();
}

json journal_json(const Journal& journal, const EntryFilter& filter) {
    json out = json::array();
    const auto& entries = journal.entries();
    auto entry = std::upper_bound(
        entries.begin(), entries.end(), filter.since,
        [](std::uint64_t since, const Entry& each) { return since < each.number; });
    for (; entry != entries.end() && out.size() < filter.limit; ++entry) {
        if (fits(*entry, filter)) out.push_back(to_json(*entry));
    }
    return {{"value", out}};
}

}  // namespace plazo::sandbox
