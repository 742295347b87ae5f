#include "graph/address_guard.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/ip/address.hpp>

namespace plazo::graph {
namespace {

using boost::asio::ip::make_address;

struct Fact {
    const char* address;
    const char* kind;  // empty: of the public internet
};

/// First, last and neighbours of each block.
constexpr std::array facts = std::to_array<Fact>({
    {"0.0.0.0", "this network"},
    {"0.255.255.255", "this network"},
    {"1.0.0.0", ""},
    {"1.1.1.1", ""},
    {"9.255.255.255", ""},
    {"10.0.0.0", "a private address"},
    {"10.255.255.255", "a private address"},
    {"11.0.0.0", ""},
    {"100.63.255.255", ""},
    {"100.64.0.0", "an address shared behind a carrier"},
    {"100.100.100.200", "an address shared behind a carrier"},
    {"100.127.255.255", "an address shared behind a carrier"},
    {"100.128.0.0", ""},
    {"126.255.255.255", ""},
    {"127.0.0.0", "a loopback address"},
    {"127.255.255.255", "a loopback address"},
    {"128.0.0.0", ""},
    {"168.63.129.15", ""},
    {"168.63.129.16", "a cloud's own service"},
    {"168.63.129.17", ""},
    {"169.253.255.255", ""},
    {"169.254.169.254", "a link-local address"},
    {"169.255.0.0", ""},
    {"172.15.255.255", ""},
    {"172.16.0.0", "a private address"},
    {"172.31.255.255", "a private address"},
    {"172.32.0.0", ""},
    {"192.0.0.0", "an address of a protocol"},
    {"192.0.0.192", "an address of a protocol"},
    {"192.0.1.0", ""},
    {"192.0.2.1", "a documentation address"},
    {"192.88.99.1", "a 6to4 relay"},
    {"192.167.255.255", ""},
    {"192.168.0.0", "a private address"},
    {"192.168.255.255", "a private address"},
    {"192.169.0.0", ""},
    {"198.17.255.255", ""},
    {"198.18.0.0", "an address for benchmarks"},
    {"198.19.255.255", "an address for benchmarks"},
    {"198.20.0.0", ""},
    {"198.51.100.7", "a documentation address"},
    {"203.0.113.7", "a documentation address"},
    {"223.255.255.255", ""},
    {"224.0.0.1", "a multicast address"},
    {"239.255.255.250", "a multicast address"},
    {"240.0.0.1", "a reserved address"},
    {"255.255.255.255", "a reserved address"},
    {"::", "no address"},
    {"::1", "a loopback address"},
    {"::2", "an IPv4 address in IPv6"},
    {"::127.0.0.1", "an IPv4 address in IPv6"},
    {"::93.184.216.34", "an IPv4 address in IPv6"},
    {"::ffff:127.0.0.1", "an IPv4 address in IPv6"},
    {"::ffff:7f00:1", "an IPv4 address in IPv6"},
    {"::ffff:93.184.216.34", "an IPv4 address in IPv6"},
    {"::ffff:0:127.0.0.1", "a reserved address"},
    {"64:ff9b::10.0.0.1", "an IPv4 address behind NAT64"},
    {"64:ff9b::93.184.216.34", "an IPv4 address behind NAT64"},
    {"64:ff9b:1::a00:1", "an IPv4 address behind NAT64"},
    {"100::1", "a reserved address"},
    {"2001::1", "a Teredo address"},
    {"2001:0:53aa:64c:0:fbff:8000:1", "a Teredo address"},
    {"2001:10::1", "an address of a protocol"},
    {"2001:20::1", "an address of a protocol"},
    {"2001:1ff:ffff::1", "an address of a protocol"},
    {"2001:200::1", ""},
    {"2001:db8::1", "a documentation address"},
    {"2001:4860:4860::8888", ""},
    {"2002:7f00:1::", "a 6to4 address"},
    {"2002:a00:1::1", "a 6to4 address"},
    {"2003::1", ""},
    {"2606:2800:220:1:248:1893:25c8:1946", ""},
    {"3ffe:ffff::1", ""},
    {"3fff::1", "a documentation address"},
    {"3fff:fff:ffff::1", "a documentation address"},
    {"3fff:1000::1", ""},
    {"4000::1", "a reserved address"},
    {"5f00::1", "a reserved address"},
    {"fc00::1", "a private address"},
    {"fd00:ec2::254", "a private address"},
    {"fdff:ffff::1", "a private address"},
    {"fe00::1", "a reserved address"},
    {"fe80::1", "a link-local address"},
    {"fe80::1%2", "a link-local address"},
    {"febf::1", "a link-local address"},
    {"fec0::1", "a site-local address"},
    {"feff::1", "a site-local address"},
    {"ff02::1", "a multicast address"},
});

TEST(AddressGuard, KnowsEveryKindOfAddressThatIsNotPublic) {
    for (const Fact& fact : facts) {
        EXPECT_EQ(not_public(make_address(fact.address)), fact.kind) << fact.address;
    }
}

}  // namespace
}  // namespace plazo::graph
