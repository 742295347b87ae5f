#include "scheduler/import_guests.h"

#include <algorithm>
#include <set>

#include "scheduler/exchange_words.h"

namespace plazo::scheduler {
namespace {

using graph::Attendee;

std::string not_invited(const std::vector<Attendee>& guests) {
    return std::to_string(guests.size()) + (guests.size() == 1 ? " attendee" : " attendees") +
           " not invited";
}

/// Those who could be invited; the others are named in `left_out`.
std::vector<Attendee> eligible(const ical::Event& event, const Repository& repository,
                               std::vector<std::string>& left_out) {
    std::vector<Attendee> guests;
    std::set<std::string> seen = {normal_address(repository.mailbox)};
    for (const ical::Attendee& each : event.attendees) {
        if (!seen.insert(normal_address(each.address)).second) continue;
        if (!valid_address(each.address)) {
            left_out.push_back("\"" + each.address + "\" is no e-mail address and is not invited");
        } else if (each.cutype == "ROOM" || each.cutype == "RESOURCE") {
            left_out.push_back(each.address + " is a room or a resource and is not booked");
        } else if (!may_write_to(repository, each.address)) {
            left_out.push_back(each.address +
                               " is outside of the repository's domains and is not invited");
        } else {
            guests.push_back(graph_attendee(each));
        }
    }
    return guests;
}

}  // namespace

bool same_people(const ical::Event& a, const ical::Event& b) {
    const auto addresses = [](const ical::Event& event) {
        std::set<std::string> all;
        for (const ical::Attendee& each : event.attendees) all.insert(normal_address(each.address));
        return all;
    };
    return addresses(a) == addresses(b);
}

Guests guests_of(const ical::Event& event, const Repository& repository,
                 const ImportOptions& options) {
    Guests guests;
    std::vector<std::string> left_out;
    std::vector<Attendee> list = eligible(event, repository, left_out);
    guests.hidden = std::any_of(list.begin(), list.end(), [&](const Attendee& each) {
        return is_external(repository, each.address);
    });
    const bool foreign = event.organizer && normal_address(event.organizer->address) !=
                                                normal_address(repository.mailbox);
    if (!options.invite || (foreign && !options.take_over)) {
        if (list.empty()) return guests;
        guests.warnings.push_back(not_invited(list));
        if (!options.invite) return guests;
        guests.warnings.back() += ": their organiser is " + event.organizer->address +
                                  ", and Exchange would make this a second meeting; --take-over "
                                  "invites them all the same";
        return guests;
    }
    guests.warnings = std::move(left_out);
    if (!repository.redirect_to.empty() && !list.empty()) {
        for (const Attendee& each : list) {
            guests.meant += (guests.meant.empty() ? "" : ", ") + each.address;
        }
        list = {{repository.redirect_to, "", true}};
    }
    guests.invited = std::move(list);
    return guests;
}

}  // namespace plazo::scheduler
