#include "ical/itip_receive.h"

#include <algorithm>

#include "ical/event_difference.h"
#include "ical/itip_answer.h"
#include "ical/itip_cancellation.h"
#include "ical/itip_object.h"
#include "ical/series.h"

namespace plazo::ical {

namespace {

using Events = std::vector<Event>;

/// What an attendee has added to their copy stays, unless there is a new time to answer for.
void keep_own(const Event& old, Event& now, std::string_view me) {
    now.alarms = old.alarms;
    if (difference_of(old, now).asks_again) return;
    const Attendee* mine = find_attendee(old, me);
    for (Attendee& attendee : now.attendees) {
        const bool is_me = mine && same_address(attendee.address, me);
        if (is_me && attendee.partstat == "NEEDS-ACTION") attendee.partstat = mine->partstat;
    }
}

class Receiver {
  public:
    Receiver(const Events& stored, const Calendar& message, std::string_view me,
             const ZoneOf& zone_of, std::string_view sender)
        : message_{message}, me_{me}, zone_of_{zone_of}, sender_{sender} {
        received_.events = stored;
        parts_ = message.events;
        parts_.insert(parts_.end(), message.undated.begin(), message.undated.end());
    }

    Received receive() {
        const auto method = method_of(message_.method);
        if (!method) return refused("METHOD:" + message_.method + " is none of RFC 5546");
        if (parts_.empty()) return refused("the message holds no event");
        for (const Event& part : parts_) {
            if (part.uid.empty()) return refused("an event has no UID");
            if (part.uid != parts_.front().uid) return refused("there is more than one UID");
        }
        // Another UID is another event, whoever passes it.
        std::erase_if(received_.events,
                      [&](const Event& each) { return each.uid != parts_.front().uid; });
        for (Event& event : received_.events) align(event);
        for (Event& part : parts_) align(part);
        by_method(*method);
        return std::move(received_);
    }

  private:
    Received refused(std::string why) {
        note(std::move(why), Severity::error);
        return std::move(received_);
    }

    void note(std::string text, Severity severity = Severity::warning) {
        received_.problems.push_back({severity,
                                      parts_.empty() ? Position{} : parts_.front().position, "itip",
                                      std::move(text)});
    }

    /// A RECURRENCE-ID may be in any zone; ours is that of the series, the stored or the new one.
    void align(Event& part) {
        const Event* master = master_of(known() ? received_.events : parts_);
        if (!part.recurrence_id || !master || !master->start_given) return;
        DateTime there = master->start;
        there.local = on_clock_of(master->start, *part.recurrence_id, zone_of_);
        const bool bare = !part.start_given && !part.end_given;
        part.recurrence_id = there;
        if (bare) part.start = part.end = there;
    }

    void by_method(Method method) {
        const bool from_organizer = method == Method::publish || method == Method::request ||
                                    method == Method::add || method == Method::cancel ||
                                    method == Method::decline_counter;
        if (from_organizer ? !check_organizer() : !check_attendee()) return;
        switch (method) {
            case Method::publish:
            case Method::request:
                return take_request(method);
            case Method::add:
                return take_add();
            case Method::cancel:
                return take_cancel();
            case Method::decline_counter:
                return known() ? become(Effect::counter_declined) : become(Effect::unknown);
            case Method::reply:
                return known() ? take_reply() : become(Effect::unknown);
            case Method::counter:
                return known() ? take_counter() : become(Effect::unknown);
            case Method::refresh:
                take_people();
                return known() ? become(Effect::refresh_asked) : become(Effect::unknown);
        }
    }

    bool known() const { return !received_.events.empty(); }
    void become(Effect effect) { received_.effect = effect; }

    bool check_organizer() {
        return std::all_of(parts_.begin(), parts_.end(), [this](const Event& part) {
            return part.organizer ? check_organizer(*part.organizer) : check_sender_is_organizer();
        });
    }

    bool check_organizer(const Organizer& organizer) {
        for (const Event& event : received_.events) {
            if (!event.organizer || is_organizer(event, organizer.address)) continue;
            note("the organizer is " + event.organizer->address + ", not " + organizer.address,
                 Severity::error);
            return false;
        }
        const bool by_others = !sender_.empty() && !same_address(sender_, organizer.address) &&
                               !same_address(sender_, organizer.sent_by);
        if (by_others) note(std::string{sender_} + " sends for " + organizer.address);
        return true;
    }

    /// A message that names no organizer has to come from the one whom we know.
    bool check_sender_is_organizer() {
        for (const Event& event : received_.events) {
            if (!event.organizer) continue;
            const bool by_organizer =
                is_organizer(event, sender_) ||
                (!sender_.empty() && same_address(sender_, event.organizer->sent_by));
            if (by_organizer) continue;
            note("it names no ORGANIZER, and does not come from " + event.organizer->address,
                 Severity::error);
            return false;
        }
        return true;
    }

    /// outlook.com replies without ORGANIZER; then the stored event says whose it is.
    bool check_attendee() {
        const Event& told =
            parts_.front().organizer || !known() ? parts_.front() : received_.events.front();
        if (told.organizer && !is_organizer(told, me_)) {
            note("the organizer is " + told.organizer->address, Severity::error);
            return false;
        }
        for (const Event& part : parts_) {
            if (part.attendees.empty()) {
                note("an answer without ATTENDEE", Severity::error);
                return false;
            }
        }
        return true;
    }

    void take_people() {
        for (const Event& part : parts_) {
            for (const Attendee& each : part.attendees) add_person(each);
        }
    }

    void add_person(const Attendee& person) {
        const bool there = std::any_of(
            received_.people.begin(), received_.people.end(),
            [&](const Attendee& each) { return same_address(each.address, person.address); });
        if (!there) received_.people.push_back(person);
    }

    void take_request(Method method) {
        const bool invited = std::any_of(parts_.begin(), parts_.end(), [&](const Event& part) {
            return find_attendee(part, me_) || is_organizer(part, me_);
        });
        if (method == Method::request && !invited) {
            note(std::string{me_} + " is not invited: the invitation was forwarded");
        }
        if (!known()) {
            received_.events = parts_;
            return become(Effect::created);
        }
        bool newer = false;
        for (const Event& part : parts_) newer = put(part) || newer;
        become(newer ? Effect::updated : Effect::stale);
    }

    /// Puts a newer version in its place; whether it was one.
    bool put(const Event& part) {
        Event* old = component_of(received_.events, part.recurrence_id);
        if (!old) {
            const Event* master = master_of(received_.events);
            const bool superseded = part.recurrence_id && master &&
                                    part.sequence < master->sequence && !is_later(part, *master);
            if (!superseded) received_.events.push_back(part);
            return !superseded;
        }
        if (!is_newer(part, *old)) return false;
        const bool moved = difference_of(*old, part).asks_again;
        Event now = part;
        keep_own(*old, now, me_);
        *old = std::move(now);
        if (moved && !part.recurrence_id) drop_overrides();
        return true;
    }

    static bool is_later(const Event& a, const Event& b) {
        return a.stamp && b.stamp && *a.stamp > *b.stamp;
    }

    /// A series that is rescheduled begins anew: overrides that it does not bring along are gone.
    void drop_overrides() {
        std::erase_if(received_.events, [&](const Event& each) {
            return each.recurrence_id && !component_of(parts_, each.recurrence_id);
        });
    }

    /// RFC 5546, 3.2.4: one occurrence more.
    void take_add() {
        Event* master = component_of(received_.events, std::nullopt);
        if (!master) return become(Effect::unknown);
        Event added = parts_.front();
        if (added.sequence < master->sequence || !added.dated()) return become(Effect::stale);
        DateTime time = master->start;
        time.local = on_clock_of(master->start, added.start, zone_of_);
        const bool there = std::find(master->additions.begin(), master->additions.end(), time) !=
                           master->additions.end();
        if (there) return become(Effect::stale);
        master->additions.push_back(time);
        master->sequence = added.sequence;
        added.recurrence_id = time;
        received_.events.push_back(std::move(added));
        become(Effect::updated);
    }

    void take_cancel() {
        if (!known()) return become(Effect::unknown);
        become(Effect::stale);
        for (const Event& part : parts_) {
            const bool there = component_of(received_.events, part.recurrence_id) != nullptr;
            if (part.recurrence_id && !there && !may_make_override()) return;
            switch (take_cancellation(received_.events, part, me_, zone_of_)) {
                case Cancellation::stale:
                    break;
                case Cancellation::no_such_occurrence:
                    note("the series has no occurrence at " +
                         format_date_time(*part.recurrence_id));
                    break;
                case Cancellation::others_uninvited:
                    become(Effect::updated);
                    break;
                case Cancellation::instance:
                    become(Effect::instance_cancelled);
                    break;
                case Cancellation::all:
                    become(Effect::cancelled);
                    break;
            }
        }
    }

    bool may_make_override() {
        if (overrides_made_ == overrides_made_max) {
            note("it is about too many occurrences; the rest is not taken", Severity::error);
        }
        return ++overrides_made_ <= overrides_made_max;
    }

    void take_reply() {
        check_sender();
        become(Effect::stale);
        bool crashed = false;
        for (const Event& part : parts_) {
            const bool there = component_of(received_.events, part.recurrence_id) != nullptr;
            if (!there && !may_make_override()) break;
            const Attendee& replier = replier_of(part);
            for (const Attendee& attendee : part.attendees) {
                if (!answers_for(replier, attendee)) {
                    note(replier.address + " cannot answer for " + attendee.address);
                    continue;
                }
                const Answer answer = take_answer(received_.events, part, attendee, zone_of_);
                if (answer == Answer::unknown && received_.people.empty()) become(Effect::unknown);
                if (answer == Answer::unknown || answer == Answer::stale) continue;
                add_person(attendee);
                crashed = crashed || answer == Answer::crashed;
                become(crashed ? Effect::party_crasher : Effect::answered);
            }
        }
    }

    /// RFC 5546, 3.2.3: one attendee answers; the sender, where that can be told.
    const Attendee& replier_of(const Event& part) const {
        const Attendee* sender = find_attendee(part, sender_);
        return sender ? *sender : part.attendees.front();
    }

    /// Who passes an invitation on, or was passed it, names the other one too (4.2.5).
    static bool answers_for(const Attendee& replier, const Attendee& attendee) {
        const auto names = [](const std::vector<std::string>& list, const Attendee& person) {
            return std::any_of(list.begin(), list.end(), [&](const std::string& each) {
                return same_address(each, person.address);
            });
        };
        return same_address(replier.address, attendee.address) ||
               names(replier.delegated_to, attendee) || names(replier.delegated_from, attendee);
    }

    void check_sender() {
        for (const Event& part : parts_) {
            for (const Attendee& each : part.attendees) {
                if (sender_.empty() || same_address(sender_, each.address) ||
                    same_address(sender_, each.sent_by)) {
                    continue;
                }
                note(std::string{sender_} + " answers for " + each.address);
            }
        }
    }

    /// Google repeats all guests; who proposes is the sender, or else the first who is no
    /// organizer.
    void take_counter() {
        become(Effect::countered);
        for (const Event& part : parts_) {
            const Event* event = component_of(received_.events, part.recurrence_id);
            if (!event) event = master_of(received_.events);
            if (event && part.sequence < event->sequence) return become(Effect::stale);
            const ExtraProperty* ban =
                event ? event->extra("X-MICROSOFT-DISALLOW-COUNTER") : nullptr;
            if (ban && same_name(ban->value, "TRUE")) note("proposals are not wanted");
            const Attendee* who = proposer(part);
            if (who && event && !find_attendee(*event, who->address)) {
                note(who->address + " is not invited");
            }
            if (who) add_person(*who);
        }
        received_.proposal = parts_;
    }

    const Attendee* proposer(const Event& part) const {
        if (const Attendee* attendee = find_attendee(part, sender_)) return attendee;
        for (const Attendee& attendee : part.attendees) {
            if (!is_organizer(part, attendee.address)) return &attendee;
        }
        return nullptr;
    }

    const Calendar& message_;
    std::string_view me_;
    const ZoneOf& zone_of_;
    std::string_view sender_;
    Events parts_;
    std::size_t overrides_made_ = 0;
    Received received_;
};

}  // namespace

bool is_newer(const Event& a, const Event& b) {
    if (a.sequence != b.sequence) return a.sequence > b.sequence;
    return !a.stamp || !b.stamp || *a.stamp > *b.stamp;
}

Received receive(const std::vector<Event>& stored, const Calendar& message, std::string_view me,
                 const ZoneOf& zone_of, std::string_view sender) {
    return Receiver{stored, message, me, zone_of, sender}.receive();
}

}  // namespace plazo::ical
