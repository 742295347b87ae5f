#include "timezone/tzif.h"

#include <cstdint>
#include <optional>

#include "timezone/posix_rule.h"

namespace plazo::timezone {

namespace {

constexpr std::size_t header_size = 44;
constexpr std::size_t type_size = 6;
/// Earlier than any clock; RFC 9636, 3.2 asks writers to stay above it.
constexpr std::int64_t earliest_change = -(std::int64_t{1} << 59);

/// Thrown and caught in this file only.
struct Refused {
    const char* reason;
};

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

/// The six counts of a header (RFC 9636, 3.1) and the sizes that follow from them.
struct Header {
    char version = '\0';
    std::size_t ut_indicators, standard_indicators, leap_seconds, changes, types, name_bytes;

    std::size_t body_size(std::size_t time_size) const {
        return changes * (time_size + 1) + types * type_size + name_bytes +
               leap_seconds * (time_size + 4) + standard_indicators + ut_indicators;
    }
};

/// The bytes that have not been read.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) throw Refused{"the file ends early"};
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    Header header() {
        if (rest_.substr(0, 4) != "TZif") throw Refused{"not a TZif file"};
        const std::string_view bytes = take(header_size);
        const auto count = [&](std::size_t index) {
            return static_cast<std::size_t>(big_endian(bytes.substr(20 + 4 * index, 4)));
        };
        return {bytes[4], count(0), count(1), count(2), count(3), count(4), count(5)};
    }

    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
};

std::int64_t signed_number(std::string_view bytes) {
    const std::uint64_t value = big_endian(bytes);
    return bytes.size() == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
}

ZoneTable read_body(Reader& reader, const Header& header, std::size_t time_size) {
    if (header.leap_seconds != 0) throw Refused{"the file counts leap seconds"};
    if (header.types == 0 || header.types > 256) throw Refused{"the number of types is invalid"};
    const std::string_view times = reader.take(header.changes * time_size);
    const std::string_view indices = reader.take(header.changes);
    const std::string_view types = reader.take(header.types * type_size);
    const std::string_view names = reader.take(header.name_bytes);
    reader.take(header.standard_indicators + header.ut_indicators);

    ZoneTable table;
    for (std::size_t i = 0; i < header.types; ++i) {
        const std::string_view record = types.substr(i * type_size, type_size);
        const seconds offset{signed_number(record.substr(0, 4))};
        if (offset > offset_max || offset < -offset_max) throw Refused{"an offset is too large"};
        const auto name_at = static_cast<unsigned char>(record[5]);
        const std::size_t name_end = names.find('\0', name_at);
        if (name_end == std::string_view::npos) throw Refused{"an abbreviation has no end"};
        table.types.push_back(
            {offset, record[4] != 0, std::string{names.substr(name_at, name_end - name_at)}});
    }
    const std::int64_t latest =
        Instant{date::sys_days{year{year_max} / 12 / 31}}.time_since_epoch().count();
    std::int64_t previous = earliest_change - 1;
    for (std::size_t i = 0; i < header.changes; ++i) {
        const std::int64_t when = signed_number(times.substr(i * time_size, time_size));
        const auto type = static_cast<std::uint8_t>(indices[i]);
        if (when <= previous) throw Refused{"the changes are not in order"};
        if (when > latest) throw Refused{"a change is after the year 9999"};
        if (type >= table.types.size()) throw Refused{"a change names a type that is not there"};
        table.changes.push_back({Instant{seconds{when}}, type});
        previous = when;
    }
    return table;
}

void read_footer(Reader& reader, ZoneTable& table) {
    const std::string_view text = reader.rest();
    const std::size_t end = text.find('\n', 1);
    if (text.empty() || text.front() != '\n' || end == std::string_view::npos) {
        throw Refused{"the footer is missing"};
    }
    const std::string_view rule_text = text.substr(1, end - 1);
    if (rule_text.empty()) return;
    const auto rule = parse_posix_rule(rule_text);
    if (!rule) throw Refused{"the footer is no POSIX rule"};
    if (!continue_with(table, *rule)) throw Refused{"the number of types is invalid"};
}

ZoneTable read(std::string_view bytes) {
    if (bytes.size() > tzif_bytes_max) throw Refused{"the file is too large"};
    Reader reader{bytes};
    const Header first = reader.header();
    if (first.version == '\0') return read_body(reader, first, 4);
    if (first.version < '2') throw Refused{"the version is unknown"};
    // The first body is the same in 32 bits, for readers that know no better.
    reader.take(first.body_size(4));
    const Header second = reader.header();
    ZoneTable table = read_body(reader, second, 8);
    read_footer(reader, table);
    return table;
}

}  // namespace

std::variant<ZoneTable, TzifRefusal> read_tzif(std::string_view bytes) {
    try {
        return read(bytes);
    } catch (const Refused& refused) {
        return TzifRefusal{refused.reason};
    }
}

}  // namespace plazo::timezone
