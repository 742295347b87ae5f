#include "ical/itip_send.h"

#include <algorithm>

#include "ical/event_difference.h"
#include "ical/itip_object.h"
#include "ical/itip_organizer.h"

namespace plazo::ical {

namespace {

using Events = std::vector<Event>;

class AttendeeSide {
  public:
    AttendeeSide(const Events& before, const Events& after, std::string_view me)
        : before_{before}, after_{after}, me_{me} {}

    /// The components to answer with, each with my PARTSTAT in it.
    Events answers() {
        for (const Event& event : after_) compare(event);
        if (after_.empty()) {
            decline_all();
        } else {
            decline_exceptions();
        }
        return std::move(answers_);
    }

  private:
    std::string partstat_in(const std::optional<Event>& event) const {
        const Attendee* attendee = event ? find_attendee(*event, me_) : nullptr;
        return attendee ? attendee->partstat : "NEEDS-ACTION";
    }

    void answer(Event event, const std::string& partstat) {
        std::erase_if(event.attendees,
                      [&](const Attendee& each) { return !same_address(each.address, me_); });
        if (event.attendees.empty()) event.attendees.push_back({.address = std::string{me_}});
        event.attendees.front().partstat = partstat;
        const Event* master = master_of(after_.empty() ? before_ : after_);
        if (event.summary.empty() && master) event.summary = master->summary;
        answers_.push_back(std::move(event));
    }

    void compare(const Event& event) {
        const Attendee* attendee = find_attendee(event, me_);
        if (!attendee || event.cancelled()) return;
        const bool forced = event.organizer && event.organizer->schedule_force_send == "REPLY";
        const std::string old = partstat_in(state_of(before_, event.recurrence_id));
        if (attendee->partstat != old || forced) answer(event, attendee->partstat);
    }

    /// Who deletes an event that stands does not come.
    void decline_all() {
        const bool series = master_of(before_) != nullptr;
        for (const Event& event : before_) {
            const Attendee* attendee = find_attendee(event, me_);
            if (!attendee || event.cancelled() || attendee->partstat == "DECLINED") continue;
            if (!series || !event.recurrence_id) answer(event, "DECLINED");
        }
    }

    /// RFC 6638, 3.2.2.3: an occurrence that an attendee takes out is declined.
    void decline_exceptions() {
        const Event* now = master_of(after_);
        if (!now || !master_of(before_)) return;
        for (const DateTime& time : now->exceptions) {
            const auto old = state_of(before_, time);
            if (!old || !find_attendee(*old, me_) || old->cancelled()) continue;
            if (partstat_in(old) != "DECLINED") answer(*old, "DECLINED");
        }
    }

    const Events& before_;
    const Events& after_;
    std::string_view me_;
    Events answers_;
};

/// One UID, one organizer.
std::vector<Problem> problems_of(const Events& events) {
    for (const Event& event : events) {
        const Event& first = events.front();
        if (event.uid != first.uid) {
            return {{Severity::error, event.position, "itip", "there is more than one UID"}};
        }
        if (event.organizer && first.organizer && !is_organizer(first, event.organizer->address)) {
            return {{Severity::error, event.position, "itip",
                     "the overrides have another ORGANIZER than the series"}};
        }
    }
    return {};
}

const Organizer* organizer_of(const Events& before, const Events& after) {
    for (const Events* events : {&after, &before}) {
        for (const Event& event : *events) {
            if (event.organizer) return &*event.organizer;
        }
    }
    return nullptr;
}

}  // namespace

Outbox messages_of_change(const std::vector<Event>& before, const std::vector<Event>& after,
                          std::string_view me, const std::vector<ZoneBlock>& zones, Instant now) {
    Outbox outbox;
    outbox.problems = problems_of(after.empty() ? before : after);
    const Organizer* organizer = organizer_of(before, after);
    if (!outbox.problems.empty() || !organizer) return outbox;
    if (same_address(organizer->address, me)) {
        outbox.messages = messages_of_organizer(before, after, zones, now);
        return outbox;
    }
    if (!is_ours(*organizer)) return outbox;
    Events answers = AttendeeSide{before, after, me}.answers();
    if (answers.empty()) return outbox;
    Outgoing reply;
    reply.method = Method::reply;
    reply.sender = me;
    reply.recipients = {organizer->address};
    reply.significant = true;
    reply.message = make_reply(std::move(answers), me, "", "", zones, now);
    outbox.messages.push_back(std::move(reply));
    return outbox;
}

}  // namespace plazo::ical
