#include <algorithm>
#include <stdexcept>

#include "tests/bench/ical_parts.h"

namespace plazo::bench {

namespace {

/// Each start is an occurrence, as not all peers count one that is not.
const Expansion expansions[] = {
    {"FREQ=DAILY", "20150105T090000", "20250105T000000"},
    {"FREQ=DAILY;INTERVAL=3", "20150105T090000", "20250105T000000"},
    {"FREQ=WEEKLY;BYDAY=MO,WE,FR", "20150105T090000", "20250105T000000"},
    {"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH", "20150106T090000", "20250106T000000"},
    {"FREQ=MONTHLY;BYMONTHDAY=15", "20150115T090000", "20250115T000000"},
    {"FREQ=MONTHLY;BYDAY=-1FR", "20150130T090000", "20250130T000000"},
    {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "20150130T090000", "20250130T000000"},
    {"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "20151126T090000", "20251126T000000"},
    {"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "20150511T090000", "20250511T000000"},
    {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "20150213T090000", "20250213T000000"},
    {"FREQ=HOURLY;INTERVAL=2", "20150105T090000", "20160105T000000"},
    {"FREQ=DAILY", "20150105T090000", "20250105T000000", "Europe/Berlin"},
    {"FREQ=WEEKLY;BYDAY=MO,WE,FR", "20150105T090000", "20250105T000000", "America/New_York"},
    {"FREQ=MONTHLY;BYDAY=-1FR", "20150130T090000", "20250130T000000", "Europe/London"}};

const std::string june[] = {"20260601T000000", "20260701T000000"};
const WindowQuestion windows[] = {
    {"a month of DAILY since 1990", "FREQ=DAILY", "19900101T090000", june[0], june[1]},
    {"a month of WEEKLY since 1990", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "19900101T090000", june[0],
     june[1]},
    {"a month of MONTHLY since 1990", "FREQ=MONTHLY;BYDAY=-1FR", "19900126T090000", june[0],
     june[1]},
    {"a day of every 15 minutes since 2020", "FREQ=MINUTELY;INTERVAL=15", "20200101T000000",
     june[0], "20260602T000000"},
    {"a month of WEEKLY;COUNT=2000 since 2010", "FREQ=WEEKLY;COUNT=2000", "20100104T090000",
     june[0], june[1]}};

/// Days and seconds that no calendar has, and steps that miss what they should meet.
const std::string empty_rules[] = {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                                   "FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
                                   "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                                   "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
                                   "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
                                   "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
                                   "FREQ=SECONDLY;BYYEARDAY=366;BYMONTH=1",
                                   "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
                                   "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=3",
                                   "FREQ=HOURLY;INTERVAL=7;BYHOUR=5;BYMONTH=2;BYMONTHDAY=31",
                                   "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
                                   "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO"};

constexpr double window_us_max = 0.3;
constexpr double empty_us_max = 1000;
const std::map<std::string, double> expansion_targets{
    {"libical", 200}, {"ical.js", 15}, {"rrule", 15}, {"rrule-rust", 15}, {"rrule-temporal", 15}};

std::int64_t answer_of(const Candidate& candidate) {
    return candidate.costs ? candidate.costs().answer : candidate.run();
}

/// The peers that find the same times. Some are wrong about some rules, but never all about one.
std::vector<Candidate> that_agree(std::vector<Candidate> all, const Candidate& ours) {
    const std::int64_t expected = answer_of(ours);
    const std::size_t count = all.size();
    std::erase_if(all, [&](const Candidate& each) { return answer_of(each) != expected; });
    if (count > 0 && all.empty()) throw std::runtime_error{"all peers find other times"};
    return all;
}

template <class Question, class Member>
std::vector<Candidate> candidates(const std::vector<IcalPeer>& peers, Member member,
                                  const Question& question) {
    std::vector<Candidate> made;
    for (const IcalPeer& each : peers) {
        if (each.*member) made.push_back((each.*member)(question));
    }
    return made;
}

/// Says which peers find other times; how many of ours nobody finds.
template <class Question, class Member>
std::uint64_t compare(Report& report, const std::string& name, const Candidate& ours,
                      const std::vector<IcalPeer>& peers, Member member, const Question& question) {
    const std::int64_t expected = answer_of(ours);
    std::size_t same = 0;
    const std::vector<Candidate> all = candidates(peers, member, question);
    for (const Candidate& each : all) {
        if (answer_of(each) == expected) {
            ++same;
        } else {
            report.note(name + ": " + each.name + " finds other times than ours");
        }
    }
    return same > 0 || all.empty() ? 0 : 1;
}

}  // namespace

void measure_recurrence(Report& report, const OurIcal& ours, const std::vector<IcalPeer>& peers) {
    const std::string expanding = "expand 10 years";
    for (const Expansion& each : expansions) {
        Measure measure{
            .name = expanding + ": " + each.name(), .unit = "us", .ours = ours.expand(each)};
        measure.peers = that_agree(candidates(peers, &IcalPeer::expand, each), measure.ours);
        report.measure(std::move(measure));
    }
    report.geometric_mean(expanding, expansion_targets);
    for (const WindowQuestion& each : windows) {
        Measure measure{
            .name = each.name, .unit = "us", .ours = ours.window(each), .ours_max = window_us_max};
        measure.peers = that_agree(candidates(peers, &IcalPeer::window, each), measure.ours);
        report.measure(std::move(measure));
        report.measure({.name = each.name + ", rule read each time",
                        .unit = "us",
                        .ours = ours.window_of_text(each)});
    }
    for (const std::string& each : empty_rules) {
        report.measure({.name = "empty: " + each,
                        .unit = "us",
                        .ours = ours.first(each, "20260101T000000"),
                        .ours_max = empty_us_max});
    }
}

void check_recurrence(Report& report, const OurIcal& ours, const std::vector<IcalPeer>& peers) {
    std::uint64_t different = 0;
    for (const Expansion& each : expansions) {
        different +=
            compare(report, each.name(), ours.expand(each), peers, &IcalPeer::expand, each);
    }
    report.check("rules whose times at least one peer finds", std::size(expansions), different);
    different = 0;
    for (const WindowQuestion& each : windows) {
        different += compare(report, each.name, ours.window(each), peers, &IcalPeer::window, each);
    }
    report.check("windows whose times at least one peer finds", std::size(windows), different);
    different = 0;
    for (const std::string& each : empty_rules) {
        different += static_cast<std::uint64_t>(answer_of(ours.first(each, "20260101T000000")));
    }
    report.check("rules without any occurrence", std::size(empty_rules), different);
}

}  // namespace plazo::bench
