// tests/bench/timezone_peers.h - what a time zone library can be asked, and who is asked.
//
// Every peer is a file of its own (peer_*.cpp), so that headers do not meet, and is compiled where
// its library was found. A member that a peer has no call for is empty.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/harness.h"
#include "timezone/tzdb.h"

namespace plazo::bench {

struct Fields {
    int year, month, day, hour, minute, second;
    bool operator==(const Fields&) const = default;
};

/// The same questions for everybody. `zone[i]` is the place in `names` of the zone asked about
/// `instant[i]`; `local[i]` is what its clock shows then, at a time that comes once.
struct Questions {
    std::vector<std::string> names;
    std::vector<std::uint32_t> zone;
    std::vector<std::int64_t> instant;
    std::vector<Fields> local;
};

/// Answers all questions and returns a sum over the answers.
using Answer = std::function<std::int64_t(const Questions&)>;
using AnswerNames = std::function<std::int64_t(const std::vector<std::string>&)>;

/// What a VTIMEZONE is read for: the offset at this instant, 2026-07-01.
inline constexpr std::int64_t block_instant = 1'782'864'000;
/// When every zone that was loaded is asked for its offset, 2001-09-09.
inline constexpr std::int64_t load_instant = 1'000'000'000;
/// The territory in which places are looked for by their Windows names.
inline constexpr const char* territory = "ES";

/// A peer's clock in one place, whose answers can be compared one by one.
struct Clock {
    struct Shown {
        std::int64_t offset;
        std::string abbreviation;
        bool dst;
        Fields fields;
    };
    /// As in timezone::Resolution. `change` is of gaps and folds.
    struct Came {
        timezone::Resolution::Kind kind;
        std::int64_t earlier, later, change;
    };
    /// What it shows at an instant.
    std::function<Shown(std::int64_t)> shown;
    /// When it showed that; or by a policy of its own one instant, of the two of a gap or a fold.
    std::function<Came(const Fields&)> came = {};
    std::function<std::int64_t(const Fields&)> instant = {};
    /// The instants in (from, to) at which it changes. A peer may not tell.
    std::function<std::vector<std::int64_t>(std::int64_t from, std::int64_t to)> changes = {};
};

struct Peer {
    std::string name;
    /// It reads the system's tree, so its answers have to be ours whatever zone is asked about.
    bool same_data = true;
    /// It can do with any number of zones at a time.
    bool many_zones = true;

    /// Gets ready for the zones; called before any Answer.
    std::function<void(const Questions&)> open = {};
    Answer offsets = {};  // in seconds
    Answer bulk = {};     // the same in one call for all neighbours of a zone
    Answer latency = {};  // the same, each instant made of the answer before it
    Answer fields = {};   // sum_of() the six
    Answer instants = {};
    /// Finds the name of each question, all known already; how many it knows.
    Answer find = {};

    /// Finds each name for the first time and asks for one offset.
    AnswerNames load = {};
    AnswerNames iana_of_windows = {};  // sum_of() the IANA names in `territory`
    AnswerNames windows_of_iana = {};  // sum_of() the Windows names

    /// Reads a VTIMEZONE and asks it for its offset at block_instant.
    std::function<std::int64_t(const std::string& block)> read_block = {};
    /// Nothing where it does not know the name. A clock is done with before the next is asked for.
    std::function<std::optional<Clock>(const std::string& name)> clock = {};
};

Peer plazo_peer(const timezone::Tzdb& tzdb);

/// Those that this build has, in the order of known_peers.
std::vector<Peer> timezone_peers();
inline constexpr const char* known_peers[] = {"cctz", "absl", "date", "ICU", "libical", "glibc"};

/// A static one in its file makes a peer known to timezone_peers().
struct PeerEntry {
    explicit PeerEntry(Peer (*make)());
};

/// What is added up for one set of fields.
inline std::int64_t sum_of(int year, int month, int day, int hour, int minute, int second) {
    return year + 31 * month + 7 * day + hour + minute + second;
}

/// What is added up for one name, in characters of whatever kind. Cheap, so as not to be measured.
template <class Text>
std::int64_t sum_of(const Text& name, std::size_t length) {
    if (length == 0) return 0;
    const auto at = [&](std::size_t i) {
        return static_cast<std::int64_t>(name[static_cast<int>(i)]);
    };
    return static_cast<std::int64_t>(length) + 64 * at(0) + 4096 * at(length - 1) +
           524'288 * at(length / 2);
}

}  // namespace plazo::bench
