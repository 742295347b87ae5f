#include "tests/bench/names.h"

#include "ical/vtimezone.h"
#include "tests/bench/timezone_parts.h"
#include "timezone/windows_zones.h"

namespace plazo::bench {

using timezone::Tzdb;

namespace {

const std::vector<std::string> windows_names = {
    "Romance Standard Time", "W. Europe Standard Time",   "GMT Standard Time",
    "Eastern Standard Time", "Pacific Standard Time",     "India Standard Time",
    "Tokyo Standard Time",   "AUS Eastern Standard Time", "E. South America Standard Time",
    "Russian Standard Time", "China Standard Time",       "Central Europe Standard Time"};

const std::vector<std::string> iana_names = {
    "Europe/Madrid",     "Europe/Berlin",    "America/New_York", "Asia/Kolkata",
    "Asia/Tokyo",        "Australia/Sydney", "Europe/London",    "America/Sao_Paulo",
    "Africa/Casablanca", "Atlantic/Canary"};

/// What desktop Outlook writes.
const std::string outlook_block =
    "BEGIN:VTIMEZONE\r\nTZID:Romance Standard Time\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// What Google writes.
const std::string google_block =
    "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nX-LIC-LOCATION:America/New_York\r\n"
    "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\n"
    "DTSTART:19700308T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\n"
    "DTSTART:19701101T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

constexpr int repeats = 2000;

template <class Each>
std::int64_t repeated(int times, const Each& each) {
    std::int64_t sum = 0;
    for (int i = 0; i < times; ++i) sum += each();
    return sum;
}

}  // namespace

void measure_names(Report& report, const Tzdb&) {
    Measure to_iana;
    to_iana.name = "Windows name to IANA, Spain";
    to_iana.operations = repeats * static_cast<double>(windows_names.size());
    to_iana.ours = {"plazo", [] {
                        return repeated(repeats, [] {
                            std::int64_t found = 0;
                            for (const std::string& each : windows_names) {
                                found += timezone::iana_from_windows(each, "ES") ? 1 : 0;
                            }
                            return found;
                        });
                    }};
    to_iana.peers = {
        {"ICU", [] { return repeated(repeats, [] { return icu_iana_names(windows_names); }); }}};
    to_iana.times_faster = {{"ICU", 4}};
    report.measure(std::move(to_iana));

    constexpr int few = 50;  // ICU takes its time
    Measure to_windows;
    to_windows.name = "IANA name to Windows";
    to_windows.operations = few * static_cast<double>(iana_names.size());
    to_windows.ours = {"plazo", [] {
                           return repeated(few, [] {
                               std::int64_t found = 0;
                               for (const std::string& each : iana_names) {
                                   found += timezone::windows_from_iana(each) ? 1 : 0;
                               }
                               return found;
                           });
                       }};
    to_windows.peers = {
        {"ICU", [] { return repeated(few, [] { return icu_windows_names(iana_names); }); }}};
    to_windows.times_faster = {{"ICU", 400}};
    report.measure(std::move(to_windows));
}

void measure_vtimezones(Report& report, const Tzdb& tzdb) {
    const timezone::Span years = timezone::whole_years(2024, 2026);
    const auto measure = [&](const std::string& title, const std::string& block) {
        Measure made;
        made.name = "VTIMEZONE of " + title + ": read and identified";
        made.unit = "us";
        made.operations = repeats * 1000.0;
        made.ours = {"plazo", [&] {
                         return repeated(repeats, [&] {
                             const auto read = ical::read_vtimezone(block);
                             return timezone::zone_like(tzdb, read->rules, years) ? 1 : 0;
                         });
                     }};
        made.peers = {{"ICU, only read", [&block] { return icu_reads_vtimezone(block, repeats); }}};
        made.ours_max = 5;
        report.measure(std::move(made));
    };
    measure("Outlook", outlook_block);
    measure("Google", google_block);

    constexpr int few = 4;  // libical walks from 1601
    Measure outlook;
    outlook.name = "VTIMEZONE of Outlook: beside libical";
    outlook.unit = "us";
    outlook.operations = few * 1000.0;
    outlook.ours = {"plazo", [&] {
                        return repeated(few, [&] {
                            const auto read = ical::read_vtimezone(outlook_block);
                            return timezone::zone_like(tzdb, read->rules, years) ? 1 : 0;
                        });
                    }};
    outlook.peers = {{"libical, read and one offset",
                      [] { return libical_reads_vtimezone(outlook_block, few); }}};
    report.measure(std::move(outlook));
}

}  // namespace plazo::bench
