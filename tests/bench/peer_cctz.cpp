#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <memory>

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

std::int64_t number(Time instant) {
    return instant.time_since_epoch().count();
}

std::vector<std::int64_t> changes(const cctz::time_zone& zone, std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> found;
    cctz::time_zone::civil_transition change;
    for (std::int64_t last = from; zone.next_transition(at(last), &change);) {
        const std::int64_t next = number(zone.lookup(change.to).trans);
        if (next <= last || next >= to) break;
        found.push_back(last = next);
    }
    return found;
}

Clock::Shown shown(const cctz::time_zone& zone, std::int64_t instant) {
    const auto found = zone.lookup(at(instant));
    const auto& t = found.cs;
    return {found.offset,
            found.abbr,
            found.is_dst,
            {static_cast<int>(t.year()), t.month(), t.day(), t.hour(), t.minute(), t.second()}};
}

/// Its `pre` and `post` are by the offsets before and after the change.
Clock::Came came(const cctz::time_zone& zone, const Fields& t) {
    using Kind = timezone::Resolution::Kind;
    const auto found =
        zone.lookup(cctz::civil_second{t.year, t.month, t.day, t.hour, t.minute, t.second});
    const std::int64_t pre = number(found.pre);
    const std::int64_t post = number(found.post);
    switch (found.kind) {
        case cctz::time_zone::civil_lookup::SKIPPED:
            return {Kind::gap, post, pre, number(found.trans)};
        case cctz::time_zone::civil_lookup::REPEATED:
            return {Kind::fold, pre, post, number(found.trans)};
        default:
            return {Kind::unique, pre, post, 0};
    }
}

std::optional<Clock> clock(const std::string& name) {
    cctz::time_zone zone;
    if (!cctz::load_time_zone(name, &zone)) return {};
    return Clock{
        .shown = [zone](std::int64_t instant) { return shown(zone, instant); },
        .came = [zone](const Fields& fields) { return came(zone, fields); },
        .changes = [zone](std::int64_t from, std::int64_t to) { return changes(zone, from, to); }};
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
    peer.clock = clock;
    return peer;
}

const PeerEntry entry{cctz_peer};

}  // namespace

}  // namespace plazo::bench
