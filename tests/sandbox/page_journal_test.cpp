#include <gtest/gtest.h>

#include "tests/sandbox/page_scene.h"

namespace plazo::sandbox {
namespace {

const std::string row = "<th scope=\"row\"";

TEST(PageJournal, FiltersByWhatAnEntryHas) {
    Scene scene;
    scene.graph("POST", events, appointment()).expect(201);
    scene.graph("GET", events).expect(200);
    scene.graph("GET", "/users/nobody@plazo.test/events").expect(404);
    EXPECT_EQ(count_of(page_at(scene, "/journal"), row), 4U);  // and the sign-in
    EXPECT_EQ(count_of(page_at(scene, "/journal?method=GET"), row), 2U);
    EXPECT_EQ(count_of(page_at(scene, "/journal?path=oauth2"), row), 1U);
    EXPECT_EQ(count_of(page_at(scene, "/journal?mailbox=ANA%40plazo.test"), row), 2U);
    EXPECT_EQ(
        count_of(page_at(scene, "/journal?client_id=" + scene.client_id + "&status=404"), row), 1U);
    EXPECT_TRUE(has(page_at(scene, "/journal?status=418"), "No request matches."));
    EXPECT_TRUE(has(page_at(scene, "/journal?status=9", 400), "status must be"));
    EXPECT_TRUE(has(page_at(scene, "/journal?limit=9", 400), "no parameter"));
}

TEST(PageJournal, MarksFaultsAndCutConnections) {
    Scene scene;
    scene.admin("POST", "/faults", {{"status", 503}, {"when", "after"}}).expect(200);
    scene.graph("GET", events, nullptr, header("Authorization", "x")).expect(503);
    scene.admin("POST", "/faults", {{"cut", true}}).expect(200);
    EXPECT_THROW(scene.graph("GET", events, nullptr, header("Authorization", "x")),
                 graph::TransportError);
    const std::string page = page_at(scene, "/journal");
    EXPECT_TRUE(has(page, "fault: 503 after"));
    EXPECT_TRUE(has(page, "<span class=\"badge bad\">cut"));
    EXPECT_EQ(count_of(page_at(scene, "/journal?status=cut"), row), 1U);
}

TEST(PageJournal, ShowsTheNewestFirstAPageAtATime) {
    Scene scene;
    for (int i = 1; i <= 250; ++i) {
        scene.graph("GET", "/x/" + std::to_string(i), nullptr, header("Authorization", "x"));
    }
    const std::string first = page_at(scene, "/journal");
    EXPECT_EQ(count_of(first, row), 100U);
    EXPECT_TRUE(has(first, "#250<"));
    EXPECT_FALSE(has(first, "#150<"));
    EXPECT_TRUE(has(first, "/journal?before=151\">Older"));
    EXPECT_FALSE(has(first, ">Newer<"));
    const std::string second = page_at(scene, "/journal?path=x&before=151");
    EXPECT_TRUE(has(second, "#150<"));
    EXPECT_FALSE(has(second, "#151<"));
    EXPECT_TRUE(has(second, "/journal?path=x&amp;before=51\">Older"));
    EXPECT_TRUE(has(second, "/journal?path=x&amp;after=150\">Newer"));
    const std::string newer = page_at(scene, "/journal?after=50");
    EXPECT_TRUE(has(newer, "#150<"));
    EXPECT_TRUE(has(newer, "#51<"));
    EXPECT_FALSE(has(newer, "#151<"));
    EXPECT_FALSE(has(page_at(scene, "/journal?before=51"), ">Older<"));
}

TEST(PageJournal, TellsAllOfAnEntry) {
    Scene scene;
    scene.graph("GET", events + "?%24top=1").expect(200);
    const std::string page = page_at(scene, "/journal/2");
    EXPECT_TRUE(has(page, "Calendars.ReadWrite"));
    EXPECT_TRUE(has(page, "$top=1"));
    EXPECT_TRUE(has(page, "Least permission"));
    page_at(scene, "/journal/3", 404);
    page_at(scene, "/journal/x", 404);
}

}  // namespace
}  // namespace plazo::sandbox
