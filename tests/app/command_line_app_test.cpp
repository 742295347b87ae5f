// plazo app register | verify, plazo policy script | verify
#include <gtest/gtest.h>

#include <algorithm>

#include "graph/certificate.h"
#include "scheduler/app/admin_script.h"
#include "tests/app/cloud.h"

namespace plazo::app {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(AdminScript, QuotesWhatPowerShellTakesForQuotes) {
    EXPECT_EQ(powershell_quoted("acme"), "'acme'");
    EXPECT_EQ(powershell_quoted("o'neill; $(calc)"), "'o''neill; $(calc)'");
    for (const char* quote : {"\u2018", "\u2019", "\u201a", "\u201b"}) {
        const std::string text{quote};
        EXPECT_EQ(powershell_quoted("a" + text + "b"), "'a" + text + text + "b'");
    }
    EXPECT_EQ(powershell_quoted("\u201c\u00e1"), "'\u201c\u00e1'");
    EXPECT_THROW(powershell_quoted("a\nb"), std::invalid_argument);
    EXPECT_THROW(powershell_quoted(std::string("a\0b", 3)), std::invalid_argument);
}

class AppCommand : public Cloud {
  protected:
    Ran verify(const std::string& client, const Words& more = {}) {
        Words words = {"app", "verify", "--tenant", tenant, "--client", client, "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    void instruct(const char* decision, const json& scopes) {
        admin("POST", "/administrator",
              {{"decision", decision}, {"scopes", scopes}, {"interval_seconds", 1}});
    }
    Ran register_by_device_code(const Words& more = {}) {
        Words words = {"app", "register", "--device-code", "--tenant", tenant, "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
};

TEST_F(AppCommand, PrintsAScriptThatConsentsToNothingByDefault) {
    const Ran ran = run({"app", "register", "--tenant", "acme.es", "--name", "Plazo d'Acme"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_TRUE(contains(ran.out, "New-MgApplication -DisplayName 'Plazo d''Acme'")) << ran.out;
    EXPECT_TRUE(contains(ran.out, "-TenantId 'acme.es'")) << ran.out;
    EXPECT_FALSE(contains(ran.out, "RequiredResourceAccess")) << ran.out;
    EXPECT_FALSE(contains(ran.out, "AppRoleAssign")) << ran.out;
    EXPECT_FALSE(contains(ran.out, "PRIVATE"));
    const json shown = run({"app", "register", "--json"}).json();
    EXPECT_TRUE(contains(ran.err, shown["thumbprint_sha1"])) << "the portal shows it";
    EXPECT_TRUE(requests().empty());
}

TEST_F(AppCommand, PrintsAScriptThatConsentsToTheTwoRolesUnderTheLegacyScope) {
    const std::string script = run({"app", "register", "--scope", "legacy"}).out;
    EXPECT_TRUE(contains(script, "'b633e1c5-b582-4048-a93e-9f11b44c7e96'")) << script;
    EXPECT_TRUE(contains(script, "'ef54d2bf-783f-4e0f-bca1-3210c0444d99'")) << script;
    EXPECT_TRUE(contains(script, "New-MgServicePrincipalAppRoleAssignedTo")) << script;
}

TEST_F(AppCommand, RefusesArgumentsThatMakeNoSense) {
    const std::vector<Words> wrong = {
        {"app"},
        {"app", "register", "--scope", "all"},
        {"app", "register", "--script", "--device-code", "--tenant", "acme.es"},
        {"app", "register", "--device-code"},
        {"app", "register", "--device-code", "--tenant", "common"},
        {"app", "register", "--device-code", "--tenant", "a/b"},
        {"app", "register", "--client", "x"},
        {"app", "register", "--cloud", "moon"},
        {"app", "register", "--name", "a\nb"},
        {"app", "register", "--secret", "x"},
        {"app", "verify"},
        {"app", "verify", "--tenant", "acme.es"},
    };
    for (Words words : wrong) {
        const std::string all = words.back();
        words.push_back("--json");
        const Ran ran = run(words);
        EXPECT_EQ(ran.code, 2) << all << ran.out;
        EXPECT_EQ(ran.error()["category"], "usage") << all;
    }
    EXPECT_TRUE(requests().empty());
}

TEST_F(AppCommand, RegistersThroughADeviceCodeAndThenSignsIn) {
    instruct("approves", {"Application.ReadWrite.All"});
    const Ran ran = register_by_device_code();
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_TRUE(contains(ran.err, "enter the code")) << ran.err;
    const std::string client = ran.json()["client_id"];
    EXPECT_FALSE(contains(ran.out + ran.err, "eyJ")) << "no token is ever shown";
    EXPECT_EQ(verify(client).code, 0);
}

TEST_F(AppCommand, GrantsTheRolesUnderTheLegacyScope) {
    instruct("approves", {"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"});
    const Ran ran = register_by_device_code({"--scope", "legacy"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    const std::string client = ran.json()["client_id"];
    EXPECT_EQ(verify(client, {"--scope", "legacy"}).code, 0);
    const Ran wrong = verify(client);
    EXPECT_EQ(wrong.code, 4) << wrong.out;
    EXPECT_TRUE(contains(wrong.error()["message"], "whole tenant")) << wrong.out;
    EXPECT_EQ(wrong.error()["details"]["checks"][2]["name"], "roles");
}

TEST_F(AppCommand, WaitsForTheDirectoryToKnowWhomItGrantsARole) {
    instruct("approves", {"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"});
    admin("POST", "/faults",
          {{"match", {{"method", "POST"}, {"path", "appRoleAssign"}}},
           {"count", 1},
           {"when", "before"},
           {"status", 404}});
    const Ran ran = register_by_device_code({"--scope", "legacy"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(verify(ran.json()["client_id"], {"--scope", "legacy"}).code, 0);
}

TEST_F(AppCommand, WaitsForTheDirectoryToKnowWhatItHasJustMade) {
    instruct("approves", {"Application.ReadWrite.All"});
    admin("POST", "/faults",
          {{"match", {{"method", "POST"}, {"path", "/v1.0/servicePrincipals"}}},
           {"count", 1},
           {"when", "before"},
           {"status", 400},
           {"body", {{"error", {{"code", "Request_BadRequest"}}}}}});
    EXPECT_EQ(register_by_device_code().code, 0);
}

TEST_F(AppCommand, AddsTheCertificateToAnApplicationThatIsThereOnce) {
    const json made = admin("POST", "/applications", {{"displayName", "Plazo"}});
    const std::string client = made["client_id"];
    EXPECT_EQ(verify(client).code, 4) << "it does not know us yet";
    instruct("approves", {"Application.ReadWrite.All"});
    for (int count = 0; count < 2; ++count) {
        ASSERT_EQ(register_by_device_code({"--client", client}).code, 0);
    }
    EXPECT_EQ(verify(client).code, 0);
    const auto lines = requests();
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                            [](const std::string& line) { return line.starts_with("PATCH"); }),
              1);
}

TEST_F(AppCommand, SaysWhoRefused) {
    instruct("declines", json::array());
    const Ran declined = register_by_device_code();
    EXPECT_EQ(declined.code, 4);
    EXPECT_EQ(declined.error()["code"], "sign-in-declined");
    instruct("approves", {"User.Read"});
    const Ran denied = register_by_device_code();
    EXPECT_EQ(denied.code, 4);
    EXPECT_TRUE(contains(denied.error()["message"], "Authorization_RequestDenied")) << denied.out;
}

TEST_F(AppCommand, WarnsOfRolesThatAreNotNeeded) {
    const json made = add_application({"User.Read.All"});
    const Ran ran = verify(made["client_id"]);
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(ran.json()["checks"][2]["status"], "warning");
    EXPECT_EQ(verify(made["client_id"], {"--strict"}).code, 3);
}

TEST_F(AppCommand, MissesTheRolesOfTheLegacyScope) {
    const json made = add_application({"Mail.Send"});
    const Ran ran = verify(made["client_id"], {"--scope", "legacy"});
    EXPECT_EQ(ran.code, 4) << ran.out;
    EXPECT_TRUE(contains(ran.error()["message"], "Calendars.ReadWrite is not consented"))
        << ran.out;
}

// --- policies
// -------------------------------------------------------------------------------------

class PolicyCommand : public Cloud {
  protected:
    void prepare(const std::vector<std::string>& roles, const char* kind,
                 const std::vector<std::string>& scoped) {
        add_mailbox("plazos@acme.test");
        add_mailbox("gerencia@acme.test");
        client_ = add_application(roles)["client_id"];
        if (kind != nullptr) {
            admin("POST", "/policies",
                  {{"client_id", client_}, {"kind", kind}, {"mailboxes", scoped}});
        }
        add_repository(client_);
    }
    Ran policy(const std::string& command, const Words& more = {},
               const std::string& denied = "gerencia@acme.test") {
        Words words = {"policy",           command,    "acme", "--allowed",
                       "plazos@acme.test", "--denied", denied};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    std::string client_;
};

TEST_F(PolicyCommand, ProvesThatOneMailboxIsInReachAndTheOtherNot) {
    prepare({}, "rbac", {"plazos@acme.test"});
    const Ran ran = policy("verify", {"--json"});
    ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
    ASSERT_EQ(ran.json()["probes"].size(), 4U);
    EXPECT_EQ(ran.json()["probes"][1]["found"], "reachable");
    EXPECT_EQ(ran.json()["probes"][3]["found"], "refused");
    EXPECT_EQ(admin("GET", "/mailboxes/plazos@acme.test/sent")["value"], json::array());
}

TEST_F(PolicyCommand, ProvesTheSameForAnAccessPolicy) {
    prepare({"Mail.Send", "Calendars.ReadWrite"}, "access-policy", {"plazos@acme.test"});
    EXPECT_EQ(policy("verify").code, 0);
}

TEST_F(PolicyCommand, FailsWhenTheDeniedMailboxIsInReach) {
    prepare({"Mail.Send", "Calendars.ReadWrite"}, nullptr, {});
    const Ran ran = policy("verify", {"--json"});
    EXPECT_EQ(ran.code, 4);
    EXPECT_EQ(ran.error()["code"], "denied-mailbox-reachable");
    EXPECT_TRUE(contains(ran.error()["hint"], "look again at ")) << ran.out;
    EXPECT_EQ(ran.error()["details"]["probes"].size(), 4U);
    EXPECT_EQ(admin("GET", "/mailboxes/gerencia@acme.test/sent")["value"], json::array());
}

TEST_F(PolicyCommand, FailsWhenTheAllowedMailboxIsNot) {
    prepare({}, "rbac", {"otra@acme.test"});
    const Ran ran = policy("verify", {"--json"});
    EXPECT_EQ(ran.code, 4);
    EXPECT_EQ(ran.error()["code"], "allowed-mailbox-refused");
}

TEST_F(PolicyCommand, TakesNoMissingMailboxForARefusal) {
    prepare({"Mail.Send", "Calendars.ReadWrite"}, nullptr, {});
    const Ran ran = policy("verify", {"--json"}, "nadie@acme.test");
    EXPECT_EQ(ran.code, 5) << ran.out;
    EXPECT_EQ(ran.error()["code"], "nothing-proven");
}

TEST_F(PolicyCommand, WritesAScriptForEitherKindOfPolicy) {
    prepare({}, nullptr, {});
    const std::string rbac = policy("script").out;
    for (const char* part :
         {"New-DistributionGroup -Type Security -Name 'Plazo acme'", "@('plazos@acme.test')",
          "New-ManagementScope", "'Application Calendars.ReadWrite', 'Application Mail.Send'",
          "Test-ServicePrincipalAuthorization"}) {
        EXPECT_TRUE(contains(rbac, part)) << part << "\n" << rbac;
    }
    EXPECT_TRUE(contains(rbac, "$clientId = '" + client_ + "'")) << rbac;
    const std::string legacy = policy("script", {"--legacy"}).out;
    EXPECT_TRUE(contains(legacy, "New-ApplicationAccessPolicy -AppId $clientId")) << legacy;
    EXPECT_FALSE(contains(legacy, "New-ManagementScope")) << legacy;
}

TEST_F(PolicyCommand, RefusesArgumentsThatMakeNoSense) {
    prepare({}, nullptr, {});
    for (const Words& words :
         {Words{"policy"}, Words{"policy", "script", "acme"},
          Words{"policy", "verify", "acme", "--allowed", "plazos@acme.test"},
          Words{"policy", "verify", "acme", "--allowed", "a@b.es", "--denied", "A@B.es"},
          Words{"policy", "script", "acme", "--allowed", "a'b", "--denied", "x@acme.test"},
          Words{"policy", "script", "acme", "--allowed", "x@acme.test", "--denied",
                "plazos@acme.test"}}) {
        EXPECT_EQ(run(words).code, 2) << words.back();
    }
    const Ran unknown = run({"policy", "script", "acmo", "--allowed", "a@acme.test", "--denied",
                             "b@acme.test", "--json"});
    EXPECT_EQ(unknown.code, 5) << unknown.out;
}

}  // namespace
}  // namespace plazo::app
