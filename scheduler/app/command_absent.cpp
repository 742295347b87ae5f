// The commands that the product's manual names and this version does not have. They are known, so
// that they are refused with a sentence rather than with "unknown command"; they do not show up in
// --help.
#include "scheduler/app/command.h"

namespace plazo::app {
namespace {

void refuse(CLI::App& parent, const std::string& command, const std::string& what) {
    CLI::App* absent = parent.add_subcommand(command, what);
    absent->group("");
    // Whatever follows it, --help too, gets the same sentence.
    absent->set_help_flag();
    absent->allow_extras();
    absent->fallthrough(false);
    const std::string full =
        parent.get_name() == "plazo" ? command : parent.get_name() + " " + command;
    absent->callback([full] {
        throw CommandError{Category::usage, "not-served",
                           "plazo " + full + " is not part of this version",
                           "plazo --help lists what is"};
    });
}

}  // namespace

void add_absent(CLI::App& app, Terminal&) {
    for (const char* name :
         {"hold", "release", "approve", "setup", "export", "outbox", "webhook", "letter", "audit",
          "store", "feed", "backup", "restore", "privacy", "completion"}) {
        refuse(app, name, "not part of this version");
    }
    const auto refuse_below = [&](const char* group, std::initializer_list<const char*> names) {
        for (const char* name : names)
            refuse(*app.get_subcommand(group), name, "not part of this version");
    };
    refuse_below("repository", {"update", "remove"});
    refuse_below("deadline", {"move", "reassign", "preview"});
}

}  // namespace plazo::app
