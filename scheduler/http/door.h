// scheduler/http/door.h - the places where connections come in. Inside the server only.
//
//     Acceptor door = open_tcp(executor, "127.0.0.1", 0);
//     std::uint16_t port = port_of(door);
//
// Everything here throws std::system_error.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "scheduler/http/server.h"

namespace boost::asio::ssl {
class context;
}

namespace plazo::http {

using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;
using Endpoint = boost::asio::generic::stream_protocol::endpoint;

Acceptor open_tcp(const boost::asio::any_io_executor& executor, const std::string& address,
                  std::uint16_t port);
Acceptor open_unix(const boost::asio::any_io_executor& executor, const std::string& path);

std::uint16_t port_of(const Acceptor& acceptor);

/// "192.0.2.1", "2001:db8::1", or "local" for a Unix socket. An IPv4 address is written as such
/// even if it came in through IPv6.
std::string peer_of(const Endpoint& endpoint);

std::shared_ptr<boost::asio::ssl::context> server_context(const Tls& tls);

}  // namespace plazo::http
