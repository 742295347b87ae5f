#include "scheduler/http/wire.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>

namespace plazo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct Wire::Core {
    Core(Socket accepted, asio::ssl::context* context)
        : socket{std::move(accepted)}, timer{socket.get_executor()} {
        error_code ignored;  // a Unix socket has no such option
        socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
        if (context != nullptr) tls.emplace(socket, *context);
    }

    void close() {
        timer.cancel();
        error_code ignored;
        socket.close(ignored);
    }

    void check(const error_code& error) const {
        if (!error) return;
        if (expired) throw WireError{true, "the peer took too long"};
        if (error == asio::error::operation_aborted && socket.is_open()) {
            throw boost::system::system_error{error};
        }
        throw WireError{false, error.message()};
    }

    Socket socket;
    std::optional<asio::ssl::stream<Socket&>> tls;
    asio::steady_timer timer;
    bool expired = false;
};

Wire::Wire(Socket socket, asio::ssl::context* tls)
    : core_{std::make_shared<Core>(std::move(socket), tls)} {}

void Wire::expire_at(SteadyTime time) {
    core_->timer.expires_at(time);
    core_->timer.async_wait([weak = std::weak_ptr{core_}](const error_code& error) {
        const auto core = weak.lock();
        // A callback that was already on its way when the deadline moved finds a later expiry.
        if (error || !core || core->timer.expiry() > std::chrono::steady_clock::now()) return;
        core->expired = true;
        core->close();
    });
}

void Wire::cut() {
    core_->close();
}

asio::awaitable<void> Wire::handshake() {
    if (!core_->tls) co_return;
    const auto [error] =
        co_await core_->tls->async_handshake(asio::ssl::stream_base::server, awaiting);
    core_->check(error);
}

asio::awaitable<std::size_t> Wire::read_some(asio::mutable_buffer space) {
    error_code error;
    std::size_t size = 0;
    if (core_->tls) {
        std::tie(error, size) = co_await core_->tls->async_read_some(space, awaiting);
    } else {
        std::tie(error, size) = co_await core_->socket.async_read_some(space, awaiting);
    }
    // A request says where it ends, so a cut TLS stream cannot shorten it unnoticed.
    if (error == asio::error::eof || error == asio::ssl::error::stream_truncated) co_return 0;
    core_->check(error);
    co_return size;
}

asio::awaitable<void> Wire::write(std::string_view head, std::string_view body) {
    const std::array<asio::const_buffer, 2> pieces = {asio::buffer(head), asio::buffer(body)};
    error_code error;
    std::size_t size = 0;
    if (core_->tls) {
        std::tie(error, size) = co_await asio::async_write(*core_->tls, pieces, awaiting);
    } else {
        std::tie(error, size) = co_await asio::async_write(core_->socket, pieces, awaiting);
    }
    core_->check(error);
}

asio::awaitable<void> Wire::close() {
    expire_at(std::chrono::steady_clock::now() + linger_time_max);
    error_code error;
    if (core_->tls) {
        std::tie(error) = co_await core_->tls->async_shutdown(awaiting);
    }
    core_->socket.shutdown(asio::socket_base::shutdown_send, error);
    std::array<char, 4096> waste;
    const asio::mutable_buffer space = asio::buffer(waste);
    std::size_t drained = 0;
    while (!error && drained < linger_bytes_max) {
        std::size_t size = 0;
        std::tie(error, size) = co_await core_->socket.async_read_some(space, awaiting);
        drained += size;
    }
    cut();
}

}  // namespace plazo::http
