// The measures of ical/ and their targets: reading, writing, memory. Recurrence and hostile input
// have files of their own.
#include <cmath>
#include <stdexcept>

#include "tests/bench/ical_data.h"
#include "tests/bench/ical_parts.h"
#include "tests/bench/ical_peers.h"
#include "tests/bench/rooms.h"

namespace plazo::bench {

namespace {

constexpr std::size_t less_bytes = 4'000'000;
constexpr std::size_t fewer_objects = 1'000;
constexpr double memory_to_text_max = 1.5;
constexpr double stream_kilobytes_max = 32 * 1024;
constexpr int stream_repeats = 10;
constexpr int long_stream_repeats = 70;

using CandidateOf = std::function<Candidate(const Texts&)> IcalPeer::*;
using Targets = std::map<std::string, double>;

class Work {
  public:
    Work(Report& report, const OurIcal& ours, const std::vector<IcalPeer>& peers)
        : report_{report}, ours_{ours}, peers_{peers} {}

    /// `of_ours`: what ours does beside what the peers do.
    void compare(const std::string& what, const std::string& title, const Texts& texts,
                 const Candidate& of_ours, CandidateOf of_peers, Targets targets) {
        Measure measure{.name = what + ": " + title + ", per MB",
                        .unit = "us",
                        .operations = texts.bytes / 1e6,
                        .ours = of_ours,
                        .times_faster = std::move(targets)};
        for (const Candidate& each : candidates(texts, of_peers)) measure.peers.push_back(each);
        report_.measure(std::move(measure));
    }

    void compare_all(const std::string& title, const Texts& texts) {
        const CandidateOf index = &IcalPeer::index;
        compare("parse to an index", title, texts, ours_.index(texts), index, {{"libical", 25}});
        compare("parse to an index, fresh memory", title, texts, ours_.index_anew(texts), nullptr,
                {});
        compare("parse, all values typed and checked", title, texts, ours_.typed(texts),
                &IcalPeer::typed, {{"libical", 12}});
        const CandidateOf write = &IcalPeer::write;
        compare("write, rebuilt", title, texts, ours_.write(texts), write, {{"libical", 15}});
        compare("write, untouched", title, texts, ours_.write_untouched(texts), write,
                {{"libical", 50}});
    }

    void compare_memory(const std::string& title, const Texts& texts) {
        const double kilobytes = texts.bytes / 1024;
        Measure measure{.name = "parse and keep: " + title + ", " +
                                std::to_string(std::lround(kilobytes)) + " KB of text",
                        .unit = "ms",
                        .ours = ours_.keep(texts),
                        .kilobytes_max = kilobytes * memory_to_text_max,
                        .peak = true};
        for (const Candidate& each : candidates(texts, &IcalPeer::keep)) {
            measure.peers.push_back(each);
        }
        report_.measure_in_children(std::move(measure));
    }

    void measure_stream(const Texts& texts) {
        const std::string megabytes =
            std::to_string(std::lround(texts.bytes * stream_repeats / 1e6)) + " MB";
        report_.measure_in_children({.name = "stream " + megabytes,
                                     .unit = "ms",
                                     .ours = ours_.stream(texts, stream_repeats),
                                     .kilobytes_max = stream_kilobytes_max,
                                     .peak = true});
        const Cost cost = in_a_child(ours_.stream(texts, long_stream_repeats).run);
        report_.check("streaming " +
                          std::to_string(std::lround(texts.bytes * long_stream_repeats / 1e6)) +
                          " MB takes at most 32 MB (" +
                          std::to_string(std::lround(cost.peak_kilobytes)) + " KB)",
                      1, cost.peak_kilobytes > stream_kilobytes_max ? 1 : 0);
    }

  private:
    std::vector<Candidate> candidates(const Texts& texts, CandidateOf of_peers) const {
        std::vector<Candidate> made;
        for (const IcalPeer& each : peers_) {
            if (of_peers != nullptr && each.*of_peers) made.push_back((each.*of_peers)(texts));
        }
        return made;
    }

    Report& report_;
    const OurIcal& ours_;
    const std::vector<IcalPeer>& peers_;
};

std::string join(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& each : texts) all += each;
    return all;
}

void note_mix(Report& report, const std::string& title, const Texts& texts) {
    const Mix mix = mix_of(join(texts.calendars));
    report.note(title + ": " + std::to_string(mix.lines) + " lines, " +
                std::to_string(mix.properties) + " properties, " +
                std::to_string(100 * mix.folded_properties / mix.properties) +
                " % of them folded, " + std::to_string(mix.components) + " components");
}

}  // namespace

void measure_ical(Report& report) {
    Texts big{{make_big_calendar(Events::office)}, "big.ics"};
    Texts own{{make_big_calendar(Events::own)}, "own.ics"};
    Texts small{make_small_objects(), "small.ics"};
    const Texts less{{make_big_calendar(Events::office, less_bytes)}, "less.ics"};
    const Texts less_own{{make_big_calendar(Events::own, less_bytes)}, "less-own.ics"};
    const Texts fewer{make_small_objects(fewer_objects), "fewer.ics"};
    big.fewer = &less;
    own.fewer = &less_own;
    small.fewer = &fewer;
    const std::string one = "one calendar of 30 MB, of an office";
    const std::string of_one_person = "one calendar of 30 MB, of one person";
    const std::string many = "8,000 objects of 2 KB";
    note_mix(report, one, big);
    note_mix(report, of_one_person, own);
    note_mix(report, many, small);
    report.note("Peers of npm and Python read " + std::to_string(less_bytes / 1'000'000) +
                " MB and " + std::to_string(fewer_objects) +
                " objects. libical's time is without its free().");

    const OurIcal ours = plazo_ical();
    const IcalPeers peers = ical_peers();
    Work work{report, ours, peers.list};
    work.compare_memory(one, big);  // first, while the process is small
    work.compare_memory(many, small);
    work.measure_stream(big);
    measure_hostile_input(report);
    work.compare_all(one, big);
    work.compare_all(of_one_person, own);
    work.compare_all(many, small);
    measure_recurrence(report, ours, peers.list);
}

void check_ical(Report& report) {
    const OurIcal ours = plazo_ical();
    const IcalPeers peers = ical_peers();
    for (const auto& [peer, why] : peers.absent) report.absent(peer, why);

    const Texts texts{make_small_objects(), "small.ics"};
    const auto count = static_cast<std::int64_t>(texts.calendars.size());
    report.check("untouched texts come out byte for byte", texts.calendars.size(),
                 static_cast<std::uint64_t>(count - ours.untouched_texts(texts)));
    report.check("rebuilt texts in canonical form come out byte for byte", texts.calendars.size(),
                 static_cast<std::uint64_t>(count - ours.kept_texts(texts)));
    for (const IcalPeer& each : peers.list) {
        if (!each.kept_texts) continue;
        report.note(each.name + ": " + std::to_string(each.kept_texts(texts)) + " of " +
                    std::to_string(count) + " texts come out byte for byte");
    }
    check_recurrence(report, ours, peers.list);
}

}  // namespace plazo::bench
