#include "ical/property_value.h"

#include <charconv>
#include <cmath>
#include <utility>

namespace plazo::ical {

namespace {

template <class Read>
bool for_each_part(std::string_view list, Read read) {
    for (std::size_t comma = list.find(','); comma != std::string_view::npos;
         comma = list.find(',')) {
        if (!read(list.substr(0, comma))) return false;
        list.remove_prefix(comma + 1);
    }
    return read(list);
}

void apply_zone(DateTime& time, const std::optional<std::string_view>& tzid) {
    if (tzid && !tzid->empty() && time.kind == TimeKind::floating) {
        time.kind = TimeKind::zoned;
        time.tzid = *tzid;
    }
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    const bool whole = error == std::errc{} && at == end;
    return whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

std::optional<GeoPosition> parse_geo(std::string_view text) {
    // Some programs part the two by a comma or escape the semicolon.
    std::size_t divider = text.find(';');
    if (divider == std::string_view::npos) divider = text.find(',');
    if (divider == std::string_view::npos) return std::nullopt;
    std::string_view first = text.substr(0, divider);
    if (first.ends_with('\\')) first.remove_suffix(1);
    const auto latitude = parse_number(first);
    const auto longitude = parse_number(text.substr(divider + 1));
    if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) {
        return std::nullopt;
    }
    return GeoPosition{*latitude, *longitude};
}

std::optional<RequestStatus> parse_request_status(std::string_view text) {
    std::string_view parts[3];
    std::size_t count = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const bool end = i == text.size() || (text[i] == ';' && count < 2);
        if (end) {
            parts[count++] = text.substr(begin, i - begin);
            begin = i + 1;
        } else if (text[i] == '\\') {
            ++i;
        }
        if (count == 3) break;
    }
    const auto is_code = [](std::string_view code) {
        return !code.empty() && code.find_first_not_of("0123456789.") == std::string_view::npos;
    };
    if (count < 2 || !is_code(parts[0])) return std::nullopt;
    return RequestStatus{std::string{parts[0]}, parse_text(parts[1]), parse_text(parts[2])};
}

template <class Parsed>
std::optional<Value> value_if(std::optional<Parsed> parsed) {
    if (!parsed) return std::nullopt;
    return Value{std::move(*parsed)};
}

std::optional<Value> raw_if(bool good, std::string_view text) {
    if (!good) return std::nullopt;
    return Value{Raw{std::string{text}}};
}

}  // namespace

ValueType type_of(const PropertyView& property) {
    const PropertyTypes& types = types_of(property.id());
    const auto written = property.parameter(ParameterName::value);
    if (!written) return types.standard;
    return value_type(*written).value_or(ValueType::unknown);
}

std::optional<std::vector<DateTime>> times_of(const PropertyView& property) {
    const auto tzid = property.parameter(ParameterName::tzid);
    std::vector<DateTime> times;
    const bool good = for_each_part(property.value(), [&](std::string_view part) {
        auto time = parse_date_time(part.substr(0, part.find('/')));
        if (!time) return false;
        apply_zone(*time, tzid);
        times.push_back(std::move(*time));
        return true;
    });
    return good ? std::optional{std::move(times)} : std::nullopt;
}

std::optional<std::vector<Period>> periods_of(const PropertyView& property) {
    const auto tzid = property.parameter(ParameterName::tzid);
    std::vector<Period> periods;
    const bool good = for_each_part(property.value(), [&](std::string_view part) {
        auto period = parse_period(part);
        if (!period) return false;
        apply_zone(period->start, tzid);
        if (period->end) apply_zone(*period->end, tzid);
        periods.push_back(std::move(*period));
        return true;
    });
    return good ? std::optional{std::move(periods)} : std::nullopt;
}

std::optional<Value> value_of(const PropertyView& property) {
    const std::string_view text = property.value();
    switch (type_of(property)) {
        case ValueType::text:
            if (types_of(property.id()).list) return Value{parse_text_list(text)};
            return Value{Texts{parse_text(text)}};
        case ValueType::date:
        case ValueType::date_time:
            return value_if(times_of(property));
        case ValueType::period:
            return value_if(periods_of(property));
        case ValueType::duration:
            return value_if(parse_duration(text));
        case ValueType::recur:
            return value_if(parse_recurrence(text).recurrence);
        case ValueType::boolean:
            return value_if(parse_boolean(text));
        case ValueType::integer:
            return value_if(parse_integer(text));
        case ValueType::number:
            return value_if(parse_number(text));
        case ValueType::geo:
            return value_if(parse_geo(text));
        case ValueType::utc_offset:
            return value_if(parse_utc_offset(text));
        case ValueType::request_status:
            return value_if(parse_request_status(text));
        case ValueType::uri:
        case ValueType::cal_address:
            return raw_if(is_uri(text), text);
        case ValueType::binary: {
            auto bytes = parse_base64(text);
            if (!bytes) return std::nullopt;
            return Value{Bytes{std::move(*bytes)}};
        }
        case ValueType::time:
            return raw_if(is_time(text), text);
        case ValueType::uid:
        case ValueType::xml_reference:
        case ValueType::unknown:
            return Value{Raw{std::string{text}}};
    }
    return std::nullopt;
}

void write_times(Writer& writer, std::string_view name, std::span<const DateTime> times) {
    writer.property(name);
    if (!times.empty()) {
        const DateTime& first = times.front();
        if (first.kind == TimeKind::date) writer.parameter("VALUE", "DATE");
        if (first.kind == TimeKind::zoned) writer.parameter("TZID", first.tzid);
    }
    std::string list;
    for (const DateTime& time : times) {
        if (!list.empty()) list += ',';
        list += format_date_time(time);
    }
    writer.value(list);
}

std::optional<std::string> parse_base64(std::string_view text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int count = 0;
    std::size_t padding = 0;
    for (char c : text) {
        if (c == ' ' || c == '\t') continue;
        const std::size_t digit = digits.find(c);
        if (c == '=') {
            ++padding;
            continue;
        }
        if (digit == std::string_view::npos || padding > 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        if (++count == 4) {
            bytes += static_cast<char>(bits >> 16 & 0xFF);
            bytes += static_cast<char>(bits >> 8 & 0xFF);
            bytes += static_cast<char>(bits & 0xFF);
            bits = 0;
            count = 0;
        }
    }
    if (count == 1 || padding > 2) return std::nullopt;
    if (count >= 2) bytes += static_cast<char>(bits >> (count == 2 ? 4 : 10) & 0xFF);
    if (count == 3) bytes += static_cast<char>(bits >> 2 & 0xFF);
    return bytes;
}

}  // namespace plazo::ical
