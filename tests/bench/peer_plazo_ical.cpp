// Ours, as ical_peers.h asks for it.
#include <array>
#include <memory>

#include "ical/check.h"
#include "ical/document.h"
#include "ical/edit.h"
#include "ical/recurrence.h"
#include "ical/rule_occurrences.h"
#include "ical/stream.h"
#include "ical/writer.h"
#include "tests/bench/ical_peers.h"
#include "timezone/tzdb.h"

namespace plazo::bench {

using ical::Document;
using ical::LocalTime;
using ical::RuleOccurrences;

namespace {

constexpr const char* name = "plazo";

/// What keeps a Document until the next run, as a server does that reads one text after the other.
Candidate index(const Texts& texts) {
    const auto document = std::make_shared<Document>();
    return {name, [document, &texts] {
                std::int64_t found = 0;
                for (const std::string& each : texts.calendars) {
                    document->read(each, ical::own_file_limits);
                    found += static_cast<std::int64_t>(document->component_count());
                }
                return found;
            }};
}

Candidate index_anew(const Texts& texts) {
    return {name, [&texts] {
                std::int64_t found = 0;
                for (const std::string& each : texts.calendars) {
                    const Document document = ical::parse(each, ical::own_file_limits);
                    found += static_cast<std::int64_t>(document.component_count());
                }
                return found;
            }};
}

Candidate typed(const Texts& texts) {
    const auto document = std::make_shared<Document>();
    return {name, [document, &texts] {
                std::int64_t found = 0;
                for (const std::string& each : texts.calendars) {
                    document->read(each, ical::own_file_limits);
                    found += static_cast<std::int64_t>(document->component_count());
                    // Where anything is an error, something was not understood.
                    if (ical::has_error(ical::check(*document))) found = -1;
                }
                return found;
            }};
}

using Documents = std::vector<Document>;

std::shared_ptr<Documents> read_all(const Texts& texts) {
    auto documents = std::make_shared<Documents>();
    for (const std::string& each : texts.calendars) {
        documents->push_back(ical::parse(each, ical::own_file_limits));
    }
    return documents;
}

Candidate keep(const Texts& texts) {
    return {name, [&texts] {
                auto* const kept = new auto(read_all(texts));  // for ever: the process ends
                std::int64_t found = 0;
                for (const Document& each : **kept) {
                    found += static_cast<std::int64_t>(each.component_count());
                }
                return found;
            }};
}

Candidate write(const Texts& texts) {
    return {name, [documents = read_all(texts)] {
                std::int64_t sum = 0;
                for (const Document& each : *documents) sum += ical::format(each)[0];
                return sum;
            }};
}

Candidate write_untouched(const Texts& texts) {
    return {name, [documents = read_all(texts)] {
                std::int64_t sum = 0;
                for (const Document& each : *documents) sum += ical::Edit{each}.text()[0];
                return sum;
            }};
}

std::int64_t kept_texts(const Texts& texts) {
    std::int64_t kept = 0;
    for (const std::string& each : texts.calendars) {
        kept += ical::format(ical::parse(each, ical::own_file_limits)) == each;
    }
    return kept;
}

std::int64_t untouched_texts(const Texts& texts) {
    std::int64_t kept = 0;
    for (const std::string& each : texts.calendars) {
        const Document document = ical::parse(each, ical::own_file_limits);
        kept += ical::Edit{document}.text() == each;
    }
    return kept;
}

LocalTime local(const std::string& text) {
    return ical::parse_date_time(text).value().local;
}

RuleOccurrences compile(const std::string& rule, LocalTime start) {
    return RuleOccurrences{*ical::parse_recurrence(rule).recurrence, start};
}

constexpr std::size_t times_at_once = 1024;

std::int64_t sum_in_zone(std::span<const LocalTime> times, const timezone::Zone* zone) {
    std::int64_t sum = 0;
    if (zone == nullptr) {
        for (const LocalTime each : times) sum += each.time_since_epoch().count();
        return sum;
    }
    std::array<timezone::Instant, times_at_once> instants;
    zone->instants(times, std::span{instants}.first(times.size()));
    for (std::size_t i = 0; i < times.size(); ++i) sum += instants[i].time_since_epoch().count();
    return sum;
}

std::int64_t sum_of(const RuleOccurrences& rule, LocalTime from, LocalTime to,
                    const timezone::Zone* zone = nullptr) {
    std::array<LocalTime, times_at_once> times;
    std::int64_t sum = 0;
    for (std::size_t count = times_at_once; count == times_at_once;) {
        count = rule.copy(from, to, times);
        sum += sum_in_zone(std::span{times}.first(count), zone);
        if (count > 0) from = times[count - 1] + ical::seconds{1};
    }
    return sum;
}

Candidate expand(const Expansion& asked) {
    static const timezone::Tzdb tzdb = timezone::Tzdb::load(timezone::default_folder);
    std::optional<timezone::Zone> zone;
    if (!asked.tzid.empty()) zone = tzdb.find(asked.tzid).value();
    return {name, [zone, &asked, start = local(asked.start), end = local(asked.end)] {
                return sum_of(compile(asked.rule, start), start, end, zone ? &*zone : nullptr);
            }};
}

Candidate window(const WindowQuestion& asked) {
    const auto rule = std::make_shared<RuleOccurrences>(compile(asked.rule, local(asked.start)));
    return {name, [rule, from = local(asked.from), to = local(asked.to)] {
                return sum_of(*rule, from, to);
            }};
}

Candidate window_of_text(const WindowQuestion& asked) {
    return {name, [&asked, start = local(asked.start), from = local(asked.from),
                   to = local(asked.to)] { return sum_of(compile(asked.rule, start), from, to); }};
}

Candidate first(const std::string& rule, const std::string& start) {
    return {name, [rule, start = local(start)] {
                return std::int64_t{compile(rule, start).first_from(start).has_value()};
            }};
}

/// A file of any length: the components of the calendar again and again.
Candidate stream(const Texts& texts, int repeats) {
    const std::string& text = texts.calendars.front();
    const std::size_t head = text.find("BEGIN:VEVENT");
    const std::size_t tail = text.rfind("END:VCALENDAR");
    return {name, [=, &text] {
                std::size_t at = 0;
                int left = repeats;
                const auto source = [&](char* buffer, std::size_t room) {
                    if (at == tail && --left > 0) at = head;
                    const std::size_t count = std::min(room, (at < tail ? tail : text.size()) - at);
                    text.copy(buffer, count, at);
                    at += count;
                    return count;
                };
                ical::StreamReader reader{source};
                std::int64_t found = 0;
                while (const auto component = reader.next()) {
                    found += 1 + static_cast<std::int64_t>(component->components().size());
                }
                return found;
            }};
}

}  // namespace

OurIcal plazo_ical() {
    OurIcal ours;
    ours.name = name;
    ours.index = index;
    ours.index_anew = index_anew;
    ours.typed = typed;
    ours.keep = keep;
    ours.write = write;
    ours.write_untouched = write_untouched;
    ours.kept_texts = kept_texts;
    ours.untouched_texts = untouched_texts;
    ours.expand = expand;
    ours.window = window;
    ours.window_of_text = window_of_text;
    ours.first = first;
    ours.stream = stream;
    return ours;
}

}  // namespace plazo::bench
