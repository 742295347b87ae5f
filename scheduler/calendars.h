// scheduler/calendars.h - the work calendars that a repository can count by: its own, and the ready
// ones of every place.
//
//     const auto table = co_await calendars.find("acme", "office", now);
//     if (table) table->add_business_days(date, 10);
//
// A name is looked for among the repository's own calendars first, then among the ready places
// (timezone/ready_holidays.h), so that "es-madrid" works without set-up and can be replaced. What
// was compiled is kept for as long as neither the stored text nor the zone's rules change.
//
// Used on one thread. References must outlive it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>

#include "scheduler/store.h"
#include "timezone/tzdb.h"
#include "timezone/work_timetable.h"

namespace plazo::scheduler {

/// From a year ago to past the longest term (timezone/duration.h): what is compiled.
inline constexpr int calendar_years_back = 1;
inline constexpr int calendar_years_ahead = 12;

/// So many calendars a repository may have, and so many are kept compiled.
inline constexpr std::size_t calendars_in_repository_max = 100;
inline constexpr std::size_t calendars_compiled_max = 200;

class Calendars {
  public:
    // shared: what is being counted by stays while a calendar is replaced
    using Timetable = std::shared_ptr<const timezone::WorkTimetable>;

    Calendars(Store& store, const timezone::Tzdb& tzdb) : store_{store}, tzdb_{tzdb} {}

    /// nullptr when nobody knows the name. Throws InputError where the calendar knows none of the
    /// years around `now`, StoreError.
    boost::asio::awaitable<Timetable> find(std::string repository, std::string name, Instant now);

    /// Checks and stores; throws InputError with a pointer.
    boost::asio::awaitable<void> save(std::string repository, std::string name,
                                      nlohmann::json definition, Instant now);

  private:
    struct Compiled {
        std::string body;
        timezone::Zone zone;
        timezone::YearSpan years;
        Timetable table;
    };

    Store& store_;
    const timezone::Tzdb& tzdb_;
    std::map<std::pair<std::string, std::string>, Compiled> compiled_;
};

/// A calendar for the years around `now`. Throws InputError.
timezone::WorkTimetable compile_calendar(timezone::WorkCalendar calendar,
                                         const timezone::Tzdb& tzdb, Instant now);

}  // namespace plazo::scheduler
