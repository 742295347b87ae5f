#include "graph/delta.h"

#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "graph/odata.h"
#include "graph/paging.h"

namespace plazo::graph {

using nlohmann::json;

CalendarCopy::CalendarCopy(std::string mailbox, timezone::Instant from, timezone::Instant to,
                           std::string graph_root)
    : mailbox_{std::move(mailbox)}, from_{from}, to_{to}, graph_root_{std::move(graph_root)} {}

CalendarCopy::~CalendarCopy() = default;
CalendarCopy::CalendarCopy(CalendarCopy&&) noexcept = default;
CalendarCopy& CalendarCopy::operator=(CalendarCopy&&) noexcept = default;

Request CalendarCopy::request(const std::string& request_id) const {
    // take() keeps no link that cannot be followed.
    Request made =
        link_.empty()
            ? call("GET", user_path(mailbox_) + "/calendarView/delta?" + window(from_, to_),
                   request_id)
            : follow(link_, graph_root_, request_id).value();
    prefer(made, "odata.maxpagesize=" + std::to_string(delta_page_items));
    return made;
}

Outcome CalendarCopy::take(const Response& response, timezone::Instant now) {
    Outcome outcome = outcome_of(response, Repeatable::yes, now);
    if (outcome.resync()) begin_anew();
    if (!outcome.done()) return outcome;
    std::optional<Page> page = read_page(response.body);
    if (!page) {
        outcome.kind = Outcome::Kind::unavailable;
        outcome.message = "Graph's answer holds no events";
        return outcome;
    }
    for (json& entry : page->items) {
        std::string id = text_or_empty(entry, "id");
        if (id.empty()) continue;
        const bool removed = entry.contains("@removed");
        round_.insert_or_assign(std::move(id), removed ? json{} : std::move(entry));
    }
    const bool last = page->next_link.empty();
    const std::string& link = last ? page->delta_link : page->next_link;
    if (!follow(link, graph_root_, "")) return give_up("its link leads elsewhere, or nowhere");
    if (++pages_ > delta_pages_max) return give_up("it has too many pages");
    if (round_.size() > delta_events_max) return give_up("it has too many events in the window");
    link_ = link;
    link_is_delta_ = last;
    if (last) finish_round();
    return outcome;
}

void CalendarCopy::finish_round() {
    if (everything_) events_.clear();
    for (auto& [id, event] : round_) {
        // A removal of what was never there says that something changed outside of the window.
        if (event.is_null()) {
            events_.erase(id);
        } else {
            events_.insert_or_assign(id, std::move(event));
        }
    }
    round_.clear();
    pages_ = 0;
    everything_ = false;
}

void CalendarCopy::begin_anew() {
    link_.clear();
    link_is_delta_ = false;
    everything_ = true;
    pages_ = 0;
    round_.clear();
}

Outcome CalendarCopy::give_up(const char* why) {
    begin_anew();
    Outcome outcome;
    outcome.kind = Outcome::Kind::refused;
    outcome.message = "the calendar of " + mailbox_ + " cannot be copied: " + why;
    return outcome;
}

}  // namespace plazo::graph
