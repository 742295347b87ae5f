#include "ical/calendar.h"
#include "ical/check.h"
#include "ical/document.h"
#include "ical/limits.h"
#include "ical/occurrences.h"
#include "tests/bench/ical_bombs.h"
#include "tests/bench/ical_parts.h"

namespace plazo::bench {

namespace {

constexpr double milliseconds_max = 50;
constexpr double kilobytes_max = 64 * 1024;
constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t exceptions_count = 1'000'000;

Measure measure_of(const std::string& name, std::function<std::int64_t()> run) {
    return {.name = name,
            .unit = "ms",
            .ours = {"plazo", std::move(run)},
            .ours_max = milliseconds_max,
            .kilobytes_max = kilobytes_max,
            .peak = true};
}

/// All that is done with a stranger's text.
std::int64_t read(const std::string& text) {
    const ical::Document document = ical::parse(text);
    return static_cast<std::int64_t>(document.problems().size() + ical::check(document).size() +
                                     ical::read_calendar(text).problems.size());
}

/// The limit on the text alone is raised, so that the others have to hold.
std::int64_t read_large(const std::string& text) {
    ical::Limits limits;
    limits.text_bytes = text.size();
    const ical::Document document = ical::parse(text, limits);
    return static_cast<std::int64_t>(document.problems().size() + ical::check(document).size());
}

std::int64_t exclude_a_million() {
    const ical::LocalTime start{std::chrono::seconds{1'750'000'000}};
    ical::RecurrenceSet set{.start = start};
    set.rule = ical::parse_recurrence("FREQ=MINUTELY").recurrence;
    for (std::size_t i = 0; i < exceptions_count; ++i) {
        set.exceptions.push_back(start + std::chrono::minutes{i});
    }
    return set.first(1).times.front().time_since_epoch().count();
}

/// Refused, or answered by arithmetic.
std::int64_t read_rule(const std::string& text) {
    const auto rule = ical::parse_recurrence(text).recurrence;
    if (!rule) return 0;
    const ical::LocalTime start{std::chrono::seconds{1'750'000'000}};
    const ical::Occurrences occurrences{{.start = start, .rule = rule, .start_counts = false}};
    return static_cast<std::int64_t>(
        occurrences.count(start, ical::LocalTime::max()) +
        occurrences.between(start + ical::days{36'500}, ical::LocalTime::max(), 1).times.size());
}

}  // namespace

void measure_hostile_input(Report& report) {
    for (const TextBomb& each : text_bombs(ical::text_bytes_max)) {
        report.measure_in_children(
            measure_of("hostile, 2 MB: " + each.name, [&each] { return read(each.text); }));
    }
    for (const TextBomb& each : text_bombs(20 * megabyte)) {
        report.measure_in_children(
            measure_of("hostile, 20 MB: " + each.name, [&each] { return read_large(each.text); }));
    }
    for (const std::string rule :
         {"FREQ=SECONDLY;COUNT=2147483647", "FREQ=SECONDLY;COUNT=2147483648",
          "FREQ=DAILY;INTERVAL=2147483647;COUNT=2147483647",
          "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2147483647",
          "FREQ=SECONDLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=2147483647",
          "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"}) {
        report.measure_in_children(
            measure_of("hostile rule: " + rule, [rule] { return read_rule(rule); }));
    }
    report.measure_in_children(measure_of("hostile: a million EXDATEs", exclude_a_million));
}

}  // namespace plazo::bench
