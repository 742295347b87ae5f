// tests/rules/outline.h - just enough of C++ to see statements and functions.
//
//     Outline outline = outline_of("void f() { co_await g(Query{1}); }");
//     outline.statements     // one awaits and has a brace
//     outline.functions      // one, a line long
//
// It is no parser. It tells blocks from braces that build a value by what stands before them, which
// is right for code as clang-format leaves it.
#pragma once

#include <string_view>
#include <vector>

namespace plazo::rules {

/// A statement, or the head of one: `if (...)`. What a lambda's body says are statements of its
/// own.
struct Statement {
    /// Where it begins, from 1.
    int line = 0;
    bool awaits = false;
    /// A brace that builds a value.
    bool braces = false;
    bool lambda = false;
    /// ?:
    bool chooses = false;

    /// Names, literals and function calls are all that a statement with co_await may hold: GCC 12
    /// destroys twice what else is built in it.
    bool breaks_the_sentence_rule() const { return awaits && (braces || lambda || chooses); }
};

/// From the first line of its signature to the closing brace.
struct Function {
    int line = 0;
    int lines = 0;
};

struct Outline {
    std::vector<Statement> statements;
    std::vector<Function> functions;
};

Outline outline_of(std::string_view text);

}  // namespace plazo::rules
