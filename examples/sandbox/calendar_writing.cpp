#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/meeting.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// The transaction of this id, unless it has been forgotten.
const Transaction* remembered(const World& world, Calendar& calendar, const std::string& id) {
    const auto found = calendar.transactions.find(id);
    if (id.empty() || found == calendar.transactions.end()) return nullptr;
    const Quirks& quirks = world.quirks;
    const bool late = quirks.transaction_memory &&
                      world.clock.now() - found->second.at >= *quirks.transaction_memory;
    const bool gone = !calendar.events.by_id(found->second.event_id);
    if (!late && (!gone || quirks.transaction_outlives_event)) return &found->second;
    calendar.transactions.erase(found);
    return nullptr;
}

/// The event that was already made under this transactionId, if the request is the same.
Event* repeated(const World& world, Calendar& calendar, const std::string& id,
                const std::string& digest) {
    const Transaction* transaction = remembered(world, calendar, id);
    if (!transaction) return nullptr;
    Event* const event = calendar.events.by_id(transaction->event_id);
    if (event && transaction->digest == digest) return event;
    Refusal refusal{
        world.quirks.duplicate_transaction_status, "ErrorDuplicateTransactionId",
        "Your request can't be completed. The TransactionId specified in the request has "
        "already been used to create a different event."};
    refusal.annotations.emplace_back("@event.existingEventId", transaction->event_id);
    throw refusal;
}

/// Makes the meeting that was asked for and writes its link into the body. A body that has lost the
/// link, as a PATCH of the body may bring about, ends the online meeting.
void arrange_online_meeting(Content& content, Ids& ids) {
    OnlineMeeting& online = content.online;
    if (!online.join_url.empty()) {
        if (content.body.content.find(online.join_url) == std::string::npos) online = {};
        return;
    }
    if (!online.on) return;
    if (online.provider.starts_with("skype")) {
        throw not_simulated("online meetings of " + online.provider);
    }
    online.provider = "teamsForBusiness";
    online.join_url = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + ids.change_key() +
                      "%40thread.v2/0";
    std::string& body = content.body.content;
    if (content.body.type == "text") {
        body += "\r\n________________\r\nJoin the meeting: " + online.join_url + "\r\n";
        return;
    }
    body.insert(std::min(body.rfind("</body>"), body.size()),
                "<div>________________<br><a href=\"" + online.join_url +
                    "\">Join the meeting</a></div>\r\n");
}

void check(const Call& call, const Content& content) {
    const Zones& zones = call.world.zones;
    check_event(content, zones);
    constexpr const char* troubled = "Africa/Casablanca";
    if (call.world.quirks.casablanca_refused &&
        (content.start.zone == troubled || content.end.zone == troubled)) {
        throw fails_validation("the switch casablanca_refused is on");
    }
}

/// The same wall time in the same zone under another name is no change.
void keep_zone_name(const EventTime& before, EventTime& after, const Zones& zones) {
    if (after.local != before.local) return;
    if (zones.windows_name(after.zone) == zones.windows_name(before.zone)) after = before;
}

void check_match(const Call& call, const Item& item) {
    const auto match = call.request.headers.find("If-Match");
    if (!match || *match == "*" || *match == etag(item)) return;
    throw changed_meanwhile();
}

/// Takes the item out of the calendar; the organizer's attendees get cancellations.
void take_out(Call& call, const Mailbox& mailbox, Item item, const std::string& comment,
              bool keep) {
    if (item.event->own && !item.day) announce_removal(call.world, mailbox, item, comment);
    remove_item(calendar_of(call, mailbox), item, keep, call.world.ids, call.world.clock.now());
    if (item.day && item.event->own) announce_removal(call.world, mailbox, item, comment);
}

graph::Response empty(int status) {
    graph::Response response;
    response.status = status;
    return response;
}

std::string comment_of(const Call& call) {
    if (call.body.empty()) return "";
    const json parameters = json_body(call);
    for (const auto& [name, value] : parameters.items()) {
        if (graph::equal_ignoring_case(name, "comment") && value.is_string()) {
            return value.get<std::string>();
        }
    }
    return "";
}

}  // namespace

graph::Response create_event(Call& call) {
    const Mailbox& mailbox = may_write(call);
    need_room(call.world, mailbox);
    Calendar& calendar = calendar_of(call, mailbox);
    const View view = view_of(call, mailbox);
    World& world = call.world;
    const json body = json_body(call);
    Content content;
    read_event(body, content, world.zones);
    check(call, content);
    const std::string transaction = content.transaction_id;
    const std::string digest = transaction.empty() ? "" : sha256(body.dump());
    if (Event* event = repeated(world, calendar, transaction, digest)) {
        return one(call, 201, whole(*event), view);
    }
    arrange_online_meeting(content, world.ids);
    Event& event = add_event(calendar, std::move(content), world.ids, world.clock.now());
    event.organizer = mailbox.address;
    event.organizer_name = mailbox.display_name;
    if (!transaction.empty()) {
        calendar.transactions[transaction] = {event.id, digest, event.created};
    }
    announce_new(world, mailbox, whole(event));
    return one(call, 201, whole(event), view);
}

graph::Response change_event(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_write(call);
    const View view = view_of(call, mailbox);
    Item item = find_item(calendar_of(call, mailbox), id);
    check_match(call, item);
    const Content before = item.content;
    Content after = before;
    const auto named = read_event(json_body(call), after, call.world.zones);
    if (named.contains("transactionId")) {
        throw invalid("The property 'transactionId' can only be set when an event is created.");
    }
    if (item.day && named.contains("recurrence")) {
        throw invalid("Recurrence can't be set on an occurrence.");
    }
    keep_zone_name(before.start, after.start, call.world.zones);
    keep_zone_name(before.end, after.end, call.world.zones);
    if (after.recurrence && !named.contains("recurrence")) {
        after.recurrence->start = timezone::date_of(after.start.local);
        after.recurrence->zone = after.start.zone;
    }
    check(call, after);
    arrange_online_meeting(after, call.world.ids);
    change_item(item, after, named, call.world.ids, call.world.clock.now());
    if (item.event->own) announce_change(call.world, mailbox, before, item, named);
    if (!view.preferences.minimal) return one(call, 200, item, view);
    graph::Response response = empty(204);
    response.headers.set("Preference-Applied", view.preferences.applied);
    return response;
}

graph::Response delete_event(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_write(call);
    const Item item = find_item(calendar_of(call, mailbox), id);
    check_match(call, item);
    take_out(call, mailbox, item, "", true);
    return empty(204);
}

graph::Response delete_for_good(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_write(call);
    take_out(call, mailbox, find_item(calendar_of(call, mailbox), id), "", false);
    return empty(call.world.quirks.permanent_delete_status);
}

graph::Response cancel_event(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_write(call);
    const Item item = find_item(calendar_of(call, mailbox), id);
    const std::string comment = comment_of(call);
    if (!item.event->own) {
        throw invalid(
            "Your request can't be completed. You need to be an organizer to cancel a "
            "meeting.");
    }
    take_out(call, mailbox, item, comment, true);
    return empty(202);
}

}  // namespace plazo::sandbox
