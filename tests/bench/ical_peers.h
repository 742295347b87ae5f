// tests/bench/ical_peers.h - what an iCalendar library can be made to do, and who is made to.
//
// Ours is peer_plazo_ical.cpp, libical peer_libical_ical.cpp; peers of npm and Python do the same
// in processes of their own (peer_npm.mjs, peer_python.py). A member that a peer has no call for is
// empty. A Candidate looks into what it was made of, which has to outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/harness.h"

namespace plazo::bench {

/// Calendars to read.
struct Texts {
    explicit Texts(std::vector<std::string> calendars, std::string file_name);

    std::vector<std::string> calendars;
    std::string file;             // which holds them one after the other, for other processes
    double bytes = 0;             // of all
    std::int64_t components = 0;  // in all
    /// Fewer of the same, for peers in other languages.
    const Texts* fewer = nullptr;
};

/// A rule to expand from its start to `end`, a midnight. Times are as in iCalendar.
struct Expansion {
    std::string rule;
    std::string start;
    std::string end;
    std::string tzid = "";  // the times are instants in UTC; else wall times

    std::string name() const { return rule + (tzid.empty() ? "" : ", " + tzid); }
};

/// The part of a recurrence in [from, to). The rule has been read before.
struct WindowQuestion {
    std::string name;
    std::string rule;
    std::string start;
    std::string from;
    std::string to;
};

struct IcalPeer {
    std::string name;
    /// Both answer how many components there are.
    std::function<Candidate(const Texts&)> index = {};  // values stay text
    std::function<Candidate(const Texts&)> typed = {};  // every value is read as what it is
    /// Writes what has been read before; answers the bytes.
    std::function<Candidate(const Texts&)> write = {};
    /// Reads once and keeps it: for Report::measure_in_children.
    std::function<Candidate(const Texts&)> keep = {};
    /// How many of the texts come out byte for byte when they are read and written.
    std::function<std::int64_t(const Texts&)> kept_texts = {};
    /// Both answer the sum of the times in seconds since 1970.
    std::function<Candidate(const Expansion&)> expand = {};
    std::function<Candidate(const WindowQuestion&)> window = {};
};

/// What only ours is made to do beside that.
struct OurIcal : IcalPeer {
    /// Into memory that no reading has used before.
    std::function<Candidate(const Texts&)> index_anew;
    /// Out of a Document that was not changed.
    std::function<Candidate(const Texts&)> write_untouched;
    std::function<std::int64_t(const Texts&)> untouched_texts;
    /// The rule is read each time.
    std::function<Candidate(const WindowQuestion&)> window_of_text;
    /// Reads a rule and looks for its first occurrence; answers 1 where it has one.
    std::function<Candidate(const std::string& rule, const std::string& start)> first;
    /// Streams `repeats` times the calendar as one; answers how many components it has.
    std::function<Candidate(const Texts&, int repeats)> stream;
};
OurIcal plazo_ical();

/// Those that are here, and what is wrong with each of the others.
struct IcalPeers {
    std::vector<IcalPeer> list;
    std::map<std::string, std::string> absent;
};
IcalPeers ical_peers();

/// Adds the peers of other languages.
void add_outside_peers(IcalPeers& peers);

/// A static one in its file makes a peer in C or C++ known to ical_peers().
struct IcalPeerEntry {
    explicit IcalPeerEntry(IcalPeer (*make)());
};

/// "20150105T090000" in seconds since 1970, on a clock of UTC.
std::int64_t seconds_of(const std::string& time);

}  // namespace plazo::bench
