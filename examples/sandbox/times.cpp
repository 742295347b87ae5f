#include "examples/sandbox/times.h"

#include <array>
#include <charconv>

#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

/// Seconds of one designator of ISO 8601; "M" means minutes after the "T" and is refused before it.
std::optional<std::chrono::seconds> unit(char designator, bool clock) {
    if (!clock && designator == 'W') return std::chrono::hours{7 * 24};
    if (!clock && designator == 'D') return std::chrono::hours{24};
    if (clock && designator == 'H') return std::chrono::hours{1};
    if (clock && designator == 'M') return std::chrono::minutes{1};
    if (clock && designator == 'S') return std::chrono::seconds{1};
    return std::nullopt;
}

}  // namespace

bool in_exchanges_time(LocalTime time) {
    static const LocalTime first = *timezone::parse_local("1601-01-01T00:00:00");
    static const LocalTime end = *timezone::parse_local("4500-09-01T00:00:00");
    return time >= first && time < end;
}

bool in_exchanges_time(Instant time) {
    return in_exchanges_time(LocalTime{time.time_since_epoch()});
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (const auto instant = timezone::parse_rfc3339(text)) return instant;
    auto local = timezone::parse_graph_date_time(text);
    if (!local) local = timezone::parse_local(text);
    if (const auto date = timezone::parse_date(text)) local = timezone::midnight(*date);
    if (!local) return std::nullopt;
    return Instant{local->time_since_epoch()};
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    constexpr long long number_max = 1'000'000'000;
    if (!text.starts_with("P")) return std::nullopt;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::chrono::seconds total{0};
    bool clock = false;
    while (!text.empty()) {
        if (!clock && text.front() == 'T') {
            clock = true;
            text.remove_prefix(1);
        }
        long long number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (error != std::errc{} || number < 0 || number > number_max || text.empty()) {
            return std::nullopt;
        }
        const auto length = unit(text.front(), clock);
        if (!length) return std::nullopt;
        total += number * *length;
        if (total > duration_max) return std::nullopt;
        text.remove_prefix(1);
    }
    return total;
}

std::string http_text(Instant instant) {
    constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string utc = timezone::format_rfc3339(instant);  // 2026-12-15T13:00:00Z
    const Date date = timezone::date_of(LocalTime{instant.time_since_epoch()});
    const auto weekday = static_cast<std::size_t>(timezone::weekday_of(date));
    return std::string{days[weekday - 1]} + ", " + utc.substr(8, 2) + " " +
           months[unsigned{date.month()} - 1] + " " + utc.substr(0, 4) + " " + utc.substr(11, 8) +
           " GMT";
}

void MovableClock::advance(std::chrono::seconds duration) {
    if (frozen_) {
        *frozen_ += duration;
    } else {
        shift_ += duration;
    }
}

void MovableClock::set(Instant instant) {
    if (frozen_) {
        frozen_ = instant;
    } else {
        shift_ = instant - base_();
    }
}

void MovableClock::freeze(bool stop) {
    if (stop == frozen_.has_value()) return;
    if (stop) {
        frozen_ = now();
    } else {
        shift_ = *frozen_ - base_();
        frozen_.reset();
    }
}

}  // namespace plazo::sandbox
