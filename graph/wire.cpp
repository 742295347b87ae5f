#include "graph/wire.h"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>

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
        if (reach == Reach::this_machine && !address.address().is_loopback()) {
            throw WireError{false, host + " is not this machine, so it needs https"};
        }
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
    error_code literal;
    asio::ip::make_address(host, literal);
    if (literal) SSL_set_tlsext_host_name(handle, host.c_str());  // RFC 6066, 3: names only
    if (session) SSL_set_session(handle, static_cast<SSL_SESSION*>(session.get()));
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.set_verify_callback(asio::ssl::host_name_verification{host});
    const auto [error] = co_await tls.async_handshake(asio::ssl::stream_base::client, awaiting);
    std::string what = "TLS with " + host;
    if (const long verified = SSL_get_verify_result(handle); error && verified != X509_V_OK) {
        what += " (" + std::string{X509_verify_cert_error_string(verified)} + ")";
    }
    core_->check(error, what);
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
