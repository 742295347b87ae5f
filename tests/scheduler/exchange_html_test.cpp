#include "scheduler/exchange_html.h"

#include <gtest/gtest.h>

namespace plazo::scheduler {
namespace {

TEST(Html, ExampleOfTheHeader) {
    EXPECT_EQ(html_of("A & B\nC"), "A &amp; B<br>C");
    EXPECT_EQ(text_of_html("<html><body><p>A &amp; B</p><p>C</p></body></html>"), "A & B\nC");
}

TEST(Html, OfATextGivesTheTextBack) {
    for (const char* text : {"", "one", "two\nlines", "a\n\n\nb", "<b>&amp;\"'",
                             "  indented\n\tmore", "ñ – ü", "1 < 2 > 0 && x", "&nbsp;", "a  b"}) {
        EXPECT_EQ(text_of_html(html_of(text)), text);
    }
}

TEST(Html, OfExchangeIsADocumentAroundTheText) {
    EXPECT_EQ(text_of_html("<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; "
                           "charset=utf-8\">\r\n<style>p{margin:0}</style></head>\r\n<body>\r\n"
                           "Bring<br>\r\nall<br>\r\n<!-- x<y -->\r\n</body>\r\n</html>\r\n"),
              "Bring\nall");
}

TEST(Html, ShowsParagraphsAndItemsOnLinesOfTheirOwn) {
    EXPECT_EQ(text_of_html("<div>a</div><div>b</div><ul><li>c</li><li>d</li></ul>e"),
              "a\nb\nc\nd\ne");
}

TEST(Html, HasCharactersByNameAndNumber) {
    EXPECT_EQ(text_of_html("&lt;&gt;&quot;&apos;&#39;a&nbsp;b&#x2013;&#8211;&#128512;"),
              "<>\"''a b\xE2\x80\x93\xE2\x80\x93\xF0\x9F\x98\x80");
    EXPECT_EQ(text_of_html("&bogus; &; & &#xD800; &#0;"), "&bogus; &; & \xEF\xBF\xBD \xEF\xBF\xBD");
}

TEST(Html, ThatIsCutOffOrNoneIsTakenAsItIs) {
    EXPECT_EQ(text_of_html("a < b"), "a < b");
    EXPECT_EQ(text_of_html("a<b"), "a");
    EXPECT_EQ(text_of_html("x<!-- never closed"), "x");
    EXPECT_EQ(text_of_html("x<script>y"), "x");
    EXPECT_EQ(text_of_html("&#99999999999;"), "&#99999999999;");
}

/// Looking ahead for the end of each name would take hours.
TEST(Html, OfNothingButOpenBracketsIsReadAtOnce) {
    const std::string brackets(2'000'000, '<');
    EXPECT_EQ(text_of_html(brackets), brackets);
    std::string closings;
    while (closings.size() < brackets.size()) closings += "</";
    EXPECT_EQ(text_of_html(closings), closings);
}

TEST(Html, ShowsLinksOnceAsText) {
    EXPECT_EQ(link_to("https://x.es/?a&b"),
              "<p><a href=\"https://x.es/?a&amp;b\">https://x.es/?a&amp;b</a></p>");
    EXPECT_EQ(text_of_html(link_to("https://x.es/?a&b")), "https://x.es/?a&b");
}

}  // namespace
}  // namespace plazo::scheduler
