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

/// Knows one zone at a time, that of the environment: it is asked about one zone only.
Peer glibc_peer() {
    Peer peer;
    peer.name = "glibc";
    peer.many_zones = false;
    peer.open = [](const Questions& asked) { choose(asked.names.front()); };
    peer.fields = [](const Questions& asked) {
        std::int64_t sum = 0;
        std::tm t{};
        for (const std::int64_t each : asked.instant) {
            const std::time_t instant = each;
            localtime_r(&instant, &t);
            sum += sum_of(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
        }
        return sum;
    };
    peer.instants = [](const Questions& asked) {
        std::int64_t sum = 0;
        for (const Fields& each : asked.local) {
            std::tm t{};
            t.tm_year = each.year - 1900;
            t.tm_mon = each.month - 1;
            t.tm_mday = each.day;
            t.tm_hour = each.hour;
            t.tm_min = each.minute;
            t.tm_sec = each.second;
            t.tm_isdst = -1;
            sum += std::mktime(&t);
        }
        return sum;
    };
    peer.load = [](const std::vector<std::string>& names) {
        choose(names.front());
        const std::time_t instant = load_instant;
        std::tm t{};
        localtime_r(&instant, &t);
        return std::int64_t{t.tm_gmtoff};
    };
    return peer;
}

const PeerEntry entry{glibc_peer};

}  // namespace

}  // namespace plazo::bench
