#include <libical/ical.h>

#include <memory>
#include <stdexcept>

#include "tests/bench/ical_peers.h"

namespace plazo::bench {

namespace {

struct Free {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Component = std::unique_ptr<icalcomponent, Free>;
using Iterator = std::unique_ptr<icalrecur_iterator, Free>;

std::int64_t count(icalcomponent* component) {
    std::int64_t found = 1;
    for (icalcomponent* each = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         each != nullptr; each = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        found += count(each);
    }
    return found;
}

Component read(const std::string& text) {
    return Component{icalparser_parse_string(text.c_str())};
}

/// Without what it takes to count and to free, which is a fifth more.
Candidate reading(const Texts& texts) {
    return {.name = "libical", .costs = [&texts] {
                Cost cost;
                for (const std::string& each : texts.calendars) {
                    const double begin = thread_time();
                    const Component component = read(each);
                    cost.nanoseconds += thread_time() - begin;
                    cost.answer += count(component.get());
                }
                return cost;
            }};
}

Candidate keeping(const Texts& texts) {
    return {.name = "libical", .run = [&texts] {
                std::vector<icalcomponent*> kept;  // for ever: the process ends
                std::int64_t found = 0;
                for (const std::string& each : texts.calendars) {
                    kept.push_back(read(each).release());
                    found += count(kept.back());
                }
                return found;
            }};
}

std::string write(icalcomponent* component) {
    char* text = icalcomponent_as_ical_string_r(component);
    std::string copy = text;
    icalmemory_free_buffer(text);
    return copy;
}

Candidate writing(const Texts& texts) {
    auto components = std::make_shared<std::vector<Component>>();
    for (const std::string& each : texts.calendars) components->push_back(read(each));
    return {.name = "libical",
            .run =
                [components] {
                    std::int64_t bytes = 0;
                    for (const Component& each : *components) {
                        char* text = icalcomponent_as_ical_string_r(each.get());
                        bytes += text[0];
                        icalmemory_free_buffer(text);
                    }
                    return bytes;
                },
            .comparable = false};
}

std::int64_t kept_texts(const Texts& texts) {
    std::int64_t kept = 0;
    for (const std::string& each : texts.calendars) kept += write(read(each).get()) == each;
    return kept;
}

Iterator iterate(const icalrecurrencetype& rule, const icaltimetype& start) {
    Iterator iterator{icalrecur_iterator_new(rule, start)};
    if (!iterator) throw std::runtime_error{"libical cannot iterate over a rule"};
    return iterator;
}

Candidate expanding(const Expansion& asked) {
    return {.name = "libical", .run = [&asked] {
                icaltimezone* zone = icaltimezone_get_utc_timezone();
                if (!asked.tzid.empty()) {
                    zone = icaltimezone_get_builtin_timezone(asked.tzid.c_str());
                }
                const icaltimetype end = icaltime_from_string(asked.end.c_str());
                const Iterator iterator =
                    iterate(icalrecurrencetype_from_string(asked.rule.c_str()),
                            icaltime_from_string(asked.start.c_str()));
                std::int64_t sum = 0;
                for (icaltimetype next = icalrecur_iterator_next(iterator.get());
                     !icaltime_is_null_time(next) && icaltime_compare(next, end) < 0;
                     next = icalrecur_iterator_next(iterator.get())) {
                    sum += icaltime_as_timet_with_zone(next, zone);
                }
                return sum;
            }};
}

/// It cannot begin anywhere but at DTSTART where there is a COUNT.
Candidate looking(const WindowQuestion& asked) {
    const auto time = [](const std::string& text) { return icaltime_from_string(text.c_str()); };
    const auto rule =
        std::make_shared<icalrecurrencetype>(icalrecurrencetype_from_string(asked.rule.c_str()));
    return {.name = "libical",
            .run = [rule, start = time(asked.start), from = time(asked.from), to = time(asked.to)] {
                const Iterator iterator = iterate(*rule, start);
                icalrecur_iterator_set_start(iterator.get(), from);
                std::int64_t sum = 0;
                for (icaltimetype next = icalrecur_iterator_next(iterator.get());
                     !icaltime_is_null_time(next) && icaltime_compare(next, to) < 0;
                     next = icalrecur_iterator_next(iterator.get())) {
                    if (icaltime_compare(next, from) >= 0) sum += icaltime_as_timet(next);
                }
                return sum;
            }};
}

IcalPeer libical_peer() {
    IcalPeer peer;
    peer.name = "libical";
    peer.index = peer.typed = reading;
    peer.keep = keeping;
    peer.write = writing;
    peer.kept_texts = kept_texts;
    peer.expand = expanding;
    peer.window = looking;
    return peer;
}

const IcalPeerEntry entry{libical_peer};

}  // namespace

}  // namespace plazo::bench
