#include "graph/event.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "timezone/text.h"

namespace plazo::graph {
namespace {

using nlohmann::json;

EventDraft draft() {
    EventDraft made;
    made.subject = "Revisar CONTRATO-000021";
    made.body_html = "<p>x</p>";
    made.start = *timezone::parse_local("2026-12-15T13:30:00");
    made.end = *timezone::parse_local("2026-12-15T14:00:00");
    made.zone = "Romance Standard Time";
    made.attendees = {{"luis@acme.es", "Luis", true}, {"eva@example.com", "", false}};
    made.properties = {{std::string{key_property}, "dl_1"}};
    made.transaction_id = "t-1";
    return made;
}

TEST(Event, TimesAreWallTimesBesideTheirZone) {
    const json event = event_json(draft());
    EXPECT_EQ(event["start"],
              (json{{"dateTime", "2026-12-15T13:30:00"}, {"timeZone", "Romance Standard Time"}}));
    EXPECT_EQ(event["end"]["dateTime"], "2026-12-15T14:00:00");
    EXPECT_EQ(event["isAllDay"], false);
}

TEST(Event, AttendeesAreRequiredOrOptionalAndNamedIfKnown) {
    EXPECT_EQ(event_json(draft())["attendees"], json::parse(R"([
        {"emailAddress": {"address": "luis@acme.es", "name": "Luis"}, "type": "required"},
        {"emailAddress": {"address": "eva@example.com"}, "type": "optional"}])"));
    EventDraft alone = draft();
    alone.attendees.clear();
    EXPECT_EQ(event_json(alone)["attendees"], json::array());
}

TEST(Event, WithoutAnAlertTheMailboxsOwnIsSwitchedOff) {
    EXPECT_EQ(event_json(draft())["isReminderOn"], false);
    EXPECT_FALSE(event_json(draft()).contains("reminderMinutesBeforeStart"));
    EventDraft alerting = draft();
    alerting.reminder_minutes = 0;
    EXPECT_EQ(event_json(alerting)["isReminderOn"], true);
    EXPECT_EQ(event_json(alerting)["reminderMinutesBeforeStart"], 0);
}

TEST(Event, WhatIsEmptyIsLeftOut) {
    EventDraft bare = draft();
    bare.transaction_id.clear();
    bare.properties.clear();
    const json event = event_json(bare);
    for (const char* name :
         {"transactionId", "singleValueExtendedProperties", "location", "categories"}) {
        EXPECT_FALSE(event.contains(name)) << name;
    }
    EXPECT_EQ(event_json(draft())["transactionId"], "t-1");
}

TEST(Event, OurPropertiesAreNamedStringsOfOneSet) {
    EXPECT_EQ(property_id("PlazoKey"),
              "String {d3a1f0c4-52b7-4c57-9f0b-7a1c9e5b2f68} Name PlazoKey");
    EXPECT_EQ(event_json(draft())["singleValueExtendedProperties"],
              json::array({{{"id", property_id("PlazoKey")}, {"value", "dl_1"}}}));
}

TEST(EventChanges, AreTheMembersThatDifferAndNothingElse) {
    const json before = event_json(draft());
    EXPECT_EQ(event_changes(before, before), json::object());
    EventDraft later = draft();
    later.end = *timezone::parse_local("2026-12-15T15:00:00");
    EXPECT_EQ(event_changes(before, event_json(later)), (json{{"end", event_json(later)["end"]}}));
}

TEST(EventChanges, NeverHoldAttendeesNorATransactionId) {
    EventDraft other = draft();
    other.attendees.pop_back();
    other.transaction_id = "t-2";
    other.subject = "x";
    EXPECT_EQ(event_changes(event_json(draft()), event_json(other)), (json{{"subject", "x"}}));
    EXPECT_FALSE(event_changes(json::object(), event_json(other)).contains("attendees"));
}

TEST(EventChanges, AttendeesAreABodyOfTheirOwn) {
    EXPECT_EQ(attendees_json({{"luis@acme.es", "", true}}),
              json::parse(R"({"attendees":[{"emailAddress":{"address":"luis@acme.es"},
                                            "type":"required"}]})"));
}

TEST(ReadEvent, TakesWhatMatters) {
    const auto read = read_event(json::parse(R"({
        "@odata.etag": "W/\"1\"", "id": "AAMk=", "iCalUId": "0400", "isCancelled": true,
        "subject": "x", "organizer": {},
        "attendees": [{"type": "Optional", "status": {"response": "none"},
                       "emailAddress": {"name": "Luis", "address": "luis@acme.es"}}],
        "singleValueExtendedProperties": [
            {"id": "String {d3a1f0c4-52b7-4c57-9f0b-7a1c9e5b2f68} Name PlazoHash", "value": "h"},
            {"id": "Integer 0x8201", "value": "1"}]})"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, "AAMk=");
    EXPECT_EQ(read->i_cal_uid, "0400");
    EXPECT_EQ(read->etag, "W/\"1\"");
    EXPECT_TRUE(read->cancelled);
    EXPECT_EQ(read->attendees, (std::vector<Attendee>{{"luis@acme.es", "Luis", false}}));
    EXPECT_EQ(read->property("PlazoHash"), "h");
    EXPECT_EQ(read->property("PlazoKey"), std::nullopt);
}

TEST(ReadEvent, IsTolerantOfEveryShape) {
    for (const char* text : {"null", "[]", "7", "{}", R"({"id":7})", R"({"id":""})"}) {
        EXPECT_EQ(read_event(json::parse(text)).has_value(), false) << text;
    }
    const auto read = read_event(json::parse(R"({
        "id": "1", "iCalUId": null, "isCancelled": "yes",
        "attendees": [null, 1, {}, {"emailAddress": 5}, {"emailAddress": null}, []],
        "singleValueExtendedProperties": {"id": "x"}})"));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->cancelled);
    EXPECT_TRUE(read->attendees.empty()) << "nothing is known of any of them";
    EXPECT_TRUE(read->properties.empty());
}

TEST(ReadEvent, ARoomStaysARoomWhenTheListIsWrittenBack) {
    const nlohmann::json room = {{"type", "resource"},
                                 {"emailAddress", {{"address", "room@acme.es"}}}};
    const nlohmann::json event = {{"id", "1"}, {"attendees", {room}}};
    const nlohmann::json written = attendees_json(read_event(event)->attendees);
    EXPECT_EQ(written["attendees"][0]["type"], "resource");
}

TEST(ReadEvent, AnAnswerIsAnEventOrAListOrNothingOfUse) {
    EXPECT_EQ(read_event_answer(R"({"id":"1"})")->id, "1");
    EXPECT_EQ(read_first_event(R"({"value":[{"id":"1"},{"id":"2"}]})")->id, "1");
    for (const char* body : {"", "<html>", "[]", "7", R"({"value":[]})", R"({"value":[7]})",
                             R"({"value":{"id":"1"}})", R"({"id":1})"}) {
        EXPECT_FALSE(read_event_answer(body)) << body;
        EXPECT_FALSE(read_first_event(body)) << body;
    }
}

const Attendee luis{"luis@acme.es", "Luis", true};
const Attendee eva{"eva@acme.es", "", false};
const Attendee ana{"ana@acme.es", "Ana", true};
const Attendee forwarded{"zoe@example.com", "Zoe", true};
const Attendee exchange_name{"/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=1",
                             "Mateo", true};
using People = std::vector<Attendee>;

TEST(AttendeesAfter, WhoLeavesIsTakenOffAndWhoJoinsIsPutOn) {
    EXPECT_EQ(attendees_after({luis, eva}, {luis, eva}, {eva, ana}), (People{eva, ana}));
    EXPECT_EQ(attendees_after({luis}, {luis}, {}), People{});
    EXPECT_EQ(attendees_after({}, {}, {luis}), People{luis});
}

TEST(AttendeesAfter, WhoJoinedByAForwardStaysAlsoUnderANameOfExchange) {
    EXPECT_EQ(attendees_after({luis, forwarded, exchange_name}, {luis}, {ana}),
              (People{forwarded, exchange_name, ana}));
}

TEST(AttendeesAfter, AForwardedPersonWhoBecomesOursIsNotThereTwice) {
    EXPECT_EQ(attendees_after({luis, forwarded}, {luis}, {luis, forwarded}),
              (People{luis, forwarded}));
}

TEST(AttendeesAfter, AddressesHaveNoCaseAndStayAsGraphWritesThem) {
    const Attendee loud{"LUIS@Acme.es", "Luis Gil", false};
    EXPECT_EQ(attendees_after({loud}, {luis}, {luis}), People{loud});
    EXPECT_EQ(attendees_after({loud}, {luis}, {}), People{});
}

TEST(AttendeesAfter, WhomSomebodyTookOffTheListIsNotPutBack) {
    EXPECT_EQ(attendees_after({eva}, {luis, eva}, {luis, eva}), People{eva});
}

TEST(AttendeesAfter, RoomsAndTheirKindStay) {
    Attendee room{"room@acme.es", "Sala 1", true};
    room.resource = true;
    EXPECT_EQ(attendees_after({room, luis}, {luis}, {ana}), (People{room, ana}));
}

TEST(AttendeesAfter, IsTheSameWhenItIsDoneTwice) {
    const People once = attendees_after({luis, forwarded}, {luis}, {ana});
    EXPECT_EQ(attendees_after(once, {luis}, {ana}), once);
}

TEST(Event, WhatIsGoneIsSaidInAChange) {
    EventDraft before = draft();
    before.location = "Room 4";
    before.categories = {"Plazo"};
    EventDraft after = before;
    after.location.clear();
    after.categories.clear();
    EXPECT_EQ(event_changes(event_json(before), event_json(after)),
              (json{{"location", {{"displayName", ""}}}, {"categories", json::array()}}));
    EXPECT_EQ(event_changes(event_json(after), event_json(after)), json::object());
}

}  // namespace
}  // namespace plazo::graph
