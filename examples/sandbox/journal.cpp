#include "examples/sandbox/journal.h"

namespace plazo::sandbox {

void Journal::add(Entry entry) {
    entry.number = ++count_;
    if (!entry.needed.empty() && entry.status >= 200 && entry.status < 300) {
        ++permissions_[entry.needed];
    }
    entries_.push_back(std::move(entry));
    if (entries_.size() > journal_entries_max) entries_.pop_front();
}

}  // namespace plazo::sandbox
