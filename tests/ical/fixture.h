// tests/ical/fixture.h - the files of tests/data/ical and a frozen time zone database.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ical/problem.h"
#include "ical/value.h"
#include "timezone/text.h"
#include "timezone/tzdb.h"

namespace plazo::ical {

inline std::string data_file(const std::string& name) {
    std::ifstream file{PLAZO_TEST_DATA "/ical/" + name, std::ios::binary};
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline const timezone::Tzdb& frozen_tzdb() {
    static const timezone::Tzdb tzdb = timezone::Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");
    return tzdb;
}

/// "20260302T090000"
inline LocalTime local(const char* text) {
    return timezone::parse_ical_date_time(text).value();
}

inline std::vector<std::string> codes(const std::vector<Problem>& problems) {
    std::vector<std::string> all;
    for (const Problem& problem : problems) all.push_back(problem.code);
    return all;
}

inline std::vector<std::string> spelled(const std::vector<LocalTime>& times) {
    std::vector<std::string> all;
    for (LocalTime time : times) all.push_back(timezone::format_ical(time));
    return all;
}

using Strings = std::vector<std::string>;

}  // namespace plazo::ical
