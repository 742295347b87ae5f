// examples/sandbox/page_settings.cpp - faults, limits, subscriptions and the clock as they stand.
#include "examples/sandbox/page_parts.h"

namespace plazo::sandbox {
namespace {

Html or_any(const std::string& text) {
    return text.empty() ? Html{"any"} : tag("code", text);
}

Html percent(double rate) {
    return std::to_string(static_cast<int>(rate * 100 + 0.5)) + " %";
}

Html how_to(const Html& what, const Html& lines) {
    return tag("h2", "How to change it") +
           tag("p", what + " CA is the ca_file of the ready file.") + lines;
}

std::string minutes_text(std::chrono::seconds time) {
    return std::to_string(time.count()) + " s";
}

std::string yes_or_no(bool value) {
    return value ? "yes" : "no";
}

}  // namespace

Html faults_page(const Visit& visit) {
    values_of(visit, {});
    Table table{
        "Faults, in the order in which they are tried",
        {"Does", "Method", "Path has", "Mailbox", "Hits left", "Of those that match", "Delay"},
        {},
        "No faults were asked for."};
    const auto& all = visit.world.faults.all();
    for (std::size_t i = 0; i < std::min(all.size(), listed_max); ++i) {
        const Fault& fault = all[i];
        table.rows.push_back({badge("bad", text_of(fault)), or_any(fault.method),
                              or_any(fault.path), or_any(fault.mailbox),
                              fault.count ? std::to_string(*fault.count) : "without end",
                              percent(fault.rate), std::to_string(fault.delay.count()) + " ms"});
    }
    const Html lines =
        curl_line(
            visit, "faults",
            R"({"match": {"method": "POST", "path": "/events"}, "count": 2, "status": 503})") +
        curl_line(visit, "faults", R"({"cut": true, "when": "after"})") +
        curl_line(visit, "faults", "", "DELETE");
    return document(
        visit, "Faults", "/faults",
        tag("h1", "Faults") +
            tag("p",
                "Failures on request: of the next requests that match, or of a "
                "share of them.") +
            table_of(table) +
            how_to("Two failures and one lost answer; the last line ends all faults.", lines));
}

Html throttle_page(const Visit& visit) {
    values_of(visit, {});
    const ThrottleLimits& limits = visit.world.throttle.limits;
    const Table table{
        "Limits, for one application each",
        {"What", "At most", "In", "Counted for", "Answer"},
        {{"Requests under way", std::to_string(limits.concurrent), "the same moment",
          limits.concurrent_per_application ? "the application" : "each mailbox",
          "429 ApplicationThrottled"},
         {"Requests to a mailbox", std::to_string(limits.mailbox_requests),
          minutes_text(mailbox_window), "each mailbox", "429 TooManyRequests"},
         {"Requests", std::to_string(limits.application_requests), minutes_text(application_window),
          "the application", "429 activityLimitReached"},
         {"Bytes written", std::to_string(limits.upload_bytes), minutes_text(upload_window),
          "each mailbox", "509 BandwidthLimitExceeded"}},
        ""};
    return document(
        visit, "Throttle", "/throttle",
        tag("h1", "Throttle") +
            tag("p",
                "How much Graph and Exchange serve one application at a time. Every refusal "
                "comes with Retry-After.") +
            table_of(table) +
            how_to("What is not named stays as it is.",
                   curl_line(visit, "throttle", R"({"concurrent": 2, "mailbox_requests": 100})")));
}

Html subscriptions_page(const Visit& visit) {
    values_of(visit, {});
    World& world = visit.world;
    drop_expired(world);
    const Subscriptions& subscriptions = world.subscriptions;
    Table table{"Subscriptions",
                {"Id", "Resource", "Changes", "Goes to", "Application", "Ends"},
                {},
                "Nobody has subscribed."};
    for (const auto& [id, subscription] : subscriptions.all) {
        if (table.rows.size() == listed_max) break;
        table.rows.push_back({tag("code", id), tag("code", subscription.resource),
                              subscription.change_type, tag("code", subscription.notification_url),
                              tag("code", subscription.application),
                              time_tag(subscription.expiry)});
    }
    Table waiting{"Notifications that wait",
                  {"Goes to", "Changed", "Due", "Tries"},
                  {},
                  "No notification waits."};
    for (const Notification& notification : subscriptions.waiting) {
        if (waiting.rows.size() == listed_max) break;
        waiting.rows.push_back({tag("code", notification.url), time_tag(notification.since),
                                time_tag(notification.due), std::to_string(notification.tries)});
    }
    const std::string id = subscriptions.all.empty() ? "..." : subscriptions.all.begin()->second.id;
    const Html lines =
        curl_line(visit, "subscriptions", R"({"duplicates": true, "disorder": true})") +
        curl_line(visit, "subscriptions", R"({"id": ")" + id + R"(", "lifecycle": "missed"})") +
        curl_line(visit, "subscriptions", R"({"id": ")" + id + R"(", "lose": true})");
    return document(
        visit, "Subscriptions", "/subscriptions",
        tag("h1", "Subscriptions") +
            facts_of({{"Subscriptions", std::to_string(subscriptions.all.size())},
                      {"Notifications that wait", std::to_string(subscriptions.waiting.size())},
                      {"Told more than once", yes_or_no(subscriptions.duplicates)},
                      {"Told in any order", yes_or_no(subscriptions.disorder)}}) +
            table_of(table) + table_of(waiting) +
            how_to("Duplicates and disorder, a lifecycle notice, and a loss that nobody is told.",
                   lines));
}

Html clock_page(const Visit& visit) {
    values_of(visit, {});
    const World& world = visit.world;
    const bool frozen = world.clock.frozen().has_value();
    const Html lines =
        curl_line(visit, "clock", R"({"advance": "PT1H"})") +
        curl_line(visit, "clock", R"({"set": "2026-03-29T00:30:00Z"})") +
        curl_line(visit, "clock", frozen ? R"({"freeze": false})" : R"({"freeze": true})");
    const std::string ahead = std::to_string(world.clock.shift().count()) + " s";
    return document(
        visit, "Clock", "/clock",
        tag("h1", "Clock") +
            facts_of({{"Now", time_tag(world.clock.now())},
                      {"It", frozen ? badge("warning", "stands still") : badge("good", "runs")},
                      {"Ahead of the machine's", frozen ? Html{} : Html{ahead}}}) +
            how_to("All of the sandbox's time goes by this clock: tokens, mail that waits, "
                   "reminders, limits.",
                   lines));
}

}  // namespace plazo::sandbox
