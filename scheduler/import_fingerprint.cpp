#include "scheduler/import_fingerprint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/crypto.h"
#include "scheduler/import_item.h"
#include "scheduler/repository.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using graph::dump_json;
using nlohmann::json;
using timezone::Instant;

namespace {

/// Half of a SHA-256 tells contents apart, and less of it the members of one event, and those who
/// are invited to it.
constexpr std::size_t content_digits = 32;
constexpr std::size_t member_digits = 12;

constexpr std::array times = {"start", "end", "isAllDay"};
constexpr const char* rule = "recurrence";
/// Of a series as a whole: no occurrence has its own.
constexpr std::array of_series = {"hideAttendees", "responseRequested", "allowNewTimeProposals"};

std::string short_hash(const std::string& text, std::size_t digits) {
    return sha256_hex(text).substr(0, digits);
}

std::string attendee_hash(const std::string& address) {
    return short_hash(normal_address(address), member_digits);
}

bool is_among(const Fingerprint& fingerprint, const std::string& address) {
    return std::binary_search(fingerprint.attendees.begin(), fingerprint.attendees.end(),
                              attendee_hash(address));
}

/// What a PATCH can change. Moving a series would undo its exceptions, so its times stay out.
json content_of(json event) {
    if (!event.contains(rule)) return event;
    for (const char* name : times) event.erase(name);
    event.erase(rule);
    return event;
}

json structure_of(const json& event) {
    json structure = json::array();
    if (!event.contains(rule)) return structure;
    for (const char* name : times) structure.push_back(event.at(name));
    structure.push_back(event.at(rule));
    return structure;
}

std::string hash_of(const ImportException& exception) {
    return exception.changes.empty() ? "" : short_hash(exception.changes, member_digits);
}

bool same_member(const Fingerprint& a, const Fingerprint& b, const std::string& name) {
    const auto in_a = a.members.find(name);
    const auto in_b = b.members.find(name);
    return in_a != a.members.end() && in_b != b.members.end() && in_a->second == in_b->second;
}

bool same_times(const Fingerprint& a, const Fingerprint& b) {
    return std::all_of(times.begin(), times.end(),
                       [&](const char* name) { return same_member(a, b, name); });
}

/// All of an occurrence as its series has it, with the exception's changes, if there are any.
ImportException in_full(const ImportItem& item, const WrittenException& before,
                        const ImportException* wanted) {
    const json event = graph::parse_json(item.event);
    json changes = content_of(event);
    for (const char* name : of_series) changes.erase(name);
    const auto start =
        timezone::parse_graph_date_time(event.at("start").at("dateTime").get<std::string>());
    const auto end =
        timezone::parse_graph_date_time(event.at("end").at("dateTime").get<std::string>());
    for (const char* name : times) changes[name] = event.at(name);
    changes["start"]["dateTime"] = timezone::format_local(before.original);
    changes["end"]["dateTime"] = timezone::format_local(before.original + (*end - *start));
    ImportException full{before.original, before.original_moment, before.original_moment, ""};
    if (wanted != nullptr) {
        changes.update(graph::parse_json(wanted->changes));
        full.moment = wanted->moment;
    }
    full.changes = dump_json(changes);
    full.stands_at = before.moment;
    return full;
}

json exception_json(const WrittenException& exception) {
    return {timezone::format_local(exception.original),
            exception.original_moment.time_since_epoch().count(),
            exception.moment.time_since_epoch().count(), exception.changes};
}

WrittenException exception_of(const json& written) {
    const auto instant = [](const json& seconds) {
        return Instant{std::chrono::seconds{seconds.get<std::int64_t>()}};
    };
    const auto original = timezone::parse_local(written.at(0).get<std::string>());
    return {original.value_or(timezone::LocalTime{}), instant(written.at(1)),
            instant(written.at(2)), written.at(3).get<std::string>()};
}

/// The text up to the first `separator`, which is taken off `rest` with it.
std::string take_until(std::string_view& rest, char separator) {
    const std::string part{rest.substr(0, rest.find(separator))};
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

}  // namespace

Fingerprint fingerprint_of(const ImportItem& item) {
    Fingerprint fingerprint;
    if (item.event.empty()) return fingerprint;
    const json event = graph::parse_json(item.event);
    fingerprint.structure = short_hash(dump_json(structure_of(event)), content_digits);
    fingerprint.content = short_hash(dump_json(content_of(event)), content_digits);
    for (const auto& [name, value] : event.items()) {
        fingerprint.members[name] = short_hash(dump_json(value), member_digits);
    }
    for (const ImportException& each : item.exceptions) {
        fingerprint.exceptions.push_back(
            {each.original, each.original_moment, each.moment, hash_of(each)});
    }
    std::sort(fingerprint.exceptions.begin(), fingerprint.exceptions.end(),
              [](const auto& a, const auto& b) { return a.original < b.original; });
    if (!item.attendees) return fingerprint;
    for (const graph::Attendee& each : *item.attendees) {
        fingerprint.attendees.push_back(attendee_hash(each.address));
    }
    std::sort(fingerprint.attendees.begin(), fingerprint.attendees.end());
    return fingerprint;
}

std::string to_text(const Fingerprint& fingerprint) {
    json exceptions = json::array();
    for (const WrittenException& each : fingerprint.exceptions) {
        exceptions.push_back(exception_json(each));
    }
    return dump_json({{"structure", fingerprint.structure},
                      {"content", fingerprint.content},
                      {"members", fingerprint.members},
                      {"attendees", fingerprint.attendees},
                      {"exceptions", std::move(exceptions)}});
}

Fingerprint parse_fingerprint(const std::string& text) {
    try {
        const json written = graph::parse_json(text);
        Fingerprint fingerprint;
        written.at("structure").get_to(fingerprint.structure);
        written.at("content").get_to(fingerprint.content);
        written.at("members").get_to(fingerprint.members);
        written.at("attendees").get_to(fingerprint.attendees);
        for (const json& each : written.at("exceptions")) {
            fingerprint.exceptions.push_back(exception_of(each));
        }
        return fingerprint;
    } catch (const graph::JsonError&) {
        return {};
    } catch (const json::exception&) {
        return {};
    }
}

std::string shape_of(const Fingerprint& fingerprint) {
    json shape = {fingerprint.structure};
    for (const WrittenException& each : fingerprint.exceptions) {
        shape.push_back({timezone::format_local(each.original), each.changes});
    }
    return short_hash(dump_json(shape), content_digits);
}

std::string mark_text(const ImportItem& item, int generation) {
    const Fingerprint written = fingerprint_of(item);
    return std::to_string(generation) + "." + short_hash(import_key(item), member_digits) + "." +
           shape_of(written) + "." + written.content;
}

std::optional<Mark> read_mark(const std::string& text, const ImportItem& item) {
    std::string_view rest = text;
    const std::string generation = take_until(rest, '.');
    Mark mark;
    const auto [end, error] =
        std::from_chars(generation.data(), generation.data() + generation.size(), mark.generation);
    if (error != std::errc{} || mark.generation < 1) return std::nullopt;
    if (take_until(rest, '.') != short_hash(import_key(item), member_digits)) return std::nullopt;
    mark.shape = take_until(rest, '.');
    mark.content = take_until(rest, '.');
    return mark;
}

bool only_ends_earlier(const ImportItem& item, const Fingerprint& before) {
    const Fingerprint wanted = fingerprint_of(item);
    return item.ended && before.structure != wanted.structure && before.members.contains(rule) &&
           wanted.members.contains(rule) && same_times(before, wanted);
}

json update_json(const ImportItem& item, int generation, const Fingerprint& before) {
    const json event = graph::parse_json(item.event);
    const Fingerprint wanted = fingerprint_of(item);
    json changes = content_of(event);
    const bool moved = changes.contains("start") && !same_times(before, wanted);
    for (auto member = changes.begin(); member != changes.end();) {
        const bool is_time = std::find(times.begin(), times.end(), member.key()) != times.end();
        const bool sent = is_time ? moved : !same_member(before, wanted, member.key());
        member = sent ? std::next(member) : changes.erase(member);
    }
    if (only_ends_earlier(item, before)) changes[rule] = event.at(rule);
    changes["singleValueExtendedProperties"] =
        json::array({{{"id", graph::property_id(graph::hash_property)},
                      {"value", mark_text(item, generation)}}});
    return changes;
}

std::optional<std::vector<ImportException>> exception_changes(const ImportItem& item,
                                                              const Fingerprint& before) {
    std::vector<ImportException> deletions;
    std::vector<ImportException> changes;
    std::map<timezone::LocalTime, const WrittenException*> written;
    for (const WrittenException& each : before.exceptions) written[each.original] = &each;
    for (const ImportException& each : item.exceptions) {
        const auto found = written.find(each.original);
        if (found == written.end()) {
            (each.changes.empty() ? deletions : changes).push_back(each);
            continue;
        }
        const WrittenException& was = *found->second;
        written.erase(found);
        if (was.changes == hash_of(each)) continue;
        if (was.changes.empty()) return std::nullopt;
        if (each.changes.empty()) {
            deletions.push_back(each);
            deletions.back().stands_at = was.moment;
        } else {
            changes.push_back(in_full(item, was, &each));
        }
    }
    for (const auto& [original, was] : written) {
        if (was->changes.empty()) return std::nullopt;
        changes.push_back(in_full(item, *was, nullptr));
    }
    deletions.insert(deletions.end(), changes.begin(), changes.end());
    return deletions;
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
        if (!is_among(before, each.address) && !is_in(merged, each.address)) merged.push_back(each);
    }
    return merged;
}

}  // namespace plazo::scheduler
