#include "examples/sandbox/events.h"

namespace plazo::sandbox {

Event* Events::by_id(const std::string& id) {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

Event* Events::by_immutable_id(std::string_view id) {
    const auto found = by_immutable_id_.find(id);
    return found == by_immutable_id_.end() ? nullptr : found->second;
}

Event* Events::by_calendar_uid(std::string_view uid) {
    const auto found = by_calendar_uid_.find(uid);
    return found == by_calendar_uid_.end() ? nullptr : found->second;
}

Event& Events::add(Event event) {
    std::string id = event.id;
    Event& added = by_id_.insert_or_assign(std::move(id), std::move(event)).first->second;
    by_immutable_id_[added.immutable_id] = &added;
    by_calendar_uid_[added.calendar_uid] = &added;
    return added;
}

Event Events::take(const std::string& id) {
    auto node = by_id_.extract(id);
    by_immutable_id_.erase(node.mapped().immutable_id);
    by_calendar_uid_.erase(node.mapped().calendar_uid);
    return std::move(node.mapped());
}

}  // namespace plazo::sandbox
