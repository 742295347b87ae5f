// The small parts of the sandbox by themselves.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>

#include "examples/sandbox/bodies.h"
#include "examples/sandbox/identity.h"
#include "examples/sandbox/ids.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/query.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/times.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

TEST(Base64url, IsTakenWithoutPaddingAndInItsOneForm) {
    EXPECT_EQ(base64url("\xff\xef"), "_-8");
    EXPECT_EQ(from_base64url("_-8"), "\xff\xef");
    EXPECT_FALSE(from_base64url("_-8="));
    EXPECT_FALSE(from_base64url("/+8"));
    EXPECT_FALSE(from_base64url("_-9"));  // the last two bits must be 0
    EXPECT_FALSE(from_base64url("A"));
    EXPECT_EQ(from_base64("/+8="), "\xff\xef");
}

TEST(Durations, AreDaysAndClockTime) {
    EXPECT_EQ(parse_duration("P3D"), std::chrono::hours{72});
    EXPECT_EQ(parse_duration("PT1H30M"), std::chrono::minutes{90});
    EXPECT_EQ(parse_duration("PT0S"), std::chrono::seconds{0});
    for (const char* text : {"", "P", "3D", "P1M", "P1H", "PT1D", "P-1D", "P1DT", "PT1.5H"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(Ids, AreTheSameForTheSameSeed) {
    Ids one{7};
    Ids same{7};
    Ids other{8};
    EXPECT_EQ(one.uuid(), same.uuid());
    EXPECT_NE(one.uuid(), other.uuid());
    EXPECT_EQ(one.item().size(), item_id_characters);
    EXPECT_EQ(one.uuid()[14], '4');
    const std::string uid = one.calendar_uid(*timezone::parse_rfc3339("2026-03-02T08:00:00Z"));
    EXPECT_EQ(uid.size(), 112U);
    EXPECT_TRUE(uid.starts_with("040000008200E00074C5B7101A82E00800000000"));
}

TEST(Bodies, ComeBackAsADocument) {
    EXPECT_NE(as_html("a < b\nc", false).find("a &lt; b<br>\nc"), std::string::npos);
    EXPECT_EQ(as_html("<HTML><body>x</body></HTML>", true), "<HTML><body>x</body></HTML>");
    EXPECT_EQ(as_text("<p>a &amp;lt; b</p>", true), "a &lt; b\n");
    EXPECT_EQ(preview(std::string(300, 'x')).size(), 255U);
    EXPECT_EQ(preview("\u00e9\n"), "\u00e9");
}

// graph.md 8: any other shape is ErrorInvalidProperty
TEST(Queries, TakeOneShapeOfAFilterOnNamedProperties) {
    const auto filter = [](const std::string& text) {
        return read_query("/x?$filter=" + graph::percent_encode(text)).filter.front();
    };
    const Condition taken =
        filter("singleValueExtendedProperties/Any(ep: ep/id eq 'a''b' and ep/value eq '1')");
    EXPECT_EQ(taken.id, "a'b");
    EXPECT_EQ(taken.value, "1");
    EXPECT_THROW(filter("singleValueExtendedProperties/Any(ep: ep/value eq '1')"), Refusal);
    EXPECT_THROW(filter("iCalUId eq 'x' or iCalUId eq 'y'"), Refusal);
    EXPECT_THROW(read_query("/x?$filter=iCalUId eq 'x'&$orderby=start/dateTime"), Refusal);
    EXPECT_THROW(read_query("/x?$search=a"), Refusal);
    EXPECT_THROW(read_query("/x?$top=1001"), Refusal);
}

X509* read_pem(const std::filesystem::path& file) {
    FILE* stream = std::fopen(file.c_str(), "r");
    X509* certificate = PEM_read_X509(stream, nullptr, nullptr, nullptr);
    std::fclose(stream);
    return certificate;
}

TEST(Identity, IsLocalhostSignedByItsAuthority) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path{testing::TempDir()} / "plazo-sandbox-identity";
    const Identity identity =
        make_identity(folder, *timezone::parse_rfc3339("2026-03-02T08:00:00Z"));
    X509* authority = read_pem(identity.authority_file);
    X509* own = read_pem(identity.certificate_file);
    ASSERT_TRUE(authority && own);
    EXPECT_EQ(X509_verify(own, X509_get0_pubkey(authority)), 1);
    EXPECT_EQ(X509_check_host(own, "localhost", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_ip_asc(own, "127.0.0.1", 0), 1);
    EXPECT_EQ(X509_check_ca(authority), 1);
    EXPECT_EQ(X509_check_ca(own), 0);
    EXPECT_EQ(fs::status(identity.key_file).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    X509_free(authority);
    X509_free(own);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace plazo::sandbox
