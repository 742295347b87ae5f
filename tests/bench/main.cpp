// plazo_bench [ROOM] [--json] [--strict] [--check]: the measures of one room, or of all that have a
// bench; with --check answers are compared and nothing is timed.
// tests/bench/run builds and calls it.
//
// Exit code 0, also where a target is missed; 1 when something failed or an answer is wrong, 2 for
// usage, 3 for a missed target with --strict.
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/bench/rooms.h"

namespace plazo::bench {
namespace {

struct Room {
    const char* name;
    void (*measure)(Report&);
    void (*check)(Report&);
};

constexpr Room rooms[] = {{"timezone", measure_timezone, check_timezone},
                          {"ical", measure_ical, check_ical},
                          {"token", measure_token, check_token},
                          {"graph", measure_graph, check_graph},
                          {"sandbox", measure_sandbox, check_sandbox}};

int usage(const std::string& message) {
    std::string names;
    for (const Room& each : rooms) names += (names.empty() ? "" : "|") + std::string{each.name};
    std::fprintf(stderr, "%s\nusage: run [%s] [--json] [--strict] [--check]\n", message.c_str(),
                 names.c_str());
    return 2;
}

int run(int argc, char** argv) {
    std::string chosen;
    bool as_json = false;
    bool strict = false;
    bool only_check = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json") {
            as_json = true;
        } else if (word == "--strict") {
            strict = true;
        } else if (word == "--check") {
            only_check = true;
        } else if (chosen.empty() && !word.starts_with("-")) {
            chosen = word;
        } else {
            return usage("unexpected argument: " + word);
        }
    }
    Report report;
    bool found = false;
    for (const Room& each : rooms) {
        if (!chosen.empty() && chosen != each.name) continue;
        found = true;
        report.begin(each.name);
        if (!only_check) each.measure(report);
        each.check(report);
    }
    if (!found) return usage("there is no bench for " + chosen);
    const std::string text = as_json ? report.json().dump(2) + "\n" : report.text();
    std::fputs(text.c_str(), stdout);
    if (!report.all_agree()) return 1;
    return strict && !report.all_met() ? 3 : 0;
}

}  // namespace
}  // namespace plazo::bench

int main(int argc, char** argv) {
    try {
        return plazo::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 1;
    }
}
