// scheduler/import_item.h - one event that an .ics file wants of a calendar, and what to do about
// it.
//
// An item is one event of Graph's: a series with its exceptions, an event that takes place once, or
// an occurrence that has to stand alone. Its key is UID + RECURRENCE-ID. It holds all that is
// written, and a Fingerprint of that is kept: an item that was written already needs no request.
//
// Example (runs in tests/scheduler/import_item_test.cpp):
//     decide(item, std::nullopt).kind == ImportDecision::Kind::create;
//     creation_json(item, repository, 1)["transactionId"];    // the same whenever it is asked
//     decide(item, imported).kind == ImportDecision::Kind::unchanged;
//
// Pure functions; plan_import() (importer.h) makes the items.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "graph/event.h"
#include "ical/problem.h"
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

    bool operator==(const ImportException&) const = default;
};

/// What was written, in three parts, since each is changed by another request. An attendee is a
/// hash: enough to know later whom we invited.
struct Fingerprint {
    std::string structure;  // times and rule of a series, and its exceptions
    std::string content;
    std::vector<std::string> attendees;

    bool operator==(const Fingerprint&) const = default;
};

struct ImportItem {
    /// `fail`: it was wanted and cannot be had. `retract`: what an earlier import made under this
    /// key, if anything, stands under other keys now.
    enum class Action { write, cancel, retract, skip, fail };

    std::string uid;
    std::string recurrence_id;
    std::string summary;
    int sequence = 0;
    Action action = Action::write;
    /// Why not; for skip and fail.
    std::string reason;
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

Fingerprint fingerprint_of(const ImportItem& item);

/// As ImportedEvent::hash keeps it.
std::string to_text(const Fingerprint& fingerprint);
/// Of an empty text, an empty one: nothing is equal to it.
Fingerprint parse_fingerprint(const std::string& text);

/// What the event itself carries of it (graph::hash_property):
/// "generation.item.structure.content", where `item` is a hash of the key.
struct Mark {
    int generation = 1;
    Fingerprint written;
};

/// Nothing for the mark of another item, or none.
std::optional<Mark> read_mark(const std::string& text, const ImportItem& item);

struct ImportDecision {
    /// `recreate`: what changed cannot be changed in place, so the event is cancelled and made anew
    /// under the next generation. `nothing`: not worth a line.
    enum class Kind { create, recreate, update, unchanged, cancel, skip, fail, nothing };
    Kind kind = Kind::skip;
    std::string reason;
};

/// `standing`: what earlier imports made under the item's key. An event that was cancelled keeps
/// its place there with an empty event_id.
ImportDecision decide(const ImportItem& item, const std::optional<ImportedEvent>& standing);

/// The body of the POST. Attendees are in it only where there are no exceptions: those are settled
/// first, so that people get one invitation, already right.
nlohmann::json creation_json(const ImportItem& item, const Repository& repository, int generation);

/// The body of the PATCH: all that people see but times and rule of a series and attendees.
nlohmann::json update_json(const ImportItem& item, int generation);

/// Those of `wanted` whom the one who wrote `before` had invited already.
std::vector<graph::Attendee> invited_before(const std::vector<graph::Attendee>& wanted,
                                            const Fingerprint& before);

/// The attendees that the event shall have: `current` as Graph just read it, minus those whom we
/// invited (`before`) and who are not wanted any more, plus the new ones. All others stay.
std::vector<graph::Attendee> merged_guests(const std::vector<graph::Attendee>& current,
                                           const Fingerprint& before,
                                           const std::vector<graph::Attendee>& wanted);

}  // namespace plazo::scheduler
