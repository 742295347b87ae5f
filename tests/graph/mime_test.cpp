#include "graph/mime.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "graph/base64.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

const timezone::Instant now = testing::at("2026-11-25T08:00:00Z");
const MailSender sender{"plazos@acme.es", "Plazos"};
const Mail letter{"luis@acme.es", "Luis Gil", "", "Recordatorio", "<p>x</p>", "m-1"};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    for (std::size_t end = text.find("\r\n"); end != std::string::npos;
         end = text.find("\r\n", at)) {
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    EXPECT_EQ(at, text.size()) << "the last line ends, too";
    return lines;
}

/// The field's value as a reader takes it: unfolded, encoded words decoded, white space between
/// them dropped.
std::string decoded(const std::string& field) {
    std::string value;
    for (const char c : field.substr(field.find(':') + 2)) {
        if (c != '\r' && c != '\n') value += c;
    }
    if (field.find(":\r\n ") != std::string::npos) value.erase(0, value.find_first_not_of(' '));
    std::string out;
    for (std::size_t at = 0; at < value.size();) {
        const bool word = value.compare(at, 10, "=?utf-8?B?") == 0;
        const std::size_t end = word ? value.find("?=", at + 10) : std::string::npos;
        if (end == std::string::npos) {
            out += value[at++];
            continue;
        }
        out += base64_decode(value.substr(at + 10, end - at - 10)).value();
        at = end + 2;
        if (value.compare(at, 11, " =?utf-8?B?") == 0) ++at;
    }
    return out;
}

TEST(Mime, AMailIsItsHeaderAndItsHtml) {
    EXPECT_EQ(lines_of(mime_message(letter, sender, now)),
              (std::vector<std::string>{
                  "From: \"Plazos\" <plazos@acme.es>", "To: \"Luis Gil\" <luis@acme.es>",
                  "Subject: Recordatorio", "Date: Wed, 25 Nov 2026 08:00:00 +0000",
                  "Message-ID:", " <m-1@acme.es>", "Auto-Submitted: auto-generated",
                  "X-Auto-Response-Suppress: OOF, AutoReply", "x-plazo-message-id: m-1",
                  "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8",
                  "Content-Transfer-Encoding: base64", "", "PHA+eDwvcD4="}));
}

TEST(Mime, NamesThatNobodyGaveAreLeftOut) {
    Mail bare = letter;
    bare.to_name.clear();
    bare.reply_to = "ana@acme.es";
    const auto lines = lines_of(mime_message(bare, {"plazos@acme.es", ""}, now));
    EXPECT_EQ(lines[0], "From: <plazos@acme.es>");
    EXPECT_EQ(lines[1], "To: <luis@acme.es>");
    EXPECT_EQ(lines[2], "Reply-To: <ana@acme.es>");
}

TEST(Mime, TextIsFoldedAtBlanksAndComesBackAsItWas) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += (i == 0 ? "" : " ") + std::string(1 + i % 12, 'a');
    const std::string field = text_field("Subject", text);
    for (const std::string& line : lines_of(field)) EXPECT_LE(line.size(), mime_line_bytes_max);
    EXPECT_GT(lines_of(field).size(), 3U);
    EXPECT_EQ(field.find("=?"), std::string::npos);
    EXPECT_EQ(decoded(field), text);
}

TEST(Mime, WhatIsNoAsciiBecomesWordsOfWholeCharacters) {
    for (const std::string& text :
         {std::string{"Fecha límite"}, std::string{"ñ"}, std::string(200, 'x') + "é",
          std::string{
              "日本語の件名がここに入ります。とても長いので折り返されます。確認してください。"},
          std::string{"=?utf-8?Q?trick?="}, std::string{"two  blanks"}, std::string{" begins"},
          std::string{"ends "}, std::string(300, 'w'), std::string{"🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉"}}) {
        const std::string field = text_field("Subject", text);
        EXPECT_EQ(decoded(field), text);
        for (const std::string& line : lines_of(field)) {
            EXPECT_LE(line.size(), mime_line_bytes_max) << line;
            const std::size_t word = line.find("=?");
            ASSERT_NE(word, std::string::npos) << line;
            EXPECT_LE(line.size() - word, 75U) << "RFC 2047, 2";
            const auto bytes = base64_decode(line.substr(word + 10, line.size() - word - 12));
            ASSERT_TRUE(bytes) << line;
            EXPECT_NE(static_cast<unsigned char>(bytes->front()) & 0xC0U, 0x80U) << "cut apart";
        }
    }
}

TEST(Mime, BytesThatAreNoUtf8ComeBackToo) {
    const std::string bytes(200, '\x80');
    EXPECT_EQ(decoded(text_field("Subject", bytes)), bytes);
}

TEST(Mime, ALongFieldNameHasItsValueOnTheNextLine) {
    const std::string name = "x-" + std::string(62, 'n');
    for (const char* text : {"value", "ñ"}) {
        const std::string field = text_field(name, text);
        EXPECT_EQ(lines_of(field).front(), name + ":");
        EXPECT_EQ(decoded(field), text);
    }
}

TEST(Mime, NobodyBeginsALineOfTheHeader) {
    const std::string evil = "x\r\nBcc: eve@example.com\r\n\r\n<html>\n\rY: z";
    Mail mail = letter;
    mail.subject = evil;
    mail.to_name = evil;
    const std::string text = mime_message(mail, {"plazos@acme.es", evil}, now);
    const auto lines = lines_of(text.substr(0, text.find("\r\n\r\n") + 2));
    for (const std::string& line : lines) {
        EXPECT_FALSE(line.starts_with("Bcc")) << line;
        EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
    }
    EXPECT_EQ(decoded(text_field("Subject", "a\r\nb\tc")), "a  b c");
}

TEST(Mime, QuotesInNamesAreQuoted) {
    Mail mail = letter;
    mail.to_name = R"(Gil, "Luis" \ Co)";
    EXPECT_EQ(lines_of(mime_message(mail, sender, now))[1],
              R"(To: "Gil, \"Luis\" \\ Co" <luis@acme.es>)");
}

TEST(Mime, ALongNameAndAddressTakeLinesOfTheirOwn) {
    Mail mail = letter;
    mail.to_name = std::string(60, 'n') + " " + std::string(60, 'm');
    mail.to_address = std::string(60, 'a') + "@acme.es";
    const auto lines = lines_of(mime_message(mail, sender, now));
    for (const std::string& line : lines) EXPECT_LE(line.size(), mime_line_bytes_max) << line;
    EXPECT_NE(std::find(lines.begin(), lines.end(), " <" + mail.to_address + ">"), lines.end());
}

TEST(Mime, AddressesThatAreNoneAreRefused) {
    for (const std::string& address :
         {std::string{}, std::string{"luis"}, std::string{"@acme.es"}, std::string{"luis@"},
          std::string{"a@b@c"}, std::string{"a b@acme.es"}, std::string{"a@acme.es\r\nBcc: x@y"},
          std::string{"a@acme.es>"}, std::string{"\"a\"@acme.es"}, std::string{"a,b@acme.es"},
          std::string{"ñ@acme.es"}, std::string{"a@acme.es\0", 10},
          std::string(mail_address_bytes_max, 'a') + "@b"}) {
        Mail mail = letter;
        mail.to_address = address;
        EXPECT_THROW(mime_message(mail, sender, now), std::invalid_argument) << address;
        EXPECT_THROW(mime_message(letter, {address, ""}, now), std::invalid_argument) << address;
    }
    Mail nameless = letter;
    nameless.message_id.clear();
    EXPECT_THROW(mime_message(nameless, sender, now), std::invalid_argument);
}

TEST(Mime, AnIdOfOddCharactersStaysAnId) {
    Mail mail = letter;
    mail.message_id = "a/b c>";
    EXPECT_NE(mime_message(mail, sender, now).find("\r\n <a%2Fb%20c%3E@acme.es>\r\n"),
              std::string::npos);
}

TEST(Mime, TheBodyIsInLinesOf76) {
    Mail mail = letter;
    mail.body_html = std::string(1000, 'x');
    const std::string text = mime_message(mail, sender, now);
    std::string body;
    for (const std::string& line : lines_of(text.substr(text.find("\r\n\r\n") + 4))) {
        EXPECT_LE(line.size(), 76U);
        body += line;
    }
    EXPECT_EQ(base64_decode(body), mail.body_html);
}

TEST(Mime, ACalendarIsTheLastAlternative) {
    const std::string part =
        "Content-Type: text/calendar; method=REQUEST\r\n\r\n--_plazo\r\nBEGIN:VCALENDAR\r\n";
    const std::string text = mime_message(letter, sender, now, part);
    EXPECT_NE(text.find("Content-Type: multipart/alternative; boundary=\"_plazo_\"\r\n\r\n"
                        "--_plazo_\r\nContent-Type: text/html"),
              std::string::npos)
        << "a boundary that the part does not hold";
    EXPECT_TRUE(text.ends_with("--_plazo_\r\n" + part + "--_plazo_--\r\n"));
    EXPECT_TRUE(
        mime_message(letter, sender, now, "X: y\r\n\r\nz").ends_with("z\r\n--_plazo--\r\n"));
}

TEST(Mime, DatesAreThoseOfRfc5322) {
    EXPECT_EQ(mail_date(testing::at("2024-02-29T23:59:59Z")), "Thu, 29 Feb 2024 23:59:59 +0000");
    EXPECT_EQ(mail_date(testing::at("2026-03-01T00:00:05Z")), "Sun, 1 Mar 2026 00:00:05 +0000");
    EXPECT_EQ(mail_date(testing::at("0099-01-01T00:00:00Z")), "Thu, 1 Jan 0099 00:00:00 +0000");
}

}  // namespace
}  // namespace plazo::graph
