// Kinds of mailboxes, and policies that list groups or deny.
#include <gtest/gtest.h>

#include <set>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string office = "office@plazo.test";

void add(Scene& scene, const std::string& address, const std::string& kind,
         const std::vector<std::string>& members = {}) {
    json body{{"address", address}, {"kind", kind}};
    if (!members.empty()) body["members"] = members;
    scene.admin("POST", "/mailboxes", body).expect(200);
}

void add_policy(Scene& scene, const std::string& address, const std::string& access) {
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id},
                {"kind", "access-policy"},
                {"access", access},
                {"mailboxes", {address}}})
        .expect(200);
}

Answer calendar_of(Scene& scene, const std::string& address) {
    return scene.graph("GET", "/users/" + address + "/calendar");
}

json event() {
    return {{"subject", "Deadline"},
            {"start", {{"dateTime", "2026-03-03T09:00:00"}, {"timeZone", "UTC"}}},
            {"end", {{"dateTime", "2026-03-03T10:00:00"}, {"timeZone", "UTC"}}}};
}

json mail_to(const std::string& address) {
    return {{"message",
             {{"subject", "Reminder"},
              {"toRecipients", {{{"emailAddress", {{"address", address}}}}}}}}};
}

// graph.md 15: up to 15 minutes after licensing, alternating with ResourceNotFound
TEST(MailboxKinds, ANewMailboxIsNotServedForAQuarterOfAnHour) {
    Scene scene;
    add(scene, office, "new");
    std::set<std::string> said;
    for (int i = 0; i < 4; ++i) {
        const Answer answer = calendar_of(scene, office);
        answer.expect(404);
        said.insert(answer.error());
    }
    EXPECT_EQ(said, (std::set<std::string>{"MailboxNotEnabledForRESTAPI", "ResourceNotFound"}));
    scene.admin("POST", "/clock", {{"advance", "PT14M59S"}}).expect(200);
    calendar_of(scene, office).expect(404);
    scene.admin("POST", "/clock", {{"advance", "PT1S"}}).expect(200);
    calendar_of(scene, office).expect(200);
}

// graph.md 15: 507 / 403 ErrorQuotaExceeded; which of the two is not known
TEST(MailboxKinds, AFullMailboxIsReadAndTakesNothingIn) {
    Scene scene;
    add(scene, office, "full");
    const std::string user = "/users/" + office;
    calendar_of(scene, office).expect(200);
    const Answer refused = scene.graph("POST", user + "/events", event());
    refused.expect(507);
    EXPECT_EQ(refused.error(), "ErrorQuotaExceeded");
    scene.graph("POST", user + "/sendMail", mail_to(ana)).expect(507);
    EXPECT_EQ(scene.inbox(ana).size(), 0U);
    scene.admin("POST", "/quirks", {{"full_mailbox_status", 403}}).expect(200);
    scene.graph("POST", user + "/events", event()).expect(403);
    scene.admin("POST", "/quirks", {{"full_mailbox_status", 500}}).expect(400);
}

TEST(MailboxKinds, MailToAFullMailboxComesBackAlsoByWayOfAGroup) {
    Scene scene;
    add(scene, office, "full");
    add(scene, "team@plazo.test", "group", {office, luis});
    for (const std::string& to : {office, std::string{"team@plazo.test"}}) {
        scene.graph("POST", "/users/" + ana + "/sendMail", mail_to(to)).expect(202);
    }
    EXPECT_EQ(scene.inbox(office).size(), 0U);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
    const json reports = scene.inbox(ana);
    ASSERT_EQ(reports.size(), 2U);
    for (const json& report : reports) {
        EXPECT_EQ(report["kind"], "ndr");
        EXPECT_NE(report["body"].get<std::string>().find("5.2.2"), std::string::npos);
    }
}

// graph.md 18: the scope is a security group, and nesting works
TEST(Policies, ListTheMembersOfAGroupAndOfGroupsInIt) {
    Scene scene;
    add(scene, "inner@plazo.test", "group", {luis});
    add(scene, "outer@plazo.test", "group", {"inner@plazo.test"});
    add_policy(scene, "outer@plazo.test", "restrict");
    calendar_of(scene, luis).expect(200);
    calendar_of(scene, ana).expect(403);
}

// graph.md 18: which of the two texts a mailbox outside the scope gives is not known, so a switch
TEST(Policies, RefuseWhatIsOutsideAnRbacScopeInEitherText) {
    Scene scene;
    scene.client_id = scene.add_application({});
    scene.forget_token();
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id}, {"kind", "rbac"}, {"mailboxes", {luis}}})
        .expect(200);
    const auto text = [&] {
        return calendar_of(scene, ana).expect(403)["error"]["message"].get<std::string>();
    };
    EXPECT_EQ(text(), "Access is denied. Check credentials and try again.");
    scene.admin("POST", "/quirks", {{"rbac_names_policy", true}}).expect(200);
    EXPECT_NE(text().find("[RAOP]"), std::string::npos);
    calendar_of(scene, luis).expect(200);
}

// graph.md 18: a recipient group scope of RBAC means direct members
TEST(Policies, RbacMeansTheDirectMembersOfAGroup) {
    Scene scene;
    scene.client_id = scene.add_application({});
    add(scene, "inner@plazo.test", "group", {luis});
    add(scene, "outer@plazo.test", "group", {"inner@plazo.test", ana});
    scene
        .admin(
            "POST", "/policies",
            {{"client_id", scene.client_id}, {"kind", "rbac"}, {"mailboxes", {"outer@plazo.test"}}})
        .expect(200);
    calendar_of(scene, ana).expect(200);
    calendar_of(scene, luis).expect(403);
}

TEST(Policies, ListAMailboxByAnyOfItsAddresses) {
    Scene scene;
    scene.admin("POST", "/mailboxes", {{"address", office}, {"aliases", {"front@plazo.test"}}})
        .expect(200);
    add_policy(scene, "front@plazo.test", "restrict");
    calendar_of(scene, office).expect(200);
    calendar_of(scene, "front@plazo.test").expect(200);
    calendar_of(scene, ana).expect(403);
    add(scene, "team@plazo.test", "group", {"front@plazo.test"});
    add_policy(scene, "team@plazo.test", "deny");
    calendar_of(scene, office).expect(403);
}

// graph.md 18: Deny wins, then a member of a restricting one, then not a member, then none
TEST(Policies, OneThatDeniesWins) {
    Scene scene;
    add_policy(scene, luis, "deny");
    calendar_of(scene, luis).expect(403);
    calendar_of(scene, ana).expect(200);
    add_policy(scene, luis, "restrict");
    calendar_of(scene, luis).expect(403);
    calendar_of(scene, ana).expect(403);
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id},
                {"kind", "rbac"},
                {"access", "deny"},
                {"mailboxes", {ana}}})
        .expect(400);
}

}  // namespace
}  // namespace plazo::sandbox
