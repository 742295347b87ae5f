#include <libical/ical.h>

#include <memory>

#include "tests/bench/conversions.h"
#include "tests/bench/names.h"

namespace plazo::bench {

namespace {

using Zones = std::vector<icaltimezone*>;

std::int64_t offset_at(icaltimezone* zone, std::int64_t instant) {
    icaltimetype time = icaltime_from_timet_with_zone(instant, 0, icaltimezone_get_utc_timezone());
    int is_daylight = 0;
    return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &is_daylight);
}

}  // namespace

Peer libical_peer() {
    auto zones = std::make_shared<Zones>();
    Peer peer;
    peer.name = "libical";
    peer.same_data = false;  // it reads the system's files, and expands them in a way of its own
    peer.open = [zones](const Questions& asked) {
        zones->clear();
        for (const std::string& name : asked.names) {
            zones->push_back(icaltimezone_get_builtin_timezone(name.c_str()));
        }
    };
    peer.offsets = [zones](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += offset_at((*zones)[asked.zone[i]], asked.instant[i]);
        }
        return sum;
    };
    return peer;
}

std::int64_t libical_reads_vtimezone(const std::string& block, int times) {
    std::int64_t read = 0;
    for (int i = 0; i < times; ++i) {
        icalcomponent* component = icalcomponent_new_from_string(block.c_str());
        icaltimezone* zone = icaltimezone_new();
        if (icaltimezone_set_component(zone, component) != 0) {
            read += offset_at(zone, 1'782'000'000) != 0 ? 1 : 0;
        }
        icaltimezone_free(zone, 1);  // and the component with it
    }
    return read;
}

}  // namespace plazo::bench
