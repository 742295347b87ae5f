#include <gtest/gtest.h>

#include "examples/sandbox/prefixes.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string events = "/users/" + ana + "/events";

std::string at(const json& event) {
    return events + "/" + event.at("id").get<std::string>();
}

// graph.md 7: POST with attendees
TEST(Meeting, InvitesInsideAndOutsideTheTenant) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const json mail = scene.inbox(luis).at(0);
    EXPECT_EQ(mail["kind"], "invitation");
    EXPECT_EQ(mail["method"], "REQUEST");
    EXPECT_EQ(mail["from"], ana);
    EXPECT_EQ(mail["iCalUId"], made["iCalUId"]);
    EXPECT_EQ(mail["start"],
              (json{{"dateTime", "2026-03-16T09:00:00"}, {"timeZone", "Europe/London"}}));
    EXPECT_EQ(kinds(scene, zoe), "invitation");
    EXPECT_EQ(kinds(scene, ana), "");

    const json copies = scene.admin("GET", "/mailboxes/" + luis + "/events").expect(200)["value"];
    ASSERT_EQ(copies.size(), 1U);
    EXPECT_NE(copies[0]["id"], made["id"]);
    EXPECT_EQ(copies[0]["iCalUId"], made["iCalUId"]);
    EXPECT_EQ(copies[0]["isOrganizer"], false);
    EXPECT_EQ(copies[0]["organizer"]["emailAddress"]["address"], ana);
}

// graph.md 7: Exchange's iCalendar shape
TEST(Meeting, WritesInvitationsAsExchangeDoes) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    const json mail = scene.inbox(zoe).at(0);
    for (const char* line :
         {"METHOD:REQUEST", "PRODID:Microsoft Exchange Server 2010", "TZID:Romance Standard Time",
          "DTSTART:16010101T030000", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
          "DTSTART:16010101T020000", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
          "ORGANIZER;CN=Ana:MAILTO:ana@plazo.test",
          "DTSTART;TZID=Romance Standard Time:20260316T100000",
          "SUMMARY;LANGUAGE=es-ES:Sign the contract", "SEQUENCE:0",
          "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "TRIGGER;RELATED=START:-PT15M"}) {
        EXPECT_TRUE(has_line(mail, line)) << line << "\n" << mail["ics"].get<std::string>();
    }
}

TEST(Meeting, HidesAttendeesFromEachOther) {
    Scene scene;
    json body = meeting();
    body["hideAttendees"] = true;
    scene.graph("POST", events, body).expect(201);
    const std::string ics = scene.inbox(zoe).at(0)["ics"];
    EXPECT_NE(ics.find(zoe), std::string::npos);
    EXPECT_EQ(ics.find(luis), std::string::npos);
}

// graph.md 7: a PATCH of attendees alone
TEST(Meeting, TellsOnlyTheAddedAndTheRemovedWhenOnlyAttendeesChange) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const std::string eva = "eva@elsewhere.test";
    scene.graph("PATCH", at(made), {{"attendees", {attendee(luis), attendee(eva)}}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation");
    EXPECT_EQ(kinds(scene, zoe), "invitation cancellation");
    EXPECT_EQ(kinds(scene, eva), "invitation");
}

// graph.md 7: a PATCH of attendees and something else
TEST(Meeting, TellsEverybodyWhenThePatchHasMoreThanAttendees) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene
        .graph("PATCH", at(made),
               {{"attendees", {attendee(luis), attendee(zoe), attendee("eva@elsewhere.test")}},
                {"subject", made["subject"]}})
        .expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation update");
    EXPECT_EQ(kinds(scene, "eva@elsewhere.test"), "invitation");
}

// graph.md 7: a PATCH of time, place, subject or body
TEST(Meeting, MailsAnUpdateWithAHigherSequence) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("PATCH", at(made), {{"subject", "Sign today"}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation update");
    EXPECT_TRUE(has_line(scene.inbox(luis).at(1), "SEQUENCE:1"));
    const json copies = scene.admin("GET", "/mailboxes/" + luis + "/events").expect(200)["value"];
    EXPECT_EQ(copies.at(0)["subject"], "Sign today");
}

// graph.md 7: a PATCH of private properties
TEST(Meeting, IsSilentAboutWhatNobodyElseSees) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    for (const json& patch :
         {json{{"subject", made["subject"]}, {"start", made["start"]}},
          json{{"isReminderOn", false}}, json{{"showAs", "free"}}, json{{"categories", {"Red"}}},
          json{{"singleValueExtendedProperties",
                {{{"id", "String {6f1c1b1e-0000-4000-8000-000000000001} Name A"},
                  {"value", "1"}}}}}}) {
        scene.graph("PATCH", at(made), patch).expect(200);
        EXPECT_EQ(kinds(scene, luis), "invitation") << patch;
    }
}

// graph.md 7: not documented, so a switch
TEST(Meeting, TellsOfPrivateChangesWhereTheSwitchIsOn) {
    Scene scene;
    scene.admin("POST", "/quirks", {{"private_changes_mail", true}}).expect(200);
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("PATCH", at(made), {{"isReminderOn", true}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation");
    scene.graph("PATCH", at(made), {{"isReminderOn", false}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation update");
}

// graph.md 2: an answer that is set or not wanted does not stop the invitation
TEST(Meeting, InvitesWhateverAnswerIsSetOrWanted) {
    Scene scene;
    json body = meeting();
    body["responseRequested"] = false;
    body["attendees"][0]["status"] = {{"response", "accepted"}, {"time", "2026-03-01T00:00:00Z"}};
    const json made = scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(kinds(scene, luis), "invitation");
    EXPECT_EQ(made["attendees"].at(0)["status"]["response"], "none");
    EXPECT_NE(scene.inbox(luis).at(0)["ics"].get<std::string>().find("RSVP=FALSE"),
              std::string::npos);
}

// graph.md 7: the parts of Exchange's shape that depend on the event
TEST(Meeting, SaysInItsMailWhetherAnotherTimeMayBeProposed) {
    Scene scene;
    json body = meeting();
    scene.graph("POST", events, body).expect(201);
    body["allowNewTimeProposals"] = false;
    scene.graph("POST", events, body).expect(201);
    EXPECT_TRUE(has_line(scene.inbox(luis).at(0), "X-MICROSOFT-DISALLOW-COUNTER:FALSE"));
    EXPECT_TRUE(has_line(scene.inbox(luis).at(1), "X-MICROSOFT-DISALLOW-COUNTER:TRUE"));
}

TEST(Meeting, IsCancelledInTheLanguageOfItsOrganizer) {
    EXPECT_EQ(prefix(Prefix::cancelled, "es-MX"), "Cancelado: ");
    EXPECT_EQ(prefix(Prefix::cancelled, "de"), "Abgesagt: ");
    EXPECT_EQ(prefix(Prefix::cancelled, "eo"), "Canceled: ");
    EXPECT_EQ(prefix(Prefix::undeliverable, "fr-FR"), "Non remis : ");
}

// graph.md 7: /cancel adds the comment
TEST(Meeting, CancelsWithTheComment) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("POST", at(made) + "/cancel", {{"Comment", "Done by Eva"}}).expect(202);
    scene.graph("GET", at(made)).expect(404);
    const json mail = scene.inbox(luis).at(1);
    EXPECT_EQ(mail["method"], "CANCEL");
    EXPECT_EQ(mail["subject"], "Cancelado: Sign the contract");
    EXPECT_EQ(mail["body"], "Done by Eva");
    EXPECT_TRUE(has_line(mail, "STATUS:CANCELLED"));
    const json copies = scene.admin("GET", "/mailboxes/" + luis + "/events").expect(200)["value"];
    EXPECT_EQ(copies.at(0)["isCancelled"], true);
}

// graph.md 7: /cancel by an attendee
TEST(Meeting, CanBeCancelledByItsOrganizerOnly) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    const json copy = scene.admin("GET", "/mailboxes/" + luis + "/events").expect(200)["value"][0];
    const std::string path = "/users/" + luis + "/events/" + copy["id"].get<std::string>();
    scene.graph("POST", path + "/cancel", {{"comment", ""}}).expect(400);
    scene.graph("DELETE", path).expect(204);
    EXPECT_EQ(kinds(scene, zoe), "invitation");  // nobody hears of it
}

// graph.md 7: DELETE by the organizer
TEST(Meeting, DeletedMailsACancellation) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("DELETE", at(made)).expect(204);
    EXPECT_EQ(kinds(scene, zoe), "invitation cancellation");
}

// graph.md 7: one mail for the series and one for each exception
TEST(Meeting, MailsASeriesAndEachOfItsExceptions) {
    Scene scene;
    json body = meeting();
    body.erase("attendees");
    body["recurrence"] = {
        {"pattern", {{"type", "weekly"}, {"interval", 1}, {"daysOfWeek", {"monday"}}}},
        {"range", {{"type", "endDate"}, {"startDate", "2026-03-16"}, {"endDate", "2026-04-20"}}}};
    const json made = scene.graph("POST", events, body).expect(201);
    const json days = scene
                          .graph("GET", at(made) + "/instances?startDateTime=2026-03-01T00:00:00Z" +
                                            "&endDateTime=2026-04-30T00:00:00Z")
                          .expect(200)["value"];
    scene.graph("DELETE", at(days.at(1))).expect(204);
    scene.graph("PATCH", at(days.at(2)), {{"subject", "Special"}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "");

    scene.graph("PATCH", at(made), {{"attendees", {attendee(luis)}}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation invitation");
    const json whole = scene.inbox(luis).at(0);
    EXPECT_TRUE(
        has_line(whole, "RRULE:FREQ=WEEKLY;UNTIL=20260420T080000Z;INTERVAL=1;BYDAY=MO;WKST=SU"))
        << whole["ics"].get<std::string>();
    EXPECT_TRUE(has_line(whole, "EXDATE;TZID=Romance Standard Time:20260323T100000"));
    const json exception = scene.inbox(luis).at(1);
    EXPECT_EQ(exception["subject"], "Special");
    EXPECT_TRUE(has_line(exception, "RECURRENCE-ID;TZID=Romance Standard Time:20260330T100000"));

    scene.graph("DELETE", at(days.at(3))).expect(204);
    EXPECT_EQ(kinds(scene, luis), "invitation invitation cancellation");
}

}  // namespace
}  // namespace plazo::sandbox
