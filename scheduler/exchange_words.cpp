#include "scheduler/exchange_words.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "graph/http.h"
#include "graph/json.h"

namespace plazo::scheduler {

using nlohmann::json;

namespace {

struct Words {
    std::string_view graph;
    std::string_view ical;
};

constexpr std::array<Words, 5> busy_words = {{{"busy", "BUSY"},
                                              {"free", "FREE"},
                                              {"tentative", "TENTATIVE"},
                                              {"oof", "OOF"},
                                              {"workingElsewhere", "WORKINGELSEWHERE"}}};

constexpr std::array<Words, 4> class_words = {{{"normal", "PUBLIC"},
                                               {"personal", "X-PERSONAL"},
                                               {"private", "PRIVATE"},
                                               {"confidential", "CONFIDENTIAL"}}};

constexpr std::array<Words, 6> response_words = {{{"none", "NEEDS-ACTION"},
                                                  {"notResponded", "NEEDS-ACTION"},
                                                  {"accepted", "ACCEPTED"},
                                                  {"organizer", "ACCEPTED"},
                                                  {"tentativelyAccepted", "TENTATIVE"},
                                                  {"declined", "DECLINED"}}};

constexpr int high_priority = 1;
constexpr int normal_priority = 5;
constexpr int low_priority = 9;

/// What is not known is the first of the words.
template <std::size_t size>
std::string_view in_ical(const std::array<Words, size>& words, std::string_view graph) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const Words& each) {
        return graph::equal_ignoring_case(each.graph, graph);
    });
    return found == words.end() ? words.front().ical : found->ical;
}

template <std::size_t size>
std::optional<std::string_view> in_graph(const std::array<Words, size>& words,
                                         std::string_view ical) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const Words& each) { return each.ical == ical; });
    return found == words.end() ? std::nullopt : std::optional{found->graph};
}

bool is_resource(const ical::Attendee& attendee) {
    return attendee.cutype == "ROOM" || attendee.cutype == "RESOURCE";
}

}  // namespace

std::string_view show_as(const ical::Event& event) {
    if (const auto word = in_graph(busy_words, event.busy_status)) return *word;
    if (event.transparency == "TRANSPARENT") return "free";
    return event.status == "TENTATIVE" ? "tentative" : "busy";
}

void set_show_as(std::string_view word, ical::Event& event) {
    event.busy_status = in_ical(busy_words, word);
    event.transparency = event.busy_status == "FREE" ? "TRANSPARENT" : "OPAQUE";
    if (event.cancelled()) return;
    event.status = event.busy_status == "TENTATIVE" ? "TENTATIVE" : "CONFIRMED";
}

std::string_view sensitivity(const ical::Event& event) {
    if (event.classification.empty()) return "normal";
    return in_graph(class_words, event.classification).value_or("private");
}

std::string_view class_of(std::string_view sensitivity) {
    return in_ical(class_words, sensitivity);
}

std::string_view importance(const ical::Event& event) {
    if (event.priority == 0 || event.priority == normal_priority) return "normal";
    return event.priority < normal_priority ? "high" : "low";
}

int priority_of(std::string_view importance) {
    if (graph::equal_ignoring_case(importance, "high")) return high_priority;
    return graph::equal_ignoring_case(importance, "low") ? low_priority : normal_priority;
}

graph::Attendee graph_attendee(const ical::Attendee& attendee) {
    const bool optional = attendee.role == "OPT-PARTICIPANT" || attendee.role == "NON-PARTICIPANT";
    const bool resource = is_resource(attendee);
    return {attendee.address, attendee.name, resource || !optional, resource};
}

std::optional<ical::Attendee> attendee_of(const json& entry, bool asks) {
    if (!entry.is_object() || !entry.contains("emailAddress")) return std::nullopt;
    const json& mail = entry["emailAddress"];
    ical::Attendee attendee;
    attendee.address = graph::text_or_empty(mail, "address");
    if (attendee.address.find('@') == std::string::npos) return std::nullopt;
    attendee.name = graph::text_or_empty(mail, "name");
    const std::string type = graph::text_or_empty(entry, "type");
    if (graph::equal_ignoring_case(type, "resource")) {
        attendee.cutype = "RESOURCE";
        attendee.role = "NON-PARTICIPANT";
    } else if (graph::equal_ignoring_case(type, "optional")) {
        attendee.role = "OPT-PARTICIPANT";
    }
    const json status = entry.value("status", json::object());
    attendee.partstat = in_ical(response_words, graph::text_or_empty(status, "response"));
    attendee.rsvp = asks && attendee.partstat == "NEEDS-ACTION";
    return attendee;
}

}  // namespace plazo::scheduler
