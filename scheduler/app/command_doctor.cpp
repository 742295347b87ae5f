// plazo doctor: what is wrong with this set-up, and what to do about it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "scheduler/app/doctor.h"
#include "scheduler/suggest.h"

namespace plazo::app {

using nlohmann::json;

namespace {

struct Flags {
    std::vector<std::string> checks;
    bool list = false;
    bool strict = false;
};

void list(const Terminal& terminal) {
    json names = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const CheckName& each : check_names) {
        names.push_back({{"name", each.name}, {"about", each.about}});
        rows.push_back({std::string{each.name}, std::string{each.about}});
    }
    const json shown = {{"checks", std::move(names)}};
    terminal.show(shown, [&] { return table(rows); });
}

void refuse_unknown(const std::vector<std::string>& wanted) {
    std::vector<std::string> known;
    for (const CheckName& each : check_names) known.emplace_back(each.name);
    for (const std::string& name : wanted) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string guess = scheduler::did_you_mean(name, known);
        throw CommandError{Category::usage, "unknown-check", "there is no check \"" + name + "\"",
                           guess.empty() ? "plazo doctor --list" : guess};
    }
}

}  // namespace

void add_doctor(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& command =
        add_command(app, "doctor", "What is wrong, and what to do about it", "plazo doctor");
    command.add_option("CHECK", flags->checks, "Only these; all without");
    command.add_flag("--list", flags->list, "The names of the checks");
    command.add_flag("--strict", flags->strict, "Exit 3 when something is warned of");
    command.callback([&terminal, flags] {
        refuse_unknown(flags->checks);
        if (flags->list) {
            list(terminal);
        } else {
            show_checks(terminal, examine(terminal, flags->checks), flags->strict);
        }
    });
}

}  // namespace plazo::app
