// plazo repository, key and deadline: commands that open the store themselves, since no service
// runs.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/app/command_line.h"

namespace plazo::app {
namespace {

using nlohmann::json;

class StoreCommand : public CommandLine {
  protected:
    StoreCommand() { set("PLAZO_STORE_URL", "sqlite://" + path("plazo.db")); }

    Ran add_repository(const std::vector<std::string>& more = {}) {
        std::vector<std::string> words = {
            "repository", "add",           "acme",     "--no-test",
            "--tenant",   "acme.es",       "--client", "11111111-2222-3333-4444-555555555555",
            "--mailbox",  "plazos@acme.es"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }

    Ran add_deadline(const std::string& repository, const std::string& due) {
        return run({"deadline", "add", "--repository", repository, "--document", "88121", "--title",
                    "Revisar contrato", "--due", due, "--assignee", "luis@acme.es", "--remind",
                    "P2D", "--json"});
    }

    json deadlines() {
        return run({"deadline", "list", "--repository", "acme", "--json"}).json().at("deadlines");
    }
};

TEST_F(StoreCommand, SavesARepositoryAndShowsIt) {
    EXPECT_EQ(run({"repository", "list"}).out, "");
    const Ran added = add_repository({"--time-zone", "Europe/Berlin", "--language", "en"});
    ASSERT_EQ(added.code, 0) << added.err;
    EXPECT_NE(added.out.find("plazo key create acme"), std::string::npos) << added.out;
    const json shown = run({"repository", "show", "acme", "--json"}).json();
    EXPECT_EQ(shown.at("mailbox"), "plazos@acme.es");
    EXPECT_EQ(shown.at("time_zone"), "Europe/Berlin");
    EXPECT_EQ(run({"repository", "list", "--json"}).json().at("repositories").size(), 1U);
    EXPECT_NE(run({"repository", "list"}).out.find("plazos@acme.es"), std::string::npos);
}

TEST_F(StoreCommand, TakesTheNameBehindAFlagThatRepeats) {
    const Ran ran =
        run({"repository", "add", "--no-test", "--allow", "ana@acme.es", "--allow", "eva@acme.es",
             "acme", "--tenant", "acme.es", "--client", "11111111-2222-3333-4444-555555555555",
             "--mailbox", "plazos@acme.es", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(ran.json().at("name"), "acme");
    EXPECT_EQ(ran.json().at("allow"), json({"ana@acme.es", "eva@acme.es"}));
}

TEST_F(StoreCommand, RefusesARepositoryThatCannotWork) {
    const Ran zone = add_repository({"--time-zone", "Europe/Madird", "--json"});
    EXPECT_EQ(zone.code, 2);
    EXPECT_EQ(zone.error().at("pointer"), "/time_zone");
    EXPECT_EQ(zone.error().at("hint"), "did you mean Europe/Madrid?");
    EXPECT_EQ(add_repository({"--cloud", "moon"}).code, 2);
    EXPECT_EQ(add_repository({"--reminder-time", "25:00"}).code, 2);
    EXPECT_EQ(add_repository({"--allow", "nobody"}).code, 2);
    EXPECT_EQ(run({"repository", "list"}).out, "");
}

TEST_F(StoreCommand, SavesNothingUntestedUnlessToldSo) {
    const Ran ran = run({"repository", "add", "acme", "--tenant", "acme.es", "--client",
                         "11111111-2222-3333-4444-555555555555", "--mailbox", "plazos@acme.es"});
    EXPECT_NE(ran.code, 0) << "there is no certificate to test with";
    EXPECT_EQ(run({"repository", "list"}).out, "");
}

TEST_F(StoreCommand, DoesNotKnowOtherRepositories) {
    const Ran ran = run({"repository", "show", "globex", "--json"});
    EXPECT_EQ(ran.code, 5);
    EXPECT_EQ(ran.error().at("code"), "unknown-repository");
    EXPECT_EQ(ran.error().at("category"), "not_found");
    EXPECT_EQ(run({"key", "list", "globex"}).code, 5);
    EXPECT_EQ(add_deadline("globex", "2036-12-15T14:00:00").code, 5);
}

TEST_F(StoreCommand, ShowsAKeyOnce) {
    add_repository();
    const json made = run({"key", "create", "acme", "--note", "workflow", "--json"}).json();
    const std::string key = made.at("key");
    EXPECT_TRUE(key.starts_with("plz_")) << key;
    const Ran list = run({"key", "list", "acme"});
    EXPECT_NE(list.out.find(made.at("id").get<std::string>()), std::string::npos);
    EXPECT_NE(list.out.find("workflow"), std::string::npos);
    EXPECT_EQ(run({"key", "list", "acme", "--json"}).out.find(key), std::string::npos);
    EXPECT_EQ(read(path("plazo.db")).find(key), std::string::npos) << "only its hash is kept";
    EXPECT_EQ(read(path("plazo.db-wal")).find(key), std::string::npos);
}

TEST_F(StoreCommand, RevokesKeys) {
    add_repository();
    const std::string id = run({"key", "create", "acme", "--json"}).json().at("id");
    EXPECT_EQ(run({"key", "revoke", "acme", id}).code, 0);
    const json keys = run({"key", "list", "acme", "--json"}).json().at("keys");
    ASSERT_EQ(keys.size(), 1U);
    EXPECT_TRUE(keys[0].contains("revoked")) << keys;
    EXPECT_EQ(run({"key", "revoke", "acme", "other"}).code, 5);
}

TEST_F(StoreCommand, KeepsADeadlineUntilItIsDone) {
    add_repository();
    const Ran added = add_deadline("acme", "2036-12-15T14:00:00");
    ASSERT_EQ(added.code, 0) << added.out;
    EXPECT_EQ(added.json().at("outcome"), "created");
    EXPECT_EQ(added.json().at("due"), "2036-12-15T13:00:00Z");
    EXPECT_NE(added.err.find("plazo serve"), std::string::npos) << "who sends it: " << added.err;
    const std::string id = added.json().at("deadline");
    const json shown = run({"deadline", "show", id, "--repository", "acme", "--json"}).json();
    EXPECT_EQ(shown.at("status"), "open");
    EXPECT_EQ(shown.at("title"), "Revisar contrato");
    EXPECT_EQ(shown.at("steps").size(), 2U) << "the event and a reminder: " << shown;
    const Ran done =
        run({"deadline", "complete", id, "--repository", "acme", "--by", "Luis", "--json"});
    EXPECT_EQ(done.code, 0) << done.out;
    ASSERT_EQ(deadlines().size(), 1U);
    EXPECT_EQ(deadlines()[0].at("status"), "completed");
}

TEST_F(StoreCommand, CancelsADeadline) {
    add_repository();
    const std::string id = add_deadline("acme", "2036-12-15").json().at("deadline");
    EXPECT_EQ(run({"deadline", "cancel", id, "--repository", "acme", "--reason", "Anulado"}).code,
              0);
    EXPECT_EQ(deadlines().at(0).at("status"), "cancelled");
    const Ran other = run({"deadline", "cancel", "dl_0", "--repository", "acme", "--json"});
    EXPECT_EQ(other.code, 5);
    EXPECT_EQ(other.error().at("category"), "not_found");
}

TEST_F(StoreCommand, RefusesADeadlineInThePast) {
    add_repository();
    const Ran ran = add_deadline("acme", "2016-12-15T14:00:00");
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.error().at("pointer"), "/data/deadline/due");
    EXPECT_NE(ran.error().at("message").get<std::string>().find("in the past"), std::string::npos);
    EXPECT_TRUE(deadlines().empty());
}

TEST_F(StoreCommand, RefusesADueTimeThatIsNone) {
    add_repository();
    for (const char* due : {"tomorrow", "2036-02-30", "2036-12-15T25:00:00", ""}) {
        const Ran ran = add_deadline("acme", due);
        EXPECT_EQ(ran.code, 2) << due;
        const std::string pointer = ran.error().at("pointer");
        EXPECT_TRUE(pointer.starts_with("/data/deadline/due")) << due << ": " << pointer;
    }
}

TEST_F(StoreCommand, KeepsItsFilesToTheOwner) {
    add_repository();
    const auto mode = std::filesystem::status(path("plazo.db")).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(StoreCommand, SaysThatADatabaseIsDamaged) {
    write("plazo.db", std::string(8192, 'x'));
    const Ran ran = run({"repository", "list"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find(path("plazo.db") + " is damaged, or no Plazo database"),
              std::string::npos)
        << ran.err;
    EXPECT_EQ(run({"repository", "list", "--json"}).error().at("category"), "failed");
}

TEST_F(StoreCommand, RemindsNobodyWhenNothingIsDue) {
    add_repository();
    const Ran ran = run({"remind", "--dry-run", "--json"});
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_TRUE(ran.json().at("would_send").empty());
}

TEST_F(StoreCommand, ShowsTheRemindersThatWouldBeDue) {
    add_repository();
    add_deadline("acme", "2036-12-15T14:00:00");
    const Ran ran = run({"remind", "--dry-run", "--until", "2036-12-14T00:00:00Z", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.out;
    ASSERT_EQ(ran.json().at("would_send").size(), 1U);
    EXPECT_EQ(ran.json().at("would_send").at(0).at("to"), "luis@acme.es");
}

}  // namespace
}  // namespace plazo::app
