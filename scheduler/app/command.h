// scheduler/app/command.h - what all commands of `plazo` share: flags, output, errors, exit codes.
//
// A command writes data on stdout and everything else on stderr. Under --json its outcome, an error
// too, is exactly one JSON document on stdout:
//
//     {"error":{"code":"unknown-repository","category":"not_found","message":"...","hint":"...",
//               "retryable":false}}
//
// It fails by throwing CommandError, whose category decides the exit code:
//
//     failed 1    usage 2    warnings 3    permission 4    not_found 5    network 6    conflict 7
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "graph/http.h"
#include "scheduler/app/config.h"

namespace plazo::app {

enum class Category {
    failed = 1,
    usage = 2,
    warnings = 3,
    permission = 4,
    not_found = 5,
    network = 6,
    conflict = 7
};

struct CommandError : std::runtime_error {
    CommandError(Category category_, std::string code_, const std::string& message,
                 std::string hint_ = {}, std::optional<std::string> pointer_ = std::nullopt)
        : std::runtime_error{message},
          category{category_},
          code{std::move(code_)},
          hint{std::move(hint_)},
          pointer{std::move(pointer_)} {}
    Category category;
    std::string code;
    std::string hint;
    std::optional<std::string> pointer;
    /// JSON text of more that belongs into the error under --json: "checks" of a repository test.
    std::string details;
};

/// A command that has shown its document ends with this exit code: there is nothing more to say.
struct Ended {
    int code;
};

/// The flags that every command knows, and where it writes.
class Terminal {
  public:
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    bool no_color = false;
    std::optional<std::string> config_file;

    /// Under --json the document, else what `human` makes of it.
    void show(const nlohmann::json& document, const std::function<std::string()>& human) const;
    /// Data on stdout as it is.
    void print(const std::string& text) const;
    /// A message on stderr, unless --quiet.
    void say(const std::string& text) const;
    void fail(const CommandError& error) const;

    Config config(const std::vector<Override>& overrides = {}) const;
};

/// A subcommand of `parent` whose help begins with `example`.
CLI::App& add_command(CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& example);

/// One per file command_*.cpp. Each adds its command with callbacks that run after parsing.
void add_serve(CLI::App& app, Terminal& terminal);
void add_repository(CLI::App& app, Terminal& terminal);
void add_key(CLI::App& app, Terminal& terminal);
void add_certificate(CLI::App& app, Terminal& terminal);
/// Below `plazo certificate`, which has to be there.
void add_certificate_rotate(CLI::App& app, Terminal& terminal);
void add_app(CLI::App& app, Terminal& terminal);
void add_policy(CLI::App& app, Terminal& terminal);
void add_doctor(CLI::App& app, Terminal& terminal);
void add_deadline(CLI::App& app, Terminal& terminal);
void add_import(CLI::App& app, Terminal& terminal);
void add_remind(CLI::App& app, Terminal& terminal);
void add_ical(CLI::App& app, Terminal& terminal);
void add_timezone(CLI::App& app, Terminal& terminal);
void add_calendar(CLI::App& app, Terminal& terminal);
void add_config(CLI::App& app, Terminal& terminal);
void add_version(CLI::App& app, Terminal& terminal);
/// The commands of the contract that this version refuses by name.
void add_absent(CLI::App& app, Terminal& terminal);

/// The whole program; returns the exit code.
int run(int argc, const char* const* argv);

/// A table with aligned columns; the first row is its head.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// The file's text, or standard input for "-". Throws CommandError.
std::string read_input(const std::string& path, std::size_t bytes_max);

}  // namespace plazo::app
