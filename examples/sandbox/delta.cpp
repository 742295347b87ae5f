#include "examples/sandbox/delta.h"

#include <algorithm>

namespace plazo::sandbox {

std::vector<std::string> news_since(const Known& before, const Known& now) {
    std::vector<std::string> news;
    for (const auto& [id, key] : now) {
        const auto old = before.find(id);
        if (old == before.end() || old->second != key) news.push_back(id);
    }
    for (const auto& [id, key] : before) {
        if (!now.contains(id)) news.push_back(id);
    }
    return news;
}

std::string Deltas::add(Round round, Ids& ids) {
    if (rounds_.size() == rounds_remembered_max) rounds_.pop_front();
    rounds_.emplace_back(ids.item(), std::move(round));
    return rounds_.back().first;
}

const Round* Deltas::find(const std::string& token) const {
    const auto found = std::find_if(rounds_.begin(), rounds_.end(),
                                    [&](const auto& entry) { return entry.first == token; });
    return found == rounds_.end() ? nullptr : &found->second;
}

}  // namespace plazo::sandbox
