// tests/graph/sign_in.h - a world with one token pipeline: a sign-in service and a Graph that
// follow a script, callers who say how they ended, and a clock that only the test moves.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "graph/token_pipeline.h"

namespace plazo::graph::testing {

/// A server that writes down what it was asked and answers by its script.
class Server {
  public:
    /// A response, or an exception on the way to it.
    using Answer = std::function<Response(const Request&)>;

    explicit Server(boost::asio::io_context& context);

    /// Answers in this order; the last one for ever.
    void script(std::vector<Answer> answers);
    /// Until `let_go`, requests are taken and not answered.
    void hold() { held_ = true; }
    void let_go();

    boost::asio::awaitable<Response> answer(Request request);
    const std::vector<Request>& requests() const { return requests_; }
    int asked() const { return static_cast<int>(requests_.size()); }

  private:
    boost::asio::steady_timer gate_;
    bool held_ = false;
    std::deque<Answer> script_;
    std::vector<Request> requests_;
};

/// How a caller's wish for a token or a call to Graph ended.
struct Caller {
    bool ended = false;
    TokenPtr token;
    std::optional<Response> response;
    std::optional<TokenFailure> failure;
    /// Another exception's text.
    std::string error;
    boost::asio::cancellation_signal cancel;
};

class SignIn {
  public:
    explicit SignIn(std::vector<CertificatePtr> certificates = {}, bool continuous_access = false);

    /// So many callers at once who want a token.
    void want_token(int callers);
    /// So many callers at once with a request to Graph.
    void call_graph(int callers, Request request = {});
    /// Takes a token, and lets it grow old enough to be dropped for a 401.
    void have_token();
    /// Goes on until everybody waits for the clock or for a server that holds.
    void go_on();
    /// The same, and moves the clock along whenever everybody waits for it, for at most `span`.
    void pass(std::chrono::seconds span);

    /// The callers since the last time.
    std::vector<std::unique_ptr<Caller>> take_callers();

    boost::asio::io_context context{1};
    VirtualClock clock;
    Server entra{context};
    Server graph{context};
    Account account;  // "client-1" in acme.es
    Credentials credentials;
    TokenPipeline tokens;
    std::vector<std::unique_ptr<Caller>> callers;

  private:
    boost::asio::awaitable<Response> network(Request request);
    boost::asio::awaitable<void> take_token(Caller& caller);
    boost::asio::awaitable<void> take_response(Caller& caller, Request request);
    void start(Caller& caller, boost::asio::awaitable<void> wish);

    Random random_{1};
    Handler authorized_;
};

/// How many of the callers got the token of that name.
int served(const SignIn& world, const std::string& name);
bool all_ended(const SignIn& world);

/// The body of a refusal that somebody has to mend.
extern const std::string invalid_client;

/// 200 with a token of this name.
Server::Answer token_named(std::string name, int expires_in = 3600);
/// The same answer from a server whose clock is ahead of the world's by so much.
Server::Answer dated(const SignIn& world, std::chrono::seconds ahead, Server::Answer answer);
/// 401 with this field.
Server::Answer challenge(std::string www_authenticate);

/// The decoded value of a field of a form.
std::string form_field(const Request& request, const std::string& name);
/// Header (0) or claims (1) of the assertion of a token request.
nlohmann::json assertion_part(const Request& request, int part);
Server::Answer status(int code, std::string body = {}, std::string retry_after = {});
Server::Answer broken(std::function<void()> thrower);

}  // namespace plazo::graph::testing
