// scheduler/import_fingerprint.h - what of an item was written, so that the next import sends only
// what differs.
//
// The store keeps a Fingerprint of each event that an import made, and the event itself carries a
// Mark. Both hold hashes: enough to tell a change, and whom we invited.
//
// Example (runs in tests/scheduler/import_item_test.cpp):
//     const Fingerprint before = parse_fingerprint(imported.hash);
//     update_json(item, 1, before);         // the members that differ, and the mark
//     exception_changes(item, before);      // the occurrences that differ
//
// Pure functions.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "graph/event.h"
#include "timezone/time.h"

namespace plazo::scheduler {

struct ImportItem;
struct ImportException;

/// An occurrence that was deleted or changed.
struct WrittenException {
    timezone::LocalTime original{};
    timezone::Instant original_moment{};
    timezone::Instant moment{};
    std::string changes;  // hash; empty: it was deleted

    bool operator==(const WrittenException&) const = default;
};

/// What was written, in the parts that are changed by requests of their own. Times and rule are the
/// structure of a series, all else is content.
struct Fingerprint {
    std::string structure;
    std::string content;
    /// Each member of both.
    std::map<std::string, std::string> members;
    std::vector<std::string> attendees;        // in order
    std::vector<WrittenException> exceptions;  // by `original`

    bool operator==(const Fingerprint&) const = default;
};

/// Empty for an item that is not to be written.
Fingerprint fingerprint_of(const ImportItem& item);

/// As ImportedEvent::hash keeps it.
std::string to_text(const Fingerprint& fingerprint);
/// Of what is no such text, an empty one: nothing is equal to it.
Fingerprint parse_fingerprint(const std::string& text);

/// What the event itself carries of it (graph::hash_property): "generation.item.shape.content",
/// where `item` is a hash of the key, and `shape` one of the structure and all exceptions.
struct Mark {
    int generation = 1;
    std::string shape;
    std::string content;
};

std::string mark_text(const ImportItem& item, int generation);
/// Nothing for the mark of another item, or none.
std::optional<Mark> read_mark(const std::string& text, const ImportItem& item);
/// The Mark::shape of what was written.
std::string shape_of(const Fingerprint& fingerprint);

/// The body of the PATCH: what people see and `before` has not, but no attendees, and of a series
/// no times. The rule is in it only where the series ends earlier now and `item.ended`.
nlohmann::json update_json(const ImportItem& item, int generation, const Fingerprint& before = {});

/// Whether the series is as it was, but for an end that has passed by now.
bool only_ends_earlier(const ImportItem& item, const Fingerprint& before);

/// The occurrences to settle so that a series with those of `before` has those of the item; one
/// that is not excepted any more gets back what the series says. Nothing: one that was deleted
/// takes place again, and only a new series has it.
std::optional<std::vector<ImportException>> exception_changes(const ImportItem& item,
                                                              const Fingerprint& before);

/// Those of `wanted` whom the one who wrote `before` had invited already.
std::vector<graph::Attendee> invited_before(const std::vector<graph::Attendee>& wanted,
                                            const Fingerprint& before);

/// The attendees that the event shall have: `current` as Graph just read it, minus those whom we
/// invited (`before`) and who are not wanted any more, plus the new ones. All others stay, and
/// whom we had invited and somebody has taken off the list by hand is not put back.
std::vector<graph::Attendee> merged_guests(const std::vector<graph::Attendee>& current,
                                           const Fingerprint& before,
                                           const std::vector<graph::Attendee>& wanted);

}  // namespace plazo::scheduler
