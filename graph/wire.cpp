#include "graph/wire.h"

#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>

#include "graph/address_guard.h"

namespace plazo::graph {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;
using Endpoint = asio::generic::stream_protocol::endpoint;
using Addresses = std::vector<tcp::endpoint>;

constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

SteadyTime now() {
    return std::chrono::steady_clock::now();
}

/// A name that is being resolved. The system's resolver cannot be interrupted: who runs out of
/// patience goes, and the answer is dropped.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor)
        : resolver{executor}, patience{executor} {}
    tcp::resolver resolver;
    asio::steady_timer patience;
    std::optional<error_code> answer;
    Addresses addresses;
};

asio::awaitable<Addresses> resolve(asio::any_io_executor executor, std::string host,
                                   std::uint16_t port, SteadyTime deadline) {
    const auto lookup = std::make_shared<Lookup>(executor);
    lookup->patience.expires_at(deadline);
    lookup->resolver.async_resolve(
        host, std::to_string(port),
        [lookup](const error_code& error, const tcp::resolver::results_type& results) {
            lookup->answer = error;
            for (const auto& result : results) lookup->addresses.push_back(result.endpoint());
            lookup->patience.cancel();
        });
    const auto [error] = co_await lookup->patience.async_wait(awaiting);
    if (!lookup->answer) {
        if (error) throw boost::system::system_error{error};
        throw WireError{true, "the name " + host + " could not be resolved in time"};
    }
    if (*lookup->answer) throw WireError{false, host + ": " + lookup->answer->message()};
    co_return std::move(lookup->addresses);
}

void check_reach(const std::string& host, const asio::ip::address& address, Reach reach) {
    if (reach == Reach::anywhere) return;
    if (reach != Reach::public_internet && address.is_loopback()) return;
    if (reach == Reach::this_machine) {
        throw WireError{false, host + " is not this machine, so it needs https"};
    }
    const std::string_view kind = not_public(address);
    if (kind.empty()) return;
    throw WireError{false, host + " is " + std::string{kind} + ", not one of the public internet"};
}

/// Why the server's certificate was not taken, and what can be done; empty: it was not that.
std::string certificate_trouble(long verified) {
    const std::string reason = X509_verify_cert_error_string(verified);
    switch (verified) {
        case X509_V_OK:
            return {};
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return reason + "; the server needs a new one, unless this machine's clock is wrong";
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return reason + "; the server's certificate is for another name";
        default:
            return reason +
                   "; if that authority is yours (or that of a proxy that looks into TLS), name "
                   "its certificate in [graph] ca_file";
    }
}

/// SNI, and the name or address that the server's certificate has to be for.
void expect_host(SSL* handle, const std::string& host) {
    error_code literal;
    asio::ip::make_address(host, literal);
    X509_VERIFY_PARAM* const wanted = SSL_get0_param(handle);
    if (!literal) {
        X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str());
        return;
    }
    SSL_set_tlsext_host_name(handle, host.c_str());  // RFC 6066, 3: names only
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size());
}

}  // namespace

struct Wire::Core {
    explicit Core(const asio::any_io_executor& executor) : socket{executor}, timer{executor} {}
    ~Core() {
        // Else OpenSSL takes the missing good-bye for an attack and forgets the session.
        if (tls) SSL_set_shutdown(tls->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }

    asio::awaitable<error_code> connect(Endpoint endpoint) {
        error_code ignored;
        socket.close(ignored);
        std::tie(ignored) = co_await socket.async_connect(endpoint, awaiting);
        co_return ignored;
    }

    void check(const error_code& error, const std::string& what) const {
        if (!error) return;
        if (expired) throw WireError{true, what + ": time-out"};
        if (error == asio::error::operation_aborted) throw boost::system::system_error{error};
        throw WireError{false, what + ": " + error.message()};
    }

    Socket socket;
    std::optional<asio::ssl::stream<Socket&>> tls;
    asio::steady_timer timer;
    SteadyTime deadline = SteadyTime::max();
    bool expired = false;
};

Wire::Wire(asio::any_io_executor executor) : core_{std::make_shared<Core>(executor)} {}

void Wire::expire_at(SteadyTime time) {
    core_->deadline = time;
    core_->timer.expires_at(time);
    core_->timer.async_wait([weak = std::weak_ptr{core_}](const error_code& error) {
        const auto core = weak.lock();
        // A callback that was already on its way when the deadline moved finds a later expiry.
        if (error || !core || core->timer.expiry() > now()) return;
        core->expired = true;
        error_code ignored;
        core->socket.close(ignored);
    });
}

void Wire::expire_never() {
    core_->deadline = SteadyTime::max();
    core_->timer.expires_at(SteadyTime::max());
}

asio::awaitable<void> Wire::connect(std::string host, std::uint16_t port, Reach reach) {
    const SteadyTime deadline = core_->deadline;
    const auto executor = core_->socket.get_executor();
    const Addresses addresses = co_await resolve(executor, host, port, deadline);
    error_code error = asio::error::host_not_found;
    std::size_t left = addresses.size();
    for (const tcp::endpoint& address : addresses) {
        check_reach(host, address.address(), reach);
        const auto share = (deadline - now()) / static_cast<std::int64_t>(left--);
        core_->expired = false;
        expire_at(now() + share);
        error = co_await core_->connect(address);
        if (!error) break;
    }
    expire_at(deadline);
    core_->check(error, "connecting to " + host + " port " + std::to_string(port));
    error_code ignored;
    core_->socket.set_option(tcp::no_delay{true}, ignored);
}

asio::awaitable<void> Wire::connect_unix(std::string path) {
    if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path)) {
        throw WireError{false, "not the path of a socket: " + path};
    }
    const asio::local::stream_protocol::endpoint endpoint{path};
    const error_code error = co_await core_->connect(endpoint);
    core_->check(error, "connecting to " + path);
}

asio::awaitable<void> Wire::handshake(asio::ssl::context& context, std::string host,
                                      TlsSession session) {
    auto& tls = core_->tls.emplace(core_->socket, context);
    SSL* const handle = tls.native_handle();
    expect_host(handle, host);
    if (session) SSL_set_session(handle, static_cast<SSL_SESSION*>(session.get()));
    tls.set_verify_mode(asio::ssl::verify_peer);
    const auto [error] = co_await tls.async_handshake(asio::ssl::stream_base::client, awaiting);
    const std::string trouble = certificate_trouble(SSL_get_verify_result(handle));
    if (error && !trouble.empty()) {
        throw WireError{false, "the certificate of " + host + " is not trusted: " + trouble};
    }
    core_->check(error, "TLS with " + host);
}

asio::awaitable<std::size_t> Wire::read_some(asio::mutable_buffer space) {
    error_code error;
    std::size_t size = 0;
    if (core_->tls) {
        std::tie(error, size) = co_await core_->tls->async_read_some(space, awaiting);
    } else {
        std::tie(error, size) = co_await core_->socket.async_read_some(space, awaiting);
    }
    if (error == asio::error::eof) co_return 0;
    core_->check(error, "reading");
    co_return size;
}

asio::awaitable<void> Wire::write(std::string_view bytes) {
    const asio::const_buffer all = asio::buffer(bytes);
    error_code error;
    std::size_t size = 0;
    if (core_->tls) {
        std::tie(error, size) = co_await asio::async_write(*core_->tls, all, awaiting);
    } else {
        std::tie(error, size) = co_await asio::async_write(core_->socket, all, awaiting);
    }
    core_->check(error, "writing");
}

bool Wire::quiet() {
    char byte = 0;
    const ssize_t size =
        ::recv(core_->socket.native_handle(), &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT);
    return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

TlsSession Wire::session() const {
    if (!core_->tls) return nullptr;
    SSL_SESSION* const session = SSL_get1_session(core_->tls->native_handle());
    return {session, SSL_SESSION_free};
}

}  // namespace plazo::graph
