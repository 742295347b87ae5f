// tests/bench/harness.h - measures ours beside the peers, in one process and one go.
//
//     Report report;
//     report.begin("timezone");
//     report.measure({.name = "UTC to fields", .operations = 1000, .ours = {"plazo", run_ours},
//                     .peers = {{"cctz", run_cctz}}, .times_faster = {{"cctz", 6}}});
//     std::puts(report.text().c_str());
//
// Machines are shared and their clocks wander, so nothing is timed alone: every round runs each
// candidate once, in an order that turns from round to round, and a ratio is made of two figures of
// the same round. **Ratios are peer / ours: "6" is six times faster**, or a sixth of the memory.
// Time is the thread's CPU time.
//
// A candidate returns a checksum over its answers. Where they can be compared, another sum than
// ours is an error and no figure.
//
// Peers of other languages run in processes of their own (peer_process.h) and measure themselves,
// called in the same rounds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plazo::bench {

inline constexpr int rounds = 9;
/// A candidate is run as often as fills this, at least once, for each figure.
inline constexpr double run_nanoseconds = 4e6;

/// What something costs, apart from all else.
struct Cost {
    double nanoseconds = 0;     // CPU time
    double kilobytes = 0;       // memory that it keeps and shares with nobody
    double peak_kilobytes = 0;  // the most that it took
    std::int64_t answer = 0;
};

struct Candidate {
    std::string name;
    std::function<std::int64_t()> run = {};
    /// Its answers ought to be ours. Not so where it has other data.
    bool comparable = true;
    /// In the place of `run`: one run, which measures itself. Report::measure_in_children takes it
    /// for one that was in a process of its own.
    std::function<Cost()> costs = {};
};

struct Measure {
    std::string name;
    std::string unit = "ns";  // or "us", "ms", "KB"
    /// How many one run does.
    double operations = 1;
    Candidate ours = {};
    std::vector<Candidate> peers = {};
    /// What has to be reached: the least ratio by peer, which is missed where the peer is absent,
    /// and the most that ours may take.
    std::map<std::string, double> times_faster = {};
    std::optional<double> ours_max = {};
    /// The same for the memory of measure_in_children.
    std::map<std::string, double> times_smaller = {};
    std::optional<double> kilobytes_max = {};
    /// Memory is told as it was at its highest, and not as it is kept.
    bool peak = false;
};

/// A candidate's figures of one round, by name.
using Round = std::map<std::string, double>;

struct Spread {
    double median = 0;
    double min = 0;
    double max = 0;
};

/// CPU time of this thread, in nanoseconds.
double thread_time();

/// Throws std::runtime_error when `work` throws or the process ends otherwise.
Cost in_a_child(const std::function<std::int64_t()>& work);

class Report {
  public:
    /// What follows is of this room.
    void begin(std::string room) { room_ = std::move(room); }

    /// In ns or us. Throws std::runtime_error where a comparable candidate has other answers.
    void measure(Measure measure);
    /// Each candidate in processes of its own: "NAME" in us of CPU time, or in ms if that is its
    /// unit, and "NAME: memory" in KB.
    void measure_in_children(Measure measure);
    /// The geometric mean of measures of that name's beginning, made just before: of ours, and of
    /// the ratio to each peer over those that it takes part in.
    void geometric_mean(const std::string& beginning, std::map<std::string, double> times_faster);

    /// A peer that could not be had.
    void absent(const std::string& peer, const std::string& why);
    /// What a reader of the figures has to know.
    void note(const std::string& text) { notes_.push_back(text); }
    /// A check of answers: how many were compared, how many differ.
    void check(const std::string& name, std::uint64_t compared, std::uint64_t different);

    bool all_met() const;
    bool all_agree() const;
    std::string text() const;
    nlohmann::json json() const;

  private:
    struct Result {
        std::string room;
        Measure measure;
        Spread ours;
        std::map<std::string, Spread> peers;
        std::map<std::string, Spread> ratios;
        std::vector<std::string> missed;  // targets, in words
        std::vector<Round> figures;
    };
    struct Check {
        std::string name;
        std::uint64_t compared;
        std::uint64_t different;
    };

    void add(Measure measure, const std::vector<Round>& figures);
    static std::string text(const Result& result);

    std::string room_;
    std::vector<Result> results_;
    std::map<std::string, std::string> absent_;
    std::vector<Check> checks_;
    std::vector<std::string> notes_;
};

}  // namespace plazo::bench
