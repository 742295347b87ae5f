#include "scheduler/app/doctor.h"

#include <time.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/calls.h"
#include "graph/directory.h"
#include "graph/json.h"
#include "scheduler/app/host.h"
#include "scheduler/app/microsoft.h"
#include "timezone/tzdb.h"

namespace plazo::app {
namespace {

using Status = Check::Status;

/// An assertion is good for five minutes either way; a key proof begins now.
constexpr std::chrono::seconds skew_failed{300};
constexpr std::chrono::seconds skew_warned{60};

std::optional<timezone::Instant> parse_http_date(const std::string& text) {
    std::tm fields{};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return timezone::Instant{std::chrono::seconds{::timegm(&fields)}};
}

graph::Request metadata_request(const graph::Account& account, const std::string& tenant) {
    graph::Request request;
    request.origin = account.login_host;
    request.target = "/" + graph::percent_encode(tenant) + "/v2.0/.well-known/openid-configuration";
    request.headers.set("Accept", "application/json");
    return request;
}

std::string graph_host_in(const graph::Response& response) {
    try {
        return graph::text_or_empty(graph::parse_json(response.body), "msgraph_host");
    } catch (const graph::JsonError&) {
        return {};
    }
}

/// The checks so far, and what the later ones need of the earlier.
class Examination {
  public:
    Examination(const Terminal& terminal, const std::vector<std::string>& wanted)
        : terminal_{terminal}, wanted_{wanted} {}

    std::vector<Check> run() {
        if (!check_configuration()) return skip_rest("the configuration is not right");
        check_key();
        check_zone_data();
        check_store();
        if (!wants_from("sign-in")) return checks_;
        if (!check_sign_in()) return skip_rest("the sign-in service cannot be reached");
        if (!wants_from("tenant")) return checks_;
        if (!key_) return skip_rest("there is no usable key");
        if (repositories_.empty()) return skip_rest("no repository is saved yet");
        for (const scheduler::Repository& repository : repositories_) check_repository(repository);
        return checks_;
    }

  private:
    bool wants(std::string_view name) const {
        return wanted_.empty() || std::find(wanted_.begin(), wanted_.end(), name) != wanted_.end();
    }
    /// Whether any check from that one on is wanted.
    bool wants_from(std::string_view first) const {
        bool reached = false;
        for (const CheckName& each : check_names) {
            reached = reached || each.name == first;
            if (reached && wants(each.name)) return true;
        }
        return false;
    }
    bool note(std::string_view name, Status status, std::string detail, std::string fix = {},
              const std::string& repository = {}) {
        if (wants(name) || status == Status::failed) {
            checks_.push_back(
                {std::string{name}, status, std::move(detail), std::move(fix), repository});
        }
        done_.emplace_back(name);
        return status != Status::failed;
    }
    std::vector<Check> skip_rest(const std::string& reason) {
        for (const CheckName& each : check_names) {
            const bool done = std::find(done_.begin(), done_.end(), each.name) != done_.end();
            if (!done && wants(each.name)) note(each.name, Status::skipped, reason);
        }
        return checks_;
    }

    bool check_configuration() {
        try {
            config_ = terminal_.config();
        } catch (const ConfigError& error) {
            return note("configuration", Status::failed, error.what(), error.hint);
        }
        return note("configuration", Status::ok,
                    config_.file.empty() ? "no file; the defaults hold" : config_.file);
    }

    void check_key() {
        std::string remark;
        const Log log = [&remark](bool, const std::string& line) { remark = line; };
        try {
            const auto credentials = load_credentials(config_, log);
            if (credentials == nullptr) {
                note("key", Status::failed, "no access certificate is configured",
                     "plazo certificate create, then [certificate] path and key_path");
                note("certificate", Status::skipped, "there is none");
                return;
            }
            key_ = credentials->all().front();
        } catch (const graph::CertificateError& error) {
            note("key", Status::failed, error.what(), "plazo certificate show");
            note("certificate", Status::skipped, "the key is not right");
            return;
        }
        note("key", remark.empty() ? Status::ok : Status::warning,
             remark.empty() ? config_.certificate_key_path : remark);
        Check check = check_certificate(
            *key_, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
        note("certificate", check.status, check.detail, check.fix);
    }

    void check_zone_data() {
        try {
            note("zone-data", Status::ok, "version " + load_zones(config_).version());
        } catch (const ConfigError& error) {
            note("zone-data", Status::failed, error.what(), error.hint);
        }
    }

    void check_store() {
        if (!std::filesystem::exists(config_.store_path)) {
            note("store", Status::skipped, config_.store_path + " is not there yet",
                 "plazo serve makes it");
            return;
        }
        try {
            repositories_ = saved_repositories(terminal_);
            note("store", Status::ok, std::to_string(repositories_.size()) + " repositories");
        } catch (const std::exception& error) {
            note("store", Status::failed, error.what(), "is another program using it?");
        }
    }

    /// The first repository's cloud, else the configured hosts.
    graph::Account some_account() {
        if (!repositories_.empty()) return account_for(repositories_.front(), config_);
        scheduler::Repository nobody;
        return account_for(nobody, config_);
    }

    bool check_sign_in() {
        try {
            microsoft_.emplace(config_);
            const graph::Account account = some_account();
            const auto answer = microsoft_->send(metadata_request(account, "common"));
            if (answer.status >= 500) {
                return note("sign-in", Status::failed,
                            account.login_host + " answers HTTP " + std::to_string(answer.status),
                            "try again later");
            }
            note("sign-in", Status::ok, account.login_host);
            check_clock(answer);
            return true;
        } catch (const graph::TransportError& error) {
            return note("sign-in", Status::failed, error.what(),
                        "[graph] proxy and ca_file; a firewall has to let HTTPS through");
        } catch (const ConfigError& error) {
            return note("sign-in", Status::failed, error.what(), error.hint);
        }
    }

    void check_clock(const graph::Response& answer) {
        const auto theirs = parse_http_date(answer.headers.find("Date").value_or(""));
        if (!theirs) {
            note("clock", Status::skipped, "the answer has no date");
            return;
        }
        const std::chrono::seconds ahead = microsoft_->now() - *theirs;
        const auto apart = std::chrono::abs(ahead);
        Status status = Status::ok;
        if (apart > skew_warned) status = Status::warning;
        if (apart >= skew_failed) status = Status::failed;
        note("clock", status,
             "this machine is " + std::to_string(apart.count()) + " s " +
                 (ahead.count() < 0 ? "behind" : "ahead"),
             status == Status::ok ? "" : "timedatectl set-ntp true");
    }

    void check_repository(const scheduler::Repository& repository) {
        const std::string& name = repository.name;
        std::string reason;
        try {
            const graph::Account account = account_for(repository, config_);
            if (!check_tenant(account, name)) {
                reason = "the tenant is not right";
            } else if (const auto authorization = check_token(account, name)) {
                note_roles(*authorization, name);
                check_mailbox(account, *authorization, repository);
                return;
            } else {
                reason = "there is no token";
            }
        } catch (const ConfigError& error) {
            note("tenant", Status::failed, error.what(), error.hint, name);
            reason = "the cloud is not known";
        } catch (const graph::TransportError& error) {
            note("mailbox", Status::failed, error.what(), "", name);
            return;
        }
        for (const char* each : {"roles", "mailbox"}) {
            note(each, Status::skipped, reason, "", name);
        }
    }

    bool check_tenant(const graph::Account& account, const std::string& name) {
        const auto answer = microsoft_->send(metadata_request(account, account.tenant));
        if (answer.status == 200) {
            const std::string host = "https://" + graph_host_in(answer);
            if (host != account.graph_root && host != "https://") {
                return note(
                    "tenant", Status::failed,
                    account.tenant + " belongs to " + host + ", not to " + account.graph_root,
                    "the repository's --cloud", name);
            }
            return note("tenant", Status::ok, account.tenant, "", name);
        }
        const auto swapped = microsoft_->send(metadata_request(account, account.client_id));
        return note("tenant", Status::failed,
                    swapped.status == 200
                        ? "tenant and client id are swapped"
                        : account.tenant + " is not known: HTTP " + std::to_string(answer.status),
                    "portal: Overview shows Directory (tenant) ID and Application (client) ID",
                    name);
    }

    std::optional<std::string> check_token(const graph::Account& account, const std::string& name) {
        try {
            std::string authorization = microsoft_->sign_in(account, key_);
            note("token", Status::ok, "the certificate is accepted", "", name);
            return authorization;
        } catch (const graph::TokenError& error) {
            note("token", Status::failed, error.what(),
                 "our thumbprint is " + key_->sha1_hex() +
                     "; compare it with the portal's, Certificates & secrets",
                 name);
            return std::nullopt;
        }
    }

    /// The doctor does not know which way was chosen, so it takes either and refuses half of one.
    void note_roles(const std::string& authorization, const std::string& name) {
        const auto roles = graph::roles_in_token(authorization);
        if (!roles) {
            note("roles", Status::skipped, "the token cannot be read here", "", name);
            return;
        }
        const bool consented =
            std::any_of(roles->begin(), roles->end(), [](const std::string& role) {
                return role == graph::needed_roles[0].name || role == graph::needed_roles[1].name;
            });
        Check check = check_roles(*roles, consented ? Scope::legacy : Scope::rbac);
        if (consented && check.status == Status::ok) {
            check.status = Status::warning;
            check.fix = "plazo policy verify " + name + " shows whether a policy narrows them";
        }
        note("roles", check.status, check.detail, check.fix, name);
    }

    void check_mailbox(const graph::Account& account, const std::string& authorization,
                       const scheduler::Repository& repository) {
        const auto answer = microsoft_->ask(
            account, authorization, graph::get_calendar(repository.mailbox, microsoft_->uuid()));
        const bool refused = answer.status == 403;
        note("mailbox", answer.status == 200 ? Status::ok : Status::failed,
             repository.mailbox + (answer.status == 200 ? "" : ": " + refusal_text(answer)),
             refused ? "plazo policy script " + repository.name +
                           "; a change of policy takes up to two hours"
                     : "",
             repository.name);
    }

    const Terminal& terminal_;
    const std::vector<std::string>& wanted_;
    std::vector<Check> checks_;
    std::vector<std::string> done_;
    Config config_;
    graph::CertificatePtr key_;
    std::vector<scheduler::Repository> repositories_;
    std::optional<Microsoft> microsoft_;
};

}  // namespace

std::vector<Check> examine(const Terminal& terminal, const std::vector<std::string>& wanted) {
    return Examination{terminal, wanted}.run();
}

}  // namespace plazo::app
