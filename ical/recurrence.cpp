#include "ical/recurrence.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

namespace plazo::ical {

namespace {

constexpr std::array<std::string_view, 7> frequency_names = {
    "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::array<std::string_view, 7> weekday_names = {"MO", "TU", "WE", "TH",
                                                           "FR", "SA", "SU"};

/// A BY part with a list of numbers: its name, where it is kept, and its range by magnitude.
struct NumberPart {
    std::string_view name;
    std::vector<int> Recurrence::*list;
    int min;
    int max;
    bool negative;
};

constexpr std::array<NumberPart, 8> number_parts = {{
    {"BYSECOND", &Recurrence::by_second, 0, 60, false},
    {"BYMINUTE", &Recurrence::by_minute, 0, 59, false},
    {"BYHOUR", &Recurrence::by_hour, 0, 23, false},
    {"BYMONTHDAY", &Recurrence::by_month_day, 1, 31, true},
    {"BYYEARDAY", &Recurrence::by_year_day, 1, 366, true},
    {"BYWEEKNO", &Recurrence::by_week_number, 1, 53, true},
    {"BYMONTH", &Recurrence::by_month, 1, 12, false},
    {"BYSETPOS", &Recurrence::by_set_position, 1, 366, true},
}};

bool in_range(const NumberPart& part, int value) {
    const int magnitude = part.negative ? std::abs(value) : value;
    return magnitude >= part.min && magnitude <= part.max;
}

std::optional<std::size_t> index_of(std::span<const std::string_view> names,
                                    std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (same_name(names[i], name)) return i;
    }
    return std::nullopt;
}

std::optional<Weekday> parse_weekday(std::string_view text) {
    const auto index = index_of(weekday_names, text);
    if (!index) return std::nullopt;
    return static_cast<Weekday>(*index + 1);
}

std::string_view weekday_name(Weekday weekday) {
    return weekday_names[static_cast<std::size_t>(weekday) - 1];
}

std::optional<WeekdayNumber> parse_weekday_number(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    const auto weekday = parse_weekday(text.substr(text.size() - 2));
    if (!weekday) return std::nullopt;
    const std::string_view prefix = text.substr(0, text.size() - 2);
    if (prefix.empty()) return WeekdayNumber{0, *weekday};
    const auto number = parse_integer(prefix);
    if (!number || *number == 0) return std::nullopt;
    return WeekdayNumber{*number, *weekday};
}

/// Reads the parts of one rule into a Recurrence and a list of faults.
class RuleReader {
  public:
    void read(std::string_view name, std::string_view value) {
        if (std::find(seen_.begin(), seen_.end(), std::string{name}) != seen_.end()) {
            fault(std::string{name} + " is given twice");
            return;
        }
        seen_.emplace_back(name);
        if (!take(name, value)) {
            fault(std::string{name} + "=" + std::string{value} + " is not valid");
        }
    }

    RecurrenceText finish() {
        const bool has_frequency = std::find(seen_.begin(), seen_.end(), "FREQ") != seen_.end();
        if (!has_frequency) fault("FREQ is missing");
        if (faults_.empty()) faults_ = faults_of(rule_);
        if (!faults_.empty()) return {std::nullopt, std::move(faults_)};
        return {std::move(rule_), {}};
    }

    void fault(std::string text) { faults_.push_back(std::move(text)); }

  private:
    bool take(std::string_view name, std::string_view value) {
        for (const NumberPart& part : number_parts) {
            if (part.name == name) return take_numbers(part, value);
        }
        if (name == "FREQ") {
            const auto index = index_of(frequency_names, value);
            if (index) rule_.frequency = static_cast<Frequency>(*index);
            return index.has_value();
        }
        if (name == "INTERVAL" || name == "COUNT") {
            const auto number = parse_integer(value);
            if (number && name == "COUNT") rule_.count = *number;
            if (number && name == "INTERVAL") rule_.interval = *number;
            return number.has_value();
        }
        if (name == "UNTIL") {
            rule_.until = parse_date_time(value);
            return rule_.until.has_value();
        }
        if (name == "WKST") {
            const auto weekday = parse_weekday(value);
            if (weekday) rule_.week_start = *weekday;
            return weekday.has_value();
        }
        if (name == "BYDAY") return take_days(value);
        if (name == "RSCALE") return same_name(value, "GREGORIAN");
        if (name == "SKIP") return same_name(value, "OMIT");
        return false;
    }

    template <typename Read>
    bool for_each(std::string_view list, Read read) {
        for (std::size_t count = 0; count < rule_list_max; ++count) {
            const std::size_t comma = list.find(',');
            if (!read(list.substr(0, comma))) return false;
            if (comma == std::string_view::npos) return true;
            list.remove_prefix(comma + 1);
        }
        return false;
    }

    bool take_numbers(const NumberPart& part, std::string_view list) {
        return for_each(list, [&](std::string_view text) {
            const auto number = parse_integer(text);
            if (number) (rule_.*part.list).push_back(*number);
            return number && in_range(part, *number);
        });
    }

    bool take_days(std::string_view list) {
        return for_each(list, [&](std::string_view text) {
            const auto day = parse_weekday_number(text);
            if (day) rule_.by_day.push_back(*day);
            return day.has_value();
        });
    }

    Recurrence rule_;
    std::vector<std::string> seen_;
    std::vector<std::string> faults_;
};

std::string joined(const std::vector<int>& numbers) {
    std::string text;
    for (int number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

}  // namespace

RecurrenceText parse_recurrence(std::string_view text) {
    RuleReader reader;
    if (text.size() > rule_bytes_max) {
        reader.fault("the rule is longer than " + std::to_string(rule_bytes_max) + " bytes");
        text = {};
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = part.find('=');
        if (equals != std::string_view::npos) {
            reader.read(upper_case(part.substr(0, equals)), part.substr(equals + 1));
        } else if (part.find_first_not_of(' ') != std::string_view::npos) {
            reader.fault("\"" + std::string{part} + "\" has no '='");
        }
    }
    return reader.finish();
}

std::vector<std::string> faults_of(const Recurrence& rule) {
    std::vector<std::string> faults;
    const auto check = [&](bool good, const char* text) {
        if (!good) faults.emplace_back(text);
    };
    const Frequency frequency = rule.frequency;
    const bool yearly = frequency == Frequency::yearly;
    const bool monthly = frequency == Frequency::monthly;
    const bool sub_daily = frequency < Frequency::daily;
    const bool numbered = std::any_of(rule.by_day.begin(), rule.by_day.end(),
                                      [](const WeekdayNumber& day) { return day.number != 0; });
    check(!rule.count || !rule.until, "COUNT and UNTIL exclude each other");
    check(!rule.count || *rule.count > 0, "COUNT has to be at least 1");
    check(rule.interval > 0, "INTERVAL has to be at least 1");
    for (const NumberPart& part : number_parts) {
        for (int value : rule.*part.list) {
            if (in_range(part, value)) continue;
            faults.push_back(std::string{part.name} + " is out of range");
            break;
        }
    }
    for (const WeekdayNumber& day : rule.by_day) {
        if (std::abs(day.number) <= 53) continue;
        faults.push_back("BYDAY has no number " + std::to_string(day.number) + " here");
        break;
    }
    check(!numbered || yearly || monthly, "a numbered BYDAY needs FREQ=MONTHLY or YEARLY");
    check(!numbered || rule.by_week_number.empty(), "a numbered BYDAY excludes BYWEEKNO");
    check(rule.by_week_number.empty() || yearly, "BYWEEKNO needs FREQ=YEARLY");
    check(rule.by_month_day.empty() || frequency != Frequency::weekly,
          "BYMONTHDAY excludes FREQ=WEEKLY");
    check(rule.by_year_day.empty() || yearly || sub_daily,
          "BYYEARDAY excludes FREQ=DAILY, WEEKLY and MONTHLY");
    const bool has_other = !rule.by_second.empty() || !rule.by_minute.empty() ||
                           !rule.by_hour.empty() || !rule.by_day.empty() ||
                           !rule.by_month_day.empty() || !rule.by_year_day.empty() ||
                           !rule.by_week_number.empty() || !rule.by_month.empty();
    check(rule.by_set_position.empty() || has_other, "BYSETPOS needs another BY part");
    return faults;
}

std::string format_recurrence(const Recurrence& rule) {
    std::string text = "FREQ=";
    text += frequency_names[static_cast<std::size_t>(rule.frequency)];
    if (rule.until) text += ";UNTIL=" + format_date_time(*rule.until);
    if (rule.count) text += ";COUNT=" + std::to_string(*rule.count);
    if (rule.interval != 1) text += ";INTERVAL=" + std::to_string(rule.interval);
    const auto add_numbers = [&](const NumberPart& part) {
        const std::vector<int>& list = rule.*part.list;
        if (!list.empty()) text += ";" + std::string{part.name} + "=" + joined(list);
    };
    for (std::size_t i = 0; i < 3; ++i) add_numbers(number_parts[i]);
    std::string separator = ";BYDAY=";
    for (const WeekdayNumber& day : rule.by_day) {
        text += separator + (day.number == 0 ? "" : std::to_string(day.number));
        text += weekday_name(day.weekday);
        separator = ",";
    }
    for (std::size_t i = 3; i < number_parts.size(); ++i) add_numbers(number_parts[i]);
    if (rule.week_start != Weekday::monday) {
        text += ";WKST=" + std::string{weekday_name(rule.week_start)};
    }
    return text;
}

}  // namespace plazo::ical
