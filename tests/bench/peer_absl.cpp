// Abseil has a newer copy of cctz inside, behind times of its own.
#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <memory>

#include "tests/bench/timezone_peers.h"

namespace plazo::bench {

namespace {

struct State {
    std::vector<absl::TimeZone> zones;
    std::vector<absl::CivilSecond> local;
};

absl::Time at(std::int64_t instant) {
    return absl::FromUnixSeconds(instant);
}

absl::TimeZone zone(const std::string& name) {
    absl::TimeZone found;
    absl::LoadTimeZone(name, &found);
    return found;
}

Peer absl_peer() {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "absl";
    peer.open = [state](const Questions& asked) {
        *state = {};
        for (const std::string& name : asked.names) state->zones.push_back(zone(name));
        for (const Fields& t : asked.local) {
            state->local.emplace_back(t.year, t.month, t.day, t.hour, t.minute, t.second);
        }
    };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += state->zones[asked.zone[i]].At(at(asked.instant[i])).offset;
        }
        return sum;
    };
    peer.latency = [state](const Questions& asked) {
        std::int64_t sum = 0;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            last = state->zones[asked.zone[i]].At(at(asked.instant[i] + (last & 1))).offset;
            sum += last;
        }
        return sum;
    };
    peer.fields = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            const absl::CivilSecond t = state->zones[asked.zone[i]].At(at(asked.instant[i])).cs;
            sum += sum_of(static_cast<int>(t.year()), t.month(), t.day(), t.hour(), t.minute(),
                          t.second());
        }
        return sum;
    };
    peer.instants = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < state->local.size(); ++i) {
            const absl::TimeZone& zone = state->zones[asked.zone[i]];
            sum += absl::ToUnixSeconds(absl::FromCivil(state->local[i], zone));
        }
        return sum;
    };
    peer.load = [](const std::vector<std::string>& names) {
        std::int64_t sum = 0;
        for (const std::string& name : names) sum += zone(name).At(at(load_instant)).offset;
        return sum;
    };
    peer.find = [](const Questions& asked) {
        std::int64_t found = 0;
        absl::TimeZone zone;
        for (const std::uint32_t each : asked.zone) {
            found += absl::LoadTimeZone(asked.names[each], &zone) ? 1 : 0;
        }
        return found;
    };
    return peer;
}

const PeerEntry entry{absl_peer};

}  // namespace

}  // namespace plazo::bench
