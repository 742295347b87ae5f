// What the sandbox takes at the size of a company: 100 mailboxes with 1,000 events each. There is
// no peer that keeps a calendar with its mails, so the figures stand alone, against what was asked
// for.
#include <cmath>
#include <memory>
#include <sstream>

#include "tests/bench/rooms.h"
#include "tests/sandbox/scene.h"

namespace plazo::bench {
namespace {

using nlohmann::json;
using sandbox::Scene;

constexpr int mailboxes = 100;
constexpr int events_each = 1'000;
constexpr int posts = 200;
constexpr double kilobytes_max = 400 * 1024;
constexpr double post_microseconds_max = 1e6 / 3'000;
constexpr double month_milliseconds_max = 20;
constexpr double start_milliseconds_max = 2'000;

std::string address(int mailbox) {
    return "user" + std::to_string(mailbox) + "@plazo.test";
}

std::string events_of(int mailbox) {
    return "/users/" + address(mailbox) + "/events";
}

/// As the service posts a deadline. Events number `i` are spread over 16 months from March 2026.
json deadline(int i) {
    const auto start = timezone::parse_local("2026-03-02T09:00:00").value() +
                       std::chrono::hours{24} * (i % 480) + std::chrono::minutes{30} * (i % 16);
    const auto time = [](timezone::LocalTime local) {
        return json{{"dateTime", timezone::format_local(local)},
                    {"timeZone", "Romance Standard Time"}};
    };
    return {{"subject", "Deadline: contract 2026-" + std::to_string(i)},
            {"body",
             {{"contentType", "html"},
              {"content", "<p>Please review the contract before the end of the day.</p>"}}},
            {"start", time(start)},
            {"end", time(start + std::chrono::minutes{30})},
            {"transactionId", "7c9f0a52-6d1e-4a44-9d0e-" + std::to_string(100'000'000'000 + i)},
            {"singleValueExtendedProperties",
             {{{"id", "String {b2d7e1a0-4f6a-4c1e-9d2f-0d5c7a1f6e01} Name DeadlineId"},
               {"value", std::to_string(i)}}}}};
}

/// A sandbox with the mailboxes, and so many events in each.
std::unique_ptr<Scene> office(int events) {
    auto scene = std::make_unique<Scene>();
    for (int m = 0; m < mailboxes; ++m) {
        scene->admin("POST", "/mailboxes", {{"address", address(m)}}).expect(200);
        for (int i = 0; i < events; ++i) {
            scene->graph("POST", events_of(m), deadline(i)).expect(201);
        }
    }
    return scene;
}

std::int64_t view_a_month(Scene& scene) {
    const json page = scene
                          .graph("GET", "/users/" + address(7) +
                                            "/calendarView?startDateTime=2026-06-01T00:00:00Z"
                                            "&endDateTime=2026-07-01T00:00:00Z&$top=1000")
                          .expect(200);
    return static_cast<std::int64_t>(page.at("value").size());
}

std::int64_t post(Scene& scene, int& number, bool with_attendees) {
    for (int i = 0; i < posts; ++i, ++number) {
        json body = deadline(events_each + number);
        if (with_attendees) {
            body["attendees"] = {sandbox::attendee(address(number % mailboxes)),
                                 sandbox::attendee(sandbox::zoe)};
        }
        scene.graph("POST", events_of((number + 1) % mailboxes), body).expect(201);
    }
    return posts;
}

void measure_memory(Report& report) {
    const Cost cost = in_a_child([] {
        const auto scene = office(events_each);
        return view_a_month(*scene);
    });
    report.check("memory of 100,000 events in 100 mailboxes (" +
                     std::to_string(std::lround(cost.kilobytes / 1024)) + " MB kept, " +
                     std::to_string(std::lround(cost.peak_kilobytes / 1024)) + " MB at most)",
                 1, cost.peak_kilobytes > kilobytes_max ? 1 : 0);
}

}  // namespace

void measure_sandbox(Report& report) {
    measure_memory(report);
    const auto scene = office(events_each);
    // Mail above the rate a mailbox may send at would wait, and be counted instead of delivered.
    scene->admin("POST", "/mail", {{"messages_per_minute", 1'000'000}}).expect(200);
    int number = 0;
    report.measure({.name = "a month of a calendar viewed",
                    .unit = "ms",
                    .ours = {"plazo", [&] { return view_a_month(*scene); }},
                    .ours_max = month_milliseconds_max});
    report.measure({.name = "an event posted",
                    .unit = "us",
                    .operations = posts,
                    .ours = {"plazo", [&] { return post(*scene, number, false); }},
                    .ours_max = post_microseconds_max});
    report.measure({.name = "an event posted with two attendees",
                    .unit = "us",
                    .operations = posts,
                    .ours = {"plazo", [&] { return post(*scene, number, true); }},
                    .ours_max = post_microseconds_max});
    std::ostringstream saved;
    scene->sandbox->save(saved);
    const std::string state = saved.str();
    report.measure_in_children(
        {.name = "start from a state of " + std::to_string(state.size() / 1'000'000) + " MB",
         .unit = "ms",
         .ours = {"plazo",
                  [&] {
                      Scene& fresh = *std::make_unique<Scene>().release();  // ends with its process
                      std::istringstream in{state};
                      fresh.sandbox->restore(in);
                      return view_a_month(fresh);
                  }},
         .ours_max = start_milliseconds_max});
    report.measure({.name = "that state written",
                    .unit = "ms",
                    .ours = {"plazo", [&] {
                                 std::ostringstream out;
                                 scene->sandbox->save(out);
                                 return static_cast<std::int64_t>(out.str().size());
                             }}});
    report.note("sandbox: CPU of the sandbox in this process, without TLS and sockets.");
}

/// Its answers are held against Graph's schemas and Microsoft's own clients by the tests.
void check_sandbox(Report&) {}

}  // namespace plazo::bench
