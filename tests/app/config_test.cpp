#include "scheduler/app/config.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "scheduler/app/service.h"

namespace plazo::app {
namespace {

using namespace std::chrono_literals;

class ConfigFile : public testing::Test {
  protected:
    ConfigFile() {
        std::string name = std::filesystem::temp_directory_path() / "plazo-config-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        variables = {{"HOME", folder_.string()}};
    }
    ~ConfigFile() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& text, const std::string& name = "plazo.toml") const {
        const std::filesystem::path path = folder_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path} << text;
        return path;
    }

    std::string in_home(const std::string& name) const { return folder_ / name; }

    Config load(const std::optional<std::string>& file = std::nullopt,
                const std::vector<Override>& flags = {}) const {
        const Environment environment = [this](const char* name) -> const char* {
            const auto found = variables.find(name);
            return found == variables.end() ? nullptr : found->second.c_str();
        };
        return load_config(file, environment, flags);
    }

    /// What is said about a file of this text: message and hint.
    std::string refusal_of(const std::string& text) const {
        try {
            load(write(text));
        } catch (const ConfigError& error) {
            return error.what() + std::string{" | "} + error.hint;
        }
        return "accepted";
    }

    std::map<std::string, std::string> variables;

  private:
    std::filesystem::path folder_;
};

TEST_F(ConfigFile, IsNotNeeded) {
    const Config config = load();
    EXPECT_EQ(config.file, "");
    EXPECT_EQ(config.listen_address, "127.0.0.1");
    EXPECT_EQ(config.listen_port, 8480);
    EXPECT_EQ(config.store_path, in_home(".local/state/plazo/plazo.db"));
    EXPECT_EQ(config.quiet, 60s);
    EXPECT_EQ(config.log_level, "info");
}

TEST_F(ConfigFile, IsFoundInTheUsersConfigurationFolder) {
    variables["XDG_CONFIG_HOME"] = in_home("settings");
    const std::string file = write("[log]\nlevel = \"debug\"\n", "settings/plazo/plazo.toml");
    const Config config = load();
    EXPECT_EQ(config.file, file);
    EXPECT_EQ(config.log_level, "debug");
}

TEST_F(ConfigFile, StateGoesWhereTheEnvironmentSays) {
    variables["XDG_STATE_HOME"] = "/srv/state";
    EXPECT_EQ(load().store_path, "/srv/state/plazo/plazo.db");
}

TEST_F(ConfigFile, ThatIsNamedMustExist) {
    try {
        load(in_home("absent.toml"));
        FAIL() << "accepted";
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string{error.what()}.find("absent.toml"), std::string::npos);
    }
}

TEST_F(ConfigFile, YieldsToTheEnvironmentAndThatToFlags) {
    const std::string file = write("[server]\nlisten = \"127.0.0.1:1001\"\n");
    EXPECT_EQ(load(file).listen_port, 1001);
    variables["PLAZO_SERVER_LISTEN"] = "127.0.0.1:1002";
    EXPECT_EQ(load(file).listen_port, 1002);
    EXPECT_EQ(load(file, {{"server.listen", "127.0.0.1:1003"}}).listen_port, 1003);
}

TEST_F(ConfigFile, LeavesToTheDefaultsWhatItDoesNotSay) {
    const Config config = load(write("[store]\nurl = \"sqlite:///srv/a.db\"\n"));
    EXPECT_EQ(config.store_path, "/srv/a.db");
    EXPECT_EQ(config.listen_port, 8480);
}

TEST_F(ConfigFile, NamesFileLineAndKeyOfWhatItRefuses) {
    const std::string text = refusal_of("[server]\nlisten = \"127.0.0.1:1\"\nlsten = \"x\"\n");
    EXPECT_NE(text.find("plazo.toml:3: [server] lsten"), std::string::npos) << text;
    EXPECT_NE(text.find("did you mean server.listen?"), std::string::npos) << text;
}

TEST_F(ConfigFile, RefusesAnUnknownSection) {
    const std::string text = refusal_of("[servr]\nlisten = \"127.0.0.1:1\"\n");
    EXPECT_NE(text.find("plazo.toml:2: [servr] listen"), std::string::npos) << text;
    EXPECT_NE(text.find("did you mean server.listen?"), std::string::npos) << text;
}

TEST_F(ConfigFile, RefusesAKeyOutsideOfASection) {
    EXPECT_NE(refusal_of("listen = \"127.0.0.1:1\"\n").find("plazo.toml:1: listen stands outside"),
              std::string::npos);
}

TEST_F(ConfigFile, RefusesValuesThatAreNoText) {
    for (const char* value : {"8480", "true", "[\"a\"]", "{ a = \"b\" }", "2026-01-01"}) {
        const std::string text = refusal_of(std::string{"[server]\nlisten = "} + value + "\n");
        EXPECT_NE(text.find("plazo.toml:2: [server] listen: must be a text"), std::string::npos)
            << value << ": " << text;
    }
}

TEST_F(ConfigFile, RefusesWhatIsNoToml) {
    EXPECT_NE(refusal_of("[server]\nlisten = \n").find("plazo.toml:2: "), std::string::npos);
    EXPECT_NE(refusal_of("[server\n").find("plazo.toml:1: "), std::string::npos);
}

TEST_F(ConfigFile, VariablesAreCheckedLikeKeysAndNamed) {
    variables["PLAZO_DISPATCH_QUIET"] = "soon";
    try {
        load();
        FAIL() << "accepted";
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string{error.what()}.find("PLAZO_DISPATCH_QUIET: \"soon\""),
                  std::string::npos);
    }
}

TEST_F(ConfigFile, ListensOutsideOfTheMachineOnlyWithTls) {
    for (const char* address : {"0.0.0.0:8480", "192.168.1.5:8480", "[::]:8480"}) {
        const std::string listen = std::string{"[server]\nlisten = \""} + address + "\"\n";
        EXPECT_NE(refusal_of(listen).find("can be reached from outside"), std::string::npos)
            << address;
        EXPECT_EQ(refusal_of(listen + "tls_certificate = \"a.pem\"\ntls_key = \"a.key\"\n"),
                  "accepted");
    }
    for (const char* address : {"127.0.0.1:0", "127.1.2.3:80", "[::1]:8480", "localhost:8480"}) {
        EXPECT_EQ(refusal_of(std::string{"[server]\nlisten = \""} + address + "\"\n"), "accepted")
            << address;
    }
}

TEST_F(ConfigFile, RefusesAddressesWithoutAPort) {
    for (const char* address : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
                                "127.0.0.1:-1", "127.0.0.1:80 ", ""}) {
        const std::string text = refusal_of(std::string{"[server]\nlisten = \""} + address + "\"");
        EXPECT_NE(text.find("is not an address with a port"), std::string::npos) << address;
    }
}

TEST_F(ConfigFile, WantsBothHalvesOfAPair) {
    const std::string both = "needed both, or neither";
    for (const char* half :
         {"[server]\ntls_certificate = \"a\"", "[server]\ntls_key = \"a\"",
          "[graph]\nlogin_host = \"https://a\"", "[graph]\nroot = \"https://a\""}) {
        EXPECT_NE(refusal_of(half).find(both), std::string::npos) << half;
    }
}

TEST_F(ConfigFile, MayKeepCertificateAndKeyInOneFile) {
    const Config config =
        load(write("[certificate]\npath = \"a.pfx\"\npassphrase_file = \"b\"\nkey_id = \"sha1\""));
    EXPECT_EQ(config.certificate_path, "a.pfx");
    EXPECT_EQ(config.certificate_key_path, "");
    EXPECT_EQ(config.certificate_passphrase_file, "b");
    EXPECT_EQ(config.certificate_algorithm, "PS256");
    EXPECT_EQ(config.certificate_key_id, "sha1");
    for (const char* rest : {"key_path = \"a\"", "passphrase_file = \"a\"",
                             "[[certificate.previous]]\npath = \"a\""}) {
        EXPECT_NE(refusal_of(std::string{"[certificate]\n"} + rest).find("path is missing"),
                  std::string::npos)
            << rest;
    }
}

TEST_F(ConfigFile, ListsPreviousCertificatesInTheirOrder) {
    const Config config =
        load(write("[certificate]\npath = \"new\"\n[[certificate.previous]]\npath = \"a\"\n"
                   "key_path = \"a.key\"\n[[certificate.previous]]\npath = \"b.pfx\"\n"
                   "passphrase_file = \"b\"\n"));
    ASSERT_EQ(config.previous_certificates.size(), 2U);
    EXPECT_EQ(config.previous_certificates[0].path, "a");
    EXPECT_EQ(config.previous_certificates[0].key_path, "a.key");
    EXPECT_EQ(config.previous_certificates[1].path, "b.pfx");
    EXPECT_EQ(config.previous_certificates[1].passphrase_file, "b");
}

TEST_F(ConfigFile, SaysWhatIsWrongWithAPreviousCertificate) {
    const std::string first = "[certificate]\npath = \"new\"\n";
    const auto says = [&](const std::string& text, const std::string& part) {
        EXPECT_NE(refusal_of(first + text).find(part), std::string::npos)
            << refusal_of(first + text);
    };
    says("previous = \"a\"", "[[certificate.previous]]");
    says("previous = [\"a\"]", "[[certificate.previous]]");
    says("[[certificate.previous]]\nkey_path = \"a\"", "path is missing");
    says("[[certificate.previous]]\npaht = \"a\"", "previous paht: there is no such key");
    says("[[certificate.previous]]\npath = 3", "must be a text in quotes");
    says("algorithm = \"ES256\"", "is not a value of this key");
}

TEST_F(ConfigFile, SendsTokensToBareHttpsOriginsOnly) {
    const auto with = [](const std::string& origin) {
        return "[graph]\nlogin_host = \"" + origin + "\"\nroot = \"https://b\"\n";
    };
    for (const char* good :
         {"https://login.example", "https://localhost:8443", "https://[::1]:1"}) {
        EXPECT_EQ(refusal_of(with(good)), "accepted") << good;
    }
    for (const char* bad : {"http://a", "a", "https://", "https://a/", "https://a/v1.0",
                            "https://a?b", "https://a#b", "https://user@a", "https://a b", ""}) {
        const std::string text = refusal_of(with(bad));
        EXPECT_NE(text.find("[graph] login_host: "), std::string::npos) << bad << ": " << text;
        EXPECT_NE(text.find("is not an https origin"), std::string::npos) << bad;
    }
}

TEST_F(ConfigFile, QuietTimeIsSecondsOrMinutesUpToAnHour) {
    const auto with = [&](const std::string& quiet) {
        return write("[dispatch]\nquiet = \"" + quiet + "\"\n");
    };
    EXPECT_EQ(load(with("0s")).quiet, 0s);
    EXPECT_EQ(load(with("90s")).quiet, 90s);
    EXPECT_EQ(load(with("2m")).quiet, 2min);
    EXPECT_EQ(load(with("60m")).quiet, 60min);
    for (const char* bad : {"", "s", "60", "1h", "-1s", "61m", "3601s", "1.5s", "60 s"}) {
        EXPECT_THROW(load(with(bad)), ConfigError) << bad;
    }
}

TEST_F(ConfigFile, RequestsAtOnceAreFromOneToWhatGraphServes) {
    const auto with = [&](const std::string& at_once) {
        return write("[dispatch]\nat_once = \"" + at_once + "\"\n");
    };
    EXPECT_EQ(Config{}.at_once, scheduler::lane_places_max);
    EXPECT_EQ(load(with("1")).at_once, 1);
    EXPECT_EQ(load(with("4")).at_once, 4);
    EXPECT_EQ(lane_limits(load(with("2"))).at_once, 2);
    for (const char* bad : {"", "0", "5", "-1", "two", "2 ", "99999999999"}) {
        EXPECT_THROW(load(with(bad)), ConfigError) << bad;
    }
    EXPECT_NE(refusal_of("[dispatch]\nat_once = \"9\"\n").find("not a number from 1 to 4"),
              std::string::npos);
}

TEST_F(ConfigFile, CredentialsOfAProxyNeedTheProxy) {
    EXPECT_NE(refusal_of("[graph]\nproxy_credentials_file = \"/x\"\n").find("proxy is missing"),
              std::string::npos);
}

TEST_F(ConfigFile, KnowsTheStoresItServes) {
    EXPECT_NE(refusal_of("[store]\nurl = \"postgres://a/b\"\n").find("not served"),
              std::string::npos);
    for (const char* bad : {"plazo.db", "sqlite://", "mysql://a/b", ""}) {
        const std::string text = refusal_of(std::string{"[store]\nurl = \""} + bad + "\"\n");
        EXPECT_NE(text.find("is not the address of a store"), std::string::npos) << bad;
    }
}

TEST_F(ConfigFile, SuggestsTheNearestChoice) {
    EXPECT_NE(refusal_of("[log]\nlevel = \"warnin\"\n").find("did you mean warning?"),
              std::string::npos);
    EXPECT_NE(refusal_of("[log]\nformat = \"jsn\"\n").find("did you mean json?"),
              std::string::npos);
}

TEST_F(ConfigFile, IsDescribedByEveryKey) {
    const Config config = load(write("[dispatch]\nquiet = \"2m\"\n"));
    std::map<std::string, std::string> described;
    for (const Override& each : describe(config)) described[each.key] = each.value;
    EXPECT_EQ(described.at("dispatch.quiet"), "120s");
    EXPECT_EQ(described.at("server.listen"), "127.0.0.1:8480");
    EXPECT_EQ(described.at("store.url"), "sqlite://" + config.store_path);
    EXPECT_EQ(described.size(), 18U);
}

}  // namespace
}  // namespace plazo::app
