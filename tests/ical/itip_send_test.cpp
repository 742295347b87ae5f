#include "ical/itip_send.h"

#include "ical/event_difference.h"
#include "ical/itip_object.h"
#include "itip_fixture.h"

namespace plazo::ical {
namespace {

using Events = std::vector<Event>;

/// "REQUEST! ann,bob": each message with its recipients, ! where it asks for something.
Strings told(const Events& before, const Events& after, std::string_view me = boss) {
    const Outbox outbox = messages_of_change(before, after, me, madrid(), now);
    EXPECT_EQ(codes(outbox.problems), Strings{});
    Strings all;
    for (const Outgoing& each : outbox.messages) {
        EXPECT_EQ(codes(each.message.problems), Strings{});
        std::string line{spelling(each.method)};
        line += each.significant ? "!" : "";
        for (const std::string& to : each.recipients) line += " " + to.substr(0, to.find('@'));
        all.push_back(line);
    }
    return all;
}

Calendar first_message(const Events& before, const Events& after, std::string_view me = boss) {
    const Outbox outbox = messages_of_change(before, after, me, madrid(), now);
    return read_message(outbox.messages.at(0).message);
}

TEST(ItipSend, ExampleOfTheManualPage) {
    const Event before = meeting();
    Event moved = before;
    moved.start.local += hours{1};
    moved.end.local += hours{1};
    const Event after = revised(before, moved);
    const Outbox outbox = messages_of_change({before}, {after}, "boss@example.com", madrid(), now);
    EXPECT_EQ(outbox.messages.front().method, Method::request);
    EXPECT_EQ(outbox.messages.front().recipients, (Strings{"ann@example.com", "bob@example.com"}));
}

TEST(ItipSend, ANewMeetingInvitesAllButTheOrganizer) {
    EXPECT_EQ(told({}, {meeting()}), Strings{"REQUEST! ann bob"});
    const Calendar sent = first_message({}, {meeting()});
    EXPECT_EQ(sent.events.front().attendees.size(), 3u);
    EXPECT_EQ(sent.events.front().stamp, now);
    EXPECT_EQ(sent.zones.count("Europe/Madrid"), 1u);
}

TEST(ItipSend, AnswersAndPrivateThingsAreToldToNobody) {
    Event after = meeting();
    attendee(after, ann).partstat = "ACCEPTED";
    after.alarms.emplace_back();
    after.categories = {"mine"};
    EXPECT_EQ(told({meeting()}, {after}), Strings{});
}

TEST(ItipSend, TheAnswerToOneOccurrenceReinvitesNobody) {
    Event override = instance_of(series(), in_madrid("20260309T090000"));
    attendee(override, ann).partstat = "DECLINED";
    EXPECT_EQ(told({series()}, {series(), override}), Strings{});
}

TEST(ItipSend, ANewTitleIsToldWithoutAskingAgain) {
    Event after = meeting();
    after.summary = "Budget 2027";
    EXPECT_EQ(told({meeting()}, {after}), Strings{"REQUEST ann bob"});
}

TEST(ItipSend, ARaisedSequenceIsToldEvenAlone) {
    Event after = meeting();
    after.sequence = 3;
    EXPECT_EQ(told({meeting()}, {after}), Strings{"REQUEST ann bob"});
}

TEST(ItipSend, WhoComesIsInvitedAndWhoGoesIsCancelled) {
    Event after = meeting();
    after.attendees.pop_back();
    after.attendees.push_back({.address = eva});
    EXPECT_EQ(told({meeting()}, {after}), (Strings{"REQUEST! eva", "CANCEL! bob"}));
    const Outbox outbox = messages_of_change({meeting()}, {after}, boss, madrid(), now);
    const Event cancelled = read_message(outbox.messages.at(1).message).events.front();
    EXPECT_EQ(cancelled.sequence, 2);  // with which Bob may be invited again
    EXPECT_EQ(cancelled.status, "");   // the meeting takes place without him
    ASSERT_EQ(cancelled.attendees.size(), 1u);
    EXPECT_EQ(cancelled.attendees.front().address, bob);
}

TEST(ItipSend, ADeletedOrCalledOffMeetingIsCancelledForAll) {
    Event off = meeting();
    off.status = "CANCELLED";
    for (const Events& after : {Events{}, Events{off}}) {
        EXPECT_EQ(told({meeting()}, after), (Strings{"CANCEL! ann", "CANCEL! bob"}));
        EXPECT_TRUE(first_message({meeting()}, after).events.front().cancelled());
    }
    EXPECT_EQ(told({off}, {}), Strings{});  // they know
}

TEST(ItipSend, WhoIsLeftOutOfAnOverrideGetsAnException) {
    Event override = instance_of(series(), in_madrid("20260309T090000"));
    override.attendees.pop_back();
    override.attendees.push_back({.address = eva});
    const Outbox outbox = messages_of_change({}, {series(), override}, boss, madrid(), now);
    ASSERT_EQ(outbox.messages.size(), 3u);
    const auto of = [&](std::size_t i) { return read_message(outbox.messages.at(i).message); };
    EXPECT_EQ(outbox.messages[0].recipients, Strings{bob});
    EXPECT_EQ(of(0).events.front().exceptions, std::vector{in_madrid("20260309T090000")});
    EXPECT_EQ(outbox.messages[1].recipients, Strings{ann});
    EXPECT_EQ(of(1).events.size(), 2u);
    EXPECT_EQ(outbox.messages[2].recipients, Strings{eva});
    EXPECT_EQ(of(2).events.size(), 1u);
    EXPECT_TRUE(of(2).events.front().recurrence_id);
}

TEST(ItipSend, ACancelledOccurrenceIsAnExceptionOfTheSeries) {
    Event override = instance_of(series(), in_madrid("20260309T090000"));
    override.status = "CANCELLED";
    EXPECT_EQ(told({series()}, {series(), override}), Strings{"REQUEST ann bob"});
    EXPECT_EQ(first_message({series()}, {series(), override}).events.front().exceptions,
              std::vector{in_madrid("20260309T090000")});
}

TEST(ItipSend, AnotherAgentsAttendeesAreNotTold) {
    Event event = meeting();
    attendee(event, ann).schedule_agent = "CLIENT";
    EXPECT_EQ(told({}, {event}), Strings{"REQUEST! bob"});
    EXPECT_EQ(told({meeting()}, {event}), Strings{"CANCEL! ann"});  // RFC 6638, 3.2.1.2
}

TEST(ItipSend, NotesForServersStayAtHome) {
    Event event = meeting();
    attendee(event, ann).schedule_force_send = "REQUEST";
    attendee(event, bob).schedule_status = "1.2";
    EXPECT_EQ(told({meeting()}, {event}), Strings{"REQUEST! ann"});
    const Outbox outbox = messages_of_change({meeting()}, {event}, boss, madrid(), now);
    EXPECT_EQ(outbox.messages.front().message.text.find("SCHEDULE"), std::string::npos);
}

TEST(ItipSend, AnObjectIsOfOneUidAndOneOrganizer) {
    Event other = instance_of(series(), in_madrid("20260309T090000"));
    other.organizer->address = "BOSS@Example.com";
    EXPECT_EQ(told({}, {series(), other}), Strings{"REQUEST! ann bob"});
    other.organizer->address = eva;
    EXPECT_EQ(codes(messages_of_change({}, {series(), other}, boss, madrid(), now).problems),
              Strings{"itip"});
    other = instance_of(meeting(), in_madrid("20260309T090000"));
    EXPECT_EQ(codes(messages_of_change({}, {series(), other}, boss, madrid(), now).problems),
              Strings{"itip"});
}

TEST(ItipSend, AnAttendeeAnswersTheOrganizerOnly) {
    Event after = meeting();
    attendee(after, ann).partstat = "ACCEPTED";
    EXPECT_EQ(told({meeting()}, {after}, ann), Strings{"REPLY! boss"});
    const Event sent = first_message({meeting()}, {after}, ann).events.front();
    ASSERT_EQ(sent.attendees.size(), 1u);
    EXPECT_EQ(sent.attendees.front().partstat, "ACCEPTED");
    EXPECT_EQ(sent.sequence, 2);
    EXPECT_EQ(sent.summary, "Budget");
    EXPECT_EQ(told({meeting()}, {after}, eva), Strings{});
}

TEST(ItipSend, AnAttendeeWhoDeletesOrExcludesDeclines) {
    EXPECT_EQ(first_message({meeting()}, {}, ann).events.front().attendees.front().partstat,
              "DECLINED");
    Event without = series();
    without.exceptions = {in_madrid("20260309T090000")};
    const Event sent = first_message({series()}, {without}, ann).events.front();
    EXPECT_EQ(sent.recurrence_id, in_madrid("20260309T090000"));
    EXPECT_EQ(sent.attendees.front().partstat, "DECLINED");
    Event declined = instance_of(series(), in_madrid("20260309T090000"));
    attendee(declined, ann).partstat = "DECLINED";
    EXPECT_EQ(told({series(), declined}, {without}, ann), Strings{});  // said before
    EXPECT_EQ(told({}, {without}, ann), Strings{});  // an EXDATE that came with it
    Event off = meeting();
    off.status = "CANCELLED";
    EXPECT_EQ(told({off}, {}, ann), Strings{});
}

TEST(ItipSend, AnswersToSeveralOccurrencesAreOneMessage) {
    Event one = instance_of(series(), in_madrid("20260309T090000"));
    Event two = instance_of(series(), in_madrid("20260316T090000"));
    attendee(one, ann).partstat = "ACCEPTED";
    attendee(two, ann).partstat = "TENTATIVE";
    one.summary.clear();
    const Calendar sent = first_message({series()}, {series(), one, two}, ann);
    ASSERT_EQ(sent.events.size(), 2u);
    EXPECT_EQ(sent.events[0].summary, "Budget");
    EXPECT_EQ(sent.events[1].attendees.front().partstat, "TENTATIVE");
}

}  // namespace
}  // namespace plazo::ical
