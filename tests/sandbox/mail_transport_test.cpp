// Delivery: delays, limits by the sandbox's clock, groups, and what comes back.
#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

Answer mail(Scene& scene, const std::vector<std::string>& to, const std::string& from = ana) {
    json recipients = json::array();
    for (const std::string& address : to) {
        recipients.push_back({{"emailAddress", {{"address", address}}}});
    }
    return scene.graph("POST", "/users/" + from + "/sendMail",
                       {{"message", {{"subject", "Reminder"}, {"toRecipients", recipients}}}});
}

void rule(Scene& scene, const char* name, const json& value) {
    scene.admin("POST", "/mail", {{name, value}}).expect(200);
}

void advance(Scene& scene, const char* duration) {
    scene.admin("POST", "/clock", {{"advance", duration}}).expect(200);
}

// graph.md 9: 202 does not mean delivered
TEST(Delivery, TakesItsTimeWhereItIsTold) {
    Scene scene;
    rule(scene, "delivery_delay", "PT20S");
    mail(scene, {luis}).expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 0U);
    scene.admin("GET", "/wait?mailbox=" + luis + "&timeout=0").expect(408);
    advance(scene, "PT20S");
    EXPECT_EQ(scene.inbox(luis).at(0)["receivedDateTime"], "2026-03-02T08:00:20Z");
}

// graph.md 16: 30 messages a minute, the excess is carried over
TEST(Delivery, CarriesOverWhatIsAboveTheRate) {
    Scene scene;
    for (int i = 0; i < 31; ++i) mail(scene, {luis, zoe}).expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 30U);
    advance(scene, "PT59S");
    EXPECT_EQ(scene.inbox(luis).size(), 30U);
    advance(scene, "PT1S");
    EXPECT_EQ(scene.inbox(luis).size(), 31U);
}

// graph.md 16: 10,000 recipients a day, sliding; 9: failures arrive as NDR in the sender's inbox
TEST(Delivery, ReportsRecipientsBeyondTheDailyLimit) {
    Scene scene;
    EXPECT_EQ(scene.admin("GET", "/mail").expect(200)["recipients_per_day"], 10'000);
    rule(scene, "recipients_per_day", 2);
    mail(scene, {luis, zoe, "eva@elsewhere.test"}).expect(202);
    EXPECT_EQ(scene.inbox("eva@elsewhere.test").size(), 0U);
    const json report = scene.inbox(ana).at(0);
    EXPECT_EQ(report["kind"], "ndr");
    EXPECT_EQ(report["subject"], "No se puede entregar: Reminder");
    EXPECT_NE(report["body"].get<std::string>().find("550 5.1.90"), std::string::npos);
    scene.now += std::chrono::hours{24};
    scene.forget_token();
    mail(scene, {"eva@elsewhere.test"}).expect(202);
    EXPECT_EQ(scene.inbox("eva@elsewhere.test").size(), 1U);
}

// graph.md 16: a group of the organisation counts as one recipient
TEST(Delivery, CountsAGroupOnce) {
    Scene scene;
    scene
        .admin("POST", "/mailboxes",
               {{"address", "team@plazo.test"}, {"kind", "group"}, {"members", {luis, zoe}}})
        .expect(200);
    rule(scene, "recipients_per_day", 1);
    mail(scene, {"team@plazo.test"}).expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
    EXPECT_EQ(scene.inbox(zoe).size(), 1U);
    EXPECT_EQ(scene.inbox(ana).size(), 0U);
}

TEST(Delivery, ReportsWhoIsNotInTheTenant) {
    Scene scene;
    mail(scene, {"nobody@plazo.test", luis}).expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
    EXPECT_EQ(scene.inbox("nobody@plazo.test").size(), 0U);
    EXPECT_NE(scene.inbox(ana).at(0)["body"].get<std::string>().find("550 5.1.10"),
              std::string::npos);
}

// graph.md 16: 100 external recipients a day from onmicrosoft.com addresses, NDR 550 5.7.236
TEST(Delivery, LimitsExternalRecipientsOfOnmicrosoftAddresses) {
    Scene scene;
    const std::string service = "service@plazo.onmicrosoft.com";
    scene.admin("POST", "/mailboxes", {{"address", service}}).expect(200);
    EXPECT_EQ(scene.admin("GET", "/mail").expect(200)["onmicrosoft_external_per_day"], 100);
    rule(scene, "onmicrosoft_external_per_day", 1);
    mail(scene, {luis, zoe}, service).expect(202);
    EXPECT_EQ(scene.inbox(service).size(), 0U);
    mail(scene, {zoe}, service).expect(202);
    EXPECT_NE(scene.inbox(service).at(0)["body"].get<std::string>().find("550 5.7.236"),
              std::string::npos);
    mail(scene, {zoe}).expect(202);  // another domain is free
    EXPECT_EQ(scene.inbox(zoe).size(), 2U);
    rule(scene, "external_per_day", 1);
    mail(scene, {zoe}).expect(202);
    EXPECT_NE(scene.inbox(ana).at(0)["body"].get<std::string>().find("550 5.7.232"),
              std::string::npos);
}

// graph.md 16: whether invitations count is not known, so a switch
TEST(Delivery, CountsInvitationsAsExternalUnlessToldOtherwise) {
    for (const bool counted : {true, false}) {
        Scene scene;
        const std::string service = "service@plazo.onmicrosoft.com";
        scene.admin("POST", "/mailboxes", {{"address", service}}).expect(200);
        rule(scene, "onmicrosoft_external_per_day", 0);
        rule(scene, "invitations_count_as_external", counted);
        scene.graph("POST", "/users/" + service + "/events", meeting()).expect(201);
        EXPECT_EQ(scene.inbox(zoe).size(), counted ? 0U : 1U);
    }
}

// graph.md 16: 500 recipients per message
TEST(Delivery, RefusesTooManyRecipients) {
    Scene scene;
    mail(scene, std::vector<std::string>(501, luis)).expect(400);
    mail(scene, std::vector<std::string>(500, luis)).expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);  // each person gets it once
}

// graph.md 9: about 4 MB -> 413
TEST(Delivery, RefusesALargeRequest) {
    Scene scene;
    const json body{{"contentType", "text"}, {"content", std::string(4 << 20, 'x')}};
    scene.graph("POST", "/users/" + ana + "/sendMail", {{"message", {{"body", body}}}}).expect(413);
}

}  // namespace
}  // namespace plazo::sandbox
