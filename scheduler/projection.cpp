#include "scheduler/projection.h"

#include <algorithm>

#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/letter.h"
#include "timezone/zone.h"

namespace plazo::scheduler {

using graph::EventDraft;

namespace {

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
