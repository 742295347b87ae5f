// scheduler/app/command_calendar_import.h - plazo calendar import: holidays from an .ics file.
//
//     add_calendar_import(group, terminal);    // `group` is the command "calendar"
#pragma once

#include "scheduler/app/command.h"

namespace plazo::app {

void add_calendar_import(CLI::App& group, Terminal& terminal);

}  // namespace plazo::app
