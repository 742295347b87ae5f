// examples/sandbox/page_words.h - the words in which a mailbox's owner reads calendar and mail: one
// table, a row a word and a column a language.
//
//     word(Language::german, Word::today)                        "Heute"
//     filled(Language::spanish, Word::every_n_weeks, "2")        "Cada 2 semanas"
//
// (The example runs in tests/sandbox/page_words_test.cpp.) Names of months and days are spelled as
// in Unicode's CLDR (release 48).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "timezone/time.h"

namespace plazo::sandbox {

enum class Language { english, spanish, german, french, portuguese, italian };

enum class Word {
    // around a calendar
    calendar,
    week,
    month,
    day,
    today,
    previous,
    next,
    all_day,
    n_more,
    no_events,
    clocks_change,
    // how an event stands
    cancelled,
    declined,
    tentative,
    accepted,
    not_answered,
    organizes,
    busy,
    free,
    away,
    elsewhere,
    // what it says
    when,
    place,
    organizer,
    attendees,
    name,
    address,
    role,
    required,
    optional,
    resource,
    answer,
    proposed,
    repeats,
    show_as,
    categories,
    importance,
    high,
    low,
    sensitivity,
    personal,
    secret,
    confidential,
    reminder,
    minutes_before,
    online_meeting,
    message,
    no_subject,
    // mail
    from,
    to,
    received,
    invitation,
    update,
    cancellation,
    counter,
    forward_notice,
    undelivered,
    mail,
    // recurrence
    every_day,
    every_n_days,
    every_week,
    every_n_weeks,
    every_month,
    every_n_months,
    every_year,
    every_n_years,
    on_day,
    until,
    n_times,
    count_of_words
};

/// Of "es-ES" or "es"; nothing for a language that has no column.
std::optional<Language> language_of(std::string_view tag);
/// "es"
std::string_view tag_of(Language language);

std::string_view word(Language language, Word word);
/// With {n} replaced.
std::string filled(Language language, Word word, std::string_view n);

/// As in the middle of a sentence.
std::string_view month_name(Language language, timezone::month month);
std::string_view weekday_name(Language language, timezone::Weekday day);
/// Two or three letters.
std::string_view short_weekday_name(Language language, timezone::Weekday day);
/// "second", in the gender of the weekday's name; -1 is "last".
std::string_view ordinal(Language language, int index, timezone::Weekday day);

}  // namespace plazo::sandbox
