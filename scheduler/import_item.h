// scheduler/import_item.h - one event that an .ics file wants of a calendar, and what to do about
// it.
//
// An item is one event of Graph's: a series with its exceptions, an event that takes place once, or
// an occurrence that has to stand alone. Its key is UID + RECURRENCE-ID. It holds all that is
// written, and a Fingerprint of that (import_fingerprint.h) is kept: an item that was written
// already needs no request.
//
// Example (runs in tests/scheduler/import_item_test.cpp):
//     decide(item, std::nullopt, now).kind == ImportDecision::Kind::create;
//     creation_json(item, repository, 1)["transactionId"];    // the same whenever it is asked
//     decide(item, imported, now).kind == ImportDecision::Kind::unchanged;
//
// Pure functions; plan_import() (importer.h) makes the items.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "graph/event.h"
#include "ical/problem.h"
#include "scheduler/import_fingerprint.h"
#include "scheduler/repository.h"
#include "scheduler/store.h"
#include "timezone/time.h"

namespace plazo::scheduler {

/// An event that is one of a series, and stands alone because Exchange has no words for that, has
/// the series' key in this extended property: by it they can be found together.
inline constexpr std::string_view series_property = "PlazoSeries";

/// Longer keys are replaced by their hash: they are part of an address.
inline constexpr std::size_t import_key_bytes_max = 200;

/// An occurrence of a series that differs or does not take place.
struct ImportException {
    /// When it would start by the rule, on the clock of the series, and where that is.
    timezone::LocalTime original{};
    timezone::Instant original_moment{};
    /// When it starts; the same where it is only changed.
    timezone::Instant moment{};
    /// JSON of the PATCH; empty: it is deleted.
    std::string changes;
    /// Where an earlier import has put it: it is looked for there, too.
    std::optional<timezone::Instant> stands_at = std::nullopt;

    bool operator==(const ImportException&) const = default;
};

struct ImportItem {
    /// `fail`: it was wanted and cannot be had. `retract`: what an earlier import made under this
    /// key, if anything, stands under other keys now.
    enum class Action { write, cancel, retract, skip, fail };

    std::string uid;
    std::string recurrence_id;
    std::string summary;
    int sequence = 0;
    std::optional<timezone::Instant> stamp;  // DTSTAMP
    Action action = Action::write;
    /// Why not; for all but write.
    std::string reason;
    /// When the last of it ends; nothing: never, or nobody knows.
    std::optional<timezone::Instant> ends;
    /// That is over, and the past is not asked for: only what stands already is brought up to date.
    bool ended = false;
    /// It stands alone, and its series is an item before it.
    bool part = false;
    /// METHOD:ADD brings it to a series that may stand already.
    bool added = false;
    /// JSON as graph_event() makes it, with `recurrence` for a series.
    std::string event;
    /// Deletions first: they make room for those that move.
    std::vector<ImportException> exceptions;
    /// Nothing: nobody is invited now, and nobody uninvited who was.
    std::optional<std::vector<graph::Attendee>> attendees;
    /// Each begins with its place in the file, "12:1: warning: ".
    std::vector<std::string> warnings;
    /// Where the events of the file begin that it is made of: a series and what differs from it.
    std::vector<ical::Position> sources;
};

/// What the event is found by in the mailbox (graph::key_property).
std::string import_key(const ImportItem& item);

struct ImportDecision {
    /// `recreate`: what changed cannot be changed in place, so the event is cancelled and made anew
    /// under the next generation. `nothing`: not worth a line.
    enum class Kind { create, recreate, update, unchanged, cancel, skip, fail, nothing };
    Kind kind = Kind::skip;
    std::string reason;
    /// Of a skip: the calendar has a newer version.
    bool outdated = false;
};

/// `standing`: what earlier imports made under the item's key. An event that was cancelled keeps
/// its place there with an empty event_id, as a series that stands as single events does: it tells
/// which version that was. What has ended by `now` is never cancelled.
ImportDecision decide(const ImportItem& item, const std::optional<ImportedEvent>& standing,
                      timezone::Instant now);

/// The body of the POST. Attendees are in it only where there are no exceptions: those are settled
/// first, so that people get one invitation, already right.
nlohmann::json creation_json(const ImportItem& item, const Repository& repository, int generation);

}  // namespace plazo::scheduler
