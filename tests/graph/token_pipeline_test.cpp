// The promises of graph/token_pipeline.h, each with many callers at once. Nothing here can hang:
// the world runs until everybody waits, and a caller who still waits then fails the test.
#include "graph/token_pipeline.h"

#include <gtest/gtest.h>

#include "tests/graph/sign_in.h"

namespace plazo::graph {
namespace {

using namespace std::chrono_literals;
using testing::all_ended;
using testing::broken;
using testing::invalid_client;
using testing::served;
using testing::SignIn;
using testing::status;
using testing::token_named;

constexpr int many = 1000;

int failed(const SignIn& world, const std::string& message) {
    int count = 0;
    for (const auto& caller : world.callers) {
        count += caller->failure && caller->failure->message == message;
    }
    return count;
}

const auto connection_refused = broken([] {
    throw TransportError{Sent::no, "connection refused"};
});
TEST(TokenPipeline, AThousandCallersWithoutATokenMakeOneRequest) {
    SignIn world;
    world.entra.hold();
    world.want_token(many);
    EXPECT_EQ(world.entra.asked(), 1);
    world.entra.let_go();
    world.go_on();
    EXPECT_EQ(served(world, "one"), many);
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(TokenPipeline, AThousandCallersWithAnExpiredTokenMakeOneRequest) {
    SignIn world;
    world.want_token(1);
    world.take_callers();
    world.clock.advance(3540s);  // its last minute counts as expired
    world.entra.hold();
    world.want_token(many);
    world.entra.let_go();
    world.go_on();
    EXPECT_EQ(served(world, "two"), many);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(TokenPipeline, AGoodTokenIsHandedOutWithoutARequest) {
    SignIn world;
    world.want_token(1);
    world.clock.advance(2735s);
    world.want_token(many);
    EXPECT_EQ(served(world, "one"), many + 1);
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(TokenPipeline, PastRefreshAtNobodyWaitsAndOneRequestRunsBeside) {
    SignIn world;
    world.want_token(1);
    world.take_callers();
    world.clock.advance(2880s);
    world.entra.hold();
    world.want_token(many);
    EXPECT_EQ(served(world, "one"), many) << "while the renewal is in the air";
    EXPECT_EQ(world.entra.asked(), 2);
    world.entra.let_go();
    world.go_on();
    world.take_callers();
    world.want_token(many);
    EXPECT_EQ(served(world, "two"), many);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(TokenPipeline, AFailedRenewalLeavesTheOldTokenInUseAndIsTriedAgainAfterTheBackOff) {
    SignIn world;
    world.want_token(1);
    world.clock.advance(2880s);
    world.entra.script({status(400, invalid_client)});
    world.want_token(many);
    world.want_token(many);
    EXPECT_EQ(served(world, "one"), 2 * many + 1);
    EXPECT_EQ(world.entra.asked(), 2) << "the failure is remembered";
    world.entra.script({token_named("two")});
    world.clock.advance(configuration_memory_min);
    world.want_token(1);
    world.want_token(1);
    EXPECT_EQ(served(world, "two"), 1);
    EXPECT_EQ(world.entra.asked(), 3);
}

TEST(TokenPipeline, AFailingEndpointIsAskedThreeTimesAndReleasesEverybodyWithOneError) {
    SignIn world;
    world.entra.script({status(503)});
    world.want_token(many);
    world.pass(15s);
    ASSERT_TRUE(all_ended(world));
    ASSERT_TRUE(world.callers.front()->failure);
    EXPECT_EQ(failed(world, world.callers.front()->failure->message), many);
    EXPECT_EQ(world.entra.asked(), transient_tries_max);
}

TEST(TokenPipeline, ANetworkThatFailsReleasesEverybodyAndNamesTheEndpoint) {
    SignIn world;
    world.entra.script({connection_refused});
    world.want_token(many);
    world.pass(15s);
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(failed(world,
                     "no token: https://login.microsoftonline.com/acme.es/oauth2/v2.0/token cannot "
                     "be reached: connection refused"),
              many);
    EXPECT_EQ(world.entra.asked(), transient_tries_max);
}

TEST(TokenPipeline, PassingTroubleIsOvercomeWithinTheFlight) {
    SignIn world;
    world.entra.script({status(503), connection_refused, token_named("late")});
    world.want_token(many);
    world.pass(15s);
    EXPECT_EQ(served(world, "late"), many);
    EXPECT_EQ(world.entra.asked(), 3);
}

TEST(TokenPipeline, AnyExceptionOfTheNetworkOpensTheGate) {
    SignIn world;
    world.entra.script({broken([] { throw std::runtime_error{"out of order"}; })});
    world.want_token(many);
    world.pass(15s);
    ASSERT_TRUE(all_ended(world)) << "a waiter hangs";
    ASSERT_TRUE(world.callers.front()->failure);
    EXPECT_NE(world.callers.front()->failure->message.find("out of order"), std::string::npos);
    world.entra.script({token_named("after")});
    world.clock.advance(transient_memory_min);
    world.want_token(1);
    EXPECT_EQ(served(world, "after"), 1);
}

TEST(TokenPipeline, AnExceptionThatIsNoStdExceptionOpensTheGateToo) {
    SignIn world;
    world.entra.script({broken([] { throw 7; })});
    world.want_token(3);
    world.pass(15s);
    EXPECT_TRUE(all_ended(world)) << "a waiter hangs";
}

TEST(TokenPipeline, AWrongConfigurationIsNotRetriedAndRememberedForThirtySecondsThenLonger) {
    SignIn world;
    world.entra.script({status(401, invalid_client)});
    world.want_token(many);
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.entra.asked(), 1);
    world.clock.advance(29s);
    world.want_token(many);
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.entra.asked(), 1);
    world.clock.advance(1s);
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 2);
    world.clock.advance(59s);
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 2);
    world.clock.advance(1s);
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 3);
    for (int hour = 0; hour < 12; ++hour) {
        world.clock.advance(configuration_memory_max);
        world.want_token(1);
    }
    EXPECT_EQ(world.entra.asked(), 15) << "never longer than five minutes";
}

TEST(TokenPipeline, PassingTroubleIsRememberedForASecondDoublingToAMinute) {
    SignIn world;
    world.entra.script({status(503)});
    int flights = 0;
    for (const auto memory : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        world.want_token(1);
        while (world.clock.advance_to_next(world.clock.wall() + 15s)) world.go_on();
        EXPECT_EQ(world.entra.asked(), ++flights * transient_tries_max);
        world.clock.advance(memory - 1ms);
        world.want_token(1);
        EXPECT_EQ(world.entra.asked(), flights * transient_tries_max) << memory.count();
        world.clock.advance(1ms);
    }
    EXPECT_TRUE(all_ended(world));
}

TEST(TokenPipeline, AThrottledEndpointIsNotAskedBeforeTheTimeItNamed) {
    SignIn world;
    world.entra.script({status(429, "Too Many Requests", "90"), token_named("later")});
    world.want_token(many);
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.callers.front()->failure->kind, TokenFailure::Kind::told_to_wait);
    world.clock.advance(89s);
    world.want_token(many);
    EXPECT_EQ(world.entra.asked(), 1) << "no retry, not even within the flight";
    world.clock.advance(1s);
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(served(world, "later"), 1);
}

TEST(TokenPipeline, WhileToldToWaitTheOldTokenIsStillServed) {
    SignIn world;
    world.want_token(1);
    world.clock.advance(2880s);
    world.entra.script({status(429, "Too Many Requests")});
    world.want_token(1);
    world.clock.advance(59s);
    world.want_token(many);
    EXPECT_EQ(served(world, "one"), many + 2);
    EXPECT_EQ(world.entra.asked(), 2);
    world.clock.advance(1s);
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 3);
}

TEST(TokenPipeline, ForgettingFailuresAsksAtOnce) {
    SignIn world;
    world.entra.script({status(401, invalid_client), token_named("mended")});
    world.want_token(1);
    world.tokens.forget_failures();
    world.want_token(1);
    EXPECT_EQ(served(world, "mended"), 1);
}

TEST(TokenPipeline, ACallerWhoIsCancelledTakesNobodyWithHim) {
    SignIn world;
    world.entra.hold();
    world.want_token(3);
    world.callers[0]->cancel.emit(boost::asio::cancellation_type::terminal);  // began the flight
    world.callers[1]->cancel.emit(boost::asio::cancellation_type::terminal);
    world.go_on();
    EXPECT_TRUE(world.callers[0]->ended);
    EXPECT_TRUE(world.callers[1]->ended);
    EXPECT_FALSE(world.callers[2]->ended);
    world.entra.let_go();
    world.go_on();
    EXPECT_EQ(served(world, "one"), 1);
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(TokenPipeline, AFlightGoesOnWhenAllItsCallersAreCancelled) {
    SignIn world;
    world.entra.hold();
    world.want_token(2);
    for (auto& caller : world.callers) {
        caller->cancel.emit(boost::asio::cancellation_type::terminal);
    }
    world.go_on();
    world.entra.let_go();
    world.go_on();
    world.want_token(1);
    EXPECT_EQ(served(world, "one"), 1);
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(TokenPipeline, EachTryHasAnAssertionOfItsOwn) {
    SignIn world;
    world.entra.script({status(503)});
    world.want_token(1);
    world.pass(15s);
    ASSERT_EQ(world.entra.asked(), 3);
    EXPECT_NE(world.entra.requests()[0].body.bytes(), world.entra.requests()[1].body.bytes());
    EXPECT_NE(world.entra.requests()[0].headers.find("client-request-id"),
              world.entra.requests()[1].headers.find("client-request-id"));
}

TEST(TokenPipeline, AccountsDoNotShareTokensNorFailures) {
    SignIn world;
    world.entra.script({status(401, invalid_client), token_named("theirs")});
    world.want_token(1);
    world.account.tenant = "other.es";
    world.want_token(1);
    EXPECT_EQ(served(world, "theirs"), 1);
    EXPECT_EQ(world.entra.requests()[1].target, "/other.es/oauth2/v2.0/token");
}

}  // namespace
}  // namespace plazo::graph
