#include <gtest/gtest.h>

#include "tests/sandbox/page_scene.h"

namespace plazo::sandbox {
namespace {

json in_utc(const std::string& start, const std::string& end, const std::string& subject) {
    return appointment(
        {{"subject", subject}, {"start", when(start, "UTC")}, {"end", when(end, "UTC")}});
}

TEST(PageCalendar, ShowsEachMailboxItsOwnHourAndLanguage) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    const std::string madrid = page_at(scene, calendar_at("week", "2026-03-16"));
    EXPECT_TRUE(has(text_at(scene, calendar_at("week", "2026-03-16")), "10:00–10:30"));
    EXPECT_TRUE(has(
        madrid, "<section class=\"calendar\" lang=\"es\"><h2>16 de marzo – 22 de marzo de 2026"));
    const std::string london =
        page_at(scene, "/mailboxes/luis%40plazo.test/calendar?date=2026-03-16");
    EXPECT_TRUE(has(as_text(london, true), "9:00 AM–9:30 AM"));
    EXPECT_TRUE(has(london, "<h2>March 15 – March 21, 2026"));  // from Sunday on
}

TEST(PageCalendar, FollowsTheClockThroughAWeekInWhichItChanges) {
    Scene scene;
    scene.graph("POST", events, in_utc("2026-03-27T10:00:00", "2026-03-27T10:30:00", "before"))
        .expect(201);
    scene.graph("POST", events, in_utc("2026-03-29T10:00:00", "2026-03-29T10:30:00", "after"))
        .expect(201);
    const std::string week = page_at(scene, calendar_at("week", "2026-03-27"));
    EXPECT_TRUE(has(as_text(week, true), "11:00–11:30"));
    EXPECT_TRUE(has(as_text(week, true), "12:00 CEST–12:30 CEST"));
    EXPECT_EQ(count_of(week, "Cambio de hora 02:00 → 03:00"), 1U);
    EXPECT_EQ(count_of(week, "<li class=\"day"), 7U);
}

TEST(PageCalendar, TellsTheTwoHoursApartWhenClocksGoBack) {
    Scene scene;
    scene.graph("POST", events, in_utc("2026-10-25T00:15:00", "2026-10-25T01:15:00", "fold"))
        .expect(201);
    const std::string week = page_at(scene, calendar_at("week", "2026-10-25"));
    EXPECT_TRUE(has(as_text(week, true), "02:15 CEST–02:15 CET"));
    EXPECT_TRUE(has(week, "Cambio de hora 03:00 → 02:00"));
}

TEST(PageCalendar, ShowsMonthsInWholeWeeks) {
    Scene scene;
    const std::string spanish = page_at(scene, calendar_at("month", "2026-03-16"));
    EXPECT_EQ(count_of(spanish, "<li class=\"day"), 42U);
    EXPECT_TRUE(has(spanish, "<h2>marzo de 2026"));
    EXPECT_TRUE(has(spanish, "lunes, 23 de febrero de 2026"));
    EXPECT_TRUE(has(spanish, "domingo, 5 de abril de 2026"));
    EXPECT_FALSE(has(spanish, "lunes, 6 de abril de 2026"));
    const std::string american =
        page_at(scene, "/mailboxes/luis%40plazo.test/calendar?view=month&date=2026-03-16");
    EXPECT_EQ(count_of(american, "<li class=\"day"), 35U);
    EXPECT_TRUE(has(american, "Saturday, April 4, 2026"));
}

TEST(PageCalendar, NumbersTheDaysOfWhatLastsSeveral) {
    Scene scene;
    const json trip = appointment({{"subject", "Feria"},
                                   {"isAllDay", true},
                                   {"start", when("2026-03-18T00:00:00")},
                                   {"end", when("2026-03-21T00:00:00")}});
    scene.graph("POST", events, trip).expect(201);
    const std::string week = page_at(scene, calendar_at("week", "2026-03-16"));
    EXPECT_EQ(count_of(week, "Feria"), 3U);
    for (const char* part : {"1/3", "2/3", "3/3"}) EXPECT_TRUE(has(week, part)) << part;
    EXPECT_TRUE(has(week, "row-0 goes-on\""));
    EXPECT_TRUE(has(week, "row-0 goes-on-from\""));
}

TEST(PageCalendar, SaysInWordsHowAnEventStands) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const std::string invited = "/mailboxes/luis%40plazo.test/calendar?date=2026-03-16";
    EXPECT_TRUE(has(page_at(scene, invited), "No answer"));
    scene
        .admin("POST", "/answers",
               {{"mailbox", luis}, {"iCalUId", made["iCalUId"]}, {"response", "tentative"}})
        .expect(200);
    EXPECT_TRUE(has(page_at(scene, invited), "<span class=\"state\">Tentative"));
    scene.graph("POST", at(made) + "/cancel", {{"comment", "Later"}});
    EXPECT_TRUE(has(page_at(scene, invited), "<span class=\"state\">Canceled"));
}

TEST(PageCalendar, LinksToTheRestOfAFullDay) {
    Scene scene;
    for (int i = 0; i < 6; ++i)
        scene.graph("POST", events, starting("2026-03-16T10:00:00")).expect(201);
    const std::string link = "calendar?view=day&amp;date=2026-03-16\">";
    EXPECT_TRUE(has(page_at(scene, calendar_at("week", "2026-03-16")), link + "+3 más"));
    EXPECT_TRUE(has(page_at(scene, calendar_at("month", "2026-03-16")), link + "+2 más"));
    EXPECT_EQ(count_of(page_at(scene, calendar_at("day", "2026-03-16")), "class=\"event"), 6U);
}

TEST(PageCalendar, StepsFromOnePeriodToTheNext) {
    Scene scene;
    const std::string month = page_at(scene, calendar_at("month", "2026-01-31"));
    EXPECT_TRUE(has(month, "view=month&amp;date=2026-02-01\">Siguiente"));
    EXPECT_TRUE(has(month, "view=month&amp;date=2025-12-01\">Anterior"));
    EXPECT_TRUE(has(month, "view=month&amp;date=2026-03-02\">Hoy"));
    const std::string first = page_at(scene, calendar_at("day", "1602-01-01"));
    EXPECT_FALSE(has(first, ">Anterior<"));
}

TEST(PageCalendar, RefusesWhatItDoesNotKnow) {
    Scene scene;
    EXPECT_TRUE(
        has(page_at(scene, anas + "calendar?view=year", 400), "view must be week, month or day"));
    EXPECT_TRUE(has(page_at(scene, anas + "calendar?date=2026-02-30", 400), "date must be a day"));
    EXPECT_TRUE(has(page_at(scene, anas + "calendar?date=9999-12-31", 400), "date must be a day"));
    EXPECT_TRUE(has(page_at(scene, anas + "calendar?day=1", 400), "no parameter &#39;day&#39;"));
}

TEST(PageCalendar, TellsAllOfAnEvent) {
    Scene scene;
    json body = meeting();
    body["singleValueExtendedProperties"] = {
        {{"id", "String {9f2b6c1e-52a4-4b6f-8a55-8c3a0a0b6f01} Name Deadline"}, {"value", "l-1"}}};
    body["recurrence"] = mondays()["recurrence"];
    body["recurrence"]["range"]["startDate"] = "2026-03-16";
    const json made = scene.graph("POST", events, body).expect(201);
    scene
        .admin("POST", "/answers",
               {{"mailbox", luis}, {"iCalUId", made["iCalUId"]}, {"response", "decline"}})
        .expect(200);
    const std::string page = page_at(scene, anas + "events/" + id_of(made));
    EXPECT_TRUE(has(page, "lunes, 16 de marzo de 2026, 10:00–10:30"));
    EXPECT_TRUE(has(page, "Cada semana: lunes, 10 veces"));
    EXPECT_TRUE(has(page, "<span class=\"badge bad\">Rechazado"));
    EXPECT_TRUE(has(page, "Please sign"));
    EXPECT_TRUE(has(page, made["iCalUId"].get<std::string>()));
    EXPECT_TRUE(has(page, "Name Deadline</code>"));
    EXPECT_TRUE(has(page, "&quot;iCalUId&quot;"));
    page_at(scene, anas + "events/nothing", 400);
    page_at(scene, anas + "events/" + std::string(120, 'A'), 404);
}

TEST(PageCalendar, ShowsDeletedEvents) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    scene.graph("DELETE", at(made));
    EXPECT_TRUE(has(page_at(scene, anas + "deleted"), anas + "deleted/1\">Sign the contract"));
    EXPECT_TRUE(has(page_at(scene, anas + "deleted/1"), "Please sign"));
    page_at(scene, anas + "deleted/2", 404);
}

}  // namespace
}  // namespace plazo::sandbox
