#include "scheduler/calendars.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/json.h"
#include "scheduler/calendar_codec.h"
#include "scheduler/input_error.h"
#include "timezone/ready_holidays.h"

namespace plazo::scheduler {

using boost::asio::awaitable;
using nlohmann::json;
using timezone::WorkCalendar;
using timezone::WorkTimetable;
using timezone::YearSpan;

namespace {

YearSpan years_around(Instant now) {
    const timezone::Date today = timezone::date_of(timezone::LocalTime{now.time_since_epoch()});
    const int year = static_cast<int>(today.year());
    return {year - calendar_years_back, year + calendar_years_ahead};
}

timezone::Zone zone_of(const WorkCalendar& calendar, const timezone::Tzdb& tzdb) {
    const auto zone = tzdb.find(calendar.zone);
    if (!zone) {
        throw InputError{"/zone", "the zone " + calendar.zone + " is not in the zone data"};
    }
    return *zone;
}

WorkTimetable compile(WorkCalendar calendar, timezone::Zone zone, YearSpan years) {
    auto made = WorkTimetable::compile(calendar, std::move(zone), years);
    if (const auto* refusal = std::get_if<timezone::Refusal>(&made)) {
        throw InputError{"/layers", refusal->text(calendar)};
    }
    return std::get<WorkTimetable>(std::move(made));
}

/// The definition under a name: the stored text's, else the ready one of that place.
WorkCalendar definition_of(const std::optional<StoredCalendar>& stored, const std::string& name,
                           const timezone::Tzdb& tzdb) {
    if (!stored) return timezone::ready_calendar(name).value();
    return read_work_calendar(graph::parse_json(stored->body), name, tzdb);
}

}  // namespace

WorkTimetable compile_calendar(WorkCalendar calendar, const timezone::Tzdb& tzdb, Instant now) {
    timezone::Zone zone = zone_of(calendar, tzdb);
    return compile(std::move(calendar), std::move(zone), years_around(now));
}

awaitable<Calendars::Timetable> Calendars::find(std::string repository, std::string name,
                                                Instant now) {
    const std::optional<StoredCalendar> stored = co_await store_.find_calendar(repository, name);
    const auto place = stored ? std::nullopt : timezone::ready_place(name);
    if (!stored && !place) co_return nullptr;
    // However a place is spelt, it is one calendar.
    std::pair key{repository, name};
    if (place) key = {std::string{}, std::string{place->code}};
    const std::string body = stored ? stored->body : std::string{};
    const YearSpan years = years_around(now);
    const auto known = compiled_.find(key);
    if (known != compiled_.end()) {
        const Compiled& kept = known->second;
        const auto zone = tzdb_.find(kept.zone.name());
        if (kept.body == body && kept.years == years && zone && zone->same_table(kept.zone)) {
            co_return kept.table;
        }
    }
    WorkCalendar calendar = definition_of(stored, name, tzdb_);
    const timezone::Zone zone = zone_of(calendar, tzdb_);
    auto table = std::make_shared<const WorkTimetable>(compile(std::move(calendar), zone, years));
    if (compiled_.size() >= calendars_compiled_max) compiled_.clear();
    compiled_.insert_or_assign(key, Compiled{body, zone, years, table});
    co_return table;
}

awaitable<void> Calendars::save(std::string repository, std::string name, json definition,
                                Instant now) {
    if (!valid_calendar_name(name)) {
        throw InputError{
            "/name", "\"" + name + "\" is no name for a calendar",
            "letters, digits, -, _ and ., at most " + std::to_string(calendar_name_bytes_max)};
    }
    compile_calendar(read_work_calendar(definition, name, tzdb_), tzdb_, now);
    const std::vector<std::string> names = co_await store_.list_calendars(repository);
    const bool is_new = std::find(names.begin(), names.end(), name) == names.end();
    if (is_new && names.size() >= calendars_in_repository_max) {
        throw InputError{"", "a repository has " + std::to_string(calendars_in_repository_max) +
                                 " calendars at most"};
    }
    const StoredCalendar stored{std::move(repository), std::move(name),
                                graph::dump_json(definition)};
    co_await store_.save_calendar(stored);
}

}  // namespace plazo::scheduler
