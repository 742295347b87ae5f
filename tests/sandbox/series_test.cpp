#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

/// A series from `first` at 10:00 for half an hour, ten times unless the range says otherwise.
json series(const std::string& first, const json& pattern,
            json range = {{"type", "numbered"}, {"numberOfOccurrences", 10}}) {
    range["startDate"] = first;
    return {{"subject", "Weekly report"},
            {"start", when(first + "T10:00:00")},
            {"end", when(first + "T10:30:00")},
            {"recurrence", {{"pattern", pattern}, {"range", range}}}};
}

/// "2026-01-31 09:00 UTC" of every occurrence between two dates.
std::vector<std::string> starts(Scene& scene, const json& master, const std::string& from,
                                const std::string& to) {
    const std::string path = events + "/" + master["id"].get<std::string>() +
                             "/instances?%24top=100&startDateTime=" + from + "T00:00:00Z" +
                             "&endDateTime=" + to + "T00:00:00Z";
    std::vector<std::string> out;
    const json page = scene.graph("GET", path).expect(200);
    for (const json& item : page["value"]) {
        out.push_back(item["start"]["dateTime"].get<std::string>().substr(0, 16));
    }
    return out;
}

json occurrence(Scene& scene, const json& master, const std::string& day) {
    const std::string path = events + "/" + master["id"].get<std::string>() +
                             "/instances?startDateTime=" + day + "T00:00:00Z&endDateTime=" + day +
                             "T23:59:59Z";
    return scene.graph("GET", path).expect(200)["value"].at(0);
}

using Days = std::vector<std::string>;

// graph.md 4: expansion across the clock change
TEST(Series, KeepsItsWallTimeAcrossTheClockChange) {
    Scene scene;
    const json master =
        scene
            .graph("POST", events,
                   series("2026-03-23",
                          {{"type", "weekly"}, {"interval", 1}, {"daysOfWeek", {"Monday"}}}))
            .expect(201);
    EXPECT_EQ(master["type"], "seriesMaster");
    EXPECT_EQ(starts(scene, master, "2026-03-01", "2026-04-10"),
              (Days{"2026-03-23T09:00", "2026-03-30T08:00", "2026-04-06T08:00"}));
}

// graph.md 4: days 29 to 31
TEST(Series, MovesDay31ToTheLastDayOfAShorterMonth) {
    Scene scene;
    const json master =
        scene
            .graph("POST", events,
                   series("2026-01-31",
                          {{"type", "absoluteMonthly"}, {"interval", 1}, {"dayOfMonth", 31}}))
            .expect(201);
    EXPECT_EQ(
        starts(scene, master, "2026-01-01", "2026-05-01"),
        (Days{"2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T08:00", "2026-04-30T08:00"}));
}

// graph.md 4: firstDayOfWeek
TEST(Series, CountsWeeksFromTheirFirstDay) {
    Scene scene;
    // RFC 5545's example of WKST: every other week on Tuesday and Sunday
    const auto days = [&](const char* first_day) {
        const json pattern{{"type", "weekly"},
                           {"interval", 2},
                           {"daysOfWeek", {"tuesday", "sunday"}},
                           {"firstDayOfWeek", first_day}};
        const json range{{"type", "numbered"}, {"numberOfOccurrences", 4}};
        const json master =
            scene.graph("POST", events, series("2026-08-04", pattern, range)).expect(201);
        Days out = starts(scene, master, "2026-08-01", "2026-09-30");
        for (std::string& day : out) day = day.substr(5, 5);
        return out;
    };
    EXPECT_EQ(days("monday"), (Days{"08-04", "08-09", "08-18", "08-23"}));
    EXPECT_EQ(days("sunday"), (Days{"08-04", "08-16", "08-18", "08-30"}));
}

// graph.md 4: the six patterns, index
TEST(Series, KnowsTheOtherPatterns) {
    Scene scene;
    const auto days = [&](const std::string& first, const json& pattern) {
        const json range{{"type", "endDate"}, {"endDate", "2028-12-31"}};
        const json master = scene.graph("POST", events, series(first, pattern, range)).expect(201);
        Days out;
        for (const std::string year : {"2026", "2027", "2028"}) {
            const std::string next = std::to_string(std::stoi(year) + 1);
            for (const auto& start : starts(scene, master, year + "-01-01", next + "-01-01")) {
                if (out.size() < 3) out.push_back(start.substr(0, 10));
            }
        }
        return out;
    };
    EXPECT_EQ(days("2026-03-02", {{"type", "daily"}, {"interval", 3}}),
              (Days{"2026-03-02", "2026-03-05", "2026-03-08"}));
    EXPECT_EQ(days("2026-01-30", {{"type", "relativeMonthly"},
                                  {"interval", 1},
                                  {"daysOfWeek", {"friday"}},
                                  {"index", "last"}}),
              (Days{"2026-01-30", "2026-02-27", "2026-03-27"}));
    EXPECT_EQ(days("2026-01-01",
                   {{"type", "relativeMonthly"},
                    {"interval", 1},
                    {"daysOfWeek", {"monday", "tuesday", "wednesday", "thursday", "friday"}},
                    {"index", "first"}}),
              (Days{"2026-01-01", "2026-02-02", "2026-03-02"}));
    EXPECT_EQ(days("2026-02-28",
                   {{"type", "absoluteYearly"}, {"interval", 1}, {"dayOfMonth", 29}, {"month", 2}}),
              (Days{"2026-02-28", "2027-02-28", "2028-02-29"}));
    EXPECT_EQ(days("2026-11-26", {{"type", "relativeYearly"},
                                  {"interval", 1},
                                  {"daysOfWeek", {"thursday"}},
                                  {"index", "fourth"},
                                  {"month", 11}}),
              (Days{"2026-11-26", "2027-11-25", "2028-11-23"}));
}

const json weekly{{"type", "weekly"}, {"interval", 1}, {"daysOfWeek", {"monday"}}};

// graph.md 4: startDate and the three ranges
TEST(Series, RefusesRangesThatContradictThemselves) {
    Scene scene;
    const auto error = [&](json body, const json& range) {
        body["recurrence"]["range"].update(range);
        return scene.graph("POST", events, body).error();
    };
    const json body = series("2026-03-23", weekly);
    EXPECT_EQ(error(body, {{"startDate", "2026-03-24"}}), "ErrorPropertyValidationFailure");
    EXPECT_EQ(error(body, {{"numberOfOccurrences", 1000}}), "ErrorPropertyValidationFailure");
    EXPECT_EQ(error(body, {{"type", "endDate"}, {"endDate", "2026-03-22"}}),
              "ErrorRecurrenceHasNoOccurrence");
    EXPECT_EQ(error(body, {{"ends", "never"}}), "RequestBodyRead");
}

// graph.md 4: PATCH of an occurrence; 2: originalStart
TEST(Series, ChangesOneOccurrenceIntoAnException) {
    Scene scene;
    const json master = scene.graph("POST", events, series("2026-03-23", weekly)).expect(201);
    const json second = occurrence(scene, master, "2026-03-30");
    EXPECT_EQ(second["type"], "occurrence");
    EXPECT_EQ(second["seriesMasterId"], master["id"]);
    EXPECT_EQ(second["originalStart"], "2026-03-30T08:00:00Z");
    EXPECT_NE(second["iCalUId"], master["iCalUId"]);
    const std::string path = events + "/" + second["id"].get<std::string>();
    const json changed =
        scene
            .graph("PATCH", path,
                   {{"start", when("2026-03-31T12:00:00")}, {"end", when("2026-03-31T12:30:00")}})
            .expect(200);
    EXPECT_EQ(changed["type"], "exception");
    EXPECT_EQ(starts(scene, master, "2026-03-23", "2026-04-07"),
              (Days{"2026-03-23T09:00", "2026-03-31T10:00", "2026-04-06T08:00"}));

    const Answer crossing =
        scene.graph("PATCH", path,
                    {{"start", when("2026-04-06T12:00:00")}, {"end", when("2026-04-06T12:30:00")}});
    crossing.expect(400);
    EXPECT_EQ(crossing.error(), "ErrorOccurrenceCrossingBoundary");

    // what the exception did not change itself follows the series
    scene.graph("PATCH", events + "/" + master["id"].get<std::string>(), {{"subject", "Report"}})
        .expect(200);
    EXPECT_EQ(scene.graph("GET", path).expect(200)["subject"], "Report");
}

// graph.md 4: DELETE of an occurrence; cancelledOccurrences
TEST(Series, LosesADeletedOccurrence) {
    Scene scene;
    const json master = scene.graph("POST", events, series("2026-03-23", weekly)).expect(201);
    const std::string path =
        events + "/" + occurrence(scene, master, "2026-03-30")["id"].get<std::string>();
    scene.graph("DELETE", path).expect(204);
    scene.graph("GET", path).expect(404);
    EXPECT_EQ(starts(scene, master, "2026-03-23", "2026-04-07"),
              (Days{"2026-03-23T09:00", "2026-04-06T08:00"}));
    const json read =
        scene.graph("GET", events + "/" + master["id"].get<std::string>()).expect(200);
    const std::string cancelled = read["cancelledOccurrences"].at(0);
    EXPECT_TRUE(cancelled.ends_with(".2026-03-30"));
    EXPECT_EQ(scene.graph("GET", events).expect(200)["value"].size(), 1U);  // masters only
}

}  // namespace
}  // namespace plazo::sandbox
