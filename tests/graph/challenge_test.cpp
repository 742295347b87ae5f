#include "graph/challenge.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/json.h"
#include "tests/graph/sign_in.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using testing::all_ended;
using testing::challenge;
using testing::form_field;
using testing::invalid_client;
using testing::served;
using testing::SignIn;
using testing::status;
using testing::token_named;

const std::string wanted = R"({"access_token":{"nbf":{"essential":true,"value":"1604106651"}}})";
const std::string capable = R"({"access_token":{"xms_cc":{"values":["cp1"]}}})";
const std::string both = R"({"access_token":{"nbf":{"essential":true,"value":"1604106651"},)"
                         R"("xms_cc":{"values":["cp1"]}}})";

std::string insufficient(const std::string& encoded) {
    return R"(Bearer realm="", error="insufficient_claims", claims=")" + encoded + '"';
}

std::optional<std::string> claims_in(std::vector<std::string> fields) {
    Response response;
    response.status = 401;
    for (std::string& each : fields) response.headers.add("www-authenticate", std::move(each));
    return claims_challenge(response);
}

TEST(ClaimsChallenge, IsReadWhateverTheOrderOfItsParameters) {
    const std::string encoded = base64_encode(wanted);
    EXPECT_EQ(claims_in({insufficient(encoded)}), wanted);
    EXPECT_EQ(
        claims_in({"bearer claims=\"" + encoded +
                   "\" ,authorization_uri=\"https://l/a,b\" , ERROR = \"insufficient_claims\""}),
        wanted);
    EXPECT_EQ(claims_in({"Bearer error=insufficient_claims,claims=" + encoded}), wanted);
}

TEST(ClaimsChallenge, IsFoundAmongOtherChallengesAndFields) {
    const std::string found = insufficient(base64_encode(wanted));
    EXPECT_EQ(claims_in({"Negotiate", "NTLM abc==", found}), wanted);
    EXPECT_EQ(claims_in({"Negotiate, " + found + R"(, Digest realm="a \"b\", c", nonce=1)"}),
              wanted);
    EXPECT_EQ(claims_in({R"(Bearer error="invalid_token")", found}), wanted);
    EXPECT_EQ(claims_in({R"(Bearer error="invalid_token", )" + found}), wanted);
}

TEST(ClaimsChallenge, TakesBothAlphabetsWithAndWithoutPadding) {
    const std::string claims = R"({"access_token":{"a":"???>>>~~~"}})";
    const std::string standard = base64_encode(claims);
    const std::string url_safe = base64url_encode(claims);
    ASSERT_NE(standard, url_safe);
    ASSERT_TRUE(standard.ends_with('='));
    EXPECT_EQ(claims_in({insufficient(standard)}), claims);
    EXPECT_EQ(claims_in({insufficient(url_safe)}), claims);
    EXPECT_EQ(claims_in({insufficient(url_safe + "==")}), claims_in({insufficient(standard)}))
        << standard;
}

TEST(ClaimsChallenge, IsNoneWhereItCannotBeReadOrIsOfAnotherKind) {
    const std::string encoded = base64_encode(wanted);
    const std::vector<std::string> fields = {
        "",
        ",,,",
        "=",
        "\"",
        "Bearer",
        "Bearer claims",
        "Bearer claims=\"",
        R"(claims=")" + encoded + R"(", error="insufficient_claims")",
        R"(Bearer error="invalid_token", claims=")" + encoded + '"',
        R"(Digest error="insufficient_claims", claims=")" + encoded + '"',
        R"(Bearer error="insufficient_claims")",
        insufficient(""),
        insufficient("%%%"),
        insufficient(base64_encode("no json")),
        insufficient(base64_encode("[1]")),
        insufficient(base64_encode(std::string(100'000, '['))),
        insufficient(base64_encode(R"({"a":")" + std::string(challenge_bytes_max, 'a') + "\"}")),
    };
    for (const std::string& each : fields) {
        EXPECT_EQ(claims_in({each}), std::nullopt) << each.substr(0, 80);
    }
    EXPECT_EQ(claims_in({}), std::nullopt);
}

TEST(ClaimsField, IsTheChallengeMergedUnderAccessTokenWithTheCapability) {
    EXPECT_EQ(claims_field(false, ""), "");
    EXPECT_EQ(claims_field(true, ""), capable);
    EXPECT_EQ(claims_field(true, wanted), both);
    EXPECT_EQ(claims_field(false, wanted), wanted);
    EXPECT_EQ(claims_field(true, R"({"id_token":{"a":null},"access_token":null})"),
              R"({"access_token":{"xms_cc":{"values":["cp1"]}},"id_token":{"a":null}})");
}

// ------------------------------------------------------------------------ through the pipeline

TEST(ContinuousAccess, IsAskedForOnlyByAnAccountThatOptedIn) {
    SignIn plain;
    plain.want_token(1);
    EXPECT_EQ(form_field(plain.entra.requests()[0], "claims"), "");
    SignIn able{{}, true};
    able.want_token(1);
    EXPECT_EQ(form_field(able.entra.requests()[0], "claims"), capable);
}

TEST(ContinuousAccess, TokensWithAndWithoutItAreKeptApart) {
    SignIn world;
    world.want_token(1);
    world.account.continuous_access = true;
    world.want_token(1);
    EXPECT_EQ(served(world, "one"), 1);
    EXPECT_EQ(served(world, "two"), 1);
}

TEST(ContinuousAccess, AChallengeIsAnsweredOnceWithItsClaimsAndTheCallRepeatedOnce) {
    SignIn world{{}, true};
    world.want_token(1);
    world.graph.script({challenge(insufficient(base64_encode(wanted))), status(200)});
    world.call_graph(1);
    EXPECT_EQ(world.callers.back()->response->status, 200);
    ASSERT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(form_field(world.entra.requests()[1], "claims"), both);
    EXPECT_EQ(world.graph.requests()[1].headers.find("Authorization"), "Bearer two");

    world.clock.advance(std::chrono::seconds{3590});
    world.want_token(1);
    ASSERT_EQ(world.entra.asked(), 3);
    EXPECT_EQ(form_field(world.entra.requests()[2], "claims"), capable) << "sent once";
}

TEST(ContinuousAccess, AHundredChallengesAtOnceMakeOneRequest) {
    SignIn world{{}, true};
    world.want_token(1);
    world.graph.script({[](const Request& request) {
        const bool old = request.headers.find("Authorization") == "Bearer one";
        return old ? challenge(insufficient(base64_encode(wanted)))(request) : status(200)(request);
    }});
    world.graph.hold();
    world.call_graph(100);
    world.graph.let_go();
    world.go_on();
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(world.graph.asked(), 200);
}

TEST(ContinuousAccess, AGraphThatChallengesEveryTokenIsAskedTwiceAndEntraOnceMore) {
    SignIn world{{}, true};
    world.want_token(1);
    world.graph.script({challenge(insufficient(base64_encode(wanted)))});
    for (int call = 0; call < 10; ++call) world.call_graph(1);
    EXPECT_EQ(world.callers.back()->response->status, 401);
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(world.graph.asked(), 11);
}

TEST(ContinuousAccess, ARefusalOfTheClaimsIsTheVerdict) {
    SignIn world{{}, true};
    world.entra.script({token_named("one"), status(400, invalid_client), token_named("two")});
    world.want_token(1);
    world.graph.script({challenge(insufficient(base64_encode(wanted)))});
    world.call_graph(1);
    ASSERT_TRUE(world.callers.back()->failure);
    EXPECT_EQ(world.callers.back()->failure->kind, TokenFailure::Kind::configuration);
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(world.graph.asked(), 1);
}

TEST(ContinuousAccess, AChallengeOutlivesPassingTrouble) {
    SignIn world{{}, true};
    world.want_token(1);
    world.graph.script({challenge(insufficient(base64_encode(wanted))), status(200)});
    world.entra.script({status(429, "", "5"), token_named("two")});
    world.call_graph(1);
    world.clock.advance(std::chrono::seconds{5});
    world.want_token(1);
    ASSERT_EQ(world.entra.asked(), 3);
    EXPECT_EQ(form_field(world.entra.requests()[2], "claims"), both);
}

TEST(ContinuousAccess, AFlightThatWasInTheAirDoesNotAnswerTheChallenge) {
    SignIn world{{}, true};
    world.want_token(1);
    world.clock.advance(std::chrono::seconds{2880});
    world.entra.hold();
    world.want_token(1);  // the renewal is in the air
    world.graph.script({challenge(insufficient(base64_encode(wanted))), status(200)});
    world.call_graph(1);
    world.entra.let_go();
    world.go_on();
    EXPECT_EQ(world.callers.back()->response->status, 200);
    ASSERT_EQ(world.entra.asked(), 3);
    EXPECT_EQ(form_field(world.entra.requests()[1], "claims"), capable);
    EXPECT_EQ(form_field(world.entra.requests()[2], "claims"), both);
    EXPECT_EQ(world.graph.requests()[1].headers.find("Authorization"), "Bearer three");
}

TEST(ContinuousAccess, A403WithAChallengeChangesNothing) {
    SignIn world{{}, true};
    world.want_token(1);
    world.graph.script({[](const Request& request) {
        Response made = challenge(insufficient(base64_encode(wanted)))(request);
        made.status = 403;
        return made;
    }});
    world.call_graph(1);
    EXPECT_EQ(world.callers.back()->response->status, 403);
    EXPECT_EQ(world.entra.asked(), 1);
    EXPECT_EQ(world.graph.asked(), 1);
}

TEST(ContinuousAccess, ATokenOfADaySurvivesAnOutageOfHours) {
    SignIn world{{}, true};
    world.entra.script({token_named("day", 86'400), status(503)});
    world.want_token(1);
    for (int hour = 0; hour < 23; ++hour) {
        world.pass(std::chrono::hours{1});
        world.call_graph(1);
    }
    world.clock.advance(std::chrono::minutes{58});
    world.call_graph(1);
    for (const auto& caller : world.callers) {
        EXPECT_TRUE(caller->token || (caller->response && caller->response->status == 200));
    }
}

}  // namespace
}  // namespace plazo::graph
