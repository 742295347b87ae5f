// graph/schedule.h - who is free when: getSchedule.
//
// The answer is 200 as a whole, with an error for each address that has none to give: somebody
// without a mailbox does not hide the others.
//
//     Request request = get_schedule("plazos@acme.es", {"luis@acme.es"}, {day + 9h, day + 17h,
//                                    "Romance Standard Time"}, request_id);
//     for (const Schedule& each : read_schedules(response.body)) {
//         if (each.error_code.empty()) use(each.slots);      // one for each half hour
//     }
//
// (findMeetingTimes is for users, not for applications.) Times in the answer are UTC.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "graph/http.h"
#include "timezone/time.h"

namespace plazo::graph {

/// In one request (Graph, "getSchedule").
inline constexpr std::size_t schedules_max = 20;
inline constexpr std::chrono::minutes schedule_slot_min{5};
inline constexpr std::chrono::minutes schedule_slot_max{1440};
/// EWS: what free/busy information may span.
inline constexpr std::chrono::days schedule_span_max{62};
/// Of one person; what is more is not read.
inline constexpr std::size_t schedule_items_max = 1000;

/// Wall times in `zone`, a Windows name (event.h).
struct ScheduleWindow {
    timezone::LocalTime from{};
    timezone::LocalTime to{};
    std::string zone;
    std::chrono::minutes slot{30};
};

/// Throws std::invalid_argument for no address or more than schedules_max, and for a window or a
/// slot that Graph does not take.
Request get_schedule(const std::string& mailbox, const std::vector<std::string>& addresses,
                     const ScheduleWindow& window, const std::string& request_id);

enum class Availability { free, tentative, busy, out_of_office, working_elsewhere, unknown };

struct Schedule {
    struct Item {
        timezone::LocalTime from{};
        timezone::LocalTime to{};
        Availability availability = Availability::unknown;
    };
    std::string address;
    /// Why nothing is known: Graph's code and words. Empty: it is known.
    std::string error_code;
    std::string error_message;
    /// From the window's beginning, one for each slot.
    std::vector<Availability> slots;
    std::vector<Item> items;
};

/// Empty where the answer is none. Entries that make no sense are left out.
std::vector<Schedule> read_schedules(const std::string& body);

}  // namespace plazo::graph
