#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

json calendar_json(const Calendar& calendar, const Mailbox& mailbox) {
    return {{"id", calendar.id},
            {"name", mailbox.language.starts_with("es") ? "Calendario" : "Calendar"},
            {"color", "auto"},
            {"isDefaultCalendar", true},
            {"canEdit", true},
            {"canShare", true},
            {"canViewPrivateItems", true},
            {"owner", {{"name", mailbox.display_name}, {"address", mailbox.address}}}};
}

/// Those that the filter admits, in order of time unless the caller wants another.
graph::Response occurrences(const Call& call, std::vector<Item> items, View view) {
    const Quirks& quirks = call.world.quirks;
    const auto& filter = view.query.filter;
    const bool by_property = std::any_of(filter.begin(), filter.end(), [](const Condition& each) {
        return each.property == "singleValueExtendedProperties";
    });
    if (by_property && quirks.views_fail_on_properties) {
        throw Refusal{500, "ErrorInternalServerError", "An internal server error occurred."};
    }
    view.rendering.answers = !quirks.views_lack_answers;
    std::erase_if(items, [&](const Item& item) {
        return !admits(view.query, *item.event, item.content, item.day, call.world.zones);
    });
    if (view.query.order.empty()) view.query.order.push_back({"start/dateTime", false});
    return page(call, items, view);
}

}  // namespace

graph::Response list_events(Call& call) {
    const Mailbox& mailbox = may_read(call);
    const View view = view_of(call, mailbox);
    std::vector<Item> items;
    for (auto& [id, event] : calendar_of(call, mailbox).events) {
        const bool shown = admits(view.query, event, event.content, std::nullopt, call.world.zones);
        if (shown) items.push_back(whole(event));
    }
    return page(call, items, view);
}

graph::Response show_event(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_read(call);
    const View view = view_of(call, mailbox);
    return one(call, 200, find_item(calendar_of(call, mailbox), id), view);
}

graph::Response calendar_view(Call& call) {
    const Mailbox& mailbox = may_read(call);
    View view = view_of(call, mailbox);
    const auto [from, to] = window_of(call);
    std::vector<Item> items;
    for (auto& [id, event] : calendar_of(call, mailbox).events) {
        auto found = items_between(event, from, to, call.world.zones);
        std::move(found.begin(), found.end(), std::back_inserter(items));
    }
    return occurrences(call, std::move(items), std::move(view));
}

graph::Response instances(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_read(call);
    const Item item = find_item(calendar_of(call, mailbox), id);
    if (item.day || !item.event->content.recurrence) {
        throw invalid("Your request can't be completed. The event is not a series.");
    }
    View view = view_of(call, mailbox);
    const auto [from, to] = window_of(call);
    return occurrences(call, items_between(*item.event, from, to, call.world.zones),
                       std::move(view));
}

graph::Response read_calendar(Call& call) {
    const Mailbox& mailbox = may_read(call);
    json body = calendar_json(calendar_of(call, mailbox), mailbox);
    body["@odata.context"] = context_of(call, "calendar/$entity");
    return reply(200, body);
}

graph::Response list_calendars(Call& call) {
    const Mailbox& mailbox = may_read(call);
    return reply(200,
                 {{"@odata.context", context_of(call, "calendars")},
                  {"value", json::array({calendar_json(calendar_of(call, mailbox), mailbox)})}});
}

}  // namespace plazo::sandbox
