#include "timezone/text.h"

#include <cassert>

namespace plazo::timezone {

namespace {

/// Takes a text apart from the left. The first step that fails makes all later ones fail.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
    bool done() const { return good_ && rest_.empty(); }
    bool good() const { return good_; }

    bool take(char expected) {
        if (peek() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void need(bool condition) { good_ = good_ && condition; }

    int digits(std::size_t count) {
        need(rest_.size() >= count);
        int value = 0;
        for (std::size_t i = 0; good_ && i < count; ++i) {
            need(rest_[i] >= '0' && rest_[i] <= '9');
            value = value * 10 + (rest_[i] - '0');
        }
        if (!good_) return 0;
        rest_.remove_prefix(count);
        return value;
    }

    /// `separator` is '-' for "2026-12-15" and '\0' for "20261215".
    Date date(char separator) {
        const int y = digits(4);
        if (separator != '\0') need(take(separator));
        const int m = digits(2);
        if (separator != '\0') need(take(separator));
        const int d = digits(2);
        const Date found = year{y} / m / d;
        need(found.ok() && y >= year_min);
        return found;
    }

    enum class Seconds { optional, required };

    seconds clock(char separator, Seconds presence) {
        const int hour = digits(2);
        if (separator != '\0') need(take(separator));
        const int minute = digits(2);
        int second = 0;
        const bool more = separator == '\0' || take(separator);
        if (more) second = digits(2);
        need(more || presence == Seconds::optional);
        need(hour <= 23 && minute <= 59 && second <= 60);
        return hours{hour} + minutes{minute} + seconds{second == 60 ? 59 : second};
    }

    /// The microseconds of ".75", zero where there is no point.
    std::int64_t fraction() {
        if (!take('.')) return 0;
        need(peek() >= '0' && peek() <= '9');
        std::int64_t value = 0;
        std::int64_t place = 100'000;
        while (peek() >= '0' && peek() <= '9') {
            value += place * (peek() - '0');
            place /= 10;
            rest_.remove_prefix(1);
        }
        return value;
    }

    seconds utc_offset() {
        if (take('Z') || take('z')) return seconds{0};
        const bool negative = peek() == '-';
        need(take('-') || take('+'));
        const int hour = digits(2);
        need(take(':'));
        const int minute = digits(2);
        need(hour <= 23 && minute <= 59);
        const seconds offset = hours{hour} + minutes{minute};
        return negative ? -offset : offset;
    }

  private:
    std::string_view rest_;
    bool good_ = true;
};

struct Rfc3339 {
    Instant instant;
    std::int64_t fraction;  // microseconds
};

std::optional<Rfc3339> read_rfc3339(std::string_view text) {
    Scanner scanner{text};
    const Date date = scanner.date('-');
    scanner.need(scanner.take('T') || scanner.take('t'));
    const seconds clock = scanner.clock(':', Scanner::Seconds::required);
    const std::int64_t fraction = scanner.fraction();
    const seconds offset = scanner.utc_offset();
    if (!scanner.done()) return std::nullopt;
    const Instant instant = date::sys_days{date} + clock - offset;
    const int utc_year = static_cast<int>(Date{std::chrono::floor<days>(instant)}.year());
    if (utc_year < year_min || utc_year > year_max) return std::nullopt;
    return Rfc3339{instant, fraction};
}

void append(std::string& text, unsigned value, int digits) {
    const std::size_t end = text.size() + static_cast<std::size_t>(digits);
    text.resize(end, '0');
    for (std::size_t i = end; value != 0; value /= 10) {
        text[--i] = static_cast<char>('0' + value % 10);
    }
}

void append(std::string& text, Date date, const char* separator) {
    const int y = static_cast<int>(date.year());
    assert(date.ok() && y >= year_min && y <= year_max);
    append(text, static_cast<unsigned>(y), 4);
    text += separator;
    append(text, static_cast<unsigned>(date.month()), 2);
    text += separator;
    append(text, static_cast<unsigned>(date.day()), 2);
}

void append(std::string& text, seconds clock, const char* separator) {
    const auto count = static_cast<unsigned>(clock.count());
    append(text, count / 3600, 2);
    text += separator;
    append(text, count / 60 % 60, 2);
    text += separator;
    append(text, count % 60, 2);
}

std::string format(LocalTime local, const char* date_separator, const char* clock_separator) {
    std::string text;
    append(text, date_of(local), date_separator);
    text += 'T';
    append(text, time_of_day(local), clock_separator);
    return text;
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
    const auto found = read_rfc3339(text);
    if (!found) return std::nullopt;
    return found->instant;
}

std::optional<std::int64_t> parse_rfc3339_micros(std::string_view text) {
    const auto found = read_rfc3339(text);
    if (!found) return std::nullopt;
    return found->instant.time_since_epoch().count() * 1'000'000 + found->fraction;
}

std::string format_rfc3339_micros(std::int64_t micros) {
    const std::chrono::microseconds time{micros};
    const Instant whole{std::chrono::floor<seconds>(time)};
    std::string text = format_rfc3339(whole);
    const std::string fraction = std::to_string((time - whole.time_since_epoch()).count());
    text.insert(text.size() - 1, "." + std::string(6 - fraction.size(), '0') + fraction);
    return text;
}

std::string format_rfc3339(Instant instant) {
    return format_local(LocalTime{instant.time_since_epoch()}) + "Z";
}

std::optional<LocalTime> parse_local(std::string_view text) {
    Scanner scanner{text};
    const Date date = scanner.date('-');
    scanner.need(scanner.take('T'));
    const seconds clock = scanner.clock(':', Scanner::Seconds::optional);
    if (!scanner.done()) return std::nullopt;
    return at(date, clock);
}

std::string format_local(LocalTime local) {
    return format(local, "-", ":");
}

std::optional<Date> parse_date(std::string_view text) {
    Scanner scanner{text};
    const Date date = scanner.date('-');
    if (!scanner.done()) return std::nullopt;
    return date;
}

std::string format_date(Date date) {
    std::string text;
    append(text, date, "-");
    return text;
}

std::optional<LocalTime> parse_ical_date_time(std::string_view text) {
    Scanner scanner{text};
    const Date date = scanner.date('\0');
    scanner.need(scanner.take('T'));
    const seconds clock = scanner.clock('\0', Scanner::Seconds::required);
    if (!scanner.done()) return std::nullopt;
    return at(date, clock);
}

std::string format_ical(LocalTime local) {
    return format(local, "", "");
}

std::optional<Date> parse_ical_date(std::string_view text) {
    Scanner scanner{text};
    const Date date = scanner.date('\0');
    if (!scanner.done()) return std::nullopt;
    return date;
}

std::string format_ical(Date date) {
    std::string text;
    append(text, date, "");
    return text;
}

std::optional<LocalTime> parse_graph_date_time(std::string_view text) {
    Scanner scanner{text};
    const Date date = scanner.date('-');
    scanner.need(scanner.take('T'));
    const seconds clock = scanner.clock(':', Scanner::Seconds::required);
    scanner.fraction();
    if (!scanner.done()) return std::nullopt;
    return at(date, clock);
}

std::string format_graph(LocalTime local) {
    return format_local(local);
}

}  // namespace plazo::timezone
