#include "examples/sandbox/calendar_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// The same target with another $skip.
std::string next_link(const Call& call, std::size_t skip) {
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

/// A property's value as it is sorted and compared; times by the stored instant.
Instant time_of(const Event& event, const Content& content, const std::string& property,
                const Zones& zones) {
    if (property == "start/dateTime") return zones.instant(content.start);
    if (property == "end/dateTime") return zones.instant(end_of(content, zones));
    if (property == "createdDateTime") return event.created;
    return event.modified;
}

bool passes(Instant time, const Condition& condition) {
    switch (condition.test) {
        case Test::greater:
            return time > condition.instant;
        case Test::at_least:
            return time >= condition.instant;
        case Test::less:
            return time < condition.instant;
        case Test::at_most:
            return time <= condition.instant;
        default:
            return time == condition.instant;
    }
}

/// Names of properties are compared with their case, values without.
bool passes(const ExtendedProperty& property, const Condition& condition) {
    if (property.id != condition.id) return false;
    const std::string value = lower_case(property.value);
    const std::string wanted = lower_case(condition.value);
    if (condition.test == Test::begins) return value.starts_with(wanted);
    if (condition.test == Test::contains) return value.find(wanted) != value.npos;
    return value == wanted;
}

/// What an item is ordered by, looked up once.
struct Keys {
    std::vector<Instant> times;  ///< one for each order; unused where it is by subject
    const Item* item;
};

bool comes_before(const Keys& a, const Keys& b, const std::vector<Order>& orders) {
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const Keys& first = orders[i].descending ? b : a;
        const Keys& second = orders[i].descending ? a : b;
        if (orders[i].property != "subject") {
            if (first.times[i] != second.times[i]) return first.times[i] < second.times[i];
            continue;
        }
        const int order = first.item->content.subject.compare(second.item->content.subject);
        if (order != 0) return order < 0;
    }
    return false;
}

std::vector<const Item*> ordered(const std::vector<Item>& items, const std::vector<Order>& orders,
                                 const Zones& zones) {
    std::vector<Keys> keys;
    for (const Item& item : items) {
        Keys of{{}, &item};
        for (const Order& order : orders) {
            const bool timed = order.property != "subject";
            of.times.push_back(timed ? time_of(*item.event, item.content, order.property, zones)
                                     : Instant{});
        }
        keys.push_back(std::move(of));
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [&](const Keys& a, const Keys& b) { return comes_before(a, b, orders); });
    std::vector<const Item*> out;
    for (const Keys& each : keys) out.push_back(each.item);
    return out;
}

}  // namespace

const Mailbox& may_read(Call& call) {
    return reach(call, {"Calendars.Read", "Calendars.ReadWrite", "Calendars.ReadBasic.All"});
}

const Mailbox& may_write(Call& call) {
    return reach(call, {"Calendars.ReadWrite"});
}

bool reads_basics_only(const Call& call, const Mailbox& mailbox) {
    try {
        reach_mailbox(call.world, call.caller, mailbox.address,
                      {"Calendars.Read", "Calendars.ReadWrite"});
        return false;
    } catch (const Refusal&) {
        return true;
    }
}

Calendar& calendar_of(Call& call, const Mailbox& mailbox) {
    return call.world.calendars[mailbox.id];
}

View preferred_view(const Call& call, const Mailbox& mailbox) {
    View view{read_preferences(call.request.headers), {}, {}};
    call.world.zones.require(view.preferences.zone);
    view.rendering = {&call.world.zones,
                      view.preferences.zone,
                      view.preferences.text_bodies,
                      view.preferences.unsafe_html,
                      view.preferences.immutable_ids,
                      mailbox.address,
                      reads_basics_only(call, mailbox),
                      call.world.quirks.custom_zones};
    return view;
}

View view_of(const Call& call, const Mailbox& mailbox) {
    View view = preferred_view(call, mailbox);
    view.query = read_query(call.request.target);
    if (view.preferences.page_size) view.query.top = *view.preferences.page_size;
    return view;
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
    if (!start || !end || *end < *start || !in_exchanges_time(*start) || !in_exchanges_time(*end)) {
        throw Refusal{400, "ErrorInvalidParameter", "The time window is not valid."};
    }
    if (*end - *start > timezone::days{view_days_max}) {
        throw Refusal{400, "ErrorCalendarViewRangeTooBig",
                      "The specified view range exceeds the maximum range of two years."};
    }
    return {*start, *end};
}

std::string context_of(const Call& call, const std::string& what) {
    return call.world.options.origin() + "/v1.0/$metadata#users('" +
           graph::percent_encode(call.user) + "')/" + what;
}

graph::Response answer(int status, const json& body, const View& view) {
    graph::Response response = reply(status, body);
    if (!view.preferences.applied.empty()) {
        response.headers.set("Preference-Applied", view.preferences.applied);
    }
    return response;
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

bool admits(const Query& query, const Event& event, const Content& content,
            const std::optional<Date>& day, const Zones& zones) {
    const auto& properties = content.extended_properties;
    return std::all_of(query.filter.begin(), query.filter.end(), [&](const Condition& condition) {
        if (condition.property == "iCalUId") return calendar_uid(event, day) == condition.value;
        if (condition.property != "singleValueExtendedProperties") {
            return passes(time_of(event, content, condition.property, zones), condition);
        }
        return std::any_of(properties.begin(), properties.end(),
                           [&](const ExtendedProperty& each) { return passes(each, condition); });
    });
}

graph::Response page(const Call& call, const std::vector<Item>& items, const View& view) {
    const Query& query = view.query;
    const auto shown = ordered(items, query.order, call.world.zones);
    const auto begin = std::min(items.size(), static_cast<std::size_t>(query.skip));
    const auto end = std::min(items.size(), begin + static_cast<std::size_t>(query.top));
    json events = json::array();
    for (std::size_t i = begin; i < end; ++i) {
        events.push_back(event_json(*shown[i], view.rendering, query));
    }
    json body{{"@odata.context", context_of(call, "events")}, {"value", events}};
    if (end < items.size()) body["@odata.nextLink"] = next_link(call, end);
    return answer(200, body, view);
}

}  // namespace plazo::sandbox
