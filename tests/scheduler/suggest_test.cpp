#include "scheduler/suggest.h"

#include <gtest/gtest.h>

namespace plazo::scheduler {
namespace {

const std::vector<std::string> names = {"timeZone", "title", "due"};

TEST(Suggest, TheNearestNameIsFound) {
    EXPECT_EQ(nearest("timezone", names), "timeZone");
    EXPECT_EQ(nearest("tilte", names), std::nullopt) << "two of five letters is more than a third";
    EXPECT_EQ(nearest("titel", {"title"}), std::nullopt);
    EXPECT_EQ(nearest("titlee", names), "title");
    EXPECT_EQ(nearest("duee", names), "due");
    EXPECT_EQ(nearest("Europe/Madriz", {"Europe/Paris", "Europe/Madrid"}), "Europe/Madrid");
}

TEST(Suggest, NothingNearGivesNoSuggestion) {
    EXPECT_EQ(nearest("banana", names), std::nullopt);
    EXPECT_EQ(nearest("", names), std::nullopt);
    EXPECT_EQ(nearest("title", {}), std::nullopt);
    EXPECT_EQ(nearest(std::string(100'000, 'x'), names), std::nullopt);
}

TEST(Suggest, AsksInWords) {
    EXPECT_EQ(did_you_mean("timezone", names), "did you mean timeZone?");
    EXPECT_EQ(did_you_mean("banana", names), "");
}

}  // namespace
}  // namespace plazo::scheduler
