// graph/delta.h - a copy of what takes place in a calendar between two instants, kept up to date by
// asking for what has changed.
//
//     CalendarCopy copy{mailbox, from, to, "https://graph.microsoft.com"};
//     do {
//         const Response response = co_await graph(copy.request(request_id));
//         const Outcome outcome = copy.take(response, now);
//         if (!outcome.done() && !outcome.resync()) co_return outcome;     // later, from the same
//         place
//     } while (!copy.complete());
//     for (const auto& [id, event] : copy.events()) ...
//
// No I/O here: `request` says what to ask, `take` what the answer was worth. Graph gives a link
// with each page, and with the last one the link for next time; both are followed as they came
// (paging.h). The window cannot move: another window is another copy.
//
// When Graph does not know the link any more (410) everything is read anew. Until that is done the
// copy stays what it was; then it is what was read, so what vanished meanwhile is gone.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "graph/http.h"
#include "graph/outcome.h"
#include "timezone/time.h"

namespace plazo::graph {

/// Asked of Graph, which may send fewer.
inline constexpr int delta_page_items = 200;
/// A calendar with more events in one window is not copied.
inline constexpr std::size_t delta_events_max = 50'000;
/// Pages without an end would be a server gone mad.
inline constexpr int delta_pages_max = 1'000;

class CalendarCopy {
  public:
    /// `graph_root` is the origin to which links may lead.
    CalendarCopy(std::string mailbox, timezone::Instant from, timezone::Instant to,
                 std::string graph_root);
    ~CalendarCopy();
    CalendarCopy(CalendarCopy&&) noexcept;
    CalendarCopy& operator=(CalendarCopy&&) noexcept;

    /// The next page, or what has changed since the last.
    Request request(const std::string& request_id) const;

    /// Done: the page was taken in. `resync()`: the copy begins anew. Refused with status 0: the
    /// answer cannot be used, for the reason in the message; the copy begins anew. All else leaves
    /// the copy where it was.
    Outcome take(const Response& response, timezone::Instant now);

    /// Whether the last page has been taken in, so that the events are those of one moment.
    bool complete() const { return link_is_delta_; }

    /// By id, as of the last time that the copy was complete. An event is what Graph sent, which is
    /// little for the occurrences of a series: id, type, start, end and seriesMasterId.
    const std::map<std::string, nlohmann::json>& events() const { return events_; }

  private:
    void begin_anew();
    void finish_round();
    Outcome give_up(const char* why);

    std::string mailbox_;
    timezone::Instant from_;
    timezone::Instant to_;
    std::string graph_root_;
    /// Empty: from the beginning.
    std::string link_;
    bool link_is_delta_ = false;
    /// This round reads everything, and not only what has changed.
    bool everything_ = true;
    int pages_ = 0;
    /// What this round brought so far; null: removed.
    std::map<std::string, nlohmann::json> round_;
    std::map<std::string, nlohmann::json> events_;
};

}  // namespace plazo::graph
