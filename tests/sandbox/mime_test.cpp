#include "examples/sandbox/mime.h"

#include <gtest/gtest.h>

#include "examples/sandbox/jose.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/smtp.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string text =
    "From: Ana <ana@plazo.test>\r\n"
    "To: \"Luis, the one\" <luis@plazo.test>,\r\n\tzoe@elsewhere.test\r\n"
    "Bcc: eva@elsewhere.test\r\n"
    "Subject: =?utf-8?Q?Pr=C3=B3rroga?= =?utf-8?B?IGhveQ==?=\r\n"
    "List-Unsubscribe: <mailto:x@plazo.test>\r\n"
    "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nma=C3=B1a=\r\nna\r\n"
    "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+eDwvYj4=\r\n"
    "--b--\r\n";

Answer send_mime(Scene& scene, const std::string& body) {
    graph::Request request;
    request.method = "POST";
    request.target = "/v1.0/users/" + ana + "/sendMail";
    const json token = scene.token(scene.assertion()).expect(200);
    request.headers.set("Authorization", "Bearer " + token["access_token"].get<std::string>());
    request.headers.set("Content-Type", "text/plain");
    request.body = body;
    return scene.send(std::move(request));
}

TEST(Mime, IsReadWithItsWordsPartsAndRecipients) {
    const MimeMessage message = read_mime(text);
    EXPECT_EQ(message.from, ana);
    EXPECT_EQ(message.recipients, (std::vector<std::string>{luis, zoe, "eva@elsewhere.test"}));
    EXPECT_EQ(message.mail.subject, "Pr\u00f3rroga hoy");
    EXPECT_EQ(message.mail.body, (Body{"html", "<b>x</b>"}));
    for (const auto& [name, value] : message.mail.headers) EXPECT_NE(name, "Bcc");
    const MimeMessage plain =
        read_mime("To: a@b.test\n\nma=C3=B1ana");  // no encoding is named: as it is
    EXPECT_EQ(plain.mail.body, (Body{"text", "ma=C3=B1ana"}));
    EXPECT_THROW(read_mime("no header at all"), Refusal);
    EXPECT_THROW(read_mime("Content-Type: text/plain; charset=latin1\n\nx"), Refusal);
    EXPECT_THROW(read_mime("Content-Type: image/png\n\nx"), Refusal);
}

TEST(Mime, IsWrittenSoThatItReadsBack) {
    Mail mail;
    mail.id = "0123456789012345678901234567890123456789";
    mail.from = ana;
    mail.to = luis;
    mail.subject = "Pr\u00f3rroga";
    mail.body = {"html", "<p>ma\u00f1ana</p>"};
    mail.method = "REQUEST";
    mail.ics = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    const MimeMessage back = read_mime(write_mime(mail));
    EXPECT_EQ(back.mail.subject, mail.subject);
    EXPECT_EQ(back.mail.body, mail.body);
    EXPECT_EQ(back.mail.method, "REQUEST");
    EXPECT_EQ(back.mail.ics, mail.ics);
    EXPECT_EQ(back.recipients, std::vector<std::string>{luis});
}

// graph.md 9: header fields that JSON refuses go through in MIME
TEST(SendMailInMime, Delivers) {
    Scene scene;
    send_mime(scene, base64(text)).expect(202);
    const json mail = scene.inbox("eva@elsewhere.test").at(0);
    EXPECT_EQ(mail["subject"], "Pr\u00f3rroga hoy");
    const json field{{"name", "List-Unsubscribe"}, {"value", "<mailto:x@plazo.test>"}};
    EXPECT_NE(std::find(mail["headers"].begin(), mail["headers"].end(), field),
              mail["headers"].end());
}

// graph.md 9: ErrorMimeContentInvalidBase64String
TEST(SendMailInMime, RefusesWhatGraphRefuses) {
    Scene scene;
    EXPECT_EQ(send_mime(scene, "%%%").error(), "ErrorMimeContentInvalidBase64String");
    EXPECT_EQ(send_mime(scene, base64("From: luis@plazo.test\r\nTo: zoe@elsewhere.test\r\n\r\nx"))
                  .error(),
              "ErrorSendAsDenied");
    EXPECT_EQ(send_mime(scene, base64("Subject: x\r\n\r\nx")).error(), "ErrorInvalidRecipients");
}

TEST(Smtp, DoublesALeadingDot) {
    EXPECT_EQ(dot_stuffed("a\n.b\r\n..\n"), "a\r\n..b\r\n...\r\n");
    EXPECT_EQ(dot_stuffed("x"), "x\r\n");
}

}  // namespace
}  // namespace plazo::sandbox
