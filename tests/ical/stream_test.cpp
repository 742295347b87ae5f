#include "ical/stream.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

const std::string calendar =
    "\xEF\xBB\xBF"
    "BEGIN:VCALENDAR\r\nPRODID:x\r\nMETHOD:PUB\r\n LISH\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    "BEG\r\n IN:VEVENT\r\nUID:2\r\nnonsense\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

Strings uids(StreamReader& reader) {
    Strings all;
    while (const auto component = reader.next()) {
        const auto uid = component->find(PropertyName::uid);
        all.emplace_back(uid ? uid->value() : component->name());
    }
    return all;
}

/// Gives `step` bytes at a time.
StreamReader::Source in_steps(std::string_view text, std::size_t step) {
    return [text, step](char* buffer, std::size_t room) mutable {
        const std::size_t count = std::min({room, step, text.size()});
        std::copy_n(text.data(), count, buffer);
        text.remove_prefix(count);
        return count;
    };
}

TEST(Stream, ExampleOfTheManualPage) {
    StreamReader reader{source_of(calendar)};
    int events = 0;
    while (const auto component = reader.next()) {
        if (component->id() == ComponentName::vevent) ++events;
    }
    EXPECT_EQ(events, 2);
    EXPECT_EQ(reader.calendar().find(PropertyName::method)->value(), "PUBLISH");
}

TEST(Stream, WhereTheBytesAreCutMakesNoDifference) {
    for (std::size_t step = 1; step < 40; ++step) {
        StreamReader reader{in_steps(calendar, step)};
        EXPECT_EQ(uids(reader), (Strings{"1", "2"})) << step;
        ASSERT_EQ(codes(reader.problems()), Strings{"not-a-content-line"}) << step;
        EXPECT_EQ(reader.problems()[0].position, (Position{14, 1})) << step;
    }
}

TEST(Stream, ComponentsComeWithWhatIsInsideThem) {
    StreamReader reader{source_of(calendar)};
    const auto event = reader.next();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->components().front().find(PropertyName::action)->value(), "AUDIO");
    EXPECT_EQ(event->position(), (Position{5, 1}));
    EXPECT_EQ(reader.calendar().find(PropertyName::prodid)->value(), "x");
}

TEST(Stream, MissingEndsAreRepairedAsInADocument) {
    const std::string text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nEND:VCALENDAR\nBEGIN:VCALENDAR\nMETHOD:X\nBEGIN:VTODO\nUID:3\n";
    StreamReader reader{source_of(text)};
    EXPECT_EQ(uids(reader), (Strings{"1", "2", "3"}));
    EXPECT_EQ(codes(reader.problems()),
              (Strings{"unclosed-component", "unclosed-component", "unclosed-component"}));
    EXPECT_EQ(reader.calendar().find(PropertyName::method)->value(), "X");
}

TEST(Stream, ABeginThatCannotStandInsideShowsThatAnEndIsMissing) {
    const std::string text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nACTION:AUDIO\nBEGIN:VALARM\n"
        "BEGIN:VEVENT\nUID:2\nEND:VEVENT\nBEGIN:VTODO\nUID:3\nEND:VTODO\nEND:VCALENDAR\n";
    StreamReader reader{source_of(text)};
    EXPECT_EQ(uids(reader), (Strings{"1", "2", "3"}));
    EXPECT_EQ(codes(reader.problems()),
              (Strings{"unclosed-component", "unclosed-component", "unclosed-component"}));
}

TEST(Stream, EventsWithoutACalendarStandBesideEachOther) {
    const std::string text =
        "BEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:3\n"
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:4\n";
    StreamReader reader{source_of(text)};
    EXPECT_EQ(uids(reader), (Strings{"1", "2", "3", "4"}));
}

TEST(Stream, ComponentsOutsideOfACalendarComeToo) {
    const std::string text = "stray\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VEVENT\n";
    StreamReader reader{source_of(text)};
    EXPECT_EQ(uids(reader), Strings{"1"});
    EXPECT_EQ(codes(reader.problems()), (Strings{"outside-component", "end-without-begin"}));
}

TEST(Stream, WhatIsTooLongIsLeftOutAndTheRestGoesOn) {
    Limits limits;
    limits.text_bytes = 1000;
    const std::string text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nX:" + std::string(500'000, 'x') + "\n " +
        std::string(300'000, 'y') + "\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\n" +
        [] {
            std::string lines;
            for (int i = 0; i < 500; ++i) lines += "X:y\n";
            return lines;
        }() +
        "END:VEVENT\nBEGIN:VEVENT\nUID:3\nEND:VEVENT\nEND:VCALENDAR\n";
    StreamReader reader{source_of(text), limits};
    EXPECT_EQ(uids(reader), (Strings{"1", "3"}));
    EXPECT_EQ(codes(reader.problems()), (Strings{"line-too-long", "text-too-long"}));
    EXPECT_EQ(reader.problems()[0].position, (Position{4, 1}));
    EXPECT_EQ(reader.problems()[1].position, (Position{7, 1}));
}

TEST(Stream, BlankLinesArePassedOverOnce) {
    const std::string blanks(1'000'000, '\n');
    const std::string text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1" + blanks + "END:VEVENT\n" +
                             blanks + "BEGIN:VEVENT\nUID:2\n\n\n 2\nEND:VEVENT\nEND:VCALENDAR\n";
    StreamReader reader{source_of(text)};
    EXPECT_EQ(uids(reader), (Strings{"1", "22"}));
}

TEST(Stream, MemoryDoesNotGrowWithTheStream) {
    const std::string event =
        "BEGIN:VEVENT\r\nUID:1\r\nDESCRIPTION:" + std::string(200, 'd') + "\r\nEND:VEVENT\r\n";
    std::size_t left = 200'000;  // events, 50 MB
    std::string pending = "BEGIN:VCALENDAR\r\n";
    StreamReader reader{[&](char* buffer, std::size_t room) {
        while (pending.size() < room && left > 0) {
            pending += event;
            --left;
        }
        const std::size_t count = std::min(room, pending.size());
        std::copy_n(pending.data(), count, buffer);
        pending.erase(0, count);
        return count;
    }};
    std::size_t count = 0;
    while (reader.next()) ++count;
    EXPECT_EQ(count, 200'000u);
    EXPECT_LT(reader.memory_bytes(), std::size_t{1024 * 1024});
}

}  // namespace
}  // namespace plazo::ical
