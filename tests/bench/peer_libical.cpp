#include <libical/ical.h>

#include <memory>

#include "tests/bench/timezone_peers.h"

namespace plazo::bench {

namespace {

struct State {
    std::vector<icaltimezone*> zones;
    std::vector<icaltimetype> local;
};

icaltimezone* zone(const std::string& name) {
    return icaltimezone_get_builtin_timezone(name.c_str());
}

icaltimetype utc_time(std::int64_t instant) {
    return icaltime_from_timet_with_zone(instant, 0, icaltimezone_get_utc_timezone());
}

std::int64_t offset_at(icaltimezone* zone, std::int64_t instant) {
    icaltimetype time = utc_time(instant);
    int is_daylight = 0;
    return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &is_daylight);
}

std::int64_t read_block(const std::string& block) {
    icalcomponent* component = icalcomponent_new_from_string(block.c_str());
    icaltimezone* zone = icaltimezone_new();
    std::int64_t offset = 0;
    if (icaltimezone_set_component(zone, component) != 0) offset = offset_at(zone, block_instant);
    icaltimezone_free(zone, 1);  // and the component with it
    return offset;
}

/// Knows a zone as a VTIMEZONE, made of the system's file for the years to 2037.
Peer libical_peer() {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "libical";
    peer.same_data = false;
    peer.open = [state](const Questions& asked) {
        state->zones.clear();
        state->local.clear();
        for (const std::string& name : asked.names) state->zones.push_back(zone(name));
        for (const Fields& each : asked.local) {
            icaltimetype time = icaltime_null_time();
            time.year = each.year;
            time.month = each.month;
            time.day = each.day;
            time.hour = each.hour;
            time.minute = each.minute;
            time.second = each.second;
            state->local.push_back(time);
        }
    };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += offset_at(state->zones[asked.zone[i]], asked.instant[i]);
        }
        return sum;
    };
    peer.fields = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            const icaltimetype t =
                icaltime_convert_to_zone(utc_time(asked.instant[i]), state->zones[asked.zone[i]]);
            sum += sum_of(t.year, t.month, t.day, t.hour, t.minute, t.second);
        }
        return sum;
    };
    peer.instants = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < state->local.size(); ++i) {
            sum += icaltime_as_timet_with_zone(state->local[i], state->zones[asked.zone[i]]);
        }
        return sum;
    };
    peer.load = [](const std::vector<std::string>& names) {
        std::int64_t sum = 0;
        for (const std::string& name : names) sum += offset_at(zone(name), load_instant);
        return sum;
    };
    peer.read_block = read_block;
    return peer;
}

const PeerEntry entry{libical_peer};

}  // namespace

}  // namespace plazo::bench
