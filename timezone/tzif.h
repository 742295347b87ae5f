// timezone/tzif.h - reads the compiled zone files of an operating system, TZif (RFC 9636).
//
// Versions 1 to 4, both as full of years as older compilers wrote them ("fat", to 2037) and as
// sparse as newer ones do ("slim"), where most of the present is in the footer. The footer is
// always read: without it every answer from 2038 on would be wrong.
//
//     const auto answer = read_tzif(bytes);
//     if (const auto* table = std::get_if<ZoneTable>(&answer)) return Zone{name, *table};
//     return std::get<TzifRefusal>(answer).reason;   // "not a TZif file"
//
// The bytes are not trusted: every count is checked against the size, and a refusal is an answer.
// Files that count leap seconds (the tree "right/") are refused: an Instant is POSIX time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "timezone/zone_table.h"

namespace plazo::timezone {

/// The largest file in the fattest known tree has less than 4,000 bytes.
inline constexpr std::size_t tzif_bytes_max = 64 * 1024;

struct TzifRefusal {
    std::string reason;
};

std::variant<ZoneTable, TzifRefusal> read_tzif(std::string_view bytes);

}  // namespace plazo::timezone
