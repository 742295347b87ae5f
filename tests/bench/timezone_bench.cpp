// The measures of timezone/. Targets are those that the room was built to; where more was hoped
// for, it says so beside them.
#include <algorithm>
#include <random>
#include <stdexcept>

#include "tests/bench/conversions.h"
#include "tests/bench/rooms.h"
#include "tests/bench/timezone_parts.h"
#include "timezone/civil.h"
#include "timezone/tzdb.h"

namespace plazo::bench {

using timezone::CivilTime;
using timezone::Instant;
using timezone::LocalTime;
using timezone::seconds;
using timezone::Tzdb;
using timezone::Zone;

namespace {

constexpr std::size_t questions_count = 1 << 14;
constexpr std::int64_t from_1990 = 631'152'000;
constexpr std::int64_t until_2037 = 2'114'380'800;

/// Canonical names of places, so that each peer's data have them.
std::vector<std::string> places(const Tzdb& tzdb, std::size_t count) {
    std::vector<std::string> names;
    for (const Zone& zone : tzdb.zones()) {
        if (zone.name().find('/') != std::string::npos && !zone.name().starts_with("Etc/")) {
            names.push_back(zone.name());
        }
    }
    std::shuffle(names.begin(), names.end(), std::mt19937{42});
    names.resize(std::min(count, names.size()));
    return names;
}

/// Random instants from 1990 to 2037; `sorted` as a log would have them.
Questions questions(const Tzdb& tzdb, std::vector<std::string> names, bool sorted = false) {
    Questions made;
    made.names = std::move(names);
    std::vector<Zone> zones;
    for (const std::string& name : made.names) zones.push_back(tzdb.find(name).value());
    std::mt19937_64 random{7};
    const auto instant = [&] {
        return from_1990 + static_cast<std::int64_t>(random() % (until_2037 - from_1990));
    };
    while (made.instant.size() < questions_count) {
        const auto zone = static_cast<std::uint32_t>(random() % zones.size());
        const Instant unique{seconds{instant()}};
        const LocalTime local = zones[zone].local(unique);
        if (zones[zone].resolve(local).kind != timezone::Resolution::Kind::unique) continue;
        const CivilTime t = timezone::civil_time(local);
        made.zone.push_back(zone);
        made.instant.push_back(instant());
        made.unique.push_back(unique.time_since_epoch().count());
        made.local.push_back({t.year, t.month, t.day, t.hour, t.minute, t.second});
    }
    if (sorted) std::sort(made.instant.begin(), made.instant.end());
    return made;
}

struct Kind {
    const char* name;
    Answer Peer::*answer;
    std::map<std::string, double> targets;
};

/// One measure, asked so often that a run takes some milliseconds.
void compare(Report& report, const std::string& name, const Kind& kind, const Questions& asked,
             const Peer& ours, const std::vector<Peer>& peers) {
    constexpr int repeats = 20;
    const auto candidate = [&](const Peer& peer) {
        return Candidate{peer.name,
                         [&asked, answer = peer.*kind.answer] {
                             std::int64_t sum = 0;
                             for (int i = 0; i < repeats; ++i) sum += answer(asked);
                             return sum;
                         },
                         peer.same_data};
    };
    Measure measure;
    measure.name = name + kind.name;
    measure.operations = static_cast<double>(repeats * asked.instant.size());
    ours.open(asked);
    measure.ours = candidate(ours);
    for (const Peer& peer : peers) {
        if (!(peer.*kind.answer)) continue;
        peer.open(asked);
        measure.peers.push_back(candidate(peer));
    }
    measure.times_faster = kind.targets;
    report.measure(std::move(measure));
}

void measure_conversions(Report& report, const Tzdb& tzdb) {
    const Peer ours = plazo_peer();
    const std::vector<Peer> all = {cctz_peer(), date_peer(), icu_peer(), libical_peer(),
                                   glibc_peer()};
    const std::vector<Peer> many_zones = {all[0], all[1], all[2]};
    const std::vector<Peer> exact = {all[0], all[1]};
    const Kind offsets{"UTC to offset", &Peer::offsets, {}};
    const Kind latency{"UTC to offset, one after the other", &Peer::latency, {{"cctz", 6}}};
    const Kind fields{"UTC to fields", &Peer::fields, {{"cctz", 6}, {"date", 4}}};  // 10, 7 hoped
    const Kind instants{"fields to UTC", &Peer::instants, {{"cctz", 5}}};           // 8 hoped

    const Questions one = questions(tzdb, {"Europe/Madrid"});
    compare(report, "one zone: ", offsets, one, ours, all);
    compare(report, "one zone: ", latency, one, ours, many_zones);
    compare(report, "one zone: ", fields, one, ours, all);
    compare(report, "one zone: ", instants, one, ours, all);
    const Questions in_order = questions(tzdb, {"Europe/Madrid"}, true);
    compare(report, "one zone, in order: ", {"UTC to fields", &Peer::fields, {}}, in_order, ours,
            exact);
    const Questions hundred = questions(tzdb, places(tzdb, 100));
    compare(report, "100 zones: ", offsets, hundred, ours, many_zones);
    compare(report, "100 zones: ", fields, hundred, ours, exact);
    compare(report, "100 zones: ", instants, hundred, ours, exact);
    compare(report, "100 zones: ", {"find by name", &Peer::find, {}}, hundred, ours, exact);
}

/// Our call for many instants at once beside a loop over each peer's call for one.
void measure_bulk(Report& report, const Tzdb& tzdb) {
    constexpr int repeats = 40;
    const Questions asked = questions(tzdb, {"Europe/Madrid"});
    const Zone madrid = tzdb.find("Europe/Madrid").value();
    std::vector<Instant> instants;
    for (const std::int64_t each : asked.instant) instants.emplace_back(seconds{each});
    std::vector<seconds> offsets(instants.size());
    Measure measure;
    measure.name = "one zone: offsets in bulk";
    measure.operations = static_cast<double>(repeats * instants.size());
    measure.ours = {"plazo", [&] {
                        std::int64_t sum = 0;
                        for (int i = 0; i < repeats; ++i) {
                            madrid.offsets(instants, offsets);
                            for (const seconds each : offsets) sum += each.count();
                        }
                        return sum;
                    }};
    for (const Peer& peer : {cctz_peer(), date_peer()}) {
        peer.open(asked);
        measure.peers.push_back({peer.name, [&asked, answer = peer.offsets] {
                                     std::int64_t sum = 0;
                                     for (int i = 0; i < repeats; ++i) sum += answer(asked);
                                     return sum;
                                 }});
    }
    measure.times_faster = {{"cctz", 15}};  // 30 hoped
    report.measure(std::move(measure));
}

/// Each in a process of its own, as a program that starts has it.
void measure_loading(Report& report, const Tzdb& tzdb) {
    std::vector<std::string> all;
    for (const std::string& name : tzdb.names()) {
        if (name != "Factory") all.push_back(name);  // no zone to most
    }
    const std::vector<Peer> peers = {cctz_peer(), date_peer(), icu_peer()};
    const Peer ours = plazo_peer();
    const auto load = [&](const std::string& title, const std::vector<std::string>& names,
                          std::map<std::string, double> targets) {
        std::vector<std::map<std::string, double>> times(rounds);
        std::vector<std::map<std::string, double>> memory(rounds);
        for (std::size_t round = 0; round < times.size(); ++round) {
            for (std::size_t i = 0; i <= peers.size(); ++i) {
                const std::size_t turn = (i + round) % (peers.size() + 1);
                const Peer& peer = turn == peers.size() ? ours : peers[turn];
                auto cost = in_a_child([&] { peer.load(names); });
                times[round][peer.name] = cost["ns"] / 1000;
                memory[round][peer.name] = cost["kb"];
            }
        }
        Measure measure;
        measure.name = title;
        measure.unit = "us";
        measure.ours = {"plazo", {}};
        for (const Peer& peer : peers) measure.peers.push_back({peer.name, {}});
        Measure kilobytes = measure;
        kilobytes.name += ", private memory";
        kilobytes.unit = "KB";
        measure.times_faster = std::move(targets);
        report.add(std::move(measure), times);
        report.add(std::move(kilobytes), memory);
    };
    load("load all names", all, {{"cctz", 3}});
    load("load for 100 zones", places(tzdb, 100), {});
}

}  // namespace

void measure_timezone(Report& report) {
    const Tzdb tzdb = Tzdb::load(timezone::default_folder);
    measure_loading(report, tzdb);  // first, while the process is small
    measure_conversions(report, tzdb);
    measure_bulk(report, tzdb);
    measure_names(report, tzdb);
    measure_vtimezones(report, tzdb);
    measure_work_calendars(report, tzdb);
    check_against_cctz(report, tzdb);
}

}  // namespace plazo::bench
