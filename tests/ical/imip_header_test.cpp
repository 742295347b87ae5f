#include "ical/imip_header.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ical/imip.h"

namespace plazo::ical {
namespace {

TEST(ImipHeader, ExampleOfTheManualPage) {
    std::string_view rest = "Content-Type: text/calendar;\r\n method=REQUEST\r\n\r\nBEGIN:...";
    const Header header = read_header(rest);
    EXPECT_EQ(rest, "BEGIN:...");
    const FieldValue type = read_field(header.find("content-type"));
    EXPECT_EQ(type.value, "text/calendar");
    EXPECT_EQ(type.parameter("method"), "REQUEST");
}

TEST(ImipHeader, WhatBeginsWithNoFieldHasNoHeader) {
    std::string_view text = "Dear Ann,\n\nBody";
    EXPECT_TRUE(read_header(text).fields.empty());
    EXPECT_EQ(text, "Dear Ann,\n\nBody");
    text = "\r\nBody";
    EXPECT_TRUE(read_header(text).fields.empty());
    EXPECT_EQ(text, "Body");
}

TEST(ImipHeader, ParametersAreQuotedCommentedAndInPieces) {
    const FieldValue field = read_field(
        "Text/Calendar (of Ann \\) ;) ; Charset=\"utf-8\"; name=\"a;\\\"b\\\".ics\" (x);"
        " empty=; broken; METHOD = REPLY");
    EXPECT_EQ(field.value, "text/calendar");
    EXPECT_EQ(field.parameter("charset"), "utf-8");
    EXPECT_EQ(field.parameter("name"), "a;\"b\".ics");
    EXPECT_EQ(field.parameter("empty"), "");
    EXPECT_EQ(field.parameter("method"), "REPLY");
}

TEST(ImipHeader, LongParametersOfRfc2231ArePutTogether) {
    EXPECT_EQ(read_field("a/b; name*=utf-8'es'versi%C3%B3n.ics").parameter("name"), "versión.ics");
    EXPECT_EQ(read_field("a/b; name*1=\"da.\"; name*2*=%69cs; name*0*=iso-8859-1''agen")
                  .parameter("name"),
              "agenda.ics");
    EXPECT_EQ(read_field("a/b; name*0*=iso-8859-1''caf%E9; name*1=.ics").parameter("name"),
              "café.ics");
    EXPECT_EQ(read_field("a/b; x=1; x=2").parameter("x"), "1");
}

TEST(ImipHeader, EncodedWordsAreDecoded) {
    EXPECT_EQ(decode_words("=?iso-8859-1?Q?J=FCrgen_?= =?utf-8?b?R3Jvw58=?= (x)"),
              "Jürgen Groß (x)");
    EXPECT_EQ(decode_words("=?utf-8*de?q?a?=b =?no?x?y?= =?"), "ab =?no?x?y?= =?");
}

TEST(ImipHeader, WordsAreEncodedWhereTheyNeedIt) {
    EXPECT_EQ(encode_words("Budget"), "Budget");
    EXPECT_EQ(encode_words("a\r\nBcc: x"), "a  Bcc: x");
    std::string text;
    for (int i = 0; i < 60; ++i) text += "é€";
    const std::string words = encode_words(text);
    for (std::size_t from = 0, end = 0; end != std::string::npos; from = end + 2) {
        end = words.find("\r\n", from);
        EXPECT_LE(std::min(end, words.size()) - from, 76u);
    }
    std::string unfolded;
    for (const char letter : words) {
        if (letter != '\r' && letter != '\n') unfolded += letter;
    }
    EXPECT_EQ(decode_words(unfolded), text);
}

TEST(ImipHeader, AddressesAreFoundAmongNamesAndComments) {
    EXPECT_EQ(address_of_mailbox("\"Doe, <Ann>\" <ann@example.com>, b@example.com"),
              "ann@example.com");
    EXPECT_EQ(address_of_mailbox("ann@example.com (Ann (a) <x@y>)"), "ann@example.com");
    EXPECT_EQ(address_of_mailbox(""), "");
}

}  // namespace
}  // namespace plazo::ical
