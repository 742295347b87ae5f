#include "tests/bench/timezone_peers.h"

#include <algorithm>

namespace plazo::bench {

namespace {

std::vector<Peer (*)()>& entries() {
    static std::vector<Peer (*)()> all;
    return all;
}

}  // namespace

PeerEntry::PeerEntry(Peer (*make)()) {
    entries().push_back(make);
}

std::vector<Peer> timezone_peers() {
    std::vector<Peer> peers;
    for (Peer (*make)() : entries()) peers.push_back(make());
    const auto place = [](const Peer& peer) {
        return std::find(std::begin(known_peers), std::end(known_peers), peer.name);
    };
    std::sort(peers.begin(), peers.end(),
              [&](const Peer& a, const Peer& b) { return place(a) < place(b); });
    return peers;
}

}  // namespace plazo::bench
