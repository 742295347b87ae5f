#include "ical/stream.h"

#include "fixture.h"
#include "stream_steps.h"

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

/// What a reader answers of a text that comes `step` bytes at a time.
struct Answer {
    Strings uids;
    Strings codes;
    Strings calendar;  // its lines

    bool operator==(const Answer&) const = default;
};
Answer read_in_steps(std::string_view text, std::size_t step) {
    StreamReader reader{in_steps(text, step)};
    Answer answer{uids(reader), codes(reader.problems()), {}};
    for (const PropertyView each : reader.calendar().properties()) {
        answer.calendar.emplace_back(each.line());
    }
    return answer;
}
Answer read_whole(std::string_view text) {
    return read_in_steps(text, text.size() + 1);
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
    EXPECT_EQ(codes(reader.problems()), (Strings(4, "unclosed-component")));
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
    const std::string text = "X-STRAY:1\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VEVENT\n";
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

const std::string two_events = "BEGIN:VEVENT\nUID:2\nEND:VEVENT\nBEGIN:VEVENT\nUID:3\nEND:VEVENT\n";

TEST(Stream, ANameIsWhatStandsAfterTheColonOutsideOfQuotes) {
    const std::string text = "BEGIN:VCALENDAR\nBEGIN;X=\"a:b\":VEVENT\nUID:1\nEND:VEVENT\n" +
                             two_events + "END:VCALENDAR\n";
    EXPECT_EQ(read_whole(text), (Answer{{"1", "2", "3"}, {}, {}}));
}

TEST(Stream, ANameEndsBeforeBlanksAndLineBreaksAsText) {
    for (const char* each : {" \\n", "\\r\\n", "\\n\\n \\r", " \t"}) {
        const std::string text = std::string{"BEGIN:VCALENDAR\nBEGIN:VEVENT"} + each +
                                 "\nUID:1\nEND:VEVENT\n" + two_events + "END:VCALENDAR\n";
        EXPECT_EQ(read_whole(text), (Answer{{"1", "2", "3"}, {}, {}})) << each;
    }
}

TEST(Stream, ABeginWithoutAColonIsNone) {
    for (const char* each : {"BEGIN;VEVENT", "BEGIN", "END;VCALENDAR", "BEGIN;X=\"a:VEVENT"}) {
        const std::string text =
            std::string{"BEGIN:VCALENDAR\n"} + each + "\n" + two_events + "END:VCALENDAR\n";
        const Answer answer = read_whole(text);
        EXPECT_EQ(answer.codes, codes(parse(text).problems())) << each;
        EXPECT_EQ(answer.uids.size(), parse(text).components().front().components().size()) << each;
    }
    const std::string text = "BEGIN:VCALENDAR\nBEGIN;VEVENT\n" + two_events + "END:VCALENDAR\n";
    EXPECT_EQ(read_whole(text),
              (Answer{{"2", "3"}, {"parameter-without-value", "not-a-content-line"}, {}}));
}

TEST(Stream, WhatIsRemovedFromALineMayHideABegin) {
    const std::string event = "UID:1\nEND:VEVENT\nEND:VCALENDAR\n";
    const std::string long_parameter = "BEGIN;X=" + std::string(1100, 'x') + ":VEVENT\n";
    EXPECT_EQ(read_whole(" BEGIN:VCALENDAR\nMETHOD:X\nBEGIN:VEVENT\n" + event),
              (Answer{{"1"}, {"fold-without-line"}, {"METHOD:X"}}));
    EXPECT_EQ(read_whole("BEGIN:VCALENDAR\n\x01"
                         "BEGIN:VEVENT\n" +
                         event),
              (Answer{{"1"}, {"control-character"}, {}}));
    EXPECT_EQ(read_whole("BEGIN:VCALENDAR\nB\x7F"
                         "EGIN:VEVENT\n" +
                         event),
              (Answer{{"1"}, {"control-character"}, {}}));
    EXPECT_EQ(read_whole("BEGIN:VCALENDAR\n" + long_parameter + event), (Answer{{"1"}, {}, {}}));
}

TEST(Stream, BlankLinesAreNoPropertiesOfACalendar) {
    const std::string text = "BEGIN:VCALENDAR\n" + std::string(1001, '\n') +
                             "METHOD:PUBLISH\n\nBEGIN:VEVENT\nUID:1\n\nEND:VEVENT\nEND:VCALENDAR\n";
    EXPECT_EQ(read_whole(text), (Answer{{"1"}, {"blank-line"}, {"METHOD:PUBLISH"}}));
}

TEST(Stream, ALineThatIsLeftOutIsNoPropertyOfACalendar) {
    std::string text = "BEGIN:VCALENDAR\n";
    for (int i = 0; i < 1001; ++i) text += "nonsense\n";
    EXPECT_EQ(read_whole(text + "METHOD:X\nEND:VCALENDAR\n").calendar, Strings{"METHOD:X"});
}

TEST(Stream, TooManyPropertiesOfACalendarAreToldOnce) {
    std::string text = "BEGIN:VCALENDAR\n";
    for (int i = 0; i < 1003; ++i) text += "X-A:1\n";
    const Answer answer = read_whole(text + "END:VCALENDAR\n");
    EXPECT_EQ(answer.codes, Strings{"too-many-properties"});
    EXPECT_EQ(answer.calendar.size(), properties_max);
}

TEST(Stream, CalendarsWithoutEndAreTold) {
    const std::string text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VCALENDAR\n"
        "METHOD:X\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\n";
    StreamReader reader{source_of(text)};
    EXPECT_EQ(uids(reader), (Strings{"1", "2"}));
    Strings all;
    for (const Problem& each : reader.problems()) all.push_back(describe(each));
    EXPECT_EQ(all,
              (Strings{"4:1: warning: VEVENT is closed by BEGIN:VCALENDAR",
                       "4:1: warning: VCALENDAR is closed by BEGIN:VCALENDAR",
                       "6:1: warning: VCALENDAR is closed by BEGIN:VCALENDAR",
                       "7:1: warning: VEVENT has no END", "6:1: warning: VCALENDAR has no END"}));
}

TEST(Stream, ATextWithoutComponentsIsNotICalendar) {
    for (const char* each : {"", "\n", "\xEF\xBB\xBF", "<html>\n<body>\n\nEND:VCALENDAR\n"}) {
        EXPECT_EQ(read_whole(each), (Answer{{}, {"not-icalendar"}, {}})) << each;
    }
}

TEST(Stream, OneByteOrderMarkIsPassedOver) {
    const std::string mark = "\xEF\xBB\xBF";
    const std::string text = "BEGIN:VEVENT\nUID:1\nEND:VEVENT\n";
    const std::string two = text + mark + text;
    for (const std::size_t step : {1, 2, 1000}) {
        EXPECT_EQ(read_in_steps(mark + text, step), (Answer{{"1"}, {}, {}})) << step;
        EXPECT_EQ(read_in_steps(two, step).codes, codes(parse(two).problems())) << step;
    }
}

TEST(Stream, LinesAfterOneThatIsTooLongKeepTheirNumbers) {
    Limits limits;
    limits.text_bytes = 1000;
    const std::string text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nX:" + std::string(2000, 'x') +
                             "\n y\n\n z\nnonsense\nEND:VEVENT\nEND:VCALENDAR\n";
    for (const std::size_t step : {1, 7, 100'000}) {
        StreamReader reader{in_steps(text, step), limits};
        EXPECT_TRUE(reader.next());
        ASSERT_EQ(codes(reader.problems()), (Strings{"line-too-long", "not-a-content-line"}));
        EXPECT_EQ(reader.problems()[1].position, (Position{7, 1})) << step;
    }
}

TEST(Stream, AContinuationIsNotLookedForBehindAnyNumberOfBlankLines) {
    const std::string text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1" + std::string(70'000, '\n') +
                             " END:VEVENT\n" + two_events + "END:VCALENDAR\n";
    for (const std::size_t step : {7, 300'000}) {
        EXPECT_EQ(read_in_steps(text, step),
                  (Answer{{"1", "2", "3"}, {"blank-line", "fold-without-line"}, {}}));
    }
}

/// Searching the line from its beginning, or clearing a buffer, for every byte would not end within
/// the time that a test has.
TEST(Stream, NoByteIsLookedAtAgainForTheNextOne) {
    const std::string text = "BEGIN:VEVENT\nUID:" + std::string(2'000'000, 'x') + "\nEND:VEVENT\n";
    StreamReader reader{in_steps(text, 1), own_file_limits};
    EXPECT_EQ(reader.next()->find(PropertyName::uid)->value().size(), 2'000'000u);
    EXPECT_TRUE(reader.problems().empty());
}

TEST(Stream, NestingIsCountedFromTheCalendarAsInADocument) {
    Limits limits;
    limits.nesting = 2;
    const std::string text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nEND:VALARM\nUID:1\n"
        "END:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR\n";
    StreamReader reader{source_of(text), limits};
    EXPECT_EQ(uids(reader), (Strings{"1", "2"}));
    EXPECT_EQ(codes(reader.problems()), Strings{"nesting-too-deep"});
    for (limits.nesting = 0; limits.nesting < 2; ++limits.nesting) {
        StreamReader shallow{source_of(text), limits};
        EXPECT_EQ(uids(shallow), Strings{});
        EXPECT_TRUE(has_error(shallow.problems()));
        EXPECT_TRUE(shallow.calendar().properties().empty());
    }
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
