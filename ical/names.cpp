#include "ical/names.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "timezone/constant_index.h"

namespace plazo::ical {

namespace {

// Each table is in the order of its enumerators, of which `other` has no spelling.

constexpr std::string_view component_names[] = {
    "VCALENDAR", "VEVENT", "VTODO",         "VJOURNAL",  "VFREEBUSY",   "VTIMEZONE", "STANDARD",
    "DAYLIGHT",  "VALARM", "VAVAILABILITY", "AVAILABLE", "PARTICIPANT", "VLOCATION", "VRESOURCE",
};
static_assert(std::size(component_names) == static_cast<std::size_t>(ComponentName::vresource));

constexpr std::string_view property_names[] = {
    "BEGIN",
    "END",
    "CALSCALE",
    "METHOD",
    "PRODID",
    "VERSION",
    "ATTACH",
    "CATEGORIES",
    "CLASS",
    "COMMENT",
    "DESCRIPTION",
    "GEO",
    "LOCATION",
    "PERCENT-COMPLETE",
    "PRIORITY",
    "RESOURCES",
    "STATUS",
    "SUMMARY",
    "COMPLETED",
    "DTEND",
    "DUE",
    "DTSTART",
    "DURATION",
    "FREEBUSY",
    "TRANSP",
    "TZID",
    "TZNAME",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "TZURL",
    "ATTENDEE",
    "CONTACT",
    "ORGANIZER",
    "RECURRENCE-ID",
    "RELATED-TO",
    "URL",
    "UID",
    "EXDATE",
    "EXRULE",
    "RDATE",
    "RRULE",
    "ACTION",
    "REPEAT",
    "TRIGGER",
    "CREATED",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "REQUEST-STATUS",
    "TZUNTIL",
    "TZID-ALIAS-OF",
    "BUSYTYPE",
    "NAME",
    "REFRESH-INTERVAL",
    "SOURCE",
    "COLOR",
    "IMAGE",
    "CONFERENCE",
    "LOCATION-TYPE",
    "PARTICIPANT-TYPE",
    "RESOURCE-TYPE",
    "CALENDAR-ADDRESS",
    "STYLED-DESCRIPTION",
    "STRUCTURED-DATA",
    "ACKNOWLEDGED",
    "PROXIMITY",
    "CONCEPT",
    "LINK",
    "REFID",
    "X-LIC-LOCATION",
    "X-ENTOURAGE-CFTIMEZONE",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "X-WR-TIMEZONE",
    "X-ALT-DESC",
    "X-MICROSOFT-CDO-TZID",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-MICROSOFT-CDO-INTENDEDSTATUS",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-CDO-IMPORTANCE",
    "X-MICROSOFT-CDO-INSTTYPE",
    "X-MICROSOFT-CDO-APPT-SEQUENCE",
    "X-MICROSOFT-DISALLOW-COUNTER",
};
static_assert(std::size(property_names) ==
              static_cast<std::size_t>(PropertyName::x_microsoft_disallow_counter));

constexpr std::string_view parameter_names[] = {
    "ALTREP",
    "CN",
    "CUTYPE",
    "DELEGATED-FROM",
    "DELEGATED-TO",
    "DIR",
    "ENCODING",
    "FMTTYPE",
    "FBTYPE",
    "LANGUAGE",
    "MEMBER",
    "PARTSTAT",
    "RANGE",
    "RELATED",
    "RELTYPE",
    "ROLE",
    "RSVP",
    "SENT-BY",
    "TZID",
    "VALUE",
    "SCHEDULE-AGENT",
    "SCHEDULE-FORCE-SEND",
    "SCHEDULE-STATUS",
    "DISPLAY",
    "EMAIL",
    "FEATURE",
    "LABEL",
    "ORDER",
    "SCHEMA",
    "DERIVED",
    "GAP",
    "LINKREL",
    "CHARSET",
    "X-FILENAME",
    "X-RESPONSE-COMMENT",
};
static_assert(std::size(parameter_names) ==
              static_cast<std::size_t>(ParameterName::x_response_comment));

constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Without its bit for lower case. What this makes equal besides letters is told apart later.
constexpr std::uint32_t folded(char c) {
    return static_cast<unsigned char>(c) & 0xDFU;
}

/// Looks at both ends only: no two known names are alike in those and in length.
constexpr std::uint32_t hash_of(std::string_view name) {
    const std::size_t length = name.size();
    std::uint32_t hash = static_cast<std::uint32_t>(length) * 0x9E3779B1U;
    if (length < 2) return hash;
    const std::uint32_t ends = folded(name[0]) | folded(name[1]) << 8 |
                               folded(name[length - 2]) << 16 | folded(name[length - 1]) << 24;
    hash = (hash ^ ends) * 0x85EBCA6BU;
    hash ^= folded(name[length / 2]) * 0xC2B2AE35U;
    return hash ^ hash >> 15;
}

constexpr timezone::ConstantIndex component_index{component_names, hash_of};
constexpr timezone::ConstantIndex property_index{property_names, hash_of};
constexpr timezone::ConstantIndex parameter_index{parameter_names, hash_of};

template <class Name, std::size_t rows>
Name find(std::string_view name, const std::string_view (&names)[rows],
          const timezone::ConstantIndex<rows>& index) {
    const auto row =
        index.find(hash_of(name), [&](std::size_t i) { return same_name(names[i], name); });
    return static_cast<Name>(row ? *row + 1 : 0);
}

template <class Name, std::size_t rows>
std::string_view spelling_in(const std::string_view (&names)[rows], Name name) {
    return name == Name::other ? std::string_view{} : names[static_cast<std::size_t>(name) - 1];
}

constexpr bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

ComponentName component_name(std::string_view name) {
    return find<ComponentName>(name, component_names, component_index);
}

PropertyName property_name(std::string_view name) {
    return find<PropertyName>(name, property_names, property_index);
}

ParameterName parameter_name(std::string_view name) {
    return find<ParameterName>(name, parameter_names, parameter_index);
}

std::string_view spelling(ComponentName name) {
    return spelling_in(component_names, name);
}

std::string_view spelling(PropertyName name) {
    return spelling_in(property_names, name);
}

std::string_view spelling(ParameterName name) {
    return spelling_in(parameter_names, name);
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    if (std::memcmp(a.data(), b.data(), a.size()) == 0) return true;
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](char x, char y) { return upper(x) == upper(y); });
}

std::string upper_case(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), upper);
    return result;
}

}  // namespace plazo::ical
