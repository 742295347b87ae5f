// How a stream is cut: next_line() gives logical lines from a buffer that is filled as needed;
// take() follows BEGIN and END by name, as a Document does, until a component is complete. What is
// read, a component or a line beside components, gets one line before it, which says whether it
// stands in a calendar, and the lines that close it: so a Document finds wrong what it would find
// wrong in the whole.
#include "ical/stream.h"

#include <algorithm>
#include <utility>

#include "ical/component_rules.h"
#include "ical/lines.h"

namespace plazo::ical {

namespace {

constexpr std::size_t chunk_bytes = 128 * 1024;
/// Blank lines after which a line is not looked for a continuation.
constexpr std::size_t blank_bytes_max = 64 * 1024;
/// A name is taken as it stands up to this; of a longer one a Document says where it is cut.
constexpr std::size_t plain_name_bytes_max = 64;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view calendar_begin = "BEGIN:VCALENDAR\n";
constexpr std::string_view calendar_end = "\nEND:VCALENDAR";
/// With it a text that holds nothing else is iCalendar.
constexpr std::string_view empty_calendar = "\nBEGIN:VCALENDAR\nEND:VCALENDAR";

/// The limits of what has been found to keep the others: only parameters still count.
Limits limits_of_known_lines(const Limits& limits) {
    return {document_bytes_max, document_bytes_max, limits.parameters, 1, 1, document_bytes_max, 0};
}

/// Those of the lines of a component. There is room for what is put before and
/// after them, and for what is wrong with that.
Limits limits_of_component(Limits limits) {
    constexpr std::size_t untold = 2;
    limits.components = std::max(limits.components, limits.components + untold);
    limits.text_bytes = document_bytes_max;
    limits.problems = std::max(limits.problems, limits.problems + untold);
    return limits;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// False where the line is neither a BEGIN nor an END, whatever is removed to repair it.
bool may_begin_or_end(std::string_view line) {
    const auto first = static_cast<unsigned char>(line.front());
    const int letter = first | 0x20;
    return letter == 'b' || letter == 'e' || first <= ' ' || first == 0x7F;
}

}  // namespace

StreamReader::Source source_of(std::string_view text) {
    return [text](char* buffer, std::size_t room) mutable {
        const std::size_t count = std::min(room, text.size());
        std::copy_n(text.data(), count, buffer);
        text.remove_prefix(count);
        return count;
    };
}

StreamReader::StreamReader(Source source, const Limits& limits, Mode mode)
    : source_{std::move(source)}, limits_{limits}, mode_{mode} {}

std::size_t StreamReader::memory_bytes() const {
    return buffer_.capacity() + joined_.capacity() + component_.capacity() + calendar_.capacity() +
           document_.memory_bytes() + calendar_document_.memory_bytes();
}

std::optional<ComponentView> StreamReader::next() {
    for (;;) {
        if (given_ < found_.size()) return found_[given_++];
        if (ended_) return std::nullopt;
        const auto line = begun_ ? std::exchange(begun_, std::nullopt) : next_line();
        if (!line) {
            end();
        } else if (take(*line)) {
            read_component();
        }
    }
}

ComponentView StreamReader::calendar() {
    calendar_document_.read(calendar_.empty() ? calendar_begin : calendar_,
                            limits_of_known_lines(limits_), mode_);
    return calendar_document_.components().front();
}

bool StreamReader::fill() {
    if (source_ended_) return false;
    if (at_ > 0) {
        std::copy(buffer_.data() + at_, buffer_.data() + buffer_.size(), buffer_.data());
        buffer_.cut(buffer_.size() - at_);
        searched_ -= at_;
        line_end_ -= std::min(line_end_, at_);
        at_ = 0;
    }
    buffer_.make_room(chunk_bytes);
    const std::size_t count = source_(buffer_.data() + buffer_.size(), chunk_bytes);
    buffer_.take_room(count);
    source_ended_ = count == 0;
    return true;
}

void StreamReader::pass_over_byte_order_mark() {
    while (buffer_.size() < byte_order_mark.size() && fill()) continue;
    if (std::string_view{buffer_.data(), buffer_.size()}.starts_with(byte_order_mark)) {
        at_ = searched_ = byte_order_mark.size();
    }
}

/// Searches for the end of the logical line at at_, which is then line_end_. False while the buffer
/// does not tell.
bool StreamReader::find_end() {
    const char* base = buffer_.data();
    const char* end = base + buffer_.size();
    while (in_breaks_ || at_ != buffer_.size()) {
        if (!in_breaks_) {
            const LineEnd found = find_line_end(base + searched_, end);
            searched_ = static_cast<std::size_t>(found.end - base);
            if (found.next == end && !source_ended_) return false;  // after CR, LF may come
            const bool blank = searched_ == at_ && !dropping_;
            searched_ = line_end_ = static_cast<std::size_t>(found.next - base);
            ++lines_;
            if (blank) return true;
            in_breaks_ = true;
        }
        const std::size_t breaks_end = std::min(buffer_.size(), line_end_ + blank_bytes_max);
        while (searched_ != breaks_end && is_break(base[searched_])) ++searched_;
        const bool at_end = searched_ == buffer_.size();
        in_breaks_ = at_end && !source_ended_;
        if (in_breaks_) return false;
        if (at_end || !is_blank(base[searched_])) return true;
        const char* next = base + searched_;
        for (const char* at = base + line_end_; at != next; at = after_break(at, end)) ++lines_;
    }
    return false;
}

void StreamReader::fail_too_long() {
    if (std::exchange(dropping_, true)) return;
    problem_list().fail({line_number_, 1}, "line-too-long",
                        "the line has more than " + std::to_string(limits_.text_bytes) + " bytes");
}

/// Keeps of a line that is too long only what is needed to see its end.
void StreamReader::drop_long_line() {
    fail_too_long();
    at_ = in_breaks_ ? line_end_ : searched_;
}

std::optional<StreamReader::Line> StreamReader::next_line() {
    if (!std::exchange(begun_reading_, true)) pass_over_byte_order_mark();
    for (;;) {
        if (find_end()) {
            Line line;
            line.text = {buffer_.data() + at_, line_end_ - at_};
            at_ = searched_ = line_end_;
            if (line.text.size() > limits_.text_bytes) fail_too_long();
            const int lines = std::exchange(lines_, 0);
            line.number = std::exchange(line_number_, line_number_ + lines);
            if (!std::exchange(dropping_, false)) {
                classify(line);
                return line;
            }
            // In its place, so that the lines after it are counted as they stand.
            const auto count = static_cast<std::size_t>(lines);
            if (in_component()) add(std::string(std::min(count, limits_.text_bytes), '\n'));
        } else {
            if (buffer_.size() - at_ > limits_.text_bytes) drop_long_line();
            if (!fill()) return std::nullopt;
        }
    }
}

/// What continues no line has no line before it, or blank_bytes_max. A Document knows the one, but
/// not the other.
void StreamReader::pass_over_blanks(Line& line) {
    if (open_.empty() || !is_blank(line.text.front())) return;
    problem_list().warn({line.number, 1}, "fold-without-line", "a continuation follows no line");
    while (!line.text.empty() && is_blank(line.text.front())) line.text.remove_prefix(1);
}

/// What a component is called whose BEGIN or END goes on so, parameters with it: a Document that
/// holds nothing else has that component, or none.
std::optional<std::string> StreamReader::name_in(std::string_view rest) {
    const std::string_view name = rest.substr(1);
    const bool plain = rest.front() == ':' && name.size() <= plain_name_bytes_max && is_name(name);
    if (plain) return std::string{name};
    const std::string alone = std::string{"BEGIN"}.append(rest);
    document_.read(alone, limits_of_known_lines(limits_));
    if (document_.components().empty()) return std::nullopt;
    return std::string{document_.components().front().name()};
}

/// Finds out whether the line begins or ends a component, and which.
void StreamReader::classify(Line& line) {
    pass_over_blanks(line);
    if (line.text.empty() || !may_begin_or_end(line.text)) return;
    joined_.clear();
    const char* begin = line.text.data();
    join_line(begin, begin + line.text.size(), begin, limits_.line_bytes, joined_);
    const std::string_view text{joined_.data(), joined_.size()};
    const std::size_t name_end = text.find_first_of(":;");
    if (name_end == std::string_view::npos) return;
    const PropertyName name = property_name(text.substr(0, name_end));
    if (name != PropertyName::begin && name != PropertyName::end) return;
    auto component = name_in(text.substr(name_end));
    if (!component) return;
    line.kind = name == PropertyName::begin ? LineKind::begin : LineKind::end;
    line.id = component_name(*component);
    line.name = std::move(*component);
}

bool StreamReader::in_calendar() const {
    return !open_ids_.empty() && open_ids_.front() == ComponentName::vcalendar;
}

/// In one that is given as a whole.
bool StreamReader::in_component() const {
    return open_.size() > (in_calendar() ? 1 : 0) || too_deep_ > 0;
}

/// The line before what is read.
std::string_view StreamReader::head() const {
    return in_calendar() ? calendar_begin : "\n";
}

bool StreamReader::take(const Line& line) {
    if (line.kind == LineKind::begin) return take_begin(line);
    if (line.kind == LineKind::end) return take_end(line);
    const bool blank = line.text.empty() || is_break(line.text.front());
    if (blank) take_blank(line);
    if (in_component()) {
        add(line.text);
    } else if (!blank) {
        in_calendar() ? take_property_of_calendar(line) : read_alone(line, empty_calendar);
    }
    return false;
}

void StreamReader::take_blank(const Line& line) {
    const bool last = at_ == buffer_.size();
    if (last || std::exchange(blank_reported_, true)) return;
    problem_list().warn({line.number, 1}, "blank-line", "a blank line is not iCalendar");
}

bool StreamReader::take_begin(const Line& line) {
    any_ = limits_.nesting > 0;
    const std::size_t unended = too_deep_ > 0 ? 0 : missing_ends(open_ids_, line.id);
    const bool inside = in_component();
    if (inside && unended > 0 && open_.size() - unended <= (in_calendar() ? 1 : 0)) {
        close_by(line);
        close_until(open_.size() - unended);
        return true;
    }
    if (!inside && line.id == ComponentName::vcalendar && limits_.nesting > 0) {
        begin_calendar(line);
        return false;
    }
    close_until(open_.size() - unended);
    if (!inside) {
        component_ = head();
        component_line_ = line.number;
        too_long_ = false;
    }
    if (too_deep_ > 0 || open_.size() == limits_.nesting) {
        ++too_deep_;
    } else {
        open(line);
    }
    add(line.text);
    return false;
}

bool StreamReader::take_end(const Line& line) {
    const auto match = std::find_if(open_.rbegin(), open_.rend(), [&](const std::string& name) {
        return same_name(name, line.name);
    });
    const auto left = static_cast<std::size_t>(open_.rend() - match);
    if (!in_component()) {
        if (!problem_list().full()) read_alone(line, in_calendar() ? "" : empty_calendar);
        if (left > 0) close_until(left - 1);
        return false;
    }
    add(line.text);
    if (too_deep_ > 0) {
        --too_deep_;
    } else if (left > 0) {
        close_until(left - 1);
    }
    return !in_component();
}

void StreamReader::take_property_of_calendar(const Line& line) {
    read_alone(line);
    if (document_.property_count() == 0) return;
    if (calendar_properties_++ < limits_.properties &&
        calendar_.size() + line.text.size() <= limits_.text_bytes) {
        calendar_ += line.text;
    } else if (calendar_properties_ == limits_.properties + 1) {
        problem_list().fail({line.number, 1}, "too-many-properties",
                            open_.front() + " has more than " + std::to_string(limits_.properties) +
                                " properties; the rest is left out");
    }
}

void StreamReader::begin_calendar(const Line& line) {
    if (!problem_list().full()) read_alone(line, calendar_end);  // tells, too, when one is open
    close_until(0);
    open(line);
    calendar_ = calendar_begin;
    calendar_line_ = line.number;
    calendar_properties_ = 0;
}

/// A BEGIN that cannot stand in the component, but beside it, shows that its END is missing. What
/// begins comes later: here it closes only, and ends at once.
void StreamReader::close_by(const Line& line) {
    component_.append("BEGIN:").append(line.name).append("\nEND:").append(line.name);
    begun_ = line;
}

void StreamReader::open(const Line& line) {
    open_.push_back(line.name);
    open_ids_.push_back(line.id);
}

void StreamReader::close_until(std::size_t count) {
    open_.resize(count);
    open_ids_.resize(count);
}

void StreamReader::add(std::string_view text) {
    if (too_long_) return;
    too_long_ = component_.size() + text.size() > limits_.text_bytes;
    if (!too_long_) component_ += text;
}

/// Reads a line that is in no component but, perhaps, in the calendar.
void StreamReader::read_alone(const Line& line, std::string_view tail) {
    const std::string text = std::string{head()}.append(line.text).append(tail);
    read(text, line.number);
}

/// Everything between the lines that were put before and after it is given.
void StreamReader::read_component() {
    if (too_long_) {
        problem_list().fail({component_line_, 1}, "text-too-long",
                            "the component has more than " + std::to_string(limits_.text_bytes) +
                                " bytes and is left out");
        return;
    }
    read(component_, component_line_);
    found_.clear();
    given_ = 0;
    const auto find = [&](const ComponentView& component) {
        if (!begun_ || component.position().line < begun_->number) found_.push_back(component);
    };
    for (const ComponentView root : document_.components()) {
        if (root.position().line >= component_line_) {
            find(root);
        } else {
            for (const ComponentView inner : root.components()) find(inner);
        }
    }
}

void StreamReader::end() {
    ended_ = true;
    if (in_component()) read_component();
    if (in_calendar()) {
        problem_list().warn({calendar_line_, 1}, "unclosed-component",
                            open_.front() + " has no END");
    }
    if (any_) return;
    document_.read({}, limits_, mode_);
    problems_ = document_.problems();
}

/// `first_line` is the second of the text.
void StreamReader::read(std::string_view text, int first_line) {
    document_.read(text, limits_of_component(limits_), mode_, first_line - 1);
    ProblemList list = problem_list();
    for (const Problem& each : document_.problems()) {
        if (list.full()) return;
        if (each.position.line < first_line || each.code == "blank-line") continue;
        if (each.severity == Severity::error) {
            list.fail(each.position, each.code, each.text);
        } else {
            list.warn(each.position, each.code, each.text);
        }
    }
}

}  // namespace plazo::ical
