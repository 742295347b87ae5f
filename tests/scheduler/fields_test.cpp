#include "scheduler/fields.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace plazo::scheduler {
namespace {

using nlohmann::json;

/// "pointer: text" of the InputError that `reading` gives, with " | hint"; empty when there is
/// none.
template <typename Reading>
std::string refusal(const json& value, Reading reading) {
    try {
        Fields fields{value, "/data"};
        reading(fields);
    } catch (const InputError& error) {
        return error.pointer + ": " + error.what() + (error.hint.empty() ? "" : " | " + error.hint);
    }
    return {};
}

TEST(Fields, OnlyAnObjectHasAny) {
    for (const char* text : {"[]", "null", "7", "\"x\""}) {
        EXPECT_EQ(refusal(json::parse(text), [](Fields&) {}), "/data: must be an object") << text;
    }
}

TEST(Fields, ATextIsRequiredNotEmptyAndOfItsLength) {
    const auto read = [](Fields& fields) { fields.text("a", 3); };
    EXPECT_EQ(refusal(json{{"a", "ñx"}}, read), "");
    EXPECT_EQ(refusal(json::object(), read), "/data/a: is required");
    EXPECT_EQ(refusal(json{{"a", nullptr}}, read), "/data/a: is required");
    EXPECT_EQ(refusal(json{{"a", ""}}, read), "/data/a: is required");
    EXPECT_EQ(refusal(json{{"a", 7}}, read), "/data/a: must be a text");
    EXPECT_EQ(refusal(json{{"a", "ññ"}}, read), "/data/a: is longer than 3 bytes");
}

TEST(Fields, ATextIsCleanUtf8AndALineIsOne) {
    const auto text = [](Fields& fields) { fields.text("a"); };
    const auto line = [](Fields& fields) { fields.optional_line("a"); };
    EXPECT_EQ(refusal(json{{"a", "x\r\n\ty"}}, text), "");
    EXPECT_EQ(refusal(json{{"a", "x\r\ny"}}, line), "/data/a: must be one line");
    EXPECT_EQ(refusal(json{{"a", "x\ty"}}, line), "/data/a: must be one line");
    EXPECT_EQ(refusal(json{{"a", "\xff"}}, text), "/data/a: is not valid UTF-8");
    for (const char* control : {"\x01", "\x1b[31m", "\x7f"}) {
        EXPECT_EQ(refusal(json{{"a", control}}, text), "/data/a: contains a control character");
    }
    EXPECT_EQ(refusal(json{{"a", std::string{"x\0y", 3}}}, text),
              "/data/a: contains a control character");
}

TEST(Fields, AChoiceIsOneOfItsWordsElseTheFirst) {
    std::string chosen;
    const auto read = [&](Fields& fields) { chosen = fields.choice("a", {"normal", "high"}); };
    EXPECT_EQ(refusal(json::object(), read), "");
    EXPECT_EQ(chosen, "normal");
    EXPECT_EQ(refusal(json{{"a", "high"}}, read), "");
    EXPECT_EQ(chosen, "high");
    EXPECT_EQ(refusal(json{{"a", "norma"}}, read),
              "/data/a: \"norma\" is not one of normal, high | did you mean normal?");
}

TEST(Fields, NumbersAreWholeAndWithinTheirRange) {
    const auto read = [](Fields& fields) { fields.integer("a", 0, INT64_MAX); };
    EXPECT_EQ(refusal(json{{"a", INT64_MAX}}, read), "");
    EXPECT_EQ(refusal(json{{"a", 1.0}}, read), "/data/a: must be a whole number");
    EXPECT_EQ(refusal(json{{"a", "1"}}, read), "/data/a: must be a whole number");
    EXPECT_EQ(refusal(json{{"a", UINT64_MAX}}, read), "/data/a: must be a whole number");
    EXPECT_EQ(refusal(json{{"a", -1}}, read), "/data/a: must be from 0 to 9223372036854775807");
}

TEST(Fields, AFlagIsTrueOrFalse) {
    bool flag = false;
    const auto read = [&](Fields& fields) { flag = fields.flag("a", true); };
    EXPECT_EQ(refusal(json::object(), read), "");
    EXPECT_TRUE(flag);
    EXPECT_EQ(refusal(json{{"a", "false"}}, read), "/data/a: must be true or false");
}

TEST(Fields, ListsHaveALimitAndEntriesOfOneKind) {
    const auto texts = [](Fields& fields) { fields.texts("a", 2); };
    EXPECT_EQ(refusal(json{{"a", {"x", "y"}}}, texts), "");
    EXPECT_EQ(refusal(json{{"a", {"x", "y", "z"}}}, texts), "/data/a: has more than 2 entries");
    EXPECT_EQ(refusal(json{{"a", json::array({"x", 1})}}, texts),
              "/data/a: must be a list of texts");
    const auto objects = [](Fields& fields) { fields.objects("a", 2); };
    EXPECT_EQ(refusal(json{{"a", json::array({json::object(), 1})}}, objects),
              "/data/a/1: must be an object");
}

TEST(Fields, PointersGoDownWithTheObjects) {
    EXPECT_EQ(refusal(json{{"a", {{"b", json::array({{{"c", 1}}})}}}},
                      [](Fields& fields) {
                          Fields a = fields.required_object("a");
                          a.objects("b", 1).front().text("c");
                      }),
              "/data/a/b/0/c: must be a text");
}

TEST(Fields, WhatNobodyAskedForIsRefusedWithASuggestion) {
    const auto read = [](Fields& fields) {
        fields.optional_text("timeZone");
        fields.ignore("extra");
        fields.done();
    };
    EXPECT_EQ(refusal(json{{"timeZone", "x"}, {"extra", 1}}, read), "");
    EXPECT_EQ(refusal(json{{"timezone", "x"}}, read),
              "/data/timezone: is not a known field | did you mean timeZone?");
    EXPECT_EQ(refusal(json{{"a/b~c", "x"}}, read), "/data/a~1b~0c: is not a known field");
}

TEST(Fields, WhatCannotBeServedIsRefusedOnlyWhenItIsThere) {
    const auto read = [](Fields& fields) { fields.refuse("a", "is not served"); };
    EXPECT_EQ(refusal(json{{"a", 1}}, read), "/data/a: is not served");
    EXPECT_EQ(refusal(json{{"a", nullptr}}, read), "");
}

}  // namespace
}  // namespace plazo::scheduler
