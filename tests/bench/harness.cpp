#include "tests/bench/harness.h"

#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace plazo::bench {

using nlohmann::json;

namespace {

Spread spread(std::vector<double> figures) {
    std::sort(figures.begin(), figures.end());
    return {figures[figures.size() / 2], figures.front(), figures.back()};
}

std::string number(double value) {
    std::ostringstream text;
    text.precision(value < 10 ? 2 : value < 100 ? 1 : 0);
    text << std::fixed << value;
    return text.str();
}

std::string line_of(const std::string& path, const std::string& key) {
    std::ifstream file{path};
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(':');
        if (line.starts_with(key) && colon != std::string::npos) {
            return line.substr(std::min(line.find_first_not_of(" \t", colon + 1), line.size()));
        }
    }
    return "unknown";
}

json machine() {
    utsname system{};
    uname(&system);
    return {{"processor", line_of("/proc/cpuinfo", "model name")},
            {"cores", std::thread::hardware_concurrency()},
            {"system", std::string{system.sysname} + " " + system.release},
            {"compiler", __VERSION__}};
}

double private_kilobytes() {
    double sum = 0;
    std::ifstream file{"/proc/self/smaps_rollup"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("Private_")) sum += std::stod(line.substr(line.find(':') + 1));
    }
    return sum;
}

/// The columns of a table, padded.
std::string padded(const std::string& text, std::size_t width) {
    return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

json spread_json(const Spread& spread) {
    return {{"median", spread.median}, {"min", spread.min}, {"max", spread.max}};
}

}  // namespace

double thread_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::map<std::string, double> in_a_child(const std::function<void()>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error{"no pipe"};
    const pid_t child = fork();
    if (child == 0) {
        const double kilobytes = private_kilobytes();
        const double begin = thread_time();
        work();
        const double answer[] = {thread_time() - begin, private_kilobytes() - kilobytes};
        const bool written = write(ends[1], answer, sizeof answer) == sizeof answer;
        _exit(written ? 0 : 1);
    }
    double answer[2] = {0, 0};
    const bool got = child > 0 && read(ends[0], answer, sizeof answer) == sizeof answer;
    close(ends[0]);
    close(ends[1]);
    int status = 0;
    if (child > 0) waitpid(child, &status, 0);
    if (!got || status != 0) throw std::runtime_error{"a child process failed"};
    return {{"ns", answer[0]}, {"kb", answer[1]}};
}

void Report::measure(Measure measure) {
    std::vector<const Candidate*> candidates{&measure.ours};
    for (const Candidate& each : measure.peers) candidates.push_back(&each);
    const std::int64_t expected = measure.ours.run();  // which warms up, too
    for (const Candidate& each : measure.peers) {
        const std::int64_t sum = each.run();
        if (each.comparable && sum != expected) {
            throw std::runtime_error{measure.name + ": " + each.name + " has other answers (" +
                                     std::to_string(sum) + ", ours " + std::to_string(expected) +
                                     ")"};
        }
    }
    std::vector<std::map<std::string, double>> figures(rounds);
    for (std::size_t round = 0; round < figures.size(); ++round) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const Candidate& each = *candidates[(i + round) % candidates.size()];
            const double begin = thread_time();
            const volatile std::int64_t sum = each.run();
            static_cast<void>(sum);
            figures[round][each.name] = (thread_time() - begin) / measure.operations;
        }
    }
    add(std::move(measure), figures);
}

void Report::add(Measure measure, const std::vector<std::map<std::string, double>>& figures) {
    const auto series = [&](const std::string& name) {
        std::vector<double> values;
        for (const auto& round : figures) values.push_back(round.at(name));
        return values;
    };
    Result result;
    result.ours = spread(series(measure.ours.name));
    if (measure.ours_max && result.ours.median > *measure.ours_max) {
        result.missed.push_back("at most " + number(*measure.ours_max) + " " + measure.unit);
    }
    for (const Candidate& peer : measure.peers) {
        result.peers[peer.name] = spread(series(peer.name));
        std::vector<double> ratios;
        for (const auto& round : figures) {
            ratios.push_back(round.at(peer.name) / round.at(measure.ours.name));
        }
        result.ratios[peer.name] = spread(ratios);
        const auto target = measure.times_faster.find(peer.name);
        if (target != measure.times_faster.end() &&
            result.ratios[peer.name].median < target->second) {
            result.missed.push_back(number(target->second) + " times " + peer.name);
        }
    }
    result.measure = std::move(measure);
    results_.push_back(std::move(result));
}

void Report::absent(const std::string& peer, const std::string& why) {
    absent_.emplace_back(peer, why);
}

void Report::check(const std::string& name, std::uint64_t compared, std::uint64_t different) {
    checks_.push_back(name + ": " + std::to_string(compared) + " answers compared, " +
                      std::to_string(different) + " differ");
    agrees_ = agrees_ && different == 0;
}

bool Report::all_met() const {
    return std::all_of(results_.begin(), results_.end(),
                       [](const Result& each) { return each.missed.empty(); });
}

std::string Report::text() const {
    std::string text = room_ + ", median of " + std::to_string(rounds) +
                       " rounds; ratios are peer / ours, median (least - most)\n\n";
    for (const Result& each : results_) {
        text += padded(each.measure.name, 44) + "ours " +
                padded(number(each.ours.median) + " " + each.measure.unit, 12);
        if (each.measure.ours_max) text += "at most " + number(*each.measure.ours_max);
        text += each.missed.empty() ? "\n" : "   MISSED\n";
        for (const auto& [peer, figure] : each.peers) {
            const Spread& ratio = each.ratios.at(peer);
            const auto target = each.measure.times_faster.find(peer);
            text += padded("    " + peer, 49) +
                    padded(number(figure.median) + " " + each.measure.unit, 12) + "x " +
                    padded(number(ratio.median) + " (" + number(ratio.min) + " - " +
                               number(ratio.max) + ")",
                           24);
            if (target != each.measure.times_faster.end()) {
                text += "at least " + number(target->second);
                if (ratio.median < target->second) text += "   MISSED";
            }
            text += "\n";
        }
    }
    for (const std::string& each : checks_) text += "\n" + each;
    for (const auto& [peer, why] : absent_) text += "\nabsent: " + peer + " (" + why + ")";
    return text + "\n";
}

json Report::json() const {
    nlohmann::json measures = nlohmann::json::array();
    for (const Result& each : results_) {
        nlohmann::json peers = nlohmann::json::object();
        nlohmann::json ratios = nlohmann::json::object();
        nlohmann::json target = nlohmann::json::object();
        for (const auto& [peer, figure] : each.peers) peers[peer] = figure.median;
        for (const auto& [peer, ratio] : each.ratios) ratios[peer] = spread_json(ratio);
        for (const auto& [peer, least] : each.measure.times_faster) target[peer] = least;
        if (each.measure.ours_max) target["ours_max"] = *each.measure.ours_max;
        measures.push_back({{"name", each.measure.name},
                            {"unit", each.measure.unit},
                            {"ours", each.ours.median},
                            {"peers", std::move(peers)},
                            {"ratio", std::move(ratios)},
                            {"target", std::move(target)},
                            {"met", each.missed.empty()}});
    }
    nlohmann::json absent = nlohmann::json::object();
    for (const auto& [peer, why] : absent_) absent[peer] = why;
    return {{"room", room_},        {"machine", machine()}, {"ratio_is", "peer / ours"},
            {"measures", measures}, {"checks", checks_},    {"absent", absent}};
}

}  // namespace plazo::bench
