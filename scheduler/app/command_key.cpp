// plazo key create | list | revoke: API keys of a repository. A key's text is shown once, when it
// is made.
#include <nlohmann/json.hpp>

#include "scheduler/app/command.h"
#include "scheduler/app/owner.h"

namespace plazo::app {

using nlohmann::json;

namespace {

struct Flags {
    std::string repository;
    std::string note;
    std::string id;
};

std::string keys_path(const std::string& repository) {
    return "/v1/repositories/" + graph::percent_encode(repository) + "/keys";
}

void create(const Terminal& terminal, const Flags& flags) {
    Owner owner{terminal.config(), terminal};
    const json made = owner.call("POST", keys_path(flags.repository), json{{"note", flags.note}});
    terminal.say("This is the only time the key is shown. Key id: " +
                 made.at("id").get<std::string>());
    terminal.show(made, [&] { return made.at("key").get<std::string>() + "\n"; });
}

void list(const Terminal& terminal, const Flags& flags) {
    const json answer = Owner{terminal.config(), terminal}.call("GET", keys_path(flags.repository));
    terminal.show(answer, [&] {
        std::vector<std::vector<std::string>> rows = {{"ID", "CREATED", "REVOKED", "NOTE"}};
        for (const json& key : answer.at("keys")) {
            rows.push_back(
                {key.at("id"), key.at("created"), key.value("revoked", "-"), key.at("note")});
        }
        return rows.size() == 1 ? std::string{} : table(rows);
    });
}

void revoke(const Terminal& terminal, const Flags& flags) {
    Owner owner{terminal.config(), terminal};
    const json revoked =
        owner.call("DELETE", keys_path(flags.repository) + "/" + graph::percent_encode(flags.id));
    terminal.show(revoked, [&] { return "revoked key " + flags.id + "\n"; });
}

}  // namespace

void add_key(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& group = add_command(app, "key", "API keys of a repository", "plazo key create acme");
    group.require_subcommand(1);

    CLI::App& creating = add_command(group, "create", "Make a key, and show it once",
                                     "plazo key create acme --note \"workflow engine\"");
    creating.add_option("REPOSITORY", flags->repository)->required();
    creating.add_option("--note", flags->note, "What it is for");
    creating.callback([&terminal, flags] { create(terminal, *flags); });

    CLI::App& listing =
        add_command(group, "list", "Keys, without their text", "plazo key list acme");
    listing.add_option("REPOSITORY", flags->repository)->required();
    listing.callback([&terminal, flags] { list(terminal, *flags); });

    CLI::App& revoking = add_command(group, "revoke", "A key opens nothing any more",
                                     "plazo key revoke acme 1f0c7a52b3d4");
    revoking.add_option("REPOSITORY", flags->repository)->required();
    revoking.add_option("ID", flags->id)->required();
    revoking.callback([&terminal, flags] { revoke(terminal, *flags); });
}

}  // namespace plazo::app
