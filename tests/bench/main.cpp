// plazo_bench ROOM [--json] [--strict]: one room's measures; tests/bench/run builds and calls it.
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/bench/rooms.h"

namespace {

int usage(const std::string& message) {
    std::fprintf(stderr, "%s\nusage: run timezone [--json] [--strict]\n", message.c_str());
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    std::string room;
    bool as_json = false;
    bool strict = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json") {
            as_json = true;
        } else if (word == "--strict") {
            strict = true;
        } else if (room.empty() && !word.starts_with("-")) {
            room = word;
        } else {
            return usage("unknown argument " + word);
        }
    }
    if (room.empty()) room = "timezone";
    if (room != "timezone") return usage("no bench for " + room + " in this version");
    try {
        plazo::bench::Report report{room};
        plazo::bench::measure_timezone(report);
        const std::string text = as_json ? report.json().dump(2) + "\n" : report.text();
        std::fputs(text.c_str(), stdout);
        if (!report.all_agree()) return 1;
        return strict && !report.all_met() ? 3 : 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 1;
    }
}
