#include <date/tz.h>

#include <memory>

#include "tests/bench/timezone_peers.h"

namespace plazo::bench {

namespace {

using Zones = std::vector<const date::time_zone*>;

date::sys_seconds at(std::int64_t instant) {
    return date::sys_seconds{std::chrono::seconds{instant}};
}

struct State {
    Zones zones;
    std::vector<Fields> local;
};

std::int64_t load(const std::vector<std::string>& names) {
    std::int64_t sum = 0;
    for (const std::string& name : names) {
        sum += date::locate_zone(name)->get_info(at(load_instant)).offset.count();
    }
    return sum;
}

std::int64_t find(const Questions& asked) {
    std::int64_t found = 0;
    for (const std::uint32_t each : asked.zone) {
        found += date::locate_zone(asked.names[each]) != nullptr ? 1 : 0;
    }
    return found;
}

Peer date_peer() {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "date";
    peer.open = [state](const Questions& asked) {
        state->zones.clear();
        state->local = asked.local;
        for (const std::string& name : asked.names) {
            state->zones.push_back(date::locate_zone(name));
        }
    };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += state->zones[asked.zone[i]]->get_info(at(asked.instant[i])).offset.count();
        }
        return sum;
    };
    peer.latency = [state](const Questions& asked) {
        std::int64_t sum = 0;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            const auto instant = at(asked.instant[i] + (last & 1));
            last = state->zones[asked.zone[i]]->get_info(instant).offset.count();
            sum += last;
        }
        return sum;
    };
    peer.fields = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            const auto local = state->zones[asked.zone[i]]->to_local(at(asked.instant[i]));
            const auto day = date::floor<date::days>(local);
            const date::year_month_day date{day};
            const date::hh_mm_ss<std::chrono::seconds> time{local - day};
            sum += sum_of(static_cast<int>(date.year()),
                          static_cast<int>(static_cast<unsigned>(date.month())),
                          static_cast<int>(static_cast<unsigned>(date.day())),
                          static_cast<int>(time.hours().count()),
                          static_cast<int>(time.minutes().count()),
                          static_cast<int>(time.seconds().count()));
        }
        return sum;
    };
    peer.instants = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < state->local.size(); ++i) {
            const Fields& t = state->local[i];
            const date::local_seconds local =
                date::local_days{date::year{t.year} / t.month / t.day} +
                std::chrono::hours{t.hour} + std::chrono::minutes{t.minute} +
                std::chrono::seconds{t.second};
            sum += state->zones[asked.zone[i]]
                       ->to_sys(local, date::choose::earliest)
                       .time_since_epoch()
                       .count();
        }
        return sum;
    };
    peer.load = load;
    peer.find = find;
    return peer;
}

const PeerEntry entry{date_peer};

}  // namespace

}  // namespace plazo::bench
