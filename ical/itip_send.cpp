#include "ical/itip_send.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "ical/event_difference.h"
#include "ical/itip_object.h"

namespace plazo::ical {

namespace {

using Events = std::vector<Event>;

/// Whether it is ours to tell somebody (RFC 6638, 7.1).
bool is_ours(const auto& person) {
    return person.schedule_agent.empty() || person.schedule_agent == "SERVER";
}

bool invites(const Event& event, std::string_view address) {
    const Attendee* attendee = find_attendee(event, address);
    return attendee && is_ours(*attendee) && !is_organizer(event, address) && !event.cancelled();
}

/// Everybody who is or was invited, by upper-case address.
std::map<std::string, std::string> everybody(const Events& before, const Events& after) {
    std::map<std::string, std::string> all;
    for (const Events* events : {&after, &before}) {
        for (const Event& event : *events) {
            for (const Attendee& each : event.attendees) {
                all.try_emplace(upper_case(each.address), each.address);
            }
        }
    }
    return all;
}

/// What one attendee is to know of: RFC 6638, 3.2.6.
struct View {
    std::vector<std::size_t> indexes;  // of the components that they see
    Events events;
};

View view_of(const Events& all, std::string_view address) {
    View view;
    std::vector<DateTime> hidden;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (invites(all[i], address)) {
            view.indexes.push_back(i);
            view.events.push_back(all[i]);
        } else if (all[i].recurrence_id) {
            hidden.push_back(*all[i].recurrence_id);
        }
    }
    for (Event& event : view.events) {
        if (event.recurrence_id) continue;
        for (const DateTime& time : hidden) {
            if (std::find(event.exceptions.begin(), event.exceptions.end(), time) ==
                event.exceptions.end()) {
                event.exceptions.push_back(time);
            }
        }
    }
    return view;
}

/// How a view of the same attendee changed.
struct ViewChange {
    bool told = false;
    bool significant = false;
};

/// The component itself, or what it would be by its master.
std::optional<Event> state_of(const Events& events, const std::optional<DateTime>& recurrence_id) {
    if (const Event* event = component_of(events, recurrence_id)) return *event;
    const Event* master = recurrence_id ? master_of(events) : nullptr;
    if (!master) return std::nullopt;
    const bool excluded = std::find(master->exceptions.begin(), master->exceptions.end(),
                                    *recurrence_id) != master->exceptions.end();
    return excluded ? std::nullopt : std::optional{instance_of(*master, *recurrence_id)};
}

ViewChange change_of(const View& before, const View& after) {
    ViewChange change;
    std::set<std::size_t> seen;
    const auto compare = [&](const std::optional<DateTime>& recurrence_id) {
        const auto old = state_of(before.events, recurrence_id);
        const auto now = state_of(after.events, recurrence_id);
        if (!old && !now) return;
        if (!old || !now) {
            change.told = true;
            change.significant = change.significant || !old;
            return;
        }
        const EventDifference difference = difference_of(*old, *now);
        change.told = change.told || difference.audience() == Audience::everybody ||
                      now->sequence > old->sequence;
        change.significant = change.significant || difference.asks_again;
    };
    for (const Event& event : after.events) compare(event.recurrence_id);
    for (const Event& event : before.events) {
        if (!component_of(after.events, event.recurrence_id)) compare(event.recurrence_id);
    }
    return change;
}

class OrganizerSide {
  public:
    OrganizerSide(const Events& before, const Events& after, const std::vector<ZoneBlock>& zones,
                  Instant now)
        : before_{before}, after_{after}, zones_{zones}, now_{now} {}

    std::vector<Outgoing> messages() {
        for (const auto& [key, address] : everybody(before_, after_)) tell(address);
        std::vector<Outgoing> all;
        for (auto& [key, draft] : drafts_) all.push_back(finished(draft));
        return all;
    }

  private:
    struct Draft {
        Method method = Method::request;
        std::vector<std::string> recipients;
        bool significant = false;
        Events events;
        bool uninvited = false;
    };
    /// Who gets the same. A cancellation names whom it concerns, so each gets their own.
    using Key = std::tuple<Method, bool, std::string, std::vector<std::size_t>>;

    void tell(const std::string& address) {
        const View before = view_of(before_, address);
        const View after = view_of(after_, address);
        if (before.events.empty() && after.events.empty()) return;
        cancel(address, before, after);
        if (after.events.empty()) return;
        ViewChange change = change_of(before, after);
        if (before.events.empty()) change = {true, true};
        if (forced(after, address)) change = {true, true};
        if (!change.told) return;
        add({Method::request, change.significant, "", after.indexes}, address, after.events);
    }

    /// Of what they no longer are invited to: all of it, or occurrences that no EXDATE of a series
    /// can take away from them.
    void cancel(const std::string& address, const View& before, const View& after) {
        const bool series = master_of(after.events) != nullptr;
        Events gone;
        std::vector<std::size_t> indexes;
        for (std::size_t i = 0; i < before.events.size(); ++i) {
            const Event& event = before.events[i];
            const bool stays = series || component_of(after.events, event.recurrence_id);
            if (stays || is_covered(before, event, after)) continue;
            gone.push_back(event);
            indexes.push_back(before.indexes[i]);
        }
        if (gone.empty()) return;
        const bool uninvited = std::any_of(gone.begin(), gone.end(), [&](const Event& event) {
            const Event* now = component_of(after_, event.recurrence_id);
            return now && !now->cancelled();
        });
        Draft& draft = add({Method::cancel, true, address, indexes}, address, gone);
        draft.uninvited = uninvited && keeps_organizer();
    }

    /// The end of a series is the end of its overrides, too.
    static bool is_covered(const View& before, const Event& event, const View& after) {
        return event.recurrence_id && master_of(before.events) && !master_of(after.events) &&
               after.events.empty();
    }

    bool keeps_organizer() const {
        return std::any_of(after_.begin(), after_.end(),
                           [](const Event& event) { return event.organizer.has_value(); });
    }

    static bool forced(const View& view, std::string_view address) {
        return std::any_of(view.events.begin(), view.events.end(), [&](const Event& event) {
            return find_attendee(event, address)->schedule_force_send == "REQUEST";
        });
    }

    Draft& add(const Key& key, const std::string& address, const Events& events) {
        Draft& draft = drafts_[key];
        draft.method = std::get<Method>(key);
        draft.significant = std::get<bool>(key);
        draft.events = events;
        draft.recipients.push_back(address);
        return draft;
    }

    Outgoing finished(Draft& draft) {
        if (draft.method == Method::cancel) prepare_cancel(draft);
        Outgoing outgoing;
        outgoing.method = draft.method;
        outgoing.sender = draft.events.front().organizer->address;
        outgoing.recipients = std::move(draft.recipients);
        outgoing.significant = draft.significant;
        outgoing.message = make_message(draft.method, std::move(draft.events), zones_, now_);
        return outgoing;
    }

    /// RFC 5546, 3.2.5: with those whom it concerns as attendees, and STATUS only if it is off for
    /// all.
    void prepare_cancel(Draft& draft) const {
        for (Event& event : draft.events) {
            const Event* now = component_of(after_, event.recurrence_id);
            event.sequence = std::max(event.sequence + 1, now ? now->sequence : 0);
            event.status = draft.uninvited ? "" : "CANCELLED";
            std::erase_if(event.attendees, [&](const Attendee& each) {
                return std::none_of(
                    draft.recipients.begin(), draft.recipients.end(),
                    [&](const std::string& to) { return same_address(to, each.address); });
            });
        }
    }

    const Events& before_;
    const Events& after_;
    const std::vector<ZoneBlock>& zones_;
    Instant now_;
    std::map<Key, Draft> drafts_;
};

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

Event instance_of(const Event& master, const DateTime& recurrence_id) {
    Event instance = master;
    instance.recurrence_id = recurrence_id;
    instance.start = recurrence_id;
    instance.end.local = recurrence_id.local + (master.end.local - master.start.local);
    instance.rule.reset();
    instance.exclusion_rules.clear();
    instance.additions.clear();
    instance.addition_periods.clear();
    instance.exceptions.clear();
    return instance;
}

Outbox messages_of_change(const std::vector<Event>& before, const std::vector<Event>& after,
                          std::string_view me, const std::vector<ZoneBlock>& zones, Instant now) {
    Outbox outbox;
    outbox.problems = problems_of(after.empty() ? before : after);
    const Organizer* organizer = organizer_of(before, after);
    if (!outbox.problems.empty() || !organizer) return outbox;
    if (same_address(organizer->address, me)) {
        outbox.messages = OrganizerSide{before, after, zones, now}.messages();
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
