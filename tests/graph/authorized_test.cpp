// What a call to Graph that goes through the token pipeline can rely on.
#include <gtest/gtest.h>

#include "tests/graph/sign_in.h"

namespace plazo::graph {
namespace {

using testing::all_ended;
using testing::broken;
using testing::invalid_client;
using testing::served;
using testing::SignIn;
using testing::status;

Request sending() {
    Request request;
    request.method = "POST";
    request.target = "/v1.0/users/a/sendMail";
    request.headers.set("Content-Type", "application/json");
    request.body = Body{R"({"message":{}})"};
    return request;
}

TEST(Authorized, ACallCarriesTheTokenToGraph) {
    SignIn world;
    world.call_graph(1, sending());
    ASSERT_EQ(world.graph.asked(), 1);
    const Request& request = world.graph.requests().front();
    EXPECT_EQ(request.headers.find("Authorization"), "Bearer one");
    EXPECT_EQ(request.origin, "https://graph.microsoft.com");
    EXPECT_EQ(world.callers.front()->response->status, 200);
}

TEST(Authorized, ATokenTravelsNowhereElse) {
    SignIn world;
    Request request = sending();
    request.origin = "https://evil.example.com";
    request.headers.set("Authorization", "Bearer mine");
    world.call_graph(1, request);
    ASSERT_EQ(world.graph.asked(), 1);
    EXPECT_EQ(world.graph.requests().front().origin, "https://graph.microsoft.com");
    EXPECT_EQ(world.graph.requests().front().headers.find("Authorization"), "Bearer one");
    EXPECT_EQ(world.graph.requests().front().headers.count("Authorization"), 1u);
}

TEST(Authorized, AHundred401sAtOnceMakeOneRenewalAndAHundredRepetitions) {
    SignIn world;
    world.have_token();
    world.graph.script({[](const Request& request) {
        const bool old = request.headers.find("Authorization") == "Bearer one";
        return status(old ? 401 : 200)(request);
    }});
    world.graph.hold();
    world.call_graph(100, sending());
    world.graph.let_go();
    world.go_on();
    ASSERT_TRUE(all_ended(world));
    for (const auto& caller : world.callers) EXPECT_EQ(caller->response->status, 200);
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(world.graph.asked(), 200);
}

TEST(Authorized, ALate401OfATokenThatIsRenewedAlreadyKeepsTheNewOne) {
    SignIn world;
    world.have_token();
    world.tokens.source(world.account).reject("Bearer one");
    world.want_token(1);
    world.clock.advance(rejection_pause);
    world.tokens.source(world.account).reject("Bearer one");
    world.want_token(1);
    EXPECT_EQ(served(world, "two"), 2);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(Authorized, ARepetitionIsTheSameRequestWithItsBodyAndContentType) {
    SignIn world;
    world.have_token();
    world.graph.script({status(401), status(202)});
    world.call_graph(1, sending());
    ASSERT_EQ(world.graph.asked(), 2);
    const Request& again = world.graph.requests()[1];
    EXPECT_EQ(again.body.bytes(), R"({"message":{}})");
    EXPECT_EQ(again.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(again.method, "POST");
    EXPECT_EQ(again.target, "/v1.0/users/a/sendMail");
    EXPECT_EQ(again.headers.find("Authorization"), "Bearer two");
}

TEST(Authorized, ASecond401GoesToTheCaller) {
    SignIn world;
    world.have_token();
    world.graph.script({status(401)});
    world.call_graph(1, sending());
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.callers.front()->response->status, 401);
    EXPECT_EQ(world.graph.asked(), 2);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(Authorized, AGraphThatRefusesEveryTokenCostsOneRenewalInTenSeconds) {
    SignIn world;
    world.have_token();
    world.graph.script({status(401)});
    for (int call = 0; call < 20; ++call) world.call_graph(1, sending());
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(world.graph.asked(), 21);
    world.clock.advance(rejection_pause);
    world.call_graph(1, sending());
    EXPECT_EQ(world.entra.asked(), 3);
}

TEST(Authorized, A401WithinTenSecondsOfTheTokenRenewsNothingAndRepeatsNothing) {
    SignIn world;
    world.want_token(1);
    world.clock.advance(rejection_pause - std::chrono::seconds{1});
    world.graph.script({status(401)});
    world.call_graph(1, sending());
    EXPECT_EQ(world.callers.back()->response->status, 401);
    EXPECT_EQ(world.graph.asked(), 1);
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(Authorized, A403NeverRenewsTheToken) {
    SignIn world;
    world.graph.script({status(403)});
    world.call_graph(100, sending());
    for (const auto& caller : world.callers) EXPECT_EQ(caller->response->status, 403);
    EXPECT_EQ(world.graph.asked(), 100);
    EXPECT_EQ(world.entra.asked(), 1);
}

TEST(Authorized, WithoutATokenGraphIsNotCalled) {
    SignIn world;
    world.entra.script({status(401, invalid_client)});
    world.call_graph(1000, sending());
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.graph.asked(), 0);
    EXPECT_NE(world.callers.front()->failure->message.find("plazo certificate show"),
              std::string::npos);
}

TEST(Authorized, ATransportErrorOfGraphGoesToTheCaller) {
    SignIn world;
    world.graph.script({broken([] { throw TransportError{Sent::maybe, "cut"}; })});
    world.call_graph(1, sending());
    EXPECT_EQ(world.callers.front()->error, "cut");
    EXPECT_EQ(world.graph.asked(), 1) << "it may have reached Graph: repeating is not its business";
}

}  // namespace
}  // namespace plazo::graph
