// tests/bench/conversions.h - what a time zone library can be asked, and what each peer answers.
//
// Every peer is a file of its own (peer_*.cpp), so that headers do not meet. A member that a peer
// has no call for is empty.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace plazo::bench {

struct Fields {
    int year, month, day, hour, minute, second;
};

/// The same questions for everybody. `zone[i]` is the place in `names` of the zone asked about
/// `instant[i]`; `local[i]` is what its clock shows at `unique[i]`, which is a time that came once.
struct Questions {
    std::vector<std::string> names;
    std::vector<std::uint32_t> zone;
    std::vector<std::int64_t> instant;
    std::vector<std::int64_t> unique;
    std::vector<Fields> local;
};

/// Answers all questions and returns a sum over the answers: of offsets in seconds, of the six
/// fields, of instants.
using Answer = std::function<std::int64_t(const Questions&)>;

struct Peer {
    std::string name;
    /// Gets ready for these zones; called before any answer.
    std::function<void(const Questions&)> open;
    Answer offsets;
    /// Each instant depends on the answer before it.
    Answer latency;
    Answer fields;
    Answer instants;
    /// Finds every name once and asks for one offset.
    std::function<void(const std::vector<std::string>&)> load;
    /// Finds the name of each question, all known already.
    Answer find;
    /// Its data are those of the system.
    bool same_data = true;
};

Peer plazo_peer();
Peer cctz_peer();
Peer date_peer();
Peer icu_peer();
Peer glibc_peer();
Peer libical_peer();

/// What is added up for one set of fields.
inline std::int64_t sum_of(int year, int month, int day, int hour, int minute, int second) {
    return year + 31 * month + 7 * day + hour + minute + second;
}

}  // namespace plazo::bench
