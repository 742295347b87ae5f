#include "ical/document.h"

#include <algorithm>

#include "ical/document_reader.h"

namespace plazo::ical {

namespace {

const char* next_logical_line(std::string_view text, std::size_t offset) {
    const char* end = text.data() + text.size();
    const char* at = text.data() + offset;
    do {
        at = find_line_end(at, end).next;
    } while (is_continued(at, end));
    return at;
}

template <class Range, class Equal>
bool same_ranges(const Range& a, const Range& b, Equal equal) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

bool same_parameter(const ParameterView& a, const ParameterView& b) {
    if (!same_name(a.name(), b.name()) || a.value_count() != b.value_count()) return false;
    for (std::size_t i = 0; i < a.value_count(); ++i) {
        if (a.value(i) != b.value(i)) return false;
    }
    return true;
}

bool same_property(const PropertyView& a, const PropertyView& b) {
    return same_name(a.name(), b.name()) && a.value() == b.value() &&
           same_ranges(a.parameters(), b.parameters(), same_parameter);
}

}  // namespace

ParameterName ParameterView::id() const {
    return document_->parameters_[index_].id;
}

std::string_view ParameterView::name() const {
    const ParameterRecord& record = document_->parameters_[index_];
    return document_->at(record.name, record.name + record.name_length);
}

std::size_t ParameterView::value_count() const {
    std::uint32_t last = index_ + 1;
    while (last < document_->parameters_.size() && document_->parameters_[last].continued) ++last;
    return last - index_;
}

std::string_view ParameterView::value(std::size_t number) const {
    const ParameterRecord& record = document_->parameters_[index_ + number];
    return document_->at(record.value, record.value_end);
}

Views<ParameterView, ParameterStep> PropertyView::parameters() const {
    const PropertyRecord& record = document_->properties_[index_];
    const std::uint32_t end = record.parameters + record.parameter_count;
    return {*document_, ParameterStep{record.parameters, end}, ParameterStep{end, end}};
}

std::optional<std::string_view> PropertyView::parameter(std::string_view name) const {
    for (const ParameterView each : parameters()) {
        if (same_name(each.name(), name)) return each.value();
    }
    return std::nullopt;
}

std::string_view PropertyView::line() const {
    const PropertyRecord& record = document_->properties_[index_];
    return document_->at(record.name, record.value_end);
}

bool PropertyView::plain() const {
    return document_->properties_[index_].plain != 0;
}

Position PropertyView::position() const {
    return {static_cast<int>(document_->properties_[index_].line), 1};
}

Position PropertyView::value_position() const {
    return position_in_value(0);
}

Position PropertyView::position_in_value(std::size_t offset) const {
    const PropertyRecord& record = document_->properties_[index_];
    const std::size_t in_line = record.value - record.name + offset;
    if (record.name < document_->text_.size()) {
        return {static_cast<int>(record.line), static_cast<int>(in_line) + 1};
    }
    const std::string_view text = document_->text_;
    return position_in_line(text.data() + document_->source_of(record), text.data() + text.size(),
                            static_cast<int>(record.line), in_line);
}

std::string_view PropertyView::source() const {
    const std::uint32_t begin = document_->source_of(document_->properties_[index_]);
    const char* from = document_->text_.data() + begin;
    const char* to = next_logical_line(document_->text_, begin);
    return {from, static_cast<std::size_t>(to - from)};
}

std::string_view ComponentView::name() const {
    const ComponentRecord& record = document_->components_[index_];
    return document_->at(record.name, record.name + record.name_length);
}

Views<ComponentView, ComponentStep> ComponentView::components() const {
    const ComponentRecord& record = document_->components_[index_];
    return {*document_, ComponentStep{index_ + 1}, ComponentStep{record.last_component}};
}

std::optional<PropertyView> ComponentView::find(PropertyName name) const {
    for (const PropertyView each : properties()) {
        if (each.id() == name) return each;
    }
    return std::nullopt;
}

std::optional<PropertyView> ComponentView::find(std::string_view name) const {
    for (const PropertyView each : properties()) {
        if (same_name(each.name(), name)) return each;
    }
    return std::nullopt;
}

std::vector<PropertyView> ComponentView::all(PropertyName name) const {
    std::vector<PropertyView> found;
    for (const PropertyView each : properties()) {
        if (each.id() == name) found.push_back(each);
    }
    return found;
}

Position ComponentView::position() const {
    return {static_cast<int>(document_->components_[index_].line), 1};
}

std::string_view ComponentView::source() const {
    const ComponentRecord& record = document_->components_[index_];
    const std::string_view text = document_->text_;
    const char* from = text.data() + record.source;
    const char* to = record.closed ? next_logical_line(text, record.source_end)
                                   : text.data() + record.source_end;
    return {from, static_cast<std::size_t>(to - from)};
}

std::size_t ComponentView::end_offset() const {
    return document_->components_[index_].source_end;
}

void Document::read(std::string_view text, const Limits& limits, Mode mode, int first_line) {
    text_ = text;
    copies_.clear();
    components_.clear();
    properties_.clear();
    parameters_.clear();
    problems_.clear();
    first_line_ = first_line;
    const std::size_t bytes_max = std::min(limits.text_bytes, document_bytes_max);
    if (text.size() > bytes_max) {
        ProblemList{problems_, limits.problems, mode}.fail(
            {first_line, 1}, "text-too-long",
            "the text has " + std::to_string(text.size()) + " bytes; the limit is " +
                std::to_string(bytes_max));
        return;
    }
    DocumentReader{*this, limits, mode}.read();
    if (components_.empty()) {
        problems_ = {{Severity::error,
                      {first_line, 1},
                      "not-icalendar",
                      "this is not iCalendar: there is no BEGIN:VCALENDAR"}};
    }
}

Views<ComponentView, ComponentStep> Document::components() const {
    const auto count = static_cast<std::uint32_t>(components_.size());
    return {*this, ComponentStep{0}, ComponentStep{count}};
}

std::size_t Document::memory_bytes() const {
    return copies_.capacity() + components_.capacity() * sizeof(ComponentRecord) +
           properties_.capacity() * sizeof(PropertyRecord) +
           parameters_.capacity() * sizeof(ParameterRecord);
}

void Document::shrink_to_fit() {
    copies_.shrink_to_fit();
    components_.shrink_to_fit();
    properties_.shrink_to_fit();
    parameters_.shrink_to_fit();
    problems_.shrink_to_fit();
}

Document parse(std::string_view text, const Limits& limits, Mode mode) {
    constexpr std::size_t copied_bytes_max = 64 * 1024;
    Document document;
    document.read(text, limits, mode);
    // What is cut off of small blocks can hardly be used; a copy has what it needs.
    if (text.size() <= copied_bytes_max) return Document{document};
    document.shrink_to_fit();
    return document;
}

bool same_content(const ComponentView& a, const ComponentView& b) {
    return same_name(a.name(), b.name()) &&
           same_ranges(a.properties(), b.properties(), same_property) &&
           same_ranges(
               a.components(), b.components(),
               [](const ComponentView& x, const ComponentView& y) { return same_content(x, y); });
}

bool same_content(const Document& a, const Document& b) {
    return same_ranges(
        a.components(), b.components(),
        [](const ComponentView& x, const ComponentView& y) { return same_content(x, y); });
}

}  // namespace plazo::ical
