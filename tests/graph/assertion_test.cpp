#include "graph/assertion.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/clock.h"
#include "tests/graph/files.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using testing::access_certificate;
using testing::at;
using testing::verifies_pss;

/// A JWT taken apart.
struct Jwt {
    json header;
    json claims;
    std::string signed_part;
    std::string signature;
};

Jwt take_apart(const std::string& text) {
    const std::size_t first = text.find('.');
    const std::size_t second = text.find('.', first + 1);
    return {json::parse(*base64_decode(text.substr(0, first))),
            json::parse(*base64_decode(text.substr(first + 1, second - first - 1))),
            text.substr(0, second), *base64_decode(text.substr(second + 1))};
}

const timezone::Instant now = at("2026-11-25T08:00:00Z");
constexpr const char* token_endpoint =
    "https://login.microsoftonline.com:8443/acme.es/oauth2/v2.0/token";

std::string assertion(const std::string& jti) {
    return client_assertion(access_certificate(), {token_endpoint, "client-1", jti, now});
}

TEST(Assertion, TheHeaderNamesAlgorithmAndCertificateAndNothingElse) {
    EXPECT_EQ(
        take_apart(assertion("j")).header,
        (json{{"alg", "PS256"}, {"typ", "JWT"}, {"x5t#S256", access_certificate().x5t_s256()}}));
}

TEST(Assertion, ClaimsAreTheTokenUrlTheClientTwiceAndTheId) {
    const json claims = take_apart(assertion("unique")).claims;
    EXPECT_EQ(claims["aud"], token_endpoint) << "one string, to the letter";
    EXPECT_EQ(claims["iss"], "client-1");
    EXPECT_EQ(claims["sub"], "client-1");
    EXPECT_EQ(claims["jti"], "unique");
}

TEST(Assertion, TheWindowIsCentredOnNowInNumericSeconds) {
    const json claims = take_apart(assertion("j")).claims;
    const std::int64_t seconds = now.time_since_epoch().count();
    for (const char* name : {"nbf", "iat", "exp"}) EXPECT_TRUE(claims[name].is_number_integer());
    EXPECT_EQ(claims["nbf"], seconds - 300);
    EXPECT_EQ(claims["iat"], seconds);
    EXPECT_EQ(claims["exp"], seconds + 300);
}

TEST(Assertion, IsSignedWithPs256OverHeaderAndClaims) {
    const Jwt jwt = take_apart(assertion("j"));
    EXPECT_TRUE(verifies_pss(access_certificate().der(), jwt.signed_part, jwt.signature, 32));
    EXPECT_FALSE(
        verifies_pss(access_certificate().der(), jwt.signed_part + "x", jwt.signature, 32));
}

TEST(Assertion, IsBase64UrlThroughout) {
    EXPECT_EQ(assertion("ñ?>~").find_first_of("+/= \n"), std::string::npos);
}

using SignedJwt = testing::Files;

TEST_F(SignedJwt, OfAnRs256KeyHasTheOtherHeaderAndTheOtherSignature) {
    const Certificate& made = access_certificate();
    const Certificate loaded =
        Certificate::load({.path = write("pem", made.certificate_pem() + made.private_key_pem()),
                           .algorithm = SignatureAlgorithm::rs256});
    const Jwt jwt = take_apart(signed_jwt(loaded, {{"a", 1}}));
    EXPECT_EQ(jwt.header, (json{{"alg", "RS256"}, {"typ", "JWT"}, {"x5t", made.x5t()}}));
    EXPECT_EQ(jwt.claims, (json{{"a", 1}}));
    EXPECT_TRUE(testing::verifies_pkcs1(made.der(), jwt.signed_part, jwt.signature));
}

TEST_F(SignedJwt, HasAKidWhenTheCertificateWasConfiguredSo) {
    const Certificate& made = access_certificate();
    const std::string file = write("pem", made.certificate_pem() + made.private_key_pem());
    const auto kid = [&](const std::string& key_id) {
        const Certificate loaded = Certificate::load({.path = file, .key_id = key_id});
        return take_apart(signed_jwt(loaded, {{"a", 1}})).header.value("kid", "none");
    };
    EXPECT_EQ(kid(""), "none");
    EXPECT_EQ(kid("sha1"), made.sha1_hex());
    EXPECT_EQ(kid("key-7"), "key-7");
}

}  // namespace
}  // namespace plazo::graph
