// Certificates whose files are replaced while they are in use.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/credentials.h"
#include "tests/graph/files.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"
#include "tests/graph/sign_in.h"

namespace plazo::graph {
namespace {

using std::chrono::days;
using testing::at;
using testing::contains;

const timezone::Instant now = at("2026-11-25T08:00:00Z");
const Account acme = account_in_cloud("global", "acme.es", "client-1");

const Certificate& first() {
    static const Certificate made =
        Certificate::create({.common_name = "first", .now = now, .days = 60});
    return made;
}

const Certificate& second() {
    static const Certificate made =
        Certificate::create({.common_name = "second", .now = now, .days = 365});
    return made;
}

class CredentialFiles : public testing::Files {
  protected:
    /// As a careful program does: written beside, and renamed into place.
    void put(const Certificate& certificate, const std::string& name = "plazo") const {
        write("new.pem", certificate.certificate_pem(), 0644);
        write("new.key", certificate.private_key_pem());
        std::filesystem::rename(path("new.pem"), path(name + ".pem"));
        std::filesystem::rename(path("new.key"), path(name + ".key"));
    }
    CertificateSource source(const std::string& name = "plazo") const {
        return {.path = path(name + ".pem"), .key_path = path(name + ".key")};
    }
    static std::vector<std::string> subjects(const std::vector<CertificatePtr>& certificates) {
        std::vector<std::string> names;
        for (const auto& each : certificates) names.push_back(each->subject().substr(5));
        return names;
    }

    using Names = std::vector<std::string>;
};

TEST_F(CredentialFiles, AreLoadedInTheOrderOfTheConfiguration) {
    put(first(), "a");
    put(second(), "b");
    const Credentials credentials = Credentials::load({source("b"), source("a")});
    EXPECT_EQ(subjects(credentials.all()), (Names{"second", "first"}));
    EXPECT_THROW(Credentials::load({source("a"), source("absent")}), CertificateError);
}

TEST_F(CredentialFiles, AreReadAgainAtOnceWhenTheirCertificateIsRefused) {
    testing::SignIn world;
    put(first());
    world.credentials = Credentials::load({source()});
    put(second());
    const std::string refusal = R"({"error":"invalid_client","error_codes":[700027]})";
    world.entra.script({testing::status(401, refusal), testing::token_named("new")});
    world.want_token(100);
    EXPECT_EQ(testing::served(world, "new"), 100);
    ASSERT_EQ(world.entra.asked(), 2);
    EXPECT_EQ(testing::assertion_part(world.entra.requests()[1], 0).at("x5t#S256"),
              second().x5t_s256());
    EXPECT_EQ(world.credentials.look(now).size(), 1U) << "the next look says so";
}

TEST_F(CredentialFiles, AreNotReadForEachRefusal) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    EXPECT_FALSE(credentials.look_at_once(now)) << "nothing has changed";
    put(second());
    EXPECT_FALSE(credentials.look_at_once(now + urgent_look_pause - std::chrono::seconds{1}));
    EXPECT_TRUE(credentials.look_at_once(now + urgent_look_pause));
    EXPECT_EQ(subjects(credentials.all()), (Names{"second", "first"}));
}

TEST_F(CredentialFiles, ThatDidNotChangeSayNothing) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    const CertificatePtr before = credentials.all().front();
    EXPECT_EQ(credentials.look(now), std::vector<Notice>{});
    EXPECT_EQ(credentials.all(), std::vector{before});
    EXPECT_EQ(credentials.replacements(), 0);
}

TEST_F(CredentialFiles, AreTakenOverAndTheOldOneStaysBehind) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    credentials.note_accepted(acme, credentials.all().front());
    put(second());
    const std::vector<Notice> notices = credentials.look(now);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_FALSE(notices.front().trouble);
    EXPECT_TRUE(
        contains(notices.front().text, second().sha1_hex() + " replaces " + first().sha1_hex()))
        << notices.front().text;
    EXPECT_EQ(subjects(credentials.order_for(acme, now)), (Names{"second", "first"}))
        << "the new one first, whatever was accepted before";
    EXPECT_EQ(credentials.replacements(), 1);
    EXPECT_EQ(credentials.look(now), std::vector<Notice>{});
}

TEST_F(CredentialFiles, TheReplacedOneIsLetGoWhenItHasRunOut) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    put(second());
    credentials.look(now);
    credentials.look(now + days{60});
    EXPECT_EQ(subjects(credentials.all()), (Names{"second", "first"}));
    credentials.look(now + days{60} + std::chrono::seconds{1});
    EXPECT_EQ(subjects(credentials.all()), Names{"second"});
}

TEST_F(CredentialFiles, WhatComesBackIsThereOnce) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    put(second());
    credentials.look(now);
    put(first());
    credentials.look(now);
    EXPECT_EQ(subjects(credentials.all()), (Names{"first", "second"}));
}

TEST_F(CredentialFiles, HalfWrittenLeaveTheOldOneInUseWithOneWarning) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    const std::string whole = second().certificate_pem();
    write("plazo.key", second().private_key_pem());
    write("plazo.pem", whole.substr(0, 300), 0644);
    const std::vector<Notice> notices = credentials.look(now);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_TRUE(notices.front().trouble);
    EXPECT_TRUE(contains(notices.front().text, path("plazo.pem") + ": the certificate in it is"));
    EXPECT_TRUE(contains(notices.front().text, first().sha1_hex() + ") stays in use"));
    write("plazo.pem", whole.substr(0, 600), 0644);
    EXPECT_EQ(credentials.look(now), std::vector<Notice>{}) << "the same is not said twice";
    EXPECT_EQ(subjects(credentials.all()), Names{"first"});
    write("plazo.pem", whole, 0644);
    credentials.look(now);
    EXPECT_EQ(subjects(credentials.all()), (Names{"second", "first"}));
}

TEST_F(CredentialFiles, AKeyThatComesBeforeItsCertificateWaitsForIt) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    write("plazo.key", second().private_key_pem());
    const std::vector<Notice> notices = credentials.look(now);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_TRUE(contains(notices.front().text, "do not belong together"));
    const Certificate& used = *credentials.order_for(acme, now).front();
    EXPECT_TRUE(testing::verifies_pss(first().der(), "x", used.sign("x"), 32));
    write("plazo.pem", second().certificate_pem(), 0644);
    credentials.look(now);
    EXPECT_EQ(subjects(credentials.all()), (Names{"second", "first"}));
}

TEST_F(CredentialFiles, ThatAreGoneLeaveTheOldOneInUse) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    std::filesystem::remove(path("plazo.pem"));
    const std::vector<Notice> notices = credentials.look(now);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_TRUE(contains(notices.front().text, "plazo.pem: cannot be read: No such file"));
    EXPECT_EQ(credentials.look(now), std::vector<Notice>{});
    EXPECT_EQ(subjects(credentials.all()), Names{"first"});
}

TEST_F(CredentialFiles, BehindLinksAreSeenWhenOneLinkIsSwapped) {
    namespace fs = std::filesystem;
    for (const auto& [folder, certificate] :
         {std::pair{"..1", &first()}, std::pair{"..2", &second()}}) {
        fs::create_directory(path(folder));
        write(std::string{folder} + "/plazo.pem", certificate->certificate_pem(), 0644);
        write(std::string{folder} + "/plazo.key", certificate->private_key_pem());
    }
    // As Kubernetes mounts secrets: files are links through ..data, which is renamed over.
    fs::create_directory_symlink("..1", path("..data"));
    fs::create_symlink("..data/plazo.pem", path("plazo.pem"));
    fs::create_symlink("..data/plazo.key", path("plazo.key"));
    Credentials credentials = Credentials::load({source()});
    fs::create_directory_symlink("..2", path("..data_tmp"));
    fs::rename(path("..data_tmp"), path("..data"));
    credentials.look(now);
    EXPECT_EQ(subjects(credentials.all()), (Names{"second", "first"}));
}

TEST_F(CredentialFiles, AreSeenThoughSizeAndTimeOfChangeAreTheSame) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    const auto changed_at = std::filesystem::last_write_time(path("plazo.pem"));
    put(second());
    std::filesystem::last_write_time(path("plazo.pem"), changed_at);
    credentials.look(now);
    EXPECT_EQ(credentials.replacements(), 1);
}

TEST_F(CredentialFiles, ANewPassphraseIsReadWhereTheOldOneDidNotOpenTheKey) {
    write("plazo.pfx", testing::pfx(first(), "old"));
    write("passphrase", "old");
    Credentials credentials =
        Credentials::load({{.path = path("plazo.pfx"), .passphrase_file = path("passphrase")}});
    write("plazo.pfx", testing::pfx(second(), "new"));
    EXPECT_EQ(credentials.look(now).size(), 1u);
    EXPECT_EQ(credentials.replacements(), 0);
    write("passphrase", "new!");
    credentials.look(now);
    EXPECT_EQ(credentials.replacements(), 0);
    write("passphrase", "new");
    credentials.look(now);
    EXPECT_EQ(credentials.replacements(), 1);
}

TEST_F(CredentialFiles, SwappedAgainAndAgainAlwaysSignWithAPairThatBelongsTogether) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    for (int round = 0; round < 6; ++round) {
        const Certificate& next = round % 2 == 0 ? second() : first();
        write("plazo.key", next.private_key_pem());
        credentials.look(now);
        write("plazo.pem", next.certificate_pem().substr(0, 500), 0644);
        credentials.look(now);
        write("plazo.pem", next.certificate_pem(), 0644);
        credentials.look(now);
        for (const CertificatePtr& each : credentials.order_for(acme, now)) {
            EXPECT_TRUE(testing::verifies_pss(each->der(), "x", each->sign("x"), 32)) << round;
        }
        EXPECT_EQ(credentials.all().front()->der(), next.der());
    }
}

TEST_F(CredentialFiles, WarnOnceAtEachStepAndThenDaily) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    const timezone::Instant end = first().not_after();
    std::vector<long> said;
    for (timezone::Instant each = now; each < end + days{3}; each += std::chrono::hours{1}) {
        if (credentials.look(each).empty()) continue;
        said.push_back(std::chrono::ceil<days>(end - each).count());
    }
    EXPECT_EQ(said, (std::vector<long>{30, 14, 7, 3, 1, 0, -1, -2}));
}

TEST_F(CredentialFiles, SayThatAnExpiredOneIsInUseAndUseIt) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    const std::vector<Notice> notices = credentials.look(first().not_after() + days{1});
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_TRUE(notices.front().trouble);
    EXPECT_TRUE(contains(notices.front().text, "ran out on")) << notices.front().text;
    EXPECT_EQ(credentials.order_for(acme, first().not_after() + days{1}).size(), 1u);
}

TEST_F(CredentialFiles, SayThatTheGroupCanReadWhatWasTakenOver) {
    put(first());
    Credentials credentials = Credentials::load({source()});
    ::chmod(path("plazo.key").c_str(), 0640);
    const std::vector<Notice> notices = credentials.look(now);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_EQ(notices.front().text, path("plazo.key") + ": its group can read this secret");
    EXPECT_EQ(credentials.replacements(), 0);
}

TEST(Credentials, ForgetAfterTenMinutesWhatAnAccountTook) {
    const auto made = [](const char* name) {
        return std::make_shared<const Certificate>(
            Certificate::create({.common_name = name, .now = now}));
    };
    const CertificatePtr fresh = made("fresh");
    const CertificatePtr old = made("old");
    Credentials credentials{{fresh, old}};
    credentials.look(now);
    credentials.note_accepted(acme, old);
    credentials.look(now + accepted_memory - std::chrono::seconds{1});
    EXPECT_EQ(credentials.order_for(acme, now).front(), old);
    credentials.look(now + accepted_memory);
    EXPECT_EQ(credentials.order_for(acme, now).front(), fresh);
}

}  // namespace
}  // namespace plazo::graph
