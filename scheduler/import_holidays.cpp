#include "scheduler/import_holidays.h"

#include <algorithm>
#include <map>
#include <set>

#include "graph/json.h"
#include "ical/series.h"
#include "scheduler/exchange_times.h"
#include "scheduler/input_error.h"

namespace plazo::scheduler {

using ical::Event;
using ical::LocalTime;
using ical::Series;
using timezone::Date;
using timezone::Holiday;
using timezone::YearSpan;

namespace {

int year_of(LocalTime time) {
    return static_cast<int>(timezone::date_of(time).year());
}

LocalTime new_year(int year) {
    return timezone::midnight(Date{date::year{year} / 1 / 1});
}

/// One line of at most `holiday_name_bytes_max`, cut between two characters.
std::string name_of(const std::string& summary) {
    std::string name = summary;
    for (char& c : name) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    return std::string{graph::beginning(name, holiday_name_bytes_max)};
}

/// Dates need no zone.
std::optional<timezone::Zone> no_zone(const std::string&) {
    return std::nullopt;
}

/// When the last day of its last occurrence ends; nothing: it goes on for longer than a set of
/// holidays can.
std::optional<LocalTime> last_end(const Event& event) {
    const LocalTime begin = event.start.local;
    const auto length = event.end.local - begin;
    if (!event.recurs()) return event.end.local;
    const bool endless = event.rule && !event.rule->count && !event.rule->until;
    if (endless || !event.exclusion_rules.empty()) return std::nullopt;
    const ical::Occurrences occurrences{ical::recurrence_set(event, no_zone)};
    const auto last = occurrences.last_before(LocalTime::max());
    if (!last) return event.end.local;
    if (year_of(*last) - year_of(begin) >= holiday_years_max) return std::nullopt;
    return *last + length;
}

/// Why an event gives no holidays, whatever the years; empty: it may.
std::string why_not(const Event& event, bool cancels) {
    if (event.kind == ical::EventKind::task) return "it is a task";
    if (cancels || event.cancelled()) return "it is cancelled";
    if (!event.dated()) return "it has no day";
    if (!event.all_day()) return "it has a time of day, and a holiday is a whole day";
    const auto length = event.end.local - event.start.local;
    if (length > timezone::days{timezone::holiday_length_max}) {
        return "it lasts longer than " + std::to_string(timezone::holiday_length_max) + " days";
    }
    return "";
}

/// The days of one file, by their names.
class HolidayMaker {
  public:
    HolidayMaker(const ical::Calendar& calendar, const HolidayOptions& options)
        : options_{options} {
        made_.problems = calendar.problems;
        for (const auto* list : {&calendar.events, &calendar.undated}) {
            for (const Event& event : *list) take(event, calendar.method == "CANCEL");
        }
        std::stable_sort(
            made_.events.begin(), made_.events.end(),
            [](const auto& a, const auto& b) { return a.position.line < b.position.line; });
    }

    HolidayImport make() {
        std::vector<ical::Problem> superseded;
        const std::vector<Series> all = ical::group(events_, superseded, no_zone);
        say_who_is_superseded(all);
        made_.set.name = options_.name;
        made_.set.level = options_.level;
        refuse_a_file_without_any(all);
        made_.set.covers = years_of(all);
        for (const Series& series : all) add(series);
        for (HolidayEvent& each : made_.events) {
            if (each.days == 0 && each.reason.empty())
                each.reason = "none of its days is in those years";
        }
        join_days();
        warn_of_empty_years();
        return std::move(made_);
    }

  private:
    void take(const Event& written, bool cancels) {
        const Event event = with_whole_days(written, options_.zone_of ? options_.zone_of : no_zone);
        HolidayEvent outcome{event.position, event.summary, 0, why_not(event, cancels)};
        const bool timed = event.dated() && !event.all_day() && !cancels && !event.cancelled();
        if (timed && event.kind == ical::EventKind::event) {
            warn(event.position, "\"" + event.summary + "\" is left out: " + outcome.reason);
        }
        // A cancelled override still takes its day out of the series.
        const bool replaces = event.recurrence_id && event.cancelled() && !cancels;
        if (outcome.reason.empty() || replaces) events_.push_back(event);
        made_.events.push_back(std::move(outcome));
    }

    void warn(ical::Position position, std::string text) {
        made_.problems.push_back({ical::Severity::warning, position, "holiday", std::move(text)});
    }

    /// Events are in the order of the file by now.
    HolidayEvent& outcome(ical::Position position) {
        return *std::lower_bound(
            made_.events.begin(), made_.events.end(), position.line,
            [](const HolidayEvent& each, int line) { return each.position.line < line; });
    }

    /// Those that are in no series.
    void say_who_is_superseded(const std::vector<Series>& all) {
        std::set<int> standing;
        for (const Series& series : all) {
            if (series.master) standing.insert(series.master->position.line);
            for (const Event& event : series.overrides) standing.insert(event.position.line);
        }
        for (const Event& event : events_) {
            if (standing.contains(event.position.line)) continue;
            outcome(event.position).reason = "the file has a newer version of it";
        }
    }

    void refuse_a_file_without_any(const std::vector<Series>& all) const {
        if (!all.empty()) return;
        const std::string count = std::to_string(made_.events.size());
        const std::string why =
            made_.events.empty() ? "" : "; the first one: " + made_.events.front().reason;
        throw InputError{"/", "none of the " + count + " events in the file is a holiday" + why,
                         "a holiday is an event of whole days"};
    }

    YearSpan years_of(const std::vector<Series>& all) const {
        if (options_.years) return checked(*options_.years);
        std::optional<YearSpan> years;
        const auto include = [&](const Event& event) {
            const auto end = last_end(event);
            if (!end || event.cancelled()) return;
            const int first = year_of(event.start.local);
            const int last = year_of(*end - timezone::seconds{1});
            if (!years) years = {first, last};
            *years = {std::min(years->first, first), std::max(years->last, last)};
        };
        for (const Series& series : all) {
            if (series.master) include(*series.master);
            for (const Event& event : series.overrides) include(event);
        }
        if (!years) {
            throw InputError{"/years", "the file does not tell which years it is for",
                             "name them: --years 2026-2028"};
        }
        return checked(*years);
    }

    static YearSpan checked(YearSpan years) {
        const bool in_order = years.first >= timezone::year_min && years.first <= years.last &&
                              years.last < timezone::year_max;
        if (!in_order || years.last - years.first >= holiday_years_max) {
            throw InputError{"/years",
                             std::to_string(years.first) + " to " + std::to_string(years.last) +
                                 " is no span of 1 to " + std::to_string(holiday_years_max) +
                                 " years",
                             "--years 2026-2028"};
        }
        return years;
    }

    void add(const Series& series) {
        const YearSpan years = made_.set.covers;
        // What began before the first day may last into it.
        const LocalTime from = new_year(years.first) - timezone::days{timezone::holiday_length_max};
        const auto found =
            series.between(from, new_year(years.last + 1), timezone::holidays_in_set_max, no_zone);
        if (found.truncated) {
            throw InputError{"/",
                             "\"" + series_name(series) + "\" takes place more than " +
                                 std::to_string(timezone::holidays_in_set_max) + " times",
                             "name fewer years"};
        }
        for (const ical::Instance& each : found.list) {
            if (!each.event->cancelled()) add_days(*each.event, each.start);
        }
    }

    static std::string series_name(const Series& series) {
        return series.master ? series.master->summary : series.overrides.front().summary;
    }

    void add_days(const Event& event, LocalTime start) {
        const YearSpan years = made_.set.covers;
        const LocalTime end = start + (event.end.local - event.start.local);
        for (LocalTime day = start; day < end; day += timezone::days{1}) {
            if (year_of(day) < years.first || year_of(day) > years.last) continue;
            ++outcome(event.position).days;
            auto& names = days_[timezone::date_of(day)];
            const std::string name = name_of(event.summary);
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
        if (days_.size() > static_cast<std::size_t>(timezone::holiday_days_in_set_max)) {
            throw InputError{"/",
                             "the file has more than " +
                                 std::to_string(timezone::holiday_days_in_set_max) + " holidays",
                             "name fewer years"};
        }
    }

    /// Days in a row with the same name are one holiday.
    void join_days() {
        auto& days = made_.set.days;
        for (const auto& [day, names] : days_) {
            std::string joined;
            for (const std::string& each : names) joined += (joined.empty() ? "" : " / ") + each;
            joined = name_of(joined);
            const bool goes_on =
                !days.empty() && days.back().name == joined &&
                timezone::add_days(days.back().last, 1) == day &&
                timezone::days_between(days.back().first, day) < timezone::holiday_length_max;
            if (goes_on) {
                days.back().last = day;
                continue;
            }
            Holiday holiday;
            holiday.name = joined;
            holiday.first = holiday.last = day;
            days.push_back(std::move(holiday));
        }
        if (days.size() > timezone::holidays_in_set_max) {
            throw InputError{"/",
                             "the file has more than " +
                                 std::to_string(timezone::holidays_in_set_max) + " holidays",
                             "name fewer years"};
        }
    }

    void warn_of_empty_years() {
        for (int year = made_.set.covers.first; year <= made_.set.covers.last; ++year) {
            const auto next = days_.lower_bound(timezone::date_of(new_year(year)));
            if (next != days_.end() && static_cast<int>(next->first.year()) == year) continue;
            warn({}, "the file has no holiday in " + std::to_string(year));
        }
    }

    const HolidayOptions& options_;
    std::vector<Event> events_;
    std::map<Date, std::vector<std::string>> days_;
    HolidayImport made_;
};

}  // namespace

HolidayImport import_holidays(const ical::Calendar& calendar, const HolidayOptions& options) {
    return HolidayMaker{calendar, options}.make();
}

}  // namespace plazo::scheduler
