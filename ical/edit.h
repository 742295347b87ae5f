// ical/edit.h - changes to a text that leave all else as it is, to the byte.
//
// An Edit notes what is to become of a Document's text; text() then copies what was not touched,
// folds, spelling, odd line breaks and faults with it, and puts the new lines between. Reading and
// formatting anew would lose all that (writer.h).
//
// Example (runs in tests/ical/edit_test.cpp):
//     const std::string source = "BEGIN:VEVENT\nUID:1\nX-Odd ; :kept\nSTATUS:X\nEND:VEVENT\n";
//     const Document document = parse(source);
//     const ComponentView event = document.components().front();
//     Edit edit{document};
//     edit.set_value(*event.find(PropertyName::status), "CONFIRMED");
//     edit.append(event, "SEQUENCE:1\r\n");
//     edit.text() == "BEGIN:VEVENT\nUID:1\nX-Odd ; :kept\nSTATUS:CONFIRMED\r\nSEQUENCE:1\r\n"
//                    "END:VEVENT\n";
//
// New lines come from a Writer and end in CRLF; where the break is missing, it is added. Of two
// changes to the same place the later counts; what is inside something removed is gone with it. The
// Document must outlive the Edit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ical/document.h"

namespace plazo::ical {

class Edit {
  public:
    explicit Edit(const Document& document) : document_{document} {}
    explicit Edit(const Document&&) = delete;

    /// The line keeps its name and parameters. `raw` as in Writer::line().
    void set_value(const PropertyView& property, std::string_view raw);
    /// `lines` stand in the place of the property; empty: it is removed.
    void replace(const PropertyView& property, std::string lines);
    void remove(const PropertyView& property) { replace(property, {}); }
    void replace(const ComponentView& component, std::string lines);
    void remove(const ComponentView& component) { replace(component, {}); }
    /// As the last lines of the component, before its END. Where END is missing, it is not added.
    void append(const ComponentView& component, std::string lines);

    bool empty() const { return changes_.empty(); }
    std::string text() const;
    /// The same, added to `text`, whose memory may be used again and again.
    void append_to(std::string& text) const;

  private:
    struct Change {
        std::size_t begin;
        std::size_t end;  // the same as `begin` where something is put in
        std::string lines;
    };
    void change(std::string_view source, std::string lines);

    const Document& document_;
    std::vector<Change> changes_;
};

}  // namespace plazo::ical
