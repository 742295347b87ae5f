#include "scheduler/term.h"

#include <nlohmann/json.hpp>

#include "timezone/text.h"

namespace plazo::scheduler {

using timezone::Counted;
using timezone::Counting;
using timezone::CountingRule;

timezone::Duration read_term(Fields& fields, const char* name, CountingRule rule) {
    const std::string text = fields.text(name);
    const auto term = timezone::parse_duration(text);
    if (!term) {
        fields.fail(name,
                    "\"" + text + "\" is not an ISO 8601 duration of at most " +
                        std::to_string(timezone::duration_years_max) + " years",
                    "P10D, P1M or PT4H");
    }
    if (term->zero()) fields.fail(name, "must not be zero");
    if (rule != CountingRule::natural && text.find('W') != std::string::npos) {
        fields.fail(name, "weeks are not counted by " + std::string{timezone::to_text(rule)},
                    "days: P5D or P10D");
    }
    return *term;
}

CountingRule read_rule(Fields& fields, CountingRule otherwise) {
    const auto name = fields.optional_text("rule");
    if (!name) return otherwise;
    const auto rule = timezone::counting_rule_named(*name);
    if (!rule) {
        fields.fail("rule", "\"" + *name + "\" is no counting rule",
                    "natural, business, es-ley39-2015 or es-judicial");
    }
    return *rule;
}

std::optional<std::chrono::seconds> read_clock(Fields& fields, const char* name) {
    const auto text = fields.optional_text(name);
    if (!text) return std::nullopt;
    const auto local = timezone::parse_local("2000-01-01T" + *text);
    if (!local) fields.fail(name, "\"" + *text + "\" is not a time of day like 14:00");
    return timezone::time_of_day(*local);
}

Counted count_term(const Fields& fields, const char* name, const Counting& asked,
                   const timezone::WorkTimetable& table, const timezone::Zone& zone) {
    Counting there = asked;
    if (asked.term.exact != std::chrono::seconds{0}) {
        there.instant = asked.instant.value_or(zone.instant(asked.from));
        there.from = table.zone().local(*there.instant);
    }
    const auto answer = timezone::count(there, table);
    if (const auto* refusal = std::get_if<timezone::CountingRefusal>(&answer)) {
        fields.fail(name, refusal->text);
    }
    Counted counted = std::get<Counted>(answer);
    if (!counted.instant) return counted;
    counted.due = zone.local(*counted.instant);
    if (zone.instant(counted.due) != *counted.instant) {
        fields.fail(name,
                    "ends in the second of two equal hours, when clocks go back in " + zone.name(),
                    "an hour more or less");
    }
    return counted;
}

std::vector<std::string> explanation(const Counted& counted, CountingRule rule,
                                     const timezone::WorkTimetable& table) {
    std::vector<std::string> lines;
    lines.push_back("counted from " + timezone::format_date(counted.first) + " to " +
                    timezone::format_date(counted.last) + " by " +
                    std::string{timezone::to_text(rule)} + ", calendar " + table.calendar().name);
    for (const timezone::SkippedDay& each : counted.skipped) lines.push_back(each.text());
    if (counted.more_skipped > 0) {
        lines.push_back("and " + std::to_string(counted.more_skipped) + " days more");
    }
    return lines;
}

nlohmann::json answer_count(Fields& question, const timezone::WorkTimetable& table) {
    Counting asked;
    asked.rule = read_rule(question, CountingRule::business);
    asked.term = read_term(question, "term", asked.rule);
    asked.at = read_clock(question, "at");
    asked.backward = question.flag("back", false);
    const std::string from = question.text("from");
    const auto date = timezone::parse_date(from);
    const auto local =
        date ? std::optional{timezone::midnight(*date)} : timezone::parse_local(from);
    if (!local) {
        question.fail("from", "\"" + from + "\" is neither a date nor a local time",
                      "2026-11-23 or 2026-11-23T09:30");
    }
    asked.from = *local;
    question.done();
    const Counted counted = count_term(question, "term", asked, table, table.zone());
    return {{"due", timezone::format_local(counted.due)},
            {"zone", table.zone().name()},
            {"utc", timezone::format_rfc3339(table.zone().instant(counted.due))},
            {"explain", explanation(counted, asked.rule, table)}};
}

}  // namespace plazo::scheduler
