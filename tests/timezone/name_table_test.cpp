#include "timezone/name_table.h"

#include <gtest/gtest.h>

namespace plazo::timezone {
namespace {

TEST(NameTable, ExampleOfTheManualPage) {
    const std::vector<std::string> names{"Africa/Abidjan", "Europe/Madrid"};
    const NameTable table{names};
    EXPECT_EQ(table.find("EUROPE/MADRID"), 1U);
}

TEST(NameTable, EveryNameIsFoundAndNoOther) {
    std::vector<std::string> names;
    for (int i = 0; i < 3000; ++i) names.push_back("Area/Place_" + std::to_string(i * 7));
    const NameTable table{names};
    for (std::size_t i = 0; i < names.size(); ++i) {
        ASSERT_EQ(table.find(names[i]), i);
        ASSERT_EQ(table.find(lowered(names[i])), i);
        ASSERT_EQ(table.find(names[i] + "x"), std::nullopt);
    }
}

TEST(NameTable, CharactersThatDifferInTheBitOfCaseAreNotEqual) {
    const std::vector<std::string> names{"a@b", "GMT+1"};
    const NameTable table{names};
    EXPECT_EQ(table.find("a`b"), std::nullopt);
    EXPECT_EQ(table.find(std::string{"GMT\v1"}), std::nullopt);
    EXPECT_EQ(table.find(std::string{"a@b\0", 4}), std::nullopt);
    EXPECT_EQ(table.find("A@B"), 0U);
}

TEST(NameTable, AnEmptyTableFindsNothing) {
    EXPECT_EQ(NameTable{}.find(""), std::nullopt);
    const std::vector<std::string> none;
    EXPECT_EQ(NameTable{none}.find("x"), std::nullopt);
}

}  // namespace
}  // namespace plazo::timezone
