#include <set>
#include <stdexcept>

#include "ical/vtimezone.h"
#include "tests/bench/timezone_parts.h"
#include "timezone/windows_zones.h"

namespace plazo::bench {

using timezone::Tzdb;

namespace {

using Names = std::vector<std::string>;

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

/// Those that all have the same answer to; the others are younger than a peer's data.
Names known_to_all(const Names& names, AnswerNames Peer::*answer, const Peer& ours,
                   const std::vector<Peer>& peers) {
    Names known;
    for (const std::string& each : names) {
        const std::int64_t expected = (ours.*answer)({each});
        bool same = expected != 0;
        for (const Peer& peer : peers) {
            same = same && (!(peer.*answer) || (peer.*answer)({each}) == expected);
        }
        if (same) known.push_back(each);
    }
    return known;
}

void compare(Report& report, const std::string& title, const Names& names,
             AnswerNames Peer::*answer, double icu_target, const Peer& ours,
             const std::vector<Peer>& peers) {
    const Names known = known_to_all(names, answer, ours, peers);
    if (known.size() < names.size() / 2) throw std::runtime_error{title + ": names are unknown"};
    report.note(title + ": " + std::to_string(known.size()) + " of " +
                std::to_string(names.size()) + " names, those that all data know alike");
    const auto candidate = [&](const Peer& peer) {
        return Candidate{peer.name, [&known, ask = peer.*answer] { return ask(known); }};
    };
    Measure measure{.name = title,
                    .operations = static_cast<double>(known.size()),
                    .ours = candidate(ours),
                    .times_faster = {{"ICU", icu_target}}};
    for (const Peer& peer : peers) {
        if (peer.*answer) measure.peers.push_back(candidate(peer));
    }
    report.measure(std::move(measure));
}

void compare_blocks(Report& report, const std::string& title, const std::string& block,
                    const Peer& ours, const std::vector<Peer>& peers) {
    const auto candidate = [&](const Peer& peer) {
        return Candidate{peer.name, [&block, read = peer.read_block] { return read(block); }};
    };
    Measure measure{.name = title, .unit = "us", .ours = candidate(ours), .ours_max = 5};
    for (const Peer& peer : peers) {
        if (peer.read_block) measure.peers.push_back(candidate(peer));
    }
    report.measure(std::move(measure));
}

}  // namespace

void measure_names(Report& report, const Tzdb& tzdb, const std::vector<Peer>& peers) {
    const Peer ours = plazo_peer(tzdb);
    std::set<std::string> windows;
    Names with_windows;
    for (const std::string& name : tzdb.names()) {
        const auto found = timezone::windows_from_iana(name);
        if (!found) continue;
        windows.emplace(*found);
        with_windows.push_back(name);
    }
    compare(report, "Windows name to IANA", {windows.begin(), windows.end()},
            &Peer::iana_of_windows, 4, ours, peers);
    compare(report, "IANA name to Windows", with_windows, &Peer::windows_of_iana, 400, ours, peers);
}

/// Ours reads the block, finds the zone of the database that it means, and asks that for an offset;
/// the peers read it and ask the rules of the block.
void measure_vtimezones(Report& report, const Tzdb& tzdb, const std::vector<Peer>& peers) {
    const Peer ours = plazo_peer(tzdb);
    compare_blocks(report, "VTIMEZONE of Outlook, identified", outlook_block, ours, peers);
    compare_blocks(report, "VTIMEZONE of Google, identified", google_block, ours, peers);
}

}  // namespace plazo::bench
