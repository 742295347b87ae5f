#include "graph/token_pipeline.h"

#include <utility>

#include "graph/challenge.h"

namespace plazo::graph {

using boost::asio::awaitable;

TokenPipeline::TokenPipeline(Handler network, Credentials& credentials, Clock& clock,
                             Random& random)
    : world_{std::move(network), credentials, clock, random} {}

TokenSource& TokenPipeline::source(const Account& account) {
    std::unique_ptr<TokenSource>& source = sources_[account];
    if (!source) source = std::make_unique<TokenSource>(account, world_);
    return *source;
}

awaitable<TokenPtr> TokenPipeline::token(Account account) {
    return source(account).token();
}

void TokenPipeline::forget_failures() {
    for (auto& [account, source] : sources_) source->forget_failure();
}

std::vector<TokenState> TokenPipeline::states() const {
    std::vector<TokenState> states;
    for (const auto& [account, source] : sources_) states.push_back(source->state());
    return states;
}

namespace {

awaitable<Response> send_authorized(const Handler& network, TokenSource& source, Request request) {
    request.origin = source.account().graph_root;
    TokenPtr token = source.current();
    if (!token) token = co_await source.token();
    request.headers.set("Authorization", token->authorization);
    Response response = co_await network(request);
    if (response.status != 401) co_return response;

    const TokenPtr refused = token;
    source.reject(refused->authorization, claims_challenge(response).value_or(std::string{}));
    token = co_await source.token();
    if (token == refused) co_return response;
    request.headers.set("Authorization", token->authorization);
    co_return co_await network(std::move(request));
}

/// A function object rather than a lambda: its state lives as long as the Handler, and the
/// coroutine refers to it.
class Authorized {
  public:
    Authorized(Handler network, TokenSource& source)
        : network_{std::move(network)}, source_{&source} {}

    awaitable<Response> operator()(Request request) const {
        return send_authorized(network_, *source_, std::move(request));
    }

  private:
    Handler network_;
    TokenSource* source_;
};

}  // namespace

Handler authorized(Handler network, TokenPipeline& tokens, const Account& account) {
    return Authorized{std::move(network), tokens.source(account)};
}

}  // namespace plazo::graph
