// What attendees answer, forwards, and the kinds of attendees.
#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string events = "/users/" + ana + "/events";

std::string at(const std::string& mailbox, const json& event) {
    return "/users/" + mailbox + "/events/" + event.at("id").get<std::string>();
}

json events_of(Scene& scene, const std::string& mailbox) {
    return scene.admin("GET", "/mailboxes/" + mailbox + "/events").expect(200)["value"];
}

void add(Scene& scene, const std::string& address, const std::string& kind, json more = {}) {
    more["address"] = address;
    more["kind"] = kind;
    scene.admin("POST", "/mailboxes", more).expect(200);
}

json proposal() {
    const auto time = [](const char* text) {
        return json{{"dateTime", text}, {"timeZone", "Romance Standard Time"}};
    };
    return {{"start", time("2026-03-17T10:00:00")}, {"end", time("2026-03-17T10:30:00")}};
}

// graph.md 5: an answer that arrives changes the event's change key
TEST(Answers, ReachTheOrganizersEventAndMakeAnOldEtagStale) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const json copy = events_of(scene, luis).at(0);
    scene.graph("POST", at(luis, copy) + "/accept", {{"Comment", "Fine"}, {"sendResponse", true}})
        .expect(202);
    const json after = scene.graph("GET", at(ana, made)).expect(200);
    EXPECT_EQ(after["attendees"][0]["status"],
              (json{{"response", "accepted"}, {"time", "2026-03-02T08:00:00Z"}}));
    EXPECT_EQ(after["attendees"][1]["status"]["response"], "none");
    EXPECT_NE(after["changeKey"], made["changeKey"]);
    graph::Headers stale;
    stale.set("If-Match", made["@odata.etag"].get<std::string>());
    const Answer refused = scene.graph("PATCH", at(ana, made), {{"subject", "x"}}, stale);
    refused.expect(412);
    EXPECT_EQ(refused.error(), "ErrorIrresolvableConflict");
    EXPECT_EQ(events_of(scene, luis).at(0)["responseStatus"]["response"], "accepted");
    EXPECT_EQ(events_of(scene, luis).at(0)["showAs"], "busy");
}

TEST(Answers, ArriveAsReplies) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("POST", at(luis, events_of(scene, luis).at(0)) + "/accept", {{"comment", "Fine"}})
        .expect(202);
    const json mail = scene.inbox(ana).at(0);
    EXPECT_EQ(mail["method"], "REPLY");
    EXPECT_EQ(mail["from"], luis);
    EXPECT_EQ(mail["subject"], "Accepted: Sign the contract");
    EXPECT_EQ(mail["body"], "Fine");
    for (const char* line :
         {"METHOD:REPLY", "ATTENDEE;PARTSTAT=ACCEPTED;CN=luis@plazo.test:MAILTO:luis@plazo.test",
          "DESCRIPTION;LANGUAGE=en:Fine", "DTSTART;TZID=Romance Standard Time:20260316T100000"}) {
        EXPECT_TRUE(has_line(mail, line)) << line << "\n" << mail["ics"].get<std::string>();
    }
    const std::string ics = mail["ics"];
    EXPECT_EQ(ics.find("ORGANIZER"), std::string::npos);  // ical.md 8, nextcloud 53949
    EXPECT_EQ(ics.find("VALARM"), std::string::npos);
    scene.admin("GET", "/wait?mailbox=" + ana + "&method=REPLY&timeout=0").expect(200);
}

// graph.md 1: accept takes no proposedNewTime; 2: it is 400 where the organizer wants none
TEST(Answers, ProposeAnotherTimeUnlessTheMeetingForbidsIt) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const std::string copy = at(luis, events_of(scene, luis).at(0));
    scene.graph("POST", copy + "/accept", {{"proposedNewTime", proposal()}}).expect(400);
    scene
        .graph("POST", copy + "/tentativelyAccept",
               {{"proposedNewTime", proposal()}, {"sendResponse", false}})
        .expect(400);
    scene.graph("POST", copy + "/tentativelyAccept", {{"proposedNewTime", proposal()}}).expect(202);
    const json mail = scene.inbox(ana).at(0);
    EXPECT_EQ(mail["method"], "COUNTER");
    EXPECT_TRUE(has_line(mail, "DTSTART;TZID=Romance Standard Time:20260317T100000"));
    EXPECT_TRUE(
        has_line(mail, "X-MS-OLK-ORIGINALSTART;TZID=Romance Standard Time:20260316T100000"));
    const json attendee = scene.graph("GET", at(ana, made)).expect(200)["attendees"][0];
    EXPECT_EQ(attendee["proposedNewTime"]["start"],
              (json{{"dateTime", "2026-03-17T09:00:00.0000000"}, {"timeZone", "UTC"}}));

    json strict = meeting();
    strict["allowNewTimeProposals"] = false;
    strict["subject"] = "Strict";
    const json fixed = scene.graph("POST", events, strict).expect(201);
    for (const json& other : events_of(scene, luis)) {
        if (other["subject"] != "Strict") continue;
        scene.graph("POST", at(luis, other) + "/decline", {{"proposedNewTime", proposal()}})
            .expect(400);
    }
    EXPECT_EQ(scene.graph("GET", at(ana, fixed)).expect(200)["changeKey"], fixed["changeKey"]);
}

// graph.md 7: with sendResponse false no mail, and the organizer's event stays as it is
TEST(Answers, GivenSilentlyDoNotReachTheOrganizer) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const std::string copy = at(luis, events_of(scene, luis).at(0));
    scene.graph("POST", copy + "/decline", {{"sendResponse", false}}).expect(202);
    EXPECT_EQ(kinds(scene, ana), "");
    EXPECT_EQ(scene.graph("GET", at(ana, made)).expect(200)["changeKey"], made["changeKey"]);
    EXPECT_TRUE(events_of(scene, luis).empty());  // who declines loses the copy
    scene
        .admin("POST", "/answers",
               {{"mailbox", zoe},
                {"iCalUId", made["iCalUId"]},
                {"response", "accept"},
                {"silently", true}})
        .expect(200);
    EXPECT_EQ(kinds(scene, ana), "");
}

TEST(Answers, ComeFromOutsideTheTenantToo) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const auto answer = [&](const std::string& who, const char* response) {
        return scene.admin(
            "POST", "/answers",
            {{"mailbox", who}, {"iCalUId", made["iCalUId"]}, {"response", response}});
    };
    answer(zoe, "decline").expect(200);
    const json attendees = scene.graph("GET", at(ana, made)).expect(200)["attendees"];
    EXPECT_EQ(attendees[1]["status"]["response"], "declined");
    EXPECT_EQ(scene.inbox(ana).at(0)["subject"], "Declined: Sign the contract");
    answer("eva@elsewhere.test", "accept").expect(400);
    answer(zoe, "maybe").expect(400);
}

TEST(Answers, ToWholeDaysKeepTheDay) {
    Scene scene;
    json body = meeting();
    body["isAllDay"] = true;
    body["start"] = {{"dateTime", "2026-03-16T00:00:00"}, {"timeZone", "UTC"}};
    body["end"] = {{"dateTime", "2026-03-17T00:00:00"}, {"timeZone", "UTC"}};
    scene.graph("POST", events, body).expect(201);
    scene.graph("POST", at(luis, events_of(scene, luis).at(0)) + "/accept").expect(202);
    const json mail = scene.inbox(ana).at(0);
    EXPECT_EQ(mail["start"]["dateTime"], "2026-03-16T00:00:00");
    EXPECT_TRUE(has_line(mail, "DTSTART;VALUE=DATE:20260316"));
}

TEST(Answers, AreRefusedToTheOrganizer) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("POST", at(ana, made) + "/accept").expect(400);
}

TEST(Answers, AreVoidWhenTheMeetingMoves) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("POST", at(luis, events_of(scene, luis).at(0)) + "/accept").expect(202);
    json patch{{"start", made["start"]}, {"end", made["end"]}};
    patch["end"]["dateTime"] = "2026-03-16T11:00:00";
    const json after = scene.graph("PATCH", at(ana, made), patch).expect(200);
    EXPECT_EQ(after["attendees"][0]["status"]["response"], "none");
    EXPECT_EQ(events_of(scene, luis).at(0)["responseStatus"]["response"], "notResponded");
}

TEST(Answers, OfOneOccurrenceLeaveTheOthersOpen) {
    Scene scene;
    json body = meeting();
    body["recurrence"] = {
        {"pattern", {{"type", "weekly"}, {"interval", 1}, {"daysOfWeek", {"monday"}}}},
        {"range", {{"type", "numbered"}, {"startDate", "2026-03-16"}, {"numberOfOccurrences", 3}}}};
    const json made = scene.graph("POST", events, body).expect(201);
    const auto days = [&] {
        return scene
            .graph("GET", at(ana, made) + "/instances?startDateTime=2026-03-01T00:00:00Z" +
                              "&endDateTime=2026-04-30T00:00:00Z")
            .expect(200)["value"];
    };
    scene
        .admin("POST", "/answers",
               {{"mailbox", luis}, {"iCalUId", days()[1]["iCalUId"]}, {"response", "decline"}})
        .expect(200);
    EXPECT_EQ(days()[0]["attendees"][0]["status"]["response"], "none");
    EXPECT_EQ(days()[1]["attendees"][0]["status"]["response"], "declined");
    EXPECT_TRUE(has_line(scene.inbox(ana).at(0),
                         "RECURRENCE-ID;TZID=Romance Standard Time:20260323T100000"));
}

TEST(Forward, InvitesAndJoinsTheList) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const std::string eva = "eva@elsewhere.test";
    scene
        .graph("POST", at(luis, events_of(scene, luis).at(0)) + "/forward",
               {{"ToRecipients", {{{"emailAddress", {{"address", eva}}}}}}, {"Comment", "Join us"}})
        .expect(202);
    EXPECT_EQ(kinds(scene, eva), "invitation");
    EXPECT_EQ(scene.inbox(eva).at(0)["body"], "Join us");
    EXPECT_EQ(scene.inbox(eva).at(0)["from"], ana);
    EXPECT_EQ(kinds(scene, zoe), "invitation");
    EXPECT_EQ(kinds(scene, ana), "forward-notice");
    const json after = scene.graph("GET", at(ana, made)).expect(200);
    EXPECT_EQ(after["attendees"].size(), 3U);
    EXPECT_NE(after["changeKey"], made["changeKey"]);
    // graph.md 7: who came by a forward is uninvited if a PATCH leaves him out
    scene.graph("PATCH", at(ana, made), {{"attendees", made["attendees"]}}).expect(200);
    EXPECT_EQ(kinds(scene, eva), "invitation cancellation");
    EXPECT_EQ(kinds(scene, luis), "invitation");
}

TEST(Forward, IsNotToldWhereTheSwitchIsOff) {
    Scene scene;
    scene.admin("POST", "/mail", {{"organizer_is_told_of_forwards", false}}).expect(200);
    scene.graph("POST", events, meeting()).expect(201);
    const std::string copy = at(luis, events_of(scene, luis).at(0));
    scene.graph("POST", copy + "/forward", {{"toRecipients", json::array()}}).expect(400);
    scene.graph("POST", copy + "/forward", {{"toRecipients", {attendee(zoe)}}}).expect(202);
    EXPECT_EQ(kinds(scene, ana), "");
}

TEST(Forward, NamesAColleagueAsExchangeDoesWhereTheSwitchIsOn) {
    Scene scene;
    scene.admin("POST", "/quirks", {{"exchange_names", true}}).expect(200);
    const std::string eva = "eva@plazo.test";
    add(scene, eva, "licensed");
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const std::string copy = at(luis, events_of(scene, luis).at(0));
    scene.graph("POST", copy + "/forward", {{"toRecipients", {attendee(eva)}}}).expect(202);
    const json after = scene.graph("GET", at(ana, made)).expect(200);
    const std::string name = after["attendees"].at(2)["emailAddress"]["address"];
    EXPECT_TRUE(name.starts_with("/o=ExchangeLabs/ou=")) << name;
    std::string ics = scene.inbox(eva).at(0)["ics"];
    for (std::size_t fold; (fold = ics.find("\r\n ")) != ics.npos;) ics.erase(fold, 3);
    EXPECT_NE(ics.find("CN=eva@plazo.test:MAILTO:eva@plazo.test\r\n"), ics.npos) << ics;

    scene
        .admin("POST", "/answers",
               {{"mailbox", eva}, {"iCalUId", made["iCalUId"]}, {"response", "accept"}})
        .expect(200);
    const json answered = scene.graph("GET", at(ana, made)).expect(200);
    EXPECT_EQ(answered["attendees"].at(2)["status"]["response"], "accepted");

    // graph.md 7: taken back as it was read, the name keeps its place; left out, it is uninvited
    json list = answered["attendees"];
    scene.graph("PATCH", at(ana, made), {{"attendees", list}}).expect(200);
    EXPECT_EQ(kinds(scene, eva), "invitation");
    list.erase(2);
    scene.graph("PATCH", at(ana, made), {{"attendees", list}}).expect(200);
    EXPECT_EQ(kinds(scene, eva), "invitation cancellation");
}

TEST(Group, IsInvitedMemberByMember) {
    Scene scene;
    add(scene, "eva@plazo.test", "licensed");
    add(scene, "inner@plazo.test", "group", {{"members", {"eva@plazo.test", luis}}});
    add(scene, "team@plazo.test", "group", {{"members", {luis, "inner@plazo.test"}}});
    json body = meeting();
    body["attendees"] = {attendee("team@plazo.test"), attendee(luis)};
    const json made = scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(kinds(scene, luis), "invitation");
    EXPECT_EQ(kinds(scene, "eva@plazo.test"), "invitation");
    EXPECT_EQ(kinds(scene, "team@plazo.test"), "");
    EXPECT_EQ(events_of(scene, "eva@plazo.test").size(), 1U);
    EXPECT_EQ(made["attendees"].size(), 2U);

    // graph.md 7: to remove somebody who is in a group of the list updates everybody
    scene.graph("PATCH", at(ana, made), {{"attendees", {attendee("team@plazo.test")}}}).expect(200);
    EXPECT_EQ(kinds(scene, luis), "invitation update");
    EXPECT_EQ(kinds(scene, "eva@plazo.test"), "invitation update");
    EXPECT_EQ(events_of(scene, luis).at(0)["isCancelled"], false);
    EXPECT_EQ(scene.graph("GET", "/users/team@plazo.test/events").error(), "ErrorInvalidUser");
}

TEST(Room, AcceptsUnlessItIsTaken) {
    Scene scene;
    add(scene, "blue@plazo.test", "room");
    json body = meeting();
    body["attendees"] = {attendee("blue@plazo.test")};
    const json first = scene.graph("POST", events, body).expect(201);
    const json second = scene.graph("POST", events, body).expect(201);
    const auto response = [&](const json& made) {
        return scene.graph("GET", at(ana, made)).expect(200)["attendees"][0]["status"]["response"];
    };
    EXPECT_EQ(response(first), "accepted");
    EXPECT_EQ(response(second), "declined");
    EXPECT_EQ(kinds(scene, ana), "reply reply");
}

TEST(Alias, ReachesItsMailbox) {
    Scene scene;
    add(scene, "eva@partner.test", "guest", {{"aliases", {"eva_partner.test#EXT#@plazo.test"}}});
    json body = meeting();
    body["attendees"] = {attendee("eva_partner.test#EXT#@plazo.test")};
    scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(kinds(scene, "eva@partner.test"), "invitation");
    EXPECT_EQ(scene.graph("GET", "/users/eva@partner.test/events").error(),
              "MailboxNotEnabledForRESTAPI");
}

}  // namespace
}  // namespace plazo::sandbox
