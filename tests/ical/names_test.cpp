#include "ical/names.h"

#include <gtest/gtest.h>

namespace plazo::ical {
namespace {

template <class Name>
void expect_every_spelling_found(Name last, Name (*find)(std::string_view)) {
    for (int i = 1; i <= static_cast<int>(last); ++i) {
        const auto name = static_cast<Name>(i);
        const std::string upper{spelling(name)};
        ASSERT_FALSE(upper.empty()) << i;
        EXPECT_EQ(find(upper), name) << upper;
        std::string lower = upper;
        for (char& c : lower) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        EXPECT_EQ(find(lower), name) << lower;
        EXPECT_EQ(find(upper + "X"), Name::other);
        EXPECT_EQ(find(upper.substr(1)), Name::other) << upper;
    }
}

TEST(Names, ExampleOfTheManualPage) {
    EXPECT_EQ(property_name("dtstart"), PropertyName::dtstart);
    EXPECT_EQ(property_name("X-MOOD"), PropertyName::other);
    EXPECT_EQ(spelling(PropertyName::last_modified), "LAST-MODIFIED");
}

TEST(Names, EverySpellingIsFoundInAnyCase) {
    expect_every_spelling_found(ComponentName::vresource, component_name);
    expect_every_spelling_found(PropertyName::x_microsoft_disallow_counter, property_name);
    expect_every_spelling_found(ParameterName::x_response_comment, parameter_name);
}

TEST(Names, WhatLooksLikeANameWithOtherBitsIsNone) {
    // '-' and CR differ in the bit that tells capital from small letters.
    EXPECT_EQ(property_name("LAST\rMODIFIED"), PropertyName::other);
    EXPECT_EQ(property_name(""), PropertyName::other);
    EXPECT_EQ(property_name("U"), PropertyName::other);
    EXPECT_TRUE(spelling(PropertyName::other).empty());
}

}  // namespace
}  // namespace plazo::ical
