// How a stream is cut: next_line() gives logical lines from a buffer that is filled as needed;
// take() follows BEGIN and END by name, as a Document does, until a component is complete.
#include "ical/stream.h"

#include <algorithm>
#include <utility>

#include "ical/component_rules.h"
#include "ical/lines.h"

namespace plazo::ical {

namespace {

constexpr std::size_t chunk_bytes = 128 * 1024;
/// BEGIN, a colon and a name are no longer than this with any folds that make sense.
constexpr std::size_t component_line_bytes_max = 1024;
/// Blank lines after which a line is not looked for a continuation.
constexpr std::ptrdiff_t blank_bytes_max = 64 * 1024;
constexpr std::string_view calendar_name = "VCALENDAR";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
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
    return buffer_.capacity() + component_.capacity() + calendar_.capacity() +
           document_.memory_bytes() + calendar_document_.memory_bytes();
}

std::optional<ComponentView> StreamReader::next() {
    if (begun_) take(*std::exchange(begun_, std::nullopt));
    while (const auto line = next_line()) {
        if (!take(*line)) continue;
        if (const auto component = read_component()) return component;
    }
    if (open_.empty()) return std::nullopt;
    return read_component();
}

ComponentView StreamReader::calendar() {
    calendar_document_.read(calendar_.empty() ? std::string_view{"BEGIN:VCALENDAR\n"} : calendar_,
                            limits_, mode_);
    return calendar_document_.components().front();
}

bool StreamReader::fill() {
    if (source_ended_) return false;
    buffer_.erase(0, at_);
    searched_ -= at_;
    at_ = 0;
    const std::size_t size = buffer_.size();
    buffer_.resize(size + chunk_bytes);
    const std::size_t count = source_(buffer_.data() + size, chunk_bytes);
    buffer_.resize(size + count);
    source_ended_ = count == 0;
    if (line_number_ == 1 && at_ == 0 && buffer_.starts_with("\xEF\xBB\xBF")) buffer_.erase(0, 3);
    return true;
}

/// Where the logical line at at_ ends, and how many lines of the text it takes; nothing while the
/// buffer does not tell.
std::optional<std::size_t> StreamReader::find_line(int& lines) {
    const char* base = buffer_.data();
    const char* end = base + buffer_.size();
    while (searched_ < buffer_.size()) {
        const LineEnd found = find_line_end(base + searched_, end);
        if (found.next == end && !source_ended_) return std::nullopt;
        ++searched_lines_;
        const bool blank = found.end == base + at_;
        const char* after = found.next;
        while (!blank && after != end && is_break(*after)) ++after;
        const bool blanks_end =
            after != end || source_ended_ || after - found.next > blank_bytes_max;
        if (!blank && !blanks_end) {
            --searched_lines_;
            return std::nullopt;
        }
        if (blank || !is_continued(after, end)) {
            searched_ = static_cast<std::size_t>(found.next - base);
            lines = std::exchange(searched_lines_, 0);
            return searched_;
        }
        for (const char* at = found.next; at != after; at = after_break(at, end)) ++searched_lines_;
        searched_ = static_cast<std::size_t>(after - base);
    }
    return std::nullopt;
}

void StreamReader::fail_too_long() {
    if (std::exchange(dropping_, true)) return;
    ProblemList{problems_, limits_.problems, mode_}.fail(
        {line_number_, 1}, "line-too-long",
        "the line has more than " + std::to_string(limits_.text_bytes) + " bytes");
}

/// Keeps of a line that is too long only what is needed to see its end.
void StreamReader::drop_long_line() {
    fail_too_long();
    constexpr std::size_t kept_bytes = 2;  // CR LF, of which the LF may not have come
    at_ = buffer_.size() - std::min(kept_bytes, buffer_.size() - at_);
    searched_ = std::max(searched_, at_);
}

std::optional<StreamReader::Line> StreamReader::next_line() {
    for (;;) {
        int lines = 0;
        if (const auto end = find_line(lines)) {
            Line line;
            line.text = std::string_view{buffer_}.substr(at_, *end - at_);
            at_ = *end;
            if (line.text.size() > limits_.text_bytes) fail_too_long();
            line.number = std::exchange(line_number_, line_number_ + lines);
            if (std::exchange(dropping_, false)) continue;
            classify(line);
            return line;
        }
        if (buffer_.size() - at_ > limits_.text_bytes) drop_long_line();
        if (!fill()) return std::nullopt;
    }
}

void StreamReader::classify(Line& line) {
    const char first = static_cast<char>(line.text.front() | 0x20);
    if (line.text.size() > component_line_bytes_max || (first != 'b' && first != 'e')) return;
    GrowingArray<char> joined;
    const char* begin = line.text.data();
    join_line(begin, begin + line.text.size(), begin, component_line_bytes_max, joined);
    const std::string_view text{joined.data(), joined.size()};
    const std::size_t colon = text.find_first_of(":;");
    if (colon == std::string_view::npos) return;
    const PropertyName name = property_name(text.substr(0, colon));
    if (name != PropertyName::begin && name != PropertyName::end) return;
    line.kind = name == PropertyName::begin ? LineKind::begin : LineKind::end;
    line.name = trimmed(text.substr(text.find(':') + 1));
    for (std::string_view end : {"\\r", "\\n", "\\r"}) {
        if (line.name.ends_with(end)) line.name.resize(line.name.size() - end.size());
    }
}

bool StreamReader::take(const Line& line) {
    if (!open_.empty()) return take_inside(line);
    if (line.kind == LineKind::begin && same_name(line.name, calendar_name)) {
        in_calendar_ = true;
        calendar_ = "BEGIN:VCALENDAR\n";
        calendar_properties_ = 0;
    } else if (line.kind == LineKind::begin) {
        begin_component(line);
    } else {
        take_outside(line);
    }
    return false;
}

/// A line that is in no component but, perhaps, in the calendar.
void StreamReader::take_outside(const Line& line) {
    ProblemList problems{problems_, limits_.problems, mode_};
    if (line.kind == LineKind::end) {
        const bool closes = in_calendar_ && same_name(line.name, calendar_name);
        if (closes) {
            in_calendar_ = false;
        } else {
            problems.warn({line.number, 1}, "end-without-begin",
                          "END:" + line.name + " closes nothing");
        }
    } else if (in_calendar_) {
        take_property_of_calendar(line);
    } else if (!trimmed(line.text).empty()) {
        problems.fail({line.number, 1}, "outside-component",
                      "the line stands outside of any component");
    }
}

void StreamReader::take_property_of_calendar(const Line& line) {
    // Read on its own, so that its problems have the right place.
    const std::string alone =
        "BEGIN:VCALENDAR\n" + std::string{trimmed(line.text)} + "\nEND:VCALENDAR";
    document_.read(alone, limits_, mode_, line.number - 1);
    collect(document_.problems());
    if (calendar_properties_++ < limits_.properties &&
        calendar_.size() + line.text.size() <= limits_.text_bytes) {
        calendar_ += line.text;
    } else if (calendar_properties_ == limits_.properties + 1) {
        ProblemList{problems_, limits_.problems, mode_}.fail(
            {line.number, 1}, "too-many-properties",
            "VCALENDAR has more than " + std::to_string(limits_.properties) +
                " properties; the rest is left out");
    }
}

void StreamReader::begin_component(const Line& line) {
    component_.clear();
    component_line_ = line.number;
    too_long_ = false;
    too_deep_ = 0;
    open(line);
    add(line);
}

void StreamReader::open(const Line& line) {
    open_.push_back(line.name);
    open_ids_.push_back(component_name(line.name));
}

void StreamReader::close_until(std::size_t count) {
    open_.resize(count);
    open_ids_.resize(count);
}

/// Whether a BEGIN shows that the END of the whole component is missing: it cannot stand in it, but
/// beside it.
bool StreamReader::closes_component(const Line& line) const {
    std::vector<ComponentName> open;
    if (in_calendar_) open.push_back(ComponentName::vcalendar);
    open.insert(open.end(), open_ids_.begin(), open_ids_.end());
    return missing_ends(open, component_name(line.name)) >= open_ids_.size();
}

void StreamReader::add(const Line& line) {
    if (too_long_) return;
    too_long_ = component_.size() + line.text.size() > limits_.text_bytes;
    if (!too_long_) component_ += line.text;
}

bool StreamReader::take_inside(const Line& line) {
    if (line.kind == LineKind::begin && too_deep_ == 0) {
        if (closes_component(line)) {
            begun_text_ = line.text;
            begun_ = line;
            begun_->text = begun_text_;
            return true;
        }
        close_until(open_.size() - missing_ends(open_ids_, component_name(line.name)));
    }
    if (line.kind == LineKind::begin) {
        if (too_deep_ == 0 && open_.size() < limits_.nesting) {
            open(line);
        } else {
            ++too_deep_;
        }
    } else if (line.kind == LineKind::end && too_deep_ > 0) {
        --too_deep_;
    } else if (line.kind == LineKind::end) {
        const auto match = std::find_if(open_.rbegin(), open_.rend(), [&](const auto& name) {
            return same_name(name, line.name);
        });
        if (match != open_.rend()) {
            close_until(static_cast<std::size_t>(open_.rend() - match) - 1);
        } else if (in_calendar_ && same_name(line.name, calendar_name)) {
            in_calendar_ = false;
            return true;
        }
    }
    add(line);
    return open_.empty();
}

std::optional<ComponentView> StreamReader::read_component() {
    close_until(0);
    if (too_long_) {
        ProblemList{problems_, limits_.problems, mode_}.fail(
            {component_line_, 1}, "text-too-long",
            "the component has more than " + std::to_string(limits_.text_bytes) +
                " bytes and is left out");
        return std::nullopt;
    }
    document_.read(component_, limits_, mode_, component_line_);
    collect(document_.problems());
    if (document_.components().empty()) return std::nullopt;
    return document_.components().front();
}

void StreamReader::collect(const std::vector<Problem>& problems) {
    ProblemList list{problems_, limits_.problems, mode_};
    for (const Problem& each : problems) {
        if (each.severity == Severity::error) {
            list.fail(each.position, each.code, each.text);
        } else {
            list.warn(each.position, each.code, each.text);
        }
    }
}

}  // namespace plazo::ical
