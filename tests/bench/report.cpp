// How a report reads: as a table, and as one JSON document.
#include <sys/utsname.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/bench/harness.h"

namespace plazo::bench {

using nlohmann::json;

namespace {

constexpr std::size_t name_width = 46;
constexpr std::size_t figure_width = 13;
constexpr std::size_t ratio_width = 30;

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size() + 1), ' ');
    return text;
}

/// Three digits of it, which is more than such figures are good for.
std::string number(double value) {
    std::ostringstream text;
    text.precision(value < 10 ? 2 : value < 100 ? 1 : 0);
    text << std::fixed << value;
    return text.str();
}

std::string verdict(bool met) {
    return met ? ", met" : ", MISSED";
}

/// The end of a row, whose last column may be empty.
std::string end_of_row(std::string row) {
    row.erase(row.find_last_not_of(' ') + 1);
    return row + "\n";
}

/// What the machine calls its processor.
std::string processor() {
    std::ifstream file{"/proc/cpuinfo"};
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

json machine() {
    utsname system{};
    uname(&system);
    return {{"processor", processor()},
            {"architecture", system.machine},
            {"cores", std::thread::hardware_concurrency()},
            {"system", std::string{system.sysname} + " " + system.release},
            {"compiler", std::string{"g++ "} + __VERSION__}};
}

json to_json(const Spread& spread) {
    return {{"median", spread.median}, {"min", spread.min}, {"max", spread.max}};
}

}  // namespace

std::string Report::text(const Result& result) {
    const Measure& measure = result.measure;
    const auto met = [&](const std::string& name) {
        return std::find(result.missed.begin(), result.missed.end(), name) == result.missed.end();
    };
    const auto figure = [&](const std::string& name, const Spread& spread) {
        return padded(name, name_width) +
               padded(number(spread.median) + " " + measure.unit, figure_width);
    };
    std::string row = figure(measure.name, result.ours);
    if (measure.ours_max) {
        row += padded("", ratio_width) + "target: at most " + number(*measure.ours_max) +
               verdict(met(measure.ours.name));
    }
    std::string rows = end_of_row(row);
    for (const Candidate& peer : measure.peers) {
        const Spread& ratio = result.ratios.at(peer.name);
        row = figure("    " + peer.name, result.peers.at(peer.name)) +
              padded("x " + number(ratio.median) + "  (" + number(ratio.min) + " - " +
                         number(ratio.max) + ")",
                     ratio_width);
        const auto target = measure.times_faster.find(peer.name);
        if (target != measure.times_faster.end()) {
            row += "target: x " + number(target->second) + verdict(met(peer.name));
        }
        rows += end_of_row(row);
    }
    for (const auto& [peer, least] : measure.times_faster) {
        if (result.ratios.contains(peer)) continue;
        rows += padded("    " + peer, name_width) + padded("absent", figure_width + ratio_width) +
                "target: x " + number(least) + verdict(met(peer)) + "\n";
    }
    return rows;
}

std::string Report::text() const {
    std::string text = "Medians of " + std::to_string(rounds) +
                       " rounds in CPU time. Ratios are peer / ours, \"x 6\" is six times faster "
                       "than the peer:\nmedian (least - most) over the rounds.\n";
    std::string room;
    for (const Result& each : results_) {
        if (each.room != room) text += "\n" + each.room + "\n\n";
        room = each.room;
        text += Report::text(each);
    }
    text += "\n";
    for (const Check& each : checks_) {
        text += each.name + ": " + std::to_string(each.compared) + " answers compared, " +
                std::to_string(each.different) + " differ\n";
    }
    for (const std::string& each : notes_) text += each + "\n";
    for (const auto& [peer, why] : absent_) text += "absent: " + peer + " (" + why + ")\n";
    return text;
}

json Report::json() const {
    nlohmann::json measures = nlohmann::json::array();
    for (const Result& each : results_) {
        nlohmann::json peers = nlohmann::json::object();
        nlohmann::json ratios = nlohmann::json::object();
        nlohmann::json target = nlohmann::json::object();
        for (const auto& [peer, figure] : each.peers) peers[peer] = figure.median;
        for (const auto& [peer, ratio] : each.ratios) ratios[peer] = to_json(ratio);
        for (const auto& [peer, least] : each.measure.times_faster) target[peer] = least;
        nlohmann::json measure{{"room", each.room},           {"name", each.measure.name},
                               {"unit", each.measure.unit},   {"ours", each.ours.median},
                               {"peers", std::move(peers)},   {"ratio", std::move(ratios)},
                               {"target", std::move(target)}, {"met", each.missed.empty()}};
        if (each.measure.ours_max) measure["ours_max"] = *each.measure.ours_max;
        measures.push_back(std::move(measure));
    }
    nlohmann::json checks = nlohmann::json::array();
    for (const Check& each : checks_) {
        checks.push_back(
            {{"name", each.name}, {"compared", each.compared}, {"different", each.different}});
    }
    return {{"machine", machine()}, {"ratio_is", "peer / ours"},
            {"rounds", rounds},     {"measures", std::move(measures)},
            {"checks", checks},     {"notes", notes_},
            {"absent", absent_}};
}

}  // namespace plazo::bench
