// graph/token_pipeline.h - the ONE token pipeline: every call to Graph, calendar or mail, goes
// through it.
//
//     TokenPipeline tokens{network, credentials, clock, random};
//     Handler graph = authorized(network, tokens, account);
//     Response response = co_await graph(request);     // with "Authorization: Bearer ..."
//
// There is one TokenSource for each Account - cloud, tenant, application, continuous access - and
// what can be relied on stands there. Above it:
//   * A 401 from Graph discards the token that was refused, unless somebody has renewed it already
//     or it is younger than rejection_pause, and repeats the call once. A hundred 401s at once make
//     one renewal. A second 401, and any 403, goes to the caller.
//   * A 401 that demands claims (challenge.h) is answered by a token asked for with them, once.
//
// Lives on the network thread; not for use from others. It must outlive the io_context's run, which
// does not end by itself while a renewal is awaited.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "graph/token_source.h"

namespace plazo::graph {

class TokenPipeline {
  public:
    /// `network` reaches the token endpoint. All references must outlive the pipeline.
    TokenPipeline(Handler network, Credentials& credentials, Clock& clock, Random& random);

    /// Where the account's tokens come from; valid as long as the pipeline.
    TokenSource& source(const Account& account);
    /// source(account).token()
    boost::asio::awaitable<TokenPtr> token(Account account);

    /// Forgets remembered failures, so that the next caller asks again: for set-up commands after a
    /// change, and when certificates have been read again.
    void forget_failures();

    /// One for each account that has been asked for, in the order of the accounts.
    std::vector<TokenState> states() const;

  private:
    TokenWorld world_;
    std::map<Account, std::unique_ptr<TokenSource>> sources_;
};

/// The Handler that calls `network` with a token of `account` and follows the rules for 401. It
/// sends requests to the account's Graph root only, whatever their origin says: a token never
/// travels elsewhere. Throws TokenError where there is no token, TransportError as `network` does.
Handler authorized(Handler network, TokenPipeline& tokens, const Account& account);

}  // namespace plazo::graph
