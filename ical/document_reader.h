// ical/document_reader.h - fills a Document from its text. Internal to document.cpp.
//
// How a line is read: where it is a physical line of plain ASCII, it is split where it stands. A
// folded line, or one with bytes that need repair, is joined in the Document's copies first and
// split there. Either way the same code splits it.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ical/document.h"
#include "ical/lines.h"
#include "ical/plain_text.h"

namespace plazo::ical {

class DocumentReader {
  public:
    DocumentReader(Document& document, const Limits& limits, Mode mode);
    void read();

  private:
    /// A content line between `begin` and `end`, in the text or in the copies.
    struct Line {
        const char* begin;
        const char* end;
        const char* readable_end;  // of the memory that the line stands in
        std::uint32_t base;        // the offset of `begin` in the Document
        std::uint32_t source;      // of the line in the text
    };

    void make_room();
    void look_ahead(const char* at);
    const char* read_line(const char* begin);
    const char* read_joined_line(const char* begin);
    std::optional<JoinedLine> join_plain_line(const char* begin);
    bool has_room(std::size_t bytes);
    void fail_too_long(std::size_t line_bytes, Position position);
    void read_blank_line(const char* next);
    bool is_folded(const char* begin, const char* next) const;
    void split(const Line& line, Marks marks);
    void refuse(const Line& line, const char* why);
    const char* read_parameters(const Line& line, Marks& marks, const char* at,
                                PropertyRecord& property);
    bool read_parameter_name(const Line& line, std::string_view name, ParameterRecord& record,
                             PropertyRecord& property);
    const char* read_value(const Line& line, Marks& marks, const char* begin,
                           ParameterRecord& record, PropertyRecord& property);
    void keep_value(const Line& line, std::string_view raw, bool carets, ParameterRecord& record,
                    PropertyRecord& property);
    void keep_unquoted(std::string_view raw, ParameterRecord& record);
    void keep_decoded(ParameterRecord& record);

    void leave_out(const PropertyRecord& record);
    void begin_component(const PropertyRecord& record);
    void end_component(const PropertyRecord& record);
    void close_component(std::uint32_t source, bool closed);
    void close_unended(std::size_t count, const PropertyRecord& record, const std::string& by);
    void close_all();

    const ComponentRecord& innermost() const { return document_.components_[open_index_.back()]; }
    std::string_view name_of(const ComponentRecord& record) const;
    std::uint32_t offset_of(const Line& line, const char* at) const;
    Position position_of(const Line& line, const char* at) const;

    Document& document_;
    Limits limits_;
    ProblemList problems_;
    const char* text_;
    const char* end_;
    PlainText plain_text_;
    const char* looked_end_ = nullptr;  // of what look_ahead() has looked at
    const char* plain_end_ = nullptr;   // of what it found plain
    int line_ = 1;                      // of what is being read
    bool stopped_ = false;
    bool blank_reported_ = false;
    /// So many properties there are when the innermost component has all that it may have. 0 where
    /// there is no place for any.
    std::size_t properties_end_ = 0;
    /// The components that are open, and of each its index and, of the one around it, one more than
    /// the properties that it could still have, or 0.
    boost::container::small_vector<ComponentName, nesting_max> open_;
    boost::container::small_vector<std::uint32_t, nesting_max> open_index_;
    boost::container::small_vector<std::size_t, nesting_max> open_room_;
    std::size_t too_deep_ = 0;                // components left out that are open
    std::size_t shallow_properties_end_ = 0;  // properties_end_ outside of those
    std::string decoded_;
};

}  // namespace plazo::ical
