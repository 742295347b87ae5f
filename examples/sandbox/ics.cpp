#include "examples/sandbox/ics.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "examples/sandbox/bodies.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using timezone::format_ical;

constexpr std::size_t line_octets_max = 75;

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c != '\n' && c != '\t' && (code < 0x20 || code == 0x7f)) continue;
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        out += c;
    }
    return out;
}

/// A parameter value, quoted where it must be; quotes themselves cannot stand in one.
std::string parameter(std::string text) {
    for (char& c : text) {
        if (c == '"' || static_cast<unsigned char>(c) < 0x20) c = '\'';
    }
    return text.find_first_of(":;,") == text.npos ? text : "\"" + text + "\"";
}

std::string utc(Instant instant) {
    return format_ical(LocalTime{instant.time_since_epoch()}) + "Z";
}

class Writer {
  public:
    /// One content line, folded between UTF-8 characters.
    void line(std::string_view text) {
        std::size_t room = line_octets_max;
        while (text.size() > room) {
            std::size_t cut = room;
            while ((static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
            out_.append(text.substr(0, cut)).append("\r\n ");
            text.remove_prefix(cut);
            room = line_octets_max - 1;
        }
        out_.append(text).append("\r\n");
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

std::string offset_text(std::chrono::seconds offset) {
    const auto minutes = std::abs(offset.count()) / 60;
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%c%02d%02d", offset.count() < 0 ? '-' : '+',
                  static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return text.data();
}

/// "-1SU": which of its month's weekdays a date is; the fourth is the last where no fifth follows.
std::string weekday_position(Date date) {
    constexpr std::array names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const unsigned day{date.day()};
    const bool last = timezone::add_days(date, 7).month() != date.month();
    const std::string position = last ? "-1" : std::to_string((day - 1) / 7 + 1);
    return position + names[static_cast<std::size_t>(timezone::weekday_of(date)) - 1];
}

void observance(Writer& out, const char* kind, LocalTime begins, std::chrono::seconds from,
                std::chrono::seconds to, const std::string& rule) {
    const std::string clock = format_ical(begins).substr(8);
    out.line(std::string{"BEGIN:"} + kind);
    out.line("DTSTART:16010101" + clock);
    out.line("TZOFFSETFROM:" + offset_text(from));
    out.line("TZOFFSETTO:" + offset_text(to));
    if (!rule.empty()) out.line("RRULE:" + rule);
    out.line(std::string{"END:"} + kind);
}

/// The two rules of the year that the event begins in, or one offset where there are none.
void vtimezone(Writer& out, const EventTime& start, const Zones& zones) {
    const timezone::Zone zone = zones.require(start.zone);
    const Date january = timezone::date_of(start.local).year() / 1 / 1;
    const auto utc_midnight = [](Date date) {
        return Instant{timezone::midnight(date).time_since_epoch()};
    };
    auto changes =
        zone.transitions(utc_midnight(january), utc_midnight(timezone::add_months(january, 12)));
    std::erase_if(changes, [](const timezone::Transition& change) {
        return change.before.offset == change.after.offset;
    });
    out.line("BEGIN:VTIMEZONE");
    out.line("TZID:" + zones.windows_name(start.zone));
    if (changes.size() == 2) {
        for (const timezone::Transition& change : changes) {
            const LocalTime wall{(change.at + change.before.offset).time_since_epoch()};
            const Date day = timezone::date_of(wall);
            const bool forward = change.after.offset > change.before.offset;
            observance(out, forward ? "DAYLIGHT" : "STANDARD", wall, change.before.offset,
                       change.after.offset,
                       "FREQ=YEARLY;INTERVAL=1;BYDAY=" + weekday_position(day) +
                           ";BYMONTH=" + std::to_string(unsigned{day.month()}));
        }
    } else {
        const auto offset = zone.offset(zone.instant(start.local));
        for (const char* kind : {"STANDARD", "DAYLIGHT"}) {
            observance(out, kind, timezone::midnight(timezone::date_of(start.local)), offset,
                       offset, "");
        }
    }
    out.line("END:VTIMEZONE");
}

/// `;TZID=...:20260105T090000`, or `;VALUE=DATE:20260105` for whole days.
std::string time_value(const EventTime& time, bool all_day, const Zones& zones) {
    if (all_day) return ";VALUE=DATE:" + format_ical(timezone::date_of(time.local));
    return ";TZID=" + parameter(zones.windows_name(time.zone)) + ":" + format_ical(time.local);
}

void people(Writer& out, const MeetingMessage& message) {
    const Event& event = *message.item.event;
    if (message.reply) {
        const Attendee& from = message.reply->from;
        out.line("ATTENDEE;PARTSTAT=" + message.reply->participation +
                 ";CN=" + parameter(from.name) + ":MAILTO:" + from.address);
        return;
    }
    out.line("ORGANIZER;CN=" + parameter(event.organizer_name) + ":MAILTO:" + event.organizer);
    for (const Attendee& attendee : message.shown) {
        const char* role = attendee.type == "optional"   ? "OPT-PARTICIPANT"
                           : attendee.type == "resource" ? "NON-PARTICIPANT"
                                                         : "REQ-PARTICIPANT";
        out.line(std::string{"ATTENDEE;ROLE="} + role + ";PARTSTAT=NEEDS-ACTION;RSVP=" +
                 (message.item.content.response_requested ? "TRUE" : "FALSE") +
                 ";CN=" + parameter(attendee.name) + ":MAILTO:" + attendee.address);
    }
}

void series(Writer& out, const MeetingMessage& message, const Zones& zones) {
    const Content& content = message.item.content;
    const auto start_on = [&](Date day) {
        return EventTime{timezone::at(day, timezone::time_of_day(content.start.local)),
                         content.start.zone};
    };
    if (message.item.day) {
        const Content& master = message.item.event->content;
        EventTime original = master.start;
        original.local = timezone::at(*message.item.day, timezone::time_of_day(original.local));
        out.line("RECURRENCE-ID" + time_value(original, master.all_day, zones));
        return;
    }
    if (!content.recurrence || message.reply) return;
    std::string until;
    if (const auto end = content.recurrence->end) {
        until = content.all_day ? format_ical(*end) : utc(zones.instant(start_on(*end)));
    }
    out.line("RRULE:" + rrule(*content.recurrence, until));
    for (const auto& [day, deviation] : message.item.event->deviations) {
        if (!deviation.cancelled) continue;
        out.line("EXDATE" + time_value(start_on(day), content.all_day, zones));
    }
}

/// Those of the event; a counter proposal has its own, and says which they would replace.
void times(Writer& out, const MeetingMessage& message, const Zones& zones) {
    const Content& content = message.item.content;
    const bool proposes = message.reply && message.reply->start && message.reply->end;
    if (!proposes) {
        out.line("DTSTART" + time_value(content.start, content.all_day, zones));
        out.line("DTEND" + time_value(content.end, content.all_day, zones));
        return;
    }
    const auto proposed = [&](const EventTime& time) {
        return time_value(zones.in_zone(time, content.start.zone), false, zones);
    };
    out.line("DTSTART" + proposed(*message.reply->start));
    out.line("DTEND" + proposed(*message.reply->end));
    out.line("X-MS-OLK-ORIGINALSTART" + time_value(content.start, content.all_day, zones));
    out.line("X-MS-OLK-ORIGINALEND" + time_value(content.end, content.all_day, zones));
}

std::string busy_status(const std::string& show_as) {
    if (show_as == "free") return "FREE";
    if (show_as == "tentative") return "TENTATIVE";
    return show_as == "oof" ? "OOF" : "BUSY";
}

void microsoft(Writer& out, const MeetingMessage& message) {
    const Content& content = message.item.content;
    const std::string sequence = std::to_string(message.item.event->sequence);
    const bool cancelled = message.method == "CANCEL";
    out.line("X-MICROSOFT-CDO-APPT-SEQUENCE:" + sequence);
    out.line(std::string{"X-MICROSOFT-CDO-BUSYSTATUS:"} + (cancelled ? "FREE" : "TENTATIVE"));
    out.line("X-MICROSOFT-CDO-INTENDEDSTATUS:" + busy_status(content.show_as));
    out.line(std::string{"X-MICROSOFT-CDO-ALLDAYEVENT:"} + (content.all_day ? "TRUE" : "FALSE"));
    out.line("X-MICROSOFT-CDO-IMPORTANCE:" + std::string{content.importance == "low"    ? "0"
                                                         : content.importance == "high" ? "2"
                                                                                        : "1"});
    const char* instance = message.item.day ? "3" : content.recurrence ? "1" : "0";
    out.line(std::string{"X-MICROSOFT-CDO-INSTTYPE:"} + instance);
    out.line(std::string{"X-MICROSOFT-DISALLOW-COUNTER:"} +
             (content.new_time_proposals ? "FALSE" : "TRUE"));
}

void alarm(Writer& out, int minutes) {
    out.line("BEGIN:VALARM");
    out.line("DESCRIPTION:REMINDER");
    out.line("TRIGGER;RELATED=START:-PT" + std::to_string(minutes) + "M");
    out.line("ACTION:DISPLAY");
    out.line("END:VALARM");
}

}  // namespace

std::string icalendar(const MeetingMessage& message, const Zones& zones) {
    const Content& content = message.item.content;
    const bool cancelled = message.method == "CANCEL";
    const std::string language = ";LANGUAGE=" + message.language + ":";
    Writer out;
    out.line("BEGIN:VCALENDAR");
    out.line("METHOD:" + message.method);
    out.line("PRODID:Microsoft Exchange Server 2010");
    out.line("VERSION:2.0");
    vtimezone(out, content.start, zones);
    out.line("BEGIN:VEVENT");
    people(out, message);
    out.line("DESCRIPTION" + language +
             escape(as_text(content.body.content, content.body.type == "html")));
    series(out, message, zones);
    out.line("UID:" + message.item.event->calendar_uid);
    out.line("SUMMARY" + language + escape(content.subject));
    times(out, message, zones);
    out.line(content.sensitivity == "normal"         ? "CLASS:PUBLIC"
             : content.sensitivity == "confidential" ? "CLASS:CONFIDENTIAL"
                                                     : "CLASS:PRIVATE");
    out.line(content.importance == "high"  ? "PRIORITY:1"
             : content.importance == "low" ? "PRIORITY:9"
                                           : "PRIORITY:5");
    out.line("DTSTAMP:" + utc(message.now));
    out.line(content.show_as == "free" || cancelled ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE");
    out.line(cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    out.line("SEQUENCE:" + std::to_string(message.item.event->sequence));
    out.line("LOCATION" + language +
             escape(content.locations.empty() ? "" : content.locations.front().display_name));
    microsoft(out, message);
    if (content.reminder && !cancelled && !message.reply) alarm(out, content.reminder_minutes);
    out.line("END:VEVENT");
    out.line("END:VCALENDAR");
    return out.take();
}

}  // namespace plazo::sandbox
