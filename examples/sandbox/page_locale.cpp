#include "examples/sandbox/page_locale.h"

#include <array>
#include <cctype>

namespace plazo::sandbox {
namespace {

using timezone::Date;
using timezone::LocalTime;
using timezone::Weekday;

// Two letters and a blank each.
constexpr std::string_view sunday_first =
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT "
    "MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW ";
constexpr std::string_view saturday_first = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY ";
constexpr std::string_view english_24_hours =
    "AT BE CH CZ DE DK EE ES FI FR GB HU IE IL IT LT LV MT NL NO PL PT RO SE SI SK UA ZA ";
constexpr std::string_view spanish_12_hours =
    "AR BO CL CO CR CU DO EC GT HN MX NI PA PE PH PR PY SV US UY VE ";
constexpr std::string_view english_month_first = "AS BI CA GU MH MP PH PR UM US VI ";
constexpr std::array<std::string_view, 6> usual_countries{"US", "ES", "DE", "FR", "BR", "IT"};

bool has(std::string_view countries, const std::string& country) {
    return countries.find(country + " ") != countries.npos;
}

/// "es-419" has none, "zh-Hant-TW" has it after the script.
std::string country_of(std::string_view tag) {
    while (true) {
        const std::size_t dash = tag.find('-');
        if (dash == tag.npos) return "";
        tag.remove_prefix(dash + 1);
        const std::string_view part = tag.substr(0, tag.find('-'));
        if (part.size() != 2) continue;
        std::string country;
        for (const char c : part) {
            country += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
        return country;
    }
}

std::string two_digits(long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string day_number(const Locale& locale, Date date) {
    const std::string day = std::to_string(unsigned{date.day()});
    if (locale.language == Language::german) return day + ".";
    if (locale.language == Language::french && day == "1") return "1er";
    return day;
}

/// Spanish and Portuguese have a word between day, month and year.
std::string_view joint(const Locale& locale) {
    const bool joined =
        locale.language == Language::spanish || locale.language == Language::portuguese;
    return joined ? " de " : " ";
}

/// "lunes, ", and in French and Italian without a comma.
std::string weekday_before(const Locale& locale, Date date) {
    const bool bare = locale.language == Language::french || locale.language == Language::italian;
    return std::string{weekday_name(locale.language, timezone::weekday_of(date))} +
           (bare ? " " : ", ");
}

std::string days_in_words(const Locale& locale, const Recurrence& recurrence) {
    using Pattern = Recurrence::Pattern;
    const bool relative = recurrence.pattern == Pattern::relative_monthly ||
                          recurrence.pattern == Pattern::relative_yearly;
    std::string out;
    if (recurrence.pattern == Pattern::absolute_monthly) {
        return filled(locale.language, Word::on_day, std::to_string(recurrence.day_of_month));
    }
    if (recurrence.pattern == Pattern::absolute_yearly) {
        const auto day = timezone::day{static_cast<unsigned>(recurrence.day_of_month)};
        const auto month = timezone::month{static_cast<unsigned>(recurrence.month)};
        return day_and_month(locale, timezone::year{2000} / month / day);
    }
    for (const Weekday day : recurrence.weekdays) {
        if (!out.empty()) out += ", ";
        if (relative) {
            out += std::string{ordinal(locale.language, recurrence.index, day)} + " ";
        }
        out += weekday_name(locale.language, day);
    }
    if (recurrence.pattern == Pattern::relative_yearly) {
        const auto month = timezone::month{static_cast<unsigned>(recurrence.month)};
        out += " (" + std::string{month_name(locale.language, month)} + ")";
    }
    return out;
}

}  // namespace

Locale locale_of(std::string_view tag) {
    const auto language = language_of(tag);
    std::string country = language ? country_of(tag) : "";
    Locale out;
    out.language = language.value_or(Language::english);
    if (country.empty()) country = usual_countries[static_cast<std::size_t>(out.language)];
    const bool english = out.language == Language::english;
    out.twelve_hours = english
                           ? !has(english_24_hours, country)
                           : out.language == Language::spanish && has(spanish_12_hours, country);
    out.month_first = english && has(english_month_first, country);
    out.week_start = has(sunday_first, country)     ? Weekday::sunday
                     : has(saturday_first, country) ? Weekday::saturday
                                                    : Weekday::monday;
    return out;
}

std::string day_and_month(const Locale& locale, Date date) {
    const std::string month{month_name(locale.language, date.month())};
    if (locale.month_first) return month + " " + day_number(locale, date);
    return day_number(locale, date) + std::string{joint(locale)} + month;
}

std::string date_text(const Locale& locale, Date date) {
    return day_and_month(locale, date) + (locale.month_first ? ", " : std::string{joint(locale)}) +
           std::to_string(int{date.year()});
}

std::string day_text(const Locale& locale, Date date) {
    return weekday_before(locale, date) + date_text(locale, date);
}

std::string month_text(const Locale& locale, Date date) {
    return std::string{month_name(locale.language, date.month())} + std::string{joint(locale)} +
           std::to_string(int{date.year()});
}

std::string clock_text(const Locale& locale, LocalTime time) {
    const auto minutes_of_day =
        std::chrono::duration_cast<std::chrono::minutes>(timezone::time_of_day(time)).count();
    const long hour = minutes_of_day / 60;
    const std::string minute = ":" + two_digits(minutes_of_day % 60);
    if (!locale.twelve_hours) return two_digits(hour) + minute;
    const bool spanish = locale.language == Language::spanish;
    const char* half = hour < 12 ? (spanish ? " a. m." : " AM") : (spanish ? " p. m." : " PM");
    return std::to_string(hour % 12 == 0 ? 12 : hour % 12) + minute + half;
}

Date WallSpan::last_day() const {
    return timezone::date_of(end > start ? end - std::chrono::seconds{1} : start);
}

std::string span_text(const Locale& locale, const WallSpan& span) {
    const std::string first = day_text(locale, span.first_day());
    if (span.all_day) {
        if (span.last_day() == span.first_day()) return first;
        return first + " – " + day_text(locale, span.last_day());
    }
    const std::string from = first + ", " + clock_text(locale, span.start);
    if (span.end == span.start) return from;
    if (timezone::date_of(span.end) == span.first_day()) {
        return from + "–" + clock_text(locale, span.end);
    }
    return from + " – " + day_text(locale, timezone::date_of(span.end)) + ", " +
           clock_text(locale, span.end);
}

std::string recurrence_text(const Locale& locale, const Recurrence& recurrence) {
    using Pattern = Recurrence::Pattern;
    Word once = Word::every_year;
    Word often = Word::every_n_years;
    if (recurrence.pattern == Pattern::daily) {
        once = Word::every_day;
        often = Word::every_n_days;
    } else if (recurrence.pattern == Pattern::weekly) {
        once = Word::every_week;
        often = Word::every_n_weeks;
    } else if (recurrence.pattern == Pattern::absolute_monthly ||
               recurrence.pattern == Pattern::relative_monthly) {
        once = Word::every_month;
        often = Word::every_n_months;
    }
    std::string out = recurrence.interval == 1
                          ? std::string{locale[once]}
                          : filled(locale.language, often, std::to_string(recurrence.interval));
    const std::string days = days_in_words(locale, recurrence);
    if (!days.empty()) out += ": " + days;
    if (recurrence.end) {
        out += ", " + filled(locale.language, Word::until, date_text(locale, *recurrence.end));
    }
    if (recurrence.count) {
        out += ", " + filled(locale.language, Word::n_times, std::to_string(*recurrence.count));
    }
    return out;
}

}  // namespace plazo::sandbox
