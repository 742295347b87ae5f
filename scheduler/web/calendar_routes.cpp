// Work calendars of a repository, and terms counted by them.
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/calendar_codec.h"
#include "scheduler/calendars.h"
#include "scheduler/fields.h"
#include "scheduler/term.h"
#include "scheduler/web/api.h"
#include "scheduler/web/call.h"
#include "timezone/ready_holidays.h"

namespace plazo::web {

using nlohmann::json;
using scheduler::Calendars;
using scheduler::StoredCalendar;

namespace {

/// What a ready calendar would be if somebody had put it.
json ready_definition(const timezone::ReadyPlace& place) {
    return {{"holidays", json::array({place.code})}, {"week", {{"mon-fri", "09:00-17:00"}}}};
}

[[noreturn]] void refuse_unknown(const std::string& name) {
    refuse(404, "unknown-calendar", "there is no calendar \"" + name + "\"",
           "plazo calendar list shows what there is");
}

}  // namespace

Api::Answer Api::route_calendar(Call call) {
    if (call.path.size() == 4 && call.is("GET")) return list_calendars(std::move(call));
    if (call.path.size() == 5 && call.is("GET")) return show_calendar(std::move(call));
    if (call.path.size() == 5 && call.is("PUT")) return put_calendar(std::move(call));
    if (call.ends(6, "count") && call.is("POST")) return count_by_calendar(std::move(call));
    refuse(404, "not-found",
           "there is nothing at " + call.request.method + " " +
               std::string{graph::path_of(call.request.target)});
}

Api::Answer Api::list_calendars(Call call) {
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::vector<std::string> names = co_await store_.list_calendars(repository.name);
    json calendars = json::array();
    for (const std::string& each : names) calendars.push_back({{"name", each}});
    json ready = json::array();
    for (const timezone::ReadyPlace& each : timezone::ready_places()) {
        ready.push_back({{"name", each.code}, {"place", each.name}, {"zone", each.zone}});
    }
    co_return json_response(200,
                            json{{"calendars", std::move(calendars)}, {"ready", std::move(ready)}});
}

Api::Answer Api::show_calendar(Call call) {
    const std::string& name = call.segment(4);
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::optional<StoredCalendar> stored =
        co_await store_.find_calendar(repository.name, name);
    if (stored) co_return json_response(200, graph::parse_json(stored->body));
    const auto place = timezone::ready_place(name);
    if (!place) refuse_unknown(name);
    co_return json_response(200, ready_definition(*place));
}

Api::Answer Api::put_calendar(Call call) {
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::string body = co_await call.request.body.read(scheduler::calendar_bytes_max);
    const json definition = json_of(body);
    co_await intake_.calendars().save(repository.name, call.segment(4), definition, clock_.wall());
    co_return json_response(200, definition);
}

Api::Answer Api::count_by_calendar(Call call) {
    const std::string& name = call.segment(4);
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::string body = co_await call.request.body.read(settings_bytes_max);
    const json question = json_of(body);
    const Calendars::Timetable table =
        co_await intake_.calendars().find(repository.name, name, clock_.wall());
    if (!table) refuse_unknown(name);
    scheduler::Fields fields{question, ""};
    co_return json_response(200, scheduler::answer_count(fields, *table));
}

}  // namespace plazo::web
