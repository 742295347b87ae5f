// A stream and a Document of the same text answer the same, wherever the bytes are cut: texts are
// put together, by seeds, from lines that programs write well, badly, and at the wrong place.
#include <algorithm>
#include <random>
#include <tuple>

#include "fixture.h"
#include "stream_steps.h"

namespace plazo::ical {
namespace {

constexpr unsigned text_count = 300;
constexpr std::size_t steps[] = {1, 7, 64, 4096};  // bytes in which a text comes

class TextMaker {
  public:
    explicit TextMaker(unsigned seed) : random_{seed} {}

    std::string make() {
        std::string text = chance(8) ? "\xEF\xBB\xBF" : "";
        if (chance(8)) text += pick({" ", "\t", "\n", "\r\n \n", "  "});
        const std::size_t calendars = 1 + below(2);
        for (std::size_t i = 0; i < calendars; ++i) {
            const bool alone = chance(6);  // components without a calendar
            if (!alone) text += begin("VCALENDAR");
            const std::size_t parts = below(9);
            for (std::size_t j = 0; j < parts; ++j) text += part();
            if (!alone) text += end("VCALENDAR");
        }
        while (chance(8) && !text.empty()) text.pop_back();
        return text;
    }

  private:
    std::size_t below(std::size_t count) { return random_() % count; }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }
    std::string pick(std::initializer_list<const char*> all) {
        return *(all.begin() + below(all.size()));
    }
    std::string line_break() {
        return chance(20) ? "\n\n" : chance(40) ? "\r" : chance(3) ? "\n" : "\r\n";
    }

    /// With a fold or a foreign byte now and then.
    std::string line(std::string text) {
        if (chance(8)) text.insert(below(text.size() + 1), pick({"\r\n ", "\n\t", "\n\n "}));
        if (chance(40)) text.insert(below(text.size() + 1), pick({"\x01", "\x7F", "\xC3", "\x0B"}));
        if (chance(60)) text.insert(text.begin(), ' ');
        return text + line_break();
    }
    std::string delimiter(const std::string& word, const std::string& name) {
        if (!chance(6)) return line(word + ":" + name);
        return line(word +
                    pick({";X=\"a:b\":", ";X:", ";", ";X=\"a:", "", " :", ":  ",
                          ";=1:", ";A=b\"c:d\":", ",:", ";X=^n:"}) +
                    name + pick({"", " \\n", "\\r\\n", "\\n ", " ", "X", "\xFF"}));
    }
    std::string begin(const std::string& name) {
        return chance(30) ? "" : delimiter("BEGIN", name);
    }
    std::string end(const std::string& name) { return chance(12) ? "" : delimiter("END", name); }

    std::string property() {
        return line(
            pick({"UID:1", "SUMMARY:caf\xC3\xA9 au lait", "EXDATE;TZID=\"a:b\":20260101T000000",
                  "BEGINNING:x", "ENDED;X=1:y", "X-A;B;C=\"d,e\",f:g", "DESCRIPTION:END:VEVENT",
                  "X-^;1=2:3", "METHOD:PUBLISH", "X-\xC3\xA9:1", "BEGIN", "E", "nonsense", "", ":",
                  "\xEF\xBB\xBF"
                  "BEGIN:VEVENT",
                  "  "}));
    }
    std::string component(std::size_t depth) {
        const std::string name =
            depth == 0 ? pick({"VEVENT", "VEVENT", "vEvent", "VTODO", "VTIMEZONE", "X-BOX", ""})
                       : pick({"VALARM", "VALARM", "STANDARD", "X-BOX", "VEVENT", "PARTICIPANT",
                               "VCALENDAR", "VLOCATION"});
        std::string text = begin(name);
        for (std::size_t count = below(4); count > 0; --count) text += property();
        if (depth < 4 && chance(2)) text += component(depth + 1);
        if (chance(4)) text += property();
        if (chance(20)) text += end(pick({"VEVENT", "VALARM", "VCALENDAR", "Y"}));
        return text + end(name);
    }
    std::string part() { return chance(4) ? property() : component(0); }

    std::mt19937 random_;
};

Strings lines_of(const ComponentView& component) {
    Strings lines;
    for (const PropertyView each : component.properties()) lines.emplace_back(each.line());
    return lines;
}

/// In the order of their places: a Document tells them in that of its finding.
Strings in_order(std::vector<Problem> problems) {
    const auto key = [](const Problem& each) {
        return std::tie(each.position.line, each.position.column, each.code, each.text);
    };
    std::sort(problems.begin(), problems.end(),
              [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
    Strings all;
    for (const Problem& each : problems) all.push_back(each.code + " " + describe(each));
    return all;
}

/// The components of the calendars, and those beside them.
struct Expected {
    std::vector<ComponentView> components;
    std::optional<ComponentView> calendar;  // the last
};
Expected expected_of(const Document& document) {
    Expected expected;
    for (const ComponentView root : document.components()) {
        if (root.id() != ComponentName::vcalendar) {
            expected.components.push_back(root);
            continue;
        }
        expected.calendar = root;
        for (const ComponentView each : root.components()) expected.components.push_back(each);
    }
    return expected;
}

void compare(const std::string& text, std::size_t step, const Limits& limits, Mode mode) {
    const Document document = parse(text, limits, mode);
    const Expected expected = expected_of(document);
    StreamReader reader{in_steps(text, step), limits, mode};
    std::size_t count = 0;
    while (const auto component = reader.next()) {
        ASSERT_LT(count, expected.components.size());
        EXPECT_TRUE(same_content(*component, expected.components[count]));
        EXPECT_EQ(component->position(), expected.components[count].position());
        ++count;
    }
    EXPECT_EQ(count, expected.components.size());
    EXPECT_EQ(in_order(reader.problems()), in_order(document.problems()));
    if (expected.calendar) {
        EXPECT_EQ(lines_of(reader.calendar()), lines_of(*expected.calendar));
    }
}

TEST(StreamDifferential, AStreamAnswersWhatADocumentDoes) {
    for (unsigned seed = 0; seed < text_count; ++seed) {
        const std::string text = TextMaker{seed}.make();
        for (const std::size_t step : steps) {
            SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
            compare(text, step, {}, seed % 2 == 0 ? Mode::lenient : Mode::strict);
            if (HasFailure()) FAIL() << ::testing::PrintToString(text);
        }
    }
}

TEST(StreamDifferential, NestingIsLimitedAsInADocument) {
    Limits limits;
    for (unsigned seed = 0; seed < text_count; ++seed) {
        const std::string text = TextMaker{seed}.make();
        limits.nesting = 1 + seed % 3;
        SCOPED_TRACE("seed " + std::to_string(seed));
        compare(text, 7, limits, Mode::lenient);
        if (HasFailure()) FAIL() << ::testing::PrintToString(text);
    }
}

TEST(StreamDifferential, TheTextsHoldComponentsAndEveryKindOfProblem) {
    std::size_t components = 0;
    Strings found;
    for (unsigned seed = 0; seed < text_count; ++seed) {
        const std::string text = TextMaker{seed}.make();
        const Document document = parse(text);
        components += document.component_count();
        for (const std::string& code : codes(document.problems())) found.push_back(code);
    }
    EXPECT_GT(components, 5u * text_count);
    for (const char* code : {"unclosed-component", "end-without-begin", "outside-component",
                             "blank-line", "fold-without-line", "control-character", "not-utf8",
                             "not-a-content-line", "not-icalendar", "parameter-without-value",
                             "unclosed-quote", "quote-inside-value", "bad-parameter-name"}) {
        EXPECT_GT(std::count(found.begin(), found.end(), code), 0) << code;
    }
}

}  // namespace
}  // namespace plazo::ical
