#include "ical/imip_encoding.h"

#include <gtest/gtest.h>

namespace plazo::ical {
namespace {

TEST(ImipEncoding, ExamplesOfTheManualPage) {
    EXPECT_EQ(encode_base64("hi"), "aGk=");
    EXPECT_EQ(decode_quoted_printable("a=3Db=\r\nc"), "a=bc");
    EXPECT_EQ(to_utf8("caf\xE9", "iso-8859-1"), "café");
}

TEST(ImipEncoding, Base64ThereAndBack) {
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        EXPECT_EQ(decode_base64(encode_base64(bytes)), bytes);
        EXPECT_EQ(decode_base64(encode_base64(bytes, 76)), bytes);
        bytes += static_cast<char>(i * 7);
    }
    EXPECT_EQ(encode_base64("abc"), "YWJj");
    EXPECT_EQ(encode_base64("abcd"), "YWJjZA==");
    EXPECT_EQ(encode_base64(std::string(57, 'a'), 76).size(), 78u);  // one whole line
    EXPECT_EQ(decode_base64("YW Jj\r\nZ!A==ZZ"), "abcd");
}

TEST(ImipEncoding, QuotedPrintableThereAndBack) {
    std::string bytes;
    for (int i = 1; i < 256; ++i) bytes += static_cast<char>(i == '\r' ? 'r' : i);
    bytes += " \t\nline\n";
    const std::string encoded = encode_quoted_printable(bytes);
    std::string decoded = decode_quoted_printable(encoded);
    for (std::size_t at; (at = decoded.find("\r\n")) != std::string::npos;) decoded.erase(at, 1);
    EXPECT_EQ(decoded, bytes);
    for (std::size_t from = 0; from < encoded.size();) {
        const std::size_t end = encoded.find("\r\n", from);
        EXPECT_LE(end - from, 76u);
        from = end + 2;
    }
}

TEST(ImipEncoding, OddQuotedPrintableIsTaken) {
    EXPECT_EQ(decode_quoted_printable("a=\nb"), "ab");
    EXPECT_EQ(decode_quoted_printable("a=  \r\nb"), "ab");
    EXPECT_EQ(decode_quoted_printable("a \t\r\nb "), "a\r\nb ");
    EXPECT_EQ(decode_quoted_printable("50=% =3d =G0 ="), "50=% = =G0 ");
}

TEST(ImipEncoding, CharsetsOfTheWestBecomeUtf8) {
    EXPECT_EQ(to_utf8("\x80 \x93q\x94", "windows-1252"), "€ “q”");
    EXPECT_EQ(to_utf8("\x80", "ISO-8859-1"), "€");  // what is meant by it
    EXPECT_EQ(to_utf8("\xA4\xE9", "iso-8859-15"), "€é");
    EXPECT_EQ(to_utf8("é", "UTF-8"), "é");
    EXPECT_EQ(to_utf8("x", ""), "x");
    EXPECT_EQ(to_utf8("x", "utf-16"), std::nullopt);
}

}  // namespace
}  // namespace plazo::ical
