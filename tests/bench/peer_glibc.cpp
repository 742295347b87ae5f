#include <cstdlib>
#include <ctime>
#include <memory>

#include "tests/bench/timezone_peers.h"

namespace plazo::bench {

namespace {

void choose(const std::string& name) {
    setenv("TZ", (":" + name).c_str(), 1);
    tzset();
}

std::tm local(std::int64_t instant) {
    const std::time_t time = instant;
    std::tm t{};
    localtime_r(&time, &t);
    return t;
}

std::int64_t instant(const Fields& each) {
    std::tm t{};
    t.tm_year = each.year - 1900;
    t.tm_mon = each.month - 1;
    t.tm_mday = each.day;
    t.tm_hour = each.hour;
    t.tm_min = each.minute;
    t.tm_sec = each.second;
    t.tm_isdst = -1;
    return std::mktime(&t);
}

Clock::Shown shown(std::int64_t instant) {
    const std::tm t = local(instant);
    return {t.tm_gmtoff,
            t.tm_zone,
            t.tm_isdst > 0,
            {t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec}};
}

/// Knows one zone at a time, that of the environment: it is asked about one zone only.
Peer glibc_peer() {
    Peer peer;
    peer.name = "glibc";
    peer.many_zones = false;
    peer.open = [](const Questions& asked) { choose(asked.names.front()); };
    peer.fields = [](const Questions& asked) {
        std::int64_t sum = 0;
        for (const std::int64_t each : asked.instant) {
            const std::tm t = local(each);
            sum += sum_of(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
        }
        return sum;
    };
    peer.instants = [](const Questions& asked) {
        std::int64_t sum = 0;
        for (const Fields& each : asked.local) sum += instant(each);
        return sum;
    };
    peer.load = [](const std::vector<std::string>& names) {
        choose(names.front());
        return std::int64_t{local(load_instant).tm_gmtoff};
    };
    peer.clock = [](const std::string& name) {
        choose(name);
        return Clock{.shown = shown, .instant = instant};
    };
    return peer;
}

const PeerEntry entry{glibc_peer};

}  // namespace

}  // namespace plazo::bench
