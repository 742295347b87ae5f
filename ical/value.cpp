#include "ical/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "ical/names.h"
#include "timezone/text.h"

namespace plazo::ical {

namespace {

constexpr std::int64_t duration_seconds_max = std::int64_t{100} * 366 * 86400;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Exactly `text` as a number without sign.
std::optional<int> number(std::string_view text) {
    int value = 0;
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "HHMMSS" of an offset, at most 23:59:59.
std::optional<seconds> parse_clock(std::string_view text) {
    if (text.size() != 6) return std::nullopt;
    const auto hour = number(text.substr(0, 2));
    const auto minute = number(text.substr(2, 2));
    const auto second = number(text.substr(4, 2));
    if (!hour || !minute || !second) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return hours{*hour} + minutes{*minute} + seconds{*second};
}

std::string two_digits(std::int64_t count) {
    return (count < 10 ? "0" : "") + std::to_string(count);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::optional<int> hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

/// An escape that is malformed or stands for a control character stays as it is.
std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_digit(text[i + 1]);
            const auto low = hex_digit(text[i + 2]);
            if (high && low && *high * 16 + *low >= 0x20 && *high * 16 + *low != 0x7F) {
                decoded += static_cast<char>(*high * 16 + *low);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

}  // namespace

std::optional<DateTime> parse_date_time(std::string_view text) {
    text = trimmed(text);
    if (const auto date = timezone::parse_ical_date(text)) {
        return DateTime{TimeKind::date, timezone::midnight(*date), {}};
    }
    const bool utc = text.ends_with('Z');
    if (utc) text.remove_suffix(1);
    const auto local = timezone::parse_ical_date_time(text);
    if (!local) return std::nullopt;
    return DateTime{utc ? TimeKind::utc : TimeKind::floating, *local, {}};
}

std::string format_date_time(const DateTime& time) {
    if (time.kind == TimeKind::date) return timezone::format_ical(timezone::date_of(time.local));
    return timezone::format_ical(time.local) + (time.kind == TimeKind::utc ? "Z" : "");
}

std::optional<Duration> parse_duration(std::string_view text) {
    text = trimmed(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (!text.starts_with('P') && !text.starts_with('p')) return std::nullopt;
    text.remove_prefix(1);
    constexpr std::string_view units = "WDTHMS";
    constexpr std::array<std::int64_t, 6> unit_seconds = {7 * 86400, 86400, 0, 3600, 60, 1};
    std::int64_t nominal = 0;
    std::int64_t exact = 0;
    std::size_t unit_min = 0;  // units come in order, each once
    bool any = false;
    while (!text.empty()) {
        const std::size_t length = static_cast<std::size_t>(
            std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
        if (length == text.size()) return std::nullopt;
        const char letter = static_cast<char>(text[length] & ~0x20);
        const std::size_t unit = units.find(letter, unit_min);
        if (unit == std::string_view::npos) return std::nullopt;
        const bool is_clock_mark = letter == 'T';
        if (!is_clock_mark) {
            const auto count = number(text.substr(0, length));
            if (!count || (unit > 2 && unit_min < 3)) return std::nullopt;
            (unit < 2 ? nominal : exact) += *count * unit_seconds[unit];
        } else if (length > 0) {
            return std::nullopt;
        }
        any = !is_clock_mark;
        unit_min = unit + 1;
        text.remove_prefix(length + 1);
    }
    if (!any || nominal > duration_seconds_max || exact > duration_seconds_max) return std::nullopt;
    const int sign = negative ? -1 : 1;
    return Duration{days{sign * nominal / 86400}, seconds{sign * exact}};
}

std::string format_duration(Duration duration) {
    // There is one sign for all of it.
    const bool mixed = (duration.nominal < days{0} && duration.exact > seconds{0}) ||
                       (duration.nominal > days{0} && duration.exact < seconds{0});
    if (mixed) return format_duration({days{0}, duration.nominal + duration.exact});
    const bool negative = duration.nominal < days{0} || duration.exact < seconds{0};
    const std::int64_t day_count = std::abs(std::int64_t{duration.nominal.count()});
    const std::int64_t second_count = std::abs(std::int64_t{duration.exact.count()});
    std::string text = negative ? "-P" : "P";
    if (day_count > 0) text += std::to_string(day_count) + "D";
    if (second_count == 0 && day_count > 0) return text;
    text += "T";
    if (second_count >= 3600) text += std::to_string(second_count / 3600) + "H";
    const bool between = second_count >= 3600 && second_count % 60 > 0;  // 1H0M1S: no gaps
    if (second_count / 60 % 60 > 0 || between) text += std::to_string(second_count / 60 % 60) + "M";
    if (second_count % 60 > 0 || second_count == 0) text += std::to_string(second_count % 60) + "S";
    return text;
}

std::optional<Period> parse_period(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto start = parse_date_time(text.substr(0, slash));
    Period period;
    period.end = parse_date_time(text.substr(slash + 1));
    if (!period.end) period.duration = parse_duration(text.substr(slash + 1));
    if (!start || start->kind == TimeKind::date) return std::nullopt;
    period.start = *start;
    if (period.end && (period.end->kind != start->kind || period.end->local <= start->local)) {
        return std::nullopt;
    }
    return period.end || period.duration ? std::optional{period} : std::nullopt;
}

std::optional<seconds> parse_utc_offset(std::string_view text) {
    text = trimmed(text);
    if (text.size() != 5 && text.size() != 7) return std::nullopt;
    if (text.front() != '+' && text.front() != '-') return std::nullopt;
    const auto offset = parse_clock(std::string{text.substr(1)} + (text.size() == 5 ? "00" : ""));
    if (!offset) return std::nullopt;
    return text.front() == '-' ? -*offset : *offset;
}

std::string format_utc_offset(seconds offset) {
    const std::int64_t count = std::chrono::abs(offset).count();
    std::string text = offset < seconds{0} ? "-" : "+";
    text += two_digits(count / 3600) + two_digits(count / 60 % 60);
    return count % 60 == 0 ? text : text + two_digits(count % 60);
}

std::string parse_text(std::string_view raw) {
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char following = raw[i] == '\\' && i + 1 < raw.size() ? raw[i + 1] : '\0';
        if (following == 'n' || following == 'N') {
            text += '\n';
            ++i;
        } else if (following == '\\' || following == ';' || following == ',') {
            text += following;
            ++i;
        } else {
            text += raw[i];
        }
    }
    return text;
}

std::string format_text(std::string_view text) {
    std::string raw;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' || c == ';' || c == ',') {
            raw += '\\';
            raw += c;
        } else if (c == '\n' || c == '\r') {
            raw += "\\n";
            if (text.substr(i, 2) == "\r\n") ++i;
        } else {
            raw += c;
        }
    }
    return raw;
}

std::vector<std::string> parse_text_list(std::string_view raw) {
    std::vector<std::string> texts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '\\') {
            ++i;
        } else if (raw[i] == ',') {
            texts.push_back(parse_text(raw.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    texts.push_back(parse_text(raw.substr(begin)));
    return texts;
}

std::optional<bool> parse_boolean(std::string_view text) {
    text = trimmed(text);
    if (same_name(text, "TRUE")) return true;
    if (same_name(text, "FALSE")) return false;
    return std::nullopt;
}

std::optional<std::int32_t> parse_integer(std::string_view text) {
    text = trimmed(text);
    const bool positive = text.starts_with('+');
    if (positive) text.remove_prefix(1);
    if (positive && text.starts_with('-')) return std::nullopt;
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_uri(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    const auto in_scheme = [&](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    };
    const std::string_view scheme = text.substr(0, colon);
    return is_letter(text.front()) && std::all_of(scheme.begin(), scheme.end(), in_scheme) &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
}

std::optional<std::string> parse_uri(std::string_view text) {
    text = trimmed(text);
    return is_uri(text) ? std::optional{std::string{text}} : std::nullopt;
}

bool is_time(std::string_view text) {
    if (text.ends_with('Z')) text.remove_suffix(1);
    if (text.ends_with("60"))
        return text.size() == 6 && parse_clock(std::string{text.substr(0, 4)} + "59").has_value();
    return parse_clock(text).has_value();
}

std::optional<std::string> parse_mail_address(std::string_view text) {
    text = trimmed(text);
    constexpr std::string_view scheme = "mailto:";
    std::string address;
    if (same_name(text.substr(0, scheme.size()), scheme)) {
        text = trimmed(text.substr(scheme.size()));
        address = percent_decoded(text.substr(0, text.find('?')));
    } else if (text.find(':') == std::string_view::npos) {
        address = text;
    }
    const std::size_t at = address.find('@');
    const bool blank = address.find_first_of(" \t<>") != std::string::npos;
    if (at == std::string::npos || at == 0 || at + 1 == address.size() || blank) {
        return std::nullopt;
    }
    return address;
}

std::string format_mail_address(std::string_view address) {
    std::string uri = "mailto:";
    for (char c : address) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F || c == '%' || c == '?' || c == '"' || c == '<' ||
            c == '>') {
            std::array<char, 4> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "%%%02X", byte);
            uri += buffer.data();
        } else {
            uri += c;
        }
    }
    return uri;
}

}  // namespace plazo::ical
