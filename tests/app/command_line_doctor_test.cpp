// plazo doctor, plazo certificate rotate
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/app/cloud.h"

namespace plazo::app {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

class DoctorCommand : public Cloud {
  protected:
    Ran doctor(Words words = {}) {
        words.insert(words.begin(), "doctor");
        words.push_back("--json");
        return run(words);
    }
    static std::string status_of(const Ran& ran, const std::string& name) {
        const json document = ran.json();
        for (const json& check : document.at("checks")) {
            if (check["name"] == name) return check["status"];
        }
        return "";
    }
    static json check_of(const Ran& ran, const std::string& name) {
        const json document = ran.json();
        for (const json& check : document.at("checks")) {
            if (check["name"] == name) return check;
        }
        return json{};
    }
    void prepare(const char* policy = "rbac") {
        add_mailbox("plazos@acme.test");
        const std::string client = add_application({})["client_id"];
        admin("POST", "/policies",
              {{"client_id", client}, {"kind", policy}, {"mailboxes", {"plazos@acme.test"}}});
        add_repository(client);
    }
};

TEST_F(DoctorCommand, FindsNothingWhereAllIsWell) {
    prepare();
    const Ran ran = doctor();
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_TRUE(ran.json()["ok"]);
    EXPECT_EQ(ran.json()["checks"].size(), 11U);
    const json document = ran.json();
    for (const json& check : document["checks"]) EXPECT_EQ(check["status"], "ok") << check;
    EXPECT_EQ(check_of(ran, "mailbox")["repository"], "acme");
    for (const std::string& line : requests()) EXPECT_TRUE(line.starts_with("GET ")) << line;
}

TEST_F(DoctorCommand, SkipsWhatCannotBeKnownYet) {
    const Ran ran = doctor();
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(status_of(ran, "store"), "skipped");
    EXPECT_EQ(status_of(ran, "sign-in"), "ok");
    EXPECT_EQ(status_of(ran, "token"), "skipped");
}

TEST_F(DoctorCommand, SkipsWhatAFailureMakesMeaningless) {
    prepare();
    ::chmod(path("plazo.key").c_str(), 0644);
    const Ran ran = doctor();
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_EQ(status_of(ran, "key"), "failed");
    EXPECT_EQ(status_of(ran, "certificate"), "skipped");
    EXPECT_EQ(status_of(ran, "clock"), "ok");
    EXPECT_EQ(status_of(ran, "token"), "skipped");
}

TEST_F(DoctorCommand, SaysWhatIsWrongWithTheConfiguration) {
    const Ran ran =
        run({"doctor", "--json", "--config", write("p.toml", "[graph]\nrot = \"x\"\n")});
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_EQ(status_of(ran, "configuration"), "failed");
    EXPECT_EQ(check_of(ran, "configuration")["fix"], "did you mean graph.root?");
    EXPECT_EQ(status_of(ran, "mailbox"), "skipped");
}

TEST_F(DoctorCommand, MeasuresTheClock) {
    admin("POST", "/clock", {{"advance", "PT10M"}});
    const Ran ran = doctor({"clock"});
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_EQ(ran.json()["checks"].size(), 1U) << ran.out;
    const std::string detail = check_of(ran, "clock")["detail"];
    EXPECT_TRUE(detail.ends_with(" s behind")) << detail;
}

TEST_F(DoctorCommand, CannotReachAPortThatNobodyListensOn) {
    set("PLAZO_GRAPH_LOGIN_HOST", "https://localhost:1");
    set("PLAZO_GRAPH_ROOT", "https://localhost:1");
    const Ran ran = doctor({"token"});
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_EQ(status_of(ran, "sign-in"), "failed");
    EXPECT_EQ(status_of(ran, "token"), "skipped");
}

TEST_F(DoctorCommand, TellsATenantFromAClient) {
    const std::string client = add_application({})["client_id"];
    ASSERT_EQ(run({"repository", "add", "acme", "--tenant", client, "--client", tenant, "--mailbox",
                   "plazos@acme.test", "--no-test"})
                  .code,
              0);
    const Ran ran = doctor({"tenant", "roles"});
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_EQ(check_of(ran, "tenant")["detail"], "tenant and client id are swapped");
    EXPECT_EQ(status_of(ran, "roles"), "skipped");
}

TEST_F(DoctorCommand, ShowsOurThumbprintWhenTheCertificateIsNotKnown) {
    const std::string client =
        admin("POST", "/applications", {{"displayName", "Plazo"}})["client_id"];
    add_repository(client);
    const Ran ran = doctor({"token"});
    EXPECT_EQ(ran.code, 1) << ran.out;
    const std::string thumbprint = run({"certificate", "show", "--json"}).json()["thumbprint_sha1"];
    const std::string fix = check_of(ran, "token")["fix"];
    EXPECT_NE(fix.find(thumbprint), std::string::npos) << fix;
}

TEST_F(DoctorCommand, WarnsOfConsentForTheWholeTenant) {
    add_mailbox("plazos@acme.test");
    add_repository(add_application({"Mail.Send", "Calendars.ReadWrite"})["client_id"]);
    const Ran ran = doctor({"roles"});
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(status_of(ran, "roles"), "warning");
    EXPECT_EQ(doctor({"roles", "--strict"}).code, 3);
}

TEST_F(DoctorCommand, ListsItsChecksAndRefusesOthers) {
    EXPECT_EQ(doctor({"--list"}).json()["checks"].size(), 11U);
    const Ran ran = doctor({"clok"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.error()["hint"], "did you mean clock?");
    EXPECT_EQ(doctor({"--fix"}).code, 2);
    EXPECT_TRUE(requests().empty());
}

class RotateCommand : public Cloud {
  protected:
    RotateCommand() : made_(add_application({})) {}
    Ran rotate(const Words& more = {}, bool with_object = true) {
        Words words = {"certificate", "rotate",           "--tenant", tenant,
                       "--client",    made_["client_id"], "--json"};
        if (with_object) words.insert(words.end(), {"--object-id", made_["object_id"]});
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    void use(const json& rotated) {
        set("PLAZO_CERTIFICATE_PATH", rotated["certificate"]);
        set("PLAZO_CERTIFICATE_KEY_PATH", rotated["key"]);
    }
    json made_;
};

TEST_F(RotateCommand, LetsTheNewCertificateInByTheOldOne) {
    const std::string before = read(path("plazo.key"));
    const Ran ran = rotate();
    ASSERT_EQ(ran.code, 0) << ran.out;
    const json rotated = ran.json();
    EXPECT_TRUE(rotated["accepted"]);
    EXPECT_NE(rotated["key_id"], "");
    const json before_it = run({"certificate", "show", "--json"}).json();
    EXPECT_EQ(read(path("plazo.key")), before) << "the old files stay";
    struct stat status {};
    ASSERT_EQ(::stat(rotated["key"].get<std::string>().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    use(rotated);
    EXPECT_EQ(run({"certificate", "show", "--json"}).json()["subject"], before_it["subject"]);
    EXPECT_EQ(run({"app", "verify", "--tenant", tenant, "--client", made_["client_id"]}).code, 0);
}

TEST_F(RotateCommand, GoesOnWhereAnInterruptedRunStopped) {
    const json first = rotate().json();
    const Ran again = rotate();
    EXPECT_EQ(again.code, 0) << again.out;
    EXPECT_EQ(again.json()["thumbprint_sha1"], first["thumbprint_sha1"]);
    EXPECT_EQ(again.json()["key_id"], "") << "it was added already, and is not added twice";
}

TEST_F(RotateCommand, RemovesTheOldKeyAtTheEndButNeverItsOwn) {
    // A person who may read the registration tells the old key's id.
    const json rotated = rotate().json();
    const Ran unnamed = rotate({"--finish"});
    EXPECT_EQ(unnamed.code, 2) << unnamed.out;
    EXPECT_EQ(unnamed.error()["code"], "no-key-id");
    const Ran removed = rotate({"--finish", "--key-id", rotated["key_id"]});
    ASSERT_EQ(removed.code, 0) << removed.out;
    use(rotated);
    EXPECT_EQ(run({"app", "verify", "--tenant", tenant, "--client", made_["client_id"]}).code, 4)
        << "that key was taken off";
}

TEST_F(RotateCommand, NeedsTheObjectIdWhereItMayNotReadTheRegistration) {
    const Ran ran = rotate({}, false);
    EXPECT_EQ(ran.code, 2) << ran.out;
    EXPECT_EQ(ran.error()["code"], "no-object-id");
    EXPECT_FALSE(std::filesystem::exists(path("plazo-new.key")));
}

TEST_F(RotateCommand, IsRefusedWithAWrongObjectId) {
    const Ran ran = run({"certificate", "rotate", "--tenant", tenant, "--client",
                         made_["client_id"], "--object-id", "x", "--json"});
    EXPECT_EQ(ran.code, 5) << ran.out;
}

TEST_F(RotateCommand, FindsBothIdsWhereItMayReadTheRegistration) {
    made_ = add_application({"Application.ReadWrite.All"});
    const Ran ran = rotate({}, false);
    ASSERT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(ran.json()["object_id"], made_["object_id"]);
    use(ran.json());
    const Ran own = rotate({"--finish", "--key-id", ran.json()["key_id"]}, false);
    EXPECT_EQ(own.code, 7) << own.out;
    EXPECT_EQ(own.error()["code"], "key-in-use");
    EXPECT_EQ(rotate({"--finish"}, false).code, 0) << "the only other one";
}

TEST_F(RotateCommand, RefusesArgumentsThatMakeNoSense) {
    EXPECT_EQ(run({"certificate", "rotate"}).code, 2);
    EXPECT_EQ(rotate({"--key-id", "k"}).code, 2);
    EXPECT_EQ(rotate({"--days", "4000"}).code, 2);
    EXPECT_EQ(rotate({"--new-certificate", path("plazo.pem")}).code, 7);
}

}  // namespace
}  // namespace plazo::app
