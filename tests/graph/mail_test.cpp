#include "graph/mail.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace plazo::graph {
namespace {

using nlohmann::json;

const Mail letter{"luis@acme.es", "Luis Gil", "", "Recordatorio", "<p>x</p>", "m-1"};

TEST(Mail, GoesToOnePersonAndIsKeptInSentItems) {
    const json body = send_mail_json(letter);
    EXPECT_EQ(body["saveToSentItems"], true);
    const json& message = body["message"];
    EXPECT_EQ(message["subject"], "Recordatorio");
    EXPECT_EQ(message["body"], (json{{"contentType", "html"}, {"content", "<p>x</p>"}}));
    EXPECT_EQ(message["toRecipients"],
              json::parse(R"([{"emailAddress":{"address":"luis@acme.es","name":"Luis Gil"}}])"));
    EXPECT_FALSE(message.contains("from"));
}

TEST(Mail, CarriesXHeadersOnlyAndNoMoreThanFive) {
    const json headers = send_mail_json(letter)["message"]["internetMessageHeaders"];
    ASSERT_LE(headers.size(), 5u);
    json found;
    for (const json& header : headers) {
        const auto name = header["name"].get<std::string>();
        EXPECT_TRUE(name.starts_with("x-") || name.starts_with("X-")) << name;
        found[name] = header["value"];
    }
    EXPECT_EQ(found["x-plazo-message-id"], "m-1");
    EXPECT_EQ(found["X-Auto-Response-Suppress"], "OOF, AutoReply") << "never All";
}

TEST(Mail, AnswersGoElsewhereOnlyWhenThatIsSaid) {
    EXPECT_FALSE(send_mail_json(letter)["message"].contains("replyTo"));
    Mail answered = letter;
    answered.reply_to = "ana@acme.es";
    EXPECT_EQ(send_mail_json(answered)["message"]["replyTo"],
              json::parse(R"([{"emailAddress":{"address":"ana@acme.es"}}])"));
}

TEST(Mail, ANameThatIsNotKnownIsLeftOut) {
    Mail nameless = letter;
    nameless.to_name.clear();
    EXPECT_EQ(send_mail_json(nameless)["message"]["toRecipients"],
              json::parse(R"([{"emailAddress":{"address":"luis@acme.es"}}])"));
}

TEST(Mail, TakesHeaderFieldsOfOnesOwnUpToFive) {
    Mail more = letter;
    more.headers = {{"x-a", "1"}, {"X-B", "2"}, {"x-c", "3"}};
    EXPECT_EQ(message_json(more)["internetMessageHeaders"].size(), 5U);
    more.headers.push_back({"x-d", "4"});
    EXPECT_THROW(message_json(more), std::invalid_argument);
}

TEST(Mail, RefusesHeaderFieldsThatGraphOrMailDoesNotTake) {
    const std::string long_name = "x-" + std::string(mail_header_name_bytes_max, 'a');
    for (const std::string& name :
         {std::string{"Auto-Submitted"}, std::string{"x-"}, std::string{"x-a b"},
          std::string{"x-a:b"}, std::string{"x-a\r\nBcc"}, std::string{"x-\xC3\xB1"}, long_name}) {
        Mail bad = letter;
        bad.headers = {{name, "1"}};
        EXPECT_THROW(message_json(bad), std::invalid_argument) << name;
    }
    for (const char* value : {"1\r\nBcc: eve@example.com", "1\n", "\t", "\x7F"}) {
        Mail bad = letter;
        bad.headers = {{"x-a", value}};
        EXPECT_THROW(message_json(bad), std::invalid_argument) << value;
    }
}

TEST(Mail, AsMimeIsSentInBase64UpToItsLimit) {
    const Request request = send_mime("plazos@acme.es", "To: x\r\n\r\n", "r");
    EXPECT_EQ(request.headers.find("Content-Type"), "text/plain");
    EXPECT_EQ(request.body.bytes(), "VG86IHgNCg0K");
    EXPECT_NO_THROW(send_mime("a@b", std::string(mime_bytes_max, 'x'), "r"));
    EXPECT_THROW(send_mime("a@b", std::string(mime_bytes_max + 1, 'x'), "r"),
                 std::invalid_argument);
}

}  // namespace
}  // namespace plazo::graph
