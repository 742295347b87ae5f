#include "scheduler/trigger.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scheduler/due.h"
#include "scheduler/due_reader.h"
#include "scheduler/fields.h"
#include "scheduler/term.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using timezone::Instant;
using timezone::LocalTime;
using timezone::Tzdb;
using timezone::Zone;

namespace {

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

Assignee read_assignee(Fields fields, const DueContext& context) {
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

std::vector<Assignee> read_assignees(Fields& data, const DueContext& context) {
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
    reminder.offset =
        read_term(fields, reminder.before ? "before" : "after", timezone::CountingRule::natural);
    if (fields.choice("count", {"calendar", "business"}) == "business") {
        fields.fail("count", "reminders are counted in calendar days");
    }
    fields.refuse("repeat", "repeated reminders are not served yet");
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
    reminder.send_at = read_clock(fields, "sendAt");
    if (reminder.send_at && reminder.offset.exact != std::chrono::seconds{0}) {
        fields.fail("sendAt", "cannot be set for a distance in hours");
    }
    fields.done();
    return reminder;
}

void read_event_shape(Fields& deadline, EventShape& shape) {
    std::optional<Fields> event = deadline.object("event");
    if (!event) return;
    if (event->has("length")) {
        const Duration length = read_term(*event, "length", timezone::CountingRule::natural);
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
void check_alert(Fields& deadline, const Deadline& content, const DueContext& context) {
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

void read_organiser(Fields& data, Deadline& content, const DueContext& context) {
    const auto organiser = data.optional_line("organiser", address_bytes_max);
    if (!organiser) return;
    if (!may_organise(context.repository, *organiser)) {
        data.fail("organiser", "\"" + *organiser + "\" may not organise events of this repository",
                  "its mailbox, or an address allowed by --allow");
    }
    content.organiser = *organiser;
}

void take_due(Trigger& trigger, Fields& deadline, const DueContext& context) {
    ReadDue read = read_due(deadline.required_object("due"), context);
    trigger.content.due = std::move(read.due);
    trigger.explain = std::move(read.explain);
}

void read_content(Trigger& trigger, Fields& data, Fields& deadline, const DueContext& context) {
    Deadline& content = trigger.content;
    read_origin(data, content);
    switch (trigger.type) {
        case Trigger::Type::upsert:
            take_due(trigger, deadline, context);
            content.assignees = read_assignees(data, context);
            read_organiser(data, content, context);
            read_rest(data, deadline, content);
            check_alert(data, content, context);
            break;
        case Trigger::Type::move:
            take_due(trigger, deadline, context);
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

std::optional<std::string> calendar_of(const nlohmann::json& event) {
    const nlohmann::json* member = &event;
    for (const char* name : {"data", "deadline", "due", "calendar"}) {
        if (!member->is_object() || !member->contains(name)) return std::nullopt;
        member = &member->at(name);
    }
    if (!member->is_string()) return std::nullopt;
    return member->get<std::string>();
}

Trigger read_trigger(const nlohmann::json& event, const Repository& repository, const Tzdb& tzdb,
                     Instant now, const timezone::WorkTimetable* calendar) {
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
    read_content(trigger, data, deadline, {repository, tzdb, event_time, calendar});
    deadline.done();
    data.done();
    return trigger;
}

}  // namespace plazo::scheduler
