#include "scheduler/trigger.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scheduler/due.h"
#include "scheduler/fields.h"
#include "scheduler/suggest.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using timezone::Instant;
using timezone::LocalTime;
using timezone::Tzdb;
using timezone::Zone;

namespace {

constexpr const char* no_work_calendars =
    "counting business days needs a work calendar, and this version has none";

/// What every part of the reader needs.
struct Context {
    const Repository& repository;
    const Tzdb& tzdb;
    Instant event_time;
};

Trigger::Type read_type(Fields& event) {
    const std::string type = event.text("type");
    constexpr std::string_view prefix = "com.r2docuo.deadline.";
    const std::string_view word = type.starts_with(prefix)
                                      ? std::string_view{type}.substr(prefix.size())
                                      : std::string_view{};
    if (word == "upsert") return Trigger::Type::upsert;
    if (word == "move") return Trigger::Type::move;
    if (word == "reassign") return Trigger::Type::reassign;
    if (word == "complete") return Trigger::Type::complete;
    if (word == "cancel") return Trigger::Type::cancel;
    event.fail("type", "\"" + type + "\" is not a type that is served",
               "com.r2docuo.deadline.upsert, .move, .reassign, .complete or .cancel");
}

Zone read_zone(Fields& fields, const char* name, const Context& context) {
    const std::string zone_name = fields.optional_text(name).value_or(context.repository.time_zone);
    std::optional<Zone> zone = find_zone(context.tzdb, zone_name);
    if (!zone) {
        fields.fail(name, "\"" + zone_name + "\" is not a known time zone",
                    did_you_mean(zone_name, context.tzdb.names()));
    }
    return *std::move(zone);
}

std::chrono::seconds read_clock(Fields& fields, const char* name, const std::string& text) {
    const auto local = timezone::parse_local("2000-01-01T" + text);
    if (!local) fields.fail(name, "\"" + text + "\" is not a time of day like 14:00");
    return timezone::time_of_day(*local);
}

Duration read_duration(Fields& fields, const char* name) {
    const std::string text = fields.text(name);
    const std::optional<Duration> duration = timezone::parse_duration(text);
    if (!duration) {
        fields.fail(name,
                    "\"" + text + "\" is not an ISO 8601 duration of at most " +
                        std::to_string(timezone::duration_years_max) + " years",
                    "P10D, P2W, P1M or PT4H");
    }
    if (duration->zero()) fields.fail(name, "must not be zero");
    return *duration;
}

/// What an offset counts from, on the wall of `zone`.
LocalTime read_base(Fields& due, const Zone& zone, const Context& context) {
    const LocalTime event_time = zone.local(context.event_time);
    std::optional<Fields> from = due.object("from");
    if (!from) return event_time;
    from->optional_text("field", name_bytes_max);  // which field it was: for people
    const bool is_event = from->flag("event", false);
    const std::optional<std::string> on = from->optional_text("on");
    from->done();
    if (is_event && !on) return event_time;
    if (!on) from->fail("on", "is required", "a date, or {\"event\": true}");
    const auto date = timezone::parse_date(*on);
    if (!date) from->fail("on", "\"" + *on + "\" is not a date like 2026-12-15");
    return timezone::at(*date, timezone::time_of_day(event_time));
}

Due read_relative(Fields& due, const Zone& zone, const Context& context) {
    const Duration offset = read_duration(due, "offset");
    const std::string count = due.choice("count", {"calendar", "business"});
    if (count == "business") due.fail("count", no_work_calendars);
    due.refuse("rule", no_work_calendars);
    due.refuse("calendar", no_work_calendars);
    LocalTime at = timezone::later(read_base(due, zone, context), offset, zone);
    if (const auto clock = due.optional_text("at")) {
        if (offset.exact != std::chrono::seconds{0}) {
            due.fail("at", "cannot be set for an offset in hours");
        }
        at = timezone::at(timezone::date_of(at), read_clock(due, "at", *clock));
    }
    return {at, false, zone.name()};
}

Due read_due(Fields due, const Context& context) {
    const Zone zone = read_zone(due, "timeZone", context);
    Due meant{{}, false, zone.name()};
    if (due.has("offset")) {
        meant = read_relative(due, zone, context);
    } else if (const auto on = due.optional_text("on")) {
        due.refuse("at", "cannot stand beside \"on\"");
        const auto date = timezone::parse_date(*on);
        if (!date) due.fail("on", "\"" + *on + "\" is not a date like 2026-12-15");
        meant = {timezone::midnight(*date), true, zone.name()};
    } else {
        const std::string at = due.text("at");
        if (const auto local = timezone::parse_local(at)) {
            meant.at = *local;
        } else if (const auto instant = timezone::parse_rfc3339(at)) {
            meant.at = zone.local(*instant);
            if (zone.instant(meant.at) != *instant) {
                due.fail("at",
                         "falls into the second of two equal hours, when clocks go back in " +
                             zone.name(),
                         "an hour earlier or later");
            }
        } else {
            due.fail("at", "\"" + at + "\" is not a time like 2026-12-15T14:00:00");
        }
    }
    due.done();
    return meant;
}

Assignee read_assignee(Fields fields, const Context& context) {
    Assignee assignee;
    assignee.type = fields.choice("type", {"user", "collaborator", "field", "address", "group"});
    if (assignee.type == "group") {
        fields.fail("type", "groups cannot be told from people yet; name the people");
    }
    assignee.id = fields.optional_line("id", name_bytes_max).value_or("");
    assignee.address = fields.text("address", address_bytes_max);
    if (!valid_address(assignee.address)) {
        fields.fail("address", "\"" + assignee.address + "\" is not an e-mail address");
    }
    if (!may_write_to(context.repository, assignee.address)) {
        fields.fail("address", "\"" + assignee.address + "\" is outside the repository's domains",
                    "plazo repository add ... --recipients DOMAIN allows one");
    }
    assignee.name = fields.optional_line("name", name_bytes_max).value_or("");
    assignee.required = fields.choice("role", {"required", "optional"}) == "required";
    if (fields.has("locale")) assignee.locale = fields.choice("locale", {"es", "en"});
    const std::string visibility = fields.choice("visibility", {"user", "collaborator"});
    assignee.collaborator = visibility == "collaborator" || assignee.type == "collaborator";
    fields.done();
    return assignee;
}

std::vector<Assignee> read_assignees(Fields& data, const Context& context) {
    std::vector<Assignee> assignees;
    for (Fields& each : data.objects("assignees", assignees_max)) {
        Assignee assignee = read_assignee(each, context);
        const auto same = [&](const Assignee& other) {
            return normal_address(other.address) == normal_address(assignee.address);
        };
        if (std::none_of(assignees.begin(), assignees.end(), same)) {
            assignees.push_back(std::move(assignee));
        }
    }
    return assignees;
}

Reminder read_reminder(Fields fields) {
    Reminder reminder;
    reminder.before = fields.has("before");
    if (reminder.before) fields.refuse("after", "cannot stand beside \"before\"");
    if (!reminder.before && !fields.has("after"))
        fields.fail("before", "is required, or \"after\"");
    reminder.offset = read_duration(fields, reminder.before ? "before" : "after");
    if (fields.choice("count", {"calendar", "business"}) == "business") {
        fields.fail("count", no_work_calendars);
    }
    fields.refuse("repeat",
                  "repeated reminders keep to working days, and " + std::string{no_work_calendars});
    fields.refuse("max", "has a meaning only beside \"repeat\"");
    reminder.by_mail = !fields.has("channels");
    for (const std::string& channel : fields.texts("channels", reminders_max)) {
        if (channel == "email") {
            reminder.by_mail = true;
        } else if (channel == "calendar") {
            reminder.in_calendar = true;
        } else {
            fields.fail("channels", "\"" + channel + "\" is not served", "email or calendar");
        }
    }
    if (!reminder.by_mail && !reminder.in_calendar) fields.fail("channels", "names none");
    if (reminder.in_calendar && !reminder.before) {
        fields.fail("channels", "an alert of the calendar can only come before");
    }
    if (const auto clock = fields.optional_text("sendAt")) {
        if (reminder.offset.exact != std::chrono::seconds{0}) {
            fields.fail("sendAt", "cannot be set for a distance in hours");
        }
        reminder.send_at = read_clock(fields, "sendAt", *clock);
    }
    fields.done();
    return reminder;
}

void read_event_shape(Fields& deadline, EventShape& shape) {
    std::optional<Fields> event = deadline.object("event");
    if (!event) return;
    if (event->has("length")) {
        const Duration length = read_duration(*event, "length");
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length.exact);
        if (length.days != 0 || length.months != 0 || minutes != length.exact ||
            minutes > event_length_max) {
            event->fail("length", "must be whole minutes, at most a day", "PT30M");
        }
        shape.length = minutes;
    }
    const std::string placement = event->choice("placement", {"ends-at-due", "starts-at-due"});
    shape.placement =
        placement == "starts-at-due" ? Placement::starts_at_due : Placement::ends_at_due;
    shape.show_as =
        event->choice("showAs", {"free", "tentative", "busy", "oof", "workingElsewhere"});
    event->choice("onComplete", {"auto"});
    event->choice("onCancel", {"cancel"});
    event->done();
}

/// One alert at most, before the event begins: Graph has one number of minutes before the start.
void check_alert(Fields& deadline, const Deadline& content, const Context& context) {
    int alerts = 0;
    for (const Reminder& reminder : content.reminders) {
        if (!reminder.in_calendar) continue;
        if (++alerts > 1)
            deadline.fail("reminders", "an event has one calendar alert, not several");
        if (alert_minutes(reminder, *content.due, content.event, context.tzdb) < 0) {
            deadline.fail("reminders", "the calendar alert would come after the event has begun",
                          "a longer \"before\", or a shorter event");
        }
    }
}

void read_rest(Fields& data, Fields& deadline, Deadline& content) {
    content.kind = deadline.choice("kind", {"task", "appointment", "expiry"});
    content.title = deadline.optional_line("title", title_bytes_max).value_or("");
    if (content.title.empty()) deadline.fail("title", "is required");
    content.description = deadline.optional_text("description").value_or("");
    content.priority = deadline.choice("priority", {"normal", "low", "high"});
    read_event_shape(deadline, content.event);
    for (Fields& each : data.objects("reminders", reminders_max)) {
        content.reminders.push_back(read_reminder(each));
    }
    if (!data.objects("escalations", reminders_max).empty()) {
        data.fail("escalations", "escalations are not served yet");
    }
    data.refuse("recurrence", "recurring deadlines are not served yet");
    deadline.refuse("recurrence", "recurring deadlines are not served yet");
    if (auto misfire = data.object("misfire")) {
        misfire->choice("policy", {"catch-up-once"});
        misfire->refuse("maxLateness", "a limit of lateness is not served yet");
        misfire->done();
    }
}

void read_origin(Fields& data, Deadline& content) {
    std::optional<Fields> origin = data.object("origin");
    if (!origin) return;
    content.set_by = origin->optional_line("by", name_bytes_max).value_or("");
    for (const char* name : {"event", "process", "transition", "from", "to"}) {
        origin->optional_line(name,
                              name_bytes_max);  // where it came from: for the audit of the sender
    }
    origin->done();
}

void read_document(Fields& data, Deadline& content) {
    Fields document = data.required_object("document");
    content.document.id = document.text("id", name_bytes_max);
    content.document.code = document.optional_line("code", name_bytes_max).value_or("");
    content.document.name = document.optional_line("name", title_bytes_max).value_or("");
    content.document.category = document.optional_line("category", name_bytes_max).value_or("");
    content.document.url = document.optional_line("url").value_or("");
    if (!content.document.url.empty() && !content.document.url.starts_with("https://")) {
        document.fail("url", "must begin with https://");
    }
    document.done();
}

void read_organiser(Fields& data, Deadline& content, const Context& context) {
    const auto organiser = data.optional_line("organiser", address_bytes_max);
    if (!organiser) return;
    if (!may_organise(context.repository, *organiser)) {
        data.fail("organiser", "\"" + *organiser + "\" may not organise events of this repository",
                  "its mailbox, or an address allowed by --allow");
    }
    content.organiser = *organiser;
}

void read_content(Trigger& trigger, Fields& data, Fields& deadline, const Context& context) {
    Deadline& content = trigger.content;
    read_origin(data, content);
    switch (trigger.type) {
        case Trigger::Type::upsert:
            content.due = read_due(deadline.required_object("due"), context);
            content.assignees = read_assignees(data, context);
            read_organiser(data, content, context);
            read_rest(data, deadline, content);
            check_alert(data, content, context);
            break;
        case Trigger::Type::move:
            content.due = read_due(deadline.required_object("due"), context);
            break;
        case Trigger::Type::reassign:
            content.assignees = read_assignees(data, context);
            break;
        case Trigger::Type::complete: {
            content.status = Status::completed;
            content.completed_by = data.optional_line("completedBy", name_bytes_max).value_or("");
            const auto at = data.optional_text("completedAt");
            if (at && !timezone::parse_rfc3339(*at))
                data.fail("completedAt", "is not an RFC 3339 time");
            break;
        }
        case Trigger::Type::cancel:
            content.status = Status::cancelled;
            if (!data.flag("notify", true)) {
                data.fail("notify", "Exchange tells the attendees of every cancellation");
            }
            break;
    }
    content.reason = data.optional_text("reason", title_bytes_max).value_or("");
}

}  // namespace

std::string repository_of(const nlohmann::json& event) {
    Fields fields{event, ""};
    Fields data = fields.required_object("data");
    return data.text("repository", repository_name_bytes_max);
}

Trigger read_trigger(const nlohmann::json& event, const Repository& repository, const Tzdb& tzdb,
                     Instant now) {
    Fields fields{event, ""};
    if (fields.text("specversion") != "1.0") fields.fail("specversion", "must be \"1.0\"");
    Trigger trigger;
    trigger.type = read_type(fields);
    trigger.id = fields.text("id", name_bytes_max);
    trigger.source = fields.text("source");
    fields.optional_text("subject");
    fields.optional_text("dataschema");
    fields.choice("datacontenttype", {"application/json"});
    std::int64_t time_micros = now.time_since_epoch().count() * 1'000'000;
    if (const auto time = fields.optional_text("time")) {
        const auto micros = timezone::parse_rfc3339_micros(*time);
        if (!micros) fields.fail("time", "\"" + *time + "\" is not an RFC 3339 time");
        time_micros = *micros;
    }
    Fields data = fields.required_object("data");
    fields.done();

    data.text("repository", repository_name_bytes_max);
    Fields deadline = data.required_object("deadline");
    Deadline& content = trigger.content;
    content.repository = repository.name;
    read_document(data, content);
    content.key = deadline.text("key", name_bytes_max);
    if (content.key == "*")
        deadline.fail("key", "all deadlines of a document at once is not served yet");
    content.id = deadline_id(repository.name, content.document.id, content.key);
    const auto revision = deadline.integer("revision", 0, revision_max);
    trigger.revision_is_time = !revision;
    trigger.revision = revision.value_or(time_micros);

    const Instant event_time{
        std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds{time_micros})};
    read_content(trigger, data, deadline, {repository, tzdb, event_time});
    deadline.done();
    data.done();
    return trigger;
}

}  // namespace plazo::scheduler
