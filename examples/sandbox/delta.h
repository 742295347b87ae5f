// examples/sandbox/delta.h - what a client of calendarView/delta has been told, so that it can be
// told what is new.
//
//     Round round{from, to};
//     round.known = {{"id-1", "key-2"}, {"id-3", "key-1"}};      // as the calendar stands now
//     round.news = news_since({{"id-1", "key-1"}, {"id-2", "key-1"}}, round.known);
//                                                               // id-1, id-3, then id-2: removed
//     const std::string token = deltas.add(std::move(round), ids);
//
// A round is what one series of pages tells; its token leads to the pages after the first
// ($skiptoken) and, when they are read, is what the next round starts from ($deltatoken). A token
// may be used any number of times. A calendar remembers its last rounds; an older token, like one
// of another life of the sandbox, is not found, as Exchange forgets them too.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "examples/sandbox/ids.h"
#include "examples/sandbox/times.h"

namespace plazo::sandbox {

inline constexpr std::size_t rounds_remembered_max = 64;

/// Change keys by id.
using Known = std::map<std::string, std::string>;

struct Round {
    Instant from;
    Instant to;
    bool immutable_ids = false;
    Known known;                    ///< in the window when the round began
    Known outside;                  ///< outside of it; only kept where changes there are told
    std::vector<std::string> news;  ///< ids to tell, whether changed or removed
};

/// The ids that are new or have another key now, then those that are gone.
std::vector<std::string> news_since(const Known& before, const Known& now);

class Deltas {
  public:
    /// Its token.
    std::string add(Round round, Ids& ids);
    /// Null when it is not remembered.
    const Round* find(const std::string& token) const;
    void expire() { rounds_.clear(); }

  private:
    std::deque<std::pair<std::string, Round>> rounds_;  // the oldest first
};

}  // namespace plazo::sandbox
