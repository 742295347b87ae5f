#include "ical/plain_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "ical/document.h"

namespace plazo::ical {
namespace {

/// What look() should say, found byte by byte.
bool is_plain(const std::string& text) {
    std::string inside_lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) return false;
        if (!is_break(text[i])) inside_lines += text[i];
        if (text[i] == '\n') inside_lines += ' ';
    }
    return is_clean(inside_lines);
}

class PlainTextTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!look("a")) GTEST_SKIP() << "the processor has no AVX2";
    }
    bool look(const std::string& text) {
        return plain_.look(text.data(), text.data() + text.size());
    }

    PlainText plain_;
};

TEST_F(PlainTextTest, IsWhatALookAtEachByteSays) {
    const std::vector<std::string> right = {"a",
                                            "BEGIN:VEVENT",
                                            "\r\n",
                                            "\n",
                                            "\t",
                                            "\xC3\xA9",
                                            "\xE4\xBC\x9A",
                                            "\xED\x9F\xBF",
                                            "\xEF\xBF\xBD",
                                            "\xF0\x9F\x98\x80",
                                            "\xF4\x8F\xBF\xBF"};
    std::vector<std::string> any = right;
    for (const char* wrong : {"\r", "\x01", "\x1F", "\x7F", "\x80", "\xC3", "\xC0\xAF", "\xC1\x80",
                              "\xE4\xBC", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x9F\x98",
                              "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
        any.emplace_back(wrong);
    }
    any.emplace_back(1, '\0');
    std::mt19937 random{5545};
    int plain = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::size_t parts = random() % 60; parts > 0; --parts) {
            text += right[random() % right.size()];
            if (random() % 100 == 0) text += any[random() % any.size()];
        }
        ASSERT_EQ(look(text), is_plain(text)) << testing::PrintToString(text);
        plain += is_plain(text) ? 1 : 0;
    }
    EXPECT_GT(plain, 5'000);
    EXPECT_LT(plain, 19'000);
}

TEST_F(PlainTextTest, TellsWhereEachLineEnds) {
    for (std::size_t length = 0; length < 200; ++length) {
        for (const std::string line_break : {"\n", "\r\n", ""}) {
            const std::string text = "X:1\n" + std::string(length, 'x') + line_break;
            ASSERT_TRUE(look(text));
            const char* begin = text.data() + 4;
            const LineEnd found = plain_.line_end(begin);
            EXPECT_EQ(found.end - begin, static_cast<std::ptrdiff_t>(length));
            EXPECT_EQ(found.next, text.data() + text.size());
        }
    }
}

TEST_F(PlainTextTest, MarksAreThoseThatByteBitsFinds) {
    std::string text;
    for (int c = 0x20; c < 0x7F; ++c) text += static_cast<char>(c);
    text += text;
    ASSERT_TRUE(look(text));
    for (std::size_t i = 0; i + 64 <= text.size(); ++i) {
        EXPECT_EQ(plain_.marks(text.data() + i), byte_bits::mark_bits(text.data() + i)) << i;
    }
}

TEST(PlainText, LinesAcrossThePiecesThatAreLookedAtAreRead) {
    for (std::size_t shift = 0; shift < 100; ++shift) {
        std::string text = "BEGIN:VEVENT\r\nX-SHIFT:" + std::string(shift, 's') + "\r\n";
        std::vector<std::string> values;
        for (std::size_t i = 0; text.size() < 3 * PlainText::bytes_max; ++i) {
            const std::string front((i * 7) % 70, 'a');
            const std::string back((i * 11) % 90, 'b');
            values.push_back(front + back + "é" + front);
            text += "COMMENT;X-P=\"q:" + std::to_string(i) + "\":" + front + "\r\n " + back +
                    "\xC3\r\n\t\xA9" + front + (i % 5 == 0 ? "\n" : "\r\n");
        }
        text += "END:VEVENT\r\n";
        const Document document = parse(text);
        EXPECT_EQ(document.problems().size(), 0u);
        std::size_t number = 0;
        for (const PropertyView each : document.components().front().all(PropertyName::comment)) {
            ASSERT_EQ(each.value(), values[number]);
            ASSERT_EQ(each.parameter("X-P"), "q:" + std::to_string(number));
            ++number;
        }
        EXPECT_EQ(number, values.size());
    }
}

TEST(PlainText, APieceThatNeedsRepairLeavesTheOthersAlone) {
    std::string text = "BEGIN:VEVENT\r\n";
    for (int i = 0; i < 1000; ++i) {
        text += i == 500 ? "COMMENT:a\x01"
                           "b\xFF"
                           "c\r\n"
                         : "COMMENT:Größe\r\n";
    }
    text += "END:VEVENT\r\n";
    const Document document = parse(text);
    ASSERT_EQ(document.problems().size(), 2u);
    EXPECT_EQ(document.problems()[0].position.line, 502);
    const auto comments = document.components().front().all(PropertyName::comment);
    ASSERT_EQ(comments.size(), 1000u);
    EXPECT_EQ(comments[500].value(),
              "ab\xEF\xBF\xBD"
              "c");
    EXPECT_EQ(comments[499].value(), "Größe");
    EXPECT_EQ(comments[999].value(), "Größe");
}

}  // namespace
}  // namespace plazo::ical
