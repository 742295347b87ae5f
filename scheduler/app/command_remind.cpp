// plazo remind: sends the reminder mails that are due, once, and exits. For cron.
#include <nlohmann/json.hpp>

#include "scheduler/app/command.h"
#include "scheduler/app/owner.h"

namespace plazo::app {

using nlohmann::json;

namespace {

struct Flags {
    std::string repository;
    std::string until;
    bool dry_run = false;
};

std::string report_text(const json& rows, bool dry_run) {
    std::vector<std::vector<std::string>> lines = {
        {"DUE", "TO", dry_run ? "DEADLINE" : "ENDED", "DETAIL"}};
    for (const json& row : rows) {
        lines.push_back(
            {row.at("due"), row.value("to", ""),
             dry_run ? row.at("deadline").get<std::string>() : row.at("ending").get<std::string>(),
             row.value("detail", "")});
    }
    return lines.size() == 1 ? std::string{} : table(lines);
}

void remind(const Terminal& terminal, const Flags& flags) {
    json wish = {{"dry_run", flags.dry_run}};
    if (!flags.repository.empty()) wish["repository"] = flags.repository;
    if (!flags.until.empty()) wish["until"] = flags.until;
    Owner owner{terminal.config(), terminal, sending_answer_max};
    const json answer = owner.call("POST", "/v1/remind", wish);
    const json& rows = answer.at(flags.dry_run ? "would_send" : "sent");
    terminal.show(answer, [&] { return report_text(rows, flags.dry_run); });
    if (rows.empty()) terminal.say("No reminder is due.");
    for (const json& row : rows) {
        const std::string ending = row.value("ending", "done");
        if (ending == "later") throw Ended{static_cast<int>(Category::network)};
        if (ending == "refused" || ending == "unknown")
            throw Ended{static_cast<int>(Category::failed)};
    }
}

}  // namespace

void add_remind(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& command = add_command(app, "remind", "Send the reminder mails that are due, once",
                                    "plazo remind --repository acme");
    command.add_option("--repository", flags->repository, "All without");
    command.add_option("--until", flags->until, "Those due until then, RFC 3339; now without");
    command.add_flag("--dry-run", flags->dry_run, "Show them, send nothing");
    command.callback([&terminal, flags] { remind(terminal, *flags); });
}

}  // namespace plazo::app
