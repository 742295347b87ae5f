#include <gtest/gtest.h>

#include "tests/scheduler/world.h"
#include "tests/web/house.h"

namespace plazo::web {
namespace {

using nlohmann::json;
using testing::House;
using testing::json_in;
using testing::owner;
using testing::pointer_in;
using testing::problem_in;

json settings() {
    return json::parse(R"({"tenant": "nuevo.es", "client_id": "c-1", "mailbox": "plazos@nuevo.es",
                           "time_zone": "Europe/Madrid"})");
}

graph::Request put(const json& body, const std::string& name = "nuevo",
                   const std::string& query = "") {
    return owner("PUT", "/v1/repositories/" + name + query, body.dump());
}

TEST(RepositoryRoute, IsSavedAfterItPassedItsTest) {
    House house;
    const graph::Response answer = house.ask(put(settings()));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(house.asked, std::vector<std::string>{"test nuevo "});
    const json shown = json_in(house.ask(owner("GET", "/v1/repositories/nuevo")));
    EXPECT_EQ(shown, json_in(answer));
    EXPECT_EQ(shown["cloud"], "global");
    EXPECT_EQ(shown["language"], "es");
    EXPECT_EQ(shown["reminder_time"], "09:00");
    EXPECT_EQ(shown["recipients"], json::array());
}

TEST(RepositoryRoute, IsNotSavedWhenItsTestFails) {
    House house;
    house.service_answer.status = 424;
    house.service_answer.body = R"({"steps":[]})";
    const graph::Response answer = house.ask(put(settings()));
    EXPECT_EQ(answer.status, 424);
    EXPECT_EQ(answer.body, house.service_answer.body);
    EXPECT_EQ(house.ask(owner("GET", "/v1/repositories/nuevo")).status, 404);
}

TEST(RepositoryRoute, IsSavedUntestedWhenThatIsWished) {
    House house;
    house.service_answer.status = 424;
    EXPECT_EQ(house.ask(put(settings(), "nuevo", "?test=false")).status, 200);
    EXPECT_TRUE(house.asked.empty());
    EXPECT_EQ(house.ask(owner("GET", "/v1/repositories/nuevo")).status, 200);
}

TEST(RepositoryRoute, EverySettingIsKept) {
    House house;
    json body = settings();
    body["cloud"] = "gcc-high";
    body["display_name"] = "Plazos de Nuevo";
    body["time_zone"] = "Romance Standard Time";
    body["language"] = "en";
    body["reminder_time"] = "07:30";
    body["allow"] = {"ana@nuevo.es"};
    body["recipients"] = {"Example.COM"};
    body["redirect_to"] = "pruebas@nuevo.es";
    const json shown = json_in(house.ask(put(body)));
    body["name"] = "nuevo";
    body["time_zone"] = "Europe/Paris";
    body["recipients"] = {"example.com"};
    EXPECT_EQ(shown, body);
}

TEST(RepositoryRoute, WrongSettingsAreRefusedBeforeAnythingIsTested) {
    House house;
    struct Row {
        const char* name;
        json value;
        const char* pointer;
        const char* text;
    };
    for (const auto& [name, value, pointer, text] : std::vector<Row>{
             {"tenant", "common", "/tenant", "not common or organizations"},
             {"tenant", "../x", "/tenant", "is not a tenant"},
             {"tenant", nullptr, "/tenant", "is required"},
             {"client_id", "", "/client_id", "is required"},
             {"time_zone", "Europe/Madriz", "/time_zone", "did you mean Europe/Madrid?"},
             {"mailbox", "plazos", "/mailbox", "is not an e-mail address"},
             {"mailbox", "a@b.es\r\nBcc: c@d.es", "/mailbox", "is not an e-mail address"},
             {"allow", {"ana"}, "/allow", "is not an e-mail address"},
             {"recipients", {"a@b.es"}, "/recipients", "is not a domain"},
             {"recipients", {"*"}, "/recipients", "is not a domain"},
             {"redirect_to", "x", "/redirect_to", "is not an e-mail address"},
             {"reminder_time", "25:00", "/reminder_time", "is not a time like 09:00"},
             {"language", "fr", "/language", "is not one of es, en"},
             {"cloud", "globl", "/cloud", "did you mean global?"},
             {"tenat", "x", "/tenat", "did you mean tenant?"},
         }) {
        json body = settings();
        body[name] = value;
        const graph::Response answer = house.ask(put(body));
        EXPECT_EQ(answer.status, 422) << name << " " << answer.body;
        EXPECT_EQ(problem_in(answer), "invalid-field");
        EXPECT_EQ(pointer_in(answer), pointer);
        EXPECT_NE(answer.body.find(text), std::string::npos) << answer.body;
    }
    EXPECT_TRUE(house.asked.empty());
}

TEST(RepositoryRoute, ItsNameIsPartOfUrls) {
    House house;
    for (const char* name : {"Nuevo", "nu%20evo", "nu%2Fevo", "-nuevo"}) {
        const graph::Response answer = house.ask(put(settings(), name));
        EXPECT_EQ(answer.status, 422) << name;
        EXPECT_EQ(pointer_in(answer), "/name");
    }
}

TEST(RepositoryRoute, AllAreListedByName) {
    House house;
    const json list = json_in(house.ask(owner("GET", "/v1/repositories")));
    ASSERT_EQ(list["repositories"].size(), 2u);
    EXPECT_EQ(list["repositories"][0]["name"], "acme");
    EXPECT_EQ(list["repositories"][1]["name"], "other");
}

TEST(RepositoryRoute, IsTestedOnRequest) {
    House house;
    const std::string target = "/v1/repositories/acme/test";
    EXPECT_EQ(house.ask(owner("POST", target, R"({"send_to": "ana@acme.es"})")).status, 200);
    EXPECT_EQ(house.asked, std::vector<std::string>{"test acme ana@acme.es"});
    EXPECT_EQ(pointer_in(house.ask(owner("POST", target, R"({"send_to": "ana"})"))), "/send_to");
    EXPECT_EQ(house.ask(owner("POST", "/v1/repositories/ether/test")).status, 404);
    EXPECT_EQ(house.asked.size(), 1u);
}

TEST(KeyRoute, TheSecretIsShownOnceAndStoredNowhere) {
    House house;
    const graph::Response made =
        house.ask(owner("POST", "/v1/repositories/acme/keys", R"({"note": "engine"})"));
    EXPECT_EQ(made.status, 201);
    const std::string text = json_in(made)["key"];
    const std::string secret = text.substr(text.find('_', 4) + 1);
    const graph::Response list = house.ask(owner("GET", "/v1/repositories/acme/keys"));
    EXPECT_EQ(json_in(list), (json{{"keys",
                                    {{{"id", json_in(made)["id"]},
                                      {"repository", "acme"},
                                      {"note", "engine"},
                                      {"created", "2026-11-25T08:00:00Z"}}}}}));
    const auto stored = house.wait(house.store.list_keys("acme"));
    ASSERT_EQ(stored.size(), 1u);
    for (const std::string& kept : {stored[0].id, stored[0].hash, stored[0].note, list.body}) {
        EXPECT_EQ(kept.find(secret), std::string::npos);
    }
}

TEST(KeyRoute, ARevokedKeyStaysInTheListAndKeepsItsFirstDate) {
    House house;
    const std::string id = house.new_key().substr(4, 12);
    const std::string target = "/v1/repositories/acme/keys/" + id;
    EXPECT_EQ(json_in(house.ask(owner("DELETE", target)))["revoked"], "2026-11-25T08:00:00Z");
    house.clock.advance(std::chrono::hours{1});
    EXPECT_EQ(json_in(house.ask(owner("DELETE", target)))["revoked"], "2026-11-25T08:00:00Z");
    const json list = json_in(house.ask(owner("GET", "/v1/repositories/acme/keys")));
    EXPECT_TRUE(list["keys"][0].contains("revoked"));
}

TEST(KeyRoute, BelongsToItsRepository) {
    House house;
    const std::string id = house.new_key().substr(4, 12);
    EXPECT_EQ(house.ask(owner("DELETE", "/v1/repositories/other/keys/" + id)).status, 404);
    EXPECT_EQ(house.ask(owner("DELETE", "/v1/repositories/acme/keys/unknown")).status, 404);
    EXPECT_EQ(house.ask(owner("POST", "/v1/repositories/ether/keys")).status, 404);
    EXPECT_EQ(json_in(house.ask(owner("GET", "/v1/repositories/other/keys")))["keys"],
              json::array());
}

TEST(RemindRoute, HandsItsWishOn) {
    House house;
    house.ask(owner("POST", "/v1/remind"));
    house.ask(owner("POST", "/v1/remind",
                    R"({"repository": "acme", "until": "2026-12-01T00:00:00Z", "dry_run": true})"));
    EXPECT_EQ(house.asked, (std::vector<std::string>{"remind  2026-11-25T08:00:00Z",
                                                     "remind acme 2026-12-01T00:00:00Z dry"}));
    EXPECT_EQ(house.ask(owner("POST", "/v1/remind", R"({"repository": "ether"})")).status, 404);
    EXPECT_EQ(pointer_in(house.ask(owner("POST", "/v1/remind", R"({"until": "soon"})"))), "/until");
}

TEST(SetupRoute, SettingsBeyondTheirLimitAre413) {
    House house;
    const std::string large(settings_bytes_max + 1, ' ');
    EXPECT_EQ(house.ask(owner("PUT", "/v1/repositories/nuevo", large)).status, 413);
    EXPECT_EQ(house.ask(owner("POST", "/v1/repositories/acme/keys", large)).status, 413);
}

}  // namespace
}  // namespace plazo::web
