// timezone/tzid_name.h - what a time zone identifier says by itself, without the rules of its
// block: the half of tzid.h that reads names.
//
//     zone_of_tzid({tzdb, span, {}}, "US-Eastern")->zone.name() == "America/New_York";
//     zone_of_tzid({tzdb, span, {}}, "../etc/passwd") == nothing
//
// (The examples run in tests/timezone/tzid_test.cpp.) Forms that are read, in the order in which
// they are tried: names and links of the database; Windows names, also short and in other languages
// (exchange_names.h); offsets; SystemV and POSIX rules; names behind a path; spellings; numbers of
// Exchange's CDO; what Windows shows (display_names.h).
#pragma once

#include <optional>
#include <string_view>

#include "timezone/tzid.h"

namespace plazo::timezone {

struct TzidQuestion {
    const Tzdb& tzdb;
    Span span;
    std::string_view hint;
};

struct NamedZone {
    Zone zone;
    TzidAnswer::How how;
    TzidAnswer::Confidence confidence;
};

inline constexpr std::size_t tzid_bytes_max = 256;

/// Nothing for what means nothing, and for what is no text: longer than tzid_bytes_max, not UTF-8,
/// with control characters or "..".
std::optional<NamedZone> zone_of_tzid(const TzidQuestion& question, std::string_view tzid);

}  // namespace plazo::timezone
