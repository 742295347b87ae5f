#include "ical/component.h"

#include <algorithm>

namespace plazo::ical {

namespace {

constexpr std::size_t folded_line_bytes_max = 75;  // RFC 5545, 3.1, without the line break

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Builds the tree. The open components stand on a stack, so that depth costs no recursion.
class TreeBuilder {
  public:
    TreeBuilder(ParseResult& result, Limits limits)
        : result_{result}, problems_{result.problems, limits.problems}, limits_{limits} {}

    /// False when a limit on the whole text is reached, and reading is to end.
    bool take(Property line) {
        if (same_name(line.name, "BEGIN")) return begin(line);
        if (same_name(line.name, "END")) {
            end(line);
        } else if (too_deep_ == 0) {
            property(std::move(line));
        }
        return true;
    }

    void finish() {
        while (!open_.empty()) {
            problems_.warn(open_.back().position, "unclosed-component",
                           open_.back().name + " has no END");
            close();
        }
    }

  private:
    bool begin(const Property& line) {
        if (too_deep_ > 0 || open_.size() == limits_.nesting) {
            if (too_deep_++ == 0) {
                problems_.fail(line.position, "nesting-too-deep",
                               "components deeper than " + std::to_string(limits_.nesting) +
                                   " levels are left out");
            }
            return true;
        }
        if (count_++ == limits_.components) {
            problems_.fail(
                line.position, "too-many-components",
                "reading ends after " + std::to_string(limits_.components) + " components");
            return false;
        }
        Component component;
        component.name = trimmed(line.value);
        component.position = line.position;
        open_.push_back(std::move(component));
        return true;
    }

    void end(const Property& line) {
        if (too_deep_ > 0) {
            --too_deep_;
            return;
        }
        const std::string_view name = trimmed(line.value);
        const auto match = std::find_if(open_.rbegin(), open_.rend(), [&](const Component& open) {
            return same_name(open.name, name);
        });
        if (match == open_.rend()) {
            problems_.warn(line.position, "end-without-begin",
                           "END:" + std::string{name} + " closes nothing");
            return;
        }
        for (auto inner = match - open_.rbegin(); inner > 0; --inner) {
            problems_.warn(line.position, "unclosed-component",
                           open_.back().name + " is closed by END:" + std::string{name});
            close();
        }
        close();
    }

    void property(Property line) {
        if (open_.empty()) {
            problems_.fail(line.position, "outside-component",
                           line.name + " stands outside of any component");
            return;
        }
        Component& component = open_.back();
        if (component.properties.size() == limits_.properties) {
            problems_.fail(line.position, "too-many-properties",
                           component.name + " has more than " + std::to_string(limits_.properties) +
                               " properties");
            return;
        }
        component.properties.push_back(std::move(line));
    }

    void close() {
        Component component = std::move(open_.back());
        open_.pop_back();
        auto& siblings = open_.empty() ? result_.components : open_.back().components;
        siblings.push_back(std::move(component));
    }

    ParseResult& result_;
    ProblemList problems_;
    Limits limits_;
    std::vector<Component> open_;
    std::size_t count_ = 0;
    std::size_t too_deep_ = 0;  // components left out that are open
};

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Appends `line` folded, breaking only between characters, unless a run of continuation bytes
/// that is no UTF-8 leaves no such place.
void write_folded(std::string& text, std::string_view line) {
    std::size_t room = folded_line_bytes_max;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && is_continuation(line[cut])) --cut;
        if (cut == 1) cut = room;
        text.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = folded_line_bytes_max - 1;
    }
    text.append(line).append("\r\n");
}

std::string name_only(std::string_view name) {
    std::string kept;
    for (char c : name) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.') kept += c;
    }
    return kept;
}

/// Without control characters; a line break (CRLF, CR or LF) becomes `line_break`.
std::string one_line(std::string_view text, std::string_view line_break) {
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\n' || c == '\r') {
            line += line_break;
            if (text.substr(i, 2) == "\r\n") ++i;
        } else if ((c >= 0x20 && c != 0x7F) || c == '\t') {
            line += text[i];
        }
    }
    return line;
}

std::string parameter_value(std::string_view value) {
    std::string encoded;
    for (char c : value) {
        if (c == '^' || c == '"') {
            encoded += c == '^' ? "^^" : "^'";
        } else {
            encoded += c;
        }
    }
    encoded = one_line(encoded, "^n");
    const bool quote = encoded.find_first_of(",;:") != std::string::npos;
    return quote ? "\"" + encoded + "\"" : encoded;
}

void write(std::string& text, const Component& component) {
    const std::string name = one_line(component.name, "");
    write_folded(text, "BEGIN:" + name);
    for (const Property& property : component.properties) {
        std::string line = name_only(property.name);
        for (const Parameter& parameter : property.parameters) {
            char separator = '=';
            line += ";" + name_only(parameter.name);
            for (const std::string& value : parameter.values) {
                line += separator + parameter_value(value);
                separator = ',';
            }
        }
        write_folded(text, line + ":" + one_line(property.value, "\\n"));
    }
    for (const Component& inner : component.components) write(text, inner);
    write_folded(text, "END:" + name);
}

}  // namespace

const Property* Component::find(std::string_view property_name) const {
    for (const Property& property : properties) {
        if (same_name(property.name, property_name)) return &property;
    }
    return nullptr;
}

std::vector<const Property*> Component::all(std::string_view property_name) const {
    std::vector<const Property*> found;
    for (const Property& property : properties) {
        if (same_name(property.name, property_name)) found.push_back(&property);
    }
    return found;
}

Property& Component::add(std::string property_name, std::string value) {
    Property property;
    property.name = std::move(property_name);
    property.value = std::move(value);
    return properties.emplace_back(std::move(property));
}

bool Component::operator==(const Component& other) const {
    return name == other.name && properties == other.properties && components == other.components;
}

ParseResult parse(std::string_view text, Limits limits) {
    ParseResult result;
    Scanner scanner{text, result.problems, limits};
    TreeBuilder builder{result, limits};
    while (std::optional<Property> line = scanner.next()) {
        if (!builder.take(std::move(*line))) break;
    }
    builder.finish();
    const bool oversized = text.size() > limits.text_bytes;
    if (result.components.empty() && !oversized) {
        result.problems = {{Severity::error,
                            {1, 1},
                            "not-icalendar",
                            "this is not iCalendar: there is no BEGIN:VCALENDAR"}};
    }
    return result;
}

std::string format(const Component& component) {
    std::string text;
    write(text, component);
    return text;
}

std::string format(const std::vector<Component>& components) {
    std::string text;
    for (const Component& component : components) write(text, component);
    return text;
}

}  // namespace plazo::ical
