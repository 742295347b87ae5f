#include "ical/document_reader.h"

#include <algorithm>

namespace plazo::ical {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t name_bytes_max = 0xFF;
constexpr std::size_t value_count_max = 0xFFFF;  // of the parameters of a line
/// A text of this length is worth counting its lines before it is read.
constexpr std::size_t counted_text_bytes_min = 64 * 1024;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

DocumentReader::DocumentReader(Document& document, const Limits& limits, Mode mode)
    : document_{document},
      limits_{limits},
      problems_{document.problems_, limits.problems, mode},
      text_{document.text_.data()},
      end_{text_ + document.text_.size()},
      line_{document.first_line_} {
    limits_.parameters = std::min(limits_.parameters, value_count_max);
}

void DocumentReader::read() {
    reserve();
    const char* at = text_;
    if (document_.text_.starts_with(byte_order_mark)) at += byte_order_mark.size();
    while (at != end_ && !stopped_) at = read_line(at);
    close_all();
}

/// Room for all there can be of each kind, so that nothing is moved while it grows. What is not
/// used of it costs no memory.
void DocumentReader::reserve() {
    const std::string_view text = document_.text_;
    if (text.size() < counted_text_bytes_min) return;
    std::size_t lines = 1;
    std::size_t folds = 0;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;
         at = text.find('\n', at + 1)) {
        ++lines;
        folds += at + 1 < text.size() && text[at + 1] == ' ';
    }
    document_.properties_.reserve(std::min(lines - folds, text.size() / 4));
}

std::uint32_t DocumentReader::offset_of(const Line& line, const char* at) const {
    return line.base + static_cast<std::uint32_t>(at - line.begin);
}

Position DocumentReader::position_of(const Line& line, const char* at) const {
    const auto offset = static_cast<std::size_t>(at - line.begin);
    if (line.base < document_.text_.size()) return {line_, static_cast<int>(offset) + 1};
    return joined_.position_of(offset);
}

bool DocumentReader::too_long(std::size_t line_bytes, Position position) {
    if (line_bytes <= limits_.line_bytes) return false;
    problems_.fail(position, "line-too-long",
                   "the line has " + std::to_string(line_bytes) + " bytes; the limit is " +
                       std::to_string(limits_.line_bytes));
    return true;
}

/// Reads the logical line at `begin` and answers where the next one begins.
const char* DocumentReader::read_line(const char* begin) {
    const Block first = block_at(begin, end_);
    const LineEnd found = find_line_end(begin, end_, first);
    const char* next = found.next;
    const bool orphan = *begin == ' ' || *begin == '\t';
    if (found.end == begin) {
        if (!blank_reported_ && next != end_) {
            blank_reported_ = true;
            problems_.warn({line_, 1}, "blank-line", "a blank line is not iCalendar");
        }
        ++line_;
        return next;
    }
    const bool may_continue =
        next != end_ && (*next == ' ' || *next == '\t' || *next == '\r' || *next == '\n');
    if (orphan || (may_continue && is_continued(next, end_))) return read_joined_line(begin);
    if (found.unusual && !is_clean(between(begin, found.end))) return read_joined_line(begin);
    if (!too_long(static_cast<std::size_t>(found.end - begin), {line_, 1})) {
        const auto source = static_cast<std::uint32_t>(begin - text_);
        split({begin, found.end, end_, source, source}, first);
    }
    ++line_;
    return next;
}

const char* DocumentReader::read_joined_line(const char* begin) {
    join_line(begin, end_, line_, limits_.line_bytes, joined_);
    const Position position{line_, 1};
    if (*begin == ' ' || *begin == '\t') {
        problems_.warn(position, "fold-without-line", "a continuation follows no line");
    }
    if (joined_.controls_removed) {
        problems_.warn(position, "control-character", "control characters are removed");
    }
    if (joined_.bytes_replaced) {
        problems_.fail(position, "not-utf8", "bytes that are not UTF-8 are replaced");
    }
    // What is decoded of the line comes after it, and must not move it.
    if (!too_long(joined_.bytes, position) && has_room(2 * joined_.text.size())) {
        std::string& copies = document_.copies_;
        copies.reserve(copies.size() + 2 * joined_.text.size());
        const std::size_t offset = copies.size();
        copies += joined_.text;
        const char* line = copies.data() + offset;
        const char* end = copies.data() + copies.size();
        const auto base = static_cast<std::uint32_t>(document_.text_.size() + offset);
        const auto source = static_cast<std::uint32_t>(begin - text_);
        split({line, end, end, base, source}, block_at(line, end));
    }
    line_ += joined_.lines;
    return joined_.next;
}

/// Whether so many bytes more can be copied.
bool DocumentReader::has_room(std::size_t bytes) {
    constexpr std::size_t offset_max = 0xFFFF'FFFF;
    if (document_.text_.size() + document_.copies_.size() + bytes <= offset_max) return true;
    problems_.fail({line_, 1}, "text-too-long", "there is too much to unfold; reading ends");
    stopped_ = true;
    return false;
}

const char* DocumentReader::Marks::next(const char* from) {
    while (from < end_) {
        const std::ptrdiff_t offset = from - base_;
        if (offset < block_bytes) {
            const std::uint64_t rest = mask_ & (~std::uint64_t{0} << offset);
            if (rest != 0) return std::min(base_ + std::countr_zero(rest), end_);
            from = base_ + block_bytes;
        } else {
            base_ = from;
            mask_ = block_at(base_, readable_end_).structure;
        }
    }
    return end_;
}

void DocumentReader::split(const Line& line, const Block& first) {
    Marks marks{line, first};
    const char* at = marks.next(line.begin);
    const std::string_view name = between(line.begin, at);
    PropertyRecord record{};
    record.id = property_name(name);
    const bool named =
        record.id != PropertyName::other || (name.size() <= name_bytes_max && is_name(name));
    if (at == line.end || (*at != ':' && *at != ';') || !named) {
        if (trimmed(between(line.begin, line.end)).empty()) return;
        problems_.fail(position_of(line, line.begin), "not-a-content-line",
                       at == line.end ? "there is no ':' between a name and a value"
                                      : "the line does not begin with a property name");
        return;
    }
    record.plain = true;
    record.name_length = static_cast<std::uint8_t>(name.size());
    record.parameters = static_cast<std::uint32_t>(document_.parameters_.size());
    if (*at == ';') at = read_parameters(line, marks, at, record);
    if (at == nullptr) {
        document_.parameters_.resize(record.parameters);
        return;
    }
    record.parameter_count =
        static_cast<std::uint16_t>(document_.parameters_.size() - record.parameters);
    record.source = line.source;
    record.line = static_cast<std::uint32_t>(line_);
    record.name = line.base;
    record.value = offset_of(line, at + 1);
    record.value_end = offset_of(line, line.end);
    take(record);
}

/// Reads from the ';' at `at` to the ':' that ends the parameters, and answers where that is;
/// nothing when there is none, or too many parameters.
const char* DocumentReader::read_parameters(const Line& line, Marks& marks, const char* at,
                                            PropertyRecord& property) {
    while (at != line.end && *at == ';') {
        const std::size_t before = document_.parameters_.size();
        at = read_parameter(line, marks, at + 1, property);
        if (document_.parameters_.size() - property.parameters > limits_.parameters) {
            document_.parameters_.resize(before);
            problems_.fail(
                position_of(line, line.begin), "too-many-parameters",
                "the line has more than " + std::to_string(limits_.parameters) + " parameters");
            return nullptr;
        }
    }
    if (at != line.end) return at;
    problems_.fail(position_of(line, line.begin), "not-a-content-line",
                   "there is no ':' between a name and a value");
    return nullptr;
}

/// Reads the parameter whose name begins at `at`.
const char* DocumentReader::read_parameter(const Line& line, Marks& marks, const char* at,
                                           PropertyRecord& property) {
    const char* end = marks.next(at);
    while (end != line.end && (*end == ',' || *end == '"')) end = marks.next(end + 1);
    const std::string_view name = between(at, end);
    ParameterRecord record{};
    record.id = parameter_name(name);
    record.name = offset_of(line, at);
    record.name_length = static_cast<std::uint8_t>(std::min(name.size(), name_bytes_max));
    const std::size_t before = document_.parameters_.size();
    if (end != line.end && *end == '=') {
        do {
            end = read_value(line, marks, end + 1, record, property);
            document_.parameters_.push_back(record);
            record.continued = true;
        } while (end != line.end && *end == ',' &&
                 document_.parameters_.size() - property.parameters <= limits_.parameters);
    } else {
        property.plain = false;
        problems_.warn(position_of(line, at), "parameter-without-value",
                       "a parameter has no '=' and value");
        record.value = record.value_end = offset_of(line, end);
        document_.parameters_.push_back(record);
    }
    const bool named =
        record.id != ParameterName::other || (name.size() <= name_bytes_max && is_name(name));
    if (!named) {
        property.plain = false;
        document_.parameters_.resize(before);
        problems_.fail(position_of(line, at), "bad-parameter-name",
                       "a parameter without a proper name is left out");
    }
    return end;
}

/// Reads the value at `at`, and answers where the ',' ';' or ':' after it is.
const char* DocumentReader::read_value(const Line& line, Marks& marks, const char* at,
                                       ParameterRecord& record, PropertyRecord& property) {
    const auto next_of = [&](const char* from, auto wanted) {
        const char* found = marks.next(from);
        while (found != line.end && !wanted(*found)) found = marks.next(found + 1);
        return found;
    };
    const auto divides = [](char c) { return c == ',' || c == ';' || c == ':'; };
    const char* begin = at;
    std::string_view quoted;
    if (at != line.end && *at == '"') {
        const char* close = next_of(at + 1, [](char c) { return c == '"'; });
        if (close == line.end) {
            property.plain = false;
            problems_.warn(position_of(line, at), "unclosed-quote",
                           "a quoted parameter value has no end");
            marks = Marks{line, block_at(line.begin, line.readable_end)};
            at = begin = at + 1;
        } else {
            quoted = between(at + 1, close);
            at = close + 1;
            if (at == line.end || divides(*at)) {
                keep_value(line, quoted, record, property);
                return at;
            }
        }
    }
    const char* end = next_of(at, divides);
    const std::string_view unquoted = between(at, end);
    if (begin != at || unquoted.find('"') != std::string_view::npos) {
        property.plain = false;
        problems_.warn(position_of(line, begin), "quote-inside-value",
                       "a parameter value is quoted in part; all of it is taken");
    }
    if (begin == at) {
        keep_value(line, unquoted, record, property);
    } else {
        decoded_.assign(quoted).append(unquoted);
        keep_copy(record, property);
    }
    return end;
}

/// Notes where a value stands; in the copies where carets in it are decoded.
void DocumentReader::keep_value(const Line& line, std::string_view raw, ParameterRecord& record,
                                PropertyRecord& property) {
    record.value = offset_of(line, raw.data());
    record.value_end = record.value + static_cast<std::uint32_t>(raw.size());
    if (raw.find('^') == std::string_view::npos) return;
    decoded_.assign(raw);
    keep_copy(record, property);
}

void DocumentReader::keep_copy(ParameterRecord& record, PropertyRecord& property) {
    property.plain = false;
    if (!has_room(decoded_.size())) return;
    std::string& copies = document_.copies_;
    record.value = static_cast<std::uint32_t>(document_.text_.size() + copies.size());
    decode_carets(decoded_, copies);
    record.value_end = static_cast<std::uint32_t>(document_.text_.size() + copies.size());
}

void DocumentReader::take(const PropertyRecord& record) {
    if (record.id == PropertyName::begin) {
        begin_component(record);
    } else if (record.id == PropertyName::end) {
        end_component(record);
    } else if (too_deep_ == 0) {
        add_property(record);
    }
}

}  // namespace plazo::ical
