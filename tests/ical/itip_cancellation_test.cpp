#include "ical/itip_receive.h"

#include "ical/itip_object.h"
#include "ical/itip_send.h"
#include "itip_fixture.h"

namespace plazo::ical {
namespace {

using Events = std::vector<Event>;

Received received(const Events& stored, const Message& message, std::string_view me,
                  std::string_view sender = {}) {
    return receive(stored, read_message(message), me, frozen_zone_of, sender);
}

TEST(ItipCancellation, ACancellationIsOfAllOfOneOrOfOthers) {
    const Message all = make_cancellation({series()}, madrid(), now);
    Event override = instance_of(series(), in_madrid("20260316T090000"));
    Received got = received({series(), override}, all, ann);
    EXPECT_EQ(got.effect, Effect::cancelled);
    EXPECT_TRUE(got.events[0].cancelled() && got.events[1].cancelled());

    Event one = instance_of(series(), in_madrid("20260309T090000"));
    got = received({series()}, make_cancellation({one}, madrid(), now), ann);
    EXPECT_EQ(got.effect, Effect::instance_cancelled);
    EXPECT_FALSE(got.events[0].cancelled());
    EXPECT_TRUE(got.events[1].cancelled());

    Event without_bob = meeting();
    without_bob.sequence = 3;
    without_bob.attendees = {{.address = bob}};
    const Message uninvited = make_message(Method::cancel, {without_bob}, madrid(), now);
    got = received({meeting()}, uninvited, ann);
    EXPECT_EQ(got.effect, Effect::updated);
    EXPECT_EQ(got.events.front().attendees.size(), 2u);
    EXPECT_EQ(received({meeting()}, uninvited, bob).effect, Effect::cancelled);
}

TEST(ItipCancellation, AnOldCancellationIsStale) {
    Event old = meeting();
    old.sequence = 1;
    EXPECT_EQ(received({meeting()}, make_cancellation({old}, madrid(), now), ann).effect,
              Effect::stale);
}

TEST(ItipCancellation, ACancellationThatWasMadeBeforeOrIsKnownIsStale) {
    Event event = meeting();
    event.stamp = now;
    const Message before = make_cancellation({event}, madrid(), now - hours{1});
    EXPECT_EQ(received({event}, before, ann).effect, Effect::stale);
    const Message at_once = make_cancellation({event}, madrid(), now);
    const Received got = received({event}, at_once, ann);
    EXPECT_EQ(got.effect, Effect::cancelled);
    EXPECT_EQ(received(got.events, at_once, ann).effect, Effect::stale);
}

TEST(ItipCancellation, OneOccurrenceIsCancelledAndWhatWasChangedFromItOnStays) {
    Event later = instance_of(series(), in_madrid("20260316T090000"));
    later.start = in_madrid("20260316T150000");
    later.end = in_madrid("20260316T160000");
    later.this_and_future = true;
    const Event one = instance_of(series(), in_madrid("20260316T090000"));
    const Received got = received({series(), later}, make_cancellation({one}, madrid(), now), ann);
    EXPECT_EQ(got.effect, Effect::instance_cancelled);
    ASSERT_EQ(got.events.size(), 3u);
    EXPECT_TRUE(got.events[1].cancelled());
    EXPECT_FALSE(got.events[1].this_and_future);
    EXPECT_EQ(got.events[2].recurrence_id, in_madrid("20260323T090000"));
    EXPECT_EQ(got.events[2].start, in_madrid("20260323T150000"));
    EXPECT_TRUE(got.events[2].this_and_future);
}

TEST(ItipCancellation, AnOccurrenceThatIsNoneCannotBeCancelled) {
    const Event tuesday = instance_of(series(), in_madrid("20260310T090000"));
    const Received got = received({series()}, make_cancellation({tuesday}, madrid(), now), ann);
    EXPECT_EQ(got.effect, Effect::stale);
    EXPECT_EQ(got.events.size(), 1u);
    EXPECT_EQ(codes(got.problems), Strings{"itip"});
}

TEST(ItipCancellation, WhoIsUninvitedCanBeInvitedAgain) {
    Event without_ann = meeting();
    std::erase_if(without_ann.attendees, [](const Attendee& each) { return each.address == ann; });
    std::vector<Event> copy = {meeting()};
    const auto deliver = [&](const Event& before, const Event& after, timezone::Instant at) {
        for (const Outgoing& each :
             messages_of_change({before}, {after}, boss, madrid(), at).messages) {
            const bool to_ann = std::find(each.recipients.begin(), each.recipients.end(), ann) !=
                                each.recipients.end();
            if (to_ann) copy = received(copy, each.message, ann).events;
        }
    };
    deliver(meeting(), without_ann, now);
    ASSERT_TRUE(copy.front().cancelled());
    deliver(without_ann, meeting(), now + hours{1});
    EXPECT_FALSE(copy.front().cancelled());
}

}  // namespace
}  // namespace plazo::ical
