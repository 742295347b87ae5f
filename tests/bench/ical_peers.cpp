#include "tests/bench/ical_peers.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "ical/value.h"
#include "tests/bench/ical_data.h"

namespace plazo::bench {

namespace {

std::vector<IcalPeer (*)()>& entries() {
    static std::vector<IcalPeer (*)()> all;
    return all;
}

}  // namespace

Texts::Texts(std::vector<std::string> texts, std::string file_name)
    : calendars{std::move(texts)},
      file{(std::filesystem::path{PLAZO_BENCH_FOLDER} / file_name).string()} {
    std::ofstream stream{file, std::ios::binary};
    for (const std::string& each : calendars) {
        stream << each;
        bytes += static_cast<double>(each.size());
        components += static_cast<std::int64_t>(mix_of(each).components);
    }
    if (!stream.flush()) throw std::runtime_error{"cannot write " + file};
}

IcalPeerEntry::IcalPeerEntry(IcalPeer (*make)()) {
    entries().push_back(make);
}

IcalPeers ical_peers() {
    IcalPeers peers;
    for (IcalPeer (*make)() : entries()) peers.list.push_back(make());
    if (peers.list.empty()) peers.absent["libical"] = "its library is not installed";
    add_outside_peers(peers);
    return peers;
}

std::int64_t seconds_of(const std::string& time) {
    return ical::parse_date_time(time).value().local.time_since_epoch().count();
}

}  // namespace plazo::bench
