#include "examples/sandbox/page_words.h"

#include <gtest/gtest.h>

#include <array>

namespace plazo::sandbox {
namespace {

using timezone::Weekday;

constexpr std::array all{Language::english, Language::spanish,    Language::german,
                         Language::french,  Language::portuguese, Language::italian};

TEST(PageWords, StandInEveryLanguage) {
    for (const Language language : all) {
        for (int i = 0; i < static_cast<int>(Word::count_of_words); ++i) {
            EXPECT_FALSE(word(language, static_cast<Word>(i)).empty())
                << tag_of(language) << " " << i;
        }
    }
    EXPECT_EQ(word(Language::german, Word::today), "Heute");
    EXPECT_EQ(filled(Language::spanish, Word::every_n_weeks, "2"), "Cada 2 semanas");
}

TEST(PageWords, KeepTheirPlaceForANumber) {
    for (const Word counted :
         {Word::n_more, Word::minutes_before, Word::every_n_days, Word::every_n_weeks,
          Word::every_n_months, Word::every_n_years, Word::on_day, Word::until, Word::n_times}) {
        for (const Language language : all) {
            EXPECT_NE(word(language, counted).find("{n}"), std::string_view::npos)
                << tag_of(language) << " " << static_cast<int>(counted);
        }
    }
}

TEST(PageWords, FindTheLanguageOfATag) {
    EXPECT_EQ(language_of("pt-BR"), Language::portuguese);
    EXPECT_EQ(language_of("it"), Language::italian);
    EXPECT_EQ(language_of("ja-JP"), std::nullopt);
    EXPECT_EQ(language_of("eskimo"), std::nullopt);
}

TEST(PageWords, OrdinalsHaveTheGenderOfTheirDay) {
    EXPECT_EQ(ordinal(Language::portuguese, 2, Weekday::tuesday), "segunda");
    EXPECT_EQ(ordinal(Language::portuguese, 2, Weekday::saturday), "segundo");
    EXPECT_EQ(ordinal(Language::italian, -1, Weekday::sunday), "ultima");
    EXPECT_EQ(ordinal(Language::italian, -1, Weekday::monday), "ultimo");
    EXPECT_EQ(ordinal(Language::english, 4, Weekday::friday), "fourth");
}

TEST(PageWords, MonthsAndDaysAreThoseOfTheLanguage) {
    EXPECT_EQ(month_name(Language::spanish, timezone::month{9}), "septiembre");
    EXPECT_EQ(weekday_name(Language::french, Weekday::sunday), "dimanche");
    EXPECT_EQ(short_weekday_name(Language::german, Weekday::wednesday), "Mi");
}

}  // namespace
}  // namespace plazo::sandbox
