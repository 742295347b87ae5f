// timezone/exchange_names.h - what Exchange, Outlook and Lotus Notes call zones beside the Windows
// names of windows_zones.h.
//
//     windows_from_short_name("Romance") == "Romance Standard Time"
//     windows_from_local_name("Mitteleuropäische Zeit") == "W. Europe Standard Time"
//     iana_from_cdo_number("4") == "Europe/Berlin"
//
// (The examples run in tests/timezone/tzid_test.cpp.) The tables are kept by hand. ASCII letters
// compare without regard to case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plazo::timezone {

/// Also of "Romance Time", "Romance Daylight Time" and "Romance Summer Time". Nothing for the few
/// short names that once stood for places whose clocks have parted since: "E. Europe", "Dateline".
std::optional<std::string> windows_from_short_name(std::string_view text);

/// Of the names of standard and summer time where Windows speaks another language than English.
std::optional<std::string_view> windows_from_local_name(std::string_view text);

/// By the number in X-MICROSOFT-CDO-TZID. Nothing for 2, which is Lisbon in some versions and
/// Sarajevo in others, nor for what is no such number: the rules have to tell.
std::optional<std::string_view> iana_from_cdo_number(std::string_view text);

}  // namespace plazo::timezone
