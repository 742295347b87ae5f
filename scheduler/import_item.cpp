#include "scheduler/import_item.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/crypto.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using graph::dump_json;
using nlohmann::json;

namespace {

/// Half of a SHA-256 tells contents apart, and some of it those who are invited to one event.
constexpr std::size_t content_digits = 32;
constexpr std::size_t attendee_digits = 12;
constexpr std::size_t key_digits = 12;

constexpr std::array structural = {"start", "end", "isAllDay", "recurrence"};

std::string short_hash(const std::string& text, std::size_t digits) {
    return sha256_hex(text).substr(0, digits);
}

std::string attendee_hash(const std::string& address) {
    return short_hash(normal_address(address), attendee_digits);
}

bool is_among(const Fingerprint& fingerprint, const std::string& address) {
    return std::binary_search(fingerprint.attendees.begin(), fingerprint.attendees.end(),
                              attendee_hash(address));
}

/// What a PATCH can change. Moving a series would undo its exceptions, so its times stay out.
json content_of(const ImportItem& item) {
    json content = graph::parse_json(item.event);
    if (!content.contains("recurrence")) return content;
    for (const char* name : structural) content.erase(name);
    return content;
}

json structure_of(const ImportItem& item) {
    const json event = graph::parse_json(item.event);
    json structure = json::array();
    if (!event.contains("recurrence")) return structure;
    for (const char* name : structural) structure.push_back(event.at(name));
    for (const ImportException& each : item.exceptions) {
        structure.push_back({timezone::format_local(each.original), each.changes});
    }
    return structure;
}

std::string key_of(const std::string& uid, const std::string& recurrence_id) {
    const std::string key = "import/" + uid + "/" + recurrence_id;
    return key.size() <= import_key_bytes_max ? key : "import/sha256/" + sha256_hex(key);
}

void add_property(json& event, std::string_view name, const std::string& value) {
    event["singleValueExtendedProperties"].push_back(
        {{"id", graph::property_id(name)}, {"value", value}});
}

std::string mark_text(const ImportItem& item, int generation) {
    const Fingerprint written = fingerprint_of(item);
    return std::to_string(generation) + "." + short_hash(import_key(item), key_digits) + "." +
           written.structure + "." + written.content;
}

/// The text up to the first `separator`, which is taken off `rest` with it.
std::string take_until(std::string_view& rest, char separator) {
    const std::string part{rest.substr(0, rest.find(separator))};
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

}  // namespace

std::string import_key(const ImportItem& item) {
    return key_of(item.uid, item.recurrence_id);
}

Fingerprint fingerprint_of(const ImportItem& item) {
    Fingerprint fingerprint;
    fingerprint.structure = short_hash(dump_json(structure_of(item)), content_digits);
    fingerprint.content = short_hash(dump_json(content_of(item)), content_digits);
    if (!item.attendees) return fingerprint;
    for (const graph::Attendee& each : *item.attendees) {
        fingerprint.attendees.push_back(attendee_hash(each.address));
    }
    std::sort(fingerprint.attendees.begin(), fingerprint.attendees.end());
    return fingerprint;
}

std::string to_text(const Fingerprint& fingerprint) {
    std::string text = fingerprint.structure + "." + fingerprint.content + ".";
    for (const std::string& attendee : fingerprint.attendees) text += attendee + ",";
    return text;
}

Fingerprint parse_fingerprint(const std::string& text) {
    std::string_view rest = text;
    Fingerprint fingerprint;
    fingerprint.structure = take_until(rest, '.');
    fingerprint.content = take_until(rest, '.');
    while (!rest.empty()) fingerprint.attendees.push_back(take_until(rest, ','));
    return fingerprint;
}

std::optional<Mark> read_mark(const std::string& text, const ImportItem& item) {
    std::string_view rest = text;
    const std::string generation = take_until(rest, '.');
    Mark mark;
    const auto [end, error] =
        std::from_chars(generation.data(), generation.data() + generation.size(), mark.generation);
    if (error != std::errc{} || mark.generation < 1) return std::nullopt;
    if (take_until(rest, '.') != short_hash(import_key(item), key_digits)) return std::nullopt;
    mark.written = parse_fingerprint(std::string{rest});
    return mark;
}

ImportDecision decide(const ImportItem& item, const std::optional<ImportedEvent>& standing) {
    using Kind = ImportDecision::Kind;
    using Action = ImportItem::Action;
    const bool stands = standing && !standing->event_id.empty();
    if (item.action == Action::fail) return {Kind::fail, item.reason};
    if (item.action == Action::skip) return {Kind::skip, item.reason};
    if (item.action == Action::retract) return {stands ? Kind::cancel : Kind::nothing, item.reason};
    if (standing && item.sequence < standing->sequence) {
        return {Kind::skip, "the calendar has a newer version already, SEQUENCE " +
                                std::to_string(standing->sequence)};
    }
    if (item.action == Action::cancel) {
        if (stands) return {Kind::cancel, "it is cancelled in the file"};
        return {Kind::skip, "it is cancelled in the file, and not in the calendar"};
    }
    if (!stands) return {Kind::create, ""};
    const Fingerprint before = parse_fingerprint(standing->hash);
    const Fingerprint wanted = fingerprint_of(item);
    if (before.structure != wanted.structure) {
        return {Kind::recreate,
                "times, rule or exceptions of the series changed, so the old one "
                "was cancelled and a new one made"};
    }
    const bool guests_changed = item.attendees && before.attendees != wanted.attendees;
    if (before.content != wanted.content || guests_changed) return {Kind::update, ""};
    return {Kind::unchanged, ""};
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

json update_json(const ImportItem& item, int generation) {
    json changes = content_of(item);
    add_property(changes, graph::hash_property, mark_text(item, generation));
    return changes;
}

std::vector<graph::Attendee> invited_before(const std::vector<graph::Attendee>& wanted,
                                            const Fingerprint& before) {
    std::vector<graph::Attendee> known;
    for (const graph::Attendee& each : wanted) {
        if (is_among(before, each.address)) known.push_back(each);
    }
    return known;
}

std::vector<graph::Attendee> merged_guests(const std::vector<graph::Attendee>& current,
                                           const Fingerprint& before,
                                           const std::vector<graph::Attendee>& wanted) {
    const auto is_in = [](const std::vector<graph::Attendee>& list, const std::string& address) {
        return std::any_of(list.begin(), list.end(), [&](const graph::Attendee& each) {
            return normal_address(each.address) == normal_address(address);
        });
    };
    std::vector<graph::Attendee> merged;
    for (const graph::Attendee& each : current) {
        if (!is_among(before, each.address) || is_in(wanted, each.address)) merged.push_back(each);
    }
    for (const graph::Attendee& each : wanted) {
        if (!is_in(merged, each.address)) merged.push_back(each);
    }
    return merged;
}

}  // namespace plazo::scheduler
