#include "graph/certificate.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "graph/base64.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using std::chrono::hours;
using testing::access_certificate;
using testing::at;
using testing::digest_hex;
using testing::ec_key_pem;
using testing::encrypted_key_pem;
using testing::legacy_encrypted_key_pem;
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

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// A directory of this test, gone with it.
class Files : public ::testing::Test {
  protected:
    Files() {
        std::string name = ::testing::TempDir() + "certificate_XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    ~Files() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return folder_ + "/" + name; }
    std::string write(const std::string& name, std::string_view text, ::mode_t mode) const {
        std::ofstream{path(name), std::ios::binary} << text;
        ::chmod(path(name).c_str(), mode);
        return path(name);
    }

  private:
    std::string folder_;
};

using CertificateFiles = Files;
using KeyFile = Files;

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
    std::string raw = *base64_decode(made.x5t_s256());
    std::string hex;
    for (const char c : raw) {
        char two[3];
        std::snprintf(two, sizeof two, "%02X", static_cast<unsigned char>(c));
        hex += two;
    }
    EXPECT_EQ(hex, made.sha256_hex());
}

TEST(Certificate, TheSignatureHasASaltAsLongAsTheDigest) {
    const Certificate& made = access_certificate();
    const std::string signature = made.sign_ps256("signed");
    EXPECT_EQ(signature.size(), 256u);
    EXPECT_TRUE(verifies_pss(made.der(), "signed", signature, 32));
    EXPECT_FALSE(verifies_pss(made.der(), "signed", signature, 20));
    EXPECT_FALSE(verifies_pss(made.der(), "signed", signature, 222)) << "OpenSSL's own choice";
    EXPECT_FALSE(verifies_pss(made.der(), "Signed", signature, 32));
}

TEST(Certificate, ComesBackFromItsPem) {
    const Certificate& made = access_certificate();
    const Certificate again = Certificate::from_pem(made.certificate_pem(), made.private_key_pem());
    EXPECT_EQ(again.der(), made.der());
    EXPECT_TRUE(verifies_pss(made.der(), "x", again.sign_ps256("x"), 32));
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
    EXPECT_TRUE(contains(refusal(pem, made.der()), "no private key in PEM form"));
    EXPECT_TRUE(contains(refusal(pem, ""), "no private key in PEM form"));
    EXPECT_TRUE(
        contains(refusal(made.der(), made.private_key_pem()), "no certificate in PEM form"));
    EXPECT_TRUE(contains(refusal("", made.private_key_pem()), "no certificate in PEM form"));
}

/// Puts a file with the passphrase where a prompt would read.
class StandardInput {
  public:
    explicit StandardInput(const std::string& text) : kept_{::dup(0)} {
        std::FILE* file = std::tmpfile();
        std::fputs(text.c_str(), file);
        std::rewind(file);
        ::dup2(::fileno(file), 0);
        std::fclose(file);
    }
    ~StandardInput() {
        ::dup2(kept_, 0);
        ::close(kept_);
    }
    bool untouched() const { return ::lseek(0, 0, SEEK_CUR) == 0; }

  private:
    int kept_;
};

TEST(Certificate, RefusesAnEncryptedKeyAndAsksNobodyForAPassphrase) {
    const std::string pem = access_certificate().certificate_pem();
    for (const std::string& key : {encrypted_key_pem("open"), legacy_encrypted_key_pem("open")}) {
        const StandardInput input{"open\n"};
        EXPECT_TRUE(contains(refusal(pem, key), "the private key is encrypted"));
        EXPECT_TRUE(input.untouched());
    }
}

TEST_F(CertificateFiles, AreLoadedAndErrorsNameThem) {
    const Certificate& made = access_certificate();
    const std::string pem = write("plazo.pem", made.certificate_pem(), 0644);
    const std::string key = path("plazo.key");
    write_key_file(key, made.private_key_pem());
    EXPECT_EQ(Certificate::load(pem, key).sha1_hex(), made.sha1_hex());
    try {
        Certificate::load(path("absent.pem"), key);
        FAIL();
    } catch (const CertificateError& error) {
        EXPECT_TRUE(contains(error.what(), "absent.pem: cannot be read: No such file"));
    }
    EXPECT_THROW(Certificate::load(pem, path("absent.key")), CertificateError);
}

TEST_F(CertificateFiles, AreNotLoadedWithAKeyThatOthersMayRead) {
    const Certificate& made = access_certificate();
    const std::string pem = write("plazo.pem", made.certificate_pem(), 0644);
    const std::string key = write("plazo.key", made.private_key_pem(), 0644);
    try {
        Certificate::load(pem, key);
        FAIL();
    } catch (const CertificateError& error) {
        EXPECT_TRUE(contains(error.what(), "chmod 0600"));
    }
}

TEST_F(KeyFile, MayBeReadByItsGroupButNotByOthersNorWrittenByTheGroup) {
    const std::string key = write("key", "x", 0600);
    EXPECT_FALSE(check_key_file_mode(key));
    ::chmod(key.c_str(), 0640);
    EXPECT_TRUE(check_key_file_mode(key)) << "allowed, and worth saying";
    for (const ::mode_t mode : {0644, 0666, 0660, 0602, 0620, 0604}) {
        ::chmod(key.c_str(), mode);
        EXPECT_THROW(check_key_file_mode(key), CertificateError) << std::oct << mode;
    }
}

TEST_F(KeyFile, IsMadeForItsOwnerAloneAndNeverOverwritten) {
    const ::mode_t mask = ::umask(0);
    write_key_file(path("key"), "secret");
    ::umask(mask);
    struct stat status {};
    ASSERT_EQ(::stat(path("key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0600u);
    EXPECT_THROW(write_key_file(path("key"), "other"), CertificateError);
    std::string text;
    std::ifstream{path("key")} >> text;
    EXPECT_EQ(text, "secret");
}

}  // namespace
}  // namespace plazo::graph
