#include <memory>
#include <optional>

#include "tests/bench/conversions.h"
#include "timezone/tzdb.h"

namespace plazo::bench {

using timezone::CivilTime;
using timezone::Instant;
using timezone::seconds;
using timezone::Tzdb;
using timezone::Zone;

namespace {

struct State {
    Tzdb tzdb = Tzdb::load(timezone::default_folder);
    std::vector<Zone> zones;
    std::vector<CivilTime> civil;
};

Instant at(std::int64_t instant) {
    return Instant{seconds{instant}};
}

}  // namespace

Peer plazo_peer() {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "plazo";
    peer.open = [state](const Questions& asked) {
        state->zones.clear();
        state->civil.clear();
        for (const std::string& name : asked.names) {
            state->zones.push_back(state->tzdb.find(name).value());
        }
        for (const Fields& each : asked.local) {
            const auto small = [](int value) { return static_cast<std::uint8_t>(value); };
            state->civil.push_back({each.year, small(each.month), small(each.day), small(each.hour),
                                    small(each.minute), small(each.second)});
        }
    };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += state->zones[asked.zone[i]].offset(at(asked.instant[i])).count();
        }
        return sum;
    };
    peer.latency = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum = state->zones[asked.zone[i]].offset(at(asked.instant[i] + (sum & 1))).count();
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
    peer.load = [](const std::vector<std::string>& names) {
        static std::optional<Tzdb> kept;  // as the peers keep what they have loaded
        kept = Tzdb::load(timezone::default_folder);
        volatile std::int64_t sum = 0;
        for (const std::string& name : names) sum = sum + kept->find(name)->offset(at(0)).count();
    };
    peer.find = [state](const Questions& asked) {
        std::int64_t found = 0;
        for (const std::uint32_t each : asked.zone) {
            found += state->tzdb.find(asked.names[each]).has_value() ? 1 : 0;
        }
        return found;
    };
    return peer;
}

}  // namespace plazo::bench
