// HTML as Graph gives it back: graph.md 2, the body.
#include "examples/sandbox/sanitise.h"

#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

TEST(Sanitised, LosesWhatRuns) {
    EXPECT_EQ(sanitised("<p onclick=\"x()\">Hello<script>x()</script></p>"), "<p>Hello</p>");
    EXPECT_EQ(sanitised("a<SCRIPT src=x>if (a</b) {}</Script >b"), "ab");
    EXPECT_EQ(sanitised("a<iframe src=\"https://x\"></iframe>b<object><p>c</p></object>d"), "abd");
    EXPECT_EQ(sanitised("a<embed src=x>b<meta http-equiv=refresh content=0>c"), "abc");
    EXPECT_EQ(sanitised("<img src=x onerror=x()>"), "<img src=x>");
    EXPECT_EQ(sanitised("<img/onload=x() src=y>"), "<img src=y>");
    EXPECT_EQ(sanitised("a<!-- <b> -->b<!DOCTYPE html>c"), "abc");
}

TEST(Sanitised, LosesAddressesThatAreCode) {
    EXPECT_EQ(sanitised("<a href=\"javascript:x()\">y</a>"), "<a>y</a>");
    EXPECT_EQ(sanitised("<a href=' Java\tScript:x()'>y</a>"), "<a>y</a>");
    EXPECT_EQ(sanitised("<a href=&#106;avascript:x()>y</a>"), "<a>y</a>");
    EXPECT_EQ(sanitised("<a href=data:text/html,x>y</a>"), "<a>y</a>");
    EXPECT_EQ(sanitised("<a href=\"https://plazo.test/?a=1&amp;b=2\">y</a>"),
              "<a href=\"https://plazo.test/?a=1&amp;b=2\">y</a>");
}

TEST(Sanitised, KeepsTheRestAsItWas) {
    const std::string table =
        "<table style=\"border: 0\"><tr><td class='a'>1 &lt; 2</td><td>\xC3\xB1<br/></td></tr>";
    EXPECT_EQ(sanitised(table), table);
    EXPECT_EQ(sanitised("1 < 2"), "1 &lt; 2");
}

TEST(Sanitised, EndsWithItsText) {
    EXPECT_EQ(sanitised("a<"), "a");
    EXPECT_EQ(sanitised("a<b"), "a");
    EXPECT_EQ(sanitised("a<script>b"), "a");
    EXPECT_EQ(sanitised("a<p title=\"b"), "a");
    EXPECT_EQ(sanitised("a<!-- b"), "a");
}

TEST(EventBodies, AreSanitisedUnlessUnsafeHtmlIsPreferred) {
    Scene scene;
    const std::string html = "<p onclick=\"x()\">Hello</p>";
    const json event =
        scene
            .graph("POST", events,
                   appointment({{"body", {{"contentType", "html"}, {"content", html}}}}))
            .expect(201);
    const auto content = [&](const graph::Headers& headers) {
        return scene.graph("GET", at(event), nullptr, headers)
            .expect(200)["body"]["content"]
            .get<std::string>();
    };
    EXPECT_NE(content({}).find("<p>Hello</p>"), std::string::npos);
    EXPECT_EQ(content({}).find("onclick"), std::string::npos);
    const std::string unsafe = content(header("Prefer", "outlook.allow-unsafe-html"));
    EXPECT_NE(unsafe.find(html), std::string::npos);
}

}  // namespace
}  // namespace plazo::sandbox
