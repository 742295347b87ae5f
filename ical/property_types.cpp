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

struct Row {
    PropertyName name;
    PropertyTypes types;
};

using Name = PropertyName;
using Type = ValueType;

/// What is not listed is one TEXT.
constexpr Row rows[] = {
    {Name::other, {Type::unknown}},
    {Name::x_alt_desc, {Type::unknown}},
    {Name::attach, {Type::uri, {Type::binary}}},
    {Name::image, {Type::uri, {Type::binary}}},
    {Name::categories, {Type::text, {}, true}},
    {Name::resources, {Type::text, {}, true}},
    {Name::location_type, {Type::text, {}, true}},
    {Name::geo, {Type::geo}},
    {Name::percent_complete, {Type::integer}},
    {Name::priority, {Type::integer}},
    {Name::repeat, {Type::integer}},
    {Name::sequence, {Type::integer}},
    {Name::completed, {Type::date_time}},
    {Name::created, {Type::date_time}},
    {Name::dtstamp, {Type::date_time}},
    {Name::last_modified, {Type::date_time}},
    {Name::tzuntil, {Type::date_time}},
    {Name::acknowledged, {Type::date_time}},
    {Name::dtstart, {Type::date_time, {Type::date}}},
    {Name::dtend, {Type::date_time, {Type::date}}},
    {Name::due, {Type::date_time, {Type::date}}},
    {Name::recurrence_id, {Type::date_time, {Type::date}}},
    {Name::exdate, {Type::date_time, {Type::date}, true}},
    {Name::rdate, {Type::date_time, {Type::date, Type::period}, true}},
    {Name::freebusy, {Type::period, {}, true}},
    {Name::duration, {Type::duration}},
    {Name::refresh_interval, {Type::duration}},
    {Name::trigger, {Type::duration, {Type::date_time}}},
    {Name::tzoffsetfrom, {Type::utc_offset}},
    {Name::tzoffsetto, {Type::utc_offset}},
    {Name::tzurl, {Type::uri}},
    {Name::url, {Type::uri}},
    {Name::source, {Type::uri}},
    {Name::conference, {Type::uri}},
    {Name::concept_reference, {Type::uri}},
    {Name::attendee, {Type::cal_address}},
    {Name::organizer, {Type::cal_address}},
    {Name::calendar_address, {Type::cal_address}},
    {Name::rrule, {Type::recur}},
    {Name::exrule, {Type::recur}},
    {Name::request_status, {Type::request_status}},
    {Name::related_to, {Type::text, {Type::uid, Type::uri}}},
    {Name::link, {Type::uri, {Type::uid, Type::xml_reference, Type::text}}},
    {Name::styled_description, {Type::text, {Type::uri}}},
    {Name::structured_data, {Type::text, {Type::binary, Type::uri}}},
};

constexpr std::size_t name_count =
    static_cast<std::size_t>(PropertyName::x_microsoft_disallow_counter) + 1;

constexpr auto table = [] {
    std::array<PropertyTypes, name_count> all{};
    for (const Row& row : rows) all[static_cast<std::size_t>(row.name)] = row.types;
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
