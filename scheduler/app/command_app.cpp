// plazo app register | verify: the application in Microsoft Entra that this service signs in as.
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "graph/directory.h"
#include "graph/json.h"
#include "scheduler/app/admin_script.h"
#include "scheduler/app/check.h"
#include "scheduler/app/command.h"
#include "scheduler/app/microsoft.h"

namespace plazo::app {

using nlohmann::json;

namespace {

/// A new registration is not known everywhere in the directory at once.
constexpr int replication_tries_max = 10;
constexpr std::chrono::seconds replication_pause{1};

struct Flags {
    std::string name;
    std::string display_name = "Plazo";
    std::string cloud = "global";
    std::string tenant;
    std::string client;
    std::string scope = "rbac";
    bool script = false;
    bool device_code = false;
    bool strict = false;
};

Scope scope_of(const Flags& flags) {
    if (flags.scope == "rbac") return Scope::rbac;
    if (flags.scope == "legacy") return Scope::legacy;
    throw CommandError{Category::usage, "invalid-scope", "\"" + flags.scope + "\" is no scope",
                       "rbac or legacy", "/scope"};
}

void print_script(const Terminal& terminal, const Flags& flags) {
    const RegisterScript wish{flags.display_name, flags.cloud, flags.tenant, scope_of(flags)};
    const graph::CertificatePtr certificate = access_certificate(terminal);
    json shown;
    try {
        shown = {{"script", register_script(wish, *certificate)},
                 {"portal", portal_steps(wish, *certificate)},
                 {"thumbprint_sha1", certificate->sha1_hex()},
                 {"thumbprint_sha256", certificate->sha256_hex()}};
    } catch (const std::invalid_argument& error) {
        throw CommandError{Category::usage, "no-script", error.what(), "--device-code"};
    }
    terminal.show(shown, [&] { return shown["script"].get<std::string>(); });
    if (!terminal.json) terminal.say("\n" + shown["portal"].get<std::string>());
}

/// What the administrator does through us, one request after the other.
class Registrar {
  public:
    Registrar(Microsoft& microsoft, graph::Account account, std::string authorization)
        : microsoft_{microsoft},
          account_{std::move(account)},
          authorization_{std::move(authorization)} {}

    graph::Registration create(const Flags& flags, const graph::Certificate& certificate) {
        graph::NewApplication wish{flags.display_name, {}, &certificate};
        if (scope_of(flags) == Scope::legacy) {
            wish.roles = {graph::needed_roles.begin(), graph::needed_roles.end()};
        }
        const std::string act = "creating the application";
        const auto response =
            must(act, ask(graph::create_application(wish, microsoft_.uuid())),
                 "Application Administrator, or a tenant that lets its users register");
        return registration_in(act, response);
    }

    /// Adds the certificate to an application that is there, unless it has it.
    graph::Registration add_certificate(const std::string& client,
                                        const graph::Certificate& certificate) {
        const std::string act = "reading the application " + client;
        const auto response = must(act, ask(graph::find_application(client, microsoft_.uuid())));
        const graph::Registration registration = registration_in(act, response);
        const std::string thumbprint = certificate.sha1_hex();
        const bool present =
            std::any_of(registration.keys.begin(), registration.keys.end(),
                        [&](const auto& key) { return key.thumbprint == thumbprint; });
        if (!present) {
            must("uploading the certificate",
                 ask(graph::upload_key(graph::parse_json(response.body), certificate,
                                       microsoft_.uuid())));
        }
        return registration;
    }

    /// The object id of the enterprise application, which is made unless it is there.
    std::string principal(const std::string& client) {
        graph::Response found = ask(graph::find_service_principal(client, microsoft_.uuid()));
        if (found.status == 200) return graph::read_id(found.body);
        const graph::Response made = ask_until_known(
            [&] { return graph::create_service_principal(client, microsoft_.uuid()); });
        return graph::read_id(must("creating the enterprise application", made).body);
    }

    void grant_roles(const std::string& principal) {
        const auto graph_itself =
            must("finding Microsoft Graph",
                 ask(graph::find_service_principal(std::string{graph::graph_client_id},
                                                   microsoft_.uuid())));
        const std::string resource = graph::read_id(graph_itself.body);
        for (const graph::AppRole& role : graph::needed_roles) {
            must("granting " + std::string{role.name}, ask_until_known([&] {
                     return graph::grant_role(principal, resource, role, microsoft_.uuid());
                 }),
                 "Global Administrator or Privileged Role Administrator may grant it");
        }
    }

  private:
    graph::Response ask(graph::Request request) {
        return microsoft_.ask(account_, authorization_, std::move(request));
    }
    /// Asks again while the directory does not know everywhere what was made a moment ago.
    graph::Response ask_until_known(const std::function<graph::Request()>& request) {
        graph::Response response = ask(request());
        for (int tries = 1; tries < replication_tries_max; ++tries) {
            if (response.status != 400 && response.status != 404) break;
            microsoft_.pause(replication_pause);
            response = ask(request());
        }
        return response;
    }
    static graph::Response must(const std::string& act, graph::Response response,
                                const std::string& hint = {}) {
        if (response.status >= 300) fail(act, response, hint);
        return response;
    }
    static graph::Registration registration_in(const std::string& act,
                                               const graph::Response& response) {
        const auto read = graph::read_registration(response.body);
        if (!read) fail(act, response, "the answer is not an application");
        return *read;
    }

    Microsoft& microsoft_;
    graph::Account account_;
    std::string authorization_;
};

std::string sign_in_administrator(Microsoft& microsoft, const Terminal& terminal,
                                  const graph::Account& account, Scope scope) {
    std::string scopes = account.graph_root + "/Application.ReadWrite.All";
    if (scope == Scope::legacy) {
        scopes += " " + account.graph_root + "/AppRoleAssignment.ReadWrite.All";
    }
    try {
        return microsoft.sign_in_person(account, scopes, [&](const graph::DeviceCode& code) {
            terminal.say("Open " + code.page + " and enter the code " + code.user_code +
                         ", signed in as an administrator.");
        });
    } catch (const graph::SignInError& error) {
        throw CommandError{Category::permission,
                           error.declined ? "sign-in-declined" : "sign-in-failed", error.what(),
                           "tenants may forbid device codes: plazo app register --script"};
    }
}

void register_by_device_code(const Terminal& terminal, const Flags& flags) {
    if (flags.tenant.empty()) {
        throw CommandError{Category::usage, "no-tenant", "--device-code needs the tenant",
                           "--tenant acme.es", "/tenant"};
    }
    const Scope scope = scope_of(flags);
    const graph::CertificatePtr certificate = access_certificate(terminal);
    const Config config = terminal.config();
    const graph::Account account =
        account_of(config, flags.cloud, flags.tenant, std::string{graph::command_line_client_id});
    Microsoft microsoft{config};
    const std::string authorization = sign_in_administrator(microsoft, terminal, account, scope);
    Registrar registrar{microsoft, account, authorization};
    const graph::Registration made = flags.client.empty()
                                         ? registrar.create(flags, *certificate)
                                         : registrar.add_certificate(flags.client, *certificate);
    // Whoever has to go on by hand needs them, even if the next step fails.
    terminal.say("application " + made.client_id + ", object " + made.object_id);
    const std::string principal = registrar.principal(made.client_id);
    if (scope == Scope::legacy && flags.client.empty()) registrar.grant_roles(principal);
    const json shown = {
        {"tenant", flags.tenant},      {"client_id", made.client_id},
        {"object_id", made.object_id}, {"service_principal_id", principal},
        {"scope", flags.scope},        {"thumbprint_sha1", certificate->sha1_hex()}};
    terminal.show(shown, [&] {
        std::vector<std::vector<std::string>> rows;
        for (const auto& [name, value] : shown.items()) rows.push_back({name, value});
        return table(rows);
    });
    terminal.say("next: plazo repository add NAME --tenant " + flags.tenant + " --client " +
                 made.client_id + " --mailbox ADDRESS --no-test, then plazo policy script NAME");
}

void register_application(const Terminal& terminal, const Flags& flags) {
    if (flags.script && flags.device_code) {
        throw CommandError{Category::usage, "usage",
                           "--script and --device-code exclude each other", "one of the two"};
    }
    if (flags.device_code) {
        register_by_device_code(terminal, flags);
    } else {
        if (!flags.client.empty()) {
            throw CommandError{Category::usage, "usage",
                               "--client adds a certificate to an application that is there, which "
                               "takes --device-code",
                               "in the portal: App registrations > Certificates & secrets"};
        }
        print_script(terminal, flags);
    }
}

graph::Account account_to_verify(const Terminal& terminal, const Flags& flags) {
    const Config config = terminal.config();
    if (!flags.name.empty()) {
        const scheduler::Repository saved = saved_repository(terminal, flags.name);
        return account_of(config, saved.cloud, saved.tenant, saved.client_id);
    }
    if (flags.tenant.empty() || flags.client.empty()) {
        throw CommandError{Category::usage, "no-application", "which application?",
                           "a repository's NAME, or --tenant and --client"};
    }
    return account_of(config, flags.cloud, flags.tenant, flags.client);
}

void verify(const Terminal& terminal, const Flags& flags) {
    const Scope scope = scope_of(flags);
    const graph::Account account = account_to_verify(terminal, flags);
    const graph::CertificatePtr certificate = access_certificate(terminal);
    Microsoft microsoft{terminal.config()};
    std::vector<Check> checks;
    checks.push_back(check_certificate(*certificate, microsoft.now()));
    const std::string authorization = signed_in(microsoft, account, certificate);
    checks.push_back({"token", Check::Status::ok, "the certificate is accepted", "", ""});
    if (const auto roles = graph::roles_in_token(authorization)) {
        checks.push_back(check_roles(*roles, scope));
    } else {
        checks.push_back({"roles", Check::Status::skipped, "the token cannot be read here",
                          "portal: Enterprise applications > Permissions shows them", ""});
    }
    if (any(checks, Check::Status::failed)) {
        throw_checks("the application is not as it should be", checks);
    }
    show_checks(terminal, checks, flags.strict);
}

void add_application(CLI::App& command, Flags& flags) {
    command.add_option("--tenant", flags.tenant, "Directory (tenant) id or domain");
    command.add_option("--client", flags.client, "Application (client) id");
    command.add_option("--cloud", flags.cloud, "global, gcc-high, dod, china, custom");
    command.add_option("--scope", flags.scope,
                       "rbac: nothing is consented tenant-wide (default); legacy: consent, "
                       "narrowed by an access policy");
}

}  // namespace

void add_app(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& group = add_command(app, "app", "The application in Microsoft Entra",
                                  "plazo app register --tenant acme.es");
    group.require_subcommand(1);

    CLI::App& registering = add_command(group, "register", "Register it, with our certificate",
                                        "plazo app register --tenant acme.es > register.ps1");
    add_application(registering, *flags);
    registering.add_option("--name", flags->display_name, "Its name in the directory");
    registering.add_flag("--script", flags->script,
                         "Print what an administrator runs in PowerShell (default)");
    registering.add_flag("--device-code", flags->device_code,
                         "Do it now, as the administrator who signs in at a browser; with "
                         "--client, add the certificate to that application");
    registering.callback([&terminal, flags] { register_application(terminal, *flags); });

    CLI::App& verifying = add_command(group, "verify", "Certificate, token and roles",
                                      "plazo app verify acme --scope rbac");
    verifying.add_option("NAME", flags->name, "A repository, in place of --tenant and --client");
    add_application(verifying, *flags);
    verifying.add_flag("--strict", flags->strict, "Exit 3 when something is warned of");
    verifying.callback([&terminal, flags] { verify(terminal, *flags); });
}

}  // namespace plazo::app
