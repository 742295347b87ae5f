#include "ical/vtimezone_reader.h"

#include <algorithm>
#include <utility>

#include "ical/occurrences.h"
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

VtimezoneField vtimezone_field(std::string_view name) {
    using Field = VtimezoneField;
    const auto is = [name](std::string_view wanted, Field field) {
        return same_name(name, wanted) ? field : Field::other;
    };
    switch (name.size()) {
        case 3:
            return is("END", Field::end);
        case 4:
            return is("TZID", Field::tzid);
        case 5:
            if (same_name(name, "BEGIN")) return Field::begin;
            if (same_name(name, "RRULE")) return Field::rule;
            return is("RDATE", Field::onsets);
        case 6:
            return is("TZNAME", Field::name);
        case 7:
            return is("DTSTART", Field::onset);
        case 10:
            return is("TZOFFSETTO", Field::offset_to);
        case 12:
            return is("TZOFFSETFROM", Field::offset_from);
        case 13:
            return is("TZID-ALIAS-OF", Field::location);
        case 14:
            return is("X-LIC-LOCATION", Field::location);
        case 20:
            return is("X-MICROSOFT-CDO-TZID", Field::cdo_number);
        case 22:
            return is("X-ENTOURAGE-CFTIMEZONE", Field::location);
        default:
            return Field::other;
    }
}

VtimezoneReader::VtimezoneReader(std::vector<Problem>* problems) {
    if (problems != nullptr) problems_.emplace(*problems, problems_max);
}

void VtimezoneReader::take(VtimezoneField field, Value value) {
    const auto fill = [&](std::optional<Value>& place) {
        if (!place) place = value;
    };
    if (!in_part_) {
        if (field == VtimezoneField::tzid && block_.tzid.empty()) {
            block_.tzid = parse_text(value.text);
        }
        if (field == VtimezoneField::location && block_.location.empty()) {
            block_.location = parse_text(value.text);
        }
        if (field == VtimezoneField::cdo_number) {
            cdo_location_ = timezone::iana_from_cdo_number(value.text).value_or("");
        }
        return;
    }
    switch (field) {
        case VtimezoneField::onset:
            return fill(part_.onset);
        case VtimezoneField::offset_from:
            return fill(part_.offset_from);
        case VtimezoneField::offset_to:
            return fill(part_.offset_to);
        case VtimezoneField::name:
            return fill(part_.name);
        case VtimezoneField::rule:
            return part_.rules.push_back(value);
        case VtimezoneField::onsets:
            return part_.onsets.push_back(value);
        default:
            return;
    }
}

void VtimezoneReader::begin(bool daylight, Position position) {
    part_.daylight = daylight;
    part_.position = position;
    part_.onset = part_.offset_from = part_.offset_to = part_.name = std::nullopt;
    part_.rules.clear();
    part_.onsets.clear();
    in_part_ = true;
}

void VtimezoneReader::end() {
    in_part_ = false;
    if (block_.rules.list.size() >= observances_max) {
        fail(part_.position, "too-many-observances", "there are too many; this one is left out");
        return;
    }
    const auto onset = part_.onset ? parse_onset(part_.onset->text) : std::nullopt;
    const auto to = part_.offset_to ? parse_offset(part_.offset_to->text) : std::nullopt;
    if (!onset || !to) {
        fail(part_.position, "bad-observance",
             part_.daylight ? "DAYLIGHT without DTSTART or TZOFFSETTO is left out"
                            : "STANDARD without DTSTART or TZOFFSETTO is left out");
        return;
    }
    const auto from = part_.offset_from ? parse_offset(part_.offset_from->text) : std::nullopt;
    if (!from) {
        warn(part_.position, "no-offset-from", "there is no TZOFFSETFROM; TZOFFSETTO is taken");
    }
    // The list grows by further_ only after the last use of the reference.
    Observance& observance = block_.rules.list.emplace_back();
    observance.onset = *onset;
    observance.to = *to;
    observance.from = from.value_or(*to);
    observance.daylight = part_.daylight;
    if (part_.name) take_name(observance, *part_.name);
    for (const Value& each : part_.onsets) take_onsets(observance, each);
    for (const Value& each : part_.rules) take_rule(observance, each);
    for (Observance& each : further_) block_.rules.list.push_back(std::move(each));
    further_.clear();
}

ZoneBlock VtimezoneReader::finish(Position position) {
    if (block_.tzid.empty()) fail(position, "no-tzid", "a VTIMEZONE without TZID has no name");
    if (block_.location.empty()) block_.location = cdo_location_;
    return std::move(block_);
}

void VtimezoneReader::add_onset(Observance& observance, LocalTime onset) {
    if (++onset_count_ <= onsets_max) observance.onsets.push_back(onset);
}

void VtimezoneReader::take_name(Observance& observance, const Value& value) {
    if (value.text.size() <= zone_name_bytes_max) {
        observance.name = parse_text(value.text);
    } else {
        fail(value.position, "name-too-long", "a TZNAME of that length is left out");
    }
}

void VtimezoneReader::take_onsets(Observance& observance, const Value& value) {
    Property property;
    property.value = value.text;
    const auto times = parse_times(property);
    if (!times) {
        fail(value.position, "bad-time", "a bad RDATE is left out");
        return;
    }
    for (const DateTime& time : *times) add_onset(observance, wall(observance, time));
    if (onset_count_ > onsets_max) {
        fail(value.position, "too-many-onsets", "there are too many RDATEs; the rest is left out");
    }
}

/// Gives the observance a rule whose onsets have the time of day of `onset`.
void VtimezoneReader::add_rule(Observance& observance, LocalTime onset, YearlyRule rule) {
    if (!observance.rule && onset == observance.onset) {
        observance.rule = std::move(rule);
        return;
    }
    if (block_.rules.list.size() + further_.size() >= observances_max) {
        fail(part_.position, "too-many-observances", "there are too many rules; one is left out");
        return;
    }
    further_.push_back(observance);
    further_.back().onset = onset;
    further_.back().onsets.clear();
    further_.back().rule = std::move(rule);
}

void VtimezoneReader::take_rule(Observance& observance, const Value& value) {
    if (take_usual_rule(observance, value)) return;
    if (++unusual_rule_count_ > unusual_rules_max) {
        fail(value.position, "bad-rule", "there are too many unusual rules; this one is left out");
        return;
    }
    const RecurrenceText text = parse_recurrence(value.text);
    for (const std::string& fault : text.faults) {
        fail(value.position, "bad-rule", fault + "; the rule is left out");
    }
    if (!text.recurrence) return;
    if (!is_for_clocks(*text.recurrence)) {
        fail(value.position, "bad-rule", "no clock is changed like that; the rule is left out");
        return;
    }
    std::optional<LocalTime> until;
    if (text.recurrence->until) until = last_onset(observance, *text.recurrence->until);
    if (take_yearly_days(observance, *text.recurrence, until)) return;
    write_out(observance, *text.recurrence, until, value.position);
}

bool VtimezoneReader::take_usual_rule(Observance& observance, const Value& value) {
    const auto usual = parse_usual_rule(value.text);
    if (!usual) return false;
    if (!usual->day) return true;
    YearlyRule rule{*usual->day, std::nullopt};
    if (!usual->until.empty()) {
        auto until = parse_date_time(usual->until);
        if (!until) {
            constexpr std::size_t date_length = 8;
            until = parse_date_time(usual->until.substr(0, date_length));
            if (!until) return false;
            warn(value.position, "bad-until", "of a bad UNTIL only the date is taken");
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
    const RecurrenceSet set{observance.onset, rule, until, {}, {}};
    const Times onsets =
        set.between(observance.onset, end_of_writing_out(), written_out_onsets_max);
    for (const LocalTime onset : onsets.times) add_onset(observance, onset);
    if (onsets.truncated || (!rule.count && !rule.until) || onset_count_ > onsets_max) {
        warn(position, "rule-written-out", "an unusual rule is taken for a limited time only");
    }
}

void VtimezoneReader::warn(Position position, const char* code, const char* text) {
    found_problems_ = true;
    if (problems_) problems_->warn(position, code, text);
}

void VtimezoneReader::fail(Position position, const char* code, std::string_view text) {
    found_problems_ = true;
    if (problems_) problems_->fail(position, code, std::string{text});
}

}  // namespace plazo::ical
