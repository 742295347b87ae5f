// What an organizer's change has to be told to whom.
//
// A component invites people, a series to all its occurrences but those that an EXDATE or an
// override takes out. So for each occurrence that has an override before or after, and for the
// series itself, two things are asked: what changed of it (once), and who could see it before and
// can see it now (for each attendee). Attendees who see the same components share a message.
#include "ical/itip_organizer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "ical/event_difference.h"
#include "ical/itip_object.h"

namespace plazo::ical {

namespace {

using Events = std::vector<Event>;
using Indexes = std::vector<std::size_t>;

/// All components of one moment, and whom each invites, by address in upper case.
class State {
  public:
    explicit State(const Events& events) : events_{events} {
        for (const Event& event : events) {
            std::set<std::string>& people = invited_.emplace_back();
            for (const Attendee& each : event.attendees) {
                const bool told = is_ours(each) && !event.cancelled() && event.organizer &&
                                  !is_organizer(event, each.address);
                if (!told) continue;
                people.insert(upper_case(each.address));
                if (each.schedule_force_send == "REQUEST") forced_.insert(upper_case(each.address));
            }
        }
    }

    const Events& events() const { return events_; }

    /// The components that invite somebody.
    Indexes of(const std::string& who) const {
        Indexes indexes;
        for (std::size_t i = 0; i < events_.size(); ++i) {
            if (invited_[i].contains(who)) indexes.push_back(i);
        }
        return indexes;
    }

    /// Which component invites to an occurrence, or to the series.
    std::optional<std::size_t> index_of(const std::optional<DateTime>& recurrence_id) const {
        const Event* event = component_of(events_, recurrence_id);
        if (!event && !excludes(events_, recurrence_id)) event = master_of(events_);
        if (!event) return std::nullopt;
        return static_cast<std::size_t>(event - events_.data());
    }
    bool invites(const std::optional<std::size_t>& index, const std::string& who) const {
        return index && invited_[*index].contains(who);
    }
    /// SCHEDULE-FORCE-SEND, RFC 6638, 3.2.7.
    bool is_forced(const std::string& who) const { return forced_.contains(who); }

  private:
    const Events& events_;
    std::vector<std::set<std::string>> invited_;
    std::set<std::string> forced_;
};

/// The series, or an occurrence that has a component of its own before or after.
struct Subject {
    std::optional<std::size_t> before;  // which component invites to it
    std::optional<std::size_t> after;
    bool told = false;         // what changed concerns whoever is invited
    bool significant = false;  // and has to be answered for
};

std::vector<Subject> subjects_of(const State& before, const State& after) {
    std::vector<Subject> subjects;
    const auto add = [&](const Event& event) {
        Subject subject{before.index_of(event.recurrence_id), after.index_of(event.recurrence_id)};
        const auto old = state_of(before.events(), event.recurrence_id);
        const auto now = state_of(after.events(), event.recurrence_id);
        if (old && now) {
            const EventDifference difference = difference_of(*old, *now);
            subject.told =
                difference.audience() == Audience::everybody || now->sequence > old->sequence;
            subject.significant = difference.asks_again;
        }
        subjects.push_back(std::move(subject));
    };
    for (const Event& event : after.events()) add(event);
    for (const Event& event : before.events()) {
        if (!component_of(after.events(), event.recurrence_id)) add(event);
    }
    return subjects;
}

class Drafts {
  public:
    Drafts(const Events& before, const Events& after)
        : before_{before}, after_{after}, subjects_{subjects_of(before_, after_)} {}

    std::vector<Outgoing> messages(const std::vector<ZoneBlock>& zones, Instant now) {
        std::map<std::string, std::string> everybody;
        for (const Events* events : {&after_.events(), &before_.events()}) {
            for (const Event& event : *events) {
                for (const Attendee& each : event.attendees) {
                    everybody.try_emplace(upper_case(each.address), each.address);
                }
            }
        }
        for (const auto& [who, address] : everybody) tell(who, address);
        std::vector<Outgoing> all;
        for (const auto& [key, recipients] : drafts_) {
            Outgoing outgoing;
            outgoing.method = std::get<Method>(key);
            outgoing.significant = std::get<bool>(key);
            outgoing.recipients = recipients;
            Events events = outgoing.method == Method::cancel
                                ? cancelled(std::get<Indexes>(key), recipients.front())
                                : requested(std::get<Indexes>(key));
            outgoing.sender = events.front().organizer->address;
            outgoing.message = make_message(outgoing.method, std::move(events), zones, now);
            all.push_back(std::move(outgoing));
        }
        return all;
    }

  private:
    /// Who gets the same. A cancellation names whom it concerns, so each gets their own.
    using Key = std::tuple<Method, bool, std::string, Indexes>;

    void tell(const std::string& who, const std::string& address) {
        const Indexes now = after_.of(who);
        const Indexes gone = gone_for(who, now);
        if (!gone.empty()) drafts_[{Method::cancel, true, who, gone}].push_back(address);
        if (now.empty()) return;
        bool told = false;
        bool significant = false;
        for (const Subject& subject : subjects_) {
            const bool was_invited = before_.invites(subject.before, who);
            const bool is_invited = after_.invites(subject.after, who);
            if (was_invited && is_invited) {
                told = told || subject.told;
                significant = significant || subject.significant;
            } else if (was_invited || is_invited) {
                told = true;
                significant = significant || is_invited;
            }
        }
        if (after_.is_forced(who)) told = significant = true;
        if (told) drafts_[{Method::request, significant, "", now}].push_back(address);
    }

    /// What somebody no longer is invited to, and no EXDATE of a series can take away from them:
    /// all of it, or some occurrences. The end of a series is the end of its overrides, too.
    Indexes gone_for(const std::string& who, const Indexes& now) const {
        if (sees_series(after_, now)) return {};
        const Indexes before = before_.of(who);
        const bool had_series = sees_series(before_, before);
        Indexes gone;
        for (std::size_t i : before) {
            const auto& recurrence_id = before_.events()[i].recurrence_id;
            const bool stays = std::any_of(now.begin(), now.end(), [&](std::size_t k) {
                return after_.events()[k].recurrence_id == recurrence_id;
            });
            const bool covered = recurrence_id && had_series && now.empty();
            if (!stays && !covered) gone.push_back(i);
        }
        return gone;
    }

    static bool sees_series(const State& state, const Indexes& indexes) {
        return std::any_of(indexes.begin(), indexes.end(),
                           [&](std::size_t i) { return !state.events()[i].recurrence_id; });
    }

    /// The components that they see; what they do not see of the series is excluded from it.
    Events requested(const Indexes& indexes) const {
        Events events;
        for (std::size_t i : indexes) events.push_back(after_.events()[i]);
        const auto master = std::find_if(events.begin(), events.end(),
                                         [](const Event& event) { return !event.recurrence_id; });
        if (master == events.end()) return events;
        for (const Event& other : after_.events()) {
            if (other.recurrence_id && !component_of(events, other.recurrence_id) &&
                !excludes(after_.events(), other.recurrence_id)) {
                master->exceptions.push_back(*other.recurrence_id);
            }
        }
        return events;
    }

    /// RFC 5546, 3.2.5: with those whom it concerns as attendees, and STATUS only if it is off for
    /// all.
    Events cancelled(const Indexes& indexes, const std::string& address) const {
        const bool organized =
            std::any_of(after_.events().begin(), after_.events().end(),
                        [](const Event& event) { return event.organizer.has_value(); });
        Events events;
        for (std::size_t i : indexes) {
            Event event = before_.events()[i];
            const Event* now = component_of(after_.events(), event.recurrence_id);
            const bool takes_place = organized && now && !now->cancelled();
            event.status = takes_place ? "" : "CANCELLED";
            // Who is only uninvited may be invited again by what the others have: its SEQUENCE.
            event.sequence =
                std::max(event.sequence + (takes_place ? 0 : 1), now ? now->sequence : 0);
            std::erase_if(event.attendees, [&](const Attendee& each) {
                return !same_address(each.address, address);
            });
            events.push_back(std::move(event));
        }
        return events;
    }

    State before_;
    State after_;
    std::vector<Subject> subjects_;
    std::map<Key, std::vector<std::string>> drafts_;
};

}  // namespace

std::vector<Outgoing> messages_of_organizer(const std::vector<Event>& before,
                                            const std::vector<Event>& after,
                                            const std::vector<ZoneBlock>& zones, Instant now) {
    return Drafts{before, after}.messages(zones, now);
}

}  // namespace plazo::ical
