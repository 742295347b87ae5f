#include "scheduler/app/command_calendar_import.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/app/host.h"
#include "scheduler/app/owner.h"
#include "scheduler/calendar_codec.h"
#include "scheduler/import_holidays.h"
#include "scheduler/input_error.h"
#include "scheduler/web/api.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;
using timezone::HolidayLevel;
using timezone::YearSpan;

namespace {

struct Flags {
    std::string name;
    std::string file;
    std::string repository;
    std::string years;
    std::string layer;
    std::string level = "company";
    bool dry_run = false;
};

// In the order of HolidayLevel.
const std::vector<std::string> level_names = {"national", "regional", "local", "company"};

HolidayLevel level_of(const Flags& flags) {
    const auto found = std::find(level_names.begin(), level_names.end(), flags.level);
    return static_cast<HolidayLevel>(found - level_names.begin());
}

std::optional<int> read_year(std::string_view text) {
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return year;
}

/// "2026-2028" or "2026".
std::optional<YearSpan> read_years(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const std::size_t dash = text.find('-');
    const auto first = read_year(std::string_view{text}.substr(0, dash));
    const auto last =
        dash == std::string::npos ? first : read_year(std::string_view{text}.substr(dash + 1));
    if (!first || !last) {
        throw CommandError{Category::usage, "invalid-years", "\"" + text + "\" is no span of years",
                           "--years 2026-2028", "--years"};
    }
    return YearSpan{*first, *last};
}

/// --layer, else what the calendar calls itself, else what its file is called.
std::string layer_name(const Flags& flags, const ical::Calendar& calendar) {
    if (!flags.layer.empty()) return flags.layer;
    const std::size_t slash = flags.file.rfind('/');
    const std::string file = flags.file.substr(slash == std::string::npos ? 0 : slash + 1);
    const std::string name =
        calendar.name.empty() ? file.substr(0, file.rfind('.')) : calendar.name;
    if (name.empty() || name == "-") return "imported";
    return std::string{graph::beginning(name, scheduler::calendar_name_bytes_max)};
}

json layer_json(const timezone::HolidaySet& set) {
    timezone::WorkCalendar calendar;
    calendar.layers = {set};
    return scheduler::work_calendar_json(calendar).at("layers").at(0);
}

/// In the place of the layer of that name, so that importing again changes nothing else.
void put_layer(json& definition, const json& layer) {
    json& layers = definition["layers"];
    if (!layers.is_array()) layers = json::array();
    for (json& each : layers) {
        if (each.value("name", "") != layer.at("name")) continue;
        each = layer;
        return;
    }
    layers.push_back(layer);
}

scheduler::HolidayImport read_holidays(const Config& config, const Flags& flags) {
    const std::string text = read_input(flags.file, web::import_bytes_max);
    const ical::Calendar calendar = ical::read_calendar(text);
    for (const ical::Problem& problem : calendar.problems) {
        if (problem.code != "not-icalendar") continue;
        throw CommandError{Category::usage, problem.code, flags.file + ":" + describe(problem),
                           "an .ics file begins with BEGIN:VCALENDAR"};
    }
    try {
        return scheduler::import_holidays(
            calendar, {.name = layer_name(flags, calendar),
                       .level = level_of(flags),
                       .years = read_years(flags.years),
                       .zone_of = ical::zones_of(calendar, load_zones(config))});
    } catch (const scheduler::InputError& error) {
        throw CommandError{Category::usage, "invalid-holidays", error.what(), error.hint,
                           error.pointer};
    }
}

json report_of(const Flags& flags, const scheduler::HolidayImport& made, const json& layer) {
    json events = json::array();
    for (const scheduler::HolidayEvent& each : made.events) {
        events.push_back({{"line", each.position.line},
                          {"summary", each.summary},
                          {"action", each.days > 0 ? "take" : "skip"},
                          {"days", each.days},
                          {"reason", each.reason}});
    }
    json problems = json::array();
    for (const ical::Problem& each : made.problems) problems.push_back(describe(each));
    return {{"calendar", flags.name},
            {"layer", layer},
            {"events", std::move(events)},
            {"problems", std::move(problems)},
            {"saved", !flags.dry_run}};
}

std::string report_text(const Flags& flags, const json& report) {
    std::vector<std::vector<std::string>> rows = {{"DATE", "TO", "NAME"}};
    const json& layer = report.at("layer");
    for (const json& day : layer.at("days")) {
        const bool several = day.contains("from");
        rows.push_back({day.at(several ? "from" : "date"), several ? day.at("to") : json("-"),
                        day.value("name", "")});
    }
    std::string text = table(rows);
    const std::string place = (flags.file == "-" ? "stdin" : flags.file) + ":";
    for (const json& problem : report.at("problems")) {
        text += place + problem.get<std::string>() + "\n";
    }
    std::size_t taken = 0;
    for (const json& event : report.at("events")) taken += event.at("days") != 0 ? 1 : 0;
    const json& covers = layer.at("covers");
    return text + "events in the file: " + std::to_string(report.at("events").size()) + "; " +
           std::to_string(taken) + " taken\n" +
           (flags.dry_run ? "not saved: layer " : "saved layer ") +
           layer.at("name").get<std::string>() + " of " + flags.name + ", " +
           covers.at("from").dump() + " to " + covers.at("to").dump() + "\n";
}

void import(const Terminal& terminal, const Flags& flags) {
    const scheduler::HolidayImport made = read_holidays(terminal.config(), flags);
    const json layer = layer_json(made.set);
    if (made.set.days.empty()) {
        throw CommandError{Category::failed, "no-holidays",
                           flags.file + " holds no holiday of " +
                               std::to_string(made.set.covers.first) + " to " +
                               std::to_string(made.set.covers.last),
                           "a holiday is an event of whole days"};
    }
    const std::string path = "/v1/repositories/" + graph::percent_encode(flags.repository) +
                             "/calendars/" + graph::percent_encode(flags.name);
    Owner owner{terminal.config(), terminal};
    json definition;
    try {
        definition = owner.call("GET", path);
    } catch (CommandError& error) {
        if (error.code == "unknown-calendar") {
            error.hint = "plazo calendar add " + flags.name + " --repository " + flags.repository +
                         " --zone Europe/Madrid makes one";
        }
        throw;
    }
    put_layer(definition, layer);
    if (!flags.dry_run) owner.call("PUT", path, definition);
    const json report = report_of(flags, made, layer);
    terminal.show(report, [&] { return report_text(flags, report); });
}

}  // namespace

void add_calendar_import(CLI::App& group, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& command = add_command(
        group, "import", "Holidays of an .ics file into a calendar of a repository",
        "plazo calendar import office holidays.ics --repository acme --years 2026-2028");
    command.add_option("NAME", flags->name, "A calendar of the repository")->required();
    command.add_option("FILE", flags->file, "File; - is standard input")->required();
    command.add_option("--repository", flags->repository)->required();
    command.add_option("--years", flags->years,
                       "2026-2028, or 2026; else those of the holidays that do not recur");
    command.add_option("--layer", flags->layer, "Its name; one of the same name is replaced");
    command.add_option("--level", flags->level, "national, regional, local; else company")
        ->check(CLI::IsMember(level_names));
    command.add_flag("--dry-run", flags->dry_run, "Show the holidays, save nothing");
    command.callback([&terminal, flags] { import(terminal, *flags); });
}

}  // namespace plazo::app
