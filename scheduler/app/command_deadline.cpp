// plazo deadline add | list | show | complete | cancel: what the API does, from a shell.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/app/command.h"
#include "scheduler/app/owner.h"
#include "scheduler/crypto.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;

namespace {

struct Flags {
    std::string repository;
    std::string id;
    std::string document;
    std::string document_name;
    std::string url;
    std::string key = "shell";
    std::string title;
    std::string due;
    std::string time_zone;
    std::vector<std::string> assignees;
    std::vector<std::string> reminders;
    std::string by;
    std::string reason;
};

std::string deadlines_path(const std::string& repository) {
    return "/v1/repositories/" + graph::percent_encode(repository) + "/deadlines";
}

/// Two commands within one second are still one after the other.
std::int64_t micros_now() {
    using std::chrono::microseconds;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<microseconds>(now).count();
}

/// "2026-12-15" is a day, everything else a time; the API says what is wrong with it.
json due_json(const Flags& flags) {
    const bool day = flags.due.find('T') == std::string::npos;
    json due = {{day ? "on" : "at", flags.due}};
    if (!flags.time_zone.empty()) due["timeZone"] = flags.time_zone;
    return due;
}

json event_json(const Flags& flags) {
    json assignees = json::array();
    for (const std::string& address : flags.assignees) assignees.push_back({{"address", address}});
    json reminders = json::array();
    for (const std::string& before : flags.reminders) reminders.push_back({{"before", before}});
    json document = {{"id", flags.document}};
    if (!flags.document_name.empty()) document["name"] = flags.document_name;
    if (!flags.url.empty()) document["url"] = flags.url;
    return {{"specversion", "1.0"},
            {"id", scheduler::random_secret(16)},
            {"source", "urn:plazo:cli"},
            {"time", timezone::format_rfc3339_micros(micros_now())},
            {"type", "com.r2docuo.deadline.upsert"},
            {"data",
             {{"repository", flags.repository},
              {"document", std::move(document)},
              {"deadline", {{"key", flags.key}, {"title", flags.title}, {"due", due_json(flags)}}},
              {"assignees", std::move(assignees)},
              {"reminders", std::move(reminders)}}}};
}

void tell_if_alone(const Terminal& terminal, const Owner& owner) {
    if (owner.alone()) terminal.say("Stored. It is sent when plazo serve runs.");
}

std::string outcome_text(const json& answer) {
    std::string text =
        answer.at("deadline").get<std::string>() + " " + answer.at("outcome").get<std::string>();
    if (answer.contains("due")) text += ", due " + answer.at("due").get<std::string>();
    return text + "\n";
}

void add(const Terminal& terminal, const Flags& flags) {
    Owner owner{terminal.config(), terminal};
    const std::string target =
        "/v1/repositories/" + graph::percent_encode(flags.repository) + "/triggers";
    const json answer = owner.call_with_text("POST", target, graph::dump_json(event_json(flags)),
                                             "application/cloudevents+json");
    terminal.show(answer, [&] { return outcome_text(answer); });
    tell_if_alone(terminal, owner);
}

void list(const Terminal& terminal, const Flags& flags) {
    const json answer =
        Owner{terminal.config(), terminal}.call("GET", deadlines_path(flags.repository));
    terminal.show(answer, [&] {
        std::vector<std::vector<std::string>> rows = {{"ID", "STATUS", "DUE", "TITLE"}};
        for (const json& each : answer.at("deadlines")) {
            const json due = each.value("due", json::object());
            rows.push_back({each.at("id"), each.at("status"),
                            due.value("at", due.value("on", std::string{"-"})) + " " +
                                due.value("timeZone", std::string{}),
                            each.at("title")});
        }
        return rows.size() == 1 ? std::string{} : table(rows);
    });
}

void show(const Terminal& terminal, const Flags& flags) {
    const json answer = Owner{terminal.config(), terminal}.call(
        "GET", deadlines_path(flags.repository) + "/" + graph::percent_encode(flags.id));
    terminal.show(answer, [&] { return graph::dump_json_indented(answer) + "\n"; });
}

void close(const Terminal& terminal, const Flags& flags, const std::string& how) {
    json wish = json::object();
    if (!flags.by.empty()) wish["by"] = flags.by;
    if (!flags.reason.empty()) wish["reason"] = flags.reason;
    Owner owner{terminal.config(), terminal};
    const std::string target =
        deadlines_path(flags.repository) + "/" + graph::percent_encode(flags.id) + "/" + how;
    const json answer = owner.call("POST", target, wish);
    terminal.show(answer, [&] { return outcome_text(answer); });
    tell_if_alone(terminal, owner);
}

void name_deadline(CLI::App& command, Flags& flags) {
    command.add_option("ID", flags.id, "dl_...")->required();
    command.add_option("--repository", flags.repository)->required();
}

void add_adding(CLI::App& group, Terminal& terminal, const std::shared_ptr<Flags>& flags,
                const std::string& example) {
    CLI::App& adding = add_command(group, "add", "Set a deadline", example);
    adding.add_option("--repository", flags->repository)->required();
    adding.add_option("--document", flags->document, "Docuo's document id")->required();
    adding.add_option("--title", flags->title)->required();
    adding.add_option("--due", flags->due, "2026-12-15T14:00:00, or 2026-12-15 for the whole day")
        ->required();
    adding.add_option("--time-zone", flags->time_zone, "The repository's without");
    adding.add_option("--assignee", flags->assignees, "Address of who must act; repeatable");
    adding.add_option("--remind", flags->reminders, "Mail so long before, P2D or PT1H; repeatable");
    adding.add_option("--document-name", flags->document_name);
    adding.add_option("--url", flags->url, "Link to the document, https");
    adding.add_option("--key", flags->key, "Which deadline of the document");
    adding.callback([&terminal, flags] { add(terminal, *flags); });
}

}  // namespace

void add_deadline(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    const std::string example =
        "plazo deadline add --repository acme --document 88121 --title \"Revisar contrato\" "
        "--due 2026-12-15T14:00:00 --assignee luis@acme.es";
    CLI::App& group = add_command(app, "deadline", "Deadlines of a repository", example);
    group.require_subcommand(1);
    add_adding(group, terminal, flags, example);

    CLI::App& listing = add_command(group, "list", "All deadlines, by due date",
                                    "plazo deadline list --repository acme");
    listing.add_option("--repository", flags->repository)->required();
    listing.callback([&terminal, flags] { list(terminal, *flags); });

    CLI::App& showing =
        add_command(group, "show", "One deadline, its event and what is still to be sent",
                    "plazo deadline show dl_0a1b2c --repository acme");
    name_deadline(showing, *flags);
    showing.callback([&terminal, flags] { show(terminal, *flags); });

    CLI::App& completing =
        add_command(group, "complete", "It is done: remind nobody, take it out of the calendars",
                    "plazo deadline complete dl_0a1b2c --repository acme --by Luis");
    name_deadline(completing, *flags);
    completing.add_option("--by", flags->by, "Who completed it");
    completing.callback([&terminal, flags] { close(terminal, *flags, "complete"); });

    CLI::App& cancelling = add_command(
        group, "cancel", "It is no longer needed",
        "plazo deadline cancel dl_0a1b2c --repository acme --reason \"Documento anulado\"");
    name_deadline(cancelling, *flags);
    cancelling.add_option("--reason", flags->reason);
    cancelling.callback([&terminal, flags] { close(terminal, *flags, "cancel"); });
}

}  // namespace plazo::app
