#include "scheduler/http/door.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstring>
#include <system_error>

namespace plazo::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using LocalProtocol = asio::local::stream_protocol;

void check(const error_code& error, const std::string& what) {
    if (error) throw std::system_error{static_cast<std::error_code>(error), what};
}

tcp::endpoint tcp_endpoint(const Endpoint& endpoint) {
    tcp::endpoint result;
    if (endpoint.size() > result.capacity()) return result;
    result.resize(endpoint.size());
    std::memcpy(result.data(), endpoint.data(), endpoint.size());
    return result;
}

/// Whether the path is a socket that nobody listens on any more.
bool dead_socket(const asio::any_io_executor& executor, const LocalProtocol::endpoint& endpoint) {
    struct stat status {};
    if (::lstat(endpoint.path().c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
    LocalProtocol::socket probe{executor};
    error_code error;
    probe.connect(endpoint, error);
    return error == asio::error::connection_refused;
}

}  // namespace

Acceptor open_tcp(const asio::any_io_executor& executor, const std::string& address,
                  std::uint16_t port) {
    const std::string what = "cannot listen on " + address + " port " + std::to_string(port);
    error_code error;
    const tcp::endpoint endpoint{asio::ip::make_address(address, error), port};
    check(error, what);
    Acceptor acceptor{executor};
    acceptor.open(endpoint.protocol(), error);
    check(error, what);
    acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    check(error, what);
    acceptor.bind(endpoint, error);
    check(error, what);
    acceptor.listen(asio::socket_base::max_listen_connections, error);
    check(error, what);
    return acceptor;
}

Acceptor open_unix(const asio::any_io_executor& executor, const std::string& path) {
    const std::string what = "cannot listen on " + path;
    if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path)) {
        throw std::system_error{std::make_error_code(std::errc::filename_too_long), what};
    }
    const LocalProtocol::endpoint endpoint{path};
    if (dead_socket(executor, endpoint)) ::unlink(path.c_str());
    error_code error;
    Acceptor acceptor{executor};
    acceptor.open(endpoint.protocol(), error);
    check(error, what);
    // Before bind, so that there is no moment in which others may connect (Linux takes the mode of
    // the new file from the socket).
    if (::fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR) != 0) {
        throw std::system_error{errno, std::system_category(), what};
    }
    acceptor.bind(endpoint, error);
    check(error, what);
    acceptor.listen(asio::socket_base::max_listen_connections, error);
    check(error, what);
    return acceptor;
}

std::uint16_t port_of(const Acceptor& acceptor) {
    error_code error;
    const Endpoint endpoint = acceptor.local_endpoint(error);
    check(error, "cannot tell the port");
    return tcp_endpoint(endpoint).port();
}

std::string peer_of(const Endpoint& endpoint) {
    if (endpoint.protocol().family() == AF_UNIX) return std::string{owner_peer};
    const asio::ip::address address = tcp_endpoint(endpoint).address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

std::shared_ptr<asio::ssl::context> server_context(const Tls& tls) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
    error_code error;
    context->use_certificate_chain_file(tls.certificate_file, error);
    check(error, "cannot use the certificate " + tls.certificate_file);
    context->use_private_key_file(tls.key_file, asio::ssl::context::pem, error);
    check(error, "cannot use the key " + tls.key_file);
    return context;
}

}  // namespace plazo::http
