#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <memory>

#include "tests/bench/timezone_parts.h"
#include "tests/bench/timezone_peers.h"

namespace plazo::bench {

namespace {

using Time = cctz::time_point<cctz::seconds>;

struct State {
    std::vector<cctz::time_zone> zones;
    std::vector<cctz::civil_second> local;
};

Time at(std::int64_t instant) {
    return Time{cctz::seconds{instant}};
}

cctz::time_zone zone(const std::string& name) {
    cctz::time_zone found;
    cctz::load_time_zone(name, &found);
    return found;
}

Peer cctz_peer() {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "cctz";
    peer.open = [state](const Questions& asked) {
        state->zones.clear();
        state->local.clear();
        for (const std::string& name : asked.names) state->zones.push_back(zone(name));
        for (const Fields& t : asked.local) {
            state->local.emplace_back(t.year, t.month, t.day, t.hour, t.minute, t.second);
        }
    };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += state->zones[asked.zone[i]].lookup(at(asked.instant[i])).offset;
        }
        return sum;
    };
    peer.latency = [state](const Questions& asked) {
        std::int64_t sum = 0;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            last = state->zones[asked.zone[i]].lookup(at(asked.instant[i] + (last & 1))).offset;
            sum += last;
        }
        return sum;
    };
    peer.fields = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            const auto t = state->zones[asked.zone[i]].lookup(at(asked.instant[i])).cs;
            sum += sum_of(static_cast<int>(t.year()), t.month(), t.day(), t.hour(), t.minute(),
                          t.second());
        }
        return sum;
    };
    peer.instants = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < state->local.size(); ++i) {
            sum += cctz::convert(state->local[i], state->zones[asked.zone[i]])
                       .time_since_epoch()
                       .count();
        }
        return sum;
    };
    peer.load = [](const std::vector<std::string>& names) {
        std::int64_t sum = 0;
        for (const std::string& name : names) sum += zone(name).lookup(at(load_instant)).offset;
        return sum;
    };
    peer.find = [](const Questions& asked) {
        std::int64_t found = 0;
        cctz::time_zone zone;
        for (const std::uint32_t each : asked.zone) {
            found += cctz::load_time_zone(asked.names[each], &zone) ? 1 : 0;
        }
        return found;
    };
    peer.check = check_against_cctz;
    return peer;
}

const PeerEntry entry{cctz_peer};

}  // namespace

}  // namespace plazo::bench
