// The measures of timezone/ and their targets.
#include <algorithm>
#include <random>

#include "tests/bench/rooms.h"
#include "tests/bench/timezone_parts.h"
#include "tests/bench/timezone_peers.h"
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
constexpr std::size_t spare_count = 1 << 8;  // for those that come twice
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

/// Sorted: as a log has them. By zone: as someone has them who does one zone after the other.
enum class Order { random, sorted, by_zone };

/// Instants from 1990 to 2037, in zones at random.
Questions questions(const Tzdb& tzdb, std::vector<std::string> names, Order order = Order::random) {
    std::mt19937_64 random{7};
    std::vector<Instant> instants(questions_count + spare_count);
    for (Instant& each : instants) {
        each = Instant{seconds{from_1990 + random() % (until_2037 - from_1990)}};
    }
    if (order == Order::sorted) std::sort(instants.begin(), instants.end());

    Questions made;
    made.names = std::move(names);
    std::vector<Zone> zones;
    for (const std::string& name : made.names) zones.push_back(tzdb.find(name).value());
    std::vector<std::uint32_t> zone_of(instants.size());
    for (std::uint32_t& each : zone_of) each = static_cast<std::uint32_t>(random() % zones.size());
    if (order == Order::by_zone) std::sort(zone_of.begin(), zone_of.end());
    for (std::size_t i = 0; i < instants.size() && made.instant.size() < questions_count; ++i) {
        const Zone& zone = zones[zone_of[i]];
        const LocalTime local = zone.local(instants[i]);
        if (zone.resolve(local).kind != timezone::Resolution::Kind::unique) continue;
        const CivilTime t = timezone::civil_time(local);
        made.zone.push_back(zone_of[i]);
        made.instant.push_back(instants[i].time_since_epoch().count());
        made.local.push_back({t.year, t.month, t.day, t.hour, t.minute, t.second});
    }
    return made;
}

using Targets = std::map<std::string, double>;

class Conversions {
  public:
    Conversions(Report& report, const Tzdb& tzdb, const std::vector<Peer>& peers)
        : report_{report}, ours_{plazo_peer(tzdb)}, peers_{peers} {}

    /// All measures that follow ask these questions.
    void ask(std::string title, Questions questions) {
        title_ = std::move(title);
        questions_ = std::move(questions);
        ours_.open(questions_);
        for (const Peer& peer : peers_) {
            if (is_asked(peer)) peer.open(questions_);
        }
    }

    /// A peer that has no such answer does what it has `instead`.
    void compare(const std::string& name, Answer Peer::*answer, Targets targets = {},
                 Answer Peer::*instead = nullptr) {
        Measure measure{.name = title_ + ": " + name,
                        .operations = static_cast<double>(questions_.instant.size()),
                        .ours = candidate(ours_, answer),
                        .times_faster = std::move(targets)};
        for (const Peer& peer : peers_) {
            const bool has_it = instead == nullptr || peer.*answer;
            const auto asked = has_it ? answer : instead;
            if (peer.*asked && is_asked(peer)) measure.peers.push_back(candidate(peer, asked));
        }
        report_.measure(std::move(measure));
    }

  private:
    bool is_asked(const Peer& peer) const {
        return peer.many_zones || questions_.names.size() == 1;
    }

    /// The rules of Madrid have not changed since before the oldest data of a peer.
    bool is_comparable(const Peer& peer) const {
        return peer.same_data || questions_.names == std::vector<std::string>{"Europe/Madrid"};
    }

    Candidate candidate(const Peer& peer, Answer Peer::*answer) const {
        return {peer.name, [this, ask = peer.*answer] { return ask(questions_); },
                is_comparable(peer)};
    }

    Report& report_;
    Peer ours_;
    const std::vector<Peer>& peers_;
    std::string title_;
    Questions questions_;
};

void measure_conversions(Report& report, const Tzdb& tzdb, const std::vector<Peer>& peers) {
    const Targets fields{{"cctz", 6}, {"date", 4}};
    const Targets instants{{"cctz", 5}};
    const Targets latency{{"cctz", 6}};
    const Targets bulk{{"cctz", 15}};
    const std::string madrid = "Europe/Madrid";
    Conversions conversions{report, tzdb, peers};

    conversions.ask("one zone", questions(tzdb, {madrid}));
    conversions.compare("UTC to offset", &Peer::offsets);
    conversions.compare("UTC to offset, latency", &Peer::latency, latency);
    conversions.compare("UTC to offset in bulk", &Peer::bulk, bulk, &Peer::offsets);
    conversions.compare("UTC to fields", &Peer::fields, fields);
    conversions.compare("fields to UTC", &Peer::instants, instants);

    conversions.ask("100 zones", questions(tzdb, places(tzdb, 100)));
    conversions.compare("UTC to offset", &Peer::offsets);
    conversions.compare("UTC to offset, latency", &Peer::latency);
    conversions.compare("UTC to fields", &Peer::fields, fields);
    conversions.compare("fields to UTC", &Peer::instants, instants);
    conversions.compare("zone by name", &Peer::find);

    conversions.ask("100 zones, by zone", questions(tzdb, places(tzdb, 100), Order::by_zone));
    conversions.compare("UTC to offset in bulk", &Peer::bulk, bulk, &Peer::offsets);

    conversions.ask("one zone, in order", questions(tzdb, {madrid}, Order::sorted));
    conversions.compare("UTC to offset in bulk", &Peer::bulk, {}, &Peer::offsets);
    conversions.compare("UTC to fields", &Peer::fields);
    conversions.compare("fields to UTC", &Peer::instants);
}

/// Each in a process of its own, as a program that starts has it. Ours reads all of the tree at
/// once, whatever is asked for, so that no answer mixes two versions of it.
void measure_loading(Report& report, const Tzdb& tzdb, const std::vector<Peer>& peers) {
    const Peer ours = plazo_peer(tzdb);
    const auto compare = [&](const std::string& title, const std::vector<std::string>& names,
                             Targets targets) {
        const auto candidate = [&](const Peer& peer) {
            return Candidate{peer.name, [&names, load = peer.load] { return load(names); },
                             peer.same_data};
        };
        Measure measure{.name = title, .ours = candidate(ours), .times_faster = std::move(targets)};
        for (const Peer& peer : peers) {
            if (peer.load && (peer.many_zones || names.size() == 1)) {
                measure.peers.push_back(candidate(peer));
            }
        }
        report.measure_in_children(std::move(measure));
    };
    std::vector<std::string> all;
    for (const std::string& name : tzdb.names()) {
        if (name != "Factory") all.push_back(name);  // which is no zone to some
    }
    compare("load one zone", {"Europe/Madrid"}, {});
    compare("load 100 zones", places(tzdb, 100), {});
    compare("load all names", all, {{"cctz", 3}});
}

}  // namespace

void measure_timezone(Report& report) {
    const Tzdb tzdb = Tzdb::load(timezone::default_folder);
    const std::vector<Peer> peers = timezone_peers();
    measure_loading(report, tzdb, peers);  // first, while the process is small
    measure_conversions(report, tzdb, peers);
    measure_names(report, tzdb, peers);
    measure_vtimezones(report, tzdb, peers);
    measure_work_calendars(report, tzdb);
}

void check_timezone(Report& report) {
    const std::vector<Peer> peers = timezone_peers();
    for (const char* known : known_peers) {
        const bool is_here = std::any_of(peers.begin(), peers.end(),
                                         [&](const Peer& peer) { return peer.name == known; });
        if (!is_here) report.absent(known, "its library is not installed");
    }
    check_clocks(report, Tzdb::load(timezone::default_folder), peers);
}

}  // namespace plazo::bench
