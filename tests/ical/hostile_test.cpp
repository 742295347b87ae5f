// Texts and rules that are made to burn time or memory: each is refused or answered by a limit that
// has a name. Memory is counted here; tests/bench measures the time.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include "ical/calendar.h"
#include "ical/check.h"
#include "ical/document.h"
#include "ical/occurrences.h"
#include "ical/stream.h"
#include "ical/writer.h"
#include "tests/bench/ical_bombs.h"
#include "tests/ical/fixture.h"

namespace {

std::atomic<std::size_t> held_bytes = 0;
std::atomic<std::size_t> most_bytes = 0;

}  // namespace

// The program's own allocation functions, which count.
void* operator new(std::size_t bytes) {
    void* const memory = std::malloc(std::max<std::size_t>(bytes, 1));
    if (memory == nullptr) throw std::bad_alloc{};
    const std::size_t held = held_bytes += malloc_usable_size(memory);
    std::size_t most = most_bytes;
    while (most < held && !most_bytes.compare_exchange_weak(most, held)) continue;
    return memory;
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    try {
        return operator new(bytes);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept {
    held_bytes -= malloc_usable_size(memory);
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}

namespace plazo::ical {
namespace {

using bench::repeated;
using bench::text_bombs;
using bench::TextBomb;

constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t memory_bytes_max = 64 * megabyte;
constexpr std::size_t stream_bytes_max = 32 * megabyte;

/// The most memory that was held at once since it was made, beside what was held before and what
/// the arrays of a Document (growing_array.h) take.
class Memory {
  public:
    Memory() : before_{held_bytes} { most_bytes = before_; }
    std::size_t most() const { return most_bytes - before_; }

  private:
    std::size_t before_;
};

/// The limit on the text alone is raised, so that the others have to hold.
Limits for_length_of(const std::string& text) {
    Limits limits;
    limits.text_bytes = text.size();
    return limits;
}

bool has_code(const Document& document, const std::string& code) {
    const std::vector<std::string> all = codes(document.problems());
    return std::find(all.begin(), all.end(), code) != all.end();
}

const std::string head = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
const std::string tail = "\r\nSUMMARY:here\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// Whether what comes after the bomb has been read.
bool has_summary(const Document& document) {
    const auto calendars = document.components();
    if (calendars.empty() || calendars.front().components().empty()) return false;
    const auto summary = calendars.front().components().front().find(PropertyName::summary);
    return summary && summary->value() == "here";
}

std::size_t depth_of(const ComponentView& component) {
    std::size_t deepest = 0;
    for (const ComponentView inner : component.components()) {
        deepest = std::max(deepest, depth_of(inner));
    }
    return deepest + 1;
}

TEST(Hostile, TextOverTheLimitIsRefusedUnread) {
    for (const TextBomb& each : text_bombs(text_bytes_max + megabyte)) {
        const Memory memory;
        const Document document = parse(each.text);
        EXPECT_EQ(codes(document.problems()), std::vector<std::string>{"text-too-long"})
            << each.name;
        EXPECT_EQ(document.component_count(), 0u) << each.name;
        EXPECT_LT(memory.most() + document.memory_bytes(), megabyte) << each.name;
    }
}

TEST(Hostile, EveryBombIsReadInLittleMemory) {
    for (const TextBomb& each : text_bombs(text_bytes_max)) {
        const Memory memory;
        const Document document = parse(each.text);
        EXPECT_LE(document.problems().size(), problems_max + 1) << each.name;
        EXPECT_LE(document.component_count(), components_max) << each.name;
        EXPECT_LE(check(document).size(), problems_max + 1) << each.name;
        EXPECT_LE(format(document).size(), 4 * each.text.size()) << each.name;
        EXPECT_LT(memory.most() + document.memory_bytes(), memory_bytes_max) << each.name;
    }
}

TEST(Hostile, EveryBombIsReadAsACalendarInLittleMemory) {
    for (const TextBomb& each : text_bombs(text_bytes_max)) {
        const Memory memory;
        const Calendar calendar = read_calendar(each.text);
        EXPECT_LE(calendar.zones.size(), zones_max) << each.name;
        EXPECT_LT(memory.most(), memory_bytes_max) << each.name;
    }
}

TEST(Hostile, LimitsHoldWhereTheTextMayBeLonger) {
    for (const TextBomb& each : text_bombs(2 * text_bytes_max)) {
        const Memory memory;
        const Document document = parse(each.text, for_length_of(each.text));
        EXPECT_LE(document.problems().size(), problems_max + 1) << each.name;
        EXPECT_LE(document.component_count(), components_max) << each.name;
        EXPECT_LT(memory.most() + document.memory_bytes(), memory_bytes_max) << each.name;
    }
}

TEST(Hostile, EveryBombStreamsInLittleMemory) {
    for (const TextBomb& each : text_bombs(2 * text_bytes_max)) {
        std::size_t at = 0;
        const Memory memory;
        StreamReader reader{[&](char* buffer, std::size_t room) {
            const std::size_t count = each.text.copy(buffer, room, at);
            at += count;
            return count;
        }};
        std::size_t components = 0;
        while (reader.next()) ++components;
        EXPECT_EQ(at, each.text.size()) << each.name;
        EXPECT_LE(components, each.text.size() / 10) << each.name;
        EXPECT_LT(memory.most(), stream_bytes_max) << each.name;
    }
}

TEST(Hostile, MillionNestedComponentsEndAtTheNestingLimit) {
    const std::string text = repeated("", "BEGIN:X-NEST\r\n", "", 14 * megabyte);
    const Document document = parse(text, for_length_of(text));
    EXPECT_TRUE(has_code(document, "nesting-too-deep"));
    ASSERT_EQ(document.components().size(), 1u);
    EXPECT_EQ(depth_of(document.components().front()), nesting_max);
}

TEST(Hostile, MillionEventsWithoutEndsEndAtTheirLimit) {
    const std::string text = repeated("", "BEGIN:VEVENT\r\n", "", 14 * megabyte);
    const Document document = parse(text, for_length_of(text));
    EXPECT_EQ(document.components().size(), components_max);
    EXPECT_EQ(document.problems().size(), problems_max + 1);
}

TEST(Hostile, LineThatIsTooLongIsLeftOutAlone) {
    for (const std::size_t bytes : {1 * megabyte, 20 * megabyte}) {
        const std::string text = repeated(head + "X-LONG:", "a", tail, bytes);
        const Document document = parse(text, for_length_of(text));
        EXPECT_EQ(codes(document.problems()), std::vector<std::string>{"line-too-long"});
        EXPECT_EQ(document.problems().front().position, (Position{3, 1}));
        EXPECT_TRUE(has_summary(document));
    }
}

TEST(Hostile, LineOfAMegabyteIsReadWhereOneAllowsIt) {
    const std::string text = repeated(head + "X-LONG:", "a", tail, megabyte);
    const Document document = parse(text, own_file_limits);
    EXPECT_TRUE(document.problems().empty());
    const ComponentView event = document.components().front().components().front();
    EXPECT_EQ(event.find("X-LONG")->value().size(),
              text.size() - head.size() - tail.size() - std::string{"X-LONG:"}.size());
}

TEST(Hostile, MillionParametersAreALineLeftOut) {
    const std::string text = repeated(head + "X-A", ";A=1", ":x" + tail, 4 * megabyte);
    Limits limits = for_length_of(text);
    EXPECT_TRUE(has_code(parse(text, limits), "line-too-long"));
    limits.line_bytes = text.size();
    const Document document = parse(text, limits);
    EXPECT_EQ(codes(document.problems()), std::vector<std::string>{"too-many-parameters"});
    EXPECT_TRUE(has_summary(document));
}

TEST(Hostile, MillionsOfFoldsAreOneValue) {
    constexpr std::size_t folds = 2'000'000;
    std::string text = head + "X-A:";
    for (std::size_t i = 0; i < folds; ++i) text += "\r\n x";
    text += tail;
    Limits limits = for_length_of(text);
    EXPECT_EQ(codes(parse(text, limits).problems()), std::vector<std::string>{"line-too-long"});
    limits.line_bytes = text.size();
    const Memory memory;
    const Document document = parse(text, limits);
    EXPECT_TRUE(document.problems().empty());
    const ComponentView event = document.components().front().components().front();
    EXPECT_EQ(event.find("X-A")->value(), std::string(folds, 'x'));
    EXPECT_TRUE(has_summary(document));
    EXPECT_LT(memory.most() + document.memory_bytes(), memory_bytes_max);
}

TEST(Hostile, QuoteThatNobodyClosesEndsWithItsLine) {
    const std::string text = repeated(head + "X-A;A=\"", "a", tail, 6 * megabyte);
    Limits limits = for_length_of(text);
    limits.line_bytes = text.size();
    const Document document = parse(text, limits);
    EXPECT_TRUE(has_code(document, "unclosed-quote") || has_code(document, "not-a-content-line"));
    EXPECT_TRUE(has_summary(document));
}

TEST(Hostile, EndsOfNothingAreCountedOut) {
    std::string text = head;
    for (int i = 0; i < 200'000; ++i) text += "END:VALARM\r\n";
    text += tail;
    const Document document = parse(text, for_length_of(text));
    EXPECT_EQ(document.problems().size(), problems_max + 1);
    EXPECT_EQ(document.problems().back().code, "too-many-problems");
    EXPECT_TRUE(has_summary(document));
}

TEST(Hostile, MillionExceptionsLeaveWhatTheyDoNotName) {
    constexpr std::size_t count = 1'000'000;
    RecurrenceSet set{.start = local("20260101T000000")};
    set.rule = parse_recurrence("FREQ=MINUTELY").recurrence;
    for (std::size_t i = 0; i < count; ++i) {
        set.exceptions.push_back(set.start + minutes{count - 1 - i});
    }
    EXPECT_EQ(set.first(1).times, std::vector<LocalTime>{set.start + minutes{count}});
}

TEST(Hostile, CountOverThirtyOneBitsIsRefused) {
    const RecurrenceText text = parse_recurrence("FREQ=SECONDLY;COUNT=2147483648");
    EXPECT_FALSE(text.recurrence);
    EXPECT_FALSE(text.faults.empty());
}

TEST(Hostile, LargestCountIsCountedByArithmetic) {
    const LocalTime start = local("20260101T000000");
    const auto rule = parse_recurrence("FREQ=SECONDLY;COUNT=2147483647").recurrence;
    const RuleOccurrences times{rule.value(), start};
    const LocalTime last = start + seconds{2'147'483'646};
    EXPECT_TRUE(times.contains(last));
    EXPECT_EQ(times.first_from(last + seconds{1}), std::nullopt);
    EXPECT_EQ(times.count(start, LocalTime::max()), 2'147'483'647u);
}

TEST(Hostile, RuleWithoutOccurrenceIsKnownToHaveNone) {
    for (const char* each :
         {"FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
          "FREQ=SECONDLY;BYMONTH=4;BYMONTHDAY=31;COUNT=2147483647"}) {
        const RuleOccurrences times{parse_recurrence(each).recurrence.value(),
                                    local("20260101T000000")};
        EXPECT_EQ(times.first_from(local("20260101T000000")), std::nullopt) << each;
        EXPECT_EQ(times.last_before(LocalTime::max()), std::nullopt) << each;
        EXPECT_EQ(times.count(local("20260101T000000"), LocalTime::max()), 0u) << each;
    }
}

TEST(Hostile, ZoneOfOddRulesFrom1601KeepsItsLimits) {
    for (const TextBomb& each : text_bombs(text_bytes_max)) {
        if (each.name != "observances from 1601") continue;
        const Calendar calendar = read_calendar(each.text);
        ASSERT_EQ(calendar.zones.size(), 1u);
        const ZoneBlock& zone = calendar.zones.begin()->second;
        EXPECT_LE(zone.rules.list.size(), observances_max);
        EXPECT_TRUE(has_error(calendar.problems));
        return;
    }
    FAIL() << "there is no such bomb";
}

TEST(Hostile, ParametersWithoutNamesCountAsParameters) {
    std::string line = "X";
    for (int i = 0; i < 30'000; ++i) line += i % 37 == 0 ? ";\r\n " : ";";
    std::string text = "BEGIN:VEVENT\r\n";
    for (int i = 0; i < 30; ++i) text += line + ":v\r\n";
    text += "END:VEVENT\r\n";
    const Document document = parse(text);
    EXPECT_EQ(document.property_count(), 0u);
    EXPECT_EQ(document.problems().size(), 90u);  // no name, no value, too many: once a line
}

TEST(Hostile, AListOfTimesIsFoundFaultWithOnce) {
    std::string list = "EXDATE:20260101T000000";
    for (int i = 0; i < 6'000; ++i) list += i % 7 == 0 ? ",\r\n 20260101" : ",20260101";
    std::string text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
    for (int i = 0; i < 33; ++i) text += list + "\r\n";
    text += "END:VEVENT\r\nEND:VCALENDAR\r\n";
    const std::vector<Problem> problems = check(parse(text));
    const auto of_type = std::count_if(problems.begin(), problems.end(), [](const Problem& each) {
        return each.code == "value-type";
    });
    EXPECT_EQ(of_type, 33);
    const auto first = std::find_if(problems.begin(), problems.end(),
                                    [](const Problem& each) { return each.code == "value-type"; });
    EXPECT_EQ(first->position.line, 4);  // of the element, not of the list
}

}  // namespace
}  // namespace plazo::ical
