// A request is written by hand, after everything in it has been checked; Beast parses the response,
// fed from a Wire. A Network keeps, for each origin, the connections that are not in use and the
// queue of those who wait for one.
#include "graph/https.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "graph/base64.h"
#include "graph/origin.h"
#include "graph/wire.h"

namespace plazo::graph {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr std::size_t read_bytes = 16 * 1024;
/// "100 Continue" and its like before the response proper.
constexpr int interim_responses_max = 8;
constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

SteadyTime now() {
    return std::chrono::steady_clock::now();
}

/// The connection ended before the first byte of a response: on a kept one that may mean nothing.
struct Unanswered : TransportError {
    using TransportError::TransportError;
};

struct Exchange {
    Response response;
    bool reusable = false;
};

/// One response on its way in.
struct Incoming {
    explicit Incoming(Wire& from) : wire{from} {}
    Wire& wire;
    beast::flat_buffer buffer{buffer_bytes};
    bool answered = false;
};

/// Feeds the parser until it is done with the message.
template <class Parser>
asio::awaitable<void> parse(Incoming& incoming, Parser& parser) {
    beast::flat_buffer& buffer = incoming.buffer;
    bool need_more = buffer.size() == 0;
    error_code error;
    while (!parser.is_done()) {
        if (need_more) {
            const std::size_t room = buffer.max_size() - buffer.size();
            if (room == 0) throw WireError{false, "the head of the response is too large"};
            const asio::mutable_buffer space = buffer.prepare(std::min(room, read_bytes));
            const std::size_t size = co_await incoming.wire.read_some(space);
            buffer.commit(size);
            if (size == 0) {
                if (!parser.got_some()) throw WireError{false, "the server closed the connection"};
                parser.put_eof(error);
                if (error) throw WireError{false, "the response was cut: " + error.message()};
                break;
            }
            incoming.answered = true;
        }
        buffer.consume(parser.put(buffer.data(), error));
        need_more = buffer.size() == 0 || error == beast::http::error::need_more;
        if (error && error != beast::http::error::need_more) {
            throw WireError{false, "the response is malformed or too large: " + error.message()};
        }
    }
}

/// Whether every reader of the response finds the same end.
bool well_framed(const Response& response) {
    const std::size_t codings = response.headers.count("Transfer-Encoding");
    const std::size_t lengths = response.headers.count("Content-Length");
    if (codings == 0) return lengths <= 1;
    return codings == 1 && lengths == 0 &&
           equal_ignoring_case(*response.headers.find("Transfer-Encoding"), "chunked");
}

asio::awaitable<Exchange> read_response(Incoming& incoming, bool bodyless, std::size_t bytes_max) {
    for (int count = 0; count <= interim_responses_max; ++count) {
        beast::http::response_parser<beast::http::string_body> parser;
        parser.header_limit(static_cast<std::uint32_t>(response_head_bytes_max));
        parser.body_limit(bytes_max);
        parser.skip(bodyless);
        parser.eager(true);
        co_await parse(incoming, parser);
        auto message = parser.release();
        if (message.result_int() / 100 == 1 && message.result_int() != 101) continue;
        Exchange exchange;
        exchange.response.status = static_cast<int>(message.result_int());
        for (const auto& field : message) {
            exchange.response.headers.add(field.name_string(), field.value());
        }
        exchange.response.body = std::move(message.body());
        if (!well_framed(exchange.response)) {
            throw WireError{false, "the response does not say where it ends"};
        }
        exchange.reusable = message.keep_alive() && incoming.buffer.size() == 0;
        co_return exchange;
    }
    throw WireError{false, "the server does not come to an end with interim responses"};
}

/// Writes the request and reads the response. From here on the request may have had its effect.
asio::awaitable<Exchange> exchange_on(Wire& wire, const std::string& message, bool bodyless,
                                      std::size_t bytes_max) {
    Incoming incoming{wire};
    try {
        co_await wire.write(message);
        Exchange exchange = co_await read_response(incoming, bodyless, bytes_max);
        co_return exchange;
    } catch (const WireError& error) {
        if (incoming.answered || error.timed_out) throw TransportError{Sent::maybe, error.what()};
        throw Unanswered{Sent::maybe, error.what()};
    }
}

/// A connection that nobody uses.
struct Idle {
    Wire wire;
    SteadyTime since;
};

/// What is known of one origin.
struct Site {
    std::vector<Idle> idle;
    std::size_t in_use = 0;
    std::vector<std::weak_ptr<asio::steady_timer>> waiting;  // each belongs to one who waits
    TlsSession session;
};

/// The right to use one connection to a site.
class Lease {
  public:
    explicit Lease(Site& site) : site_{&site} { ++site.in_use; }
    ~Lease() {
        --site_->in_use;
        for (const auto& waiting : std::exchange(site_->waiting, {})) {
            if (const auto gate = waiting.lock()) gate->cancel();
        }
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

  private:
    Site* site_;
};

Reach reach_of(const Origin& origin, Peers peers) {
    if (!origin.secure) return Reach::this_machine;
    switch (peers) {
        case Peers::of_public_internet:
            return Reach::public_internet;
        case Peers::of_public_internet_or_loopback:
            return Reach::public_internet_or_loopback;
        case Peers::any:
            break;
    }
    return Reach::anywhere;
}

class Network {
  public:
    Network(asio::any_io_executor executor, HttpsOptions options);

    asio::awaitable<Response> send(Request request);

  private:
    asio::awaitable<void> turn(Site& site, SteadyTime deadline);
    asio::awaitable<Wire> open(const Origin& origin, TlsSession session, SteadyTime deadline);
    asio::awaitable<void> tunnel(Wire& wire, const Origin& origin);
    std::string proxy_refusal(int status) const;
    std::optional<Wire> take_idle(Site& site, std::chrono::milliseconds idle_max);
    void drop_stale();

    asio::any_io_executor executor_;
    HttpsOptions options_;
    asio::ssl::context context_{asio::ssl::context::tls_client};
    std::optional<Origin> proxy_;
    std::map<std::string, Site> sites_;  // the origins that the configuration names: a handful
};

Network::Network(asio::any_io_executor executor, HttpsOptions options)
    : executor_{std::move(executor)}, options_{std::move(options)} {
    SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context_.native_handle(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context_.native_handle(), SSL_SESS_CACHE_CLIENT);
    error_code error;
    if (options_.ca_file.empty()) {
        context_.set_default_verify_paths(error);
    } else {
        context_.load_verify_file(options_.ca_file, error);
    }
    if (error) {
        throw std::runtime_error{"cannot read the authorities to trust " + options_.ca_file + ": " +
                                 error.message()};
    }
    if (!options_.proxy.empty()) {
        proxy_ = parse_origin(options_.proxy);
        if (!proxy_ || proxy_->secure) {
            throw std::runtime_error{"a proxy is given as http://host:port"};
        }
    }
}

/// Waits until a connection may be used.
asio::awaitable<void> Network::turn(Site& site, SteadyTime deadline) {
    const auto gate = std::make_shared<asio::steady_timer>(executor_);
    while (site.in_use >= options_.connections_per_origin && now() < deadline) {
        gate->expires_at(deadline);
        site.waiting.push_back(gate);
        co_await gate->async_wait(awaiting);
    }
    if (site.in_use >= options_.connections_per_origin) {
        throw TransportError{Sent::no, "all connections were busy until the time-out"};
    }
}

std::optional<Wire> Network::take_idle(Site& site, std::chrono::milliseconds idle_max) {
    while (!site.idle.empty()) {
        Idle last = std::move(site.idle.back());
        site.idle.pop_back();
        if (now() - last.since <= idle_max && last.wire.quiet()) return std::move(last.wire);
    }
    return std::nullopt;
}

void Network::drop_stale() {
    for (auto& [name, site] : sites_) {
        std::erase_if(site.idle,
                      [&](const Idle& idle) { return now() - idle.since > options_.idle; });
    }
}

std::string Network::proxy_refusal(int status) const {
    const std::string said = "the proxy " + proxy_->host_and_port();
    if (status != 407) return said + " refused: " + std::to_string(status);
    if (options_.proxy_user.empty()) return said + " asks for a user and a password (407)";
    return said + " does not accept the user " + options_.proxy_user + " and its password (407)";
}

/// Asks the proxy for a way to the origin (RFC 9110, 9.3.6).
asio::awaitable<void> Network::tunnel(Wire& wire, const Origin& origin) {
    const std::string target = origin.host_and_port();
    std::string request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!options_.proxy_user.empty()) {
        const std::string plain = options_.proxy_user + ':' + options_.proxy_password;
        request += "Proxy-Authorization: Basic " + base64_encode(plain) + "\r\n";
    }
    request += "\r\n";
    co_await wire.write(request);
    Incoming incoming{wire};
    beast::http::response_parser<beast::http::empty_body> parser;
    parser.skip(true);
    co_await parse(incoming, parser);
    if (parser.get().result_int() / 100 != 2 || incoming.buffer.size() > 0) {
        throw WireError{false, proxy_refusal(static_cast<int>(parser.get().result_int()))};
    }
}

asio::awaitable<Wire> Network::open(const Origin& origin, TlsSession session, SteadyTime deadline) {
    Wire wire{executor_};
    try {
        wire.expire_at(std::min(deadline, now() + options_.connect));
        const bool by_proxy = proxy_ && options_.peers == Peers::any && !origin.this_machine();
        const Origin& next = by_proxy ? *proxy_ : origin;
        co_await wire.connect(next.host, next.port, reach_of(origin, options_.peers));
        if (by_proxy) co_await tunnel(wire, origin);
        wire.expire_at(std::min(deadline, now() + options_.handshake));
        if (origin.secure) co_await wire.handshake(context_, origin.host, session);
    } catch (const WireError& error) {
        throw TransportError{Sent::no, error.what()};
    }
    co_return wire;
}

asio::awaitable<Response> Network::send(Request request) {
    const SteadyTime patience = now() + options_.exchange;
    const std::optional<Origin> origin = parse_origin(request.origin);
    if (!origin) throw TransportError{Sent::no, "not an origin: " + request.origin};
    const auto wish = request.headers.find(connection_field);
    const bool fresh = wish && *wish == connection_fresh;
    request.headers.remove(connection_field);
    const std::string body = co_await request.body.read(request_bytes_max);
    const std::string message = message_text(request, origin->authority(), body);
    const bool bodyless = request.method == "HEAD";

    Site& site = sites_[request.origin];
    co_await turn(site, patience);
    const Lease lease{site};
    // Waiting for a connection must not eat the time of the request: what is cut off late is in
    // doubt.
    const SteadyTime deadline = now() + options_.exchange;
    drop_stale();
    std::optional<Exchange> exchange;
    std::optional<Wire> wire =
        take_idle(site, fresh ? std::min(options_.fresh_idle, options_.idle) : options_.idle);
    if (wire) {
        wire->expire_at(deadline);
        try {
            exchange = co_await exchange_on(*wire, message, bodyless, options_.response_bytes);
        } catch (const Unanswered&) {
            if (!repeatable(request.method)) throw;
        }
    }
    if (!exchange) {
        wire = co_await open(*origin, site.session, deadline);
        wire->expire_at(deadline);
        exchange = co_await exchange_on(*wire, message, bodyless, options_.response_bytes);
    }
    wire->expire_never();
    if (origin->secure) site.session = wire->session();
    if (exchange->reusable) site.idle.push_back({std::move(*wire), now()});
    co_return std::move(exchange->response);
}

asio::awaitable<Response> send(std::shared_ptr<Network> network, Request request) {
    Response response = co_await network->send(std::move(request));
    co_return response;
}

asio::awaitable<Response> send_to_socket(asio::any_io_executor executor, std::string path,
                                         std::chrono::milliseconds time_max, Request request) {
    const std::string body = co_await request.body.read(request_bytes_max);
    request.headers.remove(connection_field);
    request.headers.set("Connection", "close");
    const std::string message = message_text(request, "localhost", body);
    Wire wire{executor};
    wire.expire_at(now() + time_max);
    try {
        co_await wire.connect_unix(path);
    } catch (const WireError& error) {
        throw TransportError{Sent::no, error.what()};
    }
    Exchange exchange =
        co_await exchange_on(wire, message, request.method == "HEAD", response_bytes_max);
    co_return std::move(exchange.response);
}

}  // namespace

Handler https(asio::any_io_executor executor, HttpsOptions options) {
    const auto network = std::make_shared<Network>(std::move(executor), std::move(options));
    return [network](Request request) { return send(network, std::move(request)); };
}

Handler over_unix_socket(asio::any_io_executor executor, std::string path,
                         std::chrono::milliseconds exchange) {
    return [executor, path, exchange](Request request) {
        return send_to_socket(executor, path, exchange, std::move(request));
    };
}

}  // namespace plazo::graph
