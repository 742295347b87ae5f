// What the tests of the importer share: events in a few lines, and what is planned for them.
#pragma once

#include <gtest/gtest.h>

#include "scheduler/importer.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler::testing {

using nlohmann::json;

inline std::string vevent(const std::string& lines) {
    return "BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\n" + lines + "END:VEVENT\n";
}

inline std::vector<ImportItem> plan(const std::string& parts, ImportOptions options = {},
                                    const Repository& repository = acme()) {
    options.now = now;
    const ical::Calendar calendar =
        ical::read_calendar("BEGIN:VCALENDAR\nVERSION:2.0\n" + parts + "END:VCALENDAR\n");
    return plan_import(calendar, repository, options, tzdb());
}

inline ImportItem only(const std::string& parts, ImportOptions options = {},
                       const Repository& repository = acme()) {
    const std::vector<ImportItem> items = plan(parts, options, repository);
    EXPECT_EQ(items.size(), 1U);
    return items.empty() ? ImportItem{} : items.front();
}

inline json event_of(const ImportItem& item) {
    return graph::parse_json(item.event);
}

inline bool warns(const ImportItem& item, const std::string& part) {
    for (const std::string& warning : item.warnings) {
        if (warning.find(part) != std::string::npos) return true;
    }
    return false;
}

/// As the app writes it down when the item is complete.
inline ImportedEvent imported(const ImportItem& item) {
    return {"acme",        item.uid, item.recurrence_id, "id-1",   to_text(fingerprint_of(item)),
            item.sequence, 1,        item.stamp,         item.ends};
}

inline const std::string once =
    "UID:once\nSEQUENCE:2\nSUMMARY:Once\n"
    "DTSTART;TZID=Europe/Madrid:20261207T100000\nDURATION:PT1H\n";
/// Mondays at ten from 7 December 2026.
inline const std::string weekly =
    "UID:weekly\nSUMMARY:Weekly\n"
    "DTSTART;TZID=Europe/Madrid:20261207T100000\nDURATION:PT1H\n"
    "RRULE:FREQ=WEEKLY;COUNT=6\n";
inline const std::string luis = "ATTENDEE;CN=Luis:mailto:luis@acme.es\n";
inline const std::string bea = "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:bea@example.com\n";
inline const std::string stranger = "ATTENDEE:mailto:eve@elsewhere.org\n";

inline std::string override_of(const std::string& id, const std::string& lines) {
    return vevent("UID:weekly\nRECURRENCE-ID;TZID=Europe/Madrid:" + id + "\n" + lines);
}

}  // namespace plazo::scheduler::testing
