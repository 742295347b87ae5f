#include "graph/address_guard.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace plazo::graph {
namespace {

struct Block {
    const char* prefix;
    unsigned bits;
    std::string_view kind;
};

constexpr std::array blocks_v4 = std::to_array<Block>({
    {"0.0.0.0", 8, "this network"},
    {"10.0.0.0", 8, "a private address"},
    {"100.64.0.0", 10, "an address shared behind a carrier"},
    {"127.0.0.0", 8, "a loopback address"},
    {"168.63.129.16", 32, "a cloud's own service"},  // Azure, to each of its machines
    {"169.254.0.0", 16, "a link-local address"},     // the clouds' metadata among them
    {"172.16.0.0", 12, "a private address"},
    {"192.0.0.0", 24, "an address of a protocol"},
    {"192.0.2.0", 24, "a documentation address"},
    {"192.88.99.0", 24, "a 6to4 relay"},
    {"192.168.0.0", 16, "a private address"},
    {"198.18.0.0", 15, "an address for benchmarks"},
    {"198.51.100.0", 24, "a documentation address"},
    {"203.0.113.0", 24, "a documentation address"},
    {"224.0.0.0", 4, "a multicast address"},
    {"240.0.0.0", 4, "a reserved address"},
});

/// Global unicast is 2000::/3: whatever lies outside is not public, and is named where it has a
/// name.
constexpr std::array blocks_v6 = std::to_array<Block>({
    {"::1", 128, "a loopback address"},
    {"::", 128, "no address"},
    {"::ffff:0:0", 96, "an IPv4 address in IPv6"},
    {"::", 96, "an IPv4 address in IPv6"},
    {"64:ff9b::", 96, "an IPv4 address behind NAT64"},
    {"64:ff9b:1::", 48, "an IPv4 address behind NAT64"},
    {"fc00::", 7, "a private address"},
    {"fe80::", 10, "a link-local address"},
    {"fec0::", 10, "a site-local address"},
    {"ff00::", 8, "a multicast address"},
    {"2001::", 32, "a Teredo address"},
    {"2001::", 23, "an address of a protocol"},
    {"2001:db8::", 32, "a documentation address"},
    {"2002::", 16, "a 6to4 address"},
    {"3fff::", 20, "a documentation address"},
});

template <class Bytes>
bool begins_alike(const Bytes& a, const Bytes& b, unsigned bits) {
    const std::size_t whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
    if (bits % 8 == 0) return true;
    return (a[whole] ^ b[whole]) >> (8 - bits % 8) == 0;
}

std::string_view kind_of(const boost::asio::ip::address_v4& address) {
    for (const Block& block : blocks_v4) {
        const auto prefix = boost::asio::ip::make_address_v4(block.prefix).to_bytes();
        if (begins_alike(address.to_bytes(), prefix, block.bits)) return block.kind;
    }
    return {};
}

std::string_view kind_of(const boost::asio::ip::address_v6& address) {
    for (const Block& block : blocks_v6) {
        const auto prefix = boost::asio::ip::make_address_v6(block.prefix).to_bytes();
        if (begins_alike(address.to_bytes(), prefix, block.bits)) return block.kind;
    }
    const bool global_unicast = address.to_bytes()[0] >> 5 == 1;
    return global_unicast ? std::string_view{} : "a reserved address";
}

}  // namespace

std::string_view not_public(const boost::asio::ip::address& address) {
    return address.is_v4() ? kind_of(address.to_v4()) : kind_of(address.to_v6());
}

}  // namespace plazo::graph
