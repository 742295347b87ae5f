#include "scheduler/projection.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/json.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/letter.h"
#include "timezone/windows_check.h"
#include "timezone/zone.h"

namespace plazo::scheduler {

using graph::EventDraft;

namespace {

/// Nothing where Windows has no zone that is right for the event's time, or the server knows none.
std::optional<std::string_view> zone_name(const timezone::Tzdb& tzdb, const timezone::Zone& zone,
                                          timezone::Span span, const ZoneChoice& zones) {
    if (zones.refused.empty()) {
        const auto best = timezone::windows_name(tzdb, zone, span);
        if (!best || zones.taken.empty() || zones.taken == *best) return best;
    }
    std::vector<std::string_view> names = timezone::windows_names(tzdb, zone, span);
    std::erase_if(names, [&](std::string_view name) {
        return std::find(zones.refused.begin(), zones.refused.end(), name) != zones.refused.end();
    });
    if (names.empty() || zones.refused.size() >= zone_names_max) return std::nullopt;
    const auto taken = std::find(names.begin(), names.end(), zones.taken);
    return taken != names.end() ? *taken : names.front();
}

/// Graph takes Windows names. Where there is none the event is written in UTC: the instant is
/// right, whatever it is called.
void set_times(EventDraft& draft, const Deadline& deadline, const timezone::Tzdb& tzdb,
               const ZoneChoice& zones) {
    const EventTimes times = event_times(*deadline.due, deadline.event, tzdb);
    draft.start = times.start;
    draft.end = times.end;
    draft.all_day = deadline.due->whole_day;
    const timezone::Zone zone = zone_of(*deadline.due, tzdb);
    const timezone::Instant start = zone.instant(times.start);
    const timezone::Instant end = zone.instant(times.end);
    const auto name = zone_name(tzdb, zone, {start, end + std::chrono::seconds{1}}, zones);
    if (name || draft.all_day) {
        draft.zone = name.value_or("UTC");
        return;
    }
    const timezone::Zone utc = timezone::Zone::utc();
    draft.start = utc.local(start);
    draft.end = utc.local(end);
    draft.zone = "UTC";
}

void set_attendees(EventDraft& draft, const Deadline& deadline, const Repository& repository) {
    const std::string organiser = normal_address(organiser_of(deadline, repository));
    std::string meant;
    for (const Assignee& assignee : deadline.assignees) {
        if (normal_address(assignee.address) == organiser) continue;
        if (!may_write_to(repository, assignee.address)) continue;
        draft.attendees.push_back({assignee.address, assignee.name, assignee.required});
        if (is_external(repository, assignee.address)) draft.hide_attendees = true;
        meant += (meant.empty() ? "" : ", ") + assignee.address;
    }
    if (repository.redirect_to.empty() || draft.attendees.empty()) return;
    draft.attendees = {{repository.redirect_to, "", true}};
    draft.subject = rehearsal_subject(draft.subject, meant, repository.language);
}

}  // namespace

const std::string& organiser_of(const Deadline& deadline, const Repository& repository) {
    const bool named = !deadline.organiser.empty() && may_organise(repository, deadline.organiser);
    return named ? deadline.organiser : repository.mailbox;
}

std::string zone_name_of(const std::string& draft) {
    if (draft.empty()) return {};
    const nlohmann::json event = graph::parse_json(draft);
    const auto start = event.find("start");
    return start == event.end() ? std::string{} : graph::text_or_empty(*start, "timeZone");
}

EventDraft project(const Deadline& deadline, const Repository& repository,
                   const timezone::Tzdb& tzdb, const ZoneChoice& zones) {
    EventDraft draft;
    draft.subject = deadline.title;
    draft.body_html = event_body(deadline, repository);
    draft.show_as = deadline.event.show_as;
    if (!deadline.document.category.empty()) draft.categories = {deadline.document.category};
    set_times(draft, deadline, tzdb, zones);
    set_attendees(draft, deadline, repository);
    for (const Reminder& reminder : deadline.reminders) {
        if (!reminder.in_calendar) continue;
        const auto minutes = alert_minutes(reminder, *deadline.due, deadline.event, tzdb);
        draft.reminder_minutes = static_cast<int>(std::max<std::int64_t>(0, minutes));
    }
    return draft;
}

std::string event_key(const Deadline& deadline, int generation) {
    return deadline.id + "/" + std::to_string(generation);
}

std::string transaction_id(const Deadline& deadline, int generation) {
    return uuid_v5("event:" + deadline.repository + ":" + event_key(deadline, generation));
}

}  // namespace plazo::scheduler
