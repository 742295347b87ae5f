// scheduler/crashpoint.h - places at which a test can make the process die, as power does: at once.
//
//     PLAZO_CRASHPOINT("intent.written");
//
// With PLAZO_CRASHPOINTS defined (every preset but release), the environment variable
// PLAZO_CRASH_AT=name:n ends the process with code 137 and without any clean-up when the place is
// passed for the n-th time; ":n" may be left out for the first. In a release build the line is
// nothing.
#pragma once

namespace plazo::scheduler {

void pass_crashpoint(const char* name);

}  // namespace plazo::scheduler

#ifdef PLAZO_CRASHPOINTS
#define PLAZO_CRASHPOINT(name) ::plazo::scheduler::pass_crashpoint(name)
#else
#define PLAZO_CRASHPOINT(name) static_cast<void>(0)
#endif
