// How Exchange expands series, and where its exceptions may stand (graph.md, section 4).
#include "examples/sandbox/recurrence.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

using Days = std::vector<std::string>;
using timezone::Date;

Date day(const char* text) {
    return timezone::parse_date(text).value();
}

Recurrence every(Recurrence::Pattern pattern, int interval, const char* start) {
    Recurrence recurrence;
    recurrence.pattern = pattern;
    recurrence.interval = interval;
    recurrence.start = day(start);
    return recurrence;
}

Days days(const Recurrence& recurrence, const char* first, const char* last) {
    Days out;
    for (const Date date : days_of(recurrence, day(first), day(last))) {
        out.push_back(timezone::format_date(date));
    }
    return out;
}

/// The start of every occurrence in a window, in UTC to the minute.
Days starts(Scene& scene, const std::string& from, const std::string& to) {
    const json page = scene.graph("GET", calendar_view_path(from, to) + "&%24top=1000").expect(200);
    Days out;
    for (const json& item : page["value"]) {
        out.push_back(item["start"]["dateTime"].get<std::string>().substr(0, 16));
    }
    return out;
}

json occurrence(Scene& scene, const std::string& date) {
    const json page =
        scene.graph("GET", calendar_view_path(date + "T00:00:00", date + "T23:59:00")).expect(200);
    return page["value"].at(0);
}

json move_to(const std::string& local) {
    const json body = starting(local);
    return {{"start", body["start"]}, {"end", body["end"]}};
}

TEST(DaysOf, AreEnteredInTheMiddleAsFromTheBeginning) {
    using enum Recurrence::Pattern;
    std::vector<Recurrence> all{every(daily, 3, "1999-12-31"),
                                every(weekly, 2, "1999-12-31"),
                                every(absolute_monthly, 5, "1999-12-31"),
                                every(relative_monthly, 1, "1999-12-31"),
                                every(absolute_yearly, 2, "1999-12-31"),
                                every(relative_yearly, 1, "1999-12-31")};
    for (Recurrence& recurrence : all) {
        recurrence.weekdays = {timezone::Weekday::monday, timezone::Weekday::friday};
        recurrence.day_of_month = 30;
        recurrence.month = 2;
        recurrence.index = -1;
        const auto whole = days_of(recurrence, recurrence.start, day("2040-01-01"));
        for (const char* first : {"2000-01-01", "2011-03-31", "2026-02-28", "2039-12-31"}) {
            auto expected = whole;
            std::erase_if(expected, [&](Date date) { return date < day(first); });
            EXPECT_EQ(days_of(recurrence, day(first), day("2040-01-01")), expected);
        }
    }
}

// graph.md 4: numbered ranges
TEST(DaysOf, CountFromTheFirstOccurrence) {
    Recurrence recurrence = every(Recurrence::Pattern::daily, 1, "2026-01-01");
    recurrence.count = 5;
    EXPECT_EQ(days(recurrence, "2026-01-04", "2026-12-31"), (Days{"2026-01-04", "2026-01-05"}));
    recurrence.count.reset();
    recurrence.end = day("2026-01-04");
    EXPECT_EQ(days(recurrence, "2026-01-04", "2026-12-31"), (Days{"2026-01-04"}));  // inclusive
}

// graph.md 4: days 29 to 31
TEST(DaysOf, ClampDays29To31ToTheLastDayOfTheMonth) {
    Recurrence recurrence = every(Recurrence::Pattern::absolute_monthly, 1, "2027-12-29");
    recurrence.day_of_month = 29;
    EXPECT_EQ(days(recurrence, "2028-01-01", "2028-03-31"),
              (Days{"2028-01-29", "2028-02-29", "2028-03-29"}));
    recurrence.day_of_month = 30;
    EXPECT_EQ(days(recurrence, "2029-01-01", "2029-03-31"),
              (Days{"2029-01-30", "2029-02-28", "2029-03-30"}));
}

TEST(Occurrences, AreSeenHoweverLongAgoTheirSeriesBegan) {
    Scene scene;
    json body = starting("1995-01-01T10:00:00");
    body["recurrence"] = {{"pattern", {{"type", "daily"}, {"interval", 1}}},
                          {"range", {{"type", "noEnd"}, {"startDate", "1995-01-01"}}}};
    const json master = scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(master["recurrence"]["range"]["endDate"], "0001-01-01");
    EXPECT_EQ(master["recurrence"]["range"]["recurrenceTimeZone"], "Romance Standard Time");
    EXPECT_EQ(starts(scene, "2026-03-28T12:00:00", "2026-03-30T12:00:00"),
              (Days{"2026-03-29T08:00", "2026-03-30T08:00"}));
}

// graph.md 4: recurrenceTimeZone
TEST(Occurrences, KeepTheWallTimeOfTheirOwnZone) {
    Scene scene;
    json body = mondays();
    for (const char* end : {"start", "end"}) body[end]["timeZone"] = "AUS Eastern Standard Time";
    scene.graph("POST", events, body).expect(201);
    // summer time ends in Sydney on 5 April 2026, a week after it began in Europe
    EXPECT_EQ(starts(scene, "2026-03-29", "2026-04-07"),
              (Days{"2026-03-29T23:00", "2026-04-06T00:00"}));
}

TEST(Occurrences, ReachIntoAWindowThatBeginsAfterThem) {
    Scene scene;
    json body = mondays();
    body["end"] = when("2026-03-26T10:00:00");
    scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(starts(scene, "2026-03-25", "2026-03-26"), (Days{"2026-03-23T09:00"}));
}

// graph.md 4: an exception is of that type
TEST(Exceptions, AreSeenWhereTheyStandNow) {
    Scene scene;
    json body = mondays();
    body["recurrence"]["pattern"]["interval"] = 4;
    scene.graph("POST", events, body).expect(201);
    const json second = occurrence(scene, "2026-04-20");
    scene.graph("PATCH", at(second), move_to("2026-04-01T10:00:00")).expect(200);
    EXPECT_EQ(starts(scene, "2026-04-01", "2026-04-02"), (Days{"2026-04-01T08:00"}));
    EXPECT_EQ(starts(scene, "2026-04-20", "2026-04-21"), Days{});
    const json moved = scene.graph("GET", at(second)).expect(200);
    EXPECT_EQ(moved["type"], "exception");
    EXPECT_EQ(moved["originalStart"], "2026-04-20T08:00:00Z");
}

// graph.md 4: ErrorOccurrenceCrossingBoundary
TEST(Exceptions, MayNotMeetTheirNeighboursUnlessThoseAreGone) {
    Scene scene;
    scene.graph("POST", events, mondays()).expect(201);
    const json second = occurrence(scene, "2026-03-30");
    const json third = occurrence(scene, "2026-04-06");
    for (const char* local :
         {"2026-03-23T20:00:00", "2026-03-20T10:00:00", "2026-04-06T01:00:00"}) {
        EXPECT_EQ(scene.graph("PATCH", at(second), move_to(local)).error(),
                  "ErrorOccurrenceCrossingBoundary")
            << local;
    }
    scene.graph("DELETE", at(third)).expect(204);
    scene.graph("PATCH", at(second), move_to("2026-04-06T01:00:00")).expect(200);
}

TEST(Exceptions, FollowTheirSeriesWithANewChangeKeyAndEndWhenItMoves) {
    Scene scene;
    const json master = scene.graph("POST", events, mondays()).expect(201);
    const json second = occurrence(scene, "2026-03-30");
    const json changed =
        scene.graph("PATCH", at(second), {{"location", {{"displayName", "A"}}}}).expect(200);
    scene.graph("PATCH", at(master), {{"subject", "Report"}}).expect(200);
    const json follows = scene.graph("GET", at(second)).expect(200);
    EXPECT_EQ(follows["subject"], "Report");
    EXPECT_EQ(follows["location"], changed["location"]);
    EXPECT_NE(follows["changeKey"], changed["changeKey"]);

    scene.graph("PATCH", at(master), move_to("2026-03-23T11:00:00")).expect(200);
    EXPECT_EQ(scene.graph("GET", at(second)).expect(200)["type"], "occurrence");
}

// graph.md 2: an occurrence's iCalUId is its own; 4: cancelledOccurrences
TEST(Exceptions, TakeTheSeriesOfAllTheirIdsWithThem) {
    Scene scene;
    const json master = scene.graph("POST", events, mondays()).expect(201);
    const json first = occurrence(scene, "2026-03-23");
    const json second = occurrence(scene, "2026-03-30");
    EXPECT_NE(first["iCalUId"], second["iCalUId"]);
    EXPECT_EQ(first["iCalUId"].get<std::string>().substr(0, 32),
              "040000008200E00074C5B7101A82E008");
    EXPECT_EQ(first["iCalUId"].get<std::string>().substr(32, 8), "07EA0317");  // 2026-03-23
    scene.graph("DELETE", at(second)).expect(204);
    EXPECT_EQ(scene.graph("GET", at(master)).expect(200)["cancelledOccurrences"],
              json::array({"OID." + id_of(master) + ".2026-03-30"}));
}

// graph.md 4: ranges, numbers and dates that are refused
TEST(Recurrences, AreRefusedInTheirOwnWords) {
    Scene scene;
    const auto error = [&](const json& pattern, const json& range) {
        json body = mondays();
        body["recurrence"]["pattern"].update(pattern);
        body["recurrence"]["range"].update(range);
        return scene.graph("POST", events, body).error();
    };
    EXPECT_EQ(error(json::object(), {{"type", "endDate"}, {"endDate", "4500-09-02"}}),
              "ErrorRecurrenceEndDateTooBig");
    EXPECT_EQ(
        error({{"daysOfWeek", {"tuesday"}}}, {{"type", "endDate"}, {"endDate", "2026-03-23"}}),
        "ErrorRecurrenceHasNoOccurrence");
    EXPECT_EQ(error(json::object(), {{"numberOfOccurrences", 0}}),
              "ErrorPropertyValidationFailure");
    EXPECT_EQ(error({{"interval", 0}}, json::object()), "ErrorPropertyValidationFailure");
    // what a pattern does not use is validated all the same
    EXPECT_EQ(error({{"dayOfMonth", 32}}, json::object()), "ErrorPropertyValidationFailure");
    EXPECT_EQ(error({{"index", "fifth"}}, json::object()), "RequestBodyRead");
    json mixed = mondays();
    mixed["recurrence"]["range"]["recurrenceTimeZone"] = "UTC";
    scene.graph("POST", events, mixed).expect(501);
}

}  // namespace
}  // namespace plazo::sandbox
