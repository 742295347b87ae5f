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
// The properties of the VCALENDAR are in calendar(), as far as they have come: programs write them
// before the components. Where a text holds several VCALENDARs, calendar() is the one of the last
// component. A component that is not inside of a VCALENDAR comes as it is. What is too long for
// Limits::text_bytes is an error and left out; the rest goes on.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ical/document.h"
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
    /// A logical line with its folds and its break.
    struct Line {
        std::string_view text;
        LineKind kind = LineKind::other;
        std::string name;  // of the component that begins or ends
        int number = 0;
    };

    std::optional<Line> next_line();
    std::optional<std::size_t> find_line(int& lines);
    bool fill();
    void fail_too_long();
    void drop_long_line();
    static void classify(Line& line);

    /// Whether the component is complete; the line may be the first after it.
    bool take(const Line& line);
    void take_outside(const Line& line);
    bool take_inside(const Line& line);
    void take_property_of_calendar(const Line& line);
    void begin_component(const Line& line);
    bool closes_component(const Line& line) const;
    void open(const Line& line);
    void close_until(std::size_t count);
    void add(const Line& line);
    std::optional<ComponentView> read_component();
    void collect(const std::vector<Problem>& problems);

    Source source_;
    Limits limits_;
    Mode mode_;
    std::string buffer_;
    std::size_t at_ = 0;        // in the buffer, of the next line
    std::size_t searched_ = 0;  // in the buffer, of the physical line that is not complete
    int searched_lines_ = 0;    // complete ones before it
    bool source_ended_ = false;
    bool dropping_ = false;  // what is in the buffer belongs to a line that is too long
    int line_number_ = 1;

    std::string calendar_;  // its lines
    std::size_t calendar_properties_ = 0;
    Document calendar_document_;
    bool in_calendar_ = false;

    std::string component_;  // its lines
    int component_line_ = 0;
    std::vector<std::string> open_;  // names, of the component and those inside it
    std::vector<ComponentName> open_ids_;
    std::optional<Line> begun_;  // what has closed the component before it
    std::string begun_text_;
    std::size_t too_deep_ = 0;
    bool too_long_ = false;
    Document document_;
    std::vector<Problem> problems_;
};

/// The bytes of a text, which must outlive the reader.
StreamReader::Source source_of(std::string_view text);

}  // namespace plazo::ical
