#include "ical/names.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <iterator>
#include <type_traits>

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

/// The bytes of a name in two words: its first and its last eight; both are all of a shorter name.
struct Words {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};
constexpr std::size_t word_bytes = 8;

constexpr std::uint64_t word_at(const char* bytes, std::size_t count = word_bytes) {
    std::uint64_t word = 0;
    if (!std::is_constant_evaluated() && count == word_bytes) {
        std::memcpy(&word, bytes, word_bytes);
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        }
    }
    return word;
}

constexpr Words words_of(std::string_view name) {
    if (name.size() < word_bytes) {
        const std::uint64_t all = word_at(name.data(), name.size());
        return {all, all};
    }
    return {word_at(name.data()), word_at(name.data() + name.size() - word_bytes)};
}

/// The same without a look at how long the name is, where memory can be read to `readable_end`.
[[gnu::always_inline]] inline Words words_within(std::string_view name, const char* readable_end) {
    if (readable_end - name.data() < static_cast<std::ptrdiff_t>(word_bytes)) return words_of(name);
    // The bytes of a short name, and of what follows it nothing: its bits leave at the top.
    const std::size_t missing = word_bytes - std::min(name.size(), word_bytes);
    const std::uint64_t kept = ~std::uint64_t{0} >> 4 * missing >> 4 * missing;
    const char* end = name.data() + name.size() + missing;
    return {word_at(name.data()) & kept, word_at(end - word_bytes) & kept};
}

/// A table of names with a hash that tells all of them apart, which the compiler looks for. One
/// look leads to the only name that it can be.
template <std::size_t rows>
class NameTable {
  public:
    consteval explicit NameTable(const std::string_view (&names)[rows]) {
        for (std::size_t row = 0; row < rows; ++row) {
            entries_[row + 1] = {words_of(names[row]), names[row]};
            longest_ = std::max(longest_, names[row].size());
        }
        while (!fill_places()) seed_ += 2;
    }

    /// The row of `name`, which has these words, counted from 1, or 0.
    std::uint8_t find(std::string_view name, const Words& words) const {
        const std::uint8_t row = places_[place_of(words)];
        const Entry& entry = entries_[row];
        const bool same = ((words.first ^ entry.words.first) | (words.last ^ entry.words.last) |
                           (name.size() ^ entry.name.size())) == 0;
        if (same && name.size() <= 2 * word_bytes) return row;
        return same && name == entry.name ? row : find_otherwise_written(name);
    }

  private:
    struct Entry {
        Words words;
        std::string_view name;
    };
    static constexpr int place_bits = 10;

    constexpr std::size_t place_of(const Words& words) const {
        return (words.first ^ std::rotl(words.last, 27)) * seed_ >> (64 - place_bits);
    }
    consteval bool fill_places() {
        places_ = {};
        for (std::size_t row = 1; row <= rows; ++row) {
            std::uint8_t& place = places_[place_of(entries_[row].words)];
            if (place != 0) return false;
            place = static_cast<std::uint8_t>(row);
        }
        return true;
    }
    /// In small letters, or mixed.
    [[gnu::noinline]] std::uint8_t find_otherwise_written(std::string_view name) const {
        const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
        if (name.size() > longest_ || std::none_of(name.begin(), name.end(), is_small)) return 0;
        const std::string capitals = upper_case(name);
        return find(capitals, words_of(capitals));
    }

    std::uint64_t seed_ = 0x9E37'79B9'7F4A'7C15;
    std::size_t longest_ = 0;
    std::array<std::uint8_t, std::size_t{1} << place_bits> places_{};
    std::array<Entry, rows + 1> entries_{};
};

constexpr NameTable component_table{component_names};
constexpr NameTable property_table{property_names};
constexpr NameTable parameter_table{parameter_names};

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
    return static_cast<ComponentName>(component_table.find(name, words_of(name)));
}

PropertyName property_name(std::string_view name) {
    return static_cast<PropertyName>(property_table.find(name, words_of(name)));
}

ParameterName parameter_name(std::string_view name) {
    return static_cast<ParameterName>(parameter_table.find(name, words_of(name)));
}

PropertyName property_name(std::string_view name, const char* readable_end) {
    return static_cast<PropertyName>(property_table.find(name, words_within(name, readable_end)));
}

ParameterName parameter_name(std::string_view name, const char* readable_end) {
    return static_cast<ParameterName>(parameter_table.find(name, words_within(name, readable_end)));
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
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && upper(a[i]) != upper(b[i])) return false;
    }
    return true;
}

std::string upper_case(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), upper);
    return result;
}

}  // namespace plazo::ical
