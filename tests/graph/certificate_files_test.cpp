// A certificate and its key in files of every form, and what is said of files that are wrong.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

#include "graph/certificate.h"
#include "tests/graph/files.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using testing::access_certificate;
using testing::contains;
using testing::encrypted_key_der;
using testing::encrypted_key_pem;
using testing::key_der;
using testing::legacy_encrypted_key_pem;
using testing::pfx;
using testing::PfxKind;
using testing::refusal_of;
using testing::verifies_pkcs1;
using testing::verifies_pss;

class CertificateFiles : public testing::Files {
  protected:
    /// Loads it, and sees that the key is the right one.
    void expect_loaded(const CertificateSource& source) {
        const Certificate loaded = Certificate::load(source);
        EXPECT_EQ(loaded.der(), made_.der());
        EXPECT_TRUE(verifies_pss(made_.der(), "signed", loaded.sign("signed"), 32));
        EXPECT_EQ(loaded.notes(), std::vector<std::string>{});
    }
    static std::string refusal(const CertificateSource& source) {
        return refusal_of([&] { Certificate::load(source); });
    }

    const Certificate& made_ = access_certificate();
    const std::string pem_ = write("plazo.pem", made_.certificate_pem(), 0644);
    const std::string passphrase_ = write("passphrase", "open\n");
};

using KeyFile = testing::Files;

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

TEST_F(CertificateFiles, MayBePemOrDerInEachPlace) {
    const std::string cer = write("plazo.cer", made_.der(), 0644);
    const std::string key = write("plazo.key", made_.private_key_pem());
    const std::string der = write("plazo.key.der", key_der(made_));
    for (const std::string& certificate : {pem_, cer}) {
        for (const std::string& private_key : {key, der}) {
            expect_loaded({.path = certificate, .key_path = private_key});
        }
    }
}

TEST_F(CertificateFiles, MayBeOneFileInAnyOrder) {
    const Certificate other =
        Certificate::create({.common_name = "other", .now = made_.not_before()});
    expect_loaded({.path = write("a", made_.private_key_pem() + other.certificate_pem() +
                                          made_.certificate_pem())});
    expect_loaded({.path = write("b", made_.certificate_pem() + made_.private_key_pem() +
                                          other.certificate_pem())});
}

TEST_F(CertificateFiles, OfPkcs12OpenWithTheirPassphrase) {
    const std::string file = write("plazo.pfx", pfx(made_, "open"));
    expect_loaded({.path = file, .passphrase_file = passphrase_});
    expect_loaded({.path = file, .key_path = file, .passphrase_file = passphrase_});
    expect_loaded({.path = pem_, .key_path = file, .passphrase_file = passphrase_});
}

TEST_F(CertificateFiles, OfPkcs12MayBeEncryptedWithRc2WhichStaysUnknownElsewhere) {
    expect_loaded({.path = write("old.pfx", pfx(made_, "open", PfxKind::rc2)),
                   .passphrase_file = passphrase_});
    EXPECT_FALSE(testing::knows_rc2()) << "in the process's own library context";
}

TEST_F(CertificateFiles, OfPkcs12WithoutAPassphraseOpenWhetherItIsEmptyOrAbsent) {
    const std::string empty = pfx(made_, "");
    const std::string absent = pfx(made_, nullptr);
    expect_loaded({.path = write("empty.pfx", empty)});
    expect_loaded({.path = write("absent.pfx", absent)});
    const std::string no_text = write("no text", "\n");
    expect_loaded({.path = write("absent.pfx", absent), .passphrase_file = no_text});
}

TEST_F(CertificateFiles, OfPkcs12SayWhatIsWrongWithThem) {
    const std::string file = write("plazo.pfx", pfx(made_, "shut"));
    const std::string wrong = refusal({.path = file, .passphrase_file = passphrase_});
    EXPECT_TRUE(contains(wrong, file + ": the passphrase in " + passphrase_)) << wrong;
    EXPECT_TRUE(contains(refusal({.path = file}), "name that as passphrase_file"));
    const std::string bare = write("bare.pfx", testing::pfx_without_key(made_, "open"));
    EXPECT_TRUE(contains(refusal({.path = bare, .passphrase_file = passphrase_}),
                         "holds certificates and no private key"));
    const std::string whole = pfx(made_, "open");
    const std::string half = write("half.pfx", whole.substr(0, whole.size() / 2));
    EXPECT_TRUE(contains(refusal({.path = half, .passphrase_file = passphrase_}), half));
}

TEST_F(CertificateFiles, WithAnEncryptedKeyOpenWithTheirPassphrase) {
    for (const std::string& key :
         {encrypted_key_pem(made_, "open"), encrypted_key_der(made_, "open")}) {
        expect_loaded(
            {.path = pem_, .key_path = write("plazo.key", key), .passphrase_file = passphrase_});
    }
    const std::string old = write("old.key", legacy_encrypted_key_pem(made_, "open"));
    const Certificate loaded =
        Certificate::load({.path = pem_, .key_path = old, .passphrase_file = passphrase_});
    ASSERT_EQ(loaded.notes().size(), 1u);
    EXPECT_TRUE(contains(loaded.notes().front(), "old.key: is encrypted in an outdated way"));
}

TEST_F(CertificateFiles, WithAnEncryptedKeyAskNobodyForItsPassphrase) {
    for (const std::string& key :
         {encrypted_key_pem(made_, "open"), legacy_encrypted_key_pem(made_, "open"),
          encrypted_key_der(made_, "open"), pfx(made_, "open")}) {
        const StandardInput input{"open\n"};
        const std::string text = refusal({.path = pem_, .key_path = write("plazo.key", key)});
        EXPECT_TRUE(contains(text, "plazo.key: ") && contains(text, "is encrypted: put its"))
            << text;
        EXPECT_TRUE(input.untouched());
    }
}

TEST_F(CertificateFiles, WithAnEncryptedKeyNameTheWrongPassphrase) {
    const std::string wrong = write("wrong", "shut\n");
    for (const std::string& key :
         {encrypted_key_pem(made_, "open"), legacy_encrypted_key_pem(made_, "open"),
          encrypted_key_der(made_, "open")}) {
        const std::string text =
            refusal({.path = pem_, .key_path = write("plazo.key", key), .passphrase_file = wrong});
        EXPECT_TRUE(contains(text, "plazo.key: the passphrase in " + wrong)) << text;
    }
}

TEST_F(CertificateFiles, AreNamedWhenTheyCannotBeRead) {
    const std::string key = write("plazo.key", made_.private_key_pem());
    EXPECT_TRUE(contains(refusal({.path = path("absent.pem"), .key_path = key}),
                         "absent.pem: cannot be read: No such file"));
    EXPECT_TRUE(contains(refusal({.path = pem_, .key_path = path("absent.key")}),
                         "absent.key: cannot be read: No such file"));
    EXPECT_TRUE(
        contains(refusal({.path = pem_, .key_path = key, .passphrase_file = path("absent.text")}),
                 "absent.text: cannot be read: No such file"));
}

TEST_F(CertificateFiles, SayWhatWasGivenInPlaceOfTheKey) {
    const std::string cer = write("plazo.cer", made_.der());
    EXPECT_TRUE(contains(refusal({.path = pem_, .key_path = cer}),
                         "plazo.cer: this is the public certificate (.cer); the private key is"));
    const std::string own = write("own.pem", made_.certificate_pem());
    EXPECT_TRUE(contains(refusal({.path = own}), "own.pem: this is the public certificate"));
}

TEST_F(CertificateFiles, AreNotLoadedWithASecretThatOthersMayRead) {
    const std::string key = write("plazo.key", encrypted_key_pem(made_, "open"), 0644);
    const CertificateSource source{.path = pem_, .key_path = key, .passphrase_file = passphrase_};
    EXPECT_TRUE(contains(refusal(source), "chmod 0600 " + key));
    ::chmod(key.c_str(), 0600);
    ::chmod(passphrase_.c_str(), 0604);
    EXPECT_TRUE(contains(refusal(source), "chmod 0600 " + passphrase_));
    ::chmod(passphrase_.c_str(), 0640);
    EXPECT_EQ(Certificate::load(source).notes(),
              std::vector{passphrase_ + ": its group can read this secret"});
}

TEST_F(CertificateFiles, BehindALinkAreJudgedByWhatTheyLeadTo) {
    const std::string key = write("target.key", made_.private_key_pem(), 0644);
    ASSERT_EQ(::symlink(key.c_str(), path("link.key").c_str()), 0);
    EXPECT_TRUE(contains(refusal({.path = pem_, .key_path = path("link.key")}), "chmod 0600"));
    ::chmod(key.c_str(), 0600);
    expect_loaded({.path = pem_, .key_path = path("link.key")});
}

TEST_F(CertificateFiles, SignRs256WhenSoConfigured) {
    const Certificate loaded =
        Certificate::load({.path = pem_,
                           .key_path = write("plazo.key", made_.private_key_pem()),
                           .algorithm = SignatureAlgorithm::rs256,
                           .key_id = "sha1"});
    EXPECT_EQ(loaded.algorithm(), SignatureAlgorithm::rs256);
    EXPECT_EQ(loaded.key_id(), made_.sha1_hex());
    EXPECT_TRUE(verifies_pkcs1(made_.der(), "signed", loaded.sign("signed")));
    EXPECT_FALSE(verifies_pss(made_.der(), "signed", loaded.sign("signed"), 32));
}

TEST_F(KeyFile, MayBeReadByItsGroupButNotByOthersNorWrittenByTheGroup) {
    const std::string key = write("key", "x", 0600);
    EXPECT_FALSE(read_secret_file(key).group_readable);
    ::chmod(key.c_str(), 0640);
    EXPECT_TRUE(read_secret_file(key).group_readable) << "allowed, and worth saying";
    for (const ::mode_t mode : {0644, 0666, 0660, 0602, 0620, 0604}) {
        ::chmod(key.c_str(), mode);
        EXPECT_THROW(read_secret_file(key), CertificateError) << std::oct << mode;
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
    EXPECT_EQ(read_secret_file(path("key")).bytes.view(), "secret");
}

TEST_F(KeyFile, OfAPassphraseLosesOneLineEndAndNoMore) {
    const auto read = [this](std::string_view text) {
        return std::string{read_passphrase(write("passphrase", text)).bytes.view()};
    };
    EXPECT_EQ(read("a b"), "a b");
    EXPECT_EQ(read("a b\n"), "a b");
    EXPECT_EQ(read("a b\r\n"), "a b");
    EXPECT_EQ(read(" a\n\n"), " a\n");
    EXPECT_EQ(read("a\r"), "a\r");
    EXPECT_EQ(read(""), "");
    EXPECT_TRUE(contains(refusal_of([&] { read(std::string_view{"a\0b", 3}); }), "zero bytes"));
}

TEST_F(KeyFile, IsNotReadBeyondItsLimit) {
    write("key", std::string(key_file_bytes_max, 'x'));
    EXPECT_EQ(read_secret_file(path("key")).bytes.view().size(), key_file_bytes_max);
    write("key", std::string(key_file_bytes_max + 1, 'x'));
    EXPECT_TRUE(contains(refusal_of([&] { read_secret_file(path("key")); }), "is too long"));
    EXPECT_TRUE(contains(refusal_of([&] { read_public_file(path(".")); }), "Is a directory"));
}

}  // namespace
}  // namespace plazo::graph
