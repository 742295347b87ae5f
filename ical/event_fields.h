// ical/event_fields.h - which property each simple field of an Event stands for. Internal to the
// reader and the writer, which so cannot differ.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ical/event.h"

namespace plazo::ical {

/// How a std::string is written: with TEXT's escapes, as a word in upper case, or as it is.
enum class Spelling { text, word, raw };

struct TextField {
    PropertyName property;
    std::string Event::*field;
    Spelling spelling;
};
inline constexpr std::array text_fields = std::to_array<TextField>({
    {PropertyName::summary, &Event::summary, Spelling::text},
    {PropertyName::description, &Event::description, Spelling::text},
    {PropertyName::location, &Event::location, Spelling::text},
    {PropertyName::url, &Event::url, Spelling::raw},
    {PropertyName::status, &Event::status, Spelling::word},
    {PropertyName::classification, &Event::classification, Spelling::word},
    {PropertyName::transp, &Event::transparency, Spelling::word},
    {PropertyName::color, &Event::color, Spelling::text},
    {PropertyName::x_microsoft_cdo_busystatus, &Event::busy_status, Spelling::word},
    {PropertyName::uid, &Event::uid, Spelling::text},
});

struct InstantField {
    PropertyName property;
    std::optional<Instant> Event::*field;
};
inline constexpr std::array instant_fields = std::to_array<InstantField>({
    {PropertyName::dtstamp, &Event::stamp},
    {PropertyName::created, &Event::created},
    {PropertyName::last_modified, &Event::last_modified},
    {PropertyName::completed, &Event::completed},
});

struct TextsField {
    PropertyName property;
    std::vector<std::string> Event::*field;
};
inline constexpr std::array texts_fields = std::to_array<TextsField>({
    {PropertyName::categories, &Event::categories},
    {PropertyName::resources, &Event::resources},
});

struct RemarksField {
    PropertyName property;
    std::vector<Remark> Event::*field;
};
inline constexpr std::array remarks_fields = std::to_array<RemarksField>({
    {PropertyName::comment, &Event::comments},
    {PropertyName::contact, &Event::contacts},
});

struct AttachmentsField {
    PropertyName property;
    std::vector<Attachment> Event::*field;
};
inline constexpr std::array attachments_fields = std::to_array<AttachmentsField>({
    {PropertyName::attach, &Event::attachments},
    {PropertyName::image, &Event::images},
});

/// The field of that property, or nothing.
template <class Fields>
constexpr const typename Fields::value_type* field_of(const Fields& fields, PropertyName name) {
    for (const auto& field : fields) {
        if (field.property == name) return &field;
    }
    return nullptr;
}

}  // namespace plazo::ical
