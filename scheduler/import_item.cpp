#include "scheduler/import_item.h"

#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/crypto.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using nlohmann::json;
using timezone::Instant;

namespace {

std::string key_of(const std::string& uid, const std::string& recurrence_id) {
    const std::string key = "import/" + uid + "/" + recurrence_id;
    return key.size() <= import_key_bytes_max ? key : "import/sha256/" + sha256_hex(key);
}

void add_property(json& event, std::string_view name, const std::string& value) {
    event["singleValueExtendedProperties"].push_back(
        {{"id", graph::property_id(name)}, {"value", value}});
}

/// A file may say of an occurrence more than of its series: each has a version of its own.
bool is_older(const ImportItem& item, const ImportedEvent& standing) {
    if (item.sequence != standing.sequence) return item.sequence < standing.sequence;
    return item.stamp && standing.stamp && *item.stamp < *standing.stamp;
}

std::string version_of(const ImportItem& item, const ImportedEvent& standing) {
    if (item.sequence != standing.sequence) {
        return "SEQUENCE " + std::to_string(standing.sequence);
    }
    return "DTSTAMP " + timezone::format_rfc3339(*standing.stamp);
}

/// What to do with an event that stands and is to stay, compared with what was written.
ImportDecision decide_change(const ImportItem& item, const Fingerprint& before) {
    using Kind = ImportDecision::Kind;
    if (only_ends_earlier(item, before)) return {Kind::update, ""};
    const Fingerprint wanted = fingerprint_of(item);
    if (before.structure != wanted.structure) {
        if (item.ended) return {Kind::cancel, "it has ended"};
        return {Kind::recreate, "times or rule of the series changed: a new one takes its place"};
    }
    const auto exceptions = exception_changes(item, before);
    if (!exceptions) {
        return {Kind::recreate,
                "an occurrence that was cancelled takes place again: a new series takes its place"};
    }
    const bool guests_changed = item.attendees && before.attendees != wanted.attendees;
    const bool same = before.content == wanted.content && exceptions->empty() && !guests_changed;
    return {same ? Kind::unchanged : Kind::update, ""};
}

}  // namespace

std::string import_key(const ImportItem& item) {
    return key_of(item.uid, item.recurrence_id);
}

ImportDecision decide(const ImportItem& item, const std::optional<ImportedEvent>& standing,
                      Instant now) {
    using Kind = ImportDecision::Kind;
    using Action = ImportItem::Action;
    if (item.action == Action::fail) return {Kind::fail, item.reason};
    if (item.action == Action::skip) return {Kind::skip, item.reason};
    const bool stands = standing && !standing->event_id.empty();
    const bool past = stands && standing->ends && *standing->ends <= now;
    ImportDecision change;
    if (item.action == Action::write && stands) {
        change = decide_change(item, parse_fingerprint(standing->hash));
        if (change.kind == Kind::unchanged && item.sequence >= standing->sequence) return change;
    }
    if (standing && is_older(item, *standing)) {
        return {Kind::skip,
                "the calendar has a newer version already, " + version_of(item, *standing), true};
    }
    if (past && (item.ended || item.action != Action::write)) return {Kind::skip, "it has ended"};
    if (item.action != Action::write && stands) return {Kind::cancel, item.reason};
    if (!stands && item.ended)
        return {Kind::skip, item.reason.empty() ? "it has ended" : item.reason};
    if (item.action == Action::retract) return {Kind::nothing, item.reason};
    if (item.action == Action::cancel) {
        return {Kind::skip, "it is cancelled in the file, and not in the calendar"};
    }
    return stands ? change : ImportDecision{Kind::create, ""};
}

json creation_json(const ImportItem& item, const Repository& repository, int generation) {
    json event = graph::parse_json(item.event);
    if (item.attendees && item.exceptions.empty()) {
        event.update(graph::attendees_json(*item.attendees));
    }
    event["transactionId"] = uuid_v5("import:" + repository.name + ":" + item.uid + ":" +
                                     item.recurrence_id + ":" + std::to_string(generation));
    add_property(event, graph::key_property, import_key(item));
    add_property(event, graph::hash_property, mark_text(item, generation));
    if (!item.recurrence_id.empty()) add_property(event, series_property, key_of(item.uid, ""));
    return event;
}

}  // namespace plazo::scheduler
