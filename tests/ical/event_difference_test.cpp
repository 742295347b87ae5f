#include "ical/event_difference.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

Event meeting() {
    Event event;
    event.uid = "m";
    event.sequence = 2;
    event.start = {TimeKind::zoned, local("20260302T090000"), "Europe/Madrid"};
    event.end = {TimeKind::zoned, local("20260302T100000"), "Europe/Madrid"};
    event.rule = parse_recurrence("FREQ=WEEKLY;BYDAY=MO,WE").recurrence;
    event.exceptions = {*parse_date_time("20260309T080000Z"), *parse_date_time("20260316T080000Z")};
    event.organizer = Organizer{"boss@example.com", "Boss"};
    event.attendees = {{.address = "boss@example.com", .partstat = "ACCEPTED"},
                       {.address = "ann@example.com", .partstat = "ACCEPTED"},
                       {.address = "bob@example.com", .partstat = "DECLINED"}};
    event.categories = {"a", "b"};
    return event;
}

TEST(EventDifference, ExampleOfTheManualPage) {
    const Event before = meeting();
    Event after = before;
    after.start.local += hours{1};
    after.attendees.push_back({.address = "eva@example.com"});
    const EventDifference difference = difference_of(before, after);
    EXPECT_TRUE(difference.has(Change::time));
    EXPECT_EQ(difference.added.front().address, "eva@example.com");
    EXPECT_TRUE(difference.reschedules());
    EXPECT_TRUE(difference.asks_again);
    EXPECT_EQ(difference.audience(), Audience::everybody);
}

TEST(EventDifference, OtherSpellingsAreNoChange) {
    Event after = meeting();
    std::swap(after.attendees[0], after.attendees[2]);
    after.attendees[1].address = "ANN@Example.com";
    after.attendees[1].schedule_status = "1.2;delivered";
    std::swap(after.exceptions[0], after.exceptions[1]);
    after.exceptions.push_back(after.exceptions[0]);
    std::swap(after.categories[0], after.categories[1]);
    after.rule = parse_recurrence("BYDAY=MO,WE;INTERVAL=1;FREQ=WEEKLY").recurrence;
    after.sequence = 9;
    after.stamp = timezone::Instant{};
    EXPECT_TRUE(difference_of(meeting(), after).none());
}

TEST(EventDifference, ADurationThatSaysTheSameAsTheEndIsNoChange) {
    Event after = meeting();
    after.duration = Duration{days{0}, hours{1}};
    EXPECT_TRUE(difference_of(meeting(), after).none());
    after.end.local += hours{1};
    EXPECT_TRUE(difference_of(meeting(), after).has(Change::time));
}

/// "what changed: sequence, again, audience" of one change
std::string said(void (*change)(Event&)) {
    Event after = meeting();
    change(after);
    const EventDifference difference = difference_of(meeting(), after);
    std::string text;
    for (std::size_t i = 0; i < changes_count; ++i) {
        const auto each = static_cast<Change>(i);
        if (difference.has(each)) text += std::string{name_of(each)} + " ";
    }
    if (difference.reschedules()) text += "SEQUENCE ";
    if (difference.asks_again) text += "again ";
    const Audience audience = difference.audience();
    return text + (audience == Audience::nobody              ? "nobody"
                   : audience == Audience::added_and_removed ? "some"
                                                             : "all");
}

TEST(EventDifference, WhatEachChangeAsksFor) {
    EXPECT_EQ(said([](Event& e) { e.status = "TENTATIVE"; }), "status SEQUENCE all");
    EXPECT_EQ(said([](Event& e) { e.summary = "x"; }), "title all");
    EXPECT_EQ(said([](Event& e) { e.location = "x"; }), "place all");
    EXPECT_EQ(said([](Event& e) { e.description = "x"; }), "description all");
    EXPECT_EQ(said([](Event& e) { e.rule.reset(); }), "recurrence SEQUENCE again all");
    EXPECT_EQ(said([](Event& e) { e.attendees[1].partstat = "TENTATIVE"; }),
              "participation nobody");
    EXPECT_EQ(said([](Event& e) { e.attendees[1].role = "CHAIR"; }), "attendees-changed all");
    EXPECT_EQ(said([](Event& e) { e.attendees.pop_back(); }), "attendees-removed some");
    EXPECT_EQ(said([](Event& e) { e.alarms.emplace_back(); }), "alarms nobody");
    EXPECT_EQ(said([](Event& e) { e.color = "red"; }), "appearance nobody");
    EXPECT_EQ(said([](Event& e) { e.categories.clear(); }), "classification nobody");
    EXPECT_EQ(said([](Event& e) { e.extras.push_back({"X-A", {}, "1"}); }), "other nobody");
}

TEST(EventDifference, AFurtherExceptionAsksNobodyAgainButOneThatGoesDoes) {
    EXPECT_EQ(said([](Event& e) { e.exceptions.push_back(*parse_date_time("20260323T080000Z")); }),
              "recurrence SEQUENCE all");
    EXPECT_EQ(said([](Event& e) { e.exceptions.pop_back(); }), "recurrence SEQUENCE again all");
    EXPECT_EQ(said([](Event& e) { e.additions.push_back(*parse_date_time("20260323T080000Z")); }),
              "recurrence SEQUENCE again all");
}

TEST(EventDifference, ARevisionRaisesTheSequenceAndResetsAnswers) {
    Event moved = meeting();
    moved.start.local += hours{1};
    const Event revision = revised(meeting(), moved);
    EXPECT_EQ(revision.sequence, 3);
    EXPECT_EQ(revision.attendees[0].partstat, "ACCEPTED");  // the organizer's own
    EXPECT_EQ(revision.attendees[1].partstat, "NEEDS-ACTION");
    EXPECT_EQ(revision.attendees[2].partstat, "NEEDS-ACTION");
    moved.sequence = 7;
    EXPECT_EQ(revised(meeting(), moved).sequence, 7);
    Event renamed = meeting();
    renamed.summary = "x";
    EXPECT_EQ(revised(meeting(), renamed), renamed);
}

}  // namespace
}  // namespace plazo::ical
