// graph/address_guard.h - which addresses belong to the public internet, and which to a machine, a
// home, an office or a cloud that trusts whoever is inside.
//
//     not_public(make_address("93.184.216.34"))       ""
//     not_public(make_address("::ffff:10.0.0.1"))     "an IPv4 address in IPv6"
//
// An address that a user wrote down may lead us to where only we can go (server-side request
// forgery). Names and spellings say nothing: "127.1", "0x7f000001" and a name in anybody's DNS all
// lead to this machine. So it is the resolved address that is judged, at the moment it is connected
// to (Reach::public_internet in wire.h).
//
// Sources: the IANA registries of special-purpose addresses, as of RFC 9637; what wraps an IPv4
// address is refused whatever it wraps.
#pragma once

#include <string_view>

namespace boost::asio::ip {
class address;
}

namespace plazo::graph {

/// What kind of address it is, for people; empty: one of the public internet.
std::string_view not_public(const boost::asio::ip::address& address);

}  // namespace plazo::graph
