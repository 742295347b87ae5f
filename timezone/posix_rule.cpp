#include "timezone/posix_rule.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace plazo::timezone {

namespace {

constexpr int offset_hours_max = 24;
constexpr int time_hours_max = 167;  // RFC 9636, 3.3.1: a week less an hour
constexpr std::size_t name_length_min = 3;
/// As many as an index of one byte tells apart.
constexpr std::size_t types_max = std::numeric_limits<std::uint8_t>::max() + 1;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Takes the text apart from the left; every step says whether it found what it looked for.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_{text} {}

    bool at_end() const { return text_.empty(); }
    char peek() const { return text_.empty() ? '\0' : text_.front(); }

    bool take(char expected) {
        if (peek() != expected) return false;
        text_.remove_prefix(1);
        return true;
    }

    std::optional<int> number(int max) {
        if (!is_digit(peek())) return std::nullopt;
        int value = 0;
        while (is_digit(peek())) {
            value = value * 10 + (peek() - '0');
            if (value > max) return std::nullopt;
            text_.remove_prefix(1);
        }
        return value;
    }

    std::optional<std::string> name() {
        const bool quoted = take('<');
        std::size_t length = 0;
        const auto belongs = [&](char c) {
            return is_letter(c) || (quoted && (is_digit(c) || c == '+' || c == '-'));
        };
        while (length < text_.size() && belongs(text_[length])) ++length;
        const std::string found{text_.substr(0, length)};
        text_.remove_prefix(length);
        if (length < name_length_min || (quoted && !take('>'))) return std::nullopt;
        return found;
    }

    /// [+-]hh[:mm[:ss]]
    std::optional<seconds> clock(int hours_max) {
        const bool negative = peek() == '-';
        if (negative || peek() == '+') text_.remove_prefix(1);
        const auto hour = number(hours_max);
        if (!hour) return std::nullopt;
        seconds sum = hours{*hour};
        if (take(':')) {
            const auto minute = number(59);
            if (!minute) return std::nullopt;
            sum += minutes{*minute};
            if (take(':')) {
                const auto second = number(59);
                if (!second) return std::nullopt;
                sum += seconds{*second};
            }
        }
        return negative ? -sum : sum;
    }

    std::optional<YearlyDay> month_week_day() {
        const auto month = number(12);
        const auto week = month && take('.') ? number(5) : std::nullopt;
        const auto day = week && take('.') ? number(6) : std::nullopt;
        if (!day || *month < 1 || *week < 1) return std::nullopt;
        return YearlyDay{YearlyDay::Kind::nth_weekday, date::month{static_cast<unsigned>(*month)},
                         *week == 5 ? -1 : *week, static_cast<Weekday>(*day == 0 ? 7 : *day)};
    }

    std::optional<YearlyDay> numbered_day() {
        const bool without_leap = take('J');
        const auto day = number(365);
        if (!day || (without_leap && *day < 1)) return std::nullopt;
        YearlyDay found;
        found.kind =
            without_leap ? YearlyDay::Kind::day_without_leap : YearlyDay::Kind::day_of_year;
        found.number = *day;
        return found;
    }

    std::optional<YearlyMoment> moment() {
        const auto day = take('M') ? month_week_day() : numbered_day();
        if (!day) return std::nullopt;
        YearlyMoment found{*day};
        if (take('/')) {
            const auto time = clock(time_hours_max);
            if (!time) return std::nullopt;
            found.time = *time;
        }
        return found;
    }

  private:
    std::string_view text_;
};

std::uint8_t index_of(std::vector<ZoneType>& types, ZoneType wanted) {
    auto found = std::find(types.begin(), types.end(), wanted);
    if (found == types.end()) found = types.insert(types.end(), std::move(wanted));
    return static_cast<std::uint8_t>(found - types.begin());
}

}  // namespace

LocalTime YearlyMoment::in_year(int year) const {
    const auto midnight = day.in_year(year);
    assert(midnight);  // the text can name no day that a year lacks
    return *midnight + time;
}

std::optional<PosixRule> parse_posix_rule(std::string_view text) {
    Scanner scanner{text};
    PosixRule rule;
    const auto name = scanner.name();
    const auto behind = name ? scanner.clock(offset_hours_max) : std::nullopt;
    if (!behind) return std::nullopt;
    rule.name = *name;
    rule.offset = -*behind;
    if (scanner.at_end()) return rule;

    PosixRule::Daylight daylight;
    const auto daylight_name = scanner.name();
    if (!daylight_name) return std::nullopt;
    daylight.name = *daylight_name;
    daylight.offset = rule.offset + hours{1};
    if (scanner.peek() != ',') {
        const auto daylight_behind = scanner.clock(offset_hours_max);
        if (!daylight_behind) return std::nullopt;
        daylight.offset = -*daylight_behind;
    }
    const auto starts = scanner.take(',') ? scanner.moment() : std::nullopt;
    const auto ends = starts && scanner.take(',') ? scanner.moment() : std::nullopt;
    if (!ends || !scanner.at_end()) return std::nullopt;
    daylight.starts = *starts;
    daylight.ends = *ends;
    rule.daylight = daylight;
    return rule;
}

bool continue_with(ZoneTable& table, const PosixRule& rule) {
    if (!rule.daylight) return true;  // the type of the last change is already the standard one
    const PosixRule::Daylight& daylight = *rule.daylight;
    std::vector<ZoneType> types = table.types;
    const auto standard_type = index_of(types, {rule.offset, false, rule.name});
    const auto daylight_type = index_of(types, {daylight.offset, true, daylight.name});
    if (types.size() > types_max) return false;
    table.types = std::move(types);
    // Where an end and the next start coincide there is daylight time all year: the start is the
    // last of the two, and wins.
    const YearlyMoment& ends = daylight.ends;
    const YearlyMoment& starts = daylight.starts;
    table.yearly = {{ends.day, ends.time, daylight.offset, standard_type},
                    {starts.day, starts.time, rule.offset, daylight_type}};
    return true;
}

ZoneTable table_of(const PosixRule& rule) {
    ZoneTable table{{{rule.offset, false, rule.name}}, 0, {}, {}};
    continue_with(table, rule);
    return table;
}

}  // namespace plazo::timezone
