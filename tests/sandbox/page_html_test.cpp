#include "examples/sandbox/page_html.h"

#include <gtest/gtest.h>

namespace plazo::sandbox {
namespace {

TEST(PageHtml, EscapesEveryTextOnItsWayIn) {
    EXPECT_EQ(tag("td", "a < b").text(), "<td>a &lt; b</td>");
    EXPECT_EQ(tag("a", {{"href", "/journal"}}, "Journal").text(),
              "<a href=\"/journal\">Journal</a>");
    EXPECT_EQ(tag("p", {{"class", "\"><script>"}}, "x").text(),
              "<p class=\"&quot;&gt;&lt;script&gt;\">x</p>");
    EXPECT_EQ(("<" + Html{"&"} + tag("b", ">")).text(), "&lt;&amp;<b>&gt;</b>");
}

TEST(PageHtml, EndsNoElementThatHasNoContent) {
    EXPECT_EQ(tag("input", {{"name", "x"}}, {}).text(), "<input name=\"x\">");
}

TEST(PageHtml, BreaksAddressesBeforeTheirSign) {
    EXPECT_EQ(address_tag("a<b@c").text(), "<span class=\"address\">a&lt;b<wbr>@c</span>");
    EXPECT_TRUE(address_tag("").empty());
}

TEST(PageHtml, LeavesOutFactsWithoutAValue) {
    EXPECT_EQ(facts_of({{"a", "1"}, {"b", ""}}).text(), "<dl><div><dt>a</dt><dd>1</dd></div></dl>");
}

TEST(PageHtml, SaysWhatAnEmptyTableMeans) {
    EXPECT_EQ(table_of({"All", {"Name"}, {}, "None."}).text(), "<p class=\"nothing\">None.</p>");
}

TEST(PageHtml, GivesTablesACaptionAndHeadersWithTheirScope) {
    const std::string table = table_of({"All", {"Name", "Age"}, {{"Ana", "40"}}, ""}).text();
    EXPECT_NE(table.find("<caption>All</caption>"), table.npos);
    EXPECT_NE(table.find("<th scope=\"col\" role=\"columnheader\">Name</th>"), table.npos);
    EXPECT_NE(table.find("<th scope=\"row\" role=\"rowheader\">Ana</th>"), table.npos);
    EXPECT_NE(table.find("<td role=\"cell\" data-label=\"Age\">40</td>"), table.npos);
}

}  // namespace
}  // namespace plazo::sandbox
