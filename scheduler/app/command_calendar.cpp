// plazo calendar add | list | show | count | import: work calendars, and terms counted by them.
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/app/command.h"
#include "scheduler/app/command_calendar_import.h"
#include "scheduler/app/host.h"
#include "scheduler/app/lines.h"
#include "scheduler/app/owner.h"
#include "scheduler/calendar_codec.h"
#include "scheduler/calendars.h"
#include "scheduler/fields.h"
#include "scheduler/suggest.h"
#include "scheduler/term.h"
#include "timezone/ready_holidays.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;
using timezone::Tzdb;
using timezone::WorkTimetable;

namespace {

struct Flags {
    std::string name;
    std::string repository;
    std::string zone;
    std::vector<std::string> hours;
    std::vector<std::string> holidays;
    std::vector<std::string> days_off;
    std::string file;
    int year = 0;
    std::string from;
    std::string term;
    std::string rule = "business";
    std::string at;
    bool back = false;
    bool jsonl = false;
};

std::string calendars_path(const std::string& repository) {
    return "/v1/repositories/" + graph::percent_encode(repository) + "/calendars";
}

timezone::Instant now() {
    return std::chrono::floor<timezone::seconds>(std::chrono::system_clock::now());
}

/// "mon-fri 09:00-17:00" and "2026-05-15 San Isidro": what is before the first blank, and after it.
std::pair<std::string, std::string> halves(const std::string& text) {
    const std::size_t blank = text.find(' ');
    if (blank == std::string::npos) return {text, ""};
    return {text.substr(0, blank), text.substr(blank + 1)};
}

json definition_of(const Flags& flags) {
    if (!flags.file.empty()) {
        const std::string text = read_input(flags.file, scheduler::calendar_bytes_max);
        try {
            return graph::parse_json(text);
        } catch (const graph::JsonError& error) {
            throw CommandError{Category::usage, "invalid-json", flags.file + ": " + error.what()};
        }
    }
    json definition = {{"week", json::object()}};
    if (!flags.zone.empty()) definition["zone"] = flags.zone;
    if (!flags.holidays.empty()) definition["holidays"] = flags.holidays;
    for (const std::string& each : flags.hours) {
        const auto [days, hours] = halves(each);
        definition["week"][days] = hours;
    }
    if (flags.hours.empty()) definition["week"]["mon-fri"] = "09:00-17:00";
    json days_off = json::array();
    for (const std::string& each : flags.days_off) {
        const auto [date, name] = halves(each);
        days_off.push_back({{"date", date}});
        if (!name.empty()) days_off.back()["name"] = name;
    }
    if (!days_off.empty()) {
        definition["layers"] = json::array(
            {{{"name", flags.name}, {"level", "company"}, {"days", std::move(days_off)}}});
    }
    return definition;
}

void run_add(const Terminal& terminal, const Flags& flags) {
    const json definition = definition_of(flags);
    Owner owner{terminal.config(), terminal};
    const json saved = owner.call(
        "PUT", calendars_path(flags.repository) + "/" + graph::percent_encode(flags.name),
        definition);
    terminal.show(saved, [&] { return "saved calendar " + flags.name + "\n"; });
}

json ready_list() {
    json ready = json::array();
    for (const timezone::ReadyPlace& each : timezone::ready_places()) {
        ready.push_back({{"name", each.code}, {"place", each.name}, {"zone", each.zone}});
    }
    return ready;
}

void run_list(const Terminal& terminal, const Flags& flags) {
    const json answer =
        flags.repository.empty()
            ? json{{"calendars", json::array()}, {"ready", ready_list()}}
            : Owner{terminal.config(), terminal}.call("GET", calendars_path(flags.repository));
    terminal.show(answer, [&] {
        std::vector<std::vector<std::string>> rows = {{"NAME", "PLACE", "ZONE"}};
        for (const json& each : answer.at("calendars")) {
            rows.push_back({each.at("name"), "of " + flags.repository, "-"});
        }
        for (const json& each : answer.at("ready")) {
            rows.push_back({each.at("name"), each.at("place"), each.at("zone")});
        }
        return table(rows);
    });
}

/// Where the commands find a calendar: in the repository that is named, else among the ready ones.
class Source {
  public:
    Source(const Terminal& terminal, const Flags& flags)
        : tzdb_{load_zones(terminal.config())}, repository_{flags.repository} {
        if (!repository_.empty()) owner_.emplace(terminal.config(), terminal);
    }

    json definition(const std::string& name) {
        if (owner_) {
            return owner_->call("GET",
                                calendars_path(repository_) + "/" + graph::percent_encode(name));
        }
        const auto calendar = timezone::ready_calendar(name);
        if (calendar) return scheduler::work_calendar_json(*calendar);
        std::vector<std::string> known;
        for (const auto& each : timezone::ready_places()) known.emplace_back(each.code);
        std::string hint = scheduler::did_you_mean(name, known);
        if (hint.empty()) hint = "--repository for one of its own; plazo calendar list";
        throw CommandError{Category::not_found, "unknown-calendar",
                           "no calendar is ready for \"" + name + "\"", hint};
    }

    const WorkTimetable& table(const std::string& name) {
        auto& known = tables_[name];
        if (!known) {
            known = std::make_unique<WorkTimetable>(scheduler::compile_calendar(
                scheduler::read_work_calendar(definition(name), name, tzdb_), tzdb_, now()));
        }
        return *known;
    }

  private:
    Tzdb tzdb_;
    std::string repository_;
    std::optional<Owner> owner_;
    std::map<std::string, std::unique_ptr<WorkTimetable>> tables_;
};

/// Every day of the year that is not what its weekday says.
json special_days(const WorkTimetable& table, int year) {
    json days = json::array();
    for (timezone::Date each{timezone::year{year}, timezone::month{1}, timezone::day{1}};
         static_cast<int>(each.year()) == year; each = timezone::add_days(each, 1)) {
        if (!table.knows(each)) {
            throw CommandError{Category::usage, "unknown-year",
                               "the calendar says nothing of " + std::to_string(year)};
        }
        const WorkTimetable::Day day = table.day(each);
        if (day.holiday == nullptr) continue;
        days.push_back({{"date", timezone::format_date(each)},
                        {"name", day.holiday->name},
                        {"level", timezone::to_text(day.set->level)},
                        {"set", day.set->name},
                        {"hours", timezone::format_day_hours(day.hours)}});
    }
    return days;
}

void run_show(const Terminal& terminal, const Flags& flags) {
    Source source{terminal, flags};
    if (flags.year == 0) {
        const json definition = source.definition(flags.name);
        terminal.show(definition, [&] { return definition.dump(2) + "\n"; });
        return;
    }
    const json days = special_days(source.table(flags.name), flags.year);
    terminal.show(json{{"year", flags.year}, {"days", days}}, [&] {
        std::vector<std::vector<std::string>> rows = {{"DATE", "HOURS", "NAME", "OF"}};
        for (const json& each : days) {
            const std::string hours = each.at("hours");
            rows.push_back(
                {each.at("date"), hours.empty() ? "-" : hours, each.at("name"), each.at("set")});
        }
        return table(rows);
    });
}

json count(const json& question, Source& source) {
    scheduler::Fields fields{question, ""};
    const std::string name = fields.text("calendar", scheduler::calendar_name_bytes_max);
    return scheduler::answer_count(fields, source.table(name));
}

/// In a row of questions a calendar that nobody knows spoils one answer.
json count_line(const json& question, Source& source) {
    try {
        return count(question, source);
    } catch (const CommandError& error) {
        throw scheduler::InputError{"/calendar", error.what(), error.hint};
    }
}

void run_count(const Terminal& terminal, const Flags& flags) {
    Source source{terminal, flags};
    if (flags.jsonl) {
        answer_lines(terminal, [&](const json& line) { return count_line(line, source); });
        return;
    }
    json question = {{"calendar", flags.name},
                     {"from", flags.from},
                     {"term", flags.term},
                     {"rule", flags.rule},
                     {"back", flags.back}};
    if (!flags.at.empty()) question["at"] = flags.at;
    const json answer = count(question, source);
    terminal.show(answer, [&] {
        std::string text =
            answer.at("due").get<std::string>() + " " + answer.at("zone").get<std::string>() + "\n";
        for (const json& line : answer.at("explain")) text += "  " + line.get<std::string>() + "\n";
        return text;
    });
}

void add_adding(CLI::App& group, Terminal& terminal, const std::shared_ptr<Flags>& flags) {
    CLI::App& adding =
        add_command(group, "add", "Save a calendar of a repository",
                    "plazo calendar add office --repository acme "
                    "--holidays es-madrid --hours \"mon-fri 09:00-14:00,15:00-18:00\"");
    adding.add_option("NAME", flags->name)->required();
    adding.add_option("--repository", flags->repository)->required();
    adding.add_option("--zone", flags->zone, "IANA or Windows name; else that of the holidays");
    adding.add_option("--hours", flags->hours, "\"mon-fri 09:00-17:00\", several times if need be");
    adding.add_option("--holidays", flags->holidays, "A place of plazo calendar list");
    adding.add_option("--off", flags->days_off, "\"2026-05-15 San Isidro\"; 05-15 is every year");
    adding.add_option("--file", flags->file, "The whole calendar as JSON, - for stdin")
        ->excludes("--zone")
        ->excludes("--hours")
        ->excludes("--holidays")
        ->excludes("--off");
    adding.callback([&terminal, flags] { run_add(terminal, *flags); });
}

void add_counting(CLI::App& group, Terminal& terminal, const std::shared_ptr<Flags>& flags) {
    CLI::App& counting =
        add_command(group, "count", "When a term is over, and why",
                    "plazo calendar count es-madrid --from 2026-11-23 --term P10D");
    counting.add_option("NAME", flags->name);
    counting.add_option("--repository", flags->repository, "Whose calendar; else a ready one");
    counting.add_option("--from", flags->from, "Date or wall time from which it is counted");
    counting.add_option("--term", flags->term, "P10D, P1M or PT4H");
    counting.add_option("--rule", flags->rule, "natural, business, es-ley39-2015, es-judicial");
    counting.add_option("--at", flags->at, "Time of day of the result");
    counting.add_flag("--back", flags->back, "Count back");
    counting.add_flag("--jsonl", flags->jsonl, "One JSON object a line, on stdin and stdout");
    counting.callback([&terminal, flags] { run_count(terminal, *flags); });
}

}  // namespace

void add_calendar(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& group = add_command(app, "calendar", "Work calendars",
                                  "plazo calendar count es-madrid --from 2026-11-23 --term P10D");
    group.require_subcommand(1);
    add_adding(group, terminal, flags);

    CLI::App& listing = add_command(group, "list", "Calendars of a repository, and ready ones",
                                    "plazo calendar list --repository acme");
    listing.add_option("--repository", flags->repository);
    listing.callback([&terminal, flags] { run_list(terminal, *flags); });

    CLI::App& showing = add_command(group, "show", "A calendar, or its special days of a year",
                                    "plazo calendar show es-madrid --year 2026");
    showing.add_option("NAME", flags->name)->required();
    showing.add_option("--repository", flags->repository, "Whose calendar; else a ready one");
    showing.add_option("--year", flags->year, "List the days that are not what their weekday says")
        ->check(CLI::Range(timezone::year_min, timezone::year_max));
    showing.callback([&terminal, flags] { run_show(terminal, *flags); });

    add_counting(group, terminal, flags);
    add_calendar_import(group, terminal);
}

}  // namespace plazo::app
