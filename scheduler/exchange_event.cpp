#include "scheduler/exchange_event.h"

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "scheduler/exchange_html.h"
#include "scheduler/exchange_words.h"

namespace plazo::scheduler {

using ical::Event;
using nlohmann::json;
using timezone::Instant;

namespace {

/// How long before the start; negative after it.
timezone::seconds time_before(const ical::Alarm& alarm, const Event& event, const GraphTimes& times,
                              const FileZones& zones) {
    if (const auto* duration = std::get_if<ical::Duration>(&alarm.trigger)) {
        const timezone::seconds before = -(duration->nominal + duration->exact);
        return alarm.related_to_end ? before - (times.end - times.start) : before;
    }
    const Instant trigger = std::get<Instant>(alarm.trigger);
    return moment_of(event.start, zones).value_or(trigger) - trigger;
}

/// Of the first alarm that Exchange can have.
std::optional<int> reminder_minutes(const Event& event, const GraphTimes& times,
                                    const FileZones& zones, std::vector<std::string>& warnings) {
    std::optional<int> minutes;
    for (const ical::Alarm& alarm : event.alarms) {
        if (alarm.action == "NONE") continue;
        const timezone::seconds before = time_before(alarm, event, times, zones);
        if (minutes) {
            warnings.emplace_back("an alarm is left out: Exchange has one for each event");
        } else if (before < timezone::seconds{0}) {
            warnings.emplace_back("an alarm is left out: Exchange has none after the start");
        } else if (before > reminder_max) {
            warnings.emplace_back("an alarm is left out: it is more than a year before the start");
        } else {
            const auto whole = std::chrono::duration_cast<timezone::minutes>(before);
            minutes = static_cast<int>(whole.count());
        }
    }
    return minutes;
}

std::string body_of(const Event& event) {
    std::string body = html_of(event.description);
    if (event.url.starts_with("https://") || event.url.starts_with("http://")) {
        body += link_to(event.url);
    }
    return body;
}

/// The first `characters_max` code points.
std::string shortened(const std::string& text, std::size_t characters_max) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && ++characters > characters_max) return text.substr(0, i);
    }
    return text;
}

}  // namespace

json graph_event(const Event& event, const GraphTimes& times, const FileZones& zones,
                 std::vector<std::string>& warnings) {
    graph::EventDraft draft;
    draft.subject = shortened(event.summary, graph::subject_characters_max);
    if (draft.subject != event.summary) warnings.emplace_back("the subject is shortened");
    draft.body_html = body_of(event);
    draft.start = times.start;
    draft.end = times.end;
    draft.zone = times.zone;
    draft.all_day = times.all_day;
    draft.show_as = show_as(event);
    draft.reminder_minutes = reminder_minutes(event, times, zones, warnings);
    json made = graph::event_json(draft);
    made.erase("attendees");
    made["location"] = {{"displayName", event.location}};
    made["categories"] = event.categories;
    made["sensitivity"] = sensitivity(event);
    made["importance"] = importance(event);
    return made;
}

}  // namespace plazo::scheduler
