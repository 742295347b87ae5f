// tests/bench/names.h - what peers can do with names and with blocks of rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plazo::bench {

/// How many of the names have an answer; each is asked for once.
std::int64_t icu_iana_names(const std::vector<std::string>& windows);
std::int64_t icu_windows_names(const std::vector<std::string>& names);

/// Reads a VTIMEZONE so many times; how often that gave a zone.
std::int64_t icu_reads_vtimezone(const std::string& block, int times);
/// Reads it and asks for the offset of one instant.
std::int64_t libical_reads_vtimezone(const std::string& block, int times);

}  // namespace plazo::bench
