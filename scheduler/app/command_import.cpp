// plazo import: an .ics file, or a calendar on the web, into a repository's calendar.
#include <nlohmann/json.hpp>

#include "scheduler/app/command.h"
#include "scheduler/app/owner.h"
#include "scheduler/app/web_calendar.h"
#include "scheduler/web/api.h"

namespace plazo::app {

using nlohmann::json;

namespace {

struct Flags {
    std::string file;
    std::string repository;
    std::string as = "events";
    bool dry_run = false;
    bool invite = false;
    bool past = false;
    bool take_over = false;
};

std::string name_of(const std::string& file) {
    if (is_web_address(file)) return shown_address(file);
    return file == "-" ? "stdin" : file;
}

/// "team.ics:12:1: warning: ...", as compilers say it.
std::string report_text(const json& report, const std::string& file) {
    std::vector<std::vector<std::string>> rows = {{"ACTION", "SUMMARY", "WHY"}};
    const std::string place = name_of(file) + ":";
    std::string said;
    for (const json& event : report.at("events")) {
        rows.push_back({event.at("action"), event.value("summary", ""), event.value("reason", "")});
        for (const json& warning : event.value("warnings", json::array())) {
            said += place + warning.get<std::string>() + "\n";
        }
    }
    for (const json& problem : report.value("problems", json::array())) {
        said += place + problem.get<std::string>() + "\n";
    }
    std::string counts;
    for (const auto& [action, count] : report.at("summary").items()) {
        if (count == 0) continue;
        counts += (counts.empty() ? "" : ", ") + std::to_string(count.get<int>()) + " " + action;
    }
    const std::string in_file = std::to_string(report.value("events_in_file", 0));
    return table(rows) + said + "events in the file: " + in_file +
           (counts.empty() ? "" : "; " + counts) + "\n";
}

void refuse_what_is_not_served(const Flags& flags) {
    if (flags.as != "events") {
        throw CommandError{Category::usage, "not-served",
                           "--as " + flags.as + " is not served by this version", "--as events"};
    }
    if (is_web_address(flags.file) && (flags.invite || flags.take_over)) {
        throw CommandError{Category::usage, "not-from-the-web",
                           "nobody is invited from a calendar on the web, which others change",
                           "fetch the file, look at it, and import it with --invite"};
    }
}

std::string read_text(const Config& config, const std::string& file) {
    if (!is_web_address(file)) return read_input(file, web::import_bytes_max);
    graph::PublicOptions options;
    options.ca_file = config.ca_file;
    options.body_bytes = web::import_bytes_max;
    return web_calendar(file, std::move(options));
}

void import(const Terminal& terminal, const Flags& flags) {
    refuse_what_is_not_served(flags);
    const Config config = terminal.config();
    std::string text = read_text(config, flags.file);
    std::string target = "/v1/repositories/" + graph::percent_encode(flags.repository) + "/import?";
    if (flags.dry_run) target += "&dry_run=1";
    if (flags.invite) target += "&invite=1";
    if (flags.past) target += "&past=1";
    if (flags.take_over) target += "&take_over=1";
    Owner owner{config, terminal, sending_answer_max};
    const json report = owner.call_with_text("POST", target, std::move(text), "text/calendar");
    terminal.show(report, [&] { return report_text(report, flags.file); });
    const char* failure = flags.dry_run ? "fail" : "failed";
    const int failed = report.at("summary").value(failure, 0);
    if (failed > 0) throw Ended{1};
}

}  // namespace

void add_import(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& command = add_command(app, "import", "An .ics file into a repository's calendar",
                                    "plazo import team.ics --repository acme --invite");
    command.add_option("FILE", flags->file, "File or https address; - is standard input")
        ->required();
    command.add_option("--repository", flags->repository)->required();
    command.add_option("--as", flags->as, "events");
    command.add_flag("--dry-run", flags->dry_run, "Show the requests, send nothing");
    command.add_flag("--invite", flags->invite, "Invite the attendees of the file");
    command.add_flag("--past", flags->past, "Past events, too");
    command.add_flag("--take-over", flags->take_over,
                     "Invite although the file has another organiser: people get a second meeting");
    command.callback([&terminal, flags] { import(terminal, *flags); });
}

}  // namespace plazo::app
