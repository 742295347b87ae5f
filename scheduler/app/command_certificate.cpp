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
            {"rsa_bits", certificate.rsa_bits()}};
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

/// Paths of the flags, else of the configuration.
void complete(const Terminal& terminal, Flags& flags) {
    if (!flags.certificate.empty() && !flags.key.empty()) return;
    const Config config = terminal.config();
    if (flags.certificate.empty()) flags.certificate = config.certificate_path;
    if (flags.key.empty()) flags.key = config.certificate_key_path;
    if (flags.certificate.empty() || flags.key.empty()) {
        throw CommandError{
            Category::usage, "no-certificate",
            "no access certificate is configured and none was named",
            "--certificate plazo.pem --key plazo.key, or [certificate] path and key_path"};
    }
}

graph::Certificate load(const Flags& flags) {
    return graph::Certificate::load(flags.certificate, flags.key);
}

void create(const Terminal& terminal, Flags flags) {
    complete(terminal, flags);
    if (exists(flags.certificate) || exists(flags.key)) {
        throw CommandError{Category::conflict, "certificate-exists",
                           (exists(flags.key) ? flags.key : flags.certificate) + " exists already",
                           "an access key is never overwritten: name another file"};
    }
    const auto made =
        graph::Certificate::create({flags.common_name, now(), flags.days, flags.bits});
    graph::write_key_file(flags.key, made.private_key_pem());
    write_public_file(flags.certificate, made.certificate_pem());
    const std::string cer = flags.certificate + ".cer";
    write_public_file(cer, made.der());
    json described = describe(made);
    described["certificate"] = flags.certificate;
    described["key"] = flags.key;
    described["cer"] = cer;
    terminal.show(described, [&] { return text_of(described); });
    terminal.say("Upload " + cer + " in the portal: App registrations > Certificates & secrets.");
}

void show(const Terminal& terminal, Flags flags) {
    complete(terminal, flags);
    const json described = describe(load(flags));
    terminal.show(described, [&] { return text_of(described); });
}

void export_cer(const Terminal& terminal, Flags flags) {
    complete(terminal, flags);
    const graph::Certificate certificate = load(flags);
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
    command.add_option("--certificate", flags.certificate, "Certificate, PEM")->type_name("FILE");
    command.add_option("--key", flags.key, "Private key, PEM, mode 0600")->type_name("FILE");
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
    showing.callback([&terminal, flags] { show(terminal, *flags); });

    CLI::App& exporting = add_command(group, "export", "The public .cer (DER)",
                                      "plazo certificate export --output plazo.cer");
    add_paths(exporting, *flags);
    exporting.add_option("--output", flags->output, "File; standard output without")
        ->type_name("FILE");
    exporting.callback([&terminal, flags] { export_cer(terminal, *flags); });
}

}  // namespace plazo::app
