// plazo certificate create | show | export: the access certificate of this service.
#include <fstream>
#include <nlohmann/json.hpp>

#include "graph/certificate.h"
#include "scheduler/app/command.h"
#include "scheduler/app/host.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;

namespace {

constexpr int days_default = 365;

struct Flags {
    std::string certificate;
    std::string key;
    std::string passphrase_file;
    std::string common_name = "plazo";
    int days = days_default;
    int bits = graph::rsa_bits_min;
    std::string output;
};

timezone::Instant now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

json describe(const graph::Certificate& certificate) {
    const auto left = std::chrono::floor<std::chrono::days>(certificate.not_after() - now());
    return {{"subject", certificate.subject()},
            {"thumbprint_sha1", certificate.sha1_hex()},
            {"thumbprint_sha256", certificate.sha256_hex()},
            {"not_before", timezone::format_rfc3339(certificate.not_before())},
            {"not_after", timezone::format_rfc3339(certificate.not_after())},
            {"days_left", left.count()},
            {"rsa_bits", certificate.rsa_bits()},
            {"algorithm", graph::name_of(certificate.algorithm())}};
}

/// What the operator should do something about.
std::vector<std::string> remarks(const graph::Certificate& certificate) {
    std::vector<std::string> list = certificate.notes();
    if (const auto warning = graph::validity_warning(certificate, now())) {
        list.push_back(warning->text);
    }
    return list;
}

std::string text_of(const json& described) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, value] : described.items()) {
        rows.push_back({name, value.is_string() ? value.get<std::string>() : value.dump()});
    }
    return table(rows);
}

void write_public_file(const std::string& path, const std::string& bytes) {
    std::ofstream file{path, std::ios::binary};
    file << bytes;
    file.close();
    if (!file) throw CommandError{Category::failed, "cannot-write", path + ": cannot be written"};
}

bool exists(const std::string& path) {
    return std::ifstream{path}.good();
}

/// Where the flags have the certificate, else the configuration: its certificates in their order.
std::vector<graph::CertificateSource> sources_of(const Terminal& terminal, const Flags& flags) {
    graph::CertificateSource named;
    named.path = flags.certificate;
    named.key_path = flags.key;
    named.passphrase_file = flags.passphrase_file;
    if (!named.path.empty()) return {named};
    std::vector<graph::CertificateSource> configured = certificate_sources(terminal.config());
    if (configured.empty()) {
        throw CommandError{
            Category::usage, "no-certificate",
            "no access certificate is configured and none was named",
            "--certificate plazo.pem --key plazo.key, or [certificate] path and key_path"};
    }
    if (!named.key_path.empty()) configured.front().key_path = named.key_path;
    if (!named.passphrase_file.empty()) configured.front().passphrase_file = named.passphrase_file;
    return configured;
}

/// Where `create` writes. A certificate without a file for its key has nowhere to put it.
graph::CertificateSource target_of(const Terminal& terminal, const Flags& flags) {
    const graph::CertificateSource target = sources_of(terminal, flags).front();
    if (target.key_in_token()) {
        throw CommandError{Category::usage, "key-in-token",
                           "the key is kept in a PKCS#11 token, and has to be made there",
                           "pkcs11-tool --keypairgen --key-type rsa:2048"};
    }
    if (target.key_path.empty()) {
        throw CommandError{Category::usage, "no-key-path", "the key wants a file of its own",
                           "--key plazo.key, or [certificate] key_path"};
    }
    return target;
}

void create(const Terminal& terminal, const Flags& flags) {
    const graph::CertificateSource target = target_of(terminal, flags);
    const std::string& certificate = target.path;
    const std::string& key = target.key_path;
    if (exists(certificate) || exists(key)) {
        throw CommandError{Category::conflict, "certificate-exists",
                           (exists(key) ? key : certificate) + " exists already",
                           "an access key is never overwritten: name another file"};
    }
    const auto made =
        graph::Certificate::create({flags.common_name, now(), flags.days, flags.bits});
    graph::write_key_file(key, made.private_key_pem());
    write_public_file(certificate, made.certificate_pem());
    const std::string cer = certificate + ".cer";
    write_public_file(cer, made.der());
    json described = describe(made);
    described["certificate"] = certificate;
    described["key"] = key;
    described["cer"] = cer;
    terminal.show(described, [&] { return text_of(described); });
    terminal.say("Upload " + cer + " in the portal: App registrations > Certificates & secrets.");
}

/// The first one, and under "previous" what else the configuration names.
void show(const Terminal& terminal, const Flags& flags) {
    json shown;
    std::string text;
    for (const graph::CertificateSource& source : sources_of(terminal, flags)) {
        const graph::Certificate certificate = graph::Certificate::load(source);
        json described = describe(certificate);
        described["certificate"] = source.path;
        text += (text.empty() ? "" : "\n") + text_of(described);
        described["remarks"] = remarks(certificate);
        for (const std::string& remark : remarks(certificate)) text += remark + "\n";
        if (shown.is_null()) {
            shown = std::move(described);
            shown["previous"] = json::array();
        } else {
            shown["previous"].push_back(std::move(described));
        }
    }
    terminal.show(shown, [&] { return text; });
}

void export_cer(const Terminal& terminal, const Flags& flags) {
    const graph::Certificate certificate =
        graph::Certificate::load(sources_of(terminal, flags).front());
    if (flags.output.empty() || flags.output == "-") {
        terminal.print(certificate.der());
        return;
    }
    write_public_file(flags.output, certificate.der());
    json described = describe(certificate);
    described["cer"] = flags.output;
    terminal.show(described, [&] { return "wrote " + flags.output + "\n"; });
}

void add_paths(CLI::App& command, Flags& flags) {
    command.add_option("--certificate", flags.certificate, "PEM, DER or PKCS#12 (.pfx)")
        ->type_name("FILE");
    command
        .add_option("--key", flags.key,
                    "Private key, mode 0600, or pkcs11:...; without it, it is in the certificate's "
                    "file")
        ->type_name("FILE|URI");
}

void add_passphrase(CLI::App& command, Flags& flags) {
    command
        .add_option("--passphrase-file", flags.passphrase_file,
                    "Holds the key's passphrase or the token's PIN, mode 0600")
        ->type_name("FILE");
}

}  // namespace

void add_certificate(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    const std::string example = "plazo certificate create --certificate plazo.pem --key plazo.key";
    CLI::App& group =
        add_command(app, "certificate", "The access certificate of this service", example);
    group.require_subcommand(1);

    CLI::App& creating = add_command(
        group, "create", "Make a key and a certificate, and the .cer to upload", example);
    add_paths(creating, *flags);
    creating.add_option("--common-name", flags->common_name, "Subject");
    creating.add_option("--days", flags->days, "Validity");
    creating.add_option("--bits", flags->bits, "RSA key length");
    creating.callback([&terminal, flags] { create(terminal, *flags); });

    CLI::App& showing = add_command(group, "show", "Thumbprints as Entra shows them, and dates",
                                    "plazo certificate show");
    add_paths(showing, *flags);
    add_passphrase(showing, *flags);
    showing.callback([&terminal, flags] { show(terminal, *flags); });

    CLI::App& exporting = add_command(group, "export", "The public .cer (DER)",
                                      "plazo certificate export --output plazo.cer");
    add_paths(exporting, *flags);
    add_passphrase(exporting, *flags);
    exporting.add_option("--output", flags->output, "File; standard output without")
        ->type_name("FILE");
    exporting.callback([&terminal, flags] { export_cer(terminal, *flags); });
}

}  // namespace plazo::app
