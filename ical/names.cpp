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

/// The bytes of a name in two words: all of them up to 16, both ends of longer ones.
struct Words {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

constexpr std::uint64_t word_at(const char* bytes, std::size_t count) {
    std::uint64_t word = 0;
    if (!std::is_constant_evaluated() && count == 8) {
        std::memcpy(&word, bytes, 8);
    } else if (!std::is_constant_evaluated() && count == 4) {
        std::uint32_t half = 0;
        std::memcpy(&half, bytes, 4);
        word = half;
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        }
    }
    return word;
}

constexpr Words words_of(std::string_view name) {
    const char* begin = name.data();
    const char* end = begin + name.size();
    if (name.size() >= 8) return {word_at(begin, 8), word_at(end - 8, 8)};
    if (name.size() >= 4) return {word_at(begin, 4), word_at(end - 4, 4)};
    if (name.empty()) return {};
    const auto byte = [&](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(begin[i])};
    };
    return {byte(0) | byte(name.size() / 2) << 8 | byte(name.size() - 1) << 16, 0};
}

/// Without regard to the bit that tells small letters from capitals.
constexpr std::uint32_t hash_of(const Words& words, std::size_t length) {
    constexpr std::uint64_t small = 0x2020'2020'2020'2020;
    std::uint64_t hash = (words.first | small) * 0x9E37'79B9'7F4A'7C15;
    hash ^= (words.last | small) * 0xC2B2'AE3D'27D4'EB4F + length;
    return static_cast<std::uint32_t>(hash >> 32 ^ hash >> 50);
}

/// A table of names that the compiler builds: open addressing, compared by words.
template <std::size_t rows>
class NameTable {
  public:
    consteval explicit NameTable(const std::string_view (&names)[rows]) {
        for (std::size_t row = 0; row < rows; ++row) {
            const Words words = words_of(names[row]);
            std::size_t place = hash_of(words, names[row].size()) % size;
            while (entries_[place].length != 0) place = (place + 1) % size;
            entries_[place] = {words, small_letters(words),
                               static_cast<std::uint8_t>(names[row].size()),
                               static_cast<std::uint8_t>(row + 1)};
        }
    }

    /// The row of `name`, counted from 1, or 0. `names` is what the table was made from.
    std::uint8_t find(std::string_view name, const std::string_view (&names)[rows]) const {
        const Words words = words_of(name);
        for (std::size_t place = hash_of(words, name.size()) % size; entries_[place].length != 0;
             place = (place + 1) % size) {
            const Entry& entry = entries_[place];
            const std::uint64_t other = ((words.first ^ entry.words.first) & ~entry.letters.first) |
                                        ((words.last ^ entry.words.last) & ~entry.letters.last);
            if (other != 0 || entry.length != name.size()) continue;
            if (name.size() <= 16 || same_name(names[entry.row - 1], name)) return entry.row;
        }
        return 0;
    }

  private:
    struct Entry {
        Words words;
        Words letters;  // the bits in which they may differ
        std::uint8_t length = 0;
        std::uint8_t row = 0;
    };

    /// The bit 0x20 of every byte that is a capital letter.
    static constexpr Words small_letters(const Words& words) {
        const auto bits = [](std::uint64_t word) {
            std::uint64_t found = 0;
            for (int shift = 0; shift < 64; shift += 8) {
                const auto c = static_cast<char>(word >> shift & 0xFF);
                if (c >= 'A' && c <= 'Z') found |= std::uint64_t{0x20} << shift;
            }
            return found;
        };
        return {bits(words.first), bits(words.last)};
    }

    static constexpr std::size_t size = std::bit_ceil(3 * rows);
    std::array<Entry, size> entries_{};
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
    return static_cast<ComponentName>(component_table.find(name, component_names));
}

PropertyName property_name(std::string_view name) {
    return static_cast<PropertyName>(property_table.find(name, property_names));
}

ParameterName parameter_name(std::string_view name) {
    return static_cast<ParameterName>(parameter_table.find(name, parameter_names));
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
