#include "ical/document_reader.h"

#include <algorithm>

namespace plazo::ical {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t name_bytes_max = 0xFF;
std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

/// What ends a value of a parameter.
bool divides(char c) {
    return c == ',' || c == ';' || c == ':';
}

}  // namespace

DocumentReader::DocumentReader(Document& document, const Limits& limits, Mode mode)
    : document_{document},
      limits_{limits},
      problems_{document.problems_, limits.problems, mode},
      text_{document.text_.data()},
      end_{text_ + document.text_.size()},
      line_{document.first_line_} {
    limits_.parameters =
        std::min<std::size_t>(limits_.parameters, PropertyRecord::parameter_count_max);
}

void DocumentReader::read() {
    const char* at = text_;
    if (document_.text_.starts_with(byte_order_mark)) at += byte_order_mark.size();
    make_room();
    looked_end_ = plain_end_ = at;
    while (at != end_ && !stopped_) {
        if (at >= looked_end_) look_ahead(at);
        at = read_line(at);
    }
    close_all();
}

/// What a text of some kB usually needs, so that its arrays need not grow.
void DocumentReader::make_room() {
    constexpr std::size_t estimated_bytes_max = 64 * 1024;
    const std::size_t bytes = std::min(document_.text_.size(), estimated_bytes_max);
    document_.components_.reserve(bytes / 256 + 1);
    document_.properties_.reserve(bytes / 48 + 1);
    document_.parameters_.reserve(bytes / 64 + 1);
    document_.copies_.reserve(bytes / 2);
}

/// Finds out whether the next lines from `at` on are plain.
void DocumentReader::look_ahead(const char* at) {
    looked_end_ = end_;
    if (end_ - at > PlainText::bytes_max) {
        looked_end_ = at + PlainText::bytes_max;
        const std::size_t feed = between(at, looked_end_).rfind('\n');
        if (feed == std::string_view::npos) return;
        looked_end_ = at + feed + 1;
    }
    if (plain_text_.look(at, looked_end_)) plain_end_ = looked_end_;
}

inline std::uint32_t DocumentReader::offset_of(const Line& line, const char* at) const {
    return line.base + static_cast<std::uint32_t>(at - line.begin);
}

Position DocumentReader::position_of(const Line& line, const char* at) const {
    const auto offset = static_cast<std::size_t>(at - line.begin);
    if (line.base < document_.text_.size()) return {line_, static_cast<int>(offset) + 1};
    return position_in_line(text_ + line.source, end_, line_, offset);
}

void DocumentReader::fail_too_long(std::size_t line_bytes, Position position) {
    problems_.fail(position, "line-too-long",
                   "the line has " + std::to_string(line_bytes) + " bytes; the limit is " +
                       std::to_string(limits_.line_bytes));
}

void DocumentReader::read_blank_line(const char* next) {
    if (!blank_reported_ && next != end_) {
        blank_reported_ = true;
        problems_.warn({line_, 1}, "blank-line", "a blank line is not iCalendar");
    }
    ++line_;
}

/// Reads the logical line at `begin` and answers where the next one begins.
inline const char* DocumentReader::read_line(const char* begin) {
    if (is_break(*begin)) {
        const char* next = after_break(begin, end_);
        read_blank_line(next);
        return next;
    }
    const bool plain = begin < plain_end_;
    const LineEnd found = plain ? plain_text_.line_end(begin) : find_line_end(begin, end_);
    const auto line_bytes = static_cast<std::size_t>(found.end - begin);
    if (is_folded(begin, found.next) || (!plain && !is_clean(between(begin, found.end)))) {
        return read_joined_line(begin);
    } else if (line_bytes > limits_.line_bytes) {
        fail_too_long(line_bytes, {line_, 1});
    } else {
        const auto source = static_cast<std::uint32_t>(begin - text_);
        split({begin, found.end, end_, source, source},
              plain ? Marks{begin, found.end, end_, plain_text_.marks(begin)}
                    : Marks{begin, found.end, end_});
    }
    ++line_;
    return found.next;
}

/// Whether the line at `begin`, after which `next` comes, is no logical line of its own.
inline bool DocumentReader::is_folded(const char* begin, const char* next) const {
    if (*begin == ' ' || *begin == '\t') return true;
    const bool may_continue = next != end_ && *next <= ' ' && *next >= 0;
    return may_continue && is_continued(next, end_);
}

/// join_line() where all of the logical line is plain and not too long: else nothing is done.
inline std::optional<JoinedLine> DocumentReader::join_plain_line(const char* begin) {
    GrowingArray<char>& copies = document_.copies_;
    const std::size_t size = copies.size();
    JoinedLine joined{.next = begin};
    const char* at = begin + (*begin == ' ' || *begin == '\t' ? 1 : 0);
    while (at < plain_end_) {
        const LineEnd found = plain_text_.line_end(at);
        copies.append_short(at, static_cast<std::size_t>(found.end - at), end_);
        joined.next = found.next;
        ++joined.lines;
        if (found.next == end_ || static_cast<unsigned char>(*found.next) > ' ') {
            joined.bytes = copies.size() - size;
            if (joined.bytes > limits_.line_bytes) break;
            return joined;
        }
        if (is_break(*found.next)) break;  // a blank line may stand within
        at = found.next + 1;
    }
    copies.cut(size);
    return std::nullopt;
}

inline const char* DocumentReader::read_joined_line(const char* begin) {
    GrowingArray<char>& copies = document_.copies_;
    const auto source = static_cast<std::uint32_t>(begin - text_);
    copies.append(reinterpret_cast<const char*>(&source), sizeof source);
    const std::size_t offset = copies.size();
    const std::optional<JoinedLine> plain = join_plain_line(begin);
    const JoinedLine joined =
        plain ? *plain : join_line(begin, end_, plain_end_, limits_.line_bytes, copies);
    const Position position{line_, 1};
    if (*begin == ' ' || *begin == '\t') {
        problems_.warn(position, "fold-without-line", "a continuation follows no line");
    }
    if (joined.controls_removed) {
        problems_.warn(position, "control-character", "control characters are removed");
    }
    if (joined.bytes_replaced) {
        problems_.fail(position, "not-utf8", "bytes that are not UTF-8 are replaced");
    }
    const std::size_t bytes = copies.size() - offset;
    if (joined.bytes > limits_.line_bytes) {
        copies.cut(offset - sizeof source);
        fail_too_long(joined.bytes, position);
    } else if (has_room(bytes)) {
        // What is decoded of the line comes after it, and must not move it.
        copies.make_room(bytes);
        const char* line = copies.data() + offset;
        const auto base = static_cast<std::uint32_t>(document_.text_.size() + offset);
        const char* end = line + bytes;
        split({line, end, end, base, source}, Marks{line, end, end});
    }
    line_ += joined.lines;
    return joined.next;
}

/// Whether so many bytes more can be copied.
bool DocumentReader::has_room(std::size_t bytes) {
    constexpr std::size_t offset_max = 0xFFFF'FFFF;
    if (document_.text_.size() + document_.copies_.size() + bytes <= offset_max) return true;
    problems_.fail({line_, 1}, "text-too-long", "there is too much to unfold; reading ends");
    stopped_ = true;
    return false;
}

inline void DocumentReader::split(const Line& line, Marks marks) {
    const char* at = marks.next();
    const std::string_view name = between(line.begin, at);
    const PropertyName id = property_name(name, line.readable_end);
    const bool named =
        id != PropertyName::other || (name.size() <= name_bytes_max && is_name(name));
    if (at == line.end || (*at != ':' && *at != ';') || !named) {
        refuse(line, at == line.end ? "there is no ':' between a name and a value"
                                    : "the line does not begin with a property name");
        return;
    }
    document_.properties_.make_room(1);
    PropertyRecord& record = document_.properties_.data()[document_.properties_.size()];
    record.id = id;
    record.plain = 1;
    record.name_length = static_cast<std::uint8_t>(name.size());
    record.parameters = static_cast<std::uint32_t>(document_.parameters_.size());
    record.parameter_count = 0;
    if (*at == ';') {
        at = read_parameters(line, marks, at, record);
        if (at == nullptr) {
            document_.parameters_.cut(record.parameters);
            return;
        }
    }
    record.line = static_cast<std::uint32_t>(line_);
    record.name = line.base;
    record.value = offset_of(line, at + 1);
    record.value_end = offset_of(line, line.end);
    if (record.id == PropertyName::begin) {
        begin_component(record);
    } else if (record.id == PropertyName::end) {
        end_component(record);
    } else if (document_.properties_.size() < properties_end_) {
        document_.properties_.take_room(1);
    } else {
        leave_out(record);
    }
}

void DocumentReader::refuse(const Line& line, const char* why) {
    if (problems_.full() || trimmed(between(line.begin, line.end)).empty()) return;
    problems_.fail(position_of(line, line.begin), "not-a-content-line", why);
}

/// Reads from the ';' at `at` to the ':' that ends the parameters, and answers where that is;
/// nothing when there is none, or too many parameters.
inline const char* DocumentReader::read_parameters(const Line& line, Marks& marks, const char* at,
                                                   PropertyRecord& property) {
    std::size_t nameless = 0;
    std::size_t valueless = 0;
    while (at != line.end && *at == ';') {
        const char* name = at + 1;
        at = marks.next();
        while (at != line.end && *at != '=' && *at != ';' && *at != ':') at = marks.next();
        ParameterRecord record;
        record.continued = false;
        const bool named = read_parameter_name(line, between(name, at), record, property);
        const std::size_t count = document_.parameters_.size();
        if (at != line.end && *at == '=') {
            do {
                at = read_value(line, marks, at + 1, record, property);
                document_.parameters_.push_back(record);
                record.continued = true;
            } while (at != line.end && *at == ',' &&
                     ++property.parameter_count < limits_.parameters);
        } else {
            if (valueless++ == 0 && !problems_.full()) {
                problems_.warn(position_of(line, name), "parameter-without-value",
                               "a parameter has no '=' and value");
            }
            property.plain = 0;
            record.value = record.value_end = offset_of(line, at);
            document_.parameters_.push_back(record);
        }
        if (!named) {
            document_.parameters_.cut(count);
            if (nameless++ == 0 && !problems_.full()) {
                problems_.fail(position_of(line, name), "bad-parameter-name",
                               "a parameter without a proper name is left out");
            }
        }
        property.parameter_count = (document_.parameters_.size() - property.parameters) &
                                   PropertyRecord::parameter_count_max;
        const bool full = at != line.end && (*at == ',' || *at == ';') &&
                          property.parameter_count + nameless >= limits_.parameters;
        if (full) {
            problems_.fail(
                position_of(line, line.begin), "too-many-parameters",
                "the line has more than " + std::to_string(limits_.parameters) + " parameters");
            return nullptr;
        }
    }
    if (at != line.end) return at;
    refuse(line, "there is no ':' between a name and a value");
    return nullptr;
}

/// False, and an error, for what is no name.
[[gnu::always_inline]] inline bool DocumentReader::read_parameter_name(const Line& line,
                                                                       std::string_view name,
                                                                       ParameterRecord& record,
                                                                       PropertyRecord& property) {
    record.id = parameter_name(name, line.readable_end);
    record.name = offset_of(line, name.data());
    record.name_length = static_cast<std::uint8_t>(std::min(name.size(), name_bytes_max));
    if (record.id != ParameterName::other || (name.size() <= name_bytes_max && is_name(name))) {
        return true;
    }
    property.plain = 0;
    return false;
}

/// Reads the value at `begin`, and answers where the ',' ';' or ':' after it is.
[[gnu::always_inline]] inline const char* DocumentReader::read_value(const Line& line, Marks& marks,
                                                                     const char* begin,
                                                                     ParameterRecord& record,
                                                                     PropertyRecord& property) {
    bool carets = false;
    bool quotes = false;
    const char* at = marks.next();
    if (at == begin && at != line.end && *at == '"') {
        do {
            at = marks.next();
            carets |= at != line.end && *at == '^';
        } while (at != line.end && *at != '"');
        if (at == line.end) {
            property.plain = 0;
            problems_.warn(position_of(line, begin), "unclosed-quote",
                           "a quoted parameter value has no end");
            marks = Marks{++begin, line.end, line.readable_end};
            at = marks.next();
        } else {
            const char* close = at;
            at = marks.next();
            if (at == close + 1 && at != line.end && divides(*at)) {
                keep_value(line, between(begin + 1, close), carets, record, property);
                return at;
            }
            if (close + 1 == line.end) {
                keep_value(line, between(begin + 1, close), carets, record, property);
                return line.end;
            }
            quotes = true;
        }
    }
    for (; at != line.end && !divides(*at); at = marks.next()) {
        carets |= *at == '^';
        quotes |= *at == '"';
    }
    if (quotes) {
        property.plain = 0;
        problems_.warn(position_of(line, begin), "quote-inside-value",
                       "a parameter value is quoted in part; all of it is taken");
    }
    if (quotes && *begin == '"') {
        keep_unquoted(between(begin, at), record);
    } else {
        keep_value(line, between(begin, at), carets, record, property);
    }
    return at;
}

/// Notes where a value stands; in the copies where carets in it are decoded.
[[gnu::always_inline]] inline void DocumentReader::keep_value(const Line& line,
                                                              std::string_view raw, bool carets,
                                                              ParameterRecord& record,
                                                              PropertyRecord& property) {
    record.value = offset_of(line, raw.data());
    record.value_end = record.value + static_cast<std::uint32_t>(raw.size());
    if (!carets) return;
    property.plain = 0;
    decoded_.assign(raw);
    keep_decoded(record);
}

/// A value of which only the front is quoted.
void DocumentReader::keep_unquoted(std::string_view raw, ParameterRecord& record) {
    const std::size_t close = raw.find('"', 1);
    decoded_.assign(raw.substr(1, close - 1)).append(raw.substr(close + 1));
    keep_decoded(record);
}

void DocumentReader::keep_decoded(ParameterRecord& record) {
    if (!has_room(decoded_.size())) return;
    GrowingArray<char>& copies = document_.copies_;
    record.value = static_cast<std::uint32_t>(document_.text_.size() + copies.size());
    decode_carets(decoded_, copies);
    record.value_end = static_cast<std::uint32_t>(document_.text_.size() + copies.size());
}

}  // namespace plazo::ical
