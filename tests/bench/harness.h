// tests/bench/harness.h - measures ours beside the peers, in one process and one go.
//
//     Report report{"timezone"};
//     report.measure({.name = "UTC to fields", .operations = 1e6, .ours = {"plazo", run_ours},
//                     .peers = {{"cctz", run_cctz}}, .times_faster = {{"cctz", 6}}});
//     report.print();
//
// Machines are shared and their clocks wander, so nothing is timed alone: every round runs each
// candidate once, in an order that turns from round to round, and a ratio is made of two figures of
// the same round. Ratios are peer / ours: "6" is six times faster. Time is the thread's CPU time.
//
// A candidate returns a checksum over its answers. Where they can be compared, another sum than
// ours is an error and no figure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace plazo::bench {

inline constexpr int rounds = 9;

struct Candidate {
    std::string name;
    std::function<std::int64_t()> run;
    /// Its answers ought to be ours. Not so where it has other data.
    bool comparable = true;
};

struct Measure {
    std::string name;
    std::string unit = "ns";
    /// How many one run does.
    double operations = 1;
    Candidate ours;
    std::vector<Candidate> peers;
    /// What has to be reached: the least ratio by peer, and the most that ours may take.
    std::map<std::string, double> times_faster;
    std::optional<double> ours_max;
};

struct Spread {
    double median = 0;
    double min = 0;
    double max = 0;
};

struct Result {
    Measure measure;
    Spread ours;
    std::map<std::string, Spread> peers;
    std::map<std::string, Spread> ratios;  // peer / ours
    std::vector<std::string> missed;       // targets, in words
};

class Report {
  public:
    explicit Report(std::string room) : room_{std::move(room)} {}

    /// Throws std::runtime_error where a comparable peer has other answers.
    void measure(Measure measure);
    /// A figure that was taken elsewhere (in a process of its own), one for each round.
    void add(Measure measure, const std::vector<std::map<std::string, double>>& figures);
    /// A peer that could not be had.
    void absent(const std::string& peer, const std::string& why);
    /// A check of answers: how many were compared, how many differ.
    void check(const std::string& name, std::uint64_t compared, std::uint64_t different);

    bool all_met() const;
    bool all_agree() const { return agrees_; }
    std::string text() const;
    nlohmann::json json() const;

  private:
    std::string room_;
    std::vector<Result> results_;
    std::vector<std::pair<std::string, std::string>> absent_;
    std::vector<std::string> checks_;
    bool agrees_ = true;
};

/// CPU time of this thread, in nanoseconds.
double thread_time();

/// What `work` costs in a process of its own: {"ns": CPU time, "kb": private memory}.
std::map<std::string, double> in_a_child(const std::function<void()>& work);

}  // namespace plazo::bench
