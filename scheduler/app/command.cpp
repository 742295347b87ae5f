#include "scheduler/app/command.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "graph/certificate.h"
#include "graph/json.h"
#include "scheduler/input_error.h"
#include "scheduler/store.h"
#include "scheduler/suggest.h"

namespace plazo::app {

using nlohmann::json;

namespace {

std::string_view name_of(Category category) {
    constexpr std::array<std::string_view, 8> names = {
        "ok", "failed", "usage", "warnings", "permission", "not_found", "network", "conflict"};
    return names[static_cast<std::size_t>(category)];
}

json error_document(const CommandError& error) {
    json body = {{"code", error.code},
                 {"category", name_of(error.category)},
                 {"message", error.what()},
                 {"hint", error.hint},
                 {"retryable", error.category == Category::network}};
    if (error.pointer) body["pointer"] = *error.pointer;
    if (!error.details.empty()) body["details"] = graph::parse_json(error.details);
    return {{"error", std::move(body)}};
}

/// Help that begins with an example, as people read it.
class ExampleFirst : public CLI::Formatter {
  public:
    explicit ExampleFirst(std::string example) : example_{std::move(example)} {}
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override {
        const std::string help = CLI::Formatter::make_help(app, std::move(name), mode);
        return mode == CLI::AppFormatMode::Sub ? help : "Example: " + example_ + "\n\n" + help;
    }

  private:
    std::string example_;
};

const CLI::App& deepest_parsed(const CLI::App& app) {
    const CLI::App* current = &app;
    for (;;) {
        const auto chosen = current->get_subcommands();
        if (chosen.empty()) return *current;
        current = chosen.front();
    }
}

/// "plazo repository" for the command `plazo repository add`; empty for `plazo`.
std::string path_to(const CLI::App& command) {
    std::string path;
    for (const CLI::App* level = command.get_parent(); level != nullptr;
         level = level->get_parent()) {
        path = level->get_name() + (path.empty() ? "" : " " + path);
    }
    return path;
}

/// Everything that could have been meant at this place: flags of the command and of its parents,
/// and subcommands.
std::vector<std::string> names_at(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
        for (const CLI::Option* option : level->get_options()) {
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
    }
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(sub->get_name());
    }
    return names;
}

CommandError usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App& command = deepest_parsed(app);
    std::string message = error.what();
    std::string hint = command.get_name().empty() ? "plazo --help" : "--help shows what it takes";
    std::vector<std::string> extras = app.remaining(true);
    if (!extras.empty()) {
        const std::string name = extras.front().substr(0, extras.front().find('='));
        message = "\"" + name + "\" is not known here";
        const std::string guess = scheduler::did_you_mean(name, names_at(command));
        if (!guess.empty()) hint = guess;
    }
    return CommandError{Category::usage, "usage", message, hint};
}

const char* environment(const char* name) {
    return std::getenv(name);
}

}  // namespace

void Terminal::show(const nlohmann::json& document,
                    const std::function<std::string()>& human) const {
    print(json ? graph::dump_json_indented(document) + "\n" : human());
}

void Terminal::print(const std::string& text) const {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void Terminal::say(const std::string& text) const {
    if (!quiet) std::fprintf(stderr, "%s\n", text.c_str());
}

void Terminal::fail(const CommandError& error) const {
    if (json) {
        print(graph::dump_json_indented(error_document(error)) + "\n");
        return;
    }
    const bool color =
        !no_color && ::isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    std::fprintf(stderr, "%s%s", color ? "\033[31merror:\033[0m " : "error: ", error.what());
    if (error.pointer && !error.pointer->empty())
        std::fprintf(stderr, " (%s)", error.pointer->c_str());
    std::fprintf(stderr, "\n");
    if (!error.hint.empty()) std::fprintf(stderr, "hint: %s\n", error.hint.c_str());
}

Config Terminal::config(const std::vector<Override>& overrides) const {
    return load_config(config_file, environment, overrides);
}

CLI::App& add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& example) {
    CLI::App* command = parent.add_subcommand(name, description);
    command->formatter(std::make_shared<ExampleFirst>(example));
    return *command;
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    const auto width = [](const std::string& text) {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xc0) != 0x80;  // bytes that begin a character
        }));
    };
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size()) text.append(widths[i] - width(row[i]) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

std::string read_input(const std::string& path, std::size_t bytes_max) {
    std::string text;
    if (path == "-") {
        std::array<char, 65536> piece{};
        while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), stdin)) {
            text.append(piece.data(), count);
            if (text.size() > bytes_max) break;
        }
    } else {
        std::ifstream file{path, std::ios::binary};
        if (!file) {
            throw CommandError{Category::not_found, "no-such-file",
                               path + ": cannot be read: " + std::strerror(errno)};
        }
        text.assign(std::istreambuf_iterator<char>{file}, {});
    }
    if (text.size() > bytes_max) {
        throw CommandError{Category::usage, "too-large",
                           path + ": is larger than " + std::to_string(bytes_max) + " bytes"};
    }
    return text;
}

namespace {

/// What a command may throw, as the error that the user sees.
CommandError error_of(const std::exception& error) {
    if (const auto* known = dynamic_cast<const CommandError*>(&error)) return *known;
    if (const auto* config = dynamic_cast<const ConfigError*>(&error)) {
        return {Category::usage, "invalid-configuration", config->what(), config->hint};
    }
    if (const auto* input = dynamic_cast<const scheduler::InputError*>(&error)) {
        return {Category::usage, "invalid-field", input->what(), input->hint, input->pointer};
    }
    if (dynamic_cast<const graph::CertificateError*>(&error) != nullptr) {
        return {Category::usage, "certificate", error.what()};
    }
    if (dynamic_cast<const scheduler::StoreInUse*>(&error) != nullptr) {
        return {Category::conflict, "store-in-use", error.what()};
    }
    if (dynamic_cast<const graph::TransportError*>(&error) != nullptr) {
        return {Category::network, "unreachable", error.what()};
    }
    return {Category::failed, "failed", error.what()};
}

}  // namespace

int run(int argc, const char* const* argv) {
    Terminal terminal;
    CLI::App app{"Turns the deadlines of R2 Docuo workflows into Microsoft 365 calendar events."};
    app.name("plazo");
    app.formatter(std::make_shared<ExampleFirst>("plazo serve"));
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--config", terminal.config_file, "Configuration file")->type_name("FILE");
    app.add_flag("--json", terminal.json, "One JSON document on stdout, whatever happens");
    app.add_flag("--quiet", terminal.quiet, "No messages on stderr but errors");
    app.add_flag("--verbose", terminal.verbose, "More messages on stderr");
    app.add_flag("--no-color", terminal.no_color, "No colours");
    for (const auto& add :
         {add_serve, add_repository, add_key, add_certificate, add_certificate_rotate, add_app,
          add_policy, add_doctor, add_deadline, add_import, add_remind, add_ical, add_timezone,
          add_calendar, add_config, add_version, add_absent}) {
        add(app, terminal);
    }
    // Known before parsing, so that a usage error obeys it, too.
    terminal.json =
        std::any_of(argv, argv + argc, [](const char* a) { return std::strcmp(a, "--json") == 0; });
    try {
        app.parse(argc, argv);
        return 0;
    } catch (const Ended& ended) {
        return ended.code;
    } catch (const CLI::CallForHelp&) {
        const CLI::App& command = deepest_parsed(app);
        terminal.print(command.help(path_to(command)));
        return 0;
    } catch (const CLI::ParseError& error) {
        const CommandError usage = usage_error(app, error);
        terminal.fail(usage);
        return static_cast<int>(usage.category);
    } catch (const std::exception& error) {
        const CommandError shown = error_of(error);
        terminal.fail(shown);
        return static_cast<int>(shown.category);
    }
}

}  // namespace plazo::app
