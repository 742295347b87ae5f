// What every command has in common: flags, help, errors, exit codes.
#include "tests/app/command_line.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace plazo::app {
namespace {

using Words = std::vector<std::string>;

std::string text_of(const Words& words) {
    std::string text = "plazo";
    for (const std::string& word : words) text += " " + word;
    return text;
}

TEST_F(CommandLine, SuggestsWhatAMisspeltNameMayMean) {
    const std::vector<std::pair<Words, std::string>> cases = {
        {{"serv"}, "did you mean serve?"},
        {{"config", "chek"}, "did you mean check?"},
        {{"ical", "exapnd"}, "did you mean expand?"},
        {{"timezone", "convert", "--zon", "Europe/Madrid"}, "did you mean --zone?"},
        {{"config", "show", "--jsn"}, "did you mean --json?"},
        {{"--confg", "a.toml", "config", "show"}, "did you mean --config?"},
        {{"--version"}, "did you mean version?"},
    };
    for (const auto& [words, hint] : cases) {
        const Ran ran = run(words);
        EXPECT_EQ(ran.code, 2) << text_of(words);
        EXPECT_EQ(ran.out, "") << text_of(words);
        EXPECT_NE(ran.err.find(hint), std::string::npos) << text_of(words) << ": " << ran.err;
    }
}

TEST_F(CommandLine, RefusesWhatResemblesNothing) {
    for (const Words& words : {Words{"frobnicate"}, Words{"config", "show", "--frobnicate"},
                               Words{"config", "show", "more"}, Words{}, Words{"config"}}) {
        const Ran ran = run(words);
        EXPECT_EQ(ran.code, 2) << text_of(words);
        EXPECT_TRUE(ran.err.starts_with("error: ")) << text_of(words) << ": " << ran.err;
    }
}

TEST_F(CommandLine, FailsWithOneJsonDocumentWhenAskedForJson) {
    const std::vector<Words> failing = {
        {"--json"},
        {"serv", "--json"},
        {"--json", "config", "show", "--frobnicate"},
        {"repository", "add", "--json"},
        {"deadline", "move", "dl_1", "--json"},
        {"--config", "absent.toml", "--json", "config", "show"},
        {"ical", "check", "absent.ics", "--json"},
        {"timezone", "convert", "--zone", "Nowhere", "--utc", "2026-01-01T00:00:00Z", "--json"},
        {"repository", "show", "acme", "--json"},
    };
    for (const Words& words : failing) {
        const Ran ran = run(words);
        const nlohmann::json error = ran.error();
        EXPECT_EQ(ran.json().size(), 1U) << text_of(words);
        EXPECT_NE(ran.code, 0) << text_of(words);
        EXPECT_EQ(ran.err, "") << text_of(words);
        for (const char* name : {"code", "category", "message", "hint"}) {
            EXPECT_TRUE(error.at(name).is_string()) << text_of(words) << ": " << name;
        }
        EXPECT_NE(error.at("message"), "") << text_of(words);
        EXPECT_EQ(error.at("retryable"), false) << text_of(words);
    }
}

TEST_F(CommandLine, PointsAtTheFieldThatIsWrong) {
    const Ran ran = run({"timezone", "convert", "--zone", "Europe/Madird", "--local",
                         "2026-01-01T00:00:00", "--json"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.error().at("category"), "usage");
    EXPECT_EQ(ran.error().at("pointer"), "/zone");
    EXPECT_EQ(ran.error().at("hint"), "did you mean Europe/Madrid?");
}

TEST_F(CommandLine, TakesItsFlagsInAnyPosition) {
    const std::string file = write("plazo.toml", "[log]\nlevel = \"debug\"\n");
    for (const Words& words : {Words{"--config", file, "--json", "config", "show"},
                               Words{"config", "--config", file, "--json", "show"},
                               Words{"config", "show", "--json", "--config", file},
                               Words{"--json", "config", "show", "--config=" + file},
                               Words{"--no-color", "config", "--quiet", "show", "--verbose",
                                     "--json", "--config", file}}) {
        const Ran ran = run(words);
        ASSERT_EQ(ran.code, 0) << text_of(words) << ran.err;
        EXPECT_EQ(ran.json().at("settings").at("log.level"), "debug") << text_of(words);
    }
}

TEST_F(CommandLine, BeginsTheHelpOfEveryLevelWithAnExample) {
    const std::vector<Words> levels = {
        {},
        {"serve"},
        {"repository"},
        {"repository", "add"},
        {"repository", "list"},
        {"repository", "show"},
        {"repository", "test"},
        {"key"},
        {"key", "create"},
        {"key", "list"},
        {"key", "revoke"},
        {"certificate"},
        {"certificate", "create"},
        {"certificate", "show"},
        {"certificate", "export"},
        {"certificate", "rotate"},
        {"app"},
        {"app", "register"},
        {"app", "verify"},
        {"policy"},
        {"policy", "script"},
        {"policy", "verify"},
        {"doctor"},
        {"deadline"},
        {"deadline", "add"},
        {"deadline", "list"},
        {"deadline", "show"},
        {"deadline", "complete"},
        {"deadline", "cancel"},
        {"import"},
        {"remind"},
        {"ical"},
        {"ical", "check"},
        {"ical", "format"},
        {"ical", "expand"},
        {"timezone"},
        {"timezone", "convert"},
        {"timezone", "resolve"},
        {"timezone", "list"},
        {"config"},
        {"config", "check"},
        {"config", "show"},
        {"version"},
    };
    for (Words words : levels) {
        const std::string command = text_of(words);
        words.push_back("--help");
        const Ran ran = run(words);
        EXPECT_EQ(ran.code, 0) << command;
        EXPECT_TRUE(ran.out.starts_with("Example: plazo ")) << command << ": " << ran.out;
        const std::string group = words.front() == "--help" ? "" : " " + words.front();
        EXPECT_NE(ran.out.find(group), std::string::npos) << command;
    }
}

TEST_F(CommandLine, SaysWhichCommandsItDoesNotServe) {
    for (const Words& words : {Words{"hold"},
                               Words{"release", "--repository", "acme"},
                               Words{"approve", "7"},
                               Words{"setup"},
                               Words{"export", "--repository", "acme"},
                               Words{"outbox", "list"},
                               Words{"webhook", "add"},
                               Words{"letter", "preview"},
                               Words{"audit", "verify"},
                               Words{"store", "check"},
                               Words{"feed", "create"},
                               Words{"backup", "file"},
                               Words{"restore", "file"},
                               Words{"privacy", "export", "--email", "a@b.es"},
                               Words{"completion", "bash"},
                               Words{"repository", "update", "acme"},
                               Words{"repository", "remove", "acme"},
                               Words{"deadline", "move", "dl_1"},
                               Words{"deadline", "reassign", "dl_1"},
                               Words{"deadline", "preview"},
                               Words{"outbox", "--help"}}) {
        const Ran ran = run(words);
        EXPECT_EQ(ran.code, 2) << text_of(words);
        EXPECT_EQ(ran.out, "") << text_of(words);
        EXPECT_NE(ran.err.find("is not part of this version"), std::string::npos)
            << text_of(words) << ": " << ran.err;
    }
    EXPECT_EQ(run({"outbox", "list", "--json"}).error().at("code"), "not-served");
}

TEST_F(CommandLine, SaysThatItDoesNotServeImportsAsDeadlines) {
    const Ran ran = run({"import", "a.ics", "--repository", "acme", "--as", "deadlines"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("not served by this version"), std::string::npos) << ran.err;
}

TEST_F(CommandLine, TellsItsVersionAndThatOfTheZoneData) {
    const Ran ran = run({"version"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_TRUE(ran.out.starts_with("plazo ")) << ran.out;
    EXPECT_NE(ran.out.find("tzdata 20"), std::string::npos) << ran.out;
    EXPECT_TRUE(run({"version", "--json"}).json().at("plazo").is_string());
}

TEST_F(CommandLine, TellsItsVersionThoughTheConfigurationIsBroken) {
    const Ran ran = run({"--config", write("plazo.toml", "[server\n"), "version"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_TRUE(ran.out.starts_with("plazo ")) << ran.out;
}

TEST_F(CommandLine, ChecksTheConfiguration) {
    const std::string good = write("good.toml", "[dispatch]\nquiet = \"2m\"\n");
    EXPECT_EQ(run({"config", "check", "--config", good}).out, good + ": ok\n");
    const std::string bad = write("bad.toml", "[dispatch]\nqiet = \"2m\"\n");
    const Ran ran = run({"config", "check", "--config", bad});
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find(bad + ":2: [dispatch] qiet"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("did you mean dispatch.quiet?"), std::string::npos) << ran.err;
}

TEST_F(CommandLine, ChecksTheFilesThatTheConfigurationNames) {
    const std::string file =
        write("plazo.toml", "[certificate]\npath = \"" + path("absent.pem") + "\"\nkey_path = \"" +
                                path("absent.key") + "\"\n");
    const Ran ran = run({"config", "check", "--config", file});
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("absent.key"), std::string::npos) << ran.err;
}

TEST_F(CommandLine, ChecksTheCredentialsOfTheProxy) {
    const std::string credentials = write("proxy", "plazo:se:cret\n");
    const std::string file = write("plazo.toml",
                                   "[graph]\nproxy = \"http://127.0.0.1:3128\"\n"
                                   "proxy_credentials_file = \"" +
                                       credentials + "\"\n");
    const auto check = [&] { return run({"config", "check", "--config", file}); };
    const auto may_read = std::filesystem::perms::others_read;
    std::filesystem::permissions(credentials, may_read, std::filesystem::perm_options::add);
    EXPECT_EQ(check().code, 2);
    EXPECT_NE(check().err.find(credentials), std::string::npos) << check().err;
    std::filesystem::permissions(
        credentials, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(check().code, 0) << check().err;
    for (const char* bad : {"plazo", ":secret", "a:b\nc:d", ""}) {
        write("proxy", bad);
        EXPECT_EQ(check().code, 2) << bad;
        EXPECT_NE(check().err.find("[graph] proxy_credentials_file: "), std::string::npos) << bad;
    }
}

TEST_F(CommandLine, ShowsWhatIsInForce) {
    set("PLAZO_DISPATCH_QUIET", "5m");
    const nlohmann::json shown = run({"config", "show", "--json"}).json();
    EXPECT_EQ(shown.at("settings").at("dispatch.quiet"), "300s");
    EXPECT_EQ(shown.at("file"), "");
    EXPECT_NE(run({"config", "show"}).out.find("300s"), std::string::npos);
}

TEST_F(CommandLine, IsSilentAboutColourWhereNobodyLooks) {
    EXPECT_EQ(run({"serv"}).err.find('\033'), std::string::npos);
}

}  // namespace
}  // namespace plazo::app
