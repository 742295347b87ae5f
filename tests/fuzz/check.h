// tests/fuzz/check.h - how a fuzz target says that something is wrong: it ends.
//
// A fuzz target is a function LLVMFuzzerTestOneInput(data, size), as libFuzzer calls it. Without
// libFuzzer replay.cpp calls it, with the files of tests/fuzz/corpus and with mutations of them
// that are the same in every run.
#pragma once

#include <cstdlib>

namespace plazo::fuzz {

/// Unlike assert, in every build.
inline void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace plazo::fuzz
