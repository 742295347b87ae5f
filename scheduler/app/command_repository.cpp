// plazo repository add | list | show | test: the mailing configuration of one Docuo repository.
#include <nlohmann/json.hpp>

#include "scheduler/app/command.h"
#include "scheduler/app/owner.h"

namespace plazo::app {

using nlohmann::json;

namespace {

struct Flags {
    std::string name;
    std::string tenant;
    std::string client;
    std::string mailbox;
    std::string display_name;
    std::string cloud = "global";
    std::string time_zone = "Europe/Madrid";
    std::string language = "es";
    std::string reminder_time = "09:00";
    std::vector<std::string> allow;
    std::vector<std::string> recipients;
    std::string redirect_to;
    bool no_test = false;
    std::string send_to;
};

std::string path_of(const std::string& name) {
    return "/v1/repositories/" + graph::percent_encode(name);
}

std::string checks_text(const json& checks) {
    std::string text;
    for (const json& check : checks) {
        text += check.at("ok").get<bool>() ? "ok      " : "FAILED  ";
        text += check.at("name").get<std::string>() + ": " + check.at("detail").get<std::string>() +
                "\n";
    }
    return text;
}

/// Shows what was found before the one that failed, then fails.
template <typename Call>
json with_checks_shown(const Terminal& terminal, const Call& call) {
    try {
        return call();
    } catch (const CommandError& error) {
        if (!error.details.empty() && !terminal.json) {
            terminal.say(checks_text(json::parse(error.details).at("checks")));
        }
        throw;
    }
}

void add(const Terminal& terminal, const Flags& flags) {
    const json settings = {
        {"tenant", flags.tenant},
        {"client_id", flags.client},
        {"mailbox", flags.mailbox},
        {"display_name", flags.display_name},
        {"cloud", flags.cloud},
        {"time_zone", flags.time_zone},
        {"language", flags.language},
        {"reminder_time", flags.reminder_time},
        {"allow", flags.allow},
        {"recipients", flags.recipients},
        {"redirect_to", flags.redirect_to.empty() ? json{} : json(flags.redirect_to)}};
    Owner owner{terminal.config(), terminal, sending_answer_max};
    const std::string target = path_of(flags.name) + (flags.no_test ? "?test=false" : "");
    const json saved =
        with_checks_shown(terminal, [&] { return owner.call("PUT", target, settings); });
    terminal.show(saved, [&] {
        return "saved repository " + flags.name + "; next: plazo key create " + flags.name + "\n";
    });
}

void list(const Terminal& terminal) {
    const json answer = Owner{terminal.config(), terminal}.call("GET", "/v1/repositories");
    terminal.show(answer, [&] {
        std::vector<std::vector<std::string>> rows = {
            {"NAME", "MAILBOX", "CLOUD", "ZONE", "LANGUAGE"}};
        for (const json& each : answer.at("repositories")) {
            rows.push_back({each.at("name"), each.at("mailbox"), each.at("cloud"),
                            each.at("time_zone"), each.at("language")});
        }
        return rows.size() == 1 ? std::string{} : table(rows);
    });
}

void show(const Terminal& terminal, const Flags& flags) {
    const json answer = Owner{terminal.config(), terminal}.call("GET", path_of(flags.name));
    terminal.show(answer, [&] {
        std::vector<std::vector<std::string>> rows;
        for (const auto& [key, value] : answer.items()) {
            std::string text = value.is_string() ? value.get<std::string>() : std::string{};
            if (value.is_array()) {
                for (const json& each : value)
                    text += (text.empty() ? "" : ", ") + each.get<std::string>();
            }
            rows.push_back({key, text});
        }
        return table(rows);
    });
}

void test(const Terminal& terminal, const Flags& flags) {
    json wish = json::object();
    if (!flags.send_to.empty()) wish["send_to"] = flags.send_to;
    Owner owner{terminal.config(), terminal, sending_answer_max};
    const json answer = with_checks_shown(
        terminal, [&] { return owner.call("POST", path_of(flags.name) + "/test", wish); });
    terminal.show(answer, [&] { return checks_text(answer.at("checks")); });
}

void add_settings(CLI::App& command, Flags& flags) {
    command.add_option("NAME", flags.name, "Docuo's repository id")->required();
    command.add_option("--tenant", flags.tenant, "Directory (tenant) id or domain")->required();
    command.add_option("--client", flags.client, "Application (client) id")->required();
    command.add_option("--mailbox", flags.mailbox, "Service mailbox: organiser and sender")
        ->required();
    command.add_option("--name", flags.display_name, "Shown in the texts of mails");
    command.add_option("--cloud", flags.cloud, "global, gcc-high, dod, china, custom");
    command.add_option("--time-zone", flags.time_zone, "IANA or Windows name");
    command.add_option("--language", flags.language, "es, en");
    command.add_option("--reminder-time", flags.reminder_time, "When reminders go out, HH:MM");
    // One value each time, so that the next word may be the NAME.
    command.add_option("--allow", flags.allow, "A further organiser's address; repeatable")
        ->allow_extra_args(false);
    command
        .add_option("--recipients", flags.recipients,
                    "An external domain that may be written to; repeatable")
        ->allow_extra_args(false);
    command.add_option("--redirect-to", flags.redirect_to,
                       "Rehearsal: everything goes to this address");
    command.add_flag("--no-test", flags.no_test, "Save without asking Microsoft first");
}

}  // namespace

void add_repository(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    const std::string example =
        "plazo repository add acme --tenant acme.es --client 6f1c2d3e-... --mailbox plazos@acme.es";
    CLI::App& group =
        add_command(app, "repository", "Mailing configuration of Docuo repositories", example);
    group.require_subcommand(1);

    CLI::App& adding = add_command(group, "add", "Test and save a repository", example);
    add_settings(adding, *flags);
    adding.callback([&terminal, flags] { add(terminal, *flags); });

    CLI::App& listing =
        add_command(group, "list", "All repositories", "plazo repository list --json");
    listing.callback([&terminal] { list(terminal); });

    CLI::App& showing = add_command(group, "show", "One repository", "plazo repository show acme");
    showing.add_option("NAME", flags->name)->required();
    showing.callback([&terminal, flags] { show(terminal, *flags); });

    CLI::App& testing = add_command(group, "test", "Token, mailbox, test mail, test event",
                                    "plazo repository test acme --send-to ana@acme.es");
    testing.add_option("NAME", flags->name)->required();
    testing.add_option("--send-to", flags->send_to,
                       "Where the test mail goes; none is sent without");
    testing.callback([&terminal, flags] { test(terminal, *flags); });
}

}  // namespace plazo::app
