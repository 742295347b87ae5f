// What graph/token_source.h promises beyond one flight at a time: renewal by a timer, other
// failures, and what it tells about itself.
#include "graph/token_source.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/graph/keys.h"
#include "tests/graph/run.h"
#include "tests/graph/sign_in.h"

namespace plazo::graph {
namespace {

using namespace std::chrono_literals;
using testing::all_ended;
using testing::assertion_part;
using testing::invalid_client;
using testing::served;
using testing::SignIn;
using testing::status;
using testing::token_named;

constexpr int many = 1000;

TokenSource& source_of(SignIn& world) {
    return world.tokens.source(world.account);
}

// ------------------------------------------------------------------------ at hand

TEST(TokenSource, HasNoTokenBeforeAnybodyAsked) {
    SignIn world;
    EXPECT_EQ(source_of(world).current(), nullptr);
    EXPECT_EQ(world.entra.asked(), 0);
}

TEST(TokenSource, HandsOutTheSameTokenWithoutCopyingIt) {
    SignIn world;
    world.want_token(1);
    const TokenPtr token = source_of(world).current();
    ASSERT_NE(token, nullptr);
    EXPECT_EQ(token->authorization, "Bearer one");
    EXPECT_EQ(source_of(world).current().get(), token.get());
}

TEST(TokenSource, ATokenThatIsHeldOutlivesItsReplacement) {
    SignIn world;
    world.want_token(1);
    const TokenPtr held = source_of(world).current();
    source_of(world).forget();
    world.want_token(1);
    EXPECT_EQ(held->authorization, "Bearer one");
    EXPECT_EQ(source_of(world).current()->authorization, "Bearer two");
}

TEST(TokenSource, HasNoneInTheLastMinuteOfTheToken) {
    SignIn world;
    world.entra.script({token_named("one"), status(429, "", "3600")});
    world.want_token(1);
    world.clock.advance(3539s);
    EXPECT_NE(source_of(world).current(), nullptr);
    world.clock.advance(1s);
    EXPECT_EQ(source_of(world).current(), nullptr);
}

// ------------------------------------------------------------------------ renewal by the timer

TEST(TokenTimer, RenewsWithNoCallerAtAll) {
    SignIn world;
    world.want_token(1);
    world.pass(2880s);
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(source_of(world).current()->authorization, "Bearer two");
}

TEST(TokenTimer, RenewsAtRefreshInRatherThanAtAPartOfTheLife) {
    SignIn world;
    world.entra.script({[](const Request&) {
        Response made;
        made.body = R"({"token_type":"Bearer","access_token":"day",)"
                    R"("expires_in":"86400","refresh_in":"43200"})";
        return made;
    }});
    world.want_token(1);
    world.pass(41'000s);
    EXPECT_EQ(world.entra.asked(), 1);
    world.pass(2'200s);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(TokenTimer, RenewsUpToFivePercentEarlierByOneDrawForEachToken) {
    std::set<SteadyTime::duration> times;
    SignIn world;
    world.want_token(1);
    for (int i = 0; i < 50; ++i) {
        const TokenPtr token = source_of(world).current();
        const auto after = token->refresh_at - token->asked_at;
        EXPECT_LE(after, 2880s);
        EXPECT_GT(after, 2736s - 1s);
        times.insert(after);
        source_of(world).forget();
        world.want_token(1);
    }
    EXPECT_GT(times.size(), 40u) << "it is a draw";
    const TokenPtr token = source_of(world).current();
    EXPECT_EQ(source_of(world).current()->refresh_at, token->refresh_at) << "once a token";
}

TEST(TokenTimer, LetsATokenExpireThatNobodyUsedForAWholeLife) {
    SignIn world;
    world.want_token(1);
    world.pass(24h);
    EXPECT_EQ(world.entra.asked(), 2) << "one renewal within the first life, no other";
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 3);
    world.pass(2880s);
    EXPECT_EQ(world.entra.asked(), 4) << "and it goes on";
}

TEST(TokenTimer, NeverLetsACallerWaitWhileTheTokenIsUsed) {
    SignIn world;
    world.want_token(1);
    for (int minute = 0; minute < 24 * 60; ++minute) {
        world.pass(60s);
        ASSERT_NE(source_of(world).current(), nullptr) << minute;
    }
    EXPECT_LE(world.entra.asked(), 33) << "one in 45 minutes at the least";
    EXPECT_GE(world.entra.asked(), 30);
}

TEST(TokenTimer, TriesAgainAfterTheBackOffWhileTheTokenIsGood) {
    SignIn world;
    world.entra.script({token_named("one"), status(503)});
    world.want_token(1);
    world.pass(2880s);
    const int first = world.entra.asked();
    EXPECT_GT(first, 1);
    world.entra.script({token_named("late")});
    world.pass(60s);
    EXPECT_EQ(source_of(world).current()->authorization, "Bearer late");
}

TEST(TokenTimer, FollowsATokenThatLivesShorterThanTheOneBefore) {
    SignIn world;
    world.entra.script(
        {token_named("day", 86'400), token_named("hour", 3600), token_named("next")});
    world.have_token();
    source_of(world).reject("Bearer day");
    world.want_token(1);
    world.pass(2880s);
    EXPECT_EQ(source_of(world).current()->authorization, "Bearer next");
}

TEST(TokenTimer, DoesNotAskWhileTheEndpointSaidToWait) {
    SignIn world;
    world.entra.script({token_named("one"), status(429, "Too Many Requests", "600")});
    world.want_token(1);
    world.pass(2880s);
    EXPECT_EQ(world.entra.asked(), 2);
    world.pass(450s);
    world.want_token(many);
    EXPECT_EQ(served(world, "one"), many + 1);
    EXPECT_EQ(world.entra.asked(), 2);
}

// ------------------------------------------------------------------------ other failures

TEST(TokenSource, A200WithoutATokenIsTriedOnceMoreAndThenAWrongConfiguration) {
    for (const std::string& body :
         {std::string{"<html>Sign in</html>"}, std::string{"{}"}, std::string(10 << 20, ' '),
          std::string{R"({"token_type":"Bearer","expires_in":1e300,"access_token":"a"})"}}) {
        SignIn world;
        world.entra.script({status(200, body)});
        world.want_token(many);
        world.pass(15s);
        ASSERT_TRUE(all_ended(world));
        EXPECT_EQ(world.entra.asked(), protocol_tries_max);
        EXPECT_EQ(world.callers.front()->failure->kind, TokenFailure::Kind::configuration);
        world.clock.advance(14s);
        world.want_token(1);
        EXPECT_EQ(world.entra.asked(), protocol_tries_max) << "remembered for half a minute";
    }
}

TEST(TokenSource, ASlowEndpointThatFailsIsNotAskedAgainAfterFifteenSeconds) {
    SignIn world;
    world.entra.script({status(503)});
    world.entra.hold();
    world.want_token(1);
    world.clock.advance(flight_span_max);
    world.entra.let_go();
    world.pass(15s);
    EXPECT_TRUE(all_ended(world));
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(TokenSource, WhoIsToldToWaitHearsHowMuchIsLeft) {
    SignIn world;
    world.entra.script({status(429, "Too Many Requests", "60")});
    world.want_token(1);
    world.clock.advance(45s);
    world.want_token(1);
    EXPECT_EQ(world.callers[0]->failure->retry_after, 60s);
    EXPECT_EQ(world.callers[1]->failure->retry_after, 15s);
}

TEST(TokenSource, ATenantThatWouldChangeTheUrlIsRefusedWithoutARequest) {
    for (const char* tenant : {"../evil", "common", ""}) {
        SignIn world;
        world.account.tenant = tenant;
        world.want_token(1);
        ASSERT_TRUE(world.callers.front()->failure) << tenant;
        EXPECT_NE(world.callers.front()->failure->message.find("--tenant"), std::string::npos);
        EXPECT_EQ(world.entra.asked(), 0);
    }
}

TEST(TokenSource, AnAccountOfACustomCloudAsksItsOwnHosts) {
    SignIn world;
    world.account.graph_root = "https://graph.example.fr";
    world.want_token(1);
    EXPECT_EQ(testing::form_field(world.entra.requests()[0], "scope"),
              "https://graph.example.fr/.default");
    EXPECT_EQ(assertion_part(world.entra.requests()[0], 1).at("aud"), token_url(world.account));
}

// ------------------------------------------------------------------------ what it tells

TEST(TokenState, TellsWhatHappened) {
    SignIn world;
    world.have_token();
    TokenState state = source_of(world).state();
    EXPECT_EQ(state.requests, 1u);
    EXPECT_EQ(state.tokens, 1u);
    EXPECT_EQ(state.failures, 0u);
    EXPECT_EQ(state.reason, RefreshReason::first);
    EXPECT_EQ(state.expires_at, testing::at("2026-11-25T09:00:00Z"));
    EXPECT_LE(state.refresh_at, testing::at("2026-11-25T08:48:00Z"));
    EXPECT_FALSE(state.failure);
    EXPECT_EQ(state.ask_again_at, std::nullopt);
    EXPECT_EQ(state.certificate, testing::access_certificate().sha256_hex());

    world.entra.script({status(401, invalid_client)});
    source_of(world).reject("Bearer one");
    world.want_token(1);
    state = source_of(world).state();
    EXPECT_EQ(state.requests, 2u);
    EXPECT_EQ(state.failures, 1u);
    EXPECT_EQ(state.rejections, 1u);
    EXPECT_EQ(name_of(state.reason), "rejected");
    EXPECT_EQ(state.expires_at, std::nullopt);
    EXPECT_EQ(state.failure->code, 700'027);
    EXPECT_EQ(state.ask_again_at, testing::at("2026-11-25T08:00:40Z"));
}

TEST(TokenState, NamesWhyAFlightBegan) {
    SignIn world;
    world.want_token(1);
    world.pass(2880s);
    EXPECT_EQ(name_of(source_of(world).state().reason), "ahead");
    source_of(world).forget();
    world.want_token(1);
    EXPECT_EQ(name_of(source_of(world).state().reason), "forgotten");
    world.pass(24h);
    world.want_token(1);
    EXPECT_EQ(name_of(source_of(world).state().reason), "expired");
}

TEST(TokenState, IsToldOfEachAccount) {
    SignIn world;
    world.want_token(1);
    world.account.tenant = "other.es";
    world.want_token(1);
    const std::vector<TokenState> states = world.tokens.states();
    ASSERT_EQ(states.size(), 2u);
    EXPECT_EQ(states[0].account.tenant, "acme.es");
    EXPECT_EQ(states[1].account.tenant, "other.es");
}

}  // namespace
}  // namespace plazo::graph
