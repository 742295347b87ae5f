#include "tests/bench/ical_data.h"

#include <array>
#include <cstdio>
#include <random>
#include <string_view>

namespace plazo::bench {

namespace {

constexpr std::array words{
    "plan",    "budget",  "review",    "team",    "draft",    "room",     "agenda",  "notes",
    "client",  "quarter", "release",   "design",  "question", "decision", "travel",  "contract",
    "report",  "figures", "Überblick", "résumé",  "señales",  "план",     "встреча", "会議",
    "資料",    "ideas",   "launch",    "monthly", "before",   "after",    "with",    "about",
    "archive", "support", "delivery",  "☕",       "open",     "results",  "partner", "training"};
constexpr std::array names{"Ann Miller", "José Ibáñez",  "Jürgen Groß", "Mária Kovács",
                           "Li Wei",     "Olga Ivanova", "Tom O'Hara",  "\"Berg, Eva\"",
                           "Priya Nair", "Zoë Laurent"};
constexpr std::array rules{"FREQ=WEEKLY;BYDAY=MO,WE,FR",
                           "FREQ=DAILY;COUNT=20",
                           "FREQ=MONTHLY;BYDAY=-1FR",
                           "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH",
                           "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20291231T225959Z",
                           "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"};

struct ZoneText {
    const char* tzid;
    const char* standard;
    const char* daylight;
    const char* standard_name;
    const char* daylight_name;
    const char* standard_rule;
    const char* daylight_rule;
};
constexpr const char* autumn_eu = "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU";
constexpr const char* spring_eu = "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU";
constexpr std::array zones{
    ZoneText{"Europe/Madrid", "+0100", "+0200", "CET", "CEST", autumn_eu, spring_eu},
    ZoneText{"Europe/London", "+0000", "+0100", "GMT", "BST", autumn_eu, spring_eu},
    ZoneText{"America/New_York", "-0500", "-0400", "EST", "EDT", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
             "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"},
    ZoneText{"W. Europe Standard Time", "+0100", "+0200", "W. Europe", "W. Europe Summer",
             autumn_eu, spring_eu}};

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

class Generator {
  public:
    explicit Generator(std::uint64_t seed) : random_{seed} {}

    void begin_calendar(std::size_t zone_first, std::size_t zone_count) {
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Example//Calendar 7.2//EN");
        line("CALSCALE:GREGORIAN");
        for (std::size_t i = 0; i < zone_count; ++i) zone(zones[(zone_first + i) % zones.size()]);
    }

    /// Of one person: a time, a title, sometimes a place, a word or two and an alarm.
    void own_event(std::size_t zone_number) {
        const std::string tzid = zones[zone_number % zones.size()].tzid;
        line("BEGIN:VEVENT");
        line("UID:" + hexadecimal(32) + "@calendar.example");
        line("DTSTAMP:" + date() + "T081500Z");
        line("CREATED:" + date() + "T" + time() + "Z");
        line("LAST-MODIFIED:" + date() + "T" + time() + "Z");
        const std::string day = date();
        const std::string at = time();
        line("DTSTART;TZID=" + tzid + ":" + day + "T" + at);
        line("DTEND;TZID=" + tzid + ":" + day + "T235900");
        if (chance(15)) repeat(tzid, at);
        line("SUMMARY:" + text(2 + below(4)));
        line("LOCATION:" + (chance(40) ? text(2) : ""));
        line("DESCRIPTION:" + (chance(20) ? text(4 + below(16)) : ""));
        line("SEQUENCE:" + std::to_string(below(4)));
        line("STATUS:CONFIRMED");
        line("TRANSP:OPAQUE");
        if (chance(35)) alarm();
        line("END:VEVENT");
    }

    /// With as many attendees more as fill the calendar to `bytes_min`.
    void event(std::size_t zone_number, std::size_t bytes_min = 0) {
        const std::string tzid = zones[zone_number % zones.size()].tzid;
        const std::string day = date();
        const bool whole_day = chance(12);
        const bool meeting = chance(55);
        line("BEGIN:VEVENT");
        line("UID:" + hexadecimal(8) + "-" + hexadecimal(4) + "-" + hexadecimal(12) +
             "@calendar.example");
        line("DTSTAMP:" + date() + "T081500Z");
        if (chance(45)) line("CREATED:" + date() + "T" + time() + "Z");
        if (chance(50)) line("LAST-MODIFIED:" + date() + "T" + time() + "Z");
        if (whole_day) {
            line("DTSTART;VALUE=DATE:" + day);
            line("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE");
        } else {
            const std::string at = time();
            line("DTSTART;TZID=" + tzid + ":" + day + "T" + at);
            line(chance(50) ? "DURATION:PT1H30M" : "DTEND;TZID=" + tzid + ":" + day + "T235900");
            if (chance(25)) repeat(tzid, at);
        }
        line("SUMMARY:" + text(2 + below(5)));
        if (chance(50)) line("LOCATION:" + text(2 + below(3)));
        if (chance(65)) line("DESCRIPTION:" + text(15 + below(60)));
        line("SEQUENCE:" + std::to_string(below(4)));
        line(chance(80) ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
        if (chance(50)) line("TRANSP:OPAQUE");
        if (chance(30)) line("CLASS:PUBLIC");
        if (chance(30)) line("CATEGORIES:" + word() + "," + word());
        if (chance(10)) line("GEO:40.41678;-3.70379");
        if (chance(15)) line("URL:https://calendar.example/" + hexadecimal(40) + "/" + word());
        if (meeting) people();
        while (bytes() < bytes_min) attendee();
        if (chance(50)) line("X-MICROSOFT-CDO-BUSYSTATUS:BUSY");
        if (chance(25)) line("X-ALT-DESC;FMTTYPE=text/html:<p>" + text(40) + "</p>");
        if (chance(20)) line("X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC");
        if (chance(35)) alarm();
        line("END:VEVENT");
    }

    void end_calendar() { line("END:VCALENDAR"); }
    std::size_t bytes() const { return text_.size(); }
    std::string take() { return std::move(text_); }

  private:
    std::size_t below(std::size_t end) { return random_() % end; }
    bool chance(std::size_t percent) { return below(100) < percent; }

    /// A content line, folded at 75 octets between characters.
    void line(const std::string& content) {
        std::size_t from = 0;
        for (std::size_t room = 75; content.size() - from > room; room = 74) {
            std::size_t to = from + room;
            while (continues_character(content[to])) --to;
            text_.append(content, from, to - from);
            text_ += "\r\n ";
            from = to;
        }
        text_.append(content, from);
        text_ += "\r\n";
    }

    std::string word() { return words[below(words.size())]; }

    /// A TEXT value, with its escapes.
    std::string text(std::size_t count) {
        std::string made = word();
        for (std::size_t i = 1; i < count; ++i) {
            made += chance(8) ? "\\, " : chance(4) ? "\\n" : " ";
            made += word();
        }
        return made;
    }

    std::string hexadecimal(std::size_t digits) {
        std::string made;
        for (std::size_t i = 0; i < digits; ++i) made += "0123456789abcdef"[below(16)];
        return made;
    }

    std::string date() {
        char made[16];
        std::snprintf(made, sizeof made, "%04d%02d%02d", 2019 + static_cast<int>(below(8)),
                      1 + static_cast<int>(below(12)), 1 + static_cast<int>(below(28)));
        return made;
    }

    std::string time() {
        char made[16];
        std::snprintf(made, sizeof made, "%02d%02d00", 7 + static_cast<int>(below(12)),
                      15 * static_cast<int>(below(4)));
        return made;
    }

    void zone(const ZoneText& zone) {
        line("BEGIN:VTIMEZONE");
        line(std::string{"TZID:"} + zone.tzid);
        line(std::string{"X-LIC-LOCATION:"} + zone.tzid);
        observance("DAYLIGHT", zone.standard, zone.daylight, zone.daylight_name,
                   "DTSTART:19810329T020000", zone.daylight_rule);
        observance("STANDARD", zone.daylight, zone.standard, zone.standard_name,
                   "DTSTART:19961027T030000", zone.standard_rule);
        line("END:VTIMEZONE");
    }

    void observance(const std::string& kind, const std::string& from, const std::string& to,
                    const std::string& name, const std::string& start, const std::string& rule) {
        line("BEGIN:" + kind);
        line(start);
        line("TZOFFSETFROM:" + from);
        line("TZOFFSETTO:" + to);
        line("TZNAME:" + name);
        line("RRULE:" + rule);
        line("END:" + kind);
    }

    void repeat(const std::string& tzid, const std::string& at) {
        line(std::string{"RRULE:"} + rules[below(rules.size())]);
        if (!chance(60)) return;
        std::string exceptions = "EXDATE;TZID=" + tzid + ":" + date() + "T" + at;
        for (std::size_t left = below(6); left > 0; --left) exceptions += "," + date() + "T" + at;
        line(exceptions);
    }

    std::string address() {
        return "mailto:" + hexadecimal(6) + "." + hexadecimal(5) + "@example.com";
    }

    void people() {
        line(std::string{"ORGANIZER;CN="} + names[below(names.size())] + ":" + address());
        for (std::size_t left = 2 + below(6); left > 0; --left) attendee();
    }

    void attendee() {
        constexpr std::array answers{"NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED"};
        line("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" +
             std::string{answers[below(answers.size())]} +
             ";RSVP=TRUE;CN=" + names[below(names.size())] + ":" + address());
    }

    void alarm() {
        line("BEGIN:VALARM");
        line("ACTION:DISPLAY");
        line("TRIGGER:-PT" + std::to_string(5 * (1 + below(12))) + "M");
        line("DESCRIPTION:" + text(2));
        if (chance(40)) line("X-WR-ALARMUID:" + hexadecimal(64));
        line("END:VALARM");
    }

    std::mt19937_64 random_;
    std::string text_;
};

}  // namespace

std::string make_big_calendar(Events events, std::size_t bytes) {
    Generator generator{42};
    generator.begin_calendar(0, zones.size());
    constexpr std::size_t end_bytes = std::string_view{"END:VCALENDAR\r\n"}.size();
    for (std::size_t i = 0; generator.bytes() + end_bytes < bytes; ++i) {
        if (events == Events::own) {
            generator.own_event(i);
        } else {
            generator.event(i);
        }
    }
    generator.end_calendar();
    return generator.take();
}

std::vector<std::string> make_small_objects(std::size_t count) {
    std::vector<std::string> objects;
    for (std::size_t i = 0; i < count; ++i) {
        Generator generator{1000 + i};
        generator.begin_calendar(i, 1);
        generator.event(i, small_object_bytes - 200);
        generator.end_calendar();
        objects.push_back(generator.take());
    }
    return objects;
}

Mix mix_of(const std::string& text) {
    Mix mix;
    bool folded = false;
    std::size_t next = 0;
    for (std::size_t at = 0; at < text.size(); at = next) {
        next = text.find('\n', at) + 1;
        ++mix.lines;
        const std::string_view line{text.data() + at, next - at};
        if (line.starts_with(" ")) {
            mix.folded_properties += folded ? 0 : 1;
            folded = true;
            continue;
        }
        folded = false;
        if (line.starts_with("BEGIN:")) ++mix.components;
        if (!line.starts_with("BEGIN:") && !line.starts_with("END:")) ++mix.properties;
    }
    return mix;
}

}  // namespace plazo::bench
