// Reading events: filters, order, pages, identifiers (graph.md, sections 5 and 8).
#include "examples/sandbox/query.h"
#include "examples/sandbox/reply.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string property = "String {6f1c1b1e-0000-4000-8000-000000000001} Name DeadlineId";

/// The subjects of a list, in order.
std::vector<std::string> subjects(Scene& scene, const std::string& target) {
    std::vector<std::string> out;
    const json page = scene.graph("GET", target).expect(200);
    for (const json& event : page["value"]) out.push_back(event["subject"]);
    return out;
}

/// Three appointments: C on 1, A on 2 and B on 3 April.
void fill(Scene& scene) {
    const auto add = [&](const char* subject, const char* start) {
        scene.graph("POST", events, starting(start, {{"subject", subject}})).expect(201);
        scene.now += std::chrono::minutes{1};
    };
    add("B", "2026-04-03T10:00:00");
    add("C", "2026-04-01T10:00:00");
    add("A", "2026-04-02T10:00:00");
}

using Subjects = std::vector<std::string>;

// graph.md 2: range filters use the stored instants; iCalUId eq
TEST(Filters, CompareTheStoredInstants) {
    Scene scene;
    fill(scene);
    const auto found = [&](const std::string& filter) {
        return subjects(scene, events + "?" + option("filter", filter) + "&" +
                                   option("orderby", "start/dateTime"));
    };
    EXPECT_EQ(found("start/dateTime ge '2026-04-02T08:00:00'"), (Subjects{"A", "B"}));
    EXPECT_EQ(found("start/dateTime gt '2026-04-02T08:00:00'"), (Subjects{"B"}));
    EXPECT_EQ(found("start/dateTime eq '2026-04-02T10:00:00+02:00'"), (Subjects{"A"}));
    EXPECT_EQ(found("start/dateTime ge '2026-04-01T00:00' and end/dateTime lt '2026-04-03'"),
              (Subjects{"C", "A"}));
    EXPECT_EQ(found("start/dateTime le '2026-04-01T08:00:00Z'"), (Subjects{"C"}));
    EXPECT_EQ(subjects(scene, events + "?" +
                                  option("filter",
                                         "createdDateTime ge "
                                         "2026-03-02T08:02:00Z")),
              (Subjects{"A"}));
    scene.graph("GET", events + "?" + option("filter", "start/dateTime ge 'soon'")).expect(400);
    scene.graph("GET", events + "?" + option("filter", "start/dateTime ne '2026-04-01'"))
        .expect(400);
    scene.graph("GET", events + "?" + option("filter", "isAllDay eq true")).expect(501);
}

// graph.md 8: the name minds its case, the value does not; startswith and contains
TEST(Filters, OnNamedPropertiesMindTheCaseOfTheNameOnly) {
    Scene scene;
    const json tag{{"id", property}, {"value", "Deadline-42"}};
    scene
        .graph("POST", events, appointment({{"singleValueExtendedProperties", json::array({tag})}}))
        .expect(201);
    const auto count = [&](const std::string& name, const std::string& test) {
        const std::string filter =
            "singleValueExtendedProperties/Any(ep: ep/id eq '" + name + "' and " + test + ")";
        return scene.graph("GET", events + "?" + option("filter", filter))
            .expect(200)["value"]
            .size();
    };
    EXPECT_EQ(count(property, "ep/value eq 'DEADLINE-42'"), 1U);
    EXPECT_EQ(count(property, "startswith(ep/value,'deadline-')"), 1U);
    EXPECT_EQ(count(property, "contains(ep/value, '42')"), 1U);
    EXPECT_EQ(count(property, "contains(ep/value, '43')"), 0U);
    std::string other_case = property;
    other_case.replace(other_case.find("DeadlineId"), 10, "DEADLINEID");
    EXPECT_EQ(count(other_case, "ep/value eq 'Deadline-42'"), 0U);
    const json error = scene
                           .graph("GET", events + "?" +
                                             option("filter",
                                                    "singleValueExtendedProperties/Any(ep: ep/id "
                                                    "eq '" +
                                                        property + "')"))
                           .expect(400)["error"];
    EXPECT_EQ(error["message"], "The property 'Id' does not support filtering.");
}

// graph.md 5: InefficientFilter
TEST(Filters, WithAnOrderBeginWithWhatIsOrdered) {
    Scene scene;
    fill(scene);
    const std::string uid = "iCalUId eq 'x'";
    const std::string time = "start/dateTime ge '2026-04-02'";
    const auto error = [&](const std::string& filter, const std::string& order) {
        return scene
            .graph("GET", events + "?" + option("filter", filter) + "&" + option("orderby", order))
            .error();
    };
    EXPECT_EQ(error(uid, "start/dateTime"), "InefficientFilter");
    EXPECT_EQ(error(uid + " and " + time, "start/dateTime"), "InefficientFilter");
    scene
        .graph("GET", events + "?" + option("filter", time + " and " + uid) + "&" +
                          option("orderby", "start/dateTime desc"))
        .expect(200);
}

// graph.md 5: $orderby
TEST(Orders, AreByTimeOrSubjectInBothDirections) {
    Scene scene;
    fill(scene);
    const auto ordered = [&](const std::string& order) {
        return subjects(scene, events + "?" + option("orderby", order));
    };
    EXPECT_EQ(ordered("start/dateTime"), (Subjects{"C", "A", "B"}));
    EXPECT_EQ(ordered("start/dateTime desc"), (Subjects{"B", "A", "C"}));
    EXPECT_EQ(ordered("subject asc, start/dateTime"), (Subjects{"A", "B", "C"}));
    EXPECT_EQ(ordered("createdDateTime"), (Subjects{"B", "C", "A"}));
    scene.graph("GET", events + "?" + option("orderby", "importance")).expect(501);
    scene.graph("GET", events + "?" + option("orderby", "subject down")).expect(501);
}

TEST(Selections, KeepTheIdAndTheTag) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const json shown =
        scene.graph("GET", at(made) + "?" + option("select", "subject, start")).expect(200);
    EXPECT_EQ(shown.size(), 5U);  // with the context
    EXPECT_EQ(shown["@odata.etag"], made["@odata.etag"]);
    EXPECT_EQ(shown["id"], made["id"]);
    const json listed =
        scene.graph("GET", events + "?" + option("select", "subject")).expect(200)["value"].at(0);
    EXPECT_EQ(listed.size(), 3U);
    EXPECT_EQ(listed["@odata.etag"], made["@odata.etag"]);
    scene.graph("GET", events + "?" + option("select", "uid")).expect(400);
}

// graph.md 1: page size 10, $top up to 1000
TEST(Pages, AreOfTenUnlessAskedAndOfAThousandAtMost) {
    Scene scene;
    for (int i = 0; i < 11; ++i) scene.graph("POST", events, appointment()).expect(201);
    EXPECT_EQ(subjects(scene, events).size(), 10U);
    EXPECT_EQ(subjects(scene, events + "?%24top=1000").size(), 11U);
    scene.graph("GET", events + "?%24top=1001").expect(400);
    scene.graph("GET", events + "?%24top=0").expect(400);
    const json page =
        scene.graph("GET", events + "?%24top=4&%24skip=4&" + option("orderby", "start/dateTime"))
            .expect(200);
    EXPECT_EQ(page["value"].size(), 4U);
    const json last = scene.graph("GET", target_of(page["@odata.nextLink"])).expect(200);
    EXPECT_EQ(last["value"].size(), 3U);  // the link has the options of the first request
    EXPECT_FALSE(last.contains("@odata.nextLink"));
}

// graph.md 12: several preferences joined by commas, Preference-Applied
TEST(Preferences, MayBeJoinedAndAreConfirmed) {
    Scene scene;
    for (int i = 0; i < 3; ++i) scene.graph("POST", events, appointment()).expect(201);
    const std::string both = "odata.maxpagesize=2, outlook.timezone=\"Romance Standard Time\"";
    const Answer answer = scene.graph("GET", events, nullptr, header("Prefer", both));
    EXPECT_EQ(answer.expect(200)["value"].size(), 2U);
    EXPECT_EQ(answer.response.headers.find("Preference-Applied"), both);
    const Answer unknown =
        scene.graph("GET", events, nullptr, header("Prefer", "include-unknown-enum-members"));
    EXPECT_FALSE(unknown.response.headers.find("Preference-Applied"));
}

// graph.md 6 and 8: both were reported, and neither is always so
TEST(CalendarView, LacksAnswersAndFailsOnNamedPropertiesWhereTheSwitchesAreOn) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene
        .admin("POST", "/answers",
               {{"mailbox", luis}, {"iCalUId", made["iCalUId"]}, {"response", "accept"}})
        .expect(200);
    const std::string path = calendar_view_path("2026-03-16T00:00:00Z", "2026-03-17T00:00:00Z");
    const auto answer_in = [&](const json& event) {
        return event.at("attendees").at(0).at("status").at("response").get<std::string>();
    };
    const auto in_view = [&] {
        return answer_in(scene.graph("GET", path).expect(200)["value"].at(0));
    };
    const std::string filter =
        "singleValueExtendedProperties/Any(ep: ep/id eq 'String "
        "{6f1c1b1e-0000-4000-8000-000000000001} Name A' and ep/value eq '1')";
    EXPECT_EQ(in_view(), "accepted");
    scene.graph("GET", path + "&" + option("filter", filter)).expect(200);
    scene
        .admin("POST", "/quirks",
               {{"views_lack_answers", true}, {"views_fail_on_properties", true}})
        .expect(200);
    EXPECT_EQ(in_view(), "none");
    EXPECT_EQ(answer_in(scene.graph("GET", at(made)).expect(200)), "accepted");
    scene.graph("GET", path + "&" + option("filter", filter)).expect(500);
    scene.graph("GET", events + "?" + option("filter", filter)).expect(200);
}

// graph.md 4: ErrorCalendarViewRangeTooBig; 5: ErrorInvalidParameter
TEST(Windows, AreRefusedWithoutAnEndAndBeyondTwoYears) {
    Scene scene;
    const std::string view = "/users/" + ana + "/calendarView";
    const json error = scene.graph("GET", view + "?startDateTime=2026-01-01").expect(400)["error"];
    EXPECT_EQ(error["code"], "ErrorInvalidParameter");
    EXPECT_EQ(error["message"],
              "This request requires a time window specified by the query string parameters "
              "StartDateTime and EndDateTime.");
    scene.graph("GET", calendar_view_path("2026-01-01", "2028-01-01")).expect(200);
    EXPECT_EQ(scene.graph("GET", calendar_view_path("2026-01-01", "2028-02-01")).error(),
              "ErrorCalendarViewRangeTooBig");
    // an unencoded + is a blank
    scene.graph("GET", view + "?startDateTime=2026-03-16T10:00:00+01:00&endDateTime=2026-03-17")
        .expect(400);
}

TEST(CalendarView, TakesFiltersAndOrdersToo) {
    Scene scene;
    fill(scene);
    scene.graph("POST", events, mondays()).expect(201);
    const std::string april = calendar_view_path("2026-04-01", "2026-05-01");
    EXPECT_EQ(subjects(scene, april).front(), "C");  // in order of time by itself
    EXPECT_EQ(subjects(scene, april + "&" + option("orderby", "start/dateTime desc")).back(), "C");
    EXPECT_EQ(subjects(scene, april + "&" + option("filter", "end/dateTime le '2026-04-02'")),
              (Subjects{"C"}));
}

// graph.md 5: ids mind their case
TEST(Ids, MindTheirCaseAndAreRefusedWhenMalformed) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    std::string other = id_of(made);
    for (char& c : other) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    EXPECT_EQ(scene.graph("GET", events + "/" + other).error(), "ErrorItemNotFound");
    const Answer malformed = scene.graph("GET", events + "/abc");
    EXPECT_EQ(malformed.expect(400)["error"]["message"], "Id is malformed.");
    EXPECT_GE(id_of(made).size(), 120U);
}

// graph.md 5: translateExchangeIds takes 1000 ids
TEST(Ids, OfBothKindsAreTranslated) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const json shown =
        scene.graph("GET", at(made), nullptr, header("Prefer", "IdType=\"ImmutableId\""))
            .expect(200);
    const std::string path = "/users/" + ana + "/translateExchangeIds";
    json body{{"inputIds", json::array({made["id"]})},
              {"sourceIdType", "restId"},
              {"targetIdType", "restImmutableEntryId"}};
    scene.graph("POST", path, body).expect(403);
    scene.client_id = scene.add_application({"User.Read.All"});
    scene.forget_token();
    const json translated = scene.graph("POST", path, body).expect(200)["value"].at(0);
    EXPECT_EQ(translated["sourceId"], made["id"]);
    EXPECT_EQ(translated["targetId"], shown["id"]);
    body["inputIds"] = json::array();
    for (int i = 0; i < 1001; ++i) body["inputIds"].push_back(made["id"]);
    scene.graph("POST", path, body).expect(400);
    body["inputIds"] = json::array({made["id"]});
    body["targetIdType"] = "ewsId";
    scene.graph("POST", path, body).expect(501);
}

// graph.md 1: Calendars.ReadBasic without body and extensions
TEST(Reading, WithTheBasicRoleLeavesBodiesAndNamedPropertiesOut) {
    Scene scene;
    const json tag{{"id", property}, {"value", "1"}};
    const json made =
        scene
            .graph("POST", events,
                   appointment({{"singleValueExtendedProperties", json::array({tag})}}))
            .expect(201);
    scene.client_id = scene.add_application({"Calendars.ReadBasic.All"});
    scene.forget_token();
    const json shown =
        scene
            .graph("GET", at(made) + "?" +
                              option("expand", "singleValueExtendedProperties($filter=id eq '" +
                                                   property + "')"))
            .expect(200);
    EXPECT_EQ(shown["subject"], made["subject"]);
    for (const char* name : {"body", "bodyPreview", "singleValueExtendedProperties"}) {
        EXPECT_FALSE(shown.contains(name)) << name;
    }
    scene.graph("DELETE", at(made)).expect(403);
}

// graph.md 1: the three paths of events, and a name that begins with $
TEST(Calendars, AreOneOfWhichEventsAreReachedByEveryPath) {
    Scene scene;
    const std::string user = "/users/" + ana;
    const json all = scene.graph("GET", user + "/calendars").expect(200)["value"];
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0]["isDefaultCalendar"], true);
    const std::string own = user + "/calendars/" + id_of(all[0]);
    EXPECT_EQ(scene.graph("GET", own).expect(200)["name"], all[0]["name"]);
    scene.graph("POST", own + "/events", appointment()).expect(201);
    scene.graph("POST", user + "/calendar/events", appointment()).expect(201);
    scene.graph("POST", "/users('" + ana + "')/events", appointment()).expect(201);
    EXPECT_EQ(subjects(scene, events).size(), 3U);
    scene.graph("GET", user + "/calendars/" + std::string(120, 'A') + "/events").expect(404);
}

}  // namespace
}  // namespace plazo::sandbox
