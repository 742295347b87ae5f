#include <memory>
#include <optional>
#include <span>

#include "ical/vtimezone.h"
#include "tests/bench/timezone_peers.h"
#include "timezone/windows_zones.h"

namespace plazo::bench {

using timezone::CivilTime;
using timezone::Instant;
using timezone::seconds;
using timezone::Tzdb;
using timezone::Zone;

namespace {

struct State {
    std::vector<Zone> zones;
    std::vector<CivilTime> civil;
    std::vector<Instant> instants;
    std::vector<seconds> offsets;
};

Instant at(std::int64_t instant) {
    return Instant{seconds{instant}};
}

CivilTime civil(const Fields& fields) {
    const auto small = [](int value) { return static_cast<std::uint8_t>(value); };
    return {fields.year,        small(fields.month),  small(fields.day),
            small(fields.hour), small(fields.minute), small(fields.second)};
}

std::int64_t bulk(State& state, const Questions& asked) {
    const std::span<const Instant> instants{state.instants};
    const std::span<seconds> offsets{state.offsets};
    for (std::size_t begin = 0, end = 0; begin < instants.size(); begin = end) {
        while (end < instants.size() && asked.zone[end] == asked.zone[begin]) ++end;
        const Zone& zone = state.zones[asked.zone[begin]];
        zone.offsets(instants.subspan(begin, end - begin), offsets.subspan(begin, end - begin));
    }
    std::int64_t sum = 0;
    for (const seconds each : offsets) sum += each.count();
    return sum;
}

std::int64_t load(const std::vector<std::string>& names) {
    static std::optional<Tzdb> kept;  // as the peers keep what they have loaded
    kept = Tzdb::load(timezone::default_folder);
    std::int64_t sum = 0;
    for (const std::string& name : names) sum += kept->find(name)->offset(at(load_instant)).count();
    return sum;
}

std::int64_t iana_of_windows(const std::vector<std::string>& windows) {
    std::int64_t sum = 0;
    for (const std::string& each : windows) {
        const auto found = timezone::iana_from_windows(each, territory).value_or("");
        sum += sum_of(found.data(), found.size());
    }
    return sum;
}

std::int64_t windows_of_iana(const std::vector<std::string>& names) {
    std::int64_t sum = 0;
    for (const std::string& each : names) {
        const auto found = timezone::windows_from_iana(each).value_or("");
        sum += sum_of(found.data(), found.size());
    }
    return sum;
}

/// Reads the block, finds out which zone of the database it means, and asks that.
std::int64_t identify_block(const Tzdb& tzdb, const std::string& block) {
    const auto read = ical::read_vtimezone(block);
    const auto zone = timezone::zone_like(tzdb, read->rules, timezone::whole_years(2024, 2026));
    return zone ? zone->offset(at(block_instant)).count() : 0;
}

}  // namespace

Peer plazo_peer(const Tzdb& tzdb) {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "plazo";
    peer.open = [state, tzdb](const Questions& asked) {
        *state = {};
        for (const std::string& name : asked.names) state->zones.push_back(*tzdb.find(name));
        for (const Fields& each : asked.local) state->civil.push_back(civil(each));
        for (const std::int64_t each : asked.instant) state->instants.push_back(at(each));
        state->offsets.resize(asked.instant.size());
    };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += state->zones[asked.zone[i]].offset(at(asked.instant[i])).count();
        }
        return sum;
    };
    peer.bulk = [state](const Questions& asked) { return bulk(*state, asked); };
    peer.latency = [state](const Questions& asked) {
        std::int64_t sum = 0;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            last = state->zones[asked.zone[i]].offset(at(asked.instant[i] + (last & 1))).count();
            sum += last;
        }
        return sum;
    };
    peer.fields = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            const CivilTime t = state->zones[asked.zone[i]].civil(at(asked.instant[i]));
            sum += sum_of(t.year, t.month, t.day, t.hour, t.minute, t.second);
        }
        return sum;
    };
    peer.instants = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < state->civil.size(); ++i) {
            sum += state->zones[asked.zone[i]].instant(state->civil[i]).time_since_epoch().count();
        }
        return sum;
    };
    peer.find = [tzdb](const Questions& asked) {
        std::int64_t found = 0;
        for (const std::uint32_t each : asked.zone) {
            found += tzdb.find(asked.names[each]).has_value() ? 1 : 0;
        }
        return found;
    };
    peer.load = load;
    peer.iana_of_windows = iana_of_windows;
    peer.windows_of_iana = windows_of_iana;
    peer.read_block = [tzdb](const std::string& block) { return identify_block(tzdb, block); };
    return peer;
}

}  // namespace plazo::bench
