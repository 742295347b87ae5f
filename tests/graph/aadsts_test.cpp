#include "graph/aadsts.h"

#include <gtest/gtest.h>

#include <array>

namespace plazo::graph {
namespace {

TEST(Aadsts, NumbersThatSayNothingOfThisGrantHaveNoAdvice) {
    for (const int number : {0, -1, 1, 50'126, 2'000'000'000}) {
        EXPECT_EQ(advice_for(number), "") << number;
    }
}

TEST(Aadsts, OnlyRefusalsOfTheCertificateItselfAreAboutIt) {
    for (const int number : {700'027, 7'000'274, 50'012, 1'000'502, 7'000'214, 7'000'277}) {
        EXPECT_TRUE(is_about_certificate(number)) << number;
        EXPECT_NE(advice_for(number), "") << number;
    }
    for (const int number : {0, 700'024, 700'016, 7'000'215, 7'000'222, 7'000'229, 50'003}) {
        EXPECT_FALSE(is_about_certificate(number)) << number;
    }
}

}  // namespace
}  // namespace plazo::graph
