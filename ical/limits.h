// ical/limits.h - how much one reading of an iCalendar text may take.
#pragma once

#include <cstddef>

namespace plazo::ical {

inline constexpr std::size_t text_bytes_max = 2 * 1024 * 1024;
inline constexpr std::size_t line_bytes_max = 64 * 1024;  // unfolded
inline constexpr std::size_t parameters_max = 50;         // values of all parameters of a line
inline constexpr std::size_t nesting_max = 16;            // components in components
inline constexpr std::size_t components_max = 5000;       // in a text
inline constexpr std::size_t properties_max = 1000;       // of a component
inline constexpr std::size_t problems_max = 1000;         // listed; the rest is counted out

/// What no Limits can raise: a Document counts bytes in 32 bits, and what it unfolds counts too.
inline constexpr std::size_t document_bytes_max = 0x7FFF'FFFF;

/// The limits of one reading. The defaults are those of a file that a stranger may send.
struct Limits {
    std::size_t text_bytes = text_bytes_max;
    std::size_t line_bytes = line_bytes_max;
    std::size_t parameters = parameters_max;
    std::size_t nesting = nesting_max;
    std::size_t components = components_max;
    std::size_t properties = properties_max;
    std::size_t problems = problems_max;
};

/// For one's own files: as large as a Document can be, with every other limit in proportion.
inline constexpr Limits own_file_limits{document_bytes_max, 16 * 1024 * 1024, 10'000,      64,
                                        50'000'000,         1'000'000,        problems_max};

}  // namespace plazo::ical
