#include <charconv>
#include <nlohmann/json.hpp>

#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// Change tracking takes no option but its own tokens.
void check_options(const Call& call) {
    for (const char* name :
         {"$select", "$filter", "$orderby", "$expand", "$search", "$top", "$skip", "$count"}) {
        if (!graph::query_parameter(call.request.target, name)) continue;
        throw Refusal{400, "ErrorInvalidUrlQuery",
                      "The following parameters are not supported with change tracking over the "
                      "'CalendarView' resource: '" +
                          std::string{name} + "'."};
    }
}

/// What stands in the window, and outside of it where that is told too.
void take_stock(Call& call, Calendar& calendar, Round& round) {
    for (auto& [id, event] : calendar.events) {
        const auto items = items_between(event, round.from, round.to, call.world.zones);
        for (const Item& item : items) {
            round.known[id_of(item, round.immutable_ids)] = item.told_key;
        }
        if (!items.empty() || !call.world.quirks.delta_reports_outside) continue;
        const Item item = whole(event);
        round.outside[id_of(item, round.immutable_ids)] = item.told_key;
    }
}

/// Begins a round: of everything, or of what is new since the `last`.
std::string begin_round(Call& call, Calendar& calendar, Round round, const Round* last) {
    take_stock(call, calendar, round);
    round.news = news_since(last ? last->known : Known{}, round.known);
    if (last && call.world.quirks.delta_reports_outside) {
        const auto outside = news_since(last->outside, round.outside);
        for (const std::string& id : outside) {
            if (!round.known.contains(id) && !last->known.contains(id)) round.news.push_back(id);
        }
    }
    return calendar.deltas.add(std::move(round), call.world.ids);
}

const Round& find_round(const Calendar& calendar, const std::string& token) {
    if (token.size() != item_id_characters) {
        throw Refusal{410, "SyncStateInvalid", "The sync state is not valid."};
    }
    if (const Round* round = calendar.deltas.find(token)) return *round;
    throw Refusal{410, "SyncStateNotFound", "The sync state generation is not found."};
}

/// An id's entry as things are now; what was in the window and is no longer is removed.
json entry(Calendar& calendar, const Round& round, const std::string& id, const View& view) {
    const json removed{{"id", id}, {"@removed", {{"reason", "deleted"}}}};
    if (!round.known.contains(id)) return removed;
    try {
        const Item item = find_item(calendar, id);
        if (item.day && !item.deviates) return reduced_json(item, view.rendering);
        json event = event_json(item, view.rendering, view.query);
        event["@odata.type"] = "#microsoft.graph.event";
        return event;
    } catch (const Refusal&) {
        return removed;  // deleted while the pages are being read
    }
}

struct Place {
    std::string token;
    std::size_t position = 0;
};

/// "token.position", as $skiptoken has it.
Place read_place(const std::string& text) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    Place place{text.substr(0, dot)};
    const char* const last = text.data() + text.size();
    if (dot + 1 < text.size()) std::from_chars(text.data() + dot + 1, last, place.position);
    return place;
}

Place place_of(Call& call, Calendar& calendar, bool immutable_ids) {
    const std::string& target = call.request.target;
    if (const auto skip = graph::query_parameter(target, "$skiptoken")) return read_place(*skip);
    if (const auto token = graph::query_parameter(target, "$deltatoken")) {
        const Round last = find_round(calendar, *token);
        return {begin_round(call, calendar, {last.from, last.to, last.immutable_ids, {}, {}, {}},
                            &last)};
    }
    const auto [from, to] = window_of(call);
    return {begin_round(call, calendar, {from, to, immutable_ids, {}, {}, {}}, nullptr)};
}

}  // namespace

graph::Response calendar_delta(Call& call) {
    const Mailbox& mailbox = may_read(call);
    Calendar& calendar = calendar_of(call, mailbox);
    check_options(call);
    View view = preferred_view(call, mailbox);
    const Place place = place_of(call, calendar, view.rendering.immutable_ids);
    const Round& round = find_round(calendar, place.token);
    view.rendering.immutable_ids = round.immutable_ids;
    view.rendering.answers = !call.world.quirks.views_lack_answers;

    const auto size =
        static_cast<std::size_t>(view.preferences.page_size.value_or(page_size_default));
    const std::size_t begin = std::min(round.news.size(), place.position);
    const std::size_t end = std::min(round.news.size(), begin + size);
    json entries = json::array();
    for (std::size_t i = begin; i < end; ++i) {
        entries.push_back(entry(calendar, round, round.news[i], view));
    }
    const std::string link =
        call.world.options.origin() + std::string{graph::path_of(call.request.target)};
    json body{{"@odata.context", context_of(call, "calendarView")}, {"value", entries}};
    if (end < round.news.size()) {
        body["@odata.nextLink"] = link + "?$skiptoken=" + place.token + "." + std::to_string(end);
    } else {
        body["@odata.deltaLink"] = link + "?$deltatoken=" + place.token;
    }
    return answer(200, body, view);
}

}  // namespace plazo::sandbox
