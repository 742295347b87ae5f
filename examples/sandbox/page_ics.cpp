#include "examples/sandbox/page_ics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "examples/sandbox/directory.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

struct Property {
    std::string name;
    std::map<std::string, std::string> parameters;  // names in lower case
    std::string value;
};

/// The content lines of the first VEVENT, without its alarms, unfolded (RFC 5545, 3.1).
std::vector<std::string> event_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < ics_lines_max) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const std::string_view bare = line.substr(0, line.find('\r'));
        const bool folded = !lines.empty() && (bare.starts_with(' ') || bare.starts_with('\t'));
        if (folded) {
            lines.back() += bare.substr(1);
        } else {
            lines.emplace_back(bare);
        }
    }
    const auto begin = std::find(lines.begin(), lines.end(), "BEGIN:VEVENT");
    const auto end = std::find(begin, lines.end(), "END:VEVENT");
    std::vector<std::string> out;
    bool alarm = false;
    for (auto line = begin; line != end; ++line) {
        if (*line == "BEGIN:VALARM") alarm = true;
        if (!alarm) out.push_back(*line);
        if (*line == "END:VALARM") alarm = false;
    }
    return out;
}

/// Up to the first of `ends` that does not stand in quotes, which are left out.
std::string take(std::string_view& rest, std::string_view ends) {
    std::string out;
    bool quoted = false;
    while (!rest.empty() && (quoted || ends.find(rest.front()) == ends.npos)) {
        if (rest.front() == '"') {
            quoted = !quoted;
        } else {
            out += rest.front();
        }
        rest.remove_prefix(1);
    }
    return out;
}

Property property_of(std::string_view line) {
    Property out;
    out.name = take(line, ";:");
    while (line.starts_with(';')) {
        line.remove_prefix(1);
        const std::string name = lower_case(take(line, "=;:"));
        if (line.starts_with('=')) line.remove_prefix(1);
        out.parameters[name] = take(line, ";:");
    }
    if (line.starts_with(':')) out.value = line.substr(1);
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        if (!escape) {
            out += text[i];
            continue;
        }
        ++i;
        out += text[i] == 'n' || text[i] == 'N' ? '\n' : text[i];
    }
    return out;
}

std::optional<EventTime> time_of(const Property& property, bool& all_day) {
    std::string_view value{property.value};
    if (const auto date = timezone::parse_ical_date(value)) {
        all_day = true;
        return EventTime{timezone::midnight(*date), ""};
    }
    const auto tzid = property.parameters.find("tzid");
    std::string zone = tzid == property.parameters.end() ? "" : tzid->second;
    if (value.ends_with('Z')) {
        value.remove_suffix(1);
        zone = "UTC";
    }
    const auto local = timezone::parse_ical_date_time(value);
    if (!local) return std::nullopt;
    return EventTime{*local, zone};
}

std::string address_in(const std::string& value) {
    constexpr std::string_view scheme{"mailto:"};
    return lower_case(value).starts_with(scheme) ? value.substr(scheme.size()) : value;
}

std::string name_in(const Property& property) {
    const auto name = property.parameters.find("cn");
    const bool named = name != property.parameters.end() && !name->second.empty();
    return named ? name->second : address_in(property.value);
}

Invited invited_by(const Property& property) {
    Invited out{{address_in(property.value), name_in(property)}, ""};
    const auto is = [&](const char* parameter, const char* value) {
        const auto found = property.parameters.find(parameter);
        return found != property.parameters.end() && found->second == value;
    };
    if (is("role", "OPT-PARTICIPANT")) out.attendee.type = "optional";
    if (is("role", "NON-PARTICIPANT")) out.attendee.type = "resource";
    if (is("partstat", "ACCEPTED")) out.answer = "accepted";
    if (is("partstat", "TENTATIVE")) out.answer = "tentativelyAccepted";
    if (is("partstat", "DECLINED")) out.answer = "declined";
    return out;
}

std::optional<int> integer(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "MO,WE"; nothing where a day has a number before it.
std::optional<std::vector<timezone::Weekday>> weekdays_in(std::string_view text) {
    constexpr std::array<std::string_view, 7> names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    std::vector<timezone::Weekday> out;
    while (!text.empty()) {
        const std::string_view name = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), name.size() + 1));
        const auto* found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) return std::nullopt;
        out.push_back(static_cast<timezone::Weekday>(found - names.begin() + 1));
    }
    return out;
}

using Parts = std::map<std::string, std::string>;

Parts parts_of(std::string_view rule) {
    Parts parts;
    while (!rule.empty()) {
        const std::string_view part = rule.substr(0, rule.find(';'));
        rule.remove_prefix(std::min(rule.size(), part.size() + 1));
        const std::size_t equals = std::min(part.find('='), part.size());
        parts[std::string{part.substr(0, equals)}] = part.substr(std::min(part.size(), equals + 1));
    }
    return parts;
}

/// The date of UNTIL where the event begins; a time in UTC is taken to its zone.
std::optional<Date> until_of(std::string value, const EventTime& start, const Zones& zones) {
    if (const auto date = timezone::parse_ical_date(value)) return date;
    const bool utc = value.ends_with('Z');
    if (utc) value.pop_back();
    const auto local = timezone::parse_ical_date_time(value);
    if (!local) return std::nullopt;
    const auto zone = zones.find_any(start.zone);
    if (!utc || !zone) return timezone::date_of(*local);
    return timezone::date_of(zone->local(Instant{local->time_since_epoch()}));
}

/// What each pattern needs; false where the rule says something that a Recurrence cannot.
bool read_pattern(Parts& parts, Recurrence& out) {
    using Pattern = Recurrence::Pattern;
    const std::string frequency = parts["FREQ"];
    const auto days = weekdays_in(parts["BYDAY"]);
    const int month_day = integer(parts["BYMONTHDAY"]).value_or(0);
    if (!days) return false;
    out.weekdays = *days;
    out.interval = integer(parts["INTERVAL"]).value_or(1);
    out.index = integer(parts["BYSETPOS"]).value_or(1);
    out.day_of_month = month_day == -1 ? 31 : month_day;
    out.month = integer(parts["BYMONTH"]).value_or(0);
    const bool on_day = out.day_of_month >= 1 && out.day_of_month <= 31;
    const bool on_weekdays =
        !days->empty() && ((out.index >= 1 && out.index <= 4) || out.index == -1);
    if (out.interval < 1) return false;
    if (frequency == "DAILY" || frequency == "WEEKLY") {
        out.pattern = frequency == "DAILY" ? Pattern::daily : Pattern::weekly;
        return month_day == 0 && out.month == 0;
    }
    if (!on_day && !on_weekdays) return false;
    if (frequency == "MONTHLY") {
        out.pattern = on_day ? Pattern::absolute_monthly : Pattern::relative_monthly;
        return out.month == 0;
    }
    out.pattern = on_day ? Pattern::absolute_yearly : Pattern::relative_yearly;
    return frequency == "YEARLY" && out.month >= 1 && out.month <= 12;
}

std::optional<Recurrence> recurrence_of(const Invitation& invitation, const Zones& zones) {
    Parts parts = parts_of(invitation.rule);
    Recurrence out;
    if (!invitation.start || !read_pattern(parts, out)) return std::nullopt;
    constexpr std::array<std::string_view, 9> known{
        "FREQ", "INTERVAL", "BYDAY", "UNTIL", "BYMONTHDAY", "BYMONTH", "COUNT", "BYSETPOS", "WKST"};
    for (const auto& [name, value] : parts) {
        if (std::find(known.begin(), known.end(), name) == known.end()) return std::nullopt;
    }
    out.start = timezone::date_of(invitation.start->local);
    if (parts.contains("COUNT")) out.count = integer(parts["COUNT"]);
    if (parts.contains("UNTIL")) out.end = until_of(parts["UNTIL"], *invitation.start, zones);
    return out;
}

}  // namespace

Invitation read_invitation(std::string_view ics, const Zones& zones) {
    Invitation out;
    for (const std::string& line : event_lines(ics)) {
        const Property property = property_of(line);
        const std::string& name = property.name;
        if (name == "DTSTART") out.start = time_of(property, out.all_day);
        if (name == "DTEND") out.end = time_of(property, out.all_day);
        if (name == "LOCATION") out.location = unescaped(property.value);
        if (name == "RRULE") out.rule = property.value;
        if (name == "ATTENDEE") out.people.push_back(invited_by(property));
        if (name == "ORGANIZER") {
            out.organizer = name_in(property) + " <" + address_in(property.value) + ">";
        }
        const auto duration = name == "DURATION" ? parse_duration(property.value) : std::nullopt;
        if (duration && out.start)
            out.end = EventTime{out.start->local + *duration, out.start->zone};
    }
    if (!out.rule.empty()) out.recurrence = recurrence_of(out, zones);
    return out;
}

}  // namespace plazo::sandbox
