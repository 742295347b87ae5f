// examples/sandbox/page_locale.h - how people of a language and country write times and dates, and
// on which day their weeks begin.
//
//     const Locale spain = locale_of("es-ES");
//     span_text(spain, {start, end, false})    "lunes, 16 de marzo de 2026, 10:00–10:30"
//     clock_text(locale_of("en-US"), start)    "10:00 AM"
//
// (The example runs in tests/sandbox/page_locale_test.cpp.) The facts are those of Unicode's CLDR,
// release 48. A language without words (page_words.h) is answered in English.
#pragma once

#include <string>
#include <string_view>

#include "examples/sandbox/page_words.h"
#include "examples/sandbox/recurrence.h"

namespace plazo::sandbox {

struct Locale {
    Language language = Language::english;
    bool twelve_hours = true;
    bool month_first = true;  ///< "March 16"
    timezone::Weekday week_start = timezone::Weekday::sunday;

    std::string_view operator[](Word which) const { return word(language, which); }
    std::string tag() const { return std::string{tag_of(language)}; }
};

/// Without a country, that of most of the language's speakers, as CLDR has it.
Locale locale_of(std::string_view tag);

/// "16 de marzo", "16 de marzo de 2026", "lunes, 16 de marzo de 2026"
std::string day_and_month(const Locale& locale, timezone::Date date);
std::string date_text(const Locale& locale, timezone::Date date);
std::string day_text(const Locale& locale, timezone::Date date);
/// "marzo de 2026"
std::string month_text(const Locale& locale, timezone::Date date);
/// "10:00", "10:00 AM", "10:00 a. m."
std::string clock_text(const Locale& locale, timezone::LocalTime time);

/// What a clock on the wall shows from the beginning to the end, or midnights around whole days.
struct WallSpan {
    timezone::LocalTime start;
    timezone::LocalTime end;
    bool all_day = false;

    timezone::Date first_day() const { return timezone::date_of(start); }
    /// The end itself does not count.
    timezone::Date last_day() const;
};
std::string span_text(const Locale& locale, const WallSpan& span);

/// "Cada 2 semanas: lunes, miércoles, hasta el 30 de junio de 2026"
std::string recurrence_text(const Locale& locale, const Recurrence& recurrence);

}  // namespace plazo::sandbox
