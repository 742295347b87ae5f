#include "ical/writer.h"

#include <utility>

namespace plazo::ical {

namespace {

constexpr std::string_view line_break = "\r\n";

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool is_break(char c) {
    return c == '\r' || c == '\n';
}

/// Where to cut so that the front has at most `room` bytes: between characters, unless a run of
/// continuation bytes that is no UTF-8 leaves no such place.
std::size_t cut_of(std::string_view line, std::size_t room) {
    std::size_t cut = room;
    while (cut > 1 && is_continuation(line[cut])) --cut;
    return cut == 1 ? room : cut;
}

/// Kept from being inlined: GCC copies what it knows to be short with "rep movs", at a third of the
/// speed.
[[gnu::noinline]] void append_to(std::string& text, std::string_view more) {
    text += more;
}

/// Appends `text` without control characters; a line break (CRLF, CR or LF) becomes `instead`.
void append_in_one_line(std::string& line, std::string_view text, std::string_view instead) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (is_break(text[i])) {
            line += instead;
            if (text.substr(i, 2) == "\r\n") ++i;
        } else if ((c >= 0x20 && c != 0x7F) || c == '\t') {
            line += text[i];
        }
    }
}

void append_name(std::string& line, std::string_view name) {
    if (is_name(name)) {
        line += name;
        return;
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (is_name(name.substr(i, 1))) line += name[i];
    }
}

}  // namespace

Writer& Writer::property(std::string_view name) {
    append_name(text_, name);
    return *this;
}

Writer& Writer::parameter(std::string_view name, std::string_view value) {
    text_ += ';';
    append_name(text_, name);
    text_ += '=';
    add_parameter_value(value);
    return *this;
}

Writer& Writer::further_value(std::string_view value) {
    text_ += ',';
    add_parameter_value(value);
    return *this;
}

void Writer::add_parameter_value(std::string_view value) {
    std::string encoded;
    for (char c : value) {
        if (c == '^' || c == '"') {
            encoded += c == '^' ? "^^" : "^'";
        } else {
            encoded += c;
        }
    }
    const bool quote = encoded.find_first_of(",;:") != std::string::npos;
    if (quote) text_ += '"';
    append_in_one_line(text_, encoded, "^n");
    if (quote) text_ += '"';
}

void Writer::value(std::string_view raw) {
    text_ += ':';
    append_in_one_line(text_, raw, "\\n");
    end_line();
}

/// Folds what stands after line_start_, and ends it.
void Writer::end_line() {
    if (text_.size() - line_start_ <= folded_line_bytes_max) {
        text_ += line_break;
        line_start_ = text_.size();
        return;
    }
    line_.assign(text_, line_start_);
    text_.resize(line_start_);
    add_line(line_);
}

/// Appends a whole line, folded where it is long.
void Writer::add_line(std::string_view line) {
    std::size_t room = folded_line_bytes_max;
    while (line.size() > room) {
        const std::size_t cut = cut_of(line, room);
        append_to(text_, line.substr(0, cut));
        text_ += "\r\n ";
        line.remove_prefix(cut);
        room = folded_line_bytes_max - 1;
    }
    append_to(text_, line);
    text_ += line_break;
    line_start_ = text_.size();
}

void Writer::copy(const PropertyView& source) {
    if (source.plain()) {
        add_line(source.line());
        return;
    }
    property(source.name());
    for (const ParameterView each : source.parameters()) {
        parameter(each.name(), each.value());
        for (std::size_t i = 1; i < each.value_count(); ++i) further_value(each.value(i));
    }
    value(source.value());
}

/// Components inside are few and never deeper than the limit of the Document.
void Writer::copy(const ComponentView& component) {
    text_.append("BEGIN:").append(component.name());
    end_line();
    for (const PropertyView each : component.properties()) copy(each);
    for (const ComponentView each : component.components()) copy(each);
    text_.append("END:").append(component.name());
    end_line();
}

void Writer::append(std::string_view lines) {
    text_ += lines;
    line_start_ = text_.size();
}

void Writer::clear() {
    text_.clear();
    line_start_ = 0;
}

std::string Writer::take() {
    line_start_ = 0;
    return std::exchange(text_, {});
}

std::string format(const Document& document) {
    Writer writer;
    writer.reserve(document.text().size() + document.text().size() / 16);
    for (const ComponentView each : document.components()) writer.copy(each);
    return writer.take();
}

std::string format(const ComponentView& component) {
    Writer writer;
    writer.copy(component);
    return writer.take();
}

}  // namespace plazo::ical
