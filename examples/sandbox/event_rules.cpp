#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 21> server_owned{"id",
                                                        "iCalUId",
                                                        "createdDateTime",
                                                        "lastModifiedDateTime",
                                                        "changeKey",
                                                        "originalStart",
                                                        "originalStartTimeZone",
                                                        "originalEndTimeZone",
                                                        "isOrganizer",
                                                        "organizer",
                                                        "isCancelled",
                                                        "isDraft",
                                                        "webLink",
                                                        "hasAttachments",
                                                        "responseStatus",
                                                        "type",
                                                        "bodyPreview",
                                                        "seriesMasterId",
                                                        "cancelledOccurrences",
                                                        "onlineMeeting",
                                                        "onlineMeetingUrl"};

constexpr std::array<std::string_view, 3> known_to_graph_only{"attachments", "extensions",
                                                              "multiValueExtendedProperties"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::set<std::string> read_event(const json& body, Content& content, const Zones& zones) {
    if (!body.is_object()) throw Refusal{400, "RequestBodyRead", "The event must be an object."};
    std::set<std::string> named;
    const Content defaults;
    const OnlineMeeting arranged = content.online;
    for (const auto& [name, value] : body.items()) {
        if (name.starts_with("@") || contains(server_owned, name)) continue;
        if (contains(known_to_graph_only, name)) {
            if (value.is_null() || (value.is_array() && value.empty())) continue;
            throw not_simulated("the event property " + name);
        }
        const auto& fields = event_fields();
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const Field& f) { return f.name == name; });
        if (field == fields.end()) throw unknown_property(name, "Event");
        if (value.is_null()) {
            if (name == "start" || name == "end") throw fails_validation(name + " is missing.");
            field->copy(defaults, content);
        } else {
            field->read(value, content, zones);
        }
        named.insert(name);
    }
    if (!arranged.join_url.empty()) content.online = arranged;
    return named;
}

EventTime end_of(const Content& content, const Zones& zones) {
    const auto length = content.end.local - content.start.local;
    const bool ordered = content.start.zone != content.end.zone || length.count() < 0 ||
                         zones.instant(content.start) <= zones.instant(content.end);
    if (ordered) return content.end;
    const LocalTime start{zones.instant(content.start).time_since_epoch()};
    const EventTime shown = zones.in_zone({start, "UTC"}, content.start.zone);
    return {shown.local + length, shown.zone};
}

void check_event(const Content& content, const Zones& zones) {
    if (content.start.zone.empty() || content.end.zone.empty()) {
        throw fails_validation("start and end are required.");
    }
    if (content.all_day) {
        for (const auto& [name, time] : {std::pair{"Start", content.start}, {"End", content.end}}) {
            if (timezone::time_of_day(time.local) == std::chrono::seconds{0}) continue;
            throw invalid("The Event." + std::string{name} +
                          " property for an all-day event needs to be set to midnight.");
        }
        if (content.start.zone != content.end.zone || content.end.local <= content.start.local) {
            throw invalid("The duration of an event marked as All day must be at least 24 hours.");
        }
    }
    const Instant start = zones.instant(content.start);
    const Instant end = zones.instant(end_of(content, zones));
    if (end < start) throw fails_validation("The end is before the start.");
    if (end - start > timezone::days{event_days_max}) {
        throw Refusal{400, "ErrorCalendarDurationIsTooLong",
                      "The duration is more than five years."};
    }
    if (content.attendees.size() > attendees_max)
        throw fails_validation("There are too many attendees.");
    if (!content.recurrence) return;
    if (content.recurrence->start != timezone::date_of(content.start.local)) {
        throw fails_validation("The range's startDate is not the date of start.");
    }
    if (content.start.zone != content.end.zone ||
        (!content.recurrence->zone.empty() && content.recurrence->zone != content.start.zone)) {
        throw not_simulated("a series that mixes time zones");
    }
}

bool valid_property_id(std::string_view id) {
    constexpr std::array<std::string_view, 12> types{"Binary", "Boolean", "CLSID",      "Currency",
                                                     "Double", "Float",   "Integer",    "Long",
                                                     "Short",  "String",  "SystemTime", "Object"};
    std::string_view type = id.substr(0, id.find(' '));
    if (type.size() == id.size()) return false;
    std::string_view rest = id.substr(type.size() + 1);
    if (type.ends_with("Array")) type.remove_suffix(5);
    if (!contains(types, type)) return false;
    const auto is_hex = [](std::string_view text) {
        return text.size() > 2 && text.starts_with("0x") &&
               text.find_first_not_of("0123456789abcdefABCDEF", 2) == text.npos;
    };
    if (is_hex(rest)) return true;
    constexpr std::size_t guid_characters = 38;  // with its braces
    if (!rest.starts_with('{') || rest.find('}') != guid_characters - 1) return false;
    rest.remove_prefix(guid_characters);
    return (rest.starts_with(" Name ") && rest.size() > 6) ||
           (rest.starts_with(" Id ") && is_hex(rest.substr(4)));
}

bool is_exchange_name(std::string_view address) {
    const bool printable = std::all_of(address.begin(), address.end(),
                                       [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
    return printable && address.starts_with("/o=") && address.find("/cn=") != address.npos;
}

bool valid_address(std::string_view address) {
    const std::size_t at = address.find('@');
    if (at == address.npos || at == 0 || address.find('@', at + 1) != address.npos) return false;
    const std::string_view domain = address.substr(at + 1);
    const bool printable = std::all_of(address.begin(), address.end(), [](unsigned char c) {
        return c > 0x20 && c != 0x7f && c != '<' && c != '>' && c != ',' && c != ';';
    });
    return printable && domain.find('.') != domain.npos && domain.front() != '.' &&
           domain.back() != '.' && domain.find("..") == domain.npos;
}

}  // namespace plazo::sandbox
