#include "scheduler/exchange.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "graph/json.h"
#include "ical/series.h"
#include "timezone/text.h"
#include "timezone/windows_check.h"

namespace plazo::scheduler {

using ical::DateTime;
using ical::Event;
using ical::LocalTime;
using ical::TimeKind;
using nlohmann::json;
using timezone::Instant;

namespace {

constexpr std::array weekday_names = {"monday", "tuesday",  "wednesday", "thursday",
                                      "friday", "saturday", "sunday"};
constexpr std::array index_names = {"first", "second", "third", "fourth"};

/// Exchange's calendar ends on 1 September 4500; what goes on until then has no end.
constexpr int last_year_of_exchange = 4500;

/// In a year that is no leap year.
constexpr std::array days_of_month = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

const char* name_of(timezone::Weekday weekday) {
    return weekday_names.at(static_cast<std::size_t>(weekday) - 1);
}

bool is_index(int number) {
    return number == -1 || (number >= 1 && number <= static_cast<int>(index_names.size()));
}

const char* index_name(int number) {
    return number == -1 ? "last" : index_names.at(static_cast<std::size_t>(number) - 1);
}

/// One rule on its way into a pattern. The functions answer whether they succeeded; `why_not` is
/// set when they did not.
class PatternMaker {
  public:
    PatternMaker(const ical::Recurrence& rule, LocalTime start)
        : rule_{rule}, day_{timezone::date_of(start)}, weekday_{timezone::weekday_of(day_)} {}

    bool make() {
        if (rule_.by_hour.size() > 1 || rule_.by_minute.size() > 1 || rule_.by_second.size() > 1) {
            return refuse("it takes place several times a day");
        }
        if (!rule_.by_year_day.empty() || !rule_.by_week_number.empty()) {
            return refuse("it counts days or weeks of the year");
        }
        const bool daily = rule_.frequency == ical::Frequency::daily;
        if (rule_.interval > (daily ? daily_interval_max : other_interval_max)) {
            return refuse("its interval is too long");
        }
        pattern["interval"] = rule_.interval;
        switch (rule_.frequency) {
            case ical::Frequency::daily:
                return make_daily();
            case ical::Frequency::weekly:
                return make_weekly();
            case ical::Frequency::monthly:
                return make_monthly();
            case ical::Frequency::yearly:
                return make_yearly();
            default:
                return refuse("it takes place more often than once a day");
        }
    }

    json pattern = json::object();
    std::string why_not;

  private:
    bool refuse(std::string why) {
        why_not = std::move(why);
        return false;
    }

    bool make_daily() {
        if (!rule_.by_month.empty() || !rule_.by_month_day.empty() ||
            !rule_.by_set_position.empty()) {
            return refuse("it is daily with exceptions by month or day");
        }
        if (rule_.by_day.empty()) {
            pattern["type"] = "daily";
            return true;
        }
        if (rule_.interval != 1) return refuse("it skips days and days of the week at once");
        return make_weekly();  // daily on these days of the week
    }

    bool make_weekly() {
        if (!rule_.by_month.empty() || !rule_.by_month_day.empty() ||
            !rule_.by_set_position.empty()) {
            return refuse("it is weekly with exceptions by month or day");
        }
        pattern["type"] = "weekly";
        pattern["daysOfWeek"] = weekdays();
        // Exchange's week begins on Sunday, RFC 5545's on Monday: always said.
        pattern["firstDayOfWeek"] = name_of(rule_.week_start);
        return true;
    }

    bool make_monthly() {
        if (!rule_.by_month.empty()) return refuse("it is monthly in some months only");
        constexpr int shortest = 28;
        constexpr int last_of_any = 31;  // Exchange takes a shorter month's last day for it
        if (rule_.by_day.empty()) return make_absolute("absoluteMonthly", shortest, last_of_any);
        return make_relative("relativeMonthly");
    }

    bool make_yearly() {
        if (rule_.by_month.size() > 1) return refuse("it is in several months of the year");
        const int month = rule_.by_month.empty() ? static_cast<int>(unsigned{day_.month()})
                                                 : rule_.by_month.front();
        pattern["month"] = month;
        if (!rule_.by_day.empty()) {
            if (rule_.by_month.empty()) return refuse("it counts days of the week over the year");
            return make_relative("relativeYearly");
        }
        const int length = days_of_month.at(static_cast<std::size_t>(month) - 1);
        constexpr int february = 2;
        return make_absolute("absoluteYearly", length, month == february ? 0 : length);
    }

    /// `day_max`: the last day that is never missing. `last`: how Exchange is told the last day.
    bool make_absolute(const char* type, int day_max, int last) {
        if (rule_.by_month_day.size() > 1) return refuse("it names several days of the month");
        if (!rule_.by_set_position.empty()) return refuse("it picks days by their position");
        int day = rule_.by_month_day.empty() ? static_cast<int>(unsigned{day_.day()})
                                             : rule_.by_month_day.front();
        const bool from_the_end = day < 0;
        if (day < -1 || (from_the_end && last == 0)) {
            return refuse("it counts days from the end of the month");
        }
        if (day > day_max) {
            return refuse("it leaves out months without a day " + std::to_string(day) +
                          ", where Exchange would take the last day");
        }
        pattern["type"] = type;
        pattern["dayOfMonth"] = from_the_end ? last : day;
        return true;
    }

    /// BYDAY=2TU, or a list of days with BYSETPOS=n: the n-th of all these days.
    bool make_relative(const char* type) {
        if (!rule_.by_month_day.empty()) return refuse("it names days of the month and the week");
        const bool numbered =
            std::any_of(rule_.by_day.begin(), rule_.by_day.end(),
                        [](const ical::WeekdayNumber& each) { return each.number != 0; });
        const auto& positions = rule_.by_set_position;
        if (numbered && (rule_.by_day.size() > 1 || !positions.empty())) {
            return refuse("it names several days of the month");
        }
        if (!numbered && positions.size() != 1) {
            return refuse("it is on every such day of the month");
        }
        const int index = numbered ? rule_.by_day.front().number : positions.front();
        if (!is_index(index)) return refuse("it is not on the first to fourth or last such day");
        pattern["type"] = type;
        pattern["daysOfWeek"] = weekdays();
        pattern["index"] = index_name(index);
        return true;
    }

    json weekdays() const {
        std::vector<timezone::Weekday> days;
        for (const ical::WeekdayNumber& each : rule_.by_day) days.push_back(each.weekday);
        if (days.empty()) days.push_back(weekday_);
        std::sort(days.begin(), days.end());
        days.erase(std::unique(days.begin(), days.end()), days.end());
        json names = json::array();
        for (const timezone::Weekday day : days) names.push_back(name_of(day));
        return names;
    }

    const ical::Recurrence& rule_;
    timezone::Date day_;
    timezone::Weekday weekday_;
};

/// Graph's endDate is a day and inclusive: the one before where UNTIL ends earlier on its day.
timezone::Date last_day(const ical::RecurrenceSet& set) {
    const LocalTime until = set.until.value_or(set.rule->until->local);
    const timezone::Date day = timezone::date_of(until);
    const bool whole_day = set.rule->until->kind == TimeKind::date;
    const bool too_early = timezone::time_of_day(until) < timezone::time_of_day(set.start);
    return !whole_day && too_early ? timezone::add_days(day, -1) : day;
}

json range_of(const ical::RecurrenceSet& set, std::string_view zone) {
    json range = {{"startDate", timezone::format_date(timezone::date_of(set.start))},
                  {"recurrenceTimeZone", zone},
                  {"type", "noEnd"}};
    if (set.rule->count) {
        range["type"] = "numbered";
        range["numberOfOccurrences"] = *set.rule->count;
    } else if (set.rule->until) {
        const timezone::Date day = last_day(set);
        if (int{day.year()} < last_year_of_exchange) {
            range["type"] = "endDate";
            range["endDate"] = timezone::format_date(day);
        }
    }
    return range;
}

std::string show_as(const Event& event) {
    constexpr std::array<std::array<std::string_view, 2>, 5> states = {
        {{"FREE", "free"},
         {"TENTATIVE", "tentative"},
         {"BUSY", "busy"},
         {"OOF", "oof"},
         {"WORKINGELSEWHERE", "workingElsewhere"}}};
    for (const auto& [theirs, graphs] : states) {
        if (event.busy_status == theirs) return std::string{graphs};
    }
    if (event.transparency == "TRANSPARENT") return "free";
    return event.status == "TENTATIVE" ? "tentative" : "busy";
}

/// A CLASS that is not known has to be treated as PRIVATE: RFC 5545, 3.8.1.3.
std::string sensitivity(const Event& event) {
    if (event.classification.empty() || event.classification == "PUBLIC") return "normal";
    return event.classification == "CONFIDENTIAL" ? "confidential" : "private";
}

/// RFC 5545, 3.8.1.9: 1 to 4 are high, 6 to 9 low.
std::string importance(const Event& event) {
    constexpr int medium = 5;
    if (event.priority == 0 || event.priority == medium) return "normal";
    return event.priority < medium ? "high" : "low";
}

std::optional<int> reminder_minutes(const Event& event, const GraphTimes& times,
                                    const FileZones& zones, std::vector<std::string>& warnings) {
    const auto alarm = std::find_if(event.alarms.begin(), event.alarms.end(),
                                    [](const ical::Alarm& each) { return each.action != "NONE"; });
    if (alarm == event.alarms.end()) return std::nullopt;
    if (event.alarms.end() - alarm > 1) {
        warnings.emplace_back("only the first alarm is kept: Exchange has one for each event");
    }
    timezone::seconds before{};
    if (const auto* duration = std::get_if<ical::Duration>(&alarm->trigger)) {
        before = -(duration->nominal + duration->exact);
        if (alarm->related_to_end) before -= times.end - times.start;
    } else if (const auto start = moment_of(event.start, zones)) {
        before = *start - std::get<Instant>(alarm->trigger);
    }
    if (before < timezone::seconds{0}) {
        warnings.emplace_back("the alarm is left out: Exchange has none after the start");
        return std::nullopt;
    }
    if (before > reminder_max) {
        warnings.emplace_back("the alarm is left out: it is more than a year before the start");
        return std::nullopt;
    }
    return static_cast<int>(std::chrono::duration_cast<timezone::minutes>(before).count());
}

std::string body_of(const Event& event) {
    std::string body = html_of(event.description);
    if (event.url.starts_with("https://") || event.url.starts_with("http://")) {
        const std::string url = html_of(event.url);
        body += "<p><a href=\"" + url + "\">" + url + "</a></p>";
    }
    return body;
}

/// The first `characters_max` code points.
std::string shortened(const std::string& text, std::size_t characters_max) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && ++characters > characters_max) return text.substr(0, i);
    }
    return text;
}

std::optional<std::string_view> series_windows_name(const Event& master, const FileZones& zones) {
    const auto clock = clock_of(master.start, zones);
    if (!clock) return std::nullopt;
    const LocalTime start = master.start.local;
    LocalTime end = start + series_checked_ahead;
    const auto& rule = master.rule;
    if (rule && rule->until) end = std::clamp(rule->until->local + timezone::days{1}, start, end);
    return timezone::windows_name(zones.tzdb, *clock, {clock->instant(start), clock->instant(end)});
}

}  // namespace

std::optional<timezone::Zone> clock_of(const DateTime& time, const FileZones& zones) {
    if (time.kind == TimeKind::utc) return timezone::Zone::utc();
    return time.kind == TimeKind::zoned ? zones.zone_of(time.tzid) : zones.home;
}

std::optional<Instant> moment_of(const DateTime& time, const FileZones& zones) {
    const auto clock = clock_of(time, zones);
    return clock ? std::optional{clock->instant(time.local)} : std::nullopt;
}

std::optional<Instant> end_moment_of(const Event& event, const FileZones& zones) {
    const auto end = ical::end_of(event, zones.zone_of);
    return end ? end : moment_of(event.end, zones);
}

std::optional<GraphTimes> single_times(const Event& event, const FileZones& zones) {
    const auto clock = clock_of(event.start, zones);
    const auto start = moment_of(event.start, zones);
    const auto end = end_moment_of(event, zones);
    if (!clock || !start || !end) return std::nullopt;
    const timezone::Span span{*start, std::max(*start, *end) + timezone::seconds{1}};
    const auto windows = timezone::windows_name(zones.tzdb, *clock, span);
    const std::string zone{windows.value_or("UTC")};
    if (event.all_day()) return GraphTimes{event.start.local, event.end.local, zone, true};
    const GraphTimes local{clock->local(*start), clock->local(*end), zone, false};
    const auto is_fold = [&](LocalTime time) {
        return clock->resolve(time).kind == timezone::Resolution::Kind::fold;
    };
    if (windows && !is_fold(local.start) && !is_fold(local.end)) return local;
    return GraphTimes{LocalTime{start->time_since_epoch()}, LocalTime{end->time_since_epoch()},
                      "UTC", false};
}

std::optional<GraphTimes> series_times(const Event& master, const FileZones& zones) {
    const auto clock = clock_of(master.start, zones);
    const auto end = end_moment_of(master, zones);
    const auto windows = series_windows_name(master, zones);
    if (!clock || !end || !windows) return std::nullopt;
    const LocalTime local_end = master.all_day() ? master.end.local : clock->local(*end);
    return GraphTimes{master.start.local, local_end, std::string{*windows}, master.all_day()};
}

GraphRecurrence graph_recurrence(const Event& master, const FileZones& zones) {
    const auto windows = series_windows_name(master, zones);
    if (!windows) return {"", "Windows has no time zone like its own"};
    if (!master.additions.empty() || !master.rule) return {"", "it has dates of its own (RDATE)"};
    if (master.rule->count.value_or(1) > recurrence_count_max) {
        return {"", "it has more than 999 occurrences"};
    }
    PatternMaker maker{*master.rule, master.start.local};
    if (!maker.make()) return {"", maker.why_not};

    ical::RecurrenceSet set = ical::recurrence_set(master, zones.zone_of);
    set.exceptions.clear();
    set.start_counts = false;
    const auto first = set.first(1).times;
    if (first.empty() || first.front() != set.start) {
        return {"", "its first day is not one of its rule's"};
    }
    const json made = {{"pattern", std::move(maker.pattern)}, {"range", range_of(set, *windows)}};
    return {graph::dump_json(made), ""};
}

json graph_event(const Event& event, const GraphTimes& times, const FileZones& zones,
                 std::vector<std::string>& warnings) {
    graph::EventDraft draft;
    draft.subject = shortened(event.summary, graph::subject_characters_max);
    if (draft.subject != event.summary) warnings.emplace_back("the subject is shortened");
    draft.body_html = body_of(event);
    draft.start = times.start;
    draft.end = times.end;
    draft.zone = times.zone;
    draft.all_day = times.all_day;
    draft.show_as = show_as(event);
    draft.reminder_minutes = reminder_minutes(event, times, zones, warnings);
    json made = graph::event_json(draft);
    made.erase("attendees");
    made["location"] = {{"displayName", event.location}};
    made["categories"] = event.categories;
    made["sensitivity"] = sensitivity(event);
    made["importance"] = importance(event);
    return made;
}

std::string html_of(std::string_view plain) {
    constexpr std::string_view special = "&<>\"\n";
    constexpr std::array escapes = {"&amp;", "&lt;", "&gt;", "&quot;", "<br>"};
    std::string html;
    for (const char c : plain) {
        const std::size_t found = special.find(c);
        if (found != std::string_view::npos) {
            html += escapes.at(found);
        } else if (c == '\t' || static_cast<unsigned char>(c) >= 0x20) {
            html += c;
        }
    }
    return html;
}

}  // namespace plazo::scheduler
