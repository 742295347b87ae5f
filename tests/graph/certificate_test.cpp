#include "graph/certificate.h"

#include <gtest/gtest.h>

#include "graph/base64.h"
#include "tests/graph/files.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using std::chrono::hours;
using testing::access_certificate;
using testing::at;
using testing::contains;
using testing::digest_hex;
using testing::ec_key_pem;
using testing::rsa_key_pem;
using testing::verifies_pss;

/// What from_pem says against a certificate and a key; empty when it takes them.
std::string refusal(std::string_view certificate_pem, std::string_view key_pem) {
    try {
        Certificate::from_pem(certificate_pem, key_pem, "plazo.pem", "plazo.key");
    } catch (const CertificateError& error) {
        return error.what();
    }
    return {};
}

std::string hex_of(std::string_view bytes) {
    std::string hex;
    for (const char c : bytes) {
        char two[3];
        std::snprintf(two, sizeof two, "%02X", static_cast<unsigned char>(c));
        hex += two;
    }
    return hex;
}

TEST(Certificate, ANewOneSaysWhatWasWished) {
    const Certificate& made = access_certificate();
    EXPECT_EQ(made.subject(), "CN = plazo test");
    EXPECT_EQ(made.rsa_bits(), 2048);
    EXPECT_EQ(made.not_before(), at("2026-11-25T08:00:00Z"));
    EXPECT_EQ(made.not_after(), at("2026-11-25T08:00:00Z") + hours{365 * 24});
}

TEST(Certificate, WishesBeyondTheLimitsAreRefused) {
    const timezone::Instant now = at("2026-11-25T08:00:00Z");
    EXPECT_THROW(Certificate::create({.common_name = "x", .now = now, .rsa_bits = 1024}),
                 CertificateError);
    EXPECT_THROW(Certificate::create({.common_name = "x", .now = now, .days = 0}),
                 CertificateError);
    EXPECT_THROW(Certificate::create({.common_name = "x", .now = now, .days = 3651}),
                 CertificateError);
    EXPECT_THROW(Certificate::create({.common_name = std::string(65, 'x'), .now = now}),
                 CertificateError);
}

TEST(Certificate, ThumbprintsAreDigestsOfTheDer) {
    const Certificate& made = access_certificate();
    EXPECT_EQ(made.sha1_hex(), digest_hex("SHA1", made.der()));
    EXPECT_EQ(made.sha256_hex(), digest_hex("SHA256", made.der()));
    EXPECT_EQ(made.x5t_s256().size(), 43u);
    EXPECT_EQ(hex_of(*base64_decode(made.x5t_s256())), made.sha256_hex());
}

TEST(Certificate, TheSignatureHasASaltAsLongAsTheDigest) {
    const Certificate& made = access_certificate();
    const std::string signature = made.sign("signed");
    EXPECT_EQ(signature.size(), 256u);
    EXPECT_TRUE(verifies_pss(made.der(), "signed", signature, 32));
    EXPECT_FALSE(verifies_pss(made.der(), "signed", signature, 20));
    EXPECT_FALSE(verifies_pss(made.der(), "signed", signature, 222)) << "OpenSSL's own choice";
    EXPECT_FALSE(verifies_pss(made.der(), "Signed", signature, 32));
}

TEST(Certificate, X5tIsTheRawSha1DigestInBase64Url) {
    EXPECT_EQ(access_certificate().x5t().size(), 27u);
    EXPECT_EQ(hex_of(*base64_decode(access_certificate().x5t())), access_certificate().sha1_hex());
}

TEST(Certificate, ComesBackFromItsPem) {
    const Certificate& made = access_certificate();
    const Certificate again = Certificate::from_pem(made.certificate_pem(), made.private_key_pem());
    EXPECT_EQ(again.der(), made.der());
    EXPECT_TRUE(verifies_pss(made.der(), "x", again.sign("x"), 32));
    EXPECT_TRUE(made.private_key_pem().starts_with("-----BEGIN PRIVATE KEY-----"));
}

TEST(Certificate, OfSeveralTheOneOfTheKeyIsTaken) {
    const Certificate& made = access_certificate();
    const Certificate other =
        Certificate::create({.common_name = "other", .now = at("2026-11-25T08:00:00Z")});
    const std::string both = other.certificate_pem() + made.certificate_pem();
    EXPECT_EQ(Certificate::from_pem(both, made.private_key_pem()).subject(), "CN = plazo test");
    EXPECT_EQ(Certificate::from_pem(both, other.private_key_pem()).subject(), "CN = other");
}

TEST(Certificate, KeyAndCertificateMayStandInOneTextInAnyOrder) {
    const Certificate& made = access_certificate();
    const std::string key_first = made.private_key_pem() + made.certificate_pem();
    const std::string key_last = "a comment\n" + made.certificate_pem() + made.private_key_pem();
    EXPECT_EQ(refusal(key_first, key_first), "");
    EXPECT_EQ(refusal(key_last, key_last), "");
}

TEST(Certificate, RefusesTheKeyOfAnother) {
    const std::string error = refusal(access_certificate().certificate_pem(), rsa_key_pem(2048));
    EXPECT_TRUE(contains(error, "plazo.pem") && contains(error, "do not belong together")) << error;
}

TEST(Certificate, RefusesWhatIsNoRsaKeyOfEnoughBits) {
    const std::string pem = access_certificate().certificate_pem();
    EXPECT_TRUE(contains(refusal(pem, ec_key_pem()), "not RSA"));
    EXPECT_TRUE(contains(refusal(pem, rsa_key_pem(1024)), "shorter than 2048 bits"));
}

TEST(Certificate, SaysWhatWasGivenInsteadOfAKeyOrACertificate) {
    const Certificate& made = access_certificate();
    const std::string pem = made.certificate_pem();
    EXPECT_TRUE(contains(refusal(pem, pem), "this is the public certificate"));
    EXPECT_TRUE(contains(refusal(pem, made.der()), "this is the public certificate (.cer)"));
    EXPECT_TRUE(contains(refusal(pem, ""), "plazo.key: no private key in it"));
    EXPECT_TRUE(contains(refusal(pem, "a text"), "plazo.key: no private key in it"));
    EXPECT_TRUE(contains(refusal(made.private_key_pem(), made.private_key_pem()),
                         "plazo.pem: this is a private key; the certificate is wanted"));
    EXPECT_TRUE(contains(refusal("", made.private_key_pem()), "plazo.pem: no certificate in it"));
}

TEST(Certificate, SaysThatAFileIsCutOff) {
    const Certificate& made = access_certificate();
    const std::string pem = made.certificate_pem();
    const std::string key = made.private_key_pem();
    EXPECT_TRUE(contains(refusal(pem, key.substr(0, key.size() / 2)), "damaged, cut off"));
    EXPECT_TRUE(contains(refusal(pem.substr(0, pem.size() / 2), key), "damaged or cut off"));
}

TEST(ValidityWarning, ComesThirtyFourteenSevenThreeAndOneDaysBeforeTheEnd) {
    const Certificate& made = access_certificate();
    const auto step = [&](timezone::Instant now) {
        const auto warning = validity_warning(made, now);
        return warning ? warning->step : 1000;
    };
    const timezone::Instant end = made.not_after();
    const std::chrono::seconds second{1};
    const std::chrono::days day{1};
    EXPECT_EQ(step(end - 30 * day - second), 1000);
    EXPECT_EQ(step(end - 30 * day), 30);
    EXPECT_EQ(step(end - 14 * day - second), 30);
    EXPECT_EQ(step(end - 14 * day), 14);
    EXPECT_EQ(step(end - 7 * day), 7);
    EXPECT_EQ(step(end - 3 * day), 3);
    EXPECT_EQ(step(end - day), 1);
    EXPECT_EQ(step(end), 1);
    EXPECT_EQ(step(end + second), 0);
    EXPECT_EQ(step(end + day), -1);
    EXPECT_EQ(step(end + 2 * day), -2);
}

TEST(ValidityWarning, NamesTheCertificateAndTheDay) {
    const Certificate& made = access_certificate();
    const timezone::Instant end = made.not_after();
    const std::string soon = validity_warning(made, end - std::chrono::hours{50})->text;
    EXPECT_TRUE(contains(soon, made.sha1_hex())) << soon;
    EXPECT_TRUE(contains(soon, "runs out on 2027-11-25T08:00:00Z, in 2 days")) << soon;
    const std::string over = validity_warning(made, end + std::chrono::hours{50})->text;
    EXPECT_TRUE(contains(over, "ran out on 2027-11-25T08:00:00Z")) << over;
    const auto early = validity_warning(made, made.not_before() - std::chrono::seconds{1});
    ASSERT_TRUE(early);
    EXPECT_TRUE(contains(early->text, "is not valid before 2026-11-25T08:00:00Z")) << early->text;
    EXPECT_FALSE(validity_warning(made, made.not_before()));
}

}  // namespace
}  // namespace plazo::graph
