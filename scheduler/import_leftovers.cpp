#include "scheduler/import_leftovers.h"

#include <algorithm>
#include <set>

#include "scheduler/importer.h"

namespace plazo::scheduler {

using timezone::Instant;
using Action = ImportItem::Action;

namespace {

const ImportItem* whole_of(const std::vector<ImportItem>& items) {
    const auto found = std::find_if(items.begin(), items.end(), [](const ImportItem& each) {
        return each.recurrence_id.empty() && each.action != Action::skip;
    });
    return found == items.end() ? nullptr : &*found;
}

bool has_guests(const ImportedEvent& standing) {
    return !parse_fingerprint(standing.hash).attendees.empty();
}

ImportItem leftover(const ImportItem& whole, const ImportedEvent& standing) {
    ImportItem item;
    item.uid = whole.uid;
    item.recurrence_id = standing.recurrence_id;
    item.summary = whole.summary;
    item.sequence = std::max(whole.sequence, static_cast<int>(standing.sequence));
    item.action = Action::retract;
    item.reason =
        whole.action == Action::cancel ? whole.reason : "its series has it no more in the file";
    item.part = true;
    item.sources = whole.sources;
    return item;
}

bool is_new_without_guests(const ImportItem& item, const std::vector<ImportedEvent>& standing) {
    const auto stands = [&](const ImportedEvent& each) {
        return each.recurrence_id == item.recurrence_id && !each.event_id.empty();
    };
    return item.action == Action::write && !item.ended && !item.attendees &&
           std::none_of(standing.begin(), standing.end(), stands);
}

}  // namespace

bool speaks_for_all(const std::vector<ImportItem>& items) {
    return whole_of(items) != nullptr &&
           std::none_of(items.begin(), items.end(),
                        [](const ImportItem& each) { return each.action == Action::fail; });
}

void complete_plan(std::vector<ImportItem>& items, const std::vector<ImportedEvent>& standing,
                   Instant now) {
    const ImportItem whole = *whole_of(items);
    std::set<std::string> planned;
    for (const ImportItem& each : items) planned.insert(each.recurrence_id);
    const bool some_later = whole.action == Action::retract;
    std::vector<ImportItem> leftovers;
    bool uninvites = false;
    for (const ImportedEvent& each : standing) {
        if (each.event_id.empty() || (each.ends && *each.ends <= now)) continue;
        const bool goes =
            each.recurrence_id.empty() ? some_later : !planned.contains(each.recurrence_id);
        const bool later = some_later && each.ends && *each.ends > now + expansion_window;
        if (!goes || (later && !each.recurrence_id.empty())) continue;
        uninvites = uninvites || has_guests(each);
        if (!each.recurrence_id.empty()) leftovers.push_back(leftover(whole, each));
    }
    const bool comes_instead = std::any_of(items.begin(), items.end(), [&](const ImportItem& each) {
        return is_new_without_guests(each, standing);
    });
    if (!uninvites || !comes_instead) {
        items.insert(items.end(), leftovers.begin(), leftovers.end());
        return;
    }
    for (ImportItem& each : items) {
        if (each.action != Action::write && each.action != Action::retract) continue;
        each.action = Action::fail;
        each.reason =
            "its people would be uninvited: other events take its place, so it needs "
            "--invite";
    }
}

}  // namespace plazo::scheduler
