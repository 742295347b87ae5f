#include "ical/recurrence.h"

#include <algorithm>
#include <array>

#include "ical/names.h"

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

constexpr int week_number_max = 53;  // of BYDAY

/// All parts, with the names of their kinds; the number parts come first.
enum class Part {
    frequency = number_parts.size(),
    interval,
    count,
    until,
    days,
    week_start,
    scale,
    skip,
    end
};
constexpr std::array<std::string_view, static_cast<std::size_t>(Part::end)> part_names = [] {
    std::array<std::string_view, static_cast<std::size_t>(Part::end)> names{};
    std::size_t i = 0;
    for (const NumberPart& part : number_parts) names[i++] = part.name;
    for (std::string_view name :
         {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", "RSCALE", "SKIP"}) {
        names[i++] = name;
    }
    return names;
}();

/// The last eight letters as one number, whatever their case; other characters give other bits.
constexpr std::uint64_t word_of(std::string_view text) {
    std::uint64_t word = 0;
    for (char c : text) word = word << 8 | static_cast<unsigned char>(c | 0x20);
    return word;
}

/// Finds names by their last letters, without regard to case.
template <std::size_t count>
class NameIndex {
  public:
    constexpr explicit NameIndex(const std::array<std::string_view, count>& names) : names_{names} {
        for (std::size_t i = 0; i < count; ++i) words_[i] = word_of(names[i]);
    }

    std::optional<std::size_t> find(std::string_view name) const {
        const std::uint64_t word = word_of(name);
        for (std::size_t i = 0; i < count; ++i) {
            if (words_[i] != word || names_[i].size() != name.size()) continue;
            if (name.size() <= sizeof word || same_name(name, names_[i])) return i;
        }
        return std::nullopt;
    }

  private:
    std::array<std::string_view, count> names_;
    std::array<std::uint64_t, count> words_{};
};
constexpr NameIndex part_index{part_names};
constexpr NameIndex frequency_index{frequency_names};
constexpr NameIndex weekday_index{weekday_names};

bool in_range(const NumberPart& part, int value) {
    return (value >= part.min && value <= part.max) ||
           (part.negative && value >= -part.max && value <= -part.min);
}

/// What parse_integer() reads; nearly every number here has a digit or two.
std::optional<int> number_of(std::string_view text) {
    const bool negative = text.starts_with('-');
    const std::string_view digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || digits.size() > 4) return parse_integer(text);
    int value = 0;
    for (char c : digits) {
        if (c < '0' || c > '9') return parse_integer(text);
        value = 10 * value + (c - '0');
    }
    return negative ? -value : value;
}

std::optional<Weekday> parse_weekday(std::string_view text) {
    const auto index = weekday_index.find(text);
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
    const auto number = number_of(prefix);
    if (!number || *number == 0) return std::nullopt;
    return WeekdayNumber{*number, *weekday};
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// Appends what `read` makes of each element; false when one is bad or they are too many.
template <typename Value, typename Read>
bool read_list(std::string_view text, std::vector<Value>& list, Read read) {
    const auto count = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
    if (count > rule_list_max) return false;
    list.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = std::min(text.find(','), text.size());
        const auto value = read(trimmed(text.substr(0, end)));
        if (!value) return false;
        list.push_back(*value);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

/// Puts `value` where it belongs, if there is one.
template <typename To, typename Value>
bool assign(To& to, const std::optional<Value>& value) {
    if (value) to = static_cast<To>(*value);
    return value.has_value();
}

bool take(Recurrence& rule, std::size_t index, std::string_view value) {
    if (index < number_parts.size()) {
        const NumberPart& part = number_parts[index];
        return read_list(value, rule.*part.list, [&](std::string_view text) {
            const auto number = number_of(text);
            return number && in_range(part, *number) ? number : std::nullopt;
        });
    }
    switch (static_cast<Part>(index)) {
        case Part::frequency:
            return assign(rule.frequency, frequency_index.find(value));
        case Part::interval:
            return assign(rule.interval, number_of(value));
        case Part::count:
            rule.count = number_of(value);
            return rule.count.has_value();
        case Part::until:
            rule.until = parse_date_time(value);
            return rule.until.has_value();
        case Part::days:
            return read_list(value, rule.by_day, parse_weekday_number);
        case Part::week_start:
            return assign(rule.week_start, parse_weekday(value));
        case Part::scale:
            return same_name(value, "GREGORIAN");
        case Part::skip:
            return same_name(value, "OMIT");
        default:
            return false;
    }
}

/// What is wrong with a rule whose lists of numbers are in their ranges.
void check_rule(const Recurrence& rule, std::vector<std::string>& faults) {
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
    for (const WeekdayNumber& day : rule.by_day) {
        if (day.number >= -week_number_max && day.number <= week_number_max) continue;
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
}

std::string joined(const std::vector<int>& numbers) {
    std::string text;
    for (int number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

}  // namespace

RecurrenceText parse_recurrence(std::string_view text) {
    RecurrenceText result;
    Recurrence& rule = result.recurrence.emplace();
    std::vector<std::string>& faults = result.faults;
    if (text.size() > rule_bytes_max) {
        faults.push_back("the rule is longer than " + std::to_string(rule_bytes_max) + " bytes");
        text = {};
    }
    std::uint32_t seen = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view part = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) {
            if (!part.empty()) faults.push_back("\"" + std::string{part} + "\" has no '='");
            continue;
        }
        const auto index = part_index.find(part.substr(0, equals));
        const std::uint32_t bit = index ? 1U << *index : 0;
        if ((seen & bit) != 0) {
            faults.push_back(std::string{part_names[*index]} + " is given twice");
        } else if (!index || !take(rule, *index, part.substr(equals + 1))) {
            faults.push_back(upper_case(part.substr(0, equals)) + std::string{part.substr(equals)} +
                             " is not valid");
        }
        seen |= bit;
    }
    const bool has_frequency = (seen >> static_cast<int>(Part::frequency) & 1) != 0;
    if (!has_frequency) faults.emplace_back("FREQ is missing");
    if (faults.empty()) check_rule(rule, faults);
    if (!faults.empty()) result.recurrence.reset();
    return result;
}

std::vector<std::string> faults_of(const Recurrence& rule) {
    std::vector<std::string> faults;
    for (const NumberPart& part : number_parts) {
        const std::vector<int>& list = rule.*part.list;
        const bool good =
            std::all_of(list.begin(), list.end(), [&](int value) { return in_range(part, value); });
        if (!good) faults.push_back(std::string{part.name} + " is out of range");
    }
    check_rule(rule, faults);
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
