#include "scheduler/act.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "graph/json.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/letter.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using graph::Attendee;
using graph::dump_json;
using graph::parse_json;
using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 5> act_names = {"create", "cancel", "remove_attendees",
                                                       "update", "add_attendees"};

/// One attendee of a draft's JSON, as addresses compare.
std::string address_of(const json& attendee) {
    return normal_address(graph::text_or_empty(attendee.at("emailAddress"), "address"));
}

bool contains(const json& attendees, const std::string& address) {
    return std::any_of(attendees.begin(), attendees.end(),
                       [&](const json& each) { return address_of(each) == address; });
}

/// Those of `list` that `other` has too, or has not.
json filtered(const json& list, const json& other, bool wanted_in_other) {
    json kept = json::array();
    for (const json& each : list) {
        if (contains(other, address_of(each)) == wanted_in_other) kept.push_back(each);
    }
    return kept;
}

json attendees_of(const json& draft) {
    const auto list = draft.find("attendees");
    return list != draft.end() && list->is_array() ? *list : json::array();
}

std::vector<std::string> addresses_of(const std::string& draft) {
    std::vector<std::string> addresses;
    for (const json& each : attendees_of(parse_json(draft))) addresses.push_back(address_of(each));
    return addresses;
}

/// When the event of a draft ends; nullopt for a draft that was adopted and says nothing.
std::optional<Instant> end_of(const json& draft, const timezone::Tzdb& tzdb) {
    const auto end = draft.find("end");
    if (end == draft.end()) return std::nullopt;
    const auto local = timezone::parse_graph_date_time(graph::text_or_empty(*end, "dateTime"));
    const auto zone = find_zone(tzdb, graph::text_or_empty(*end, "timeZone"));
    if (!local || !zone) return std::nullopt;
    return zone->instant(*local);
}

Act make_act(Act::Kind kind, const Projection& standing, const json& draft) {
    return {kind, standing.mailbox, standing.generation, dump_json(draft)};
}

/// The event stands, in the right mailbox, and is wanted: what differs?
std::optional<Act> next_change(const Projection& standing, const json& before, const json& wanted) {
    const json have = attendees_of(before);
    const json want = attendees_of(wanted);
    const json staying = filtered(have, want, true);
    if (staying.size() < have.size()) {
        json after = before;
        after["attendees"] = staying;
        return make_act(Act::Kind::remove_attendees, standing, after);
    }
    if (!graph::event_changes(before, wanted).empty()) {
        json after = wanted;
        after["attendees"] = have;
        return make_act(Act::Kind::update, standing, after);
    }
    if (have.size() < want.size()) return make_act(Act::Kind::add_attendees, standing, wanted);
    return std::nullopt;
}

bool names_zone(const Act& act, const std::optional<Projection>& standing) {
    if (act.kind == Act::Kind::create) return true;
    if (act.kind != Act::Kind::update || !standing) return false;
    return graph::event_changes(parse_json(standing->draft), parse_json(act.draft))
        .contains("start");
}

void add_property(json& event, std::string_view name, const std::string& value) {
    event["singleValueExtendedProperties"].push_back(
        {{"id", graph::property_id(name)}, {"value", value}});
}

}  // namespace

std::string_view name_of(Act::Kind kind) {
    return act_names[static_cast<std::size_t>(kind)];
}

std::optional<Act::Kind> act_named(std::string_view name) {
    const auto found = std::find(act_names.begin(), act_names.end(), name);
    if (found == act_names.end()) return std::nullopt;
    return static_cast<Act::Kind>(found - act_names.begin());
}

std::optional<Act> next_act(const Deadline& deadline, const std::optional<Projection>& standing,
                            const Repository& repository, const timezone::Tzdb& tzdb, Instant now,
                            ZoneChoice zones) {
    const bool stands = standing && !standing->cancelled;
    const bool wanted_at_all = deadline.known() && deadline.status == Status::open;
    if (!stands && !wanted_at_all) return std::nullopt;

    const json before = stands ? parse_json(standing->draft) : json::object();
    const std::optional<Instant> end = end_of(before, tzdb);
    const bool ended = end && *end <= now;
    const std::string organiser = normal_address(organiser_of(deadline, repository));
    const bool elsewhere = stands && normal_address(standing->mailbox) != organiser;
    if (stands && ended && !wanted_at_all) return std::nullopt;
    if (stands && !ended && (!wanted_at_all || elsewhere)) {
        return make_act(Act::Kind::cancel, *standing, before);
    }
    if (stands && zones.taken.empty()) zones.taken = zone_name_of(standing->draft);
    const json wanted = event_json(project(deadline, repository, tzdb, zones));
    const std::optional<Instant> wanted_end = end_of(wanted, tzdb);
    if (wanted_end && *wanted_end <= now && (!stands || ended)) return std::nullopt;
    if (stands && !elsewhere) return next_change(*standing, before, wanted);
    const int generation = standing ? standing->generation + 1 : 1;
    return Act{Act::Kind::create, organiser, generation, dump_json(wanted)};
}

bool worth_another_request(const Act& act, const std::optional<Projection>& standing,
                           const graph::Outcome& outcome, Lessons& lessons) {
    if (outcome.conflict() && !lessons.conflict) {
        lessons.conflict = true;
        return true;
    }
    if (!outcome.about_zone() || !names_zone(act, standing)) return false;
    return lessons.zones.refuse(zone_name_of(act.draft));
}

graph::Request request_for(const Act& act, const Deadline& deadline,
                           const std::optional<Projection>& standing, const Repository& repository,
                           const std::string& request_id) {
    switch (act.kind) {
        case Act::Kind::create: {
            json event = parse_json(act.draft);
            event["transactionId"] = transaction_id(deadline, act.generation);
            add_property(event, graph::key_property, event_key(deadline, act.generation));
            add_property(event, graph::hash_property, draft_hash(act.draft));
            return graph::create_event(act.mailbox, event, request_id);
        }
        case Act::Kind::update: {
            json changes = graph::event_changes(parse_json(standing->draft), parse_json(act.draft));
            add_property(changes, graph::hash_property, draft_hash(act.draft));
            return graph::update_event(act.mailbox, standing->event_id, changes, request_id);
        }
        case Act::Kind::cancel:
            return graph::cancel_event(
                act.mailbox, standing->event_id,
                cancellation_comment(deadline, repository, addresses_of(standing->draft)),
                request_id);
        case Act::Kind::remove_attendees:
        case Act::Kind::add_attendees:
            break;
    }
    throw std::logic_error{"a change of attendees needs the list that stands"};
}

std::vector<Attendee> merged_attendees(const Act& act, const Projection& standing,
                                       const std::vector<Attendee>& current) {
    return graph::attendees_after(current, graph::read_attendees(parse_json(standing.draft)),
                                  graph::read_attendees(parse_json(act.draft)));
}

std::string draft_hash(const std::string& draft) {
    json visible = parse_json(draft);
    visible.erase("attendees");
    return sha256_hex(dump_json(visible));
}

Projection performed(const Act& act, const std::optional<Projection>& standing,
                     const std::optional<graph::ReadEvent>& event) {
    Projection projection = standing.value_or(Projection{});
    projection.generation = act.generation;
    projection.mailbox = act.mailbox;
    projection.draft = act.draft;
    projection.cancelled = act.kind == Act::Kind::cancel;
    if (act.kind == Act::Kind::create && event) {
        projection.event_id = event->id;
        projection.i_cal_uid = event->i_cal_uid;
    }
    return projection;
}

Projection adopted(const Act& act, const graph::ReadEvent& event) {
    return {act.generation,
            act.mailbox,
            event.id,
            event.i_cal_uid,
            dump_json(graph::attendees_json(event.attendees)),
            event.cancelled};
}

}  // namespace plazo::scheduler
