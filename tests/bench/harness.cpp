#include "tests/bench/harness.h"

#include <malloc.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace plazo::bench {

double thread_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

namespace {

double private_kilobytes() {
    double sum = 0;
    std::ifstream file{"/proc/self/smaps_rollup"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("Private_")) sum += std::stod(line.substr(line.find(':') + 1));
    }
    return sum;
}

/// The memory that the process has now, or had at most since forget_peak().
double resident_kilobytes(const std::string& field) {
    std::ifstream file{"/proc/self/status"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(field)) return std::stod(line.substr(line.find(':') + 1));
    }
    throw std::runtime_error{"/proc/self/status does not tell " + field};
}

void forget_peak() {
    constexpr char peak_only = '5';  // proc(5), clear_refs
    std::ofstream{"/proc/self/clear_refs"} << peak_only;
}

Spread spread(std::vector<double> figures) {
    std::sort(figures.begin(), figures.end());
    return {figures[figures.size() / 2], figures.front(), figures.back()};
}

double in_nanoseconds(const std::string& unit) {
    return unit == "ms" ? 1e6 : unit == "us" ? 1000 : 1;
}

std::vector<const Candidate*> candidates_of(const Measure& measure) {
    std::vector<const Candidate*> all{&measure.ours};
    for (const Candidate& each : measure.peers) all.push_back(&each);
    return all;
}

void expect_ours(const Measure& measure, const Candidate& peer, std::int64_t sum,
                 std::int64_t expected) {
    if (!peer.comparable || sum == expected) return;
    throw std::runtime_error{measure.name + ": " + peer.name + " has other answers (sum " +
                             std::to_string(sum) + ", ours " + std::to_string(expected) + ")"};
}

/// How many runs of the candidate fill run_nanoseconds. It has been run before.
int runs_needed(const Candidate& candidate) {
    if (candidate.costs) return 1;
    int runs = 1;
    double taken = 0;
    for (;; runs *= 2) {
        const double begin = thread_time();
        for (int i = 0; i < runs; ++i) candidate.run();
        taken = thread_time() - begin;
        if (taken >= run_nanoseconds / 4) break;  // long enough to tell
    }
    return std::max(1, static_cast<int>(std::lround(runs * run_nanoseconds / taken)));
}

double time_of(const Candidate& candidate, int runs) {
    if (candidate.costs) return candidate.costs().nanoseconds;
    const double begin = thread_time();
    for (int run = 0; run < runs; ++run) candidate.run();
    return (thread_time() - begin) / runs;
}

std::int64_t answer_of(const Candidate& candidate) {
    return candidate.costs ? candidate.costs().answer : candidate.run();
}

double geometric_mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double each : values) sum += std::log(each);
    return std::exp(sum / static_cast<double>(values.size()));
}

}  // namespace

Cost in_a_child(const std::function<std::int64_t()>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error{"no pipe"};
    malloc_trim(0);  // or the child would live on what is free here
    const pid_t child = fork();
    if (child == 0) {
        try {
            const double kilobytes = private_kilobytes();
            forget_peak();
            const double resident = resident_kilobytes("VmRSS");
            const double begin = thread_time();
            const std::int64_t answer = work();
            const double nanoseconds = thread_time() - begin;
            const Cost cost{nanoseconds, private_kilobytes() - kilobytes,
                            resident_kilobytes("VmHWM") - resident, answer};
            _exit(write(ends[1], &cost, sizeof cost) == sizeof cost ? 0 : 1);
        } catch (...) {
            _exit(1);
        }
    }
    close(ends[1]);
    Cost cost;
    const bool complete = child > 0 && read(ends[0], &cost, sizeof cost) == sizeof cost;
    close(ends[0]);
    int status = 0;
    if (child > 0) waitpid(child, &status, 0);
    if (!complete || status != 0) throw std::runtime_error{"a child process failed"};
    return cost;
}

void Report::measure(Measure measure) {
    const std::vector<const Candidate*> candidates = candidates_of(measure);
    const std::int64_t expected = answer_of(measure.ours);
    std::vector<int> runs;
    for (const Candidate* each : candidates) {
        expect_ours(measure, *each, answer_of(*each), expected);
        runs.push_back(runs_needed(*each));
    }
    std::vector<Round> figures(rounds);
    for (std::size_t round = 0; round < figures.size(); ++round) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const std::size_t turn = (i + round) % candidates.size();
            figures[round][candidates[turn]->name] = time_of(*candidates[turn], runs[turn]) /
                                                     measure.operations /
                                                     in_nanoseconds(measure.unit);
        }
    }
    add(std::move(measure), figures);
}

void Report::measure_in_children(Measure measure) {
    if (measure.unit != "ms") measure.unit = "us";
    const std::vector<const Candidate*> candidates = candidates_of(measure);
    const std::int64_t expected = in_a_child(measure.ours.run).answer;
    std::vector<Round> times(rounds);
    std::vector<Round> memory(rounds);
    for (std::size_t round = 0; round < times.size(); ++round) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const Candidate& each = *candidates[(i + round) % candidates.size()];
            const Cost cost = each.costs ? each.costs() : in_a_child(each.run);
            expect_ours(measure, each, cost.answer, expected);
            times[round][each.name] = cost.nanoseconds / in_nanoseconds(measure.unit);
            memory[round][each.name] = measure.peak ? cost.peak_kilobytes : cost.kilobytes;
        }
    }
    Measure kilobytes = measure;
    kilobytes.name += ": memory";
    kilobytes.unit = "KB";
    kilobytes.times_faster = measure.times_smaller;
    kilobytes.ours_max = measure.kilobytes_max;
    add(std::move(measure), times);
    add(std::move(kilobytes), memory);
}

void Report::geometric_mean(const std::string& beginning,
                            std::map<std::string, double> times_faster) {
    Measure mean{.name = beginning + ", geometric mean", .times_faster = std::move(times_faster)};
    std::vector<std::vector<double>> ours(rounds);
    std::map<std::string, std::vector<std::vector<double>>> ratios;
    for (const Result& each : results_) {
        if (each.room != room_ || !each.measure.name.starts_with(beginning)) continue;
        mean.ours.name = each.measure.ours.name;
        mean.unit = each.measure.unit;
        for (std::size_t round = 0; round < each.figures.size(); ++round) {
            const double figure = each.figures[round].at(mean.ours.name);
            ours[round].push_back(figure);
            for (const Candidate& peer : each.measure.peers) {
                auto& of_peer = ratios[peer.name];
                of_peer.resize(rounds);
                of_peer[round].push_back(each.figures[round].at(peer.name) / figure);
            }
        }
    }
    std::vector<Round> figures(rounds);
    for (std::size_t round = 0; round < figures.size(); ++round) {
        const double figure = geometric_mean_of(ours[round]);
        figures[round][mean.ours.name] = figure;
        for (const auto& [peer, of_peer] : ratios) {
            figures[round][peer] = figure * geometric_mean_of(of_peer[round]);
        }
    }
    for (const auto& [peer, of_peer] : ratios) mean.peers.push_back({.name = peer});
    add(std::move(mean), figures);
}

void Report::add(Measure measure, const std::vector<Round>& figures) {
    const auto series = [&](const auto& figure_of) {
        std::vector<double> values;
        for (const Round& each : figures) values.push_back(figure_of(each));
        return spread(std::move(values));
    };
    const std::string& ours = measure.ours.name;
    Result result;
    result.room = room_;
    result.figures = figures;
    result.ours = series([&](const Round& round) { return round.at(ours); });
    if (measure.ours_max && result.ours.median > *measure.ours_max) {
        result.missed.push_back(ours);
    }
    for (const Candidate& peer : measure.peers) {
        const std::string& name = peer.name;
        result.peers[name] = series([&](const Round& round) { return round.at(name); });
        result.ratios[name] =
            series([&](const Round& round) { return round.at(name) / round.at(ours); });
    }
    for (const auto& [name, least] : measure.times_faster) {
        const auto ratio = result.ratios.find(name);
        if (ratio == result.ratios.end() || ratio->second.median < least) {
            result.missed.push_back(name);
        }
    }
    result.measure = std::move(measure);
    results_.push_back(std::move(result));
}

void Report::absent(const std::string& peer, const std::string& why) {
    absent_[peer] = why;
}

void Report::check(const std::string& name, std::uint64_t compared, std::uint64_t different) {
    checks_.push_back({name, compared, different});
}

bool Report::all_met() const {
    return std::all_of(results_.begin(), results_.end(),
                       [](const Result& each) { return each.missed.empty(); });
}

bool Report::all_agree() const {
    return std::all_of(checks_.begin(), checks_.end(),
                       [](const Check& each) { return each.different == 0; });
}

}  // namespace plazo::bench
