#include "ical/vtimezone_reader.h"

#include <algorithm>
#include <utility>

#include "ical/occurrences.h"
#include "ical/property_value.h"
#include "ical/vtimezone_rule.h"
#include "timezone/civil.h"
#include "timezone/exchange_names.h"

namespace plazo::ical {

namespace {

using timezone::Instant;
using timezone::Observance;
using timezone::YearlyRule;

/// The clock before the onset shows this at a time which the text gives in UTC.
LocalTime wall(const Observance& observance, const DateTime& time) {
    return time.kind == TimeKind::utc ? time.local + observance.from : time.local;
}

/// An UNTIL that is a date includes all of that day.
LocalTime last_onset(const Observance& observance, const DateTime& until) {
    const bool whole_day = until.kind == TimeKind::date;
    return wall(observance, until) + (whole_day ? hours{24} - seconds{1} : seconds{0});
}

Instant instant_of(const Observance& observance, LocalTime onset) {
    return Instant{onset.time_since_epoch() - observance.from};
}

/// Some programs leave out the plus of "+0100".
std::optional<seconds> parse_offset(std::string_view text) {
    const bool unsigned_number = !text.empty() && text.front() >= '0' && text.front() <= '9';
    return parse_utc_offset(unsigned_number ? "+" + std::string{text} : std::string{text});
}

std::optional<LocalTime> parse_onset(std::string_view text) {
    const auto time = parse_date_time(text);
    return time ? std::optional{time->local} : std::nullopt;
}

LocalTime end_of_writing_out() {
    return timezone::midnight(Date{timezone::year{written_out_year_max} / 1 / 1});
}

/// The last onset of a rule that has `count` of them, its DTSTART among them; nothing when it goes
/// on beyond all years.
std::optional<LocalTime> last_of(const YearlyTime& rule, LocalTime onset, int count) {
    LocalTime last = onset;
    int left = count - 1;
    for (int year = timezone::civil_time(onset).year; left > 0; ++year) {
        if (year > timezone::year_max) return std::nullopt;
        const auto midnight = rule.day.in_year(year);
        if (!midnight || *midnight + rule.time <= onset) continue;
        last = *midnight + rule.time;
        --left;
    }
    return last;
}

}  // namespace

ZoneBlock VtimezoneReader::read(const ComponentView& component) {
    for (const PropertyView line : component.properties()) take(line);
    for (const ComponentView part : component.components()) {
        const bool daylight = part.id() == ComponentName::daylight;
        if (daylight || part.id() == ComponentName::standard) {
            read_part(part, daylight);
        } else {
            problems_.warn(part.position(), "unused-component",
                           std::string{part.name()} + " in VTIMEZONE is not used");
        }
    }
    if (block_.tzid.empty()) {
        problems_.fail(component.position(), "no-tzid", "a VTIMEZONE without TZID has no name");
    }
    if (block_.location.empty()) block_.location = cdo_location_;
    return std::move(block_);
}

/// Of several the first counts.
void VtimezoneReader::take(const Line& line) {
    switch (line.id()) {
        case PropertyName::tzid:
            if (block_.tzid.empty()) block_.tzid = parse_text(line.value());
            break;
        case PropertyName::x_lic_location:
        case PropertyName::x_entourage_cftimezone:
        case PropertyName::tzid_alias_of:
            if (block_.location.empty()) block_.location = parse_text(line.value());
            break;
        case PropertyName::x_microsoft_cdo_tzid:
            cdo_location_ = timezone::iana_from_cdo_number(line.value()).value_or("");
            break;
        default:
            break;
    }
}

/// Of several the first counts, but every rule and every list of onsets is taken.
void VtimezoneReader::read_part(const ComponentView& component, bool daylight) {
    part_.daylight = daylight;
    part_.position = component.position();
    part_.onset = part_.offset_from = part_.offset_to = part_.name = std::nullopt;
    part_.rules.clear();
    part_.onsets.clear();
    for (const PropertyView line : component.properties()) {
        const auto fill = [&](std::optional<Line>& place) {
            if (!place) place = line;
        };
        switch (line.id()) {
            case PropertyName::dtstart:
                fill(part_.onset);
                break;
            case PropertyName::tzoffsetfrom:
                fill(part_.offset_from);
                break;
            case PropertyName::tzoffsetto:
                fill(part_.offset_to);
                break;
            case PropertyName::tzname:
                fill(part_.name);
                break;
            case PropertyName::rrule:
                part_.rules.push_back(line);
                break;
            case PropertyName::rdate:
                part_.onsets.push_back(line);
                break;
            default:
                break;
        }
    }
    take_part();
}

void VtimezoneReader::take_part() {
    if (block_.rules.list.size() >= observances_max) {
        problems_.fail(part_.position, "too-many-observances",
                       "there are too many; this one is left out");
        return;
    }
    const auto onset = part_.onset ? parse_onset(part_.onset->value()) : std::nullopt;
    const auto to = part_.offset_to ? parse_offset(part_.offset_to->value()) : std::nullopt;
    if (!onset || !to) {
        problems_.fail(part_.position, "bad-observance",
                       part_.daylight ? "DAYLIGHT without DTSTART or TZOFFSETTO is left out"
                                      : "STANDARD without DTSTART or TZOFFSETTO is left out");
        return;
    }
    const auto from = part_.offset_from ? parse_offset(part_.offset_from->value()) : std::nullopt;
    if (!from) {
        problems_.warn(part_.position, "no-offset-from",
                       "there is no TZOFFSETFROM; TZOFFSETTO is taken");
    }
    // The list grows by further_ only after the last use of the reference.
    Observance& observance = block_.rules.list.emplace_back();
    observance.onset = *onset;
    observance.to = *to;
    observance.from = from.value_or(*to);
    observance.daylight = part_.daylight;
    if (part_.name) take_name(observance, *part_.name);
    for (const Line& each : part_.onsets) take_onsets(observance, each);
    for (const Line& each : part_.rules) take_rule(observance, each);
    for (Observance& each : further_) block_.rules.list.push_back(std::move(each));
    further_.clear();
}

void VtimezoneReader::add_onset(Observance& observance, LocalTime onset) {
    if (++onset_count_ <= onsets_max) observance.onsets.push_back(onset);
}

void VtimezoneReader::take_name(Observance& observance, const Line& line) {
    if (line.value().size() <= zone_name_bytes_max) {
        observance.name = parse_text(line.value());
    } else {
        problems_.fail(line.value_position(), "name-too-long",
                       "a TZNAME of that length is left out");
    }
}

void VtimezoneReader::take_onsets(Observance& observance, const Line& line) {
    const auto times = times_of(line);
    if (!times) {
        problems_.fail(line.value_position(), "bad-time", "a bad RDATE is left out");
        return;
    }
    for (const DateTime& time : *times) add_onset(observance, wall(observance, time));
    if (onset_count_ > onsets_max) {
        problems_.fail(line.value_position(), "too-many-onsets",
                       "there are too many RDATEs; the rest is left out");
    }
}

/// Gives the observance a rule whose onsets have the time of day of `onset`.
void VtimezoneReader::add_rule(Observance& observance, LocalTime onset, YearlyRule rule) {
    if (!observance.rule && onset == observance.onset) {
        observance.rule = std::move(rule);
        return;
    }
    if (block_.rules.list.size() + further_.size() >= observances_max) {
        problems_.fail(part_.position, "too-many-observances",
                       "there are too many rules; one is left out");
        return;
    }
    further_.push_back(observance);
    further_.back().onset = onset;
    further_.back().onsets.clear();
    further_.back().rule = std::move(rule);
}

void VtimezoneReader::take_rule(Observance& observance, const Line& line) {
    if (take_usual_rule(observance, line)) return;
    if (++unusual_rule_count_ > unusual_rules_max) {
        problems_.fail(line.value_position(), "bad-rule",
                       "there are too many unusual rules; this one is left out");
        return;
    }
    const RecurrenceText text = parse_recurrence(line.value());
    for (const std::string& fault : text.faults) {
        problems_.fail(line.value_position(), "bad-rule", fault + "; the rule is left out");
    }
    if (!text.recurrence) return;
    if (!is_for_clocks(*text.recurrence)) {
        problems_.fail(line.value_position(), "bad-rule",
                       "no clock is changed like that; the rule is left out");
        return;
    }
    std::optional<LocalTime> until;
    if (text.recurrence->until) until = last_onset(observance, *text.recurrence->until);
    if (take_yearly_days(observance, *text.recurrence, until)) return;
    write_out(observance, *text.recurrence, until, line.value_position());
}

bool VtimezoneReader::take_usual_rule(Observance& observance, const Line& line) {
    const auto usual = parse_usual_rule(line.value());
    if (!usual) return false;
    if (!usual->day) return true;
    YearlyRule rule{*usual->day, std::nullopt};
    if (!usual->until.empty()) {
        auto until = parse_date_time(usual->until);
        if (!until) {
            constexpr std::size_t date_length = 8;
            until = parse_date_time(usual->until.substr(0, date_length));
            if (!until) return false;
            problems_.warn(line.value_position(), "bad-until",
                           "of a bad UNTIL only the date is taken");
        }
        rule.until = instant_of(observance, last_onset(observance, *until));
    }
    add_rule(observance, observance.onset, std::move(rule));
    return true;
}

bool VtimezoneReader::take_yearly_days(Observance& observance, const Recurrence& rule,
                                       std::optional<LocalTime> until) {
    const auto yearly = yearly_days(rule, observance.onset);
    if (!yearly || (rule.count && yearly->size() > 1)) return false;
    if (rule.count && !yearly->empty()) {
        until = last_of(yearly->front(), observance.onset, *rule.count);
    }
    for (const YearlyTime& each : *yearly) {
        LocalTime onset = observance.onset;
        if (timezone::time_of_day(onset) != each.time) {
            // The rule has a clock of its own: it begins with the first onset that it gives.
            int year = timezone::civil_time(onset).year;
            auto midnight = each.day.in_year(year);
            while (!midnight || *midnight + each.time < onset) midnight = each.day.in_year(++year);
            if (until && *midnight + each.time > *until) continue;
            onset = *midnight + each.time;
        }
        YearlyRule same_day{each.day, std::nullopt};
        if (until) same_day.until = instant_of(observance, *until);
        add_rule(observance, onset, std::move(same_day));
    }
    return true;
}

void VtimezoneReader::write_out(Observance& observance, const Recurrence& rule,
                                std::optional<LocalTime> until, Position position) {
    const Occurrences onsets{{observance.onset, rule, until}};
    const LocalTime end = end_of_writing_out();
    LocalTime begin = observance.onset;
    const bool too_many = onsets.count(begin, end) > written_out_onsets_max;
    if (too_many) {
        add_onset(observance, begin);
        begin = end;
        for (std::size_t i = 1; i < written_out_onsets_max; ++i) begin = *onsets.last_before(begin);
    }
    for (const LocalTime onset : onsets.between(begin, end, written_out_onsets_max).times) {
        add_onset(observance, onset);
    }
    if (too_many || (!rule.count && !rule.until) || onset_count_ > onsets_max) {
        problems_.warn(position, "rule-written-out",
                       "an unusual rule is taken for a limited time only");
    }
}

}  // namespace plazo::ical
