#include "graph/base64.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace plazo::graph {
namespace {

TEST(Base64, EncodesTheVectorsOfRfc4648) {
    constexpr std::array vectors = std::to_array<std::pair<const char*, const char*>>({
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    });
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(base64_encode(plain), encoded);
        EXPECT_EQ(base64_decode(encoded), plain);
    }
}

TEST(Base64, TheUrlFormUsesMinusAndUnderscoreAndNoPadding) {
    EXPECT_EQ(base64_encode("\xfb\xff\xfe"), "+//+");
    EXPECT_EQ(base64url_encode("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(base64url_encode("hi?>"), "aGk_Pg");
}

TEST(Base64, EncodesTheThumbprintOfMicrosoftsExampleFromItsBytesNotFromItsHexText) {
    const std::string digest =
        "\x84\xE0\x5C\x1D\x98\xBC\xE3\xA5\x42\x1D\x22\x5B\x14\x0B\x36\xE8\x6A\x3D\x55\x34";
    EXPECT_EQ(base64url_encode(digest), "hOBcHZi846VCHSJbFAs26Go9VTQ");
}

TEST(Base64, DecodesBothAlphabetsWithAndWithoutPadding) {
    EXPECT_EQ(base64_decode("+//+"), "\xfb\xff\xfe");
    EXPECT_EQ(base64_decode("-__-"), "\xfb\xff\xfe");
    EXPECT_EQ(base64_decode("Zg"), "f");
    EXPECT_EQ(base64_decode("Zm8"), "fo");
}

TEST(Base64, EveryByteComesBack) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
    EXPECT_EQ(base64_decode(base64url_encode(bytes)), bytes);
}

TEST(Base64, RefusesWhatIsNotBase64) {
    for (const char* text :
         {"Zg=", "Zg===", "Z", "=", "Zm9v\n", "Zm 9v", "Zm9*", "Z=g=", "Zm9vYg=a"}) {
        EXPECT_EQ(base64_decode(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace plazo::graph
