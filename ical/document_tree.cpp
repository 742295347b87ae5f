// The part of DocumentReader that puts lines into components. The open ones stand on a stack, so
// that depth costs no recursion.
#include <algorithm>
#include <utility>

#include "ical/component_rules.h"
#include "ical/document_reader.h"

namespace plazo::ical {

namespace {

constexpr std::uint32_t component_name_bytes_max = 0xFF;

/// [begin, end) without blanks at its ends, and without "\\r" and "\\n" as text that was copied out
/// of a program's source has them at its line ends.
void trim(std::string_view text, std::uint32_t& begin, std::uint32_t& end) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1), ++begin;
    for (;;) {
        std::uint32_t cut = 0;
        if (text.ends_with("\\r") || text.ends_with("\\n")) cut = 2;
        if (!text.empty() && is_blank(text.back())) cut = 1;
        if (cut == 0) return;
        text.remove_suffix(cut);
        end -= cut;
    }
}

/// Cuts the name of a component that is longer than its record can say; whether it was.
bool cut(std::string_view name, std::uint32_t& begin, std::uint32_t& end) {
    if (name.size() <= component_name_bytes_max) return false;
    std::uint32_t length = component_name_bytes_max;
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80) --length;
    end = begin + length;
    trim(name.substr(0, length), begin, end);
    return true;
}

}  // namespace

std::string_view DocumentReader::name_of(const ComponentRecord& record) const {
    return document_.at(record.name, record.name + record.name_length);
}

/// A property for which there is no place.
void DocumentReader::leave_out(const PropertyRecord& record) {
    document_.parameters_.cut(record.parameters);
    if (too_deep_ > 0) return;
    const Position position{static_cast<int>(record.line), 1};
    if (open_.empty()) {
        problems_.fail(position, "outside-component",
                       std::string{document_.at(record.name, record.name + record.name_length)} +
                           " stands outside of any component");
    } else if (std::exchange(properties_end_, 0) != 0) {
        problems_.fail(position, "too-many-properties",
                       std::string{name_of(innermost())} + " has more than " +
                           std::to_string(limits_.properties) +
                           " properties; the rest is left out");
    }
}

void DocumentReader::begin_component(const PropertyRecord& record) {
    document_.parameters_.cut(record.parameters);
    const Position position{static_cast<int>(record.line), 1};
    std::uint32_t name = record.value;
    std::uint32_t name_end = record.value_end;
    trim(document_.at(name, name_end), name, name_end);
    if (cut(document_.at(name, name_end), name, name_end)) {
        problems_.warn(position, "name-too-long", "the name of a component is cut");
    }
    const std::string_view text = document_.at(name, name_end);
    const ComponentName id = component_name(text);
    const std::size_t unended = too_deep_ > 0 ? 0 : missing_ends(open_, id);
    if (unended > 0) close_unended(unended, record, "BEGIN:" + std::string{text});
    if (too_deep_ > 0 || open_.size() == limits_.nesting) {
        if (too_deep_++ == 0) {
            shallow_properties_end_ = std::exchange(properties_end_, 0);
            problems_.fail(position, "nesting-too-deep",
                           "components deeper than " + std::to_string(limits_.nesting) +
                               " levels are left out");
        }
        return;
    }
    if (document_.components_.size() == limits_.components) {
        problems_.fail(position, "too-many-components",
                       "reading ends after " + std::to_string(limits_.components) + " components");
        stopped_ = true;
        return;
    }
    ComponentRecord component{};
    component.id = id;
    component.source = document_.source_of(record);
    component.line = record.line;
    component.name = name;
    component.name_length = static_cast<std::uint16_t>(name_end - name);
    component.first_property = static_cast<std::uint32_t>(document_.properties_.size());
    open_.push_back(id);
    open_index_.push_back(static_cast<std::uint32_t>(document_.components_.size()));
    const std::size_t property_count = document_.properties_.size();
    open_room_.push_back(properties_end_ == 0 ? 0 : properties_end_ - property_count + 1);
    properties_end_ = property_count + limits_.properties;
    document_.components_.push_back(component);
}

void DocumentReader::end_component(const PropertyRecord& record) {
    document_.parameters_.cut(record.parameters);
    if (too_deep_ > 0) {
        if (--too_deep_ == 0) properties_end_ = shallow_properties_end_;
        return;
    }
    std::uint32_t begin = record.value;
    std::uint32_t end = record.value_end;
    trim(document_.at(begin, end), begin, end);
    cut(document_.at(begin, end), begin, end);
    const std::string_view name = document_.at(begin, end);
    const auto match =
        std::find_if(open_index_.rbegin(), open_index_.rend(), [&](std::uint32_t index) {
            return same_name(name_of(document_.components_[index]), name);
        });
    if (match == open_index_.rend()) {
        if (problems_.full()) return;
        problems_.warn({static_cast<int>(record.line), 1}, "end-without-begin",
                       "END:" + std::string{name} + " closes nothing");
        return;
    }
    const auto inner = static_cast<std::size_t>(match - open_index_.rbegin());
    if (inner > 0) close_unended(inner, record, "END:" + std::string{name});
    close_component(document_.source_of(record), true);
}

void DocumentReader::close_unended(std::size_t count, const PropertyRecord& record,
                                   const std::string& by) {
    for (; count > 0; --count) {
        problems_.warn({static_cast<int>(record.line), 1}, "unclosed-component",
                       std::string{name_of(innermost())} + " is closed by " + by);
        close_component(document_.source_of(record), false);
    }
}

void DocumentReader::close_component(std::uint32_t source, bool closed) {
    ComponentRecord& component = document_.components_[open_index_.back()];
    component.source_end = source;
    component.closed = closed;
    component.last_property = static_cast<std::uint32_t>(document_.properties_.size());
    component.last_component = static_cast<std::uint32_t>(document_.components_.size());
    open_.pop_back();
    open_index_.pop_back();
    properties_end_ = open_room_.back() == 0 ? 0 : component.last_property + open_room_.back() - 1;
    open_room_.pop_back();
}

void DocumentReader::close_all() {
    while (!open_.empty()) {
        problems_.warn({static_cast<int>(innermost().line), 1}, "unclosed-component",
                       std::string{name_of(innermost())} + " has no END");
        close_component(static_cast<std::uint32_t>(document_.text_.size()), false);
    }
}

}  // namespace plazo::ical
