// Length, words and paths: what can be seen without understanding the code.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/rules/outline.h"
#include "tests/rules/source.h"

namespace plazo::rules {
namespace {

constexpr std::size_t file_lines_max = 400;
constexpr int function_lines_max = 70;
constexpr std::size_t line_characters_max = 100;

bool is_test(const Source& source) {
    return source.path.starts_with("tests/");
}

/// Characters of UTF-8, which is what a column is.
std::size_t characters(const std::string& line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

TEST(Files, AreOfOneSubjectAndShort) {
    for (const Source& source : sources({".h", ".cpp"})) {
        EXPECT_LE(lines_of(source.text).size(), file_lines_max)
            << source.path << ": split it by subject";
    }
}

TEST(Files, HaveShortLinesWithoutTabs) {
    for (const Source& source : sources({".h", ".cpp", ".sql"})) {
        int number = 0;
        for (const std::string& line : lines_of(source.text)) {
            ++number;
            EXPECT_LE(characters(line), line_characters_max) << at(source, number);
            EXPECT_EQ(line.find('\t'), line.npos) << at(source, number) << ": a tab";
        }
    }
}

TEST(Files, AreIncludedOnce) {
    for (const Source& source : sources({".h"})) {
        EXPECT_EQ(lines_with(source.text, "#pragma once").size(), 1U) << source.path;
    }
}

TEST(Functions, FitOnAScreen) {
    for (const Source& source : sources({".h", ".cpp"})) {
        for (const Function& function : outline_of(source.text).functions) {
            EXPECT_LE(function.lines, function_lines_max)
                << at(source, function.line) << ": a function of " << function.lines << " lines";
        }
    }
}

TEST(Functions, AreMeasuredFromTheirSignatureToTheirBrace) {
    const Outline outline = outline_of(
        "namespace a {\n"
        "struct B {\n"
        "    B() : c{1} {}\n"
        "    int d() const {\n"
        "        return 1;\n"
        "    }\n"
        "};\n"
        "template <typename T>\n"
        "int e(\n"
        "    T f) {\n"
        "    const auto g = [] { return 1; };\n"
        "    if (f) {\n"
        "        g();\n"
        "    }\n"
        "}\n"
        "}\n");
    ASSERT_EQ(outline.functions.size(), 3U);
    EXPECT_EQ(outline.functions[0].lines, 1);
    EXPECT_EQ(outline.functions[1].lines, 3);
    EXPECT_EQ(outline.functions[2].line, 8);
    EXPECT_EQ(outline.functions[2].lines, 8);
}

TEST(Words, ThatHideTroubleAreNotInTheCode) {
    for (const Source& source : sources({".h", ".cpp"})) {
        if (source.path == "tests/bench/peer_date.cpp") continue;  // what is measured against
        const std::string code = code_of(source.text);
        for (const char* banned : {"detached", "std::regex", "locate_zone", "zoned_time"}) {
            for (const int line : lines_with(code, banned)) {
                ADD_FAILURE() << at(source, line) << ": " << banned;
            }
        }
        for (const int line : lines_with(code, "using namespace")) {
            const std::string text = lines_of(code).at(static_cast<std::size_t>(line) - 1);
            EXPECT_TRUE(is_test(source) && text.find("_literals;") != text.npos)
                << at(source, line) << ": " << text;
        }
    }
}

TEST(Words, ThatPromiseWorkForLaterAreNotInTheComments) {
    constexpr std::array banned = {"TODO", "FIXME", "XXX", "HACK", "for now", "not implemented"};
    for (const Source& source : sources({".h", ".cpp"})) {
        const std::string comments = comments_of(source.text);
        for (const char* word : banned) {
            for (const int line : lines_with(comments, word)) {
                ADD_FAILURE() << at(source, line) << ": " << word;
            }
        }
    }
}

TEST(Words, OfStreamsStayWithStandardInput) {
    for (const Source& source : sources({".h", ".cpp"})) {
        if (is_test(source) || source.path.ends_with("/main.cpp") ||
            source.path == "scheduler/app/lines.cpp")
            continue;
        for (const Include& include : includes_of(source.text)) {
            EXPECT_NE(include.name, "iostream") << at(source, include.line);
        }
    }
}

TEST(Texts, NameNoMachineAndNoRegistry) {
    // In halves, so that this file does not name them either.
    const std::array halves = std::to_array<std::array<std::string, 2>>({
        {"/wo", "rk/"},
        {"/home", "/user"},
        {"registry.", "npmjs.org"},
        {"py", "pi.org"},
        {"files.", "pythonhosted.org"},
        {"crates", ".io"},
        {"rubygems", ".org"},
        {"proxy.", "golang.org"},
        {"deb.", "debian.org"},
        {"center.", "conan.io"},
        {"docker", ".io"},
        {"ghcr", ".io"},
    });
    for (const Source& source : sources()) {
        for (const auto& [first, second] : halves) {
            EXPECT_EQ(source.text.find(first + second), std::string::npos)
                << source.path << " names " << first << second;
        }
    }
}

TEST(CodeOf, LeavesOnlyWhatTheCompilerBuilds) {
    EXPECT_EQ(code_of("f(\"{\");  // why"), "f(\" \");        ");
    EXPECT_EQ(code_of("g('\\'', \"a\\\"b\");"), "g('  ', \"    \");");
    EXPECT_EQ(code_of("h(R\"x(})\")x\"); 1'000;"), "h( \"       \"); 1'000;");
    EXPECT_EQ(code_of("#include \"a.h\"\n/* { */ x"), "              \n        x");
    EXPECT_EQ(comments_of("f(\"//\");  // why"), "          // why");
}

}  // namespace
}  // namespace plazo::rules
