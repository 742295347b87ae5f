#include "ical/growing_array.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace plazo::ical {
namespace {

std::string text_of(const GrowingArray<char>& array) {
    return {array.data(), array.size()};
}

TEST(GrowingArray, KeepsWhatItHeldWhenItGrows) {
    GrowingArray<std::size_t> array;
    for (std::size_t i = 0; i < 300'000; ++i) array.push_back(i);
    ASSERT_EQ(array.size(), 300'000u);
    for (std::size_t i = 0; i < array.size(); ++i) ASSERT_EQ(array[i], i);
    EXPECT_LT(array.capacity(), array.size() * 9 / 8 + 1);
    array.shrink_to_fit();
    EXPECT_EQ(array.capacity(), array.size());
    EXPECT_EQ(array[299'999], 299'999u);
}

TEST(GrowingArray, CopiesAreItsOwn) {
    GrowingArray<char> one;
    one.append("abc", 3);
    GrowingArray<char> two = one;
    two.push_back('d');
    EXPECT_EQ(text_of(one), "abc");
    EXPECT_EQ(text_of(two), "abcd");
    one = std::move(two);
    EXPECT_EQ(text_of(one), "abcd");
    one.cut(1);
    EXPECT_EQ(text_of(one), "a");
}

TEST(GrowingArray, ShortPiecesAreAppendedWhatFollowsThem) {
    const std::string text(200, 'x');
    GrowingArray<char> array;
    std::size_t size = 0;
    for (std::size_t count = 0; count <= text.size(); ++count) {
        array.append_short(text.data() + text.size() - count, count, text.data() + text.size());
        array.append_short(text.data(), count, text.data() + text.size());
        size += 2 * count;
        ASSERT_EQ(array.size(), size);
    }
    EXPECT_EQ(text_of(array), std::string(size, 'x'));
}

TEST(GrowingArray, NothingTakesNoMemory) {
    GrowingArray<int> array;
    array.shrink_to_fit();
    EXPECT_EQ(array.capacity(), 0u);
    const GrowingArray<int> copy = array;
    EXPECT_TRUE(copy.empty());
}

}  // namespace
}  // namespace plazo::ical
