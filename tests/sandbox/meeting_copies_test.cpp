// What attendees have in their own calendars: it follows the organizer's event, and nobody gets
// anything back or loses anything without a mail.
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string lifetime = window("2026-03-01T00:00:00Z", "2026-06-30T00:00:00Z") + "&%24top=100";

std::string eva() {
    return "eva@plazo.test";
}

/// Mondays with Luis.
json lessons(const json& with = json::object()) {
    json body = mondays({{"type", "numbered"}, {"numberOfOccurrences", 3}});
    body["attendees"] = {attendee(luis)};
    body.update(with);
    return body;
}

json days_of(Scene& scene, const std::string& address) {
    return scene.graph("GET", "/users/" + address + "/calendarView?" + lifetime)
        .expect(200)["value"];
}

/// Of an occurrence of this person's.
std::string day_at(Scene& scene, const std::string& address, std::size_t day) {
    return "/users/" + address + "/events/" + id_of(days_of(scene, address).at(day));
}

void answer(Scene& scene, const json& uid, const std::string& response) {
    scene.admin("POST", "/answers", {{"mailbox", luis}, {"iCalUId", uid}, {"response", response}})
        .expect(200);
}

TEST(Copies, AreNotBackWithoutMail) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    answer(scene, made["iCalUId"], "decline");
    EXPECT_EQ(days_of(scene, luis).size(), 0U);
    json list = made["attendees"];
    list.push_back(attendee("pep@elsewhere.test"));
    scene.graph("PATCH", at(made), {{"attendees", list}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation");
    EXPECT_EQ(days_of(scene, luis).size(), 0U);
    scene.graph("PATCH", at(made), {{"subject", "Sign today"}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation update");
    EXPECT_EQ(days_of(scene, luis).size(), 1U);
}

TEST(Copies, KeepTheDaysOutThatTheirOwnerTookOut) {
    Scene scene;
    const json made = scene.graph("POST", events, lessons()).expect(201);
    scene.graph("DELETE", day_at(scene, luis, 1)).expect(204);
    scene.graph("PATCH", at(made), {{"attendees", {attendee(luis), attendee(zoe)}}}).expect(200);
    EXPECT_EQ(days_of(scene, luis).size(), 2U);
    scene.graph("PATCH", at(made), {{"subject", "Sign today"}}).expect(200);
    EXPECT_EQ(days_of(scene, luis).size(), 2U);
    EXPECT_EQ(days_of(scene, ana).size(), 3U);
}

TEST(Copies, HaveTheirOwnersPrivatePropertiesInExceptionsToo) {
    Scene scene;
    scene.graph("POST", events, lessons({{"categories", {"secret"}}})).expect(201);
    scene
        .graph("PATCH", day_at(scene, ana, 1),
               {{"showAs", "oof"}, {"reminderMinutesBeforeStart", 77}, {"subject", "Exam"}})
        .expect(200);
    const json exception = days_of(scene, luis).at(1);
    EXPECT_EQ(exception["subject"], "Exam");
    EXPECT_EQ(exception["categories"], json::array());
    EXPECT_EQ(exception["showAs"], "tentative");
    EXPECT_EQ(exception["reminderMinutesBeforeStart"], 15);
}

TEST(Copies, LoseTheDayThatTheirOwnerIsNotInvitedToAndHaveItBack) {
    Scene scene;
    const json both{{"attendees", {attendee(luis), attendee(zoe)}}};
    scene.graph("POST", events, lessons(both)).expect(201);
    const std::string day = day_at(scene, ana, 1);
    scene.graph("PATCH", day, {{"attendees", {attendee(zoe)}}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation cancellation");
    EXPECT_EQ(days_of(scene, luis).size(), 2U);
    scene.graph("PATCH", day, both).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation cancellation invitation");
    EXPECT_EQ(days_of(scene, luis).size(), 3U);
}

TEST(Copies, SayWhetherTheirOwnerIsBusy) {
    Scene scene;
    const json made = scene.graph("POST", events, lessons()).expect(201);
    answer(scene, days_of(scene, ana).at(1)["iCalUId"], "accept");
    EXPECT_EQ(days_of(scene, luis).at(0)["showAs"], "tentative");
    EXPECT_EQ(days_of(scene, luis).at(1)["showAs"], "busy");
    answer(scene, made["iCalUId"], "accept");
    EXPECT_EQ(days_of(scene, luis).at(0)["showAs"], "busy");
    scene
        .graph("PATCH", at(made),
               {{"start", when("2026-03-23T11:00:00")}, {"end", when("2026-03-23T11:30:00")}})
        .expect(200);
    EXPECT_EQ(days_of(scene, luis).at(0)["showAs"], "tentative");
    EXPECT_EQ(days_of(scene, luis).at(0)["responseStatus"]["response"], "notResponded");
}

TEST(Visitors, OfOneDayGetItsMailOnly) {
    Scene scene;
    scene.admin("POST", "/mailboxes", {{"address", eva()}}).expect(200);
    const json made = scene.graph("POST", events, lessons()).expect(201);
    scene.graph("PATCH", day_at(scene, ana, 1), {{"attendees", {attendee(luis), attendee(eva())}}})
        .expect(200);
    EXPECT_EQ(kinds(scene, eva()), "invitation");
    EXPECT_EQ(kinds(scene, luis), "invitation");
    scene.graph("PATCH", at(made), {{"subject", "Sign today"}}).expect(200);
    EXPECT_EQ(kinds(scene, eva()), "invitation update");
    scene.graph("DELETE", at(made)).expect(204);
    EXPECT_EQ(kinds(scene, eva()), "invitation update cancellation");
}

// graph.md 7: never resend unchanged attendees; 19: that spams everyone
TEST(Meeting, TellsEverybodyWhenItsAttendeesAreSentAgain) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const json same{{"subject", made["subject"]}, {"attendees", made["attendees"]}};
    scene.graph("PATCH", at(made), {{"attendees", made["attendees"]}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation");
    scene.graph("PATCH", at(made), same).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation update");
    EXPECT_EQ(kinds(scene, zoe), "invitation update");
}

TEST(Meeting, IsNotMovedByAnotherNameOfItsZone) {
    Scene scene;
    const json made = scene.graph("POST", events, lessons()).expect(201);
    scene.graph("DELETE", day_at(scene, ana, 1)).expect(204);
    scene
        .graph("PATCH", at(made),
               {{"start", when("2026-03-23T10:00:00", "Europe/Paris")},
                {"end", when("2026-03-23T10:30:00", "Europe/Paris")}})
        .expect(200);
    EXPECT_EQ(days_of(scene, ana).size(), 2U);
    EXPECT_EQ(kinds(scene, luis), "invitation cancellation");
}

// The clocks of Madrid go from 02:00 to 03:00 on 29 March 2026.
TEST(EventEnds, ThatTheClockChangeTurnsRoundComeAfterTheirStarts) {
    Scene scene;
    const json single =
        appointment({{"start", when("2026-03-29T02:30:00")}, {"end", when("2026-03-29T03:00:00")}});
    const json made = scene.graph("POST", events, single).expect(201);
    EXPECT_EQ(made["start"]["dateTime"], "2026-03-29T01:30:00.0000000");
    EXPECT_EQ(made["end"]["dateTime"], "2026-03-29T02:00:00.0000000");
    const json busy = scene
                          .graph("POST", "/users/" + ana + "/calendar/getSchedule",
                                 {{"schedules", {ana}},
                                  {"startTime", when("2026-03-29T01:00:00", "UTC")},
                                  {"endTime", when("2026-03-29T03:00:00", "UTC")},
                                  {"availabilityViewInterval", 30}})
                          .expect(200)["value"];
    EXPECT_EQ(busy.at(0)["availabilityView"], "0200");
    json backwards = single;
    backwards["end"] = when("2026-03-29T02:15:00");
    scene.graph("POST", events, backwards).expect(400);
}

TEST(EventTimes, HaveNoSixtiethSecond) {
    Scene scene;
    scene.graph("POST", events, starting("2026-03-16T10:00:00")).expect(201);
    EXPECT_EQ(scene
                  .graph("POST", events,
                         appointment({{"start", when("2026-03-16T10:00:60")},
                                      {"end", when("2026-03-16T11:00:00")}}))
                  .error(),
              "ErrorPropertyValidationFailure");
}

TEST(ExchangeNames, AreOfOneLine) {
    Scene scene;
    json body = meeting();
    body["attendees"] = {attendee("/o=x\r\nX-EVIL:1/cn=y")};
    EXPECT_EQ(scene.graph("POST", events, body).error(), "ErrorInvalidRecipients");
}

}  // namespace
}  // namespace plazo::sandbox
