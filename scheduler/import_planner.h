// scheduler/import_planner.h - what one .ics file wants, event by event. Internal to importer.cpp,
// which takes the file apart, and import_series.cpp, which plans what recurs.
//
//     Planner{calendar, repository, options, tzdb}.plan();
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/exchange_series.h"
#include "scheduler/importer.h"

namespace plazo::scheduler {

/// RECURRENCE-ID as a name, empty without one: the same however the time is spelt, in UTC or in any
/// zone, and whether the file has the series or not.
std::string recurrence_name(const ical::Event& event, const FileZones& zones);

inline constexpr const char* cancelled_in_file = "it is cancelled in the file";

/// Adds a warning, with the place where the event begins.
void warn(ImportItem& item, const ical::Event& event, std::string text);
void warn(ImportItem& item, const ical::Event& event, const std::vector<std::string>& texts);

inline constexpr const char* lasts_too_long = "it lasts longer than Exchange's five years";

/// Plans one file. Each plan_ function adds what becomes of its argument to `items`.
class Planner {
  public:
    /// The arguments have to stay.
    Planner(const ical::Calendar& calendar, const Repository& repository,
            const ImportOptions& options, const timezone::Tzdb& tzdb);
    std::vector<ImportItem> plan();

  private:
    ImportItem item_of(const ical::Event& event, std::string recurrence_id) const;
    ImportItem item_of(const ical::Series& series) const;
    ImportItem part_of(const ImportItem& whole, const ical::Event& event) const;
    void add(ImportItem item);
    void refuse(ImportItem item, ImportItem::Action action, std::string reason);

    bool refuse_kind(const ical::Event& event);
    void plan_superseded(const std::vector<ical::Event>& events,
                         const std::vector<ical::Series>& all);
    void plan_group(const ical::Series& series);
    void plan_recurring(const ical::Series& series, const timezone::Zone& clock);
    void plan_once(const ical::Series& series);
    void plan_single(const ical::Event& event, ImportItem item);
    void plan_series(const ical::Series& series, const ExactSeries& exact, bool ended);
    void plan_expanded(const ical::Series& series, const SingleEvents& single);

    bool has_ended(const ical::Series& series, const timezone::Zone& clock) const;
    std::optional<timezone::Instant> end_of(const ical::Series& series) const;
    void warn_of_lengths(const ical::Series& series, ImportItem& item) const;
    bool add_change(const ExactSeries& exact, const ExactSeries::Change& which,
                    const nlohmann::json& made, ImportItem& item) const;
    void rehearse(nlohmann::json& event, const std::string& meant) const;
    void finish(const ical::Event& event, nlohmann::json made, ImportItem item);
    std::string unknown_zone(const ical::Event& event) const {
        return "the time zone \"" + event.start.tzid +
               "\" is not known, and the file does not define it";
    }

    const ical::Calendar& calendar_;
    const Repository& repository_;
    const ImportOptions& options_;
    FileZones zones_;
    bool cancels_;
    std::vector<ImportItem> items_;
    std::set<std::pair<std::string, std::string>> keys_;
};

}  // namespace plazo::scheduler
