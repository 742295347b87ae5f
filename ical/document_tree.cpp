// The part of DocumentReader that puts lines into components. The open ones stand on a stack, so
// that depth costs no recursion.
#include <algorithm>

#include "ical/document_reader.h"

namespace plazo::ical {

namespace {

constexpr std::size_t component_name_bytes_max = 0xFF;

/// [begin, end) without blanks at its ends.
void trim(std::string_view text, std::uint32_t& begin, std::uint32_t& end) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1), ++begin;
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1), --end;
}

}  // namespace

std::string_view DocumentReader::name_of(const ComponentRecord& record) const {
    return document_.at(record.name, record.name + record.name_length);
}

void DocumentReader::add_property(const PropertyRecord& record) {
    const Position position{static_cast<int>(record.line), 1};
    if (open_.empty()) {
        document_.parameters_.resize(record.parameters);
        problems_.fail(position, "outside-component",
                       std::string{document_.at(record.name, record.name + record.name_length)} +
                           " stands outside of any component");
        return;
    }
    OpenComponent& open = open_.back();
    if (open.property_count++ < limits_.properties) {
        document_.properties_.push_back(record);
        return;
    }
    document_.parameters_.resize(record.parameters);
    if (open.property_count == limits_.properties + 1) {
        problems_.fail(position, "too-many-properties",
                       std::string{name_of(document_.components_[open.index])} + " has more than " +
                           std::to_string(limits_.properties) +
                           " properties; the rest is left out");
    }
}

void DocumentReader::begin_component(const PropertyRecord& record) {
    document_.parameters_.resize(record.parameters);
    const Position position{static_cast<int>(record.line), 1};
    if (too_deep_ > 0 || open_.size() == limits_.nesting) {
        if (too_deep_++ == 0) {
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
    std::uint32_t name = record.value;
    std::uint32_t name_end = record.value_end;
    trim(document_.at(name, name_end), name, name_end);
    if (name_end - name > component_name_bytes_max) {
        problems_.warn(position, "name-too-long", "the name of a component is cut");
        name_end = name + component_name_bytes_max;
    }
    ComponentRecord component{};
    component.id = component_name(document_.at(name, name_end));
    component.source = record.source;
    component.line = record.line;
    component.name = name;
    component.name_length = static_cast<std::uint16_t>(name_end - name);
    component.first_property = static_cast<std::uint32_t>(document_.properties_.size());
    open_.push_back({static_cast<std::uint32_t>(document_.components_.size()), 0});
    document_.components_.push_back(component);
}

void DocumentReader::end_component(const PropertyRecord& record) {
    document_.parameters_.resize(record.parameters);
    if (too_deep_ > 0) {
        --too_deep_;
        return;
    }
    std::uint32_t begin = record.value;
    std::uint32_t end = record.value_end;
    trim(document_.at(begin, end), begin, end);
    const std::string_view name = document_.at(begin, end);
    const Position position{static_cast<int>(record.line), 1};
    const auto match = std::find_if(open_.rbegin(), open_.rend(), [&](const OpenComponent& open) {
        return same_name(name_of(document_.components_[open.index]), name);
    });
    if (match == open_.rend()) {
        problems_.warn(position, "end-without-begin",
                       "END:" + std::string{name} + " closes nothing");
        return;
    }
    for (auto inner = match - open_.rbegin(); inner > 0; --inner) {
        problems_.warn(position, "unclosed-component",
                       std::string{name_of(document_.components_[open_.back().index])} +
                           " is closed by END:" + std::string{name});
        close_component(record.source, false);
    }
    close_component(record.source, true);
}

void DocumentReader::close_component(std::uint32_t source, bool closed) {
    ComponentRecord& component = document_.components_[open_.back().index];
    component.source_end = source;
    component.closed = closed;
    component.last_property = static_cast<std::uint32_t>(document_.properties_.size());
    component.last_component = static_cast<std::uint32_t>(document_.components_.size());
    open_.pop_back();
}

void DocumentReader::close_all() {
    while (!open_.empty()) {
        const ComponentRecord& component = document_.components_[open_.back().index];
        problems_.warn({static_cast<int>(component.line), 1}, "unclosed-component",
                       std::string{name_of(component)} + " has no END");
        close_component(static_cast<std::uint32_t>(document_.text_.size()), false);
    }
}

}  // namespace plazo::ical
