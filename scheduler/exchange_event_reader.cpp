// event_of() and series_of() of exchange_event.h.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/http.h"
#include "graph/json.h"
#include "scheduler/exchange_event.h"
#include "scheduler/exchange_html.h"
#include "scheduler/exchange_words.h"
#include "timezone/text.h"
#include "timezone/tzid.h"

namespace plazo::scheduler {

using graph::text_or_empty;
using ical::DateTime;
using ical::Event;
using ical::LocalTime;
using ical::TimeKind;
using nlohmann::json;
using timezone::Instant;
using timezone::Tzdb;
using timezone::Zone;

namespace {

/// What a member is where it is no object, and of what is missing.
const json& member(const json& object, const char* name) {
    static const json nothing = json::object();
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : nothing;
}

bool flag(const json& object, const char* name, bool otherwise) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

/// Windows' names and IANA's. Not those of zones that somebody drew by hand, which Exchange calls
/// "tzone://Microsoft/Custom".
std::optional<Zone> zone_named(const std::string& name, const Tzdb& tzdb) {
    if (name == "UTC" || name == "tzone://Microsoft/Utc") return Zone::utc();
    if (name.empty() || name.starts_with("tzone://")) return std::nullopt;
    return timezone::resolve_tzid(tzdb, name).zone;
}

bool is_utc(const Zone& zone) {
    return zone.name() == Zone::utc().name();
}

/// One event on its way. The functions answer whether they succeeded; `why` is set when they did
/// not.
class EventMaker {
  public:
    EventMaker(const json& written, const Tzdb& tzdb, std::vector<std::string>& warnings)
        : json_{written}, tzdb_{tzdb}, warnings_{warnings} {}

    /// `series`: whose exception it is, if it is one; it is told by its clock then.
    bool make(const EventMaker* series = nullptr) {
        if (!json_.is_object()) return refuse("it is no event");
        return read_times(series) && read_recurrence() && read_rest();
    }

    Event event;
    /// Which the times are told in.
    Zone clock = Zone::utc();
    std::string why;

  private:
    bool refuse(std::string text) {
        why = std::move(text);
        return false;
    }

    /// The zone in which the series goes on, else the one in which the event was made, else that of
    /// the answer.
    std::optional<Zone> own_clock() const {
        const json& range = member(member(json_, "recurrence"), "range");
        if (const auto zone = zone_named(text_or_empty(range, "recurrenceTimeZone"), tzdb_)) {
            return zone;
        }
        if (const auto zone = zone_named(text_or_empty(json_, "originalStartTimeZone"), tzdb_)) {
            return zone;
        }
        return zone_named(text_or_empty(member(json_, "start"), "timeZone"), tzdb_);
    }

    DateTime on_clock(Instant instant, bool whole_day) const {
        const LocalTime local = clock.local(instant);
        if (whole_day) return {TimeKind::date, timezone::midnight(timezone::date_of(local)), ""};
        // A local time means the first of two instants that show it (RFC 5545, 3.3.5).
        if (is_utc(clock) || clock.instant(local) != instant) {
            return {TimeKind::utc, LocalTime{instant.time_since_epoch()}, ""};
        }
        return {TimeKind::zoned, local, clock.name()};
    }

    /// Whole days come at midnight of whatever zone they are asked for.
    bool read_time(const char* name, bool all_day, Instant& moment, DateTime& to) {
        const json& written = member(json_, name);
        const auto local = timezone::parse_graph_date_time(text_or_empty(written, "dateTime"));
        if (!local) return refuse("its " + std::string{name} + " is no time");
        if (all_day) {
            to = {TimeKind::date, timezone::midnight(timezone::date_of(*local)), ""};
            moment = Instant{to.local.time_since_epoch()};
            return true;
        }
        const std::string zone_name = text_or_empty(written, "timeZone");
        const auto zone = zone_named(zone_name, tzdb_);
        if (!zone) return refuse("the time zone \"" + zone_name + "\" is not known");
        moment = zone->instant(*local);
        to = on_clock(moment, false);
        return true;
    }

    bool read_times(const EventMaker* series) {
        const bool all_day = flag(json_, "isAllDay", false);
        const auto own = series != nullptr ? std::optional{series->clock} : own_clock();
        if (!own && !all_day) {
            return refuse("the time zone \"" + text_or_empty(member(json_, "start"), "timeZone") +
                          "\" is not known");
        }
        if (own) clock = *own;
        Instant start;
        Instant end;
        if (!read_time("start", all_day, start, event.start)) return false;
        if (!read_time("end", all_day, end, event.end)) return false;
        if (end < start) return refuse("it ends before it begins");
        // Both on one clock, but for a series: its hours are those of its zone.
        const bool series_start = json_.contains("recurrence") && json_["recurrence"].is_object();
        if (!all_day && event.start.kind != event.end.kind && !series_start) {
            event.start = {TimeKind::utc, LocalTime{start.time_since_epoch()}, ""};
            event.end = {TimeKind::utc, LocalTime{end.time_since_epoch()}, ""};
        }
        const auto original = timezone::parse_rfc3339(text_or_empty(json_, "originalStart"));
        if (original) {
            const bool whole_day = series != nullptr ? series->event.all_day() : all_day;
            event.recurrence_id = on_clock(*original, whole_day);
        }
        return true;
    }

    bool read_recurrence() {
        const json& recurrence = member(json_, "recurrence");
        if (recurrence.empty()) return true;
        const auto read = scheduler::read_recurrence(recurrence);
        if (const auto* refused = std::get_if<Refused>(&read)) return refuse(refused->why);
        event.rule = rule_of(std::get<GraphRecurrence>(read), event.start, clock);
        return true;
    }

    bool read_rest() {
        event.uid = text_or_empty(json_, "iCalUId");
        event.summary = text_or_empty(json_, "subject");
        event.location = text_or_empty(member(json_, "location"), "displayName");
        event.stamp = timezone::parse_rfc3339(text_or_empty(json_, "lastModifiedDateTime"));
        const auto categories = json_.find("categories");
        if (categories != json_.end() && categories->is_array()) {
            for (const json& each : *categories) {
                if (each.is_string()) event.categories.push_back(each.get<std::string>());
            }
        }
        if (flag(json_, "isCancelled", false)) event.status = "CANCELLED";
        set_show_as(text_or_empty(json_, "showAs"), event);
        event.classification = class_of(text_or_empty(json_, "sensitivity"));
        event.priority = priority_of(text_or_empty(json_, "importance"));
        read_body();
        read_reminder();
        read_people();
        return true;
    }

    /// The link that graph_event() adds becomes the URL again.
    void read_body() {
        const json& body = member(json_, "body");
        std::string content = text_or_empty(body, "content");
        if (!graph::equal_ignoring_case(text_or_empty(body, "contentType"), "html")) {
            event.description = std::move(content);
            return;
        }
        const std::size_t begin = content.rfind("<p><a href=\"");
        const std::string link = begin == std::string::npos ? "" : content.substr(begin);
        const std::string url = text_of_html(link);
        if (!url.empty() && link.starts_with(link_to(url))) {
            event.url = url;
            content.erase(begin);
        }
        event.description = text_of_html(content);
    }

    void read_reminder() {
        if (!flag(json_, "isReminderOn", false)) return;
        const auto minutes = json_.find("reminderMinutesBeforeStart");
        if (minutes == json_.end() || !minutes->is_number_integer()) return;
        const std::chrono::minutes before{minutes->get<std::int64_t>()};
        if (before < std::chrono::minutes{0} || before > reminder_max) {
            warnings_.emplace_back(
                "the reminder is left out: it is not in the year before the "
                "start");
            return;
        }
        ical::Alarm alarm;
        alarm.trigger = ical::Duration{timezone::days{0}, -before};
        alarm.description = "Reminder";
        event.alarms.push_back(std::move(alarm));
    }

    void read_people() {
        const json& organizer = member(member(json_, "organizer"), "emailAddress");
        const std::string address = text_or_empty(organizer, "address");
        if (address.find('@') != std::string::npos) {
            event.organizer = ical::Organizer{address, text_or_empty(organizer, "name")};
        }
        const auto attendees = json_.find("attendees");
        if (attendees == json_.end() || !attendees->is_array()) return;
        const bool asks = flag(json_, "responseRequested", true);
        for (const json& each : *attendees) {
            if (auto attendee = attendee_of(each, asks)) {
                event.attendees.push_back(std::move(*attendee));
            } else {
                warnings_.emplace_back("an attendee without an e-mail address is left out");
            }
        }
    }

    const json& json_;
    const Tzdb& tzdb_;
    std::vector<std::string>& warnings_;
};

/// "OID.AAMk...=.2026-03-09": the day at the end is the occurrence's in the zone of the series.
std::vector<DateTime> cancelled_occurrences(const json& master, const Event& event) {
    constexpr std::size_t date_bytes = 10;
    std::vector<DateTime> days;
    const auto list = master.find("cancelledOccurrences");
    if (list == master.end() || !list->is_array()) return days;
    for (const json& each : *list) {
        const std::string name = each.is_string() ? each.get<std::string>() : std::string{};
        if (name.size() < date_bytes) continue;
        const auto day = timezone::parse_date(name.substr(name.size() - date_bytes));
        if (!day) continue;
        DateTime time = event.start;
        time.local = timezone::at(*day, timezone::time_of_day(event.start.local));
        days.push_back(std::move(time));
    }
    return days;
}

}  // namespace

std::variant<Event, Refused> event_of(const json& event, const Tzdb& tzdb,
                                      std::vector<std::string>& warnings) {
    EventMaker maker{event, tzdb, warnings};
    if (!maker.make()) return Refused{maker.why};
    return std::move(maker.event);
}

std::variant<ical::Series, Refused> series_of(const json& master,
                                              const std::vector<json>& instances, const Tzdb& tzdb,
                                              std::vector<std::string>& warnings) {
    EventMaker maker{master, tzdb, warnings};
    if (!maker.make()) return Refused{maker.why};
    ical::Series series;
    series.master = maker.event;
    series.master->exceptions = cancelled_occurrences(master, *series.master);
    for (const json& instance : instances) {
        if (!graph::equal_ignoring_case(text_or_empty(instance, "type"), "exception")) continue;
        EventMaker exception{instance, tzdb, warnings};
        if (!exception.make(&maker)) return Refused{exception.why};
        if (!exception.event.recurrence_id) return Refused{"an exception has no originalStart"};
        exception.event.uid = series.master->uid;
        exception.event.rule.reset();
        series.overrides.push_back(std::move(exception.event));
    }
    std::stable_sort(series.overrides.begin(), series.overrides.end(),
                     [](const Event& a, const Event& b) {
                         return a.recurrence_id->local < b.recurrence_id->local;
                     });
    return series;
}

}  // namespace plazo::scheduler
