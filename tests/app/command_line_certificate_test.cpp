// plazo certificate create | show | export
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>

#include "tests/app/command_line.h"

namespace plazo::app {
namespace {

class CertificateCommand : public CommandLine {
  protected:
    Ran certificate(const std::string& command, const std::vector<std::string>& more = {}) {
        std::vector<std::string> words = {"certificate",     command, "--certificate",
                                          path("plazo.pem"), "--key", path("plazo.key")};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }

    static unsigned mode_of(const std::string& path) {
        struct stat status {};
        return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
    }

    static bool is_upper_hex(const std::string& text, std::size_t size) {
        return text.size() == size &&
               text.find_first_not_of("0123456789ABCDEF") == std::string::npos;
    }
};

TEST_F(CertificateCommand, CreatesAKeyForTheOwnerAndACerForThePortal) {
    const Ran ran = certificate("create", {"--json"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(mode_of(path("plazo.key")), 0600U);
    EXPECT_TRUE(read(path("plazo.key")).starts_with("-----BEGIN PRIVATE KEY-----"));
    EXPECT_TRUE(read(path("plazo.pem")).starts_with("-----BEGIN CERTIFICATE-----"));
    // DER: a SEQUENCE with a length of two bytes.
    EXPECT_TRUE(read(path("plazo.pem.cer")).starts_with("\x30\x82"));
    EXPECT_EQ(read(path("plazo.pem.cer")).find("PRIVATE"), std::string::npos);
    EXPECT_TRUE(is_upper_hex(ran.json().at("thumbprint_sha1"), 40)) << ran.out;
    EXPECT_TRUE(is_upper_hex(ran.json().at("thumbprint_sha256"), 64)) << ran.out;
    EXPECT_GE(ran.json().at("days_left"), 364) << "whole days, and the first one has begun";
    EXPECT_EQ(ran.out.find("PRIVATE"), std::string::npos);
}

TEST_F(CertificateCommand, OverwritesNothing) {
    ASSERT_EQ(certificate("create").code, 0);
    const std::string key = read(path("plazo.key"));
    const Ran again = certificate("create", {"--json"});
    EXPECT_EQ(again.code, 7);
    EXPECT_EQ(again.error().at("category"), "conflict");
    EXPECT_EQ(read(path("plazo.key")), key);
    std::filesystem::remove(path("plazo.pem"));
    EXPECT_EQ(certificate("create").code, 7) << "the key alone is enough";
    EXPECT_EQ(read(path("plazo.key")), key);
}

TEST_F(CertificateCommand, ShowsAndExportsWhatItCreated) {
    const nlohmann::json created = certificate("create", {"--json"}).json();
    const nlohmann::json shown = certificate("show", {"--json"}).json();
    EXPECT_EQ(shown.at("thumbprint_sha1"), created.at("thumbprint_sha1"));
    EXPECT_EQ(shown.at("thumbprint_sha256"), created.at("thumbprint_sha256"));
    const std::string der = read(path("plazo.pem.cer"));
    EXPECT_EQ(certificate("export").out, der);
    ASSERT_EQ(certificate("export", {"--output", path("again.cer")}).code, 0);
    EXPECT_EQ(read(path("again.cer")), der);
}

TEST_F(CertificateCommand, RefusesAKeyThatOthersCanRead) {
    ASSERT_EQ(certificate("create").code, 0);
    ::chmod(path("plazo.key").c_str(), 0644);
    const Ran ran = certificate("show");
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("chmod 0600 " + path("plazo.key")), std::string::npos) << ran.err;
}

TEST_F(CertificateCommand, LetsTheGroupReadAKeyAndSaysSo) {
    ASSERT_EQ(certificate("create").code, 0);
    ::chmod(path("plazo.key").c_str(), 0640);
    const std::string file =
        write("plazo.toml", "[certificate]\npath = \"" + path("plazo.pem") + "\"\nkey_path = \"" +
                                path("plazo.key") + "\"\n");
    const Ran ran = run({"config", "check", "--config", file});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.err.find("its group can read"), std::string::npos) << ran.err;
    ::chmod(path("plazo.key").c_str(), 0660);
    EXPECT_EQ(run({"config", "check", "--config", file}).code, 2);
}

TEST_F(CertificateCommand, TakesThePathsFromTheConfiguration) {
    ASSERT_EQ(certificate("create").code, 0);
    set("PLAZO_CERTIFICATE_PATH", path("plazo.pem"));
    set("PLAZO_CERTIFICATE_KEY_PATH", path("plazo.key"));
    EXPECT_EQ(run({"certificate", "show"}).code, 0);
}

TEST_F(CertificateCommand, SaysSoWhenThereIsNone) {
    const Ran ran = run({"certificate", "show"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("no access certificate is configured"), std::string::npos) << ran.err;
}

TEST_F(CertificateCommand, TakesTheCerInPlaceOfThePemAndNotOfTheKey) {
    ASSERT_EQ(certificate("create").code, 0);
    const std::string cer = path("plazo.pem.cer");
    ::chmod(cer.c_str(), 0600);
    const Ran as_key =
        run({"certificate", "show", "--certificate", path("plazo.pem"), "--key", cer});
    EXPECT_EQ(as_key.code, 2);
    EXPECT_NE(as_key.err.find(cer + ": this is the public certificate"), std::string::npos)
        << as_key.err;
    EXPECT_EQ(run({"certificate", "show", "--certificate", cer, "--key", path("plazo.key")}).code,
              0);
}

TEST_F(CertificateCommand, ShowsAFileThatHoldsBothCertificateAndKey) {
    const nlohmann::json created = certificate("create", {"--json"}).json();
    const std::string both = write("both.pem", read(path("plazo.key")) + read(path("plazo.pem")));
    ::chmod(both.c_str(), 0600);
    const Ran ran = run({"certificate", "show", "--certificate", both, "--json"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(ran.json().at("thumbprint_sha1"), created.at("thumbprint_sha1"));
    EXPECT_EQ(ran.json().at("algorithm"), "PS256");
    EXPECT_TRUE(ran.json().at("remarks").empty());
}

TEST_F(CertificateCommand, ShowsWhatThereIsToRemark) {
    ASSERT_EQ(certificate("create", {"--days", "5"}).code, 0);
    ::chmod(path("plazo.key").c_str(), 0640);
    const Ran ran = certificate("show");
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("its group can read this secret"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("runs out on"), std::string::npos) << ran.out;
}

TEST_F(CertificateCommand, ShowsThePreviousOnesOfTheConfigurationToo) {
    ASSERT_EQ(certificate("create").code, 0);
    ASSERT_EQ(
        run({"certificate", "create", "--certificate", path("b.pem"), "--key", path("b.key")}).code,
        0);
    const std::string file =
        write("plazo.toml", "[certificate]\npath = \"" + path("plazo.pem") + "\"\nkey_path = \"" +
                                path("plazo.key") + "\"\nalgorithm = \"RS256\"\n" +
                                "[[certificate.previous]]\npath = \"" + path("b.pem") +
                                "\"\nkey_path = \"" + path("b.key") + "\"\n");
    const Ran ran = run({"--config", file, "certificate", "show", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(ran.json().at("certificate"), path("plazo.pem"));
    EXPECT_EQ(ran.json().at("algorithm"), "RS256");
    ASSERT_EQ(ran.json().at("previous").size(), 1U);
    EXPECT_EQ(ran.json().at("previous").at(0).at("certificate"), path("b.pem"));
}

TEST_F(CertificateCommand, NamesAPassphraseFileThatIsNotThere) {
    ASSERT_EQ(certificate("create").code, 0);
    const Ran ran = certificate("show", {"--passphrase-file", path("absent")});
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find(path("absent") + ": cannot be read"), std::string::npos) << ran.err;
}

TEST_F(CertificateCommand, MakesNoKeyWithoutAFileForIt) {
    const Ran bare = run({"certificate", "create", "--certificate", path("plazo.pem")});
    EXPECT_EQ(bare.code, 2);
    EXPECT_NE(bare.err.find("the key wants a file of its own"), std::string::npos) << bare.err;
    const Ran token = run({"certificate", "create", "--certificate", path("plazo.pem"), "--key",
                           "pkcs11:token=entra;object=plazo"});
    EXPECT_EQ(token.code, 2);
    EXPECT_NE(token.err.find("PKCS#11 token"), std::string::npos) << token.err;
    EXPECT_FALSE(std::filesystem::exists(path("plazo.pem")));
}

TEST_F(CertificateCommand, RefusesTheKeyOfAnother) {
    ASSERT_EQ(certificate("create").code, 0);
    ASSERT_EQ(
        run({"certificate", "create", "--certificate", path("b.pem"), "--key", path("b.key")}).code,
        0);
    EXPECT_EQ(
        run({"certificate", "show", "--certificate", path("plazo.pem"), "--key", path("b.key")})
            .code,
        2);
}

TEST_F(CertificateCommand, RefusesWeakKeysAndOddValidity) {
    for (const char* bits : {"1024", "0", "9000"}) {
        EXPECT_EQ(certificate("create", {"--bits", bits}).code, 2) << bits;
    }
    for (const char* days : {"0", "-1", "4000"}) {
        EXPECT_EQ(certificate("create", {"--days", days}).code, 2) << days;
    }
    EXPECT_FALSE(std::filesystem::exists(path("plazo.key")));
}

}  // namespace
}  // namespace plazo::app
