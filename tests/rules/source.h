// tests/rules/source.h - the files of this tree as text, and C++ text without its words for people.
//
//     for (const Source& source : sources({".h", ".cpp"})) check(source);
//     code_of("f(\"{\");  // why")      // f("");        the same lines, nothing to stumble over
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace plazo::rules {

struct Source {
    /// From the root of the tree: "ical/scan.h".
    std::string path;
    std::string text;

    bool is_header() const { return path.ends_with(".h"); }
    /// "ical" of "ical/scan.h".
    std::string folder() const;
};

struct Include {
    std::string name;
    bool system = false;
    int line = 0;
};

/// The text files of the tree that end in one of `endings`, sorted by path; all without endings.
/// What is built, fetched or kept by git is left out.
std::vector<Source> sources(std::initializer_list<std::string_view> endings = {});

/// The C++ text with comments gone, and with literals and preprocessor lines emptied. Lines stay
/// where they are.
std::string code_of(std::string_view text);

/// The other half: the comments alone.
std::string comments_of(std::string_view text);

std::vector<Include> includes_of(std::string_view text);

std::vector<std::string> lines_of(std::string_view text);

/// The lines, from 1, on which `word` stands, with no letter, digit or _ at either side.
std::vector<int> lines_with(std::string_view text, std::string_view word);

/// "ical/scan.h:12", for messages.
std::string at(const Source& source, int line);

}  // namespace plazo::rules
