#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/event_json.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/meeting.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

const std::vector<std::string> may_read{"Calendars.Read", "Calendars.ReadWrite"};
const std::vector<std::string> may_write{"Calendars.ReadWrite"};

/// How the caller of this request wants events shown.
struct View {
    Preferences preferences;
    Query query;
    Rendering rendering;
};

View view_of(const Call& call) {
    View view{read_preferences(call.request.headers), read_query(call.request.target), {}};
    call.world.zones.require(view.preferences.zone);
    view.rendering = {&call.world.zones, view.preferences.zone, view.preferences.text_bodies,
                      view.preferences.immutable_ids};
    if (view.preferences.page_size) view.query.top = *view.preferences.page_size;
    return view;
}

graph::Response answer(int status, const json& body, const View& view) {
    graph::Response response = reply(status, body);
    if (!view.preferences.applied.empty()) {
        response.headers.set("Preference-Applied", view.preferences.applied);
    }
    return response;
}

std::string context_of(const Call& call, const std::string& what) {
    return call.world.options.origin() + "/v1.0/$metadata#users('" +
           graph::percent_encode(call.user) + "')/" + what;
}

graph::Response one(const Call& call, int status, const Item& item, const View& view) {
    json event = event_json(item, view.rendering, view.query);
    event["@odata.context"] = context_of(call, "events/$entity");
    graph::Response response = answer(status, event, view);
    response.headers.set("ETag", etag(item));
    if (status == 201) {
        response.headers.set("Location", call.world.options.origin() + "/v1.0/users/" +
                                             graph::percent_encode(call.user) + "/events/" +
                                             id_of(item, view.rendering.immutable_ids));
    }
    return response;
}

/// The same target with another $skip.
std::string next_link(const Call& call, int skip) {
    std::string target{graph::path_of(call.request.target)};
    std::string_view query{call.request.target};
    query.remove_prefix(target.size());
    char separator = '?';
    while (!query.empty()) {
        query.remove_prefix(1);
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(pair.size());
        if (graph::percent_decode(pair.substr(0, pair.find('='))) == "$skip") continue;
        target += separator;
        target += pair;
        separator = '&';
    }
    return call.world.options.origin() + target + separator + "%24skip=" + std::to_string(skip);
}

graph::Response page(const Call& call, std::vector<Item> items, const View& view) {
    const Query& query = view.query;
    const Zones& zones = call.world.zones;
    if (query.ordered) {
        std::stable_sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
            const Instant first = zones.instant(a.content.start);
            const Instant second = zones.instant(b.content.start);
            return query.descending ? second < first : first < second;
        });
    }
    const auto begin = std::min(items.size(), static_cast<std::size_t>(query.skip));
    const auto end = std::min(items.size(), begin + static_cast<std::size_t>(query.top));
    json events = json::array();
    for (std::size_t i = begin; i < end; ++i) {
        events.push_back(event_json(items[i], view.rendering, query));
    }
    json body{{"@odata.context", context_of(call, "events")}, {"value", events}};
    if (end < items.size()) body["@odata.nextLink"] = next_link(call, static_cast<int>(end));
    return answer(200, body, view);
}

bool matches(const Item& item, const std::optional<Filter>& filter) {
    if (!filter) return true;
    if (filter->kind == Filter::Kind::calendar_uid) {
        return item.event->calendar_uid == filter->value;
    }
    const auto& properties = item.content.extended_properties;
    return std::any_of(properties.begin(), properties.end(), [&](const ExtendedProperty& p) {
        return p.id == filter->id && graph::equal_ignoring_case(p.value, filter->value);
    });
}

Calendar& calendar_of(Call& call, const Mailbox& mailbox) {
    return call.world.calendars[mailbox.id];
}

graph::Response list(Call& call) {
    Calendar& calendar = calendar_of(call, reach(call, may_read));
    const View view = view_of(call);
    std::vector<Item> items;
    for (auto& [id, event] : calendar.events) {
        const Item item = whole(event);
        if (matches(item, view.query.filter)) items.push_back(item);
    }
    return page(call, std::move(items), view);
}

std::pair<Instant, Instant> window_of(const Call& call) {
    const auto from = graph::query_parameter(call.request.target, "startDateTime");
    const auto to = graph::query_parameter(call.request.target, "endDateTime");
    if (!from || !to) {
        throw Refusal{
            400, "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters "
            "StartDateTime and EndDateTime."};
    }
    const auto start = parse_instant(*from);
    const auto end = parse_instant(*to);
    if (!start || !end || *end < *start) {
        throw Refusal{400, "ErrorInvalidParameter", "The time window is not valid."};
    }
    if (*end - *start > timezone::days{view_days_max}) {
        throw Refusal{400, "ErrorCalendarViewRangeTooBig",
                      "The requested time window is longer than two years."};
    }
    return {*start, *end};
}

graph::Response occurrences(Call& call, std::vector<Event*> events) {
    View view = view_of(call);
    if (view.query.filter) throw not_simulated("a filter on occurrences");
    const auto [from, to] = window_of(call);
    std::vector<Item> items;
    for (Event* event : events) {
        const auto found = items_between(*event, from, to, call.world.zones);
        items.insert(items.end(), found.begin(), found.end());
    }
    view.query.ordered = true;
    return page(call, std::move(items), view);
}

graph::Response calendar_view(Call& call) {
    std::vector<Event*> events;
    for (auto& [id, event] : calendar_of(call, reach(call, may_read)).events) {
        events.push_back(&event);
    }
    return occurrences(call, std::move(events));
}

graph::Response instances(Call& call, const std::string& id) {
    const Item item = find_item(calendar_of(call, reach(call, may_read)), id);
    if (item.day || !item.event->content.recurrence) {
        throw invalid("Your request can't be completed. The event is not a series.");
    }
    return occurrences(call, {item.event});
}

/// The event that was already made under this transactionId, if the content is the same.
Event* repeated(Calendar& calendar, const Content& content) {
    const auto found = calendar.transactions.find(content.transaction_id);
    if (content.transaction_id.empty() || found == calendar.transactions.end()) return nullptr;
    const auto event = calendar.events.find(found->second.event_id);
    if (event != calendar.events.end() && found->second.content == content) return &event->second;
    Refusal refusal{
        400, "ErrorDuplicateTransactionId",
        "Your request can't be completed. The TransactionId specified in the request has "
        "already been used to create a different event."};
    refusal.annotations.emplace_back("@event.existingEventId", found->second.event_id);
    throw refusal;
}

graph::Response create(Call& call) {
    const Mailbox& mailbox = reach(call, may_write);
    Calendar& calendar = calendar_of(call, mailbox);
    const View view = view_of(call);
    Content content;
    read_event(json_body(call), content, call.world.zones);
    check_event(content, call.world.zones);
    if (Event* event = repeated(calendar, content)) return one(call, 201, whole(*event), view);

    Event& event = add_event(calendar, content, call.world.ids, call.world.clock.now());
    event.organizer = mailbox.address;
    event.organizer_name = mailbox.display_name;
    if (!content.transaction_id.empty()) {
        calendar.transactions[content.transaction_id] = {event.id, content};
    }
    announce_new(call.world, mailbox, whole(event));
    return one(call, 201, whole(event), view);
}

void check_match(const Call& call, const Item& item) {
    const auto match = call.request.headers.find("If-Match");
    if (!match || *match == "*" || *match == etag(item)) return;
    throw Refusal{
        412, "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed "
        "in the request does not match the current change key for the item."};
}

graph::Response change(Call& call, const std::string& id) {
    const Mailbox& mailbox = reach(call, may_write);
    const View view = view_of(call);
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
    if (after.recurrence && !named.contains("recurrence")) {
        after.recurrence->start = timezone::date_of(after.start.local);
        after.recurrence->zone = after.start.zone;
    }
    check_event(after, call.world.zones);
    change_item(item, after, named, call.world.ids, call.world.clock.now());
    if (item.event->own) announce_change(call.world, mailbox, before, item, named);
    if (!view.preferences.minimal) return one(call, 200, item, view);
    graph::Response response;
    response.status = 204;
    response.headers.set("Preference-Applied", view.preferences.applied);
    return response;
}

graph::Response read(Call& call, const std::string& id) {
    Calendar& calendar = calendar_of(call, reach(call, may_read));
    const View view = view_of(call);
    return one(call, 200, find_item(calendar, id), view);
}

/// Takes the item out of the organizer's calendar, with cancellations to the attendees.
void take_out(Call& call, const Mailbox& mailbox, Item item, const std::string& comment) {
    if (item.day) {
        Deviation& deviation = item.event->deviations[*item.day];
        deviation.cancelled = true;
        item.event->change_key = call.world.ids.change_key();
        item.event->modified = call.world.clock.now();
    }
    if (item.event->own) announce_removal(call.world, mailbox, item, comment);
    if (!item.day) {
        const std::string id = item.event->id;
        call.world.calendars[mailbox.id].events.erase(id);
    }
}

graph::Response remove(Call& call, const std::string& id) {
    const Mailbox& mailbox = reach(call, may_write);
    const Item item = find_item(calendar_of(call, mailbox), id);
    check_match(call, item);
    take_out(call, mailbox, item, "");
    graph::Response response;
    response.status = 204;
    return response;
}

graph::Response cancel(Call& call, const std::string& id) {
    const Mailbox& mailbox = reach(call, may_write);
    const Item item = find_item(calendar_of(call, mailbox), id);
    std::string comment;
    if (!call.body.empty()) {
        const json parameters = json_body(call);
        for (const auto& [name, value] : parameters.items()) {
            if (graph::equal_ignoring_case(name, "comment") && value.is_string()) {
                comment = value.get<std::string>();
            }
        }
    }
    if (!item.event->own) {
        throw invalid(
            "Your request can't be completed. You need to be an organizer to cancel a "
            "meeting.");
    }
    take_out(call, mailbox, item, comment);
    graph::Response response;
    response.status = 202;
    return response;
}

graph::Response calendar(Call& call) {
    const Mailbox& mailbox = reach(call, may_read);
    Calendar& found = calendar_of(call, mailbox);
    return reply(200, {{"@odata.context", context_of(call, "calendar/$entity")},
                       {"id", found.id},
                       {"name", mailbox.language.starts_with("es") ? "Calendario" : "Calendar"},
                       {"color", "auto"},
                       {"isDefaultCalendar", true},
                       {"canEdit", true},
                       {"canShare", true},
                       {"canViewPrivateItems", true},
                       {"owner", {{"name", mailbox.display_name}, {"address", mailbox.address}}}});
}

/// Leaves out "calendar" or the default calendar's "calendars/{id}" in front of events.
std::vector<std::string> below_calendar(Call& call) {
    std::vector<std::string> path = call.path;
    if (path.front() == "calendar" && path.size() > 1) {
        path.erase(path.begin());
    } else if (path.front() == "calendars" && path.size() > 2) {
        if (calendar_of(call, reach(call, may_read)).id != path[1]) {
            throw Refusal{404, "ErrorItemNotFound",
                          "The specified object was not found in the store."};
        }
        path.erase(path.begin(), path.begin() + 2);
    }
    return path;
}

}  // namespace

graph::Response calendar_api(Call& call) {
    const std::string& method = call.request.method;
    const auto path = below_calendar(call);
    if (path.size() == 1) {
        if (path[0] == "calendar" && method == "GET") return calendar(call);
        if (path[0] == "calendarView" && method == "GET") return calendar_view(call);
        if (path[0] == "events" && method == "GET") return list(call);
        if (path[0] == "events" && method == "POST") return create(call);
    }
    if (path.size() == 2 && path[0] == "events") {
        if (method == "GET") return read(call, path[1]);
        if (method == "PATCH") return change(call, path[1]);
        if (method == "DELETE") return remove(call, path[1]);
    }
    if (path.size() == 3 && path[0] == "events") {
        if (path[2] == "instances" && method == "GET") return instances(call, path[1]);
        if (path[2] == "cancel" && method == "POST") return cancel(call, path[1]);
    }
    throw not_simulated(method + " " + std::string{graph::path_of(call.request.target)});
}

}  // namespace plazo::sandbox
