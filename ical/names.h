// ical/names.h - the names that iCalendar knows, as numbers.
//
// Files spell names in any case and hold names that nobody registered. A name that is known becomes
// an enumerator, once, when the text is read; after that nothing compares text. Unknown names are
// `other` and keep their spelling in the Document.
//
// Example (runs in tests/ical/names_test.cpp):
//     property_name("dtstart") == PropertyName::dtstart;
//     property_name("X-MOOD") == PropertyName::other;
//     spelling(PropertyName::last_modified) == "LAST-MODIFIED";
//
// From RFC 5545, 6638 (SCHEDULE-...), 7808 (TZUNTIL, TZID-ALIAS-OF), 7953 (VAVAILABILITY), 7986,
// 9073, 9074, 9253, and [MS-OXCICAL] and other programs for names with X-.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plazo::ical {

enum class ComponentName : std::uint8_t {
    other,
    vcalendar,
    vevent,
    vtodo,
    vjournal,
    vfreebusy,
    vtimezone,
    standard,
    daylight,
    valarm,
    vavailability,
    available,
    participant,
    vlocation,
    vresource,
};

enum class PropertyName : std::uint8_t {
    other,
    begin,
    end,
    // RFC 5545
    calscale,
    method,
    prodid,
    version,
    attach,
    categories,
    classification,
    comment,
    description,
    geo,
    location,
    percent_complete,
    priority,
    resources,
    status,
    summary,
    completed,
    dtend,
    due,
    dtstart,
    duration,
    freebusy,
    transp,
    tzid,
    tzname,
    tzoffsetfrom,
    tzoffsetto,
    tzurl,
    attendee,
    contact,
    organizer,
    recurrence_id,
    related_to,
    url,
    uid,
    exdate,
    exrule,
    rdate,
    rrule,
    action,
    repeat,
    trigger,
    created,
    dtstamp,
    last_modified,
    sequence,
    request_status,
    // RFC 7808
    tzuntil,
    tzid_alias_of,
    // RFC 7953
    busytype,
    // RFC 7986
    name,
    refresh_interval,
    source,
    color,
    image,
    conference,
    // RFC 9073
    location_type,
    participant_type,
    resource_type,
    calendar_address,
    styled_description,
    structured_data,
    // RFC 9074
    acknowledged,
    proximity,
    // RFC 9253
    concept_reference,  // CONCEPT; the word alone is C++
    link,
    refid,
    // Other programs
    x_lic_location,
    x_entourage_cftimezone,
    x_wr_calname,
    x_wr_caldesc,
    x_wr_timezone,
    x_alt_desc,
    x_microsoft_cdo_tzid,
    x_microsoft_cdo_busystatus,
    x_microsoft_cdo_intendedstatus,
    x_microsoft_cdo_alldayevent,
    x_microsoft_cdo_importance,
    x_microsoft_cdo_insttype,
    x_microsoft_cdo_appt_sequence,
    x_microsoft_disallow_counter,
};

enum class ParameterName : std::uint8_t {
    other,
    // RFC 5545
    altrep,
    cn,
    cutype,
    delegated_from,
    delegated_to,
    dir,
    encoding,
    fmttype,
    fbtype,
    language,
    member,
    partstat,
    range,
    related,
    reltype,
    role,
    rsvp,
    sent_by,
    tzid,
    value,
    // RFC 6638
    schedule_agent,
    schedule_force_send,
    schedule_status,
    // RFC 7986
    display,
    email,
    feature,
    label,
    // RFC 9073
    order,
    schema,
    derived,
    // RFC 9253
    gap,
    linkrel,
    // vCalendar 1.0 and other programs
    charset,
    x_filename,
    x_response_comment,
};

ComponentName component_name(std::string_view name);
PropertyName property_name(std::string_view name);
ParameterName parameter_name(std::string_view name);
/// The same, faster, of a name that stands in memory that can be read to `readable_end`.
PropertyName property_name(std::string_view name, const char* readable_end);
ParameterName parameter_name(std::string_view name, const char* readable_end);

/// In upper case; empty for `other`.
std::string_view spelling(ComponentName name);
std::string_view spelling(PropertyName name);
std::string_view spelling(ParameterName name);

/// Letters, digits and '-' (RFC 5545, 3.1), also '_' and '.', which some programs use.
bool is_name(std::string_view text);

/// Names compare without regard to ASCII case (RFC 5545, 2).
bool same_name(std::string_view a, std::string_view b);
/// ASCII letters only.
std::string upper_case(std::string_view text);

}  // namespace plazo::ical
