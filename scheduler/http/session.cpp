// How a request goes through here: its head is collected until the blank line and judged by the
// guard as bytes; Beast parses it, and the guard judges the result. Then the Handler runs, and each
// pull of the body feeds Beast's parser from the connection. Beast does no input or output: all of
// that goes through Wire, under the deadline of the phase. The buffer is as large as a head and
// some more, and bounds what Beast would swallow without limit: chunk extensions and trailers.
#include "scheduler/http/session.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "scheduler/http/guard.h"
#include "scheduler/http/wire.h"

namespace plazo::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using graph::Body;
using graph::Request;
using graph::Response;
using Parser = beast::http::request_parser<beast::http::buffer_body>;

constexpr std::size_t buffer_bytes = 16 * 1024;

/// A body that the guard's rules cannot follow any more.
struct BadBody : std::runtime_error {
    using std::runtime_error::runtime_error;
};

SteadyTime after(std::chrono::milliseconds duration) {
    return std::chrono::steady_clock::now() + duration;
}

std::string reason_phrase(int status) {
    return beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(status)));
}

/// `detail` is a sentence of ours without quotes.
Response problem(int status, const std::string& detail) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/problem+json");
    response.body = R"({"type":"about:blank","title":")" + reason_phrase(status) +
                    R"(","status":)" + std::to_string(status) + R"(,"detail":")" + detail + "\"}";
    return response;
}

Head head_of(const Parser::value_type& message) {
    Head head;
    head.method = message.method_string();
    head.target = message.target();
    head.version = static_cast<int>(message.version());
    for (const auto& field : message) head.fields.add(field.name_string(), field.value());
    return head;
}

bool splits(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
}

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

/// The head of a response. Framing is the server's business: what the Handler says of it is left
/// out.
std::string head_text(const Response& response, bool keep_alive) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ' +
                       reason_phrase(response.status) + "\r\n";
    for (const auto& [name, value] : response.headers) {
        if (graph::equal_ignoring_case(name, "Content-Length")) continue;
        if (graph::equal_ignoring_case(name, "Transfer-Encoding")) continue;
        if (graph::equal_ignoring_case(name, "Connection")) continue;
        text += name + ": " + value + "\r\n";
    }
    if (has_body(response.status)) {
        text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text;
}

}  // namespace

class Session::Core {
  public:
    Core(const Service& service, Socket socket, std::shared_ptr<asio::ssl::context> tls,
         std::string peer)
        : service_{service},
          tls_{std::move(tls)},
          wire_{std::move(socket), tls_.get()},
          peer_{std::move(peer)} {}

    asio::awaitable<void> run();
    const std::string& peer() const { return peer_; }
    /// Whether it waits for a request of which nothing has come yet.
    bool idle() const { return idle_; }
    void cut() { wire_.cut(); }

  private:
    /// The request that is being answered. The Handler's Body shares it and may outlive the answer.
    struct Incoming {
        Core* session = nullptr;  // none once the request is answered
        Parser parser;
        bool continue_expected = false;
        SteadyTime request_deadline;
        std::optional<SteadyTime> body_begin;
        std::size_t body_bytes = 0;
    };

    static asio::awaitable<std::string> pull(std::shared_ptr<Incoming> incoming);
    asio::awaitable<std::string> read_body(Incoming& incoming);
    asio::awaitable<std::size_t> read_head(bool first);
    asio::awaitable<bool> answer(std::size_t head_bytes, bool last);
    asio::awaitable<Response> handle(std::shared_ptr<Incoming> incoming, Head head);
    asio::awaitable<void> write(Response response, bool keep_alive, bool bodyless);
    asio::awaitable<std::size_t> fill();
    std::optional<Refusal> parse(std::size_t head_bytes, Parser& parser, Head& head);
    std::string_view buffered() const {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
    }

    const Service& service_;
    std::shared_ptr<asio::ssl::context> tls_;  // the listener may be gone before its connections
    Wire wire_;
    std::string peer_;
    beast::flat_buffer buffer_{buffer_bytes};
    bool idle_ = true;
};

asio::awaitable<void> Session::Core::run() {
    try {
        wire_.expire_at(after(service_.limits.handshake));
        co_await wire_.handshake();
        for (std::size_t count = 1;; ++count) {
            const std::size_t head_bytes = co_await read_head(count == 1);
            if (head_bytes == 0) break;
            const bool last = count >= service_.limits.requests_per_connection;
            const bool more = co_await answer(head_bytes, last);
            if (!more) break;
        }
        co_await wire_.close();
    } catch (const WireError&) {
        // The peer is gone or was cut off: nobody is left to be told.
    }
    wire_.cut();
}

/// What comes next from the peer is in the buffer afterwards; 0 when nothing comes any more.
asio::awaitable<std::size_t> Session::Core::fill() {
    const std::size_t room = buffer_.max_size() - buffer_.size();
    if (room == 0) throw BadBody{"the parts of the body that are not content are too large"};
    const asio::mutable_buffer space = buffer_.prepare(room);
    const std::size_t size = co_await wire_.read_some(space);
    buffer_.commit(size);
    co_return size;
}

/// The size of the next head in the buffer, more than head_bytes_max for one that has no end; 0
/// when the peer has no more to say.
asio::awaitable<std::size_t> Session::Core::read_head(bool first) {
    idle_ = buffer_.size() == 0;
    if (idle_ && service_.stopping) co_return 0;
    wire_.expire_at(after(first || !idle_ ? service_.limits.head : service_.limits.idle));
    while (true) {
        const std::size_t end = buffered().find("\r\n\r\n");
        if (end != std::string_view::npos) co_return end + 4;
        if (buffer_.size() > head_bytes_max) co_return buffer_.size();
        const std::size_t size = co_await fill();
        if (size == 0) co_return 0;
        if (idle_ && !first) wire_.expire_at(after(service_.limits.head));
        idle_ = false;
    }
}

std::optional<Refusal> Session::Core::parse(std::size_t head_bytes, Parser& parser, Head& head) {
    if (auto refusal = refuse_octets(buffered().substr(0, head_bytes))) return refusal;
    parser.header_limit(head_bytes_max);
    parser.body_limit(boost::none);  // the Handler says how much it reads
    error_code error;
    const std::size_t used = parser.put(asio::buffer(buffer_.data(), head_bytes), error);
    buffer_.consume(used);
    if (error || !parser.is_header_done() || used != head_bytes) {
        return Refusal{400, "the head of the request cannot be understood"};
    }
    head = head_of(parser.get());
    return refuse(head);
}

/// False when the connection is to be closed.
asio::awaitable<bool> Session::Core::answer(std::size_t head_bytes, bool last) {
    const auto incoming = std::make_shared<Incoming>();
    incoming->session = this;
    const bool of_owner = peer_ == owner_peer;
    incoming->request_deadline =
        after(of_owner ? service_.limits.owner_request : service_.limits.request);
    wire_.expire_at(incoming->request_deadline);
    Head head;
    if (auto refusal = parse(head_bytes, incoming->parser, head)) {
        co_await write(problem(refusal->status, refusal->reason), false, false);
        co_return false;
    }
    const bool bodyless = head.method == "HEAD";
    const bool keep_alive = incoming->parser.keep_alive() && !last;
    Response response = co_await handle(incoming, std::move(head));
    incoming->session = nullptr;
    const bool more = keep_alive && incoming->parser.is_done() && !service_.stopping;
    co_await write(std::move(response), more, bodyless);
    co_return more;
}

/// The Handler's answer, or what stands for it when there is none.
asio::awaitable<Response> Session::Core::handle(std::shared_ptr<Incoming> incoming, Head head) {
    const Parser& parser = incoming->parser;
    Request request;
    request.method = head.method == "HEAD" ? "GET" : head.method;
    request.target = std::move(head.target);
    request.peer = peer_;
    incoming->continue_expected = head.version == 11 && head.fields.count("Expect") > 0;
    request.headers = std::move(head.fields);
    if (!parser.is_done()) request.body = Body{[incoming] { return pull(incoming); }};
    try {
        Response response = co_await service_.handler(std::move(request));
        const bool split = std::any_of(
            response.headers.begin(), response.headers.end(),
            [](const auto& field) { return splits(field.first) || splits(field.second); });
        if (split) throw std::runtime_error{"a Handler's header field holds a line break"};
        co_return response;
    } catch (const WireError&) {
        throw;
    } catch (const CutConnection& cut) {
        throw WireError{false, cut.what()};
    } catch (const BadBody& error) {
        co_return problem(400, error.what());
    } catch (const graph::BodyTooLarge& error) {
        co_return problem(413, error.what());
    } catch (const std::exception& error) {
        service_.report(error.what());
    } catch (...) {
        service_.report("a Handler threw something that is no std::exception");
    }
    co_return problem(500, "the request failed inside the service");
}

asio::awaitable<std::string> Session::Core::pull(std::shared_ptr<Incoming> incoming) {
    if (incoming->session == nullptr) {
        throw std::logic_error{"a body cannot be read after the answer"};
    }
    std::string piece = co_await incoming->session->read_body(*incoming);
    co_return piece;
}

asio::awaitable<std::string> Session::Core::read_body(Incoming& incoming) {
    Parser& parser = incoming.parser;
    if (parser.is_done()) co_return std::string{};
    if (std::exchange(incoming.continue_expected, false) && buffer_.size() == 0) {
        co_await wire_.write("HTTP/1.1 100 Continue\r\n\r\n", "");
    }
    if (!incoming.body_begin) incoming.body_begin = std::chrono::steady_clock::now();
    const std::chrono::milliseconds earned{incoming.body_bytes * 1000 /
                                           service_.limits.body_bytes_per_second};
    wire_.expire_at(
        std::min(incoming.request_deadline, *incoming.body_begin + service_.limits.body + earned));
    std::string piece(buffer_bytes, '\0');
    auto& body = parser.get().body();
    body.data = piece.data();
    body.size = piece.size();
    bool need_more = buffer_.size() == 0;
    while (!parser.is_done() && body.size == piece.size()) {
        if (need_more) {
            const std::size_t size = co_await fill();
            if (size == 0) throw WireError{false, "the peer went away within a body"};
        }
        error_code error;
        buffer_.consume(parser.put(buffer_.data(), error));
        need_more = buffer_.size() == 0 || error == beast::http::error::need_more;
        if (error == beast::http::error::need_buffer) error = {};
        if (error && !need_more) throw BadBody{"the body does not have the announced form"};
    }
    piece.resize(piece.size() - body.size);
    incoming.body_bytes += piece.size();
    wire_.expire_at(incoming.request_deadline);
    co_return piece;
}

asio::awaitable<void> Session::Core::write(Response response, bool keep_alive, bool bodyless) {
    const std::string head = head_text(response, keep_alive);
    if (bodyless || !has_body(response.status)) response.body.clear();
    wire_.expire_at(after(service_.limits.write));
    co_await wire_.write(head, response.body);
}

Session::Session(const Service& service, Socket socket, std::shared_ptr<asio::ssl::context> tls,
                 std::string peer)
    : core_{std::make_unique<Core>(service, std::move(socket), std::move(tls), std::move(peer))} {}

Session::~Session() = default;

asio::awaitable<void> Session::run() {
    return core_->run();
}

const std::string& Session::peer() const {
    return core_->peer();
}

bool Session::idle() const {
    return core_->idle();
}

void Session::cut() {
    core_->cut();
}

}  // namespace plazo::http
