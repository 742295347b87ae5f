// What one flight tries (graph/token_flight.h): the next certificate, and the endpoint's time where
// the clock is wrong.
#include "graph/token_flight.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/graph/keys.h"
#include "tests/graph/run.h"
#include "tests/graph/sign_in.h"

namespace plazo::graph {
namespace {

using namespace std::chrono_literals;
using testing::all_ended;
using testing::assertion_part;
using testing::dated;
using testing::invalid_client;
using testing::served;
using testing::SignIn;
using testing::status;
using testing::token_named;

constexpr int many = 1000;

std::string refusal(int code) {
    return R"({"error":"invalid_client","error_description":"AADSTS: x","error_codes":[)" +
           std::to_string(code) + "]}";
}

CertificatePtr second_certificate() {
    static const CertificatePtr made = std::make_shared<const Certificate>(
        Certificate::create({.common_name = "second", .now = testing::at("2026-11-25T07:00:00Z")}));
    return made;
}

std::vector<CertificatePtr> two_certificates() {
    return {testing::shared_access_certificate(), second_certificate()};
}

/// Which certificate signed the request, by its thumbprint.
std::string signer(const Request& request) {
    return assertion_part(request, 0).at("x5t#S256");
}

TokenSource& source_of(SignIn& world) {
    return world.tokens.source(world.account);
}

// ------------------------------------------------------------------------ certificates

TEST(Certificates, TheNextOneIsTriedInTheSameFlightWhereTheFirstIsRefused) {
    for (const int code : {700'027, 7'000'274, 50'012, 1'000'502, 7'000'214, 7'000'277}) {
        SignIn world{two_certificates()};
        world.entra.script({status(401, refusal(code)), token_named("second")});
        world.want_token(many);
        EXPECT_EQ(served(world, "second"), many) << code;
        ASSERT_EQ(world.entra.asked(), 2);
        EXPECT_EQ(signer(world.entra.requests()[0]), two_certificates()[0]->x5t_s256());
        EXPECT_EQ(signer(world.entra.requests()[1]), two_certificates()[1]->x5t_s256());
    }
}

TEST(Certificates, TheNextOneIsTriedWhereTheKeyOfTheFirstCannotSign) {
    const SteadyTime began{};
    TokenFlight flight{two_certificates(), 0s, began};
    TokenFailure cannot_sign;
    cannot_sign.kind = TokenFailure::Kind::configuration;
    cannot_sign.about_certificate = true;
    EXPECT_EQ(flight.next_try(cannot_sign, began, 0.5), 0ms);
    EXPECT_EQ(flight.certificate(), second_certificate());
    EXPECT_EQ(flight.next_try(cannot_sign, began, 0.5), std::nullopt) << "there is no third";
}

TEST(Certificates, TheOneThatWasAcceptedIsTakenFirstTheNextTime) {
    SignIn world{two_certificates()};
    world.entra.script({status(401, refusal(700'027)), token_named("one"), token_named("two")});
    world.want_token(1);
    source_of(world).forget();
    world.want_token(1);
    ASSERT_EQ(world.entra.asked(), 3);
    EXPECT_EQ(signer(world.entra.requests()[2]), second_certificate()->x5t_s256());
    EXPECT_EQ(source_of(world).state().certificate, second_certificate()->sha256_hex());
}

TEST(Certificates, OnlyTheNextIsTriedAndOnlyOnce) {
    std::vector<CertificatePtr> three = two_certificates();
    three.push_back(testing::shared_access_certificate());
    SignIn world{three};
    world.entra.script({status(401, refusal(700'027))});
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(Certificates, AnotherRefusalThanTheCertificatesTriesNoOther) {
    for (const int code : {700'016, 7'000'229, 7'000'215, 65'001, 0}) {
        SignIn world{two_certificates()};
        world.entra.script({status(401, refusal(code))});
        world.want_token(1);
        EXPECT_EQ(world.entra.asked(), 1) << code;
    }
}

TEST(Certificates, TheNumberAloneTriesNoOther) {
    const std::string other_error = R"({"error":"invalid_request","error_codes":[700027]})";
    SignIn world{two_certificates()};
    world.entra.script({status(400, other_error)});
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 1);
    SignIn told{two_certificates()};
    told.entra.script({status(401, refusal(700'027), "30")});
    told.want_token(1);
    EXPECT_EQ(told.entra.asked(), 1) << "told to wait is told to wait";
}

TEST(Certificates, ARefusalNamesTheThumbprintsAndTheDates) {
    SignIn world;
    world.entra.script({status(401, invalid_client)});
    world.want_token(1);
    const std::string message = world.callers.front()->failure->message;
    const Certificate& certificate = testing::access_certificate();
    EXPECT_NE(message.find(certificate.sha1_hex()), std::string::npos) << message;
    EXPECT_NE(message.find(certificate.sha256_hex()), std::string::npos);
    EXPECT_NE(message.find("until 2027-11-25T08:00:00Z"), std::string::npos) << message;
    EXPECT_NE(message.find("Certificates & secrets"), std::string::npos);
}

// ------------------------------------------------------------------------ clocks

/// An Entra that compares the assertion's times with its own clock, five minutes of tolerance.
testing::Server::Answer strict(const SignIn& world, std::chrono::seconds ahead, int code) {
    return dated(world, ahead, [&world, ahead, code](const Request& request) {
        const auto now = (world.clock.wall() + ahead).time_since_epoch().count();
        const nlohmann::json claims = assertion_part(request, 1);
        const bool in_time = claims.at("nbf") <= now && now < claims.at("exp");
        return in_time ? token_named("punctual")(request) : status(401, refusal(code))(request);
    });
}

TEST(ClockSkew, AClockTenMinutesWrongEitherWayIsMeasuredAndSignsOnceMore) {
    for (const auto ahead : {600s, -600s}) {
        for (const int code : {700'024, 1}) {
            SignIn world;
            world.entra.script({strict(world, ahead, code)});
            world.want_token(1);
            EXPECT_EQ(served(world, "punctual"), 1) << ahead.count();
            EXPECT_EQ(world.entra.asked(), 2);
            EXPECT_EQ(source_of(world).state().skew, ahead);
            source_of(world).forget();
            world.want_token(1);
            EXPECT_EQ(world.entra.asked(), 3) << "what was measured is kept";
        }
    }
}

TEST(ClockSkew, AClockThatWasSetRightSignsWithItsOwnTimeAgain) {
    SignIn world;
    world.entra.script(
        {strict(world, 600s, 700'024), strict(world, 600s, 700'024), strict(world, 0s, 700'024)});
    world.want_token(1);
    source_of(world).forget();
    world.want_token(1);
    EXPECT_EQ(served(world, "punctual"), 2);
    EXPECT_EQ(source_of(world).state().skew, 0s);
}

TEST(ClockSkew, SignsOnceMoreAndNotTwice) {
    SignIn world;
    world.entra.script({dated(world, 600s, status(401, refusal(700'024)))});
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 2);
    EXPECT_NE(world.callers.front()->failure->message.find(
                  "this machine's clock is 600 s behind the sign-in service's: set it (NTP)"),
              std::string::npos)
        << world.callers.front()->failure->message;
    EXPECT_EQ(world.callers.front()->failure->skew, 600s);
}

TEST(ClockSkew, ARightClockSignsOnceHoweverTheRequestIsRefused) {
    SignIn world;
    world.entra.script({dated(world, 30s, status(401, refusal(700'016)))});
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 1);
    EXPECT_EQ(world.callers.front()->failure->message.find("clock"), std::string::npos);
}

TEST(ClockSkew, WithoutADateThereIsNothingToCorrect) {
    SignIn world;
    world.entra.script({status(401, refusal(700'024))});
    world.want_token(1);
    EXPECT_EQ(world.entra.asked(), 1);
    EXPECT_EQ(source_of(world).state().skew, std::nullopt);
}

TEST(ClockSkew, PassingTroubleIsRetriedWithTheEndpointsTime) {
    SignIn world;
    world.entra.script({dated(world, 600s, status(503)), strict(world, 600s, 700'024)});
    world.want_token(1);
    world.pass(15s);
    EXPECT_EQ(served(world, "punctual"), 1);
    EXPECT_EQ(world.entra.asked(), 2);
}

TEST(ClockSkew, ACertificateIsTriedOnlyAfterTheTimeWasPutRight) {
    SignIn world{two_certificates()};
    world.entra.script({strict(world, 600s, 700'027)});
    world.want_token(1);
    EXPECT_EQ(served(world, "punctual"), 1);
    EXPECT_EQ(signer(world.entra.requests()[1]), two_certificates()[0]->x5t_s256());
}

TEST(ClockSkew, AWorstCaseFlightHasFiveRequests) {
    SignIn world{two_certificates()};
    world.entra.script({dated(world, 600s, status(401, refusal(700'024))),
                        status(401, refusal(700'027)), status(503), status(503), status(503)});
    world.want_token(many);
    world.pass(15s);
    ASSERT_TRUE(all_ended(world));
    EXPECT_EQ(world.entra.asked(), 5);
}

}  // namespace
}  // namespace plazo::graph
