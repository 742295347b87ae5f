// plazo ical check | format | expand: what the iCalendar room makes of a file.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "ical/calendar.h"
#include "ical/check.h"
#include "ical/occurrences.h"
#include "ical/series.h"
#include "scheduler/app/command.h"
#include "scheduler/app/host.h"
#include "scheduler/app/lines.h"
#include "scheduler/fields.h"
#include "timezone/text.h"
#include "timezone/tzid.h"

namespace plazo::app {

using nlohmann::json;
using scheduler::Fields;
using timezone::LocalTime;

namespace {

constexpr std::size_t file_bytes_max = 64 * 1024 * 1024;
constexpr std::int64_t occurrences_max = 10'000;
constexpr std::int64_t occurrences_default = 1000;
constexpr std::size_t dates_max = 10'000;

struct Flags {
    std::vector<std::string> files;
    std::string file = "-";
    bool strict = false;
    bool jsonl = false;
};

json problem_json(const std::string& file, const ical::Problem& problem) {
    return {{"file", file},
            {"line", problem.position.line},
            {"column", problem.position.column},
            {"severity", problem.severity == ical::Severity::error ? "error" : "warning"},
            {"code", problem.code},
            {"message", problem.text}};
}

/// Adds what `more` says about places that nothing was said about yet.
void add_new(std::vector<ical::Problem>& problems, std::vector<ical::Problem> more) {
    std::set<std::pair<int, int>> places;
    for (const ical::Problem& each : problems) {
        places.insert({each.position.line, each.position.column});
    }
    for (ical::Problem& each : more) {
        if (places.contains({each.position.line, each.position.column})) continue;
        problems.push_back(std::move(each));
    }
}

/// All that is wrong with a text, in its order; what is an error does not depend on `strict`.
std::vector<ical::Problem> problems_of(const std::string& text, bool strict) {
    const ical::Document document = ical::parse(text, ical::own_file_limits);
    std::vector<ical::Problem> problems = document.problems();
    for (auto& problem : ical::check(document)) problems.push_back(std::move(problem));
    std::vector<ical::Problem> meant = ical::read_calendar(document).problems;
    // Of each event it tells which zones are missing; check() has told where they are named.
    std::erase_if(meant, [](const auto& each) { return each.code == "undefined-tzid"; });
    add_new(problems, std::move(meant));
    if (strict) {
        std::vector<ical::Problem> more = ical::check(document, ical::Mode::strict);
        for (ical::Problem& each : more) each.severity = ical::Severity::warning;
        add_new(problems, std::move(more));
    }
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
        return std::pair{a.position.line, a.position.column} <
               std::pair{b.position.line, b.position.column};
    });
    return problems;
}

void check(const Terminal& terminal, const Flags& flags) {
    json all = json::array();
    std::string text;
    bool errors = false;
    for (const std::string& file : flags.files) {
        const std::vector<ical::Problem> problems =
            problems_of(read_input(file, file_bytes_max), flags.strict);
        errors = errors || ical::has_error(problems);
        for (const ical::Problem& problem : problems) {
            all.push_back(problem_json(file, problem));
            text += file + ":" + ical::describe(problem) + "\n";
        }
    }
    const bool good = all.empty();
    const json report = {{"ok", !errors}, {"problems", std::move(all)}};
    // Under --json the report is the one document, whatever the exit code says.
    terminal.show(report, [&] { return text; });
    if (errors) throw Ended{1};
    if (!good && flags.strict) throw Ended{static_cast<int>(Category::warnings)};
}

void format(const Terminal& terminal, const Flags& flags) {
    const std::string source = read_input(flags.file, file_bytes_max);
    const ical::Document parsed = ical::parse(source, ical::own_file_limits);
    if (parsed.components().empty()) {
        throw CommandError{Category::failed, "not-icalendar",
                           flags.file + ": this is not iCalendar"};
    }
    for (const ical::Problem& problem : parsed.problems()) {
        terminal.say(flags.file + ":" + ical::describe(problem));
    }
    const std::string text = ical::format(parsed);
    terminal.show(json{{"ics", text}}, [&] { return text; });
}

LocalTime read_time(const Fields& fields, const char* name, const std::string& text) {
    if (const auto time = timezone::parse_ical_date_time(text)) return *time;
    if (const auto date = timezone::parse_ical_date(text)) return timezone::midnight(*date);
    fields.fail(name, "\"" + text + "\" is not a time like 20260105T090000");
}

std::vector<LocalTime> read_times(Fields& fields, const char* name) {
    std::vector<LocalTime> times;
    for (const std::string& text : fields.texts(name, dates_max)) {
        times.push_back(read_time(fields, name, text));
    }
    return times;
}

json times_json(const std::vector<LocalTime>& times, bool truncated) {
    json list = json::array();
    for (const LocalTime time : times) list.push_back(timezone::format_ical(time));
    return {{"occurrences", std::move(list)}, {"truncated", truncated}};
}

/// The rule's UNTIL on the wall of `tzid`; an UNTIL in UTC cannot be told without a zone.
std::optional<LocalTime> local_until(Fields& fields, const ical::Recurrence& rule,
                                     const std::string& tzid, const timezone::Tzdb& tzdb) {
    if (!rule.until || rule.until->kind != ical::TimeKind::utc || tzid.empty()) return std::nullopt;
    const timezone::TzidAnswer answer = timezone::resolve_tzid(tzdb, tzid);
    if (!answer.zone) {
        fields.fail("tzid", "\"" + tzid + "\" is not a known time zone, and UNTIL is in UTC");
    }
    return answer.zone->local(timezone::Instant{rule.until->local.time_since_epoch()});
}

struct Window {
    std::size_t limit = 0;
    /// Exclusive; one second after the `until` that was asked for.
    LocalTime to = timezone::midnight(timezone::Date{timezone::year{timezone::year_max} / 12 / 31});
};

Window read_window(Fields& fields) {
    Window window;
    window.limit = static_cast<std::size_t>(
        fields.integer("limit", 1, occurrences_max).value_or(occurrences_default));
    if (const auto until = fields.optional_text("until")) {
        window.to = read_time(fields, "until", *until) + std::chrono::seconds{1};
    }
    return window;
}

json expand_calendar(Fields& fields, const std::string& text, const Window& window,
                     const timezone::Tzdb& tzdb) {
    ical::Calendar calendar = ical::read_calendar(text);
    const ical::ZoneOf zone_of = ical::zones_of(calendar, tzdb);
    const std::vector<ical::Series> all = ical::group(calendar.events, calendar.problems, zone_of);
    if (all.empty()) fields.fail("ics", "holds no event that can be read");
    std::vector<LocalTime> times;
    bool truncated = false;
    const LocalTime beginning =
        timezone::midnight(timezone::Date{timezone::year{timezone::year_min} / 1 / 1});
    for (const ical::Series& series : all) {
        const ical::Instances instances =
            series.between(beginning, window.to, window.limit + 1, zone_of);
        truncated = truncated || instances.truncated;
        for (const ical::Instance& each : instances.list) {
            if (!each.event->cancelled()) times.push_back(each.start);
        }
    }
    std::sort(times.begin(), times.end());
    if (times.size() > window.limit) {
        times.resize(window.limit);
        truncated = true;
    }
    return times_json(times, truncated);
}

json expand_rule(Fields& fields, const Window& window, const timezone::Tzdb& tzdb) {
    ical::RecurrenceSet set;
    set.start = read_time(fields, "dtstart", fields.text("dtstart"));
    set.start_counts = false;
    const std::string tzid = fields.optional_text("tzid").value_or("");
    const std::string rule_text = fields.optional_text("rrule", ical::rule_bytes_max).value_or("");
    if (!rule_text.empty()) {
        const ical::RecurrenceText rule = ical::parse_recurrence(rule_text);
        if (!rule.recurrence) fields.fail("rrule", rule.faults.front());
        set.until = local_until(fields, *rule.recurrence, tzid, tzdb);
        set.rule = rule.recurrence;
    }
    set.additions = read_times(fields, "rdates");
    set.exceptions = read_times(fields, "exdates");
    // One more than wanted tells whether there would have been more.
    ical::Times times =
        set.between(set.start - std::chrono::days{366}, window.to, window.limit + 1);
    bool truncated = times.truncated;
    if (times.times.size() > window.limit) {
        times.times.resize(window.limit);
        truncated = true;
    }
    return times_json(times.times, truncated);
}

json expand(const json& line, const timezone::Tzdb& tzdb) {
    Fields fields{line, ""};
    const Window window = read_window(fields);
    const auto text = fields.optional_text("ics", line_bytes_max);
    json answer =
        text ? expand_calendar(fields, *text, window, tzdb) : expand_rule(fields, window, tzdb);
    fields.done();
    return answer;
}

void run_expand(const Terminal& terminal, const Flags& flags) {
    const timezone::Tzdb tzdb = load_zones(terminal.config());
    if (flags.jsonl) {
        answer_lines(terminal, [&](const json& line) { return expand(line, tzdb); });
        return;
    }
    const json answer = expand(json{{"ics", read_input(flags.file, line_bytes_max)}}, tzdb);
    terminal.show(answer, [&] {
        std::string text;
        for (const json& each : answer.at("occurrences")) text += each.get<std::string>() + "\n";
        return text;
    });
}

}  // namespace

void add_ical(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& group = add_command(app, "ical", "iCalendar files", "plazo ical check calendar.ics");
    group.require_subcommand(1);

    CLI::App& checking =
        add_command(group, "check", "What is wrong, and where", "plazo ical check calendar.ics");
    checking.add_option("FILE", flags->files, "Files; - is standard input")->required();
    checking.add_flag("--strict", flags->strict, "Say more, and exit 3 for warnings");
    checking.callback([&terminal, flags] { check(terminal, *flags); });

    CLI::App& formatting =
        add_command(group, "format", "Canonical text", "plazo ical format calendar.ics");
    formatting.add_option("FILE", flags->file, "File; - is standard input")->required();
    formatting.callback([&terminal, flags] { format(terminal, *flags); });

    CLI::App& expanding =
        add_command(group, "expand", "The times of a recurrence", "plazo ical expand calendar.ics");
    expanding.add_option("FILE", flags->file, "File; - is standard input");
    expanding.add_flag("--jsonl", flags->jsonl, "One JSON object a line, on stdin and stdout");
    expanding.callback([&terminal, flags] { run_expand(terminal, *flags); });
}

}  // namespace plazo::app
