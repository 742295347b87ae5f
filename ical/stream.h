// ical/stream.h - a calendar of any length, component by component.
//
// A StreamReader pulls bytes, cuts them where a component of a VCALENDAR ends, and reads each as a
// Document of its own: it needs as much memory as the largest component, however long the file is.
//
// Example (runs in tests/ical/stream_test.cpp):
//     StreamReader reader{source_of(text)};
//     while (const auto component = reader.next()) {
//         if (component->id() == ComponentName::vevent) ++events;
//     }
//     reader.calendar().find(PropertyName::method)->value() == "PUBLISH";
//
// It answers what a Document of the whole text would: the same components, and the same Problems
// at the same lines, except where a limit ends the reading of one, and that a line is not continued
// behind 64 kB of blank lines. A Document decides what a line begins or ends, and reads each
// component with the lines that close it.
//
// The properties of the VCALENDAR are in calendar(), as far as they have come: programs write them
// before the components. Where a text holds several VCALENDARs, calendar() is the one of the last
// component. A component that is not inside of a VCALENDAR comes as it is. What is too long for
// Limits::text_bytes is an error and left out; the rest goes on.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ical/document.h"
#include "ical/growing_array.h"
#include "ical/limits.h"

namespace plazo::ical {

class StreamReader {
  public:
    /// Writes at most `room` bytes to `buffer` and answers how many; 0 at the end.
    using Source = std::function<std::size_t(char* buffer, std::size_t room)>;

    /// The limits are those of one component; Limits::components and problems, of each, too.
    explicit StreamReader(Source source, const Limits& limits = {}, Mode mode = Mode::lenient);

    /// The next component, which lives until the next call; nothing at the end.
    std::optional<ComponentView> next();

    /// Without its components. Lives until the next call of next().
    ComponentView calendar();

    /// What was wrong, lines counted from the beginning of the stream. They are listed up to
    /// Limits::problems, as in a Document.
    const std::vector<Problem>& problems() const { return problems_; }

    /// The most that was held at once.
    std::size_t memory_bytes() const;

  private:
    enum class LineKind { begin, end, other };
    /// A logical line with its folds and its break, which stands in the buffer.
    struct Line {
        std::string_view text;
        int number = 0;
        LineKind kind = LineKind::other;
        ComponentName id{};  // of what begins or ends
        std::string name;
    };

    bool fill();
    void pass_over_byte_order_mark();
    bool find_end();
    std::optional<Line> next_line();
    void fail_too_long();
    void drop_long_line();
    void pass_over_blanks(Line& line);
    void classify(Line& line);
    std::optional<std::string> name_in(std::string_view rest);

    bool in_calendar() const;
    bool in_component() const;
    std::string_view head() const;

    /// Whether the component is complete; the line may be the first after it.
    bool take(const Line& line);
    bool take_begin(const Line& line);
    bool take_end(const Line& line);
    void take_blank(const Line& line);
    void take_property_of_calendar(const Line& line);
    void begin_calendar(const Line& line);
    void close_by(const Line& line);
    void open(const Line& line);
    void close_until(std::size_t count);
    void add(std::string_view text);

    void read_alone(const Line& line, std::string_view tail = {});
    void read_component();
    void end();
    void read(std::string_view text, int first_line);
    ProblemList problem_list() { return {problems_, limits_.problems, mode_}; }

    Source source_;
    Limits limits_;
    Mode mode_;

    GrowingArray<char> buffer_;
    std::size_t at_ = 0;        // in the buffer, of the next line
    std::size_t searched_ = 0;  // in the buffer: what stands before need not be looked at again
    std::size_t line_end_ = 0;  // of its last physical line that is complete, after its break
    int lines_ = 0;             // so many of those there are
    bool in_breaks_ = false;    // searching what follows line_end_, not for the end of a line
    bool source_ended_ = false;
    bool dropping_ = false;  // what is in the buffer belongs to a line that is too long
    bool begun_reading_ = false;
    int line_number_ = 1;

    std::vector<std::string> open_;  // names, of the calendar, the component and those inside it
    std::vector<ComponentName> open_ids_;
    std::size_t too_deep_ = 0;  // inside of those

    std::string calendar_;  // its lines
    int calendar_line_ = 0;
    std::size_t calendar_properties_ = 0;
    Document calendar_document_;

    std::string component_;  // a line that says where it stands, and its lines
    int component_line_ = 0;
    bool too_long_ = false;
    std::optional<Line> begun_;  // what has closed the component before it
    Document document_;
    std::vector<ComponentView> found_;  // in the Document
    std::size_t given_ = 0;             // of those
    bool any_ = false;
    bool blank_reported_ = false;
    bool ended_ = false;
    GrowingArray<char> joined_;
    std::vector<Problem> problems_;
};

/// The bytes of a text, which must outlive the reader.
StreamReader::Source source_of(std::string_view text);

}  // namespace plazo::ical
