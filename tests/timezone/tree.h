// tests/timezone/tree.h - the frozen time zone data of the tests: version 2025b, a dozen places.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "timezone/text.h"
#include "timezone/tzdb.h"

namespace plazo::timezone {

inline const Tzdb& frozen_tzdb() {
    static const Tzdb tzdb = Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");
    return tzdb;
}

inline Zone zone(const char* name) {
    return frozen_tzdb().find(name).value();
}

inline Instant utc(const char* text) {
    return parse_rfc3339(text).value();
}

inline LocalTime local(const char* text) {
    return parse_local(text).value();
}

inline Date date(const char* text) {
    return parse_date(text).value();
}

inline std::string file_content(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace plazo::timezone
