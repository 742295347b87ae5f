#include "scheduler/app/calendar_import.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "scheduler/app/import_rehearsal.h"
#include "scheduler/app/import_run.h"
#include "scheduler/import_leftovers.h"
#include "scheduler/import_unread.h"
#include "scheduler/importer.h"
#include "scheduler/input_error.h"
#include "scheduler/web/problem.h"

namespace plazo::app {

using nlohmann::json;
using scheduler::ImportItem;
using Kind = scheduler::ImportDecision::Kind;

namespace {

const char* word_of(Kind kind, bool rehearsal) {
    switch (kind) {
        case Kind::create:
            return rehearsal ? "create" : "created";
        case Kind::recreate:
        case Kind::update:
            return rehearsal ? "update" : "updated";
        case Kind::unchanged:
            return "unchanged";
        case Kind::cancel:
            return rehearsal ? "cancel" : "cancelled";
        case Kind::skip:
        case Kind::nothing:
            return rehearsal ? "skip" : "skipped";
        case Kind::fail:
            break;
    }
    return rehearsal ? "fail" : "failed";
}

json line_json(const ImportItem& item, const ImportLine& line, bool rehearsal) {
    json sources = json::array();
    for (const ical::Position& each : item.sources) {
        sources.push_back({{"line", each.line}, {"column", each.column}});
    }
    json shape = {{"uid", item.uid},
                  {"recurrence_id", item.recurrence_id},
                  {"summary", item.summary},
                  {"action", word_of(line.kind, rehearsal)},
                  {"reason", line.reason},
                  {"warnings", line.warnings},
                  {"sources", std::move(sources)}};
    if (line.kind == Kind::fail) shape["retryable"] = line.retryable;
    return shape;
}

/// Throws an InputError that says where the text stops being a calendar.
void insist_on_a_calendar(const ical::Calendar& calendar) {
    for (const ical::Problem& problem : calendar.problems) {
        if (problem.code != "not-icalendar") continue;
        throw scheduler::InputError{"/", describe(problem),
                                    "an .ics file begins with "
                                    "BEGIN:VCALENDAR"};
    }
}

/// The items by UID, in the order of the first of each, and with them what earlier imports made of
/// a UID and the file no longer has.
boost::asio::awaitable<std::vector<ImportItem>> completed(scheduler::Store& store,
                                                          std::string repository,
                                                          std::vector<ImportItem> items,
                                                          timezone::Instant now) {
    std::vector<std::vector<ImportItem>> groups;
    std::map<std::string, std::size_t> index_of_uid;
    for (ImportItem& item : items) {
        const auto [place, first] = index_of_uid.try_emplace(item.uid, groups.size());
        if (first) groups.emplace_back();
        groups[place->second].push_back(std::move(item));
    }
    items.clear();
    for (std::vector<ImportItem>& group : groups) {
        if (scheduler::speaks_for_all(group)) {
            const std::string uid = group.front().uid;
            const std::vector<scheduler::ImportedEvent> standing =
                co_await store.imports_of(repository, uid);
            complete_plan(group, standing, now);
        }
        items.insert(items.end(), group.begin(), group.end());
    }
    co_return items;
}

}  // namespace

boost::asio::awaitable<graph::Response> import_calendar(Sending& sending, web::ImportWish wish) {
    const ical::Document document = ical::parse(wish.text);
    const ical::Calendar calendar = ical::read_calendar(document);
    insist_on_a_calendar(calendar);
    scheduler::ImportOptions options;
    options.invite = wish.invite;
    options.past = wish.past;
    options.take_over = wish.take_over;
    options.now = sending.clock.wall();
    std::vector<ImportItem> items = plan_import(calendar, wish.repository, options, sending.tzdb);
    const std::vector<ImportItem> unread = scheduler::unread_items(document, calendar);
    items.insert(items.end(), unread.begin(), unread.end());
    // What has ended is left alone, unless the past is asked for.
    const timezone::Instant now = wish.past ? timezone::Instant::min() : options.now;
    const std::string& repository = wish.repository.name;
    items = co_await completed(sending.store, repository, std::move(items), now);

    Rehearsal rehearsal{[&] { return sending.graph_of(wish.repository); }};
    Sending rehearsed = sending;
    rehearsed.graph_of = [&](const scheduler::Repository&) { return rehearsal.handler(); };
    const ImportRun::Mode mode = wish.dry_run ? ImportRun::Mode::rehearsal : ImportRun::Mode::real;
    ImportRun run{wish.dry_run ? rehearsed : sending, wish.repository, mode, now};
    std::set<std::string> series;
    for (const ImportItem& item : items) {
        if (item.recurrence_id.empty()) series.insert(item.uid);
    }
    json events = json::array();
    json summary = json::object();
    for (const Kind kind :
         {Kind::create, Kind::update, Kind::unchanged, Kind::cancel, Kind::skip, Kind::fail}) {
        summary[word_of(kind, wish.dry_run)] = 0;
    }
    for (const ImportItem& item : items) {
        const bool series_in_file = series.contains(item.uid);
        const ImportLine line = co_await run.carry_out(item, series_in_file);
        if (line.kind == Kind::nothing) continue;
        json shape = line_json(item, line, wish.dry_run);
        if (wish.dry_run) shape["requests"] = rehearsal.take();
        json& count = summary[word_of(line.kind, wish.dry_run)];
        count = count.get<int>() + 1;
        events.push_back(std::move(shape));
    }
    json problems = json::array();
    for (const ical::Problem& problem : calendar.problems) problems.push_back(describe(problem));
    const json report = {
        {"events", std::move(events)},
        {"summary", std::move(summary)},
        {"events_in_file", calendar.events.size() + calendar.undated.size() + unread.size()},
        {"problems", std::move(problems)}};
    co_return web::json_response(200, report);
}

}  // namespace plazo::app
