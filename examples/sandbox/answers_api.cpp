// examples/sandbox/answers_api.cpp - accept, tentativelyAccept, decline and forward of an event.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/answers.h"
#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/mail_transport.h"
#include "examples/sandbox/meeting.h"
#include "examples/sandbox/prefixes.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// The parameters, whose names match without regard to case.
GivenAnswer read_answer(const Call& call, const std::string& response) {
    GivenAnswer given;
    given.response = response;
    if (call.body.empty()) return given;
    const json parameters = json_body(call);
    const Zones& zones = call.world.zones;
    for (const auto& [name, value] : parameters.items()) {
        const auto is = [&, &name = name](const char* known) {
            return graph::equal_ignoring_case(name, known);
        };
        if (value.is_null()) continue;
        if (is("comment") && value.is_string()) {
            given.comment = value.get<std::string>();
        } else if (is("sendResponse") && value.is_boolean()) {
            given.silently = !value.get<bool>();
        } else if (is("proposedNewTime") && response != "accepted") {
            propose(given, value, zones);
        } else {
            throw unknown_property(name, "Event");
        }
    }
    return given;
}

/// The organizer's event behind a copy.
Event& organized_behind(World& world, Event& event) {
    Event* organized = event.own ? &event : organized_event(world, event.calendar_uid);
    if (!organized || event.cancelled) throw invalid("The meeting was cancelled.");
    return *organized;
}

Attendee read_recipient(const json& recipient) {
    const json email = recipient.is_object() ? recipient.value("emailAddress", json{}) : json{};
    Attendee out;
    if (email.is_object()) out.address = text_of(email, "address");
    if (!valid_address(out.address)) {
        throw Refusal{400, "ErrorInvalidRecipients", "At least one recipient isn't valid."};
    }
    out.name = text_of(email, "name", out.address);
    return out;
}

struct Forward {
    std::vector<Attendee> recipients;
    std::string comment;
};

Forward read_forward(const Call& call) {
    Forward out;
    const json parameters = json_body(call);
    for (const auto& [name, value] : parameters.items()) {
        if (graph::equal_ignoring_case(name, "toRecipients") && value.is_array()) {
            for (const json& each : value) out.recipients.push_back(read_recipient(each));
        } else if (graph::equal_ignoring_case(name, "comment") && value.is_string()) {
            out.comment = value.get<std::string>();
        } else {
            throw unknown_property(name, "Event");
        }
    }
    if (out.recipients.empty()) read_recipient(nullptr);
    return out;
}

/// Exchange's notice to the organizer that somebody else forwarded the meeting.
void tell_organizer(World& world, const Mailbox& sender, const Item& item,
                    const std::vector<Attendee>& added) {
    std::string names;
    for (const Attendee& person : added) names += (names.empty() ? "" : ", ") + person.address;
    const auto compose = [&](const std::string&) {
        Mail mail;
        mail.id = world.ids.item();
        mail.kind = "forward-notice";
        mail.from = sender.address;
        mail.subject = prefix(Prefix::forwarded, sender.language) + item.content.subject;
        mail.calendar_uid = item.event->calendar_uid;
        mail.body = {"text", sender.address + " has forwarded this meeting to " + names + "."};
        return mail;
    };
    submit(world, sender, {item.event->organizer}, compose, Traffic::meeting);
}

/// Replaces the address of somebody of the tenant; mail to the name reaches him from now on.
void name_as_exchange_does(World& world, Attendee& person) {
    const Mailbox* mailbox = world.directory.find(person.address);
    if (!mailbox) return;
    person.address =
        "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=" +
        mailbox->id;
    world.directory.aliases[lower_case(person.address)] = lower_case(mailbox->address);
}

graph::Response accepted() {
    graph::Response response;
    response.status = 202;
    return response;
}

}  // namespace

graph::Response answer_event(Call& call, const std::string& id, const std::string& response) {
    const Mailbox& mailbox = may_write(call);
    const Item item = find_item(calendar_of(call, mailbox), id);
    GivenAnswer given = read_answer(call, response);
    if (item.event->own) {
        throw invalid(
            "Your request can't be completed. You can't respond to this meeting because you're "
            "the meeting organizer.");
    }
    Event& organized = organized_behind(call.world, *item.event);
    if (given.proposed_start && (given.silently || !organized.content.new_time_proposals)) {
        throw invalid("A new time can't be proposed for this meeting, or without a response.");
    }
    given.address = mailbox.address;
    give_answer(call.world, organized, item.day, given);
    return accepted();
}

graph::Response forward_event(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_read(call);
    World& world = call.world;
    const Item item = find_item(calendar_of(call, mailbox), id);
    if (item.day) throw not_simulated("forwarding one occurrence");
    const Forward forward = read_forward(call);
    Event& organized = organized_behind(world, *item.event);
    const Mailbox* organizer = world.directory.find(organized.organizer);
    const auto invited = invited_people(world, organized);
    Item meeting = whole(organized);
    std::vector<Attendee> added;
    Content content = organized.content;
    for (const Attendee& person : forward.recipients) {
        const bool already =
            std::any_of(invited.begin(), invited.end(), [&](const std::string& address) {
                return graph::equal_ignoring_case(address, person.address);
            });
        added.push_back(person);
        if (already) continue;
        content.attendees.push_back(person);
        if (world.quirks.exchange_names) name_as_exchange_does(world, content.attendees.back());
    }
    change_item(meeting, content, {"attendees"}, world.ids, world.clock.now());
    announce_forward(world, *organizer, meeting, added, forward.comment);
    if (!item.event->own && world.mail_rules.organizer_is_told_of_forwards) {
        tell_organizer(world, mailbox, meeting, added);
    }
    return accepted();
}

}  // namespace plazo::sandbox
