// ical/document.h - an iCalendar text as a tree of components that look into the text.
//
//     Document         the index over one text: where its components, properties, parameters are
//     ComponentView    VCALENDAR, VEVENT, VALARM...: properties and components in their order
//     PropertyView     a content line: name, parameters, raw value
//     ParameterView    one parameter with its values
//
// A content line is `NAME;PARAMETER=value,"quoted value":VALUE`, folded at any octet by a line
// break and one space or tab (RFC 5545, 3.1). Reading undoes the folding (over bytes, so that a
// fold inside a UTF-8 character is harmless), splits the lines, decodes parameter values (RFC 6868)
// and notes what is wrong. A VALUE stays as it is written, since only its type says what an escape
// in it means (value.h); nothing here knows what a property means, so nothing is lost.
//
// Example (runs in tests/ical/document_test.cpp):
//     const std::string text = "BEGIN:VCALENDAR\nX-MOOD;CN=\"Doe, J\":fi\n ne\nEND:VCALENDAR\n";
//     const Document document = parse(text);
//     const ComponentView calendar = document.components().front();
//     const PropertyView mood = *calendar.find("x-mood");
//     mood.value() == "fine";
//     mood.parameter(ParameterName::cn) == "Doe, J";
//     mood.position() == Position{2, 1};
//
// Taken besides the RFC: lone LF and lone CR as line breaks, a byte order mark, blank lines,
// parameters without a value, quotes in the middle of a value, an END that is missing, belongs to
// an outer component or to none. Left out with an error: what is no content line, what stands
// outside of any component, and what exceeds a limit. Control characters are removed, bytes that
// are not UTF-8 become U+FFFD. In strict mode each of these is an error.
//
// The text must outlive the Document, and both must outlive the views; what a view answers is a
// piece of the text where it can be, or of a copy in the Document where a line is folded or was
// repaired. Reading again uses the same memory again. A Document that is not being read may be
// used by any number of threads.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ical/document_records.h"
#include "ical/growing_array.h"
#include "ical/limits.h"
#include "ical/names.h"
#include "ical/problem.h"

namespace plazo::ical {

class Document;

/// What an iterator over views needs; `Step` says where the next one is.
template <class View, class Step>
class Views {
  public:
    class iterator {
      public:
        using value_type = View;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = const View*;
        using reference = View;

        iterator() = default;
        iterator(const Document* document, Step step) : document_{document}, step_{step} {}
        View operator*() const { return View{*document_, step_.index}; }
        iterator& operator++() {
            step_.next(*document_);
            return *this;
        }
        iterator operator++(int) {
            iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const iterator& other) const { return step_.index == other.step_.index; }

      private:
        const Document* document_ = nullptr;
        Step step_{};
    };

    Views(const Document& document, Step first, Step last)
        : begin_{&document, first}, end_{&document, last} {}
    iterator begin() const { return begin_; }
    iterator end() const { return end_; }
    bool empty() const { return begin_ == end_; }
    View front() const { return *begin_; }
    /// Walks.
    std::size_t size() const { return static_cast<std::size_t>(std::distance(begin_, end_)); }

  private:
    iterator begin_;
    iterator end_;
};

/// Steps from a parameter, a property or a component to the next.
struct ParameterStep {
    std::uint32_t index = 0;
    std::uint32_t end = 0;
    void next(const Document& document);
};
struct PropertyStep {
    std::uint32_t index = 0;
    std::uint32_t child = 0;  // the next component inside, whose properties are stepped over
    std::uint32_t last_child = 0;
    void next(const Document& document);
    void skip_children(const Document& document);
};
struct ComponentStep {
    std::uint32_t index = 0;
    void next(const Document& document);
};

class ParameterView {
  public:
    ParameterView(const Document& document, std::uint32_t index)
        : document_{&document}, index_{index} {}
    ParameterName id() const;
    std::string_view name() const;  // spelled as in the text
    /// At least one.
    std::size_t value_count() const;
    /// Without its quotes, and with RFC 6868's ^n ^' ^^ decoded.
    std::string_view value(std::size_t number = 0) const;

  private:
    const Document* document_;
    std::uint32_t index_;
};

class PropertyView {
  public:
    PropertyView(const Document& document, std::uint32_t index)
        : document_{&document}, index_{index} {}
    PropertyName id() const;
    std::string_view name() const;   // spelled as in the text
    std::string_view value() const;  // unfolded, otherwise raw
    Views<ParameterView, ParameterStep> parameters() const;
    bool has_parameters() const;
    /// The first value of the first parameter of that name.
    std::optional<std::string_view> parameter(ParameterName name) const;
    std::optional<std::string_view> parameter(std::string_view name) const;

    Position position() const;        // of the name
    Position value_position() const;  // of the value's first byte
    /// Of a byte of the value.
    Position position_in_value(std::size_t offset) const;
    /// The line as the text has it, folds and line break with it.
    std::string_view source() const;
    /// The unfolded line, from its name to the end of its value.
    std::string_view line() const;
    /// Whether line() is as it should be written: no parameter had to be decoded or repaired.
    bool plain() const;

    std::uint32_t index() const { return index_; }

  private:
    const Document* document_;
    std::uint32_t index_;
};

class ComponentView {
  public:
    ComponentView(const Document& document, std::uint32_t index)
        : document_{&document}, index_{index} {}
    ComponentName id() const;
    std::string_view name() const;  // spelled as in the text
    Views<PropertyView, PropertyStep> properties() const;
    Views<ComponentView, ComponentStep> components() const;
    /// The first property of that name.
    std::optional<PropertyView> find(PropertyName name) const;
    std::optional<PropertyView> find(std::string_view name) const;
    std::vector<PropertyView> all(PropertyName name) const;

    Position position() const;  // of its BEGIN
    /// From its BEGIN to the end of its END line.
    std::string_view source() const;
    /// Where a line can be put in as its last: at its END in the source.
    std::size_t end_offset() const;

    std::uint32_t index() const { return index_; }

  private:
    const Document* document_;
    std::uint32_t index_;
};

class Document {
  public:
    Document() = default;
    /// Forgets what it held and reads `text`. A text that holds no component is not iCalendar: that
    /// is one error, "not-icalendar", and nothing else is said about it. `first_line` is where the
    /// text stands in a larger one.
    void read(std::string_view text, const Limits& limits = {}, Mode mode = Mode::lenient,
              int first_line = 1);

    /// Usually one VCALENDAR; a stream may hold several.
    Views<ComponentView, ComponentStep> components() const;
    const std::vector<Problem>& problems() const { return problems_; }
    std::string_view text() const { return text_; }

    std::size_t property_count() const { return properties_.size(); }
    std::size_t component_count() const { return components_.size(); }
    /// Beside the text.
    std::size_t memory_bytes() const;
    /// Gives back what the next read() could use. parse() does it.
    void shrink_to_fit();

  private:
    friend class DocumentReader;
    friend class ParameterView;
    friend class PropertyView;
    friend class ComponentView;
    friend struct ParameterStep;
    friend struct PropertyStep;
    friend struct ComponentStep;

    std::string_view at(std::uint32_t begin, std::uint32_t end) const {
        if (begin < text_.size()) return text_.substr(begin, end - begin);
        const std::size_t offset = begin - text_.size();
        return std::string_view{copies_.data(), copies_.size()}.substr(offset, end - begin);
    }

    /// Where the line of the property stands in the text.
    std::uint32_t source_of(const PropertyRecord& record) const {
        if (record.name < text_.size()) return record.name;
        std::uint32_t source = 0;
        std::memcpy(&source, copies_.data() + (record.name - text_.size()) - sizeof source,
                    sizeof source);
        return source;
    }

    std::string_view text_;
    /// Lines that were unfolded or repaired, each after its source_of(). Offsets of text_.size()
    /// and more lead here.
    GrowingArray<char> copies_;
    GrowingArray<ComponentRecord> components_;  // each before those inside it
    GrowingArray<PropertyRecord> properties_;   // in the order of the text
    GrowingArray<ParameterRecord> parameters_;
    std::vector<Problem> problems_;
    int first_line_ = 1;
};

Document parse(std::string_view text, const Limits& limits = {}, Mode mode = Mode::lenient);
/// The Document would look into a text that is gone.
template <std::same_as<std::string> Text>
Document parse(Text&&, const Limits& = {}, Mode = Mode::lenient) = delete;

/// Whether two say the same: names without regard to case, parameters and values to the letter.
bool same_content(const ComponentView& a, const ComponentView& b);
bool same_content(const Document& a, const Document& b);

// What is asked for every property is here, so that the compiler can see through it.

inline void ParameterStep::next(const Document& document) {
    do {
        ++index;
    } while (index < end && document.parameters_[index].continued);
}

inline void PropertyStep::skip_children(const Document& document) {
    while (child < last_child && document.components_[child].first_property == index) {
        index = document.components_[child].last_property;
        child = document.components_[child].last_component;
    }
}

inline void PropertyStep::next(const Document& document) {
    ++index;
    skip_children(document);
}

inline void ComponentStep::next(const Document& document) {
    index = document.components_[index].last_component;
}

inline PropertyName PropertyView::id() const {
    return document_->properties_[index_].id;
}

inline std::string_view PropertyView::name() const {
    const PropertyRecord& record = document_->properties_[index_];
    return document_->at(record.name, record.name + record.name_length);
}

inline std::string_view PropertyView::value() const {
    const PropertyRecord& record = document_->properties_[index_];
    return document_->at(record.value, record.value_end);
}

inline bool PropertyView::has_parameters() const {
    return document_->properties_[index_].parameter_count > 0;
}

inline std::optional<std::string_view> PropertyView::parameter(ParameterName name) const {
    const PropertyRecord& record = document_->properties_[index_];
    for (std::uint32_t i = 0; i < record.parameter_count; ++i) {
        const ParameterRecord& each = document_->parameters_[record.parameters + i];
        if (each.id == name) return document_->at(each.value, each.value_end);
    }
    return std::nullopt;
}

inline ComponentName ComponentView::id() const {
    return document_->components_[index_].id;
}

inline Views<PropertyView, PropertyStep> ComponentView::properties() const {
    const ComponentRecord& record = document_->components_[index_];
    PropertyStep first{record.first_property, index_ + 1, record.last_component};
    first.skip_children(*document_);
    return {*document_, first, PropertyStep{record.last_property, 0, 0}};
}

}  // namespace plazo::ical
