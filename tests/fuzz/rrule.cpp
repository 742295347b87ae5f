// A DTSTART in the first line and any RRULE after it: it is refused with a reason, or it is written
// and read again as the same; walking and seeking find the same times, and counting counts them.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ical/occurrences.h"
#include "ical/recurrence.h"
#include "ical/rule_occurrences.h"
#include "tests/fuzz/check.h"

namespace plazo::ical {
namespace {

constexpr std::size_t times_max = 60;

std::vector<LocalTime> walk(const RuleOccurrences& rule, LocalTime from) {
    std::vector<LocalTime> times;
    RuleWalk walk{rule, from};
    while (times.size() < times_max) {
        const auto next = walk.next();
        if (!next) break;
        times.push_back(*next);
    }
    return times;
}

/// `times`: the first from `from` on.
void check_times(const RuleOccurrences& rule, const std::vector<LocalTime>& times, LocalTime from) {
    const seconds second{1};
    std::array<LocalTime, times_max> copied;
    const std::size_t count = rule.copy(from, LocalTime::max(), copied);
    fuzz::check(count == times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        fuzz::check(copied[i] == times[i]);
        fuzz::check(times[i] >= from && (i == 0 || times[i - 1] < times[i]));
        fuzz::check(rule.contains(times[i]));
        fuzz::check(rule.first_from(times[i]) == times[i]);
        fuzz::check(rule.last_before(times[i] + second) == times[i]);
        fuzz::check(rule.count(from, times[i]) == i);
        if (i == 0) continue;
        const LocalTime between = times[i - 1] + (times[i] - times[i - 1]) / 2;
        fuzz::check(rule.first_from(times[i - 1] + second) == times[i]);
        fuzz::check(rule.last_before(times[i]) == times[i - 1]);
        if (between > times[i - 1]) {
            fuzz::check(!rule.contains(between) && rule.first_from(between) == times[i]);
        }
    }
    if (times.empty()) fuzz::check(rule.count(from, LocalTime::max()) == 0);
}

void check_rule(const Recurrence& recurrence, LocalTime start) {
    fuzz::check(faults_of(recurrence).empty());
    const auto written = parse_recurrence(format_recurrence(recurrence));
    fuzz::check(written.recurrence == recurrence);

    const RuleOccurrences rule{recurrence, start};
    const std::vector<LocalTime> first = walk(rule, start);
    check_times(rule, first, start);
    fuzz::check(!rule.last_before(start));
    if (recurrence.count && first.size() < times_max) {
        fuzz::check(first.size() <= static_cast<std::size_t>(*recurrence.count));
    }
    // A seek far from the start, which a walk from there has to agree with.
    const LocalTime far = start + days{36'525};
    check_times(rule, walk(rule, far), far);

    const Occurrences occurrences{{.start = start, .rule = recurrence}};
    const Times times = occurrences.between(start, LocalTime::max(), times_max);
    fuzz::check(!times.times.empty() && times.times.front() == start);
}

void check_text(std::string_view text) {
    const std::size_t line_end = text.find('\n');
    if (line_end == std::string_view::npos) return;
    const auto start = parse_date_time(text.substr(0, line_end));
    const RecurrenceText read = parse_recurrence(text.substr(line_end + 1));
    fuzz::check(read.recurrence.has_value() == read.faults.empty());
    if (read.recurrence && start) check_rule(*read.recurrence, start->local);
}

}  // namespace
}  // namespace plazo::ical

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    plazo::ical::check_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
