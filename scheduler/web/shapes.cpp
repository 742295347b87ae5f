#include "scheduler/web/shapes.h"

#include <nlohmann/json.hpp>

#include "graph/token.h"
#include "scheduler/due.h"
#include "scheduler/fields.h"
#include "scheduler/suggest.h"
#include "scheduler/trigger.h"
#include "timezone/text.h"

namespace plazo::web {

using nlohmann::json;
using scheduler::Fields;
using scheduler::Repository;
using timezone::format_rfc3339;

namespace {

std::string clock_text(std::chrono::seconds clock) {
    return timezone::format_local(timezone::LocalTime{clock}).substr(11, 5);
}

std::string read_zone(Fields& fields, const timezone::Tzdb& tzdb) {
    const std::string name = fields.optional_text("time_zone").value_or(Repository{}.time_zone);
    const auto zone = scheduler::find_zone(tzdb, name);
    if (!zone) {
        fields.fail("time_zone", "\"" + name + "\" is not a known time zone",
                    scheduler::did_you_mean(name, tzdb.names()));
    }
    return zone->name();
}

std::string read_address(Fields& fields, const char* name, const std::string& address) {
    if (!scheduler::valid_address(address)) {
        fields.fail(name, "\"" + address + "\" is not an e-mail address");
    }
    return address;
}

void read_people(Fields& fields, Repository& repository) {
    constexpr std::size_t list_max = 100;
    repository.mailbox = read_address(fields, "mailbox", fields.text("mailbox", 254));
    for (const std::string& address : fields.texts("allow", list_max)) {
        repository.allow.push_back(read_address(fields, "allow", address));
    }
    for (const std::string& domain : fields.texts("recipients", list_max)) {
        if (!scheduler::valid_address("x@" + domain)) {
            fields.fail("recipients", "\"" + domain + "\" is not a domain");
        }
        repository.recipients.push_back(scheduler::normal_address(domain));
    }
    if (const auto address = fields.optional_text("redirect_to")) {
        repository.redirect_to = read_address(fields, "redirect_to", *address);
    }
}

}  // namespace

json repository_shape(const Repository& repository) {
    return {{"name", repository.name},
            {"tenant", repository.tenant},
            {"client_id", repository.client_id},
            {"cloud", repository.cloud},
            {"mailbox", repository.mailbox},
            {"display_name", repository.display_name},
            {"time_zone", repository.time_zone},
            {"language", repository.language},
            {"reminder_time", clock_text(repository.reminder_time)},
            {"allow", repository.allow},
            {"recipients", repository.recipients},
            {"redirect_to", repository.redirect_to}};
}

json key_shape(const scheduler::ApiKey& key) {
    json shape = {{"id", key.id},
                  {"repository", key.repository},
                  {"note", key.note},
                  {"created", format_rfc3339(key.created)}};
    if (key.revoked) shape["revoked"] = format_rfc3339(*key.revoked);
    return shape;
}

json step_shape(const scheduler::Step& step) {
    json shape = {{"id", step.id},
                  {"deadline", step.deadline},
                  {"kind", scheduler::name_of(step.kind)},
                  {"key", step.key},
                  {"due", format_rfc3339(step.due)},
                  {"attempts", step.attempts},
                  {"in_doubt", step.intent.has_value()}};
    if (!step.address.empty()) shape["to"] = step.address;
    if (!step.last_error.empty()) shape["last_error"] = step.last_error;
    return shape;
}

json settled_shape(const scheduler::Settled& settled) {
    json shape = step_shape(settled.step);
    shape.erase("in_doubt");
    shape["ending"] = scheduler::name_of(settled.ending);
    shape["at"] = format_rfc3339(settled.at);
    shape["detail"] = settled.detail;
    shape["request_id"] = settled.request_id;
    return shape;
}

json deadline_shape(const scheduler::Record& record, const timezone::Tzdb& tzdb) {
    const scheduler::Deadline& deadline = record.deadline;
    json shape = {{"id", deadline.id},
                  {"repository", deadline.repository},
                  {"key", deadline.key},
                  {"document", {{"id", deadline.document.id}, {"name", deadline.document.name}}},
                  {"title", deadline.title},
                  {"status", scheduler::name_of(deadline.status)}};
    if (!deadline.revisions_are_times) shape["revision"] = deadline.revision();
    if (deadline.due) {
        const scheduler::Due& due = *deadline.due;
        shape["due"] = {{"instant", format_rfc3339(scheduler::due_instant(due, tzdb))},
                        {"timeZone", due.zone}};
        shape["due"][due.whole_day ? "on" : "at"] =
            due.whole_day ? timezone::format_date(timezone::date_of(due.at))
                          : timezone::format_local(due.at);
    }
    shape["assignees"] = json::array();
    for (const auto& assignee : deadline.assignees) {
        shape["assignees"].push_back({{"address", assignee.address},
                                      {"name", assignee.name},
                                      {"role", assignee.required ? "required" : "optional"}});
    }
    if (record.projection) {
        shape["event"] = {{"id", record.projection->event_id},
                          {"iCalUId", record.projection->i_cal_uid},
                          {"mailbox", record.projection->mailbox},
                          {"cancelled", record.projection->cancelled}};
    }
    shape["steps"] = json::array();
    for (const auto& step : record.steps) shape["steps"].push_back(step_shape(step));
    return shape;
}

Repository read_repository(const json& body, const std::string& name, const timezone::Tzdb& tzdb) {
    if (!scheduler::valid_repository_name(name)) {
        throw scheduler::InputError{"/name", "\"" + name + "\" is not a repository name",
                                    "lower-case letters, digits and hyphens"};
    }
    Fields fields{body, ""};
    Repository repository;
    repository.name = name;
    repository.tenant = fields.text("tenant");
    if (!graph::valid_tenant(repository.tenant)) {
        fields.fail("tenant", "\"" + repository.tenant + "\" is not a tenant",
                    "the directory's GUID or one of its domain names, not common or organizations");
    }
    repository.client_id = fields.text("client_id", scheduler::name_bytes_max);
    repository.cloud = fields.choice("cloud", {"global", "gcc-high", "dod", "china", "custom"});
    read_people(fields, repository);
    repository.display_name =
        fields.optional_line("display_name", scheduler::name_bytes_max).value_or("");
    repository.time_zone = read_zone(fields, tzdb);
    repository.language = fields.choice("language", {"es", "en"});
    if (const auto clock = fields.optional_text("reminder_time")) {
        const auto local = timezone::parse_local("2000-01-01T" + *clock);
        if (!local) fields.fail("reminder_time", "\"" + *clock + "\" is not a time like 09:00");
        repository.reminder_time = timezone::time_of_day(*local);
    }
    fields.done();
    return repository;
}

}  // namespace plazo::web
