#include "examples/sandbox/page_locale.h"

#include <gtest/gtest.h>

#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using timezone::Date;
using timezone::LocalTime;
using timezone::Weekday;

LocalTime local(const char* text) {
    return timezone::parse_local(text).value();
}

const WallSpan morning{local("2026-03-16T10:00"), local("2026-03-16T10:30")};

TEST(PageLocale, WritesDatesAsTheCountryDoes) {
    const Date day = morning.first_day();
    EXPECT_EQ(day_text(locale_of("en-US"), day), "Monday, March 16, 2026");
    EXPECT_EQ(day_text(locale_of("en-GB"), day), "Monday, 16 March 2026");
    EXPECT_EQ(day_text(locale_of("es-ES"), day), "lunes, 16 de marzo de 2026");
    EXPECT_EQ(day_text(locale_of("de-DE"), day), "Montag, 16. März 2026");
    EXPECT_EQ(day_text(locale_of("fr-FR"), day), "lundi 16 mars 2026");
    EXPECT_EQ(day_text(locale_of("pt-BR"), day), "segunda-feira, 16 de março de 2026");
    EXPECT_EQ(day_text(locale_of("it-IT"), day), "lunedì 16 marzo 2026");
    EXPECT_EQ(date_text(locale_of("fr"), timezone::year{2026} / 5 / 1), "1er mai 2026");
    EXPECT_EQ(month_text(locale_of("pt"), day), "março de 2026");
}

TEST(PageLocale, KnowsWhoCountsTwelveHours) {
    EXPECT_EQ(clock_text(locale_of("en-US"), morning.start), "10:00 AM");
    EXPECT_EQ(clock_text(locale_of("en-US"), local("2026-03-16T00:05")), "12:05 AM");
    EXPECT_EQ(clock_text(locale_of("en-US"), local("2026-03-16T12:00")), "12:00 PM");
    EXPECT_EQ(clock_text(locale_of("en-GB"), local("2026-03-16T15:00")), "15:00");
    EXPECT_EQ(clock_text(locale_of("es-ES"), local("2026-03-16T09:00")), "09:00");
    EXPECT_EQ(clock_text(locale_of("es-MX"), local("2026-03-16T15:00")), "3:00 p. m.");
    EXPECT_EQ(clock_text(locale_of("de"), local("2026-03-16T15:00")), "15:00");
}

TEST(PageLocale, BeginsWeeksAsTheCountryDoes) {
    EXPECT_EQ(locale_of("en-US").week_start, Weekday::sunday);
    EXPECT_EQ(locale_of("en").week_start, Weekday::sunday);
    EXPECT_EQ(locale_of("en-GB").week_start, Weekday::monday);
    EXPECT_EQ(locale_of("es-ES").week_start, Weekday::monday);
    EXPECT_EQ(locale_of("es-MX").week_start, Weekday::sunday);
    EXPECT_EQ(locale_of("pt-BR").week_start, Weekday::sunday);
    EXPECT_EQ(locale_of("fr-DZ").week_start, Weekday::saturday);
    EXPECT_EQ(locale_of("de-at").week_start, Weekday::monday);
}

TEST(PageLocale, AnswersInEnglishWhereItHasNoWords) {
    const Locale japanese = locale_of("ja-JP");
    EXPECT_EQ(japanese.tag(), "en");
    EXPECT_EQ(day_text(japanese, morning.first_day()), "Monday, March 16, 2026");
}

TEST(PageLocale, WritesSpansWithinADayAndAcrossDays) {
    const Locale spain = locale_of("es-ES");
    EXPECT_EQ(span_text(spain, morning), "lunes, 16 de marzo de 2026, 10:00–10:30");
    EXPECT_EQ(span_text(spain, {local("2026-03-16T22:00"), local("2026-03-17T02:00")}),
              "lunes, 16 de marzo de 2026, 22:00 – martes, 17 de marzo de 2026, 02:00");
    EXPECT_EQ(span_text(spain, {local("2026-03-16T10:00"), local("2026-03-16T10:00")}),
              "lunes, 16 de marzo de 2026, 10:00");
}

TEST(PageLocale, TheEndOfWholeDaysDoesNotCount) {
    const Locale spain = locale_of("es-ES");
    const WallSpan one{local("2026-03-16T00:00"), local("2026-03-17T00:00"), true};
    const WallSpan two{local("2026-03-16T00:00"), local("2026-03-18T00:00"), true};
    EXPECT_EQ(span_text(spain, one), "lunes, 16 de marzo de 2026");
    EXPECT_EQ(span_text(spain, two), "lunes, 16 de marzo de 2026 – martes, 17 de marzo de 2026");
}

TEST(PageLocale, PutsRecurrencesIntoWords) {
    Recurrence weekly;
    weekly.pattern = Recurrence::Pattern::weekly;
    weekly.interval = 2;
    weekly.weekdays = {Weekday::monday, Weekday::wednesday};
    weekly.end = timezone::year{2026} / 6 / 30;
    EXPECT_EQ(recurrence_text(locale_of("es-ES"), weekly),
              "Cada 2 semanas: lunes, miércoles, hasta el 30 de junio de 2026");

    Recurrence monthly;
    monthly.pattern = Recurrence::Pattern::relative_monthly;
    monthly.weekdays = {Weekday::tuesday};
    monthly.index = -1;
    monthly.count = 4;
    EXPECT_EQ(recurrence_text(locale_of("en-US"), monthly), "Every month: last Tuesday, 4 times");
    EXPECT_EQ(recurrence_text(locale_of("pt"), monthly),
              "Todos os meses: última terça-feira, 4 vezes");

    Recurrence yearly;
    yearly.pattern = Recurrence::Pattern::absolute_yearly;
    yearly.month = 2;
    yearly.day_of_month = 29;
    EXPECT_EQ(recurrence_text(locale_of("de"), yearly), "Jedes Jahr: 29. Februar");
    EXPECT_EQ(recurrence_text(locale_of("it"), Recurrence{}), "Ogni giorno");
}

}  // namespace
}  // namespace plazo::sandbox
