// Facts of Graph's change tracking on a calendar view (graph.md, section 6).
#include "examples/sandbox/delta.h"

#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string march =
    "/users/" + ana + "/calendarView/delta?" + window("2026-03-01", "2026-04-01");

/// All pages from a target on; their entries, and the delta link.
struct Read {
    json entries = json::array();
    std::string delta_link;
    int pages = 0;
};

Read read_all(Scene& scene, std::string target, const graph::Headers& headers = {}) {
    Read read;
    for (;;) {
        const json page = scene.graph("GET", target, nullptr, headers).expect(200);
        ++read.pages;
        for (const json& entry : page.at("value")) read.entries.push_back(entry);
        if (page.contains("@odata.deltaLink")) {
            read.delta_link = target_of(page["@odata.deltaLink"]);
            return read;
        }
        target = target_of(page.at("@odata.nextLink"));
    }
}

TEST(News, AreWhatChangedAndThenWhatIsGone) {
    EXPECT_EQ(
        news_since({{"a", "1"}, {"b", "1"}, {"c", "1"}}, {{"b", "2"}, {"c", "1"}, {"d", "1"}}),
        (std::vector<std::string>{"b", "d", "a"}));
    EXPECT_TRUE(news_since({{"a", "1"}}, {{"a", "1"}}).empty());
}

TEST(Rounds, AreForgottenWhenThereAreTooMany) {
    Ids ids{1};
    Deltas deltas;
    const std::string first = deltas.add({}, ids);
    for (std::size_t i = 1; i < rounds_remembered_max; ++i) deltas.add({}, ids);
    EXPECT_TRUE(deltas.find(first));
    deltas.add({}, ids);
    EXPECT_FALSE(deltas.find(first));
}

// graph.md 6: deltaLink
TEST(Delta, BeginsWithEverythingInTheWindow) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    scene.graph("POST", events, starting("2026-04-02T10:00:00")).expect(201);
    const Read read = read_all(scene, march);
    ASSERT_EQ(read.entries.size(), 1U);
    EXPECT_EQ(read.entries[0]["id"], made["id"]);
    EXPECT_EQ(read.entries[0]["subject"], made["subject"]);
    EXPECT_NE(read.delta_link.find("?$deltatoken="), std::string::npos);
    EXPECT_EQ(read_all(scene, read.delta_link).entries.size(), 0U);
}

// graph.md 6: @removed
TEST(Delta, TellsWhatIsNewChangedAndRemoved) {
    Scene scene;
    const json kept = scene.graph("POST", events, appointment()).expect(201);
    const json gone = scene.graph("POST", events, appointment()).expect(201);
    const std::string link = read_all(scene, march).delta_link;
    scene.graph("PATCH", at(kept), {{"subject", "Other"}}).expect(200);
    scene.graph("DELETE", at(gone)).expect(204);
    const json added = scene.graph("POST", events, appointment()).expect(201);

    std::map<std::string, json> told;
    for (const json& entry : read_all(scene, link).entries) told[id_of(entry)] = entry;
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[id_of(kept)]["subject"], "Other");
    EXPECT_TRUE(told.contains(id_of(added)));
    EXPECT_EQ(told[id_of(gone)], (json{{"id", gone["id"]}, {"@removed", {{"reason", "deleted"}}}}));
    // a token may be used again: an answer may have been lost
    EXPECT_EQ(read_all(scene, link).entries.size(), 3U);
}

TEST(Delta, TellsOfAnEventThatLeftTheWindowThatItIsRemoved) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const std::string link = read_all(scene, march).delta_link;
    const json later = starting("2026-05-04T10:00:00");
    scene.graph("PATCH", at(made), {{"start", later["start"]}, {"end", later["end"]}}).expect(200);
    const Read read = read_all(scene, link);
    ASSERT_EQ(read.entries.size(), 1U);
    EXPECT_TRUE(read.entries[0].contains("@removed"));
}

// graph.md 6: reduced, with seriesMasterId
TEST(Delta, ShowsOccurrencesReduced) {
    Scene scene;
    const json master = scene.graph("POST", events, mondays()).expect(201);
    const Read read = read_all(scene, march);
    ASSERT_EQ(read.entries.size(), 2U);
    const json first = read.entries[0];
    EXPECT_EQ(first["seriesMasterId"], master["id"]);
    EXPECT_EQ(first["type"], "occurrence");
    EXPECT_EQ(first["@odata.type"], "#microsoft.graph.event");
    EXPECT_TRUE(first.contains("start") && first.contains("end") && first.contains("@odata.etag"));
    EXPECT_EQ(first.size(), 7U);

    const std::string path = events + "/" + id_of(first);
    scene.graph("PATCH", path, {{"subject", "Moved"}}).expect(200);
    bool whole = false;
    for (const json& entry : read_all(scene, read.delta_link).entries) {
        whole = whole || entry.value("subject", "") == "Moved";  // an exception comes as a whole
    }
    EXPECT_TRUE(whole);
    scene.graph("DELETE", path).expect(204);
    bool removed = false;
    for (const json& entry : read_all(scene, read.delta_link).entries) {
        removed = removed || (entry["id"] == first["id"] && entry.contains("@removed"));
    }
    EXPECT_TRUE(removed);
}

// graph.md 6: odata.maxpagesize and nextLink
TEST(Delta, ComesInPagesOfTheSizeThatIsPreferred) {
    Scene scene;
    for (int i = 0; i < 5; ++i) scene.graph("POST", events, appointment()).expect(201);
    const auto prefer = header("Prefer", "odata.maxpagesize=2");
    const Answer first = scene.graph("GET", march, nullptr, prefer);
    EXPECT_EQ(first.response.headers.find("Preference-Applied"), "odata.maxpagesize=2");
    const json link = first.expect(200)["@odata.nextLink"];
    EXPECT_NE(link.get<std::string>().find("?$skiptoken="), std::string::npos);
    const Read read = read_all(scene, march, prefer);
    EXPECT_EQ(read.pages, 3);
    EXPECT_EQ(read.entries.size(), 5U);
}

// graph.md 6: changes of extensions are not tracked
TEST(Delta, DoesNotTrackNamedProperties) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const std::string link = read_all(scene, march).delta_link;
    const json property{{"id", "String {6f1c1b1e-0000-4000-8000-000000000001} Name Id"},
                        {"value", "1"}};
    const json changed =
        scene.graph("PATCH", at(made), {{"singleValueExtendedProperties", json::array({property})}})
            .expect(200);
    EXPECT_NE(changed["changeKey"], made["changeKey"]);
    EXPECT_EQ(read_all(scene, link).entries.size(), 0U);
    scene.graph("PATCH", at(made), {{"subject", "Other"}}).expect(200);
    EXPECT_EQ(read_all(scene, link).entries.size(), 1U);
}

// graph.md 6: no $select, $filter, $orderby, $expand
TEST(Delta, NeedsAWindowAndTakesNoOption) {
    Scene scene;
    const std::string path = "/users/" + ana + "/calendarView/delta";
    EXPECT_EQ(scene.graph("GET", path).error(), "ErrorInvalidParameter");
    for (const char* name : {"select=subject", "filter=iCalUId eq 'x'", "top=5",
                             "orderby=start/dateTime", "expand=x"}) {
        const Answer answer = scene.graph("GET", march + "&%24" + name);
        answer.expect(400);
        EXPECT_EQ(answer.error(), "ErrorInvalidUrlQuery") << name;
    }
}

// graph.md 6: in v1.0 for a view only
TEST(Delta, IsThatOfACalendarViewOnly) {
    Scene scene;
    scene.graph("GET", events + "/delta").expect(501);
}

// graph.md 6: 410 by its causes
TEST(Delta, ForgetsTokensOnCommandAndInAnotherLife) {
    Scene scene;
    const std::string link = read_all(scene, march).delta_link;
    scene.admin("POST", "/quirks", {{"delta_tokens_expire", true}}).expect(200);
    const Answer expired = scene.graph("GET", link);
    expired.expect(410);
    EXPECT_EQ(expired.error(), "SyncStateNotFound");

    Scene other;
    other.graph("GET", link).expect(410);
    EXPECT_EQ(other.graph("GET", march.substr(0, march.find('?')) + "?%24deltatoken=abc").error(),
              "SyncStateInvalid");
}

// graph.md 5: the kind of ids on delta too
TEST(Delta, KeepsTheIdsOfItsFirstRequest) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const auto prefer = header("Prefer", "IdType=\"ImmutableId\"");
    const Read read = read_all(scene, march, prefer);
    EXPECT_NE(read.entries[0]["id"], made["id"]);
    scene.graph("DELETE", at(made)).expect(204);
    EXPECT_EQ(read_all(scene, read.delta_link).entries[0]["id"], read.entries[0]["id"]);
}

// graph.md 6: changes outside the window as @removed
TEST(Delta, MayReportChangesOutsideTheWindowAsRemoved) {
    Scene scene;
    scene.admin("POST", "/quirks", {{"delta_reports_outside", true}}).expect(200);
    const std::string link = read_all(scene, march).delta_link;
    const json outside = scene.graph("POST", events, starting("2026-06-01T10:00:00")).expect(201);
    const json entries = read_all(scene, link).entries;
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0]["id"], outside["id"]);
    EXPECT_TRUE(entries[0].contains("@removed"));

    scene.admin("POST", "/quirks", {{"delta_reports_outside", false}}).expect(200);
    EXPECT_EQ(read_all(scene, link).entries.size(), 0U);
}

}  // namespace
}  // namespace plazo::sandbox
