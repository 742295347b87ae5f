#include "scheduler/http/server.h"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "scheduler/http/door.h"
#include "scheduler/http/session.h"

namespace plazo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// After accept has failed for want of memory or descriptors.
constexpr std::chrono::milliseconds accept_pause{100};
constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

struct Door {
    Acceptor acceptor;
    std::shared_ptr<asio::ssl::context> tls;
    std::string path;  // of a Unix socket
};

std::string text_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "something that is no std::exception";
    }
}

}  // namespace

class Server::State : public std::enable_shared_from_this<Server::State> {
  public:
    State(asio::any_io_executor executor, graph::Handler handler, ServerLimits limits)
        : executor_{std::move(executor)},
          service_{std::move(handler), std::move(limits)},
          grace_{executor_} {}

    const asio::any_io_executor& executor() const { return executor_; }
    void open(Door door);
    void stop();
    void cut();

  private:
    using Sessions = std::vector<std::shared_ptr<Session>>;

    static asio::awaitable<void> accept(std::shared_ptr<State> state, std::shared_ptr<Door> door);
    void begin(Socket socket, const Door& door);
    void end(const std::shared_ptr<Session>& session);
    bool full(const std::string& peer) const;

    asio::any_io_executor executor_;
    Service service_;
    std::vector<std::shared_ptr<Door>> doors_;
    Sessions sessions_;  // each is shared with the coroutine that runs it
    asio::steady_timer grace_;
};

void Server::State::open(Door opened) {
    const auto door = std::make_shared<Door>(std::move(opened));
    doors_.push_back(door);
    asio::co_spawn(executor_, accept(shared_from_this(), door),
                   [state = shared_from_this()](const std::exception_ptr& error) {
                       if (error) state->service_.report("accepting ended: " + text_of(error));
                   });
}

asio::awaitable<void> Server::State::accept(std::shared_ptr<State> state,
                                            std::shared_ptr<Door> door) {
    asio::steady_timer pause{state->executor_};
    Socket socket{state->executor_};
    while (door->acceptor.is_open()) {
        const auto [error] = co_await door->acceptor.async_accept(socket, awaiting);
        if (!error) {
            state->begin(std::move(socket), *door);
            socket = Socket{state->executor_};
        } else if (door->acceptor.is_open()) {
            pause.expires_after(accept_pause);
            co_await pause.async_wait(awaiting);
        }
    }
}

bool Server::State::full(const std::string& peer) const {
    const auto same = std::count_if(sessions_.begin(), sessions_.end(),
                                    [&](const auto& session) { return session->peer() == peer; });
    return sessions_.size() >= service_.limits.connections ||
           static_cast<std::size_t>(same) >= service_.limits.connections_per_address;
}

void Server::State::begin(Socket socket, const Door& door) {
    error_code error;
    const Endpoint endpoint = socket.remote_endpoint(error);
    if (error || service_.stopping) return;
    std::string peer = peer_of(endpoint);
    if (full(peer)) return;
    const auto session =
        std::make_shared<Session>(service_, std::move(socket), door.tls, std::move(peer));
    sessions_.push_back(session);
    asio::co_spawn(executor_, session->run(),
                   [state = shared_from_this(), session](const std::exception_ptr& failure) {
                       if (failure) state->service_.report("session: " + text_of(failure));
                       state->end(session);
                   });
}

void Server::State::end(const std::shared_ptr<Session>& session) {
    std::erase(sessions_, session);
    if (sessions_.empty()) grace_.cancel();
}

void Server::State::stop() {
    if (service_.stopping) return;
    service_.stopping = true;
    for (const auto& door : doors_) {
        error_code ignored;
        door->acceptor.close(ignored);
        if (!door->path.empty()) ::unlink(door->path.c_str());
    }
    for (const auto& session : sessions_) {
        if (session->idle()) session->cut();
    }
    if (sessions_.empty()) return;
    grace_.expires_after(service_.limits.stop);
    grace_.async_wait([weak = weak_from_this()](const error_code& error) {
        if (const auto state = weak.lock(); state && !error) state->cut();
    });
}

void Server::State::cut() {
    for (const auto& session : sessions_) session->cut();
}

Server::Server(asio::any_io_executor executor, graph::Handler handler, ServerLimits limits)
    : state_{std::make_shared<State>(std::move(executor), std::move(handler), std::move(limits))} {}

Server::~Server() {
    state_->stop();
    state_->cut();
}

std::uint16_t Server::listen(const std::string& address, std::uint16_t port,
                             std::optional<Tls> tls) {
    std::shared_ptr<asio::ssl::context> context;
    if (tls) context = server_context(*tls);
    Acceptor acceptor = open_tcp(state_->executor(), address, port);
    const std::uint16_t chosen = port_of(acceptor);
    state_->open({std::move(acceptor), std::move(context), ""});
    return chosen;
}

void Server::listen_unix(const std::string& path) {
    state_->open({open_unix(state_->executor(), path), nullptr, path});
}

void Server::stop() {
    state_->stop();
}

}  // namespace plazo::http
