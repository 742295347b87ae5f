#include "graph/schedule.h"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "graph/json.h"
#include "graph/odata.h"
#include "graph/paging.h"
#include "timezone/text.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

void check(const std::vector<std::string>& addresses, const ScheduleWindow& window) {
    if (addresses.empty() || addresses.size() > schedules_max) {
        throw std::invalid_argument{"schedules are asked of 1 to " + std::to_string(schedules_max) +
                                    " addresses, not " + std::to_string(addresses.size())};
    }
    if (window.from >= window.to || window.to - window.from > schedule_span_max) {
        throw std::invalid_argument{"schedules are asked for 1 minute to " +
                                    std::to_string(schedule_span_max.count()) + " days"};
    }
    if (window.slot < schedule_slot_min || window.slot > schedule_slot_max) {
        throw std::invalid_argument{"a slot of a schedule has " +
                                    std::to_string(schedule_slot_min.count()) + " to " +
                                    std::to_string(schedule_slot_max.count()) + " minutes"};
    }
}

json date_time(timezone::LocalTime local, const std::string& zone) {
    return {{"dateTime", timezone::format_graph(local)}, {"timeZone", zone}};
}

Availability availability_of(char digit) {
    return digit >= '0' && digit <= '4' ? static_cast<Availability>(digit - '0')
                                        : Availability::unknown;
}

Availability availability_named(std::string_view word) {
    constexpr std::array<std::string_view, 5> words = {"free", "tentative", "busy", "oof",
                                                       "workingElsewhere"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (equal_ignoring_case(words[i], word)) return static_cast<Availability>(i);
    }
    return Availability::unknown;
}

std::optional<timezone::LocalTime> time_at(const json& item, const char* name) {
    const auto member = item.find(name);
    if (member == item.end()) return std::nullopt;
    return timezone::parse_graph_date_time(text_or_empty(*member, "dateTime"));
}

std::vector<Schedule::Item> items_of(const json& schedule) {
    std::vector<Schedule::Item> items;
    const auto list = schedule.find("scheduleItems");
    if (list == schedule.end() || !list->is_array()) return items;
    for (const json& entry : *list) {
        if (!entry.is_object()) continue;
        const auto from = time_at(entry, "start");
        const auto to = time_at(entry, "end");
        if (!from || !to || items.size() == schedule_items_max) continue;
        items.push_back({*from, *to, availability_named(text_or_empty(entry, "status"))});
    }
    return items;
}

}  // namespace

Request get_schedule(const std::string& mailbox, const std::vector<std::string>& addresses,
                     const ScheduleWindow& window, const std::string& request_id) {
    check(addresses, window);
    const json body = {{"schedules", addresses},
                       {"startTime", date_time(window.from, window.zone)},
                       {"endTime", date_time(window.to, window.zone)},
                       {"availabilityViewInterval", window.slot.count()}};
    return call("POST", user_path(mailbox) + "/calendar/getSchedule", request_id, body);
}

std::vector<Schedule> read_schedules(const std::string& body) {
    std::vector<Schedule> schedules;
    const std::optional<Page> page = read_page(body);
    if (!page) return schedules;
    for (const json& entry : page->items) {
        Schedule schedule;
        schedule.address = text_or_empty(entry, "scheduleId");
        if (schedule.address.empty()) continue;
        const auto error = entry.find("error");
        if (error != entry.end() && error->is_object()) {
            schedule.error_code = text_or_empty(*error, "responseCode");
            if (schedule.error_code.empty()) schedule.error_code = "error";
            schedule.error_message = text_or_empty(*error, "message");
        }
        for (const char digit : text_or_empty(entry, "availabilityView")) {
            schedule.slots.push_back(availability_of(digit));
        }
        schedule.items = items_of(entry);
        schedules.push_back(std::move(schedule));
    }
    return schedules;
}

}  // namespace plazo::graph
