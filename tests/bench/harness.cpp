#include "tests/bench/harness.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace plazo::bench {

namespace {

/// CPU time of this thread, in nanoseconds.
double thread_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double private_kilobytes() {
    double sum = 0;
    std::ifstream file{"/proc/self/smaps_rollup"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("Private_")) sum += std::stod(line.substr(line.find(':') + 1));
    }
    return sum;
}

Spread spread(std::vector<double> figures) {
    std::sort(figures.begin(), figures.end());
    return {figures[figures.size() / 2], figures.front(), figures.back()};
}

double in_nanoseconds(const std::string& unit) {
    return unit == "us" ? 1000 : 1;
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

}  // namespace

Cost in_a_child(const std::function<std::int64_t()>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error{"no pipe"};
    const pid_t child = fork();
    if (child == 0) {
        try {
            const double kilobytes = private_kilobytes();
            const double begin = thread_time();
            const std::int64_t answer = work();
            const Cost cost{thread_time() - begin, private_kilobytes() - kilobytes, answer};
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
    const std::int64_t expected = measure.ours.run();
    std::vector<int> runs;
    for (const Candidate* each : candidates) {
        expect_ours(measure, *each, each->run(), expected);
        runs.push_back(runs_needed(*each));
    }
    std::vector<Round> figures(rounds);
    for (std::size_t round = 0; round < figures.size(); ++round) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const std::size_t turn = (i + round) % candidates.size();
            const double begin = thread_time();
            for (int run = 0; run < runs[turn]; ++run) candidates[turn]->run();
            figures[round][candidates[turn]->name] = (thread_time() - begin) / runs[turn] /
                                                     measure.operations /
                                                     in_nanoseconds(measure.unit);
        }
    }
    add(std::move(measure), figures);
}

void Report::measure_in_children(Measure measure) {
    const std::vector<const Candidate*> candidates = candidates_of(measure);
    const std::int64_t expected = in_a_child(measure.ours.run).answer;
    std::vector<Round> times(rounds);
    std::vector<Round> memory(rounds);
    for (std::size_t round = 0; round < times.size(); ++round) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const Candidate& each = *candidates[(i + round) % candidates.size()];
            const Cost cost = in_a_child(each.run);
            expect_ours(measure, each, cost.answer, expected);
            times[round][each.name] = cost.nanoseconds / 1000;
            memory[round][each.name] = cost.kilobytes;
        }
    }
    Measure kilobytes = measure;
    kilobytes.name += ": memory";
    kilobytes.unit = "KB";
    kilobytes.times_faster.clear();
    kilobytes.ours_max.reset();
    measure.unit = "us";
    add(std::move(measure), times);
    add(std::move(kilobytes), memory);
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
