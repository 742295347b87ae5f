// plazo certificate rotate: rolling the access certificate without an administrator, in two steps:
//
//     rotate             new files beside the old; the new certificate is added to the application,
//                        which the old one proves; then the configuration is changed by hand
//     rotate --finish    once the new one signs in, the old one is taken off the application
//
// Between the two both sign in, for as long as it takes. Files that an interrupted run has made
// are used by the next.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/directory.h"
#include "scheduler/app/check.h"
#include "scheduler/app/command.h"
#include "scheduler/app/microsoft.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr int days_default = 365;

struct Flags {
    std::string name;
    std::string tenant;
    std::string client;
    std::string cloud = "global";
    std::string object_id;
    std::string new_certificate;
    std::string new_key;
    int days = days_default;
    int bits = graph::rsa_bits_min;
    bool finish = false;
    std::string key_id;
};

graph::Account account_to_roll(const Terminal& terminal, const Flags& flags) {
    const Config config = terminal.config();
    if (!flags.name.empty()) {
        const scheduler::Repository saved = saved_repository(terminal, flags.name);
        return account_of(config, saved.cloud, saved.tenant, saved.client_id);
    }
    if (flags.tenant.empty() || flags.client.empty()) {
        throw CommandError{Category::usage, "no-application", "whose certificate?",
                           "a repository's NAME, or --tenant and --client"};
    }
    return account_of(config, flags.cloud, flags.tenant, flags.client);
}

/// "plazo.pem" on 25 November 2026 is "plazo-20261125.pem" next; so is "plazo-20251120.pem".
fs::path dated(const fs::path& old, timezone::Instant now) {
    const std::string today = timezone::format_rfc3339(now).substr(0, 10);
    std::string stem = old.stem().string();
    constexpr std::size_t date_characters = 9;
    if (stem.size() > date_characters && stem[stem.size() - date_characters] == '-' &&
        stem.find_first_not_of("0123456789", stem.size() - date_characters + 1) == stem.npos) {
        stem.resize(stem.size() - date_characters);
    }
    stem += "-" + today.substr(0, 4) + today.substr(5, 2) + today.substr(8, 2);
    return old.parent_path() / (stem + old.extension().string());
}

/// What is made is PEM, beside whatever is in use now.
void complete(Flags& flags, const Config& config, timezone::Instant now) {
    const fs::path certificate = config.certificate_path;
    const std::string extension = certificate.extension().string();
    const bool other_form = extension == ".pfx" || extension == ".p12" || extension == ".der";
    const std::string& key = config.certificate_key_path;
    const bool key_elsewhere = key.empty() || key.starts_with("pkcs11:");
    if (flags.new_certificate.empty()) {
        fs::path file = dated(certificate, now);
        if (other_form) file.replace_extension(".pem");
        flags.new_certificate = file.string();
    }
    if (flags.new_key.empty()) {
        fs::path file = dated(key_elsewhere ? certificate : fs::path{key}, now);
        if (key_elsewhere) file.replace_extension(".key");
        flags.new_key = file.string();
    }
    if (flags.new_certificate == config.certificate_path ||
        flags.new_key == config.certificate_key_path) {
        throw CommandError{Category::conflict, "certificate-exists",
                           flags.new_certificate + " is in use already",
                           "--new-certificate and --new-key name other files"};
    }
}

graph::Certificate load(const Flags& flags) {
    return graph::Certificate::load({.path = flags.new_certificate, .key_path = flags.new_key});
}

/// Makes the files, or takes those of an earlier run.
graph::Certificate make_or_load(const Flags& flags, const graph::Certificate& old,
                                timezone::Instant now) {
    if (fs::exists(flags.new_certificate) || fs::exists(flags.new_key)) return load(flags);
    constexpr std::string_view common_name = "CN = ";
    std::string name = old.subject();
    if (name.starts_with(common_name)) name.erase(0, common_name.size());
    const auto made = graph::Certificate::create({name, now, flags.days, flags.bits});
    graph::write_key_file(flags.new_key, made.private_key_pem());
    std::ofstream file{flags.new_certificate, std::ios::binary};
    file << made.certificate_pem();
    file.close();
    if (!file) {
        throw CommandError{Category::failed, "cannot-write",
                           flags.new_certificate + ": cannot be written"};
    }
    return load(flags);
}

/// What the directory knows of the application; nothing when the application may not read itself.
std::optional<graph::Registration> registration(Microsoft& microsoft, const graph::Account& account,
                                                const std::string& authorization) {
    const auto answer = microsoft.ask(account, authorization,
                                      graph::find_application(account.client_id, microsoft.uuid()));
    if (answer.status != 200) return std::nullopt;
    return graph::read_registration(answer.body);
}

std::string object_id_of(const Flags& flags, const std::optional<graph::Registration>& known) {
    if (!flags.object_id.empty()) return flags.object_id;
    if (known) return known->object_id;
    throw CommandError{Category::usage, "no-object-id",
                       "the application may not read its own registration, so its object id has "
                       "to be named",
                       "--object-id: portal, App registrations > the application > Overview > "
                       "Object ID"};
}

/// Whether the certificate signs in by now.
bool signs_in(Microsoft& microsoft, const graph::Account& account,
              graph::CertificatePtr certificate) {
    try {
        microsoft.sign_in(account, std::move(certificate));
        return true;
    } catch (const graph::TokenError& error) {
        if (error.failure.kind == graph::TokenFailure::Kind::configuration) return false;
        throw CommandError{Category::network, "no-token", error.what(), "try again later"};
    }
}

void rotate(const Terminal& terminal, Flags flags) {
    const Config config = terminal.config();
    const graph::Account account = account_to_roll(terminal, flags);
    const graph::CertificatePtr old = access_certificate(terminal);
    Microsoft microsoft{config};
    complete(flags, config, microsoft.now());
    const std::string authorization = signed_in(microsoft, account, old);
    const std::string object_id =
        object_id_of(flags, registration(microsoft, account, authorization));
    const auto next =
        std::make_shared<const graph::Certificate>(make_or_load(flags, *old, microsoft.now()));
    std::string key_id;
    bool accepted = signs_in(microsoft, account, next);
    if (!accepted) {
        const std::string proof = graph::key_proof(*old, object_id, microsoft.now());
        const auto answer = microsoft.ask(
            account, authorization, graph::add_key(object_id, *next, proof, microsoft.uuid()));
        if (answer.status >= 300) {
            fail("adding the new certificate", answer,
                 "is --object-id that of the registration, and this machine's clock right?");
        }
        const auto key = graph::read_key_credential(answer.body);
        if (key) key_id = key->key_id;
        accepted = signs_in(microsoft, account, next);
    }
    const json shown = {{"certificate", flags.new_certificate},
                        {"key", flags.new_key},
                        {"key_id", key_id},
                        {"object_id", object_id},
                        {"thumbprint_sha1", next->sha1_hex()},
                        {"not_after", timezone::format_rfc3339(next->not_after())},
                        {"accepted", accepted}};
    terminal.show(shown, [&] {
        return "[certificate]\npath = \"" + flags.new_certificate + "\"\nkey_path = \"" +
               flags.new_key + "\"\n";
    });
    terminal.say(accepted ? "The new certificate signs in. Put the lines above into the "
                            "configuration; then plazo certificate rotate --finish."
                          : "The new certificate is added, and not known everywhere yet: wait some "
                            "minutes and look with the same command before you change the "
                            "configuration as above.");
}

/// The key that --finish removes: named, or the only other one.
std::string key_to_remove(const Flags& flags, const std::optional<graph::Registration>& known,
                          const graph::Certificate& current) {
    std::vector<std::string> others;
    std::string own;
    if (known) {
        for (const auto& key : known->keys) {
            if (key.thumbprint == current.sha1_hex()) {
                own = key.key_id;
            } else {
                others.push_back(key.key_id);
            }
        }
    }
    if (!flags.key_id.empty() && flags.key_id == own) {
        throw CommandError{Category::conflict, "key-in-use",
                           "that is the key of the certificate in use", "", "/key_id"};
    }
    if (!flags.key_id.empty()) return flags.key_id;
    if (others.size() == 1) return others.front();
    throw CommandError{Category::usage, "no-key-id", "which certificate shall go?",
                       "--key-id: portal, Certificates & secrets > Certificates > Certificate ID"};
}

void finish(const Terminal& terminal, const Flags& flags) {
    const graph::Account account = account_to_roll(terminal, flags);
    const graph::CertificatePtr current = access_certificate(terminal);
    Microsoft microsoft{terminal.config()};
    // With the certificate that stays: whoever is here cannot lock himself out.
    const std::string authorization = signed_in(microsoft, account, current);
    const auto known = registration(microsoft, account, authorization);
    const std::string object_id = object_id_of(flags, known);
    const std::string key_id = key_to_remove(flags, known, *current);
    const std::string proof = graph::key_proof(*current, object_id, microsoft.now());
    const auto answer = microsoft.ask(
        account, authorization, graph::remove_key(object_id, key_id, proof, microsoft.uuid()));
    if (answer.status >= 300) fail("removing the key " + key_id, answer);
    const json shown = {{"removed", key_id}, {"thumbprint_sha1", current->sha1_hex()}};
    terminal.show(shown, [&] { return "removed the key " + key_id + "\n"; });
}

}  // namespace

void add_certificate_rotate(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& group = *app.get_subcommand("certificate");
    CLI::App& rotating = add_command(group, "rotate", "A new certificate, let in by the old one",
                                     "plazo certificate rotate acme --object-id 6f1c2d3e-...");
    rotating.add_option("NAME", flags->name, "A repository, in place of --tenant and --client");
    rotating.add_option("--tenant", flags->tenant, "Directory (tenant) id or domain");
    rotating.add_option("--client", flags->client, "Application (client) id");
    rotating.add_option("--cloud", flags->cloud, "global, gcc-high, dod, china, custom");
    rotating.add_option("--object-id", flags->object_id, "Object id of the registration");
    rotating.add_option("--new-certificate", flags->new_certificate, "File to write")
        ->type_name("FILE");
    rotating.add_option("--new-key", flags->new_key, "File to write, 0600")->type_name("FILE");
    rotating.add_option("--days", flags->days, "Validity");
    rotating.add_option("--bits", flags->bits, "RSA key length");
    rotating.add_flag("--finish", flags->finish,
                      "Take the old one off the application; the configured one stays");
    rotating.add_option("--key-id", flags->key_id, "Which, for --finish");
    rotating.callback([&terminal, flags] {
        if (!flags->finish && !flags->key_id.empty()) {
            throw CommandError{Category::usage, "usage", "--key-id goes with --finish", "--finish"};
        }
        if (flags->finish) {
            finish(terminal, *flags);
        } else {
            rotate(terminal, *flags);
        }
    });
}

}  // namespace plazo::app
