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

}  // namespace
}  // namespace plazo::graph
