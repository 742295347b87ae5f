// scheduler/app/import_run.h - brings the items of an import into the calendar, one request at a
// time.
//
//     create, without attendees if there are exceptions
//         -> delete or change each exception, found among the instances around its day
//         -> invite everybody, in a PATCH of its own: one invitation, already right
//         -> write down that the item is complete
//
// What stands already is changed in place, part by part, and only where it differs. A series whose
// times changed is made anew, and whoever was invited to the old one is invited to the new one.
//
// An import that was cut off is simply begun again: what is complete is unchanged, and the item in
// between is found by its transactionId or its key, and completed.
//
//     ImportRun run{sending, repository, ImportRun::Mode::real, now};
//     const ImportLine line = co_await run.carry_out(item, true);
//
// What Graph does not take (import_calls.h) is an item that has failed, and the next one is tried.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/app/import_calls.h"
#include "scheduler/import_item.h"

namespace plazo::app {

/// What became of an item.
struct ImportLine {
    scheduler::ImportDecision::Kind kind = scheduler::ImportDecision::Kind::fail;
    std::string reason;
    /// Of a failure: the same import may succeed later.
    bool retryable = false;
    std::vector<std::string> warnings;
};

/// One import under way. Its arguments stay until it is over.
class ImportRun {
  public:
    /// A rehearsal reads the store and writes nothing; its Graph is a Rehearsal. In neither has
    /// anything that ended by `now` to be cancelled.
    enum class Mode { real, rehearsal };

    ImportRun(Sending& sending, const scheduler::Repository& repository, Mode mode,
              timezone::Instant now)
        : sending_{sending},
          repository_{repository},
          calls_{sending, repository},
          mode_{mode},
          now_{now} {}

    /// Never throws for Graph's sake: what cannot be done is a line that says so. `series_in_file`:
    /// the item's series, if it has one, is an item, too.
    boost::asio::awaitable<ImportLine> carry_out(const scheduler::ImportItem& item,
                                                 bool series_in_file);

  private:
    boost::asio::awaitable<void> bring_in(const scheduler::ImportItem& item, bool series_in_file,
                                          ImportLine& line);
    boost::asio::awaitable<std::optional<graph::ReadEvent>> find(const scheduler::ImportItem& item);
    boost::asio::awaitable<bool> belongs_to_series(const scheduler::ImportItem& item);

    boost::asio::awaitable<void> create(const scheduler::ImportItem& item,
                                        const scheduler::Fingerprint& wanted, int generation,
                                        ImportLine& line);
    boost::asio::awaitable<void> recreate(const scheduler::ImportItem& item,
                                          const scheduler::ImportedEvent& standing,
                                          ImportLine& line);
    boost::asio::awaitable<std::optional<graph::ReadEvent>> post(const scheduler::ImportItem& item,
                                                                 int generation, bool& fresh);
    boost::asio::awaitable<void> settle_all(
        const scheduler::ImportItem& item, const std::string& series,
        const std::vector<scheduler::ImportException>& exceptions, ImportLine& line);
    boost::asio::awaitable<bool> settle(const std::string& series,
                                        const scheduler::ImportException& exception);
    boost::asio::awaitable<std::optional<nlohmann::json>> find_occurrence(
        const std::string& series, const scheduler::ImportException& exception);
    boost::asio::awaitable<bool> set_guests(const std::string& event_id,
                                            const scheduler::Fingerprint& before,
                                            const std::vector<graph::Attendee>& wanted);
    boost::asio::awaitable<void> update(const scheduler::ImportItem& item,
                                        const scheduler::ImportedEvent& standing, ImportLine& line);
    boost::asio::awaitable<bool> change_in_place(const scheduler::ImportItem& item,
                                                 const scheduler::ImportedEvent& standing,
                                                 ImportLine& line);
    boost::asio::awaitable<void> save(scheduler::ImportedEvent event);
    boost::asio::awaitable<void> note_version(const scheduler::ImportItem& item,
                                              std::optional<scheduler::ImportedEvent> standing);

    scheduler::ImportedEvent imported(const scheduler::ImportItem& item,
                                      const std::string& event_id, int generation,
                                      scheduler::Fingerprint written) const {
        return {repository_.name, item.uid,   item.recurrence_id, event_id, to_text(written),
                item.sequence,    generation, item.stamp,         item.ends};
    }

    Sending& sending_;
    const scheduler::Repository& repository_;
    ImportCalls calls_;
    Mode mode_;
    timezone::Instant now_;
    std::map<std::string, std::string> outdated_;  // UIDs of older series in the file, and why
    std::set<std::string> failed_;                 // UIDs that Graph did not take whole
};

}  // namespace plazo::app
