// One deadline travels the whole way, over TLS, with a certificate-signed token.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/end_to_end/stage.h"

namespace plazo::end_to_end {
namespace {

using nlohmann::json;

json mail_of(const Stage& stage, const char* address, const std::string& kind) {
    for (const json& mail : stage.inbox(address)) {
        if (mail.at("kind") == kind) return mail;
    }
    return nullptr;
}

TEST(Flow, FromTriggerToInvitationReminderUpdateAndCancellation) {
    Stage stage;
    stage.start_service();
    stage.add_repository();

    json event = upsert(1);
    const std::string due = madrid(3 * 3600);
    event["data"]["deadline"]["due"]["at"] = due;
    event["data"]["deadline"]["event"] = {{"length", "PT15M"}, {"placement", "starts-at-due"}};
    event["data"]["reminders"] = json::parse(R"([{"before":"PT2H59M54S"}])");
    const graph::Response taken = stage.post(event);
    ASSERT_EQ(taken.status, 202) << taken.body;
    EXPECT_EQ(json::parse(taken.body).at("outcome"), "created");

    ASSERT_TRUE(stage.wait(luis, "invitation"));
    const json invitation = mail_of(stage, luis, "invitation");
    EXPECT_EQ(invitation.at("start").at("dateTime"), due);
    EXPECT_EQ(invitation.at("method"), "REQUEST");
    EXPECT_EQ(invitation.at("subject"), "Revisar contrato");
    ASSERT_TRUE(stage.wait(luis, "mail"));
    EXPECT_NE(mail_of(stage, luis, "mail").at("subject").get<std::string>().find("Recordatorio"),
              std::string::npos);

    json move = message("move", 2);
    const std::string later = madrid(27 * 3600);
    move["data"]["deadline"]["due"] = {{"at", later}, {"timeZone", "Europe/Madrid"}};
    EXPECT_EQ(stage.post(move).status, 202);
    ASSERT_TRUE(stage.wait(luis, "update"));
    EXPECT_EQ(mail_of(stage, luis, "update").at("start").at("dateTime"), later);

    json complete = message("complete", 3);
    complete["data"]["completedBy"] = "Luis";
    EXPECT_EQ(stage.post(complete).status, 202);
    ASSERT_TRUE(stage.wait(luis, "cancellation"));
    EXPECT_EQ(stage.post(complete).status, 202);  // repeated: nothing more
    EXPECT_EQ(stage.inbox(luis).size(), 4u);
    EXPECT_EQ(stage.live_events(), 0);
}

TEST(Flow, ARepeatedDeliveryGetsItsFirstAnswerAndSendsNothing) {
    Stage stage;
    stage.start_service();
    stage.add_repository();
    const json event = upsert(1);
    const graph::Response first = stage.post(event);
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    EXPECT_EQ(stage.post(event).body, first.body);
    json again = event;
    again["id"] = "another-delivery";
    EXPECT_EQ(json::parse(stage.post(again).body).at("outcome"), "unchanged");
    EXPECT_EQ(stage.inbox(luis).size(), 1u);
}

TEST(Flow, CommandsReachTheRunningServiceAndWorkWithoutOne) {
    Stage stage;
    stage.start_service();
    stage.add_repository();
    const Output added =
        stage.plazo({"deadline", "add", "--repository", "acme", "--document", "7", "--title",
                     "Firmar", "--due", madrid(7200), "--assignee", luis, "--json"});
    ASSERT_EQ(added.code, 0) << added.out << added.err;
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    const std::string id = json::parse(added.out).at("deadline");
    EXPECT_EQ(stage.plazo({"deadline", "complete", id, "--repository", "acme", "--by", "Eva"}).code,
              0);
    ASSERT_TRUE(stage.wait(luis, "cancellation"));

    stage.signal_service(SIGTERM);
    EXPECT_EQ(stage.service_end(), 0) << stage.log();
    const Output listed = stage.plazo({"--json", "deadline", "list", "--repository", "acme"});
    ASSERT_EQ(listed.code, 0);
    EXPECT_EQ(json::parse(listed.out).at("deadlines").at(0).at("status"), "completed");
}

TEST(Flow, WhatIsStoredWithoutAServiceIsSentWhenOneStarts) {
    Stage stage;
    stage.add_repository();
    ASSERT_EQ(stage
                  .plazo({"deadline", "add", "--repository", "acme", "--document", "7", "--title",
                          "Firmar", "--due", madrid(7200), "--assignee", luis})
                  .code,
              0);
    EXPECT_EQ(stage.inbox(luis).size(), 0u);
    stage.start_service();
    EXPECT_TRUE(stage.wait(luis, "invitation"));
}

TEST(Flow, RemindSendsWhatIsDueOnce) {
    Stage stage;
    stage.add_repository();
    ASSERT_EQ(
        stage
            .plazo({"deadline", "add", "--repository", "acme", "--document", "7", "--title",
                    "Firmar", "--due", madrid(3600), "--assignee", luis, "--remind", "PT59M54S"})
            .code,
        0);
    std::size_t due = 0;
    for (int tries = 0; tries < 30 && due == 0; ++tries) {
        ::sleep(1);
        const Output shown = stage.plazo({"remind", "--dry-run", "--json"});
        due = json::parse(shown.out).at("would_send").size();
    }
    EXPECT_EQ(due, 1u);
    EXPECT_EQ(stage.count(luis, "mail"), 0);
    EXPECT_EQ(stage.plazo({"remind", "--repository", "acme"}).code, 0);
    EXPECT_EQ(stage.plazo({"remind", "--repository", "acme"}).code, 0);
    EXPECT_EQ(stage.count(luis, "mail"), 1);
}

TEST(Setup, ATestMailIsSentAndTheTestEventIsGoneAgain) {
    Stage stage;
    stage.add_repository();
    const Output tested = stage.plazo({"repository", "test", "acme", "--send-to", luis, "--json"});
    ASSERT_EQ(tested.code, 0) << tested.out;
    EXPECT_EQ(json::parse(tested.out).at("checks").size(), 4u);
    EXPECT_EQ(stage.count(luis, "mail"), 1);
    EXPECT_EQ(stage.live_events(), 0);
}

json error_of(const Output& output) {
    return json::parse(output.out).at("error");
}

TEST(Setup, AWrongTenantIsToldFromAWrongApplication) {
    Stage stage;
    const Output tenant = stage.add_repository_with({{"--tenant", "other.example"}});
    EXPECT_EQ(tenant.code, 4) << tenant.out;
    EXPECT_NE(error_of(tenant).at("message").get<std::string>().find("tenant was not found"),
              std::string::npos);
    const Output client =
        stage.add_repository_with({{"--client", "00000000-0000-4000-8000-000000000000"}});
    EXPECT_EQ(client.code, 4);
    EXPECT_NE(error_of(client).at("message").get<std::string>().find("not in this tenant"),
              std::string::npos);
    EXPECT_EQ(stage.plazo({"repository", "show", "acme"}).code, 5) << "nothing may be saved";
}

TEST(Setup, ACertificateThatEntraDoesNotKnowIsNamedWithWhatToDo) {
    Stage stage;
    const std::string pem = stage.folder() + "/other.pem";
    const std::string key = stage.folder() + "/other.key";
    ASSERT_EQ(stage.plazo({"certificate", "create", "--certificate", pem, "--key", key}).code, 0);
    ::setenv("PLAZO_CERTIFICATE_PATH", pem.c_str(), 1);
    ::setenv("PLAZO_CERTIFICATE_KEY_PATH", key.c_str(), 1);
    const Output added = stage.add_repository_with({});
    ::unsetenv("PLAZO_CERTIFICATE_PATH");
    ::unsetenv("PLAZO_CERTIFICATE_KEY_PATH");
    EXPECT_EQ(added.code, 4);
    EXPECT_NE(error_of(added).at("message").get<std::string>().find("upload this service's .cer"),
              std::string::npos);
}

TEST(Setup, AMailboxOutsideThePolicyIsAPermissionMatterAndOneThatIsNotThereIsNotFound) {
    Stage stage;
    EXPECT_EQ(stage.add_repository_with({{"--mailbox", "nobody@acme.example"}}).code, 5);
    stage.sandbox("POST", "/_sandbox/policies",
                  {{"client_id", stage.client()},
                   {"kind", "access-policy"},
                   {"mailboxes", {luis}},
                   {"active_in", "PT0S"}});
    const Output denied = stage.add_repository_with({});
    EXPECT_EQ(denied.code, 4) << denied.out;
    EXPECT_EQ(error_of(denied).at("details").at("checks").at(1).at("name"), "calendar");
}

TEST(Setup, ANetworkThatIsNotThereIsWorthAnotherTry) {
    Stage stage;
    ::setenv("PLAZO_GRAPH_LOGIN_HOST", "https://localhost:1", 1);
    ::setenv("PLAZO_GRAPH_ROOT", "https://localhost:1", 1);
    const Output added = stage.add_repository_with({});
    ::unsetenv("PLAZO_GRAPH_LOGIN_HOST");
    ::unsetenv("PLAZO_GRAPH_ROOT");
    EXPECT_EQ(added.code, 6) << added.out;
    EXPECT_EQ(error_of(added).at("retryable"), true);
}

TEST(Serve, ASecondOneOnTheSameStoreAndATakenPortExitWithSeven) {
    Stage stage;
    stage.start_service();
    const Output second = stage.plazo({"serve", "--listen", "127.0.0.1:0", "--json"});
    EXPECT_EQ(second.code, 7);
    EXPECT_EQ(error_of(second).at("code"), "store-in-use");
    const std::string taken = stage.service_url().substr(std::string{"http://"}.size());
    ::setenv("PLAZO_STORE_URL", ("sqlite://" + stage.folder() + "/second.db").c_str(), 1);
    const Output port = stage.plazo({"serve", "--listen", taken, "--json"});
    ::unsetenv("PLAZO_STORE_URL");
    EXPECT_EQ(port.code, 7);
    EXPECT_EQ(error_of(port).at("code"), "port-in-use");
}

TEST(Serve, AKeyFileThatOthersCanReadAndADamagedStoreAreRefused) {
    Stage stage;
    const std::string key = stage.folder() + "/plazo.key";
    ASSERT_EQ(::chmod(key.c_str(), 0644), 0);
    const Output readable = stage.plazo({"serve", "--listen", "127.0.0.1:0", "--json"});
    EXPECT_EQ(readable.code, 2);
    EXPECT_NE(error_of(readable).at("message").get<std::string>().find("chmod 0600"),
              std::string::npos);
    ASSERT_EQ(::chmod(key.c_str(), 0600), 0);
    std::ofstream{stage.folder() + "/plazo.db"} << std::string(8192, 'x');
    const Output damaged = stage.plazo({"serve", "--listen", "127.0.0.1:0", "--json"});
    EXPECT_EQ(damaged.code, 1);
    EXPECT_EQ(read_file(stage.folder() + "/plazo.db"), std::string(8192, 'x')) << "left as it was";
}

}  // namespace
}  // namespace plazo::end_to_end
