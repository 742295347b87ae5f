// Keys in a PKCS#11 token, with SoftHSM as the hardware. Where it or OpenSSL's engine is not
// installed these tests are skipped.
#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "graph/assertion.h"
#include "graph/base64.h"
#include "tests/graph/files.h"
#include "tests/graph/keys.h"

namespace plazo::graph {
namespace {

using testing::access_certificate;
using testing::contains;
using testing::refusal_of;
using testing::verifies_pkcs1;
using testing::verifies_pss;

constexpr const char* soft_module = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* all_but_pss = "CKM_RSA_PKCS,CKM_SHA256_RSA_PKCS,CKM_RSA_PKCS_KEY_PAIR_GEN";

/// A token with the key of access_certificate(). A process has one, since a module reads its
/// configuration once.
class Token {
  public:
    explicit Token(const std::string& mechanisms) {
        std::string name = ::testing::TempDir() + "token_XXXXXX";
        folder_ = ::mkdtemp(name.data());
        std::filesystem::create_directory(folder_ + "/tokens");
        std::ofstream{folder_ + "/conf"}
            << "directories.tokendir = " << folder_
            << "/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
            << "slots.mechanisms = " << mechanisms << "\n";
        ::setenv("SOFTHSM2_CONF", (folder_ + "/conf").c_str(), 1);
        write_key_file(folder_ + "/key", access_certificate().private_key_pem());
        softhsm("--init-token --free --label entra --so-pin 5678");
        softhsm("--import " + folder_ + "/key --token entra --label plazo --id 01");
    }
    ~Token() { std::filesystem::remove_all(folder_); }

  private:
    static void softhsm(const std::string& words) {
        const std::string line = "softhsm2-util " + words + " --pin 1234 >/dev/null 2>&1";
        if (std::system(line.c_str()) != 0) throw std::runtime_error{line};
    }

    std::string folder_;
};

void use_token(const std::string& mechanisms = "ALL") {
    static const Token token{mechanisms};
}

/// Header and signature both.
bool is_rs256(const std::string& assertion) {
    const Certificate& made = access_certificate();
    const std::string head = *base64_decode(assertion.substr(0, assertion.find('.')));
    const std::size_t dot = assertion.rfind('.');
    return head == R"({"alg":"RS256","typ":"JWT","x5t":")" + made.x5t() + "\"}" &&
           verifies_pkcs1(made.der(), assertion.substr(0, dot),
                          *base64_decode(assertion.substr(dot + 1)));
}

class TokenKey : public testing::Files {
  protected:
    void SetUp() override {
        const std::string engine =
            std::string{OPENSSL_info(OPENSSL_INFO_ENGINES_DIR)} + "/pkcs11.so";
        if (!std::filesystem::exists(soft_module) || !std::filesystem::exists(engine)) {
            GTEST_SKIP() << "softhsm2 or libengine-pkcs11-openssl is not installed";
        }
    }

    static std::string uri(const std::string& query = {}) {
        return std::string{"pkcs11:token=entra;object=plazo;type=private?module-path="} +
               soft_module + query;
    }
    CertificateSource source() const {
        return {.path = pem_, .key_path = uri(), .passphrase_file = pin_};
    }

    const Certificate& made_ = access_certificate();
    const std::string pem_ = write("plazo.pem", made_.certificate_pem(), 0644);
    const std::string pin_ = write("pin", "1234\n");
};

TEST_F(TokenKey, SignsPs256) {
    use_token();
    const Certificate loaded = Certificate::load(source());
    EXPECT_EQ(loaded.algorithm(), SignatureAlgorithm::ps256);
    EXPECT_EQ(loaded.notes(), std::vector<std::string>{});
    EXPECT_TRUE(verifies_pss(made_.der(), "signed", loaded.sign("signed"), 32));
    EXPECT_TRUE(verifies_pss(made_.der(), "again", loaded.sign("again"), 32));
}

TEST_F(TokenKey, SignsRs256WhenSoConfigured) {
    use_token();
    CertificateSource wanted = source();
    wanted.algorithm = SignatureAlgorithm::rs256;
    EXPECT_TRUE(verifies_pkcs1(made_.der(), "signed", Certificate::load(wanted).sign("signed")));
}

TEST_F(TokenKey, ThatCannotDoPssSignsTheWholeAssertionAsRs256) {
    // In a process of its own, because of its other token.
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto sign_in = [this] {
        use_token(all_but_pss);
        const Certificate loaded = Certificate::load(source());
        for (const std::string& note : loaded.notes()) std::cerr << note << '\n';
        std::_Exit(is_rs256(client_assertion(loaded, {"https://a", "client", "id", {}})) ? 0 : 1);
    };
    EXPECT_EXIT(sign_in(), ::testing::ExitedWithCode(0),
                "cannot sign PS256 and signs RS256 instead");
}

TEST_F(TokenKey, DoesNotLeaveIt) {
    use_token();
    EXPECT_THROW(Certificate::load(source()).private_key_pem(), CertificateError);
}

TEST_F(TokenKey, TakesItsPinFromTheUrisPinSourceToo) {
    use_token();
    const Certificate loaded =
        Certificate::load({.path = pem_, .key_path = uri("&pin-source=file:" + pin_)});
    EXPECT_TRUE(verifies_pss(made_.der(), "signed", loaded.sign("signed"), 32));
}

/// A token that was opened once stays open for its process, so what is wrong with a PIN shows in
/// a new one.
using TokenPin = TokenKey;

TEST_F(TokenPin, IsNamedWhenItIsWrong) {
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    CertificateSource wrong = source();
    wrong.passphrase_file = write("wrong", "4321");
    const auto load = [&] {
        use_token();
        std::cerr << refusal_of([&] { Certificate::load(wrong); });
        std::_Exit(0);
    };
    EXPECT_EXIT(load(), ::testing::ExitedWithCode(0), "at the PIN in .*wrong");
}

TEST_F(TokenPin, IsAskedOfNobody) {
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    const std::string input = write("stdin", "1234\n");
    const auto load = [&] {
        use_token();
        if (std::freopen(input.c_str(), "r", stdin) == nullptr) std::_Exit(2);
        std::cerr << refusal_of([&] { Certificate::load({.path = pem_, .key_path = uri()}); });
        std::_Exit(::lseek(0, 0, SEEK_CUR) == 0 ? 0 : 1);
    };
    EXPECT_EXIT(load(), ::testing::ExitedWithCode(0), "it may want a PIN");
}

TEST_F(TokenKey, RefusesAPinInTheUriAndDoesNotRepeatIt) {
    const std::string text =
        refusal_of([&] { Certificate::load({.path = pem_, .key_path = uri("&pin-value=1234")}); });
    EXPECT_TRUE(contains(text, "a PIN does not belong into the configuration")) << text;
    EXPECT_FALSE(contains(text, "1234")) << text;
}

TEST_F(TokenKey, OfAnotherCertificateIsRefused) {
    use_token();
    const Certificate other =
        Certificate::create({.common_name = "other", .now = made_.not_before()});
    CertificateSource wrong = source();
    wrong.path = write("other.pem", other.certificate_pem(), 0644);
    const std::string text = refusal_of([&] { Certificate::load(wrong); });
    EXPECT_TRUE(contains(text, "do not belong together")) << text;
}

TEST_F(TokenKey, SaysWhatIsMissing) {
    use_token();
    CertificateSource wrong = source();
    wrong.key_path = std::string{"pkcs11:token=entra;object=absent?module-path="} + soft_module;
    std::string text = refusal_of([&] { Certificate::load(wrong); });
    EXPECT_TRUE(contains(text, "the token gives no such key")) << text;
    wrong.key_path = "pkcs11:token=entra?module-path=" + path("absent.so");
    text = refusal_of([&] { Certificate::load(wrong); });
    EXPECT_TRUE(contains(text, path("absent.so") + ": cannot be read")) << text;
}

}  // namespace
}  // namespace plazo::graph
