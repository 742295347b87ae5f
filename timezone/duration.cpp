#include "timezone/duration.h"

#include <charconv>

namespace plazo::timezone {
namespace {

constexpr int months_max = duration_years_max * 12;
constexpr int days_max = duration_years_max * 366;
constexpr seconds exact_max = std::chrono::days{days_max};

/// Reads "12D": the number and the letter after it.
bool read_part(std::string_view& rest, int& number, char& unit) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc{} || end == rest.data() + rest.size() || number < 0) return false;
    unit = *end;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
    return true;
}

/// Adds one part; false where the letter is unknown, out of order, or the sum too large.
bool add_part(Duration& sum, std::string_view& letters, int number, char unit) {
    const std::size_t at = letters.find(unit);
    if (at == std::string_view::npos || number > exact_max.count()) return false;
    letters.remove_prefix(at + 1);
    constexpr int number_max = 1'000'000;
    if (unit != 'S' && number > number_max) return false;
    switch (unit) {
        case 'Y':
            sum.months += number * 12;
            break;
        case 'W':
            sum.days += number * 7;
            break;
        case 'D':
            sum.days += number;
            break;
        case 'H':
            sum.exact += std::chrono::hours{number};
            break;
        case 'S':
            sum.exact += seconds{number};
            break;
        default:
            return false;
    }
    return sum.months <= months_max && sum.days <= days_max && sum.exact <= exact_max;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    if (text.size() < 2 || text.front() != 'P') return std::nullopt;
    text.remove_prefix(1);
    Duration sum;
    bool clock = false;
    std::string_view letters = "YMWD";
    while (!text.empty()) {
        if (text.front() == 'T') {
            if (clock || text.size() == 1) return std::nullopt;
            clock = true;
            letters = "HMS";
            text.remove_prefix(1);
        }
        int number = 0;
        char unit = 0;
        if (!read_part(text, number, unit)) return std::nullopt;
        if (unit == 'M') {  // months before the T, minutes after it
            const std::size_t at = letters.find('M');
            if (at == std::string_view::npos || number > exact_max / std::chrono::minutes{1}) {
                return std::nullopt;
            }
            letters.remove_prefix(at + 1);
            if (clock) sum.exact += std::chrono::minutes{number};
            if (!clock) sum.months += number;
            if (sum.months > months_max || sum.exact > exact_max) return std::nullopt;
        } else if (!add_part(sum, letters, number, unit)) {
            return std::nullopt;
        }
    }
    return sum;
}

std::string format_duration(const Duration& duration) {
    if (duration.zero()) return "PT0S";
    std::string text = "P";
    const auto part = [&](auto number, char unit) {
        if (number != 0) text += std::to_string(number) + unit;
    };
    part(duration.months / 12, 'Y');
    part(duration.months % 12, 'M');
    part(duration.days, 'D');
    if (duration.exact != seconds{0}) text += 'T';
    part(duration.exact.count() / 3600, 'H');
    part(duration.exact.count() / 60 % 60, 'M');
    part(duration.exact.count() % 60, 'S');
    return text;
}

namespace {

LocalTime moved_on_the_wall(LocalTime from, const Duration& duration) {
    const Date date = add_days(add_months(date_of(from), duration.months), duration.days);
    return at(date, time_of_day(from));
}

}  // namespace

Instant instant_later(LocalTime from, const Duration& duration, const Zone& zone) {
    return zone.instant(moved_on_the_wall(from, duration)) + duration.exact;
}

LocalTime later(LocalTime from, const Duration& duration, const Zone& zone) {
    if (duration.exact == seconds{0}) return moved_on_the_wall(from, duration);
    return zone.local(instant_later(from, duration, zone));
}

}  // namespace plazo::timezone
