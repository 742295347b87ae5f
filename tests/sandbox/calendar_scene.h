// tests/sandbox/calendar_scene.h - short words for the tests of Ana's calendar.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {

inline const std::string events = "/users/" + ana + "/events";

inline std::string id_of(const json& event) {
    return event.at("id").get<std::string>();
}

inline std::string at(const json& event) {
    return events + "/" + id_of(event);
}

inline json when(const std::string& local, const std::string& zone = "Romance Standard Time") {
    return {{"dateTime", local}, {"timeZone", zone}};
}

/// meeting() without attendees and with some members replaced.
inline json appointment(const json& with = json::object()) {
    json body = meeting();
    body.erase("attendees");
    body.update(with);
    return body;
}

/// An appointment of half an hour that begins at `local`.
inline json starting(const std::string& local, const json& with = json::object()) {
    const auto start = timezone::parse_local(local).value();
    json body =
        appointment({{"start", when(local)},
                     {"end", when(timezone::format_local(start + std::chrono::minutes{30}))}});
    body.update(with);
    return body;
}

/// Every Monday from 23 March 2026 at 10:00 in Madrid, ten times unless the range says otherwise.
inline json mondays(const json& range = {{"type", "numbered"}, {"numberOfOccurrences", 10}}) {
    json body = starting("2026-03-23T10:00:00");
    body["recurrence"] = {
        {"pattern", {{"type", "weekly"}, {"interval", 1}, {"daysOfWeek", {"monday"}}}},
        {"range", range}};
    body["recurrence"]["range"]["startDate"] = "2026-03-23";
    return body;
}

inline graph::Headers header(const std::string& name, const std::string& value) {
    graph::Headers headers;
    headers.set(name, value);
    return headers;
}

/// "%24filter=..." with the value encoded.
inline std::string option(const std::string& name, const std::string& value) {
    return "%24" + name + "=" + graph::percent_encode(value);
}

inline std::string window(const std::string& from, const std::string& to) {
    return "startDateTime=" + graph::percent_encode(from) +
           "&endDateTime=" + graph::percent_encode(to);
}

inline std::string calendar_view_path(const std::string& from, const std::string& to) {
    return "/users/" + ana + "/calendarView?" + window(from, to);
}

/// The target of an absolute link, as Scene::graph takes it.
inline std::string target_of(const json& link) {
    return link.get<std::string>().substr((origin + "/v1.0").size());
}

}  // namespace plazo::sandbox
