#include "graph/json.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

namespace plazo::graph {
namespace {

using nlohmann::json;

/// The error that parsing gives.
JsonError refusal(std::string_view text) {
    try {
        parse_json(text);
    } catch (const JsonError& error) {
        return error;
    }
    ADD_FAILURE() << "this was taken for JSON: " << text.substr(0, 80);
    return JsonError{0, ""};
}

std::string nested(int depth) {
    const auto count = static_cast<std::size_t>(depth);
    return std::string(count, '[') + std::string(count, ']');
}

TEST(Json, RefusesAHundredThousandBrackets) {
    EXPECT_EQ(refusal(nested(100'000)).byte, 0u);
    EXPECT_EQ(refusal(std::string(100'000, '[')).byte, 0u);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_NE(std::string{refusal(objects).what()}.find("nested deeper than 32"),
              std::string::npos);
}

TEST(Json, TakesTheDepthThatItNamesAndNotOneMore) {
    EXPECT_NO_THROW(parse_json(nested(json_depth_max)));
    EXPECT_THROW(parse_json(nested(json_depth_max + 1)), JsonError);
}

TEST(Json, BracketsInStringsAreNoDepth) {
    const std::string brackets(100, '[');
    EXPECT_EQ(parse_json("[\"\\\"" + brackets + "\", \"\\\\\"]").size(), 2u);
    EXPECT_EQ(parse_json("{\"" + brackets + "\": 1}").size(), 1u);
    // A string's end that is not one must not hide what follows it.
    EXPECT_EQ(refusal("[\"\\\\\", " + nested(json_depth_max) + "]").byte, 0u);
}

TEST(Json, TheFirstErrorIsToldAlsoBeforeWhatIsTooDeep) {
    EXPECT_EQ(refusal("[nul, " + nested(100) + "]").byte, 5u);
}

TEST(Json, NamesTheByteWhereItWentWrong) {
    EXPECT_EQ(refusal("{\"a\": nul}").byte, 10u);
    EXPECT_EQ(refusal("").byte, 1u);
    EXPECT_NE(std::string{refusal("[1,]").what()}.find("byte 4"), std::string::npos);
}

TEST(Json, OnlyJsonErrorComesOut) {
    for (const char* text :
         {"1e999", "\"\xff\"", "\"\\ud800\"", "[1] x", "\xef\xbb", "nan", "'a'"}) {
        EXPECT_THROW(parse_json(text), JsonError) << text;
    }
}

TEST(Json, WritesBytesThatAreNoUtf8AsReplacementCharacters) {
    EXPECT_EQ(dump_json(json{{"a", "x\xffy"}}), "{\"a\":\"x\xef\xbf\xbdy\"}");
    EXPECT_NO_THROW(dump_json_indented(json{{"a", "\xc3"}}));
}

TEST(Json, WritesCompactInTheOrderOfNames) {
    EXPECT_EQ(dump_json(json{{"b", 1}, {"a", json::array({true, nullptr})}}),
              R"({"a":[true,null],"b":1})");
    EXPECT_EQ(dump_json_indented(json{{"a", 1}}), "{\n  \"a\": 1\n}");
}

TEST(Beginning, EndsWithAWholeCharacter) {
    const std::string text = "a\u00f1\u20ac\U0001F600";  // 1, 2, 3 and 4 bytes
    const std::array<std::size_t, 11> whole = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (std::size_t bytes_max = 0; bytes_max < whole.size(); ++bytes_max) {
        EXPECT_EQ(beginning(text, bytes_max), text.substr(0, whole[bytes_max])) << bytes_max;
    }
    EXPECT_EQ(beginning(text, 100), text);
    EXPECT_EQ(beginning("\x80\x80\x80", 2), "") << "what is no UTF-8 has no whole character";
}

TEST(Json, TextOrEmptyTakesAnyShape) {
    EXPECT_EQ(text_or_empty(json{{"a", "x"}}, "a"), "x");
    EXPECT_EQ(text_or_empty(json{{"a", 1}}, "a"), "");
    EXPECT_EQ(text_or_empty(json::array(), "a"), "");
    EXPECT_EQ(text_or_empty(json{}, "a"), "");
}

}  // namespace
}  // namespace plazo::graph
