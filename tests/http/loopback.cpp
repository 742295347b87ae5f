#include "tests/http/loopback.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fstream>

namespace plazo::loopback {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

asio::awaitable<Result> attempt(graph::Handler handler, graph::Request request) {
    Result result;
    try {
        result.response = co_await handler(std::move(request));
    } catch (const graph::TransportError& error) {
        result.sent = error.sent;
        result.error = error.what();
    }
    co_return result;
}

asio::awaitable<std::string> converse(std::uint16_t port, std::string text, bool slowly) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::socket socket{executor};
    asio::steady_timer timer{executor};
    const tcp::endpoint endpoint{asio::ip::address_v4::loopback(), port};
    co_await socket.async_connect(endpoint, asio::use_awaitable);
    const std::size_t step = slowly ? 1 : text.size();
    for (std::size_t at = 0; at < text.size(); at += step) {
        const asio::const_buffer piece = asio::buffer(text.data() + at, step);
        const auto [error, size] = co_await asio::async_write(socket, piece, awaiting);
        if (error) break;
        timer.expires_after(std::chrono::milliseconds{slowly ? 5 : 0});
        co_await timer.async_wait(awaiting);
    }
    std::string answer;
    std::string piece(4096, '\0');
    const asio::mutable_buffer space = asio::buffer(piece);
    while (true) {
        const auto [error, size] = co_await socket.async_read_some(space, awaiting);
        answer.append(piece, 0, size);
        if (error) break;
    }
    co_return answer;
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void add_extension(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate certify(EVP_PKEY* key, const std::string& name, EVP_PKEY* issuer_key, X509* issuer,
                    Validity validity = {}, bool authority = false) {
    Certificate certificate{X509_new(), X509_free};
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), issuer == nullptr ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), validity.begins.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity.ends.count());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(),
                         X509_get_subject_name(issuer == nullptr ? certificate.get() : issuer));
    X509_set_pubkey(certificate.get(), key);
    if (authority) {
        add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    } else {
        const bool address = name.find_first_not_of("0123456789.") == std::string::npos;
        add_extension(certificate.get(), NID_subject_alt_name, (address ? "IP:" : "DNS:") + name);
    }
    X509_sign(certificate.get(), issuer_key, EVP_sha256());
    return certificate;
}

void write_certificate(const std::string& path, X509* certificate) {
    std::FILE* const file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
}

http::Tls write_server(const Directory& directory, const std::string& name, X509* certificate,
                       EVP_PKEY* key) {
    http::Tls tls{directory / (name + ".pem"), directory / (name + ".key")};
    write_certificate(tls.certificate_file, certificate);
    std::FILE* const file = std::fopen(tls.key_file.c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    return tls;
}

}  // namespace

Result call(asio::io_context& context, const graph::Handler& handler, graph::Request request) {
    return run(context, attempt(handler, std::move(request)));
}

graph::Request get(std::string origin, std::string target) {
    graph::Request request;
    request.origin = std::move(origin);
    request.target = std::move(target);
    return request;
}

graph::Request post(std::string origin, std::string body) {
    graph::Request request = get(std::move(origin));
    request.method = "POST";
    request.body = std::move(body);
    return request;
}

std::string talk(asio::io_context& context, std::uint16_t port, std::string text) {
    return run(context, converse(port, std::move(text), false));
}

std::string dribble(asio::io_context& context, std::uint16_t port, std::string text) {
    return run(context, converse(port, std::move(text), true));
}

Directory::Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "plazo-http-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    path_ = name;
}

Directory::~Directory() {
    std::filesystem::remove_all(path_);
}

http::Tls make_certificate(const Directory& directory, const std::string& name,
                           const std::string& host, Validity validity) {
    const Key authority_key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const Key key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const Certificate authority =
        certify(authority_key.get(), name, authority_key.get(), nullptr, {}, true);
    const Certificate certificate =
        certify(key.get(), host, authority_key.get(), authority.get(), validity);
    write_certificate(directory / (name + ".ca.pem"), authority.get());
    return write_server(directory, name, certificate.get(), key.get());
}

http::Tls make_self_signed(const Directory& directory, const std::string& name,
                           const std::string& host) {
    const Key key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const Certificate certificate = certify(key.get(), host, key.get(), nullptr);
    return write_server(directory, name, certificate.get(), key.get());
}

struct Script::State {
    explicit State(asio::io_context& context)
        : acceptor{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}} {}
    tcp::acceptor acceptor;
    std::vector<std::vector<std::string>> connections;
    std::optional<asio::ssl::context> tls;
    std::string prelude;
    std::size_t accepted = 0;
    std::vector<std::string> requests;
};

namespace {

template <class Stream>
asio::awaitable<bool> exchange(Stream& stream, std::vector<std::string>& requests,
                               const std::string& response) {
    std::string request;
    std::string piece(4096, '\0');
    const asio::mutable_buffer space = asio::buffer(piece);
    while (request.find("\r\n\r\n") == std::string::npos) {
        const auto [error, size] = co_await stream.async_read_some(space, awaiting);
        if (error) co_return false;
        request.append(piece, 0, size);
    }
    requests.push_back(request);
    if (response == say_nothing) {
        co_await stream.async_read_some(space, awaiting);
        co_return false;
    }
    const std::string_view slow = "drip ";
    if (response.starts_with(slow)) {
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer{executor};
        for (std::size_t at = slow.size(); at < response.size(); ++at) {
            const asio::const_buffer byte = asio::buffer(response.data() + at, 1);
            const auto [error, size] = co_await asio::async_write(stream, byte, awaiting);
            if (error) co_return false;
            timer.expires_after(std::chrono::milliseconds{5});
            co_await timer.async_wait(awaiting);
        }
        co_return true;
    }
    const asio::const_buffer bytes = asio::buffer(response);
    const auto [error, size] = co_await asio::async_write(stream, bytes, awaiting);
    co_return !error;
}

template <class State>
asio::awaitable<void> follow(std::shared_ptr<State> state, tcp::socket socket,
                             std::vector<std::string> responses) {
    bool more = true;
    if (!state->prelude.empty()) {
        more = co_await exchange(socket, state->requests, state->prelude);
    }
    std::optional<asio::ssl::stream<tcp::socket&>> secure;
    if (state->tls) {
        secure.emplace(socket, *state->tls);
        const auto [error] =
            co_await secure->async_handshake(asio::ssl::stream_base::server, awaiting);
        more = more && !error;
    }
    for (const std::string& response : responses) {
        if (!more) break;
        if (secure) {
            more = co_await exchange(*secure, state->requests, response);
        } else {
            more = co_await exchange(socket, state->requests, response);
        }
    }
}

void rethrow(std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
}

template <class State>
asio::awaitable<void> serve(std::shared_ptr<State> state) {
    while (state->acceptor.is_open()) {
        tcp::socket socket{state->acceptor.get_executor()};
        const auto [error] = co_await state->acceptor.async_accept(socket, awaiting);
        if (error) break;
        std::vector<std::string> responses;
        if (state->accepted < state->connections.size()) {
            responses = state->connections[state->accepted];
        }
        ++state->accepted;
        asio::co_spawn(state->acceptor.get_executor(),
                       follow(state, std::move(socket), std::move(responses)), rethrow);
    }
}

}  // namespace

Script::Script(asio::io_context& context, std::vector<std::vector<std::string>> connections,
               std::optional<http::Tls> tls)
    : state_{std::make_shared<State>(context)}, port_{state_->acceptor.local_endpoint().port()} {
    state_->connections = std::move(connections);
    if (tls) {
        state_->tls.emplace(asio::ssl::context::tls_server);
        state_->tls->use_certificate_chain_file(tls->certificate_file);
        state_->tls->use_private_key_file(tls->key_file, asio::ssl::context::pem);
    }
    asio::co_spawn(context, serve(state_), rethrow);
}

Script::~Script() {
    state_->acceptor.close();
}

std::string Script::origin() const {
    return (state_->tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

const std::vector<std::string>& Script::requests() const {
    return state_->requests;
}

std::size_t Script::connections() const {
    return state_->accepted;
}

std::size_t Script::resumed_sessions() const {
    return static_cast<std::size_t>(SSL_CTX_sess_hits(state_->tls->native_handle()));
}

void Script::prelude(std::string response) {
    state_->prelude = std::move(response);
}

}  // namespace plazo::loopback
