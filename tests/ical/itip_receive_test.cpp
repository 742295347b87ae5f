#include "ical/itip_receive.h"

#include "ical/itip_object.h"
#include "itip_fixture.h"

namespace plazo::ical {
namespace {

using Events = std::vector<Event>;

Received received(const Events& stored, const Message& message, std::string_view me,
                  std::string_view sender = {}) {
    return receive(stored, read_message(message), me, frozen_zone_of, sender);
}

Received answer(const Events& stored, const Event& event, std::string_view who,
                const char* partstat = "ACCEPTED") {
    return received(stored, make_reply({event}, who, partstat, "", madrid(), now), boss);
}

TEST(ItipReceive, ExampleOfTheManualPage) {
    const Events stored = {meeting()};
    const std::string text =
        make_reply({meeting()}, "ann@example.com", "ACCEPTED", "", madrid(), now).text;
    const Calendar message = read_calendar(text);
    const Received got =
        receive(stored, message, "boss@example.com", zones_of(message, frozen_tzdb()));
    EXPECT_EQ(got.effect, Effect::answered);
    EXPECT_EQ(got.events.front().attendees.at(1).partstat, "ACCEPTED");
}

TEST(ItipReceive, ARequestIsNewThenNewerThenStale) {
    const Message first = make_message(Method::request, {meeting()}, madrid(), now);
    const Received created = received({}, first, ann);
    EXPECT_EQ(created.effect, Effect::created);
    EXPECT_EQ(received(created.events, first, ann).effect, Effect::stale);
    Event later = meeting();
    later.summary = "Budget 2027";
    const Message second = make_message(Method::request, {later}, madrid(), now + hours{1});
    const Received updated = received(created.events, second, ann);
    EXPECT_EQ(updated.effect, Effect::updated);
    EXPECT_EQ(updated.events.front().summary, "Budget 2027");
    EXPECT_EQ(received(updated.events, first, ann).effect, Effect::stale);
    later.sequence = 1;  // a lower SEQUENCE is older, whenever it was sent
    const Message third = make_message(Method::request, {later}, madrid(), now + hours{2});
    EXPECT_EQ(received(updated.events, third, ann).effect, Effect::stale);
}

TEST(ItipReceive, AnUpdateKeepsMyAnswerAndAlarmsUntilItIsAnotherTime) {
    Event mine = meeting();
    attendee(mine, ann).partstat = "ACCEPTED";
    mine.alarms.emplace_back();
    Event renamed = meeting();
    renamed.summary = "x";
    Received got = received({mine}, make_message(Method::request, {renamed}, madrid(), now), ann);
    EXPECT_EQ(attendee(got.events.front(), ann).partstat, "ACCEPTED");
    EXPECT_EQ(got.events.front().alarms.size(), 1u);
    Event moved = meeting();
    moved.start.local += hours{1};
    moved.end.local += hours{1};
    moved.sequence = 3;
    got = received({mine}, make_message(Method::request, {moved}, madrid(), now), ann);
    EXPECT_EQ(attendee(got.events.front(), ann).partstat, "NEEDS-ACTION");
}

TEST(ItipReceive, ARescheduledSeriesBeginsAnew) {
    Event override = instance_of(series(), in_madrid("20260309T090000"));
    Event moved = series();
    moved.start.local += hours{1};
    moved.end.local += hours{1};
    moved.sequence = 3;
    const Message message = make_message(Method::request, {moved}, madrid(), now);
    EXPECT_EQ(received({series(), override}, message, ann).events.size(), 1u);
    Event renamed = series();
    renamed.summary = "x";
    const Message update = make_message(Method::request, {renamed}, madrid(), now);
    EXPECT_EQ(received({series(), override}, update, ann).events.size(), 2u);
}

TEST(ItipReceive, OccurrencesHaveTheirOwnSequence) {
    Event override = instance_of(series(), in_madrid("20260309T090000"));
    override.sequence = 5;
    Event older = override;
    older.sequence = 4;
    const Message message = make_message(Method::request, {older}, madrid(), now);
    EXPECT_EQ(received({series(), override}, message, ann).effect, Effect::stale);
    EXPECT_EQ(received({series()}, message, ann).effect, Effect::updated);
}

TEST(ItipReceive, OnlyTheOrganizerMayChangeOrCancel) {
    Event stolen = meeting();
    stolen.organizer->address = eva;
    stolen.sequence = 9;
    for (const Message& message : {make_message(Method::request, {stolen}, madrid(), now),
                                   make_cancellation({stolen}, madrid(), now)}) {
        const Received got = received({meeting()}, message, ann);
        EXPECT_EQ(got.effect, Effect::refused);
        EXPECT_EQ(got.events, Events{meeting()});
        EXPECT_EQ(codes(got.problems), Strings{"itip"});
    }
}

TEST(ItipReceive, OneAnswerCannotMakeCopiesWithoutEnd) {
    Event daily = series();
    daily.rule = parse_recurrence("FREQ=DAILY").recurrence;
    Events asked;
    for (std::size_t i = 0; i < overrides_made_max + 5; ++i) {
        DateTime time = daily.start;
        time.local += days{static_cast<int>(i)};
        asked.push_back(instance_of(daily, time));
    }
    const Message message = make_reply(asked, ann, "ACCEPTED", "", madrid(), now);
    const Received got = received({daily}, message, boss);
    EXPECT_EQ(got.effect, Effect::answered);
    EXPECT_EQ(got.events.size(), 1 + overrides_made_max);
    EXPECT_EQ(codes(got.problems), Strings{"itip"});
}

TEST(ItipReceive, AForwardedInvitationIsTakenWithAWarning) {
    const Message message = make_message(Method::request, {meeting()}, madrid(), now);
    const Received got = received({}, message, eva);
    EXPECT_EQ(got.effect, Effect::created);
    EXPECT_EQ(codes(got.problems), Strings{"itip"});
}

TEST(ItipReceive, AnAnswerIsStaleAfterAReschedulingOrALaterAnswer) {
    Events stored = {meeting()};
    EXPECT_EQ(answer(stored, meeting(), ann).effect, Effect::answered);
    Event old = meeting();
    old.sequence = 1;
    EXPECT_EQ(answer(stored, old, ann).effect, Effect::stale);
    const Message late = make_reply({meeting()}, ann, "DECLINED", "", madrid(), now + hours{1});
    stored = received(stored, late, boss).events;
    EXPECT_EQ(answer(stored, meeting(), ann).effect, Effect::stale);  // sent before `late`
    EXPECT_EQ(attendee(stored.front(), ann).partstat, "DECLINED");
}

TEST(ItipReceive, AnAnswerWithoutOrganizerIsOutlooks) {
    Event event = meeting();
    std::string text = make_reply({event}, ann, "TENTATIVE", "", madrid(), now).text;
    const std::size_t line = text.find("ORGANIZER");
    text.erase(line, text.find("\r\n", line) + 2 - line);
    const Received got = receive({event}, read_calendar(text), boss, frozen_zone_of);
    EXPECT_EQ(got.effect, Effect::answered);
    EXPECT_EQ(got.events.front().attendees[1].partstat, "TENTATIVE");
}

TEST(ItipReceive, AnAnswerToAnotherOrganizerIsRefused) {
    const Message message = make_reply({meeting()}, ann, "ACCEPTED", "", madrid(), now);
    const Received got = received({meeting()}, message, eva);
    EXPECT_EQ(got.effect, Effect::refused);
    EXPECT_EQ(got.events, Events{meeting()});
}

TEST(ItipReceive, AnAnswerToOneOccurrenceMakesAnOverrideInTheZoneOfTheSeries) {
    Event asked = instance_of(series(), in_madrid("20260309T090000"));
    asked.recurrence_id = *parse_date_time("20260309T080000Z");
    const Received got = answer({series()}, asked, ann, "DECLINED");
    EXPECT_EQ(got.effect, Effect::answered);
    ASSERT_EQ(got.events.size(), 2u);
    Event override = got.events[1];
    EXPECT_EQ(override.recurrence_id, in_madrid("20260309T090000"));
    EXPECT_EQ(override.end, in_madrid("20260309T100000"));
    EXPECT_FALSE(override.rule);
    EXPECT_EQ(attendee(override, ann).partstat, "DECLINED");
    EXPECT_EQ(attendee(override, bob).partstat, "NEEDS-ACTION");
    // There is no Tuesday in it.
    asked.recurrence_id = *parse_date_time("20260310T080000Z");
    EXPECT_EQ(answer({series()}, asked, ann).effect, Effect::unknown);
}

TEST(ItipReceive, APartyCrasherIsToldFromADelegate) {
    const Received crashed = answer({meeting()}, meeting(), eva);
    EXPECT_EQ(crashed.effect, Effect::party_crasher);
    EXPECT_EQ(crashed.people.front().address, eva);
    EXPECT_EQ(crashed.events.front().attendees.size(), 4u);
    Event delegated = meeting();
    delegated.attendees = {{.address = eva, .delegated_from = {ann}}};
    // What she says of Ann is no proof; what Ann says is.
    EXPECT_EQ(answer({meeting()}, delegated, eva).effect, Effect::party_crasher);
    Event passed_on = meeting();
    attendee(passed_on, ann).delegated_to = {eva};
    const Received got = answer({passed_on}, delegated, eva);
    EXPECT_EQ(got.effect, Effect::answered);
    EXPECT_EQ(got.events.front().attendees.size(), 4u);
}

TEST(ItipReceive, WhoPassesTheInvitationOnNamesTheOther) {
    Event told = meeting();
    told.attendees = {{.address = ann, .partstat = "DELEGATED", .delegated_to = {eva}},
                      {.address = eva, .delegated_from = {ann}}};
    Calendar message = read_message(make_reply({meeting()}, ann, "DELEGATED", "", madrid(), now));
    message.events.front().attendees = told.attendees;
    const Received got = receive({meeting()}, message, boss, frozen_zone_of, ann);
    EXPECT_EQ(got.effect, Effect::answered);
    EXPECT_EQ(got.events.front().attendees.size(), 4u);
}

TEST(ItipReceive, NobodyAnswersForAnother) {
    Calendar message = read_message(make_reply({meeting()}, bob, "ACCEPTED", "", madrid(), now));
    message.events.front().attendees.push_back({.address = ann, .partstat = "DECLINED"});
    const Received got = receive({meeting()}, message, boss, frozen_zone_of, bob);
    Event event = got.events.front();
    EXPECT_EQ(attendee(event, bob).partstat, "ACCEPTED");
    EXPECT_EQ(attendee(event, ann).partstat, "NEEDS-ACTION");
    EXPECT_FALSE(got.problems.empty());
}

TEST(ItipReceive, WhoNamesNoOrganizerHasToBeTheOrganizer) {
    for (const Method method : {Method::request, Method::cancel}) {
        Event event = meeting();
        event.sequence = 5;
        Calendar message = read_message(make_message(Method::request, {event}, madrid(), now));
        message.method = spelling(method);
        message.events.front().organizer.reset();
        EXPECT_EQ(receive({meeting()}, message, ann, frozen_zone_of, eva).effect, Effect::refused);
        EXPECT_EQ(receive({meeting()}, message, ann, frozen_zone_of).effect, Effect::refused);
        EXPECT_NE(receive({meeting()}, message, ann, frozen_zone_of, boss).effect, Effect::refused);
    }
}

TEST(ItipReceive, EachComponentHasToBeOfTheOrganizer) {
    Event stolen = instance_of(series(), in_madrid("20260309T090000"));
    Calendar message =
        read_message(make_message(Method::request, {series(), stolen}, madrid(), now));
    message.events.back().organizer->address = eva;
    EXPECT_EQ(receive({series()}, message, ann, frozen_zone_of).effect, Effect::refused);
}

TEST(ItipReceive, OverridesOfOneMomentAreOneWhateverTheirZone) {
    Event override = instance_of(series(), in_madrid("20260309T090000"));
    override.recurrence_id = *parse_date_time("20260309T080000Z");
    const Message first = make_message(Method::request, {series(), override}, madrid(), now);
    Received got = received({}, first, ann);
    ASSERT_EQ(got.events.size(), 2u);
    override.summary = "Again";
    override.sequence += 1;
    got = received(got.events, make_message(Method::request, {override}, madrid(), now + hours{1}),
                   ann);
    ASSERT_EQ(got.events.size(), 2u);
    EXPECT_EQ(got.events[1].summary, "Again");
}

TEST(ItipReceive, AnAnswerMayBeForAllFromAnOccurrenceOn) {
    Event asked = instance_of(series(), in_madrid("20260309T090000"));
    asked.this_and_future = true;
    const Received got = answer({series()}, asked, ann, "DECLINED");
    ASSERT_EQ(got.events.size(), 2u);
    EXPECT_TRUE(got.events[1].this_and_future);
}

TEST(ItipReceive, AProposalOfSomebodyWhoIsNotInvitedIsSaid) {
    Event proposal = meeting();
    proposal.attendees.push_back({.address = eva});
    const Message message = make_counter(proposal, eva, "", madrid(), now);
    const Received got = received({meeting()}, message, boss, eva);
    EXPECT_EQ(got.effect, Effect::countered);
    EXPECT_EQ(codes(got.problems), Strings{"itip"});
}

TEST(ItipReceive, WhoSendsForOthersIsNoticed) {
    const Message message = make_reply({meeting()}, ann, "ACCEPTED", "", madrid(), now);
    EXPECT_EQ(codes(received({meeting()}, message, boss, ann).problems), Strings{});
    EXPECT_EQ(codes(received({meeting()}, message, boss, eva).problems), Strings{"itip"});
    const Message request = make_message(Method::request, {meeting()}, madrid(), now);
    EXPECT_EQ(codes(received({}, request, ann, "Boss@Example.com").problems), Strings{});
    EXPECT_EQ(codes(received({}, request, ann, eva).problems), Strings{"itip"});
}

TEST(ItipReceive, WhatIsNotStoredIsUnknown) {
    EXPECT_EQ(received({}, make_cancellation({meeting()}, madrid(), now), ann).effect,
              Effect::unknown);
    EXPECT_EQ(answer({}, meeting(), ann).effect, Effect::unknown);
    EXPECT_EQ(answer({series()}, meeting(), ann).effect, Effect::unknown);
}

TEST(ItipReceive, AnAdditionIsOneOccurrenceMore) {
    Event added = meeting();
    added.uid = "series-1";
    added.sequence = 3;
    added.start = in_madrid("20260304T150000");
    added.end = in_madrid("20260304T160000");
    const Message message = make_message(Method::add, {added}, madrid(), now);
    const Received got = received({series()}, message, ann);
    EXPECT_EQ(got.effect, Effect::updated);
    EXPECT_EQ(got.events[0].additions, std::vector{in_madrid("20260304T150000")});
    EXPECT_EQ(got.events[1].recurrence_id, in_madrid("20260304T150000"));
    EXPECT_EQ(received(got.events, message, ann).effect, Effect::stale);
    EXPECT_EQ(received({}, message, ann).effect, Effect::unknown);
}

TEST(ItipReceive, AProposalIsShownAndNothingIsChanged) {
    Event proposal = meeting();
    proposal.start.local += hours{2};
    proposal.end.local += hours{2};
    const Message message = make_counter(proposal, bob, "Later?", madrid(), now);
    const Received got = received({meeting()}, message, boss);
    EXPECT_EQ(got.effect, Effect::countered);
    EXPECT_EQ(got.people.front().address, bob);
    EXPECT_EQ(got.proposal.front().start, proposal.start);
    EXPECT_EQ(got.proposal.front().comments.front().text, "Later?");
    EXPECT_EQ(got.events, Events{meeting()});
    Event unwilling = meeting();
    unwilling.extras = {{"X-MICROSOFT-DISALLOW-COUNTER", {}, "TRUE"}};
    EXPECT_EQ(codes(received({unwilling}, message, boss).problems), Strings{"itip"});
    proposal.sequence = 1;
    EXPECT_EQ(received({meeting()}, make_counter(proposal, bob, "", madrid(), now), boss).effect,
              Effect::stale);
}

TEST(ItipReceive, AProposalOfGoogleRepeatsAllGuests) {
    Event proposal = meeting();
    const Message message = make_message(Method::counter, {proposal}, madrid(), now);
    EXPECT_EQ(received({meeting()}, message, boss, bob).people.front().address, bob);
    EXPECT_EQ(received({meeting()}, message, boss).people.front().address, ann);
}

TEST(ItipReceive, ARefusedProposalAndAQuestionChangeNothing) {
    const Message refusal = make_decline_counter(meeting(), "No room", madrid(), now);
    EXPECT_EQ(received({meeting()}, refusal, bob).effect, Effect::counter_declined);
    const Message question = make_refresh(meeting(), bob, madrid(), now);
    const Received got = received({meeting()}, question, boss);
    EXPECT_EQ(got.effect, Effect::refresh_asked);
    EXPECT_EQ(got.people.front().address, bob);
}

TEST(ItipReceive, WhatIsNoMessageIsRefused) {
    Calendar calendar = read_message(make_message(Method::request, {meeting()}, madrid(), now));
    Calendar other = calendar;
    other.method = "PROPOSE";
    EXPECT_EQ(receive({}, other, ann, frozen_zone_of).effect, Effect::refused);
    other = calendar;
    other.events.push_back(series());
    EXPECT_EQ(receive({}, other, ann, frozen_zone_of).effect, Effect::refused);
    other.events.clear();
    EXPECT_EQ(receive({}, other, ann, frozen_zone_of).effect, Effect::refused);
}

}  // namespace
}  // namespace plazo::ical
