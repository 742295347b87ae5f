#include "ical/property_types.h"

#include <array>

namespace plazo::ical {

namespace {

struct Spelling {
    std::string_view text;
    ValueType type;
};

constexpr Spelling spellings[] = {
    {"TEXT", ValueType::text},
    {"BINARY", ValueType::binary},
    {"BOOLEAN", ValueType::boolean},
    {"CAL-ADDRESS", ValueType::cal_address},
    {"DATE", ValueType::date},
    {"DATE-TIME", ValueType::date_time},
    {"DURATION", ValueType::duration},
    {"FLOAT", ValueType::number},
    {"INTEGER", ValueType::integer},
    {"PERIOD", ValueType::period},
    {"RECUR", ValueType::recur},
    {"TIME", ValueType::time},
    {"UID", ValueType::uid},
    {"URI", ValueType::uri},
    {"UTC-OFFSET", ValueType::utc_offset},
    {"XML-REFERENCE", ValueType::xml_reference},
};

constexpr PropertyTypes types_in_table(PropertyName name) {
    using Name = PropertyName;
    using Type = ValueType;
    switch (name) {
        case Name::other:
        case Name::x_alt_desc:
            return {Type::unknown};
        case Name::attach:
        case Name::image:
            return {Type::uri, {Type::binary}};
        case Name::categories:
        case Name::resources:
        case Name::location_type:
            return {Type::text, {}, true};
        case Name::geo:
            return {Type::geo};
        case Name::percent_complete:
        case Name::priority:
        case Name::repeat:
        case Name::sequence:
            return {Type::integer};
        case Name::completed:
        case Name::created:
        case Name::dtstamp:
        case Name::last_modified:
        case Name::tzuntil:
        case Name::acknowledged:
            return {Type::date_time};
        case Name::dtstart:
        case Name::dtend:
        case Name::due:
        case Name::recurrence_id:
            return {Type::date_time, {Type::date}};
        case Name::exdate:
            return {Type::date_time, {Type::date}, true};
        case Name::rdate:
            return {Type::date_time, {Type::date, Type::period}, true};
        case Name::freebusy:
            return {Type::period, {}, true};
        case Name::duration:
        case Name::refresh_interval:
            return {Type::duration};
        case Name::trigger:
            return {Type::duration, {Type::date_time}};
        case Name::tzoffsetfrom:
        case Name::tzoffsetto:
            return {Type::utc_offset};
        case Name::tzurl:
        case Name::url:
        case Name::source:
        case Name::conference:
        case Name::concept_reference:
            return {Type::uri};
        case Name::attendee:
        case Name::organizer:
        case Name::calendar_address:
            return {Type::cal_address};
        case Name::rrule:
        case Name::exrule:
            return {Type::recur};
        case Name::request_status:
            return {Type::request_status};
        case Name::related_to:
            return {Type::text, {Type::uid, Type::uri}};
        case Name::link:
            return {Type::uri, {Type::uid, Type::xml_reference, Type::text}};
        case Name::styled_description:
            return {Type::text, {Type::uri}};
        case Name::structured_data:
            return {Type::text, {Type::binary, Type::uri}};
        default:
            return {Type::text};
    }
}

constexpr std::size_t name_count =
    static_cast<std::size_t>(PropertyName::x_microsoft_disallow_counter) + 1;

constexpr auto table = [] {
    std::array<PropertyTypes, name_count> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = types_in_table(static_cast<PropertyName>(i));
    }
    return all;
}();

}  // namespace

std::optional<ValueType> value_type(std::string_view name) {
    for (const Spelling& each : spellings) {
        if (same_name(each.text, name)) return each.type;
    }
    return std::nullopt;
}

std::string_view spelling(ValueType type) {
    for (const Spelling& each : spellings) {
        if (each.type == type) return each.text;
    }
    return {};
}

const PropertyTypes& types_of(PropertyName name) {
    return table[static_cast<std::size_t>(name)];
}

}  // namespace plazo::ical
