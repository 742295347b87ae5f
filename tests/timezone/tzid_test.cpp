#include "timezone/tzid.h"

#include <gtest/gtest.h>

#include "timezone/exchange_names.h"
#include "timezone/tzid_name.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;
using How = TzidAnswer::How;
using Confidence = TzidAnswer::Confidence;

/// "Europe/Madrid by name", "nothing".
std::string answer(std::string_view tzid, std::string_view hint = {}) {
    const TzidAnswer found =
        resolve_tzid(frozen_tzdb(), tzid, nullptr, whole_years(2024, 2026), hint);
    if (!found.zone) return "nothing";
    return found.zone->name() + " by " + std::string{to_text(found.how)};
}

Observances rules_of(const char* name, int year) {
    return outlook_safe(zone(name), year);
}

TEST(Tzid, ExampleOfTheManualPage) {
    const Tzdb& tzdb = frozen_tzdb();
    const TzidAnswer answer = resolve_tzid(tzdb, "/mozilla.org/2007_1/Europe/Madrid");
    EXPECT_EQ(answer.zone->name(), "Europe/Madrid");
    EXPECT_EQ(answer.how, TzidAnswer::How::prefix);
    const Span span = whole_years(2026, 2026);
    EXPECT_EQ(zone_of_tzid({tzdb, span, {}}, "US-Eastern")->zone.name(), "America/New_York");
    EXPECT_FALSE(zone_of_tzid({tzdb, span, {}}, "../etc/passwd"));
}

TEST(Tzid, NamesAndLinksInAnyCase) {
    EXPECT_EQ(answer("Europe/Madrid"), "Europe/Madrid by name");
    EXPECT_EQ(answer("europe/MADRID"), "Europe/Madrid by name");
    EXPECT_EQ(answer("Europe/Kiev"), "Europe/Kyiv by alias");
    EXPECT_EQ(answer("UTC"), "Etc/UTC by alias");
    EXPECT_EQ(answer("Etc/UCT"), "Etc/UTC by alias");
}

TEST(Tzid, WindowsNamesAndTheirShortForms) {
    EXPECT_EQ(answer("Romance Standard Time"), "Europe/Paris by windows");
    EXPECT_EQ(answer("Romance"), "Europe/Paris by windows");
    EXPECT_EQ(answer("Romance Daylight Time"), "Europe/Paris by windows");
    EXPECT_EQ(answer("US Mountain Standard Time"), "America/Phoenix by windows");
    EXPECT_EQ(answer("Greenwich Mean Time"), "Europe/London by windows");
    EXPECT_EQ(answer("Eastern Time"), "America/New_York by windows");
    EXPECT_EQ(windows_from_short_name("Mexico"), "Mexico Standard Time");
    EXPECT_EQ(windows_from_short_name("Mexico 2"), "Mexico 2 Standard Time");
    EXPECT_EQ(windows_from_short_name("Pacific Daylight Time (Mexico)"),
              "Pacific Standard Time (Mexico)");
}

TEST(Tzid, AHintChoosesAmongEqualsOnly) {
    EXPECT_EQ(answer("Romance Standard Time", "Europe/Madrid"), "Europe/Madrid by windows");
    EXPECT_EQ(answer("Romance Standard Time", "Europe/London"), "Europe/Paris by windows");
    EXPECT_EQ(answer("Customized Time Zone", "Europe/Madrid"), "nothing");
}

TEST(Tzid, NamesBehindPaths) {
    EXPECT_EQ(answer("/freeassociation.sourceforge.net/Europe/Madrid"), "Europe/Madrid by prefix");
    EXPECT_EQ(answer("/freeassociation.sourceforge.net/Tzfile/Europe/Madrid"),
              "Europe/Madrid by prefix");
    EXPECT_EQ(answer("/citadel.org/20190914_1/Europe/Kiev"), "Europe/Kyiv by prefix");
    EXPECT_EQ(answer("/softwarestudio.org/Tzfile/SystemV/EST5EDT"), "America/New_York by prefix");
    EXPECT_EQ(answer("/Europe/Madrid/"), "Europe/Madrid by prefix");
    EXPECT_EQ(answer("http://tzurl.org/zoneinfo/Europe/Madrid"), "Europe/Madrid by prefix");
    EXPECT_EQ(answer("tzone://Microsoft/Utc"), "Etc/UTC by prefix");
    EXPECT_EQ(answer("tzone://Microsoft/Romance Standard Time"), "Europe/Paris by prefix");
}

TEST(Tzid, QuotesEscapesAndCountersAreTakenOff) {
    EXPECT_EQ(answer("\"Europe/Madrid\""), "Europe/Madrid by name");
    EXPECT_EQ(answer("'Europe/Madrid'"), "Europe/Madrid by name");
    EXPECT_EQ(answer("'"), "nothing");
    EXPECT_EQ(answer("Romance Standard Time 1"), "Europe/Paris by windows");
    EXPECT_EQ(answer("(UTC+01:00) Madrid\\, Paris"), "Europe/Paris by display-name");
    EXPECT_EQ(answer("\"(UTC-05:00) Eastern Time (US &amp\\; Canada)\""),
              "America/New_York by display-name");
}

TEST(Tzid, SpellingsOfTheirOwn) {
    EXPECT_EQ(answer("US-Eastern"), "America/New_York by prefix");
    EXPECT_EQ(answer("US Eastern"), "America/New_York by prefix");
    EXPECT_EQ(answer("America/New York"), "America/New_York by prefix");
    EXPECT_EQ(answer("America_New-York"), "nothing");
    EXPECT_EQ(answer("US--Eastern"), "nothing");
    EXPECT_EQ(answer("Europe%2FMadrid"), "Europe/Madrid by prefix");
    EXPECT_EQ(answer("Europe/Madrid-(Standard)"), "Europe/Madrid by prefix");
    EXPECT_EQ(answer("Europe/Kyiv (Kiev)"), "Europe/Kyiv by prefix");
    EXPECT_EQ(answer("Asia/Kalkutta (Kolkata)"), "Asia/Kolkata by prefix");
    for (const char* text : {"Europe/Madrid (", "(Europe/Madrid", "/(Madrid)", "()", "x/()"}) {
        EXPECT_EQ(answer(text), text[0] == 'E' ? "Europe/Madrid by prefix" : "nothing") << text;
    }
}

TEST(Tzid, OffsetsHaveTheSignPeopleWrite) {
    EXPECT_EQ(answer("GMT-5"), "Etc/GMT+5 by alias");
    EXPECT_EQ(answer("GMT-0500"), "Etc/GMT+5 by alias");
    EXPECT_EQ(answer("UTC-05:00"), "Etc/GMT+5 by alias");
    EXPECT_EQ(answer("Etc/GMT+5"), "Etc/GMT+5 by name");
    EXPECT_EQ(answer("UTC+05:30"), "UTC+05:30 by private");
    EXPECT_EQ(answer("Z"), "Etc/UTC by name");
    EXPECT_EQ(answer("GMT+99"), "nothing");
    EXPECT_EQ(answer("GMT+1:2:3"), "nothing");
}

TEST(Tzid, OffsetsAreReadInEverySpelling) {
    EXPECT_EQ(answer("GMT+6:30"), "UTC+06:30 by private");
    EXPECT_EQ(answer("UTC +05.30"), "UTC+05:30 by private");
    EXPECT_EQ(answer("-0500"), "Etc/GMT+5 by alias");
    EXPECT_EQ(answer("-05:00"), "Etc/GMT+5 by alias");
    EXPECT_EQ(answer("+00:00"), "Etc/UTC by name");
    for (const char* text : {"-5", "+", "UTC+", "GMT+:30", "GMT+5:", "GMT+5:3", "GMT+5:60",
                             "GMT+15", "GMT+0x5", "GMT+5-"}) {
        EXPECT_EQ(answer(text), "nothing") << text;
    }
}

TEST(Tzid, ShortNamesWhosePlacesPartedAreNotGuessed) {
    EXPECT_EQ(answer("E. Europe"), "nothing");
    EXPECT_EQ(answer("Dateline"), "nothing");
    EXPECT_EQ(windows_from_short_name("Dateline"), std::nullopt);
    EXPECT_EQ(windows_from_short_name("Dateline Time"), std::nullopt);
    EXPECT_EQ(windows_from_short_name("Romance"), "Romance Standard Time");
    EXPECT_EQ(windows_from_short_name("Nowhere"), std::nullopt);
}

TEST(Tzid, WindowsNamesInOtherLanguages) {
    EXPECT_EQ(answer("Mitteleuropäische Zeit"), "Europe/Berlin by windows");
    EXPECT_EQ(answer("HORA ESTÁNDAR ROMANCE"), "nothing");  // letters of ASCII only are folded
    EXPECT_EQ(answer("hora estándar Romance", "Europe/Madrid"), "Europe/Madrid by windows");
    EXPECT_EQ(answer("Hora de verano GMT"), "Europe/London by windows");
    EXPECT_EQ(answer("Hora est. Pacífico, Sudamérica"), "America/Bogota by windows");
    EXPECT_EQ(windows_from_local_name("Mitteleuropäische Zeit"), "W. Europe Standard Time");
}

TEST(Tzid, NumbersOfCdoAreAGuessThatRulesCanRefute) {
    EXPECT_EQ(iana_from_cdo_number("4"), "Europe/Berlin");
    EXPECT_EQ(iana_from_cdo_number("57"), iana_from_cdo_number("76"));
    for (const char* text : {"", "2", "52", "77", "100", "-4", "4 ", "x"}) {
        EXPECT_EQ(iana_from_cdo_number(text), std::nullopt) << text;
    }
    EXPECT_EQ(answer("4"), "Europe/Berlin by windows");
    EXPECT_EQ(resolve_tzid(frozen_tzdb(), "4").confidence, Confidence::low);
    const Observances rules = rules_of("Europe/London", 2025);
    const TzidAnswer refuted = resolve_tzid(frozen_tzdb(), "4", &rules);
    EXPECT_EQ(refuted.zone->name(), "Europe/London");
    EXPECT_TRUE(refuted.conflict);
    const TzidAnswer either = resolve_tzid(frozen_tzdb(), "2", &rules);
    EXPECT_EQ(either.zone->name(), "Europe/London");
    EXPECT_FALSE(either.conflict);
}

TEST(Tzid, TheBlocksLocationIsReadWhereItsNameMeansNothing) {
    const Span span = whole_years(2025, 2026);
    const Observances rules = rules_of("Europe/Madrid", 2025);
    const Tzdb& tzdb = frozen_tzdb();
    const auto custom = resolve_tzid(tzdb, "custom", &rules, span, {}, "Europe/Madrid");
    EXPECT_EQ(custom.zone->name(), "Europe/Madrid");
    EXPECT_EQ(custom.confidence, Confidence::high);
    const auto named = resolve_tzid(tzdb, "Europe/Berlin", &rules, span, {}, "Europe/Madrid");
    EXPECT_EQ(named.zone->name(), "Europe/Berlin");
    EXPECT_EQ(resolve_tzid(tzdb, "x", nullptr, span, {}, "Europe/Madrid").zone->name(),
              "Europe/Madrid");
}

TEST(Tzid, WhatIsNoTextIsNothing) {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {"Europe/Madrid\0"sv, "\0"sv, "/\x01/Europe/Madrid"sv, "../Europe/Madrid"sv,
          "/../../Europe/Madrid"sv, "/Europe/../Europe/Madrid"sv, "/\xFF/Europe/Madrid"sv,
          "/\xC0\xAF/Europe/Madrid"sv, "/\xED\xA0\x80/Europe/Madrid"sv,
          "Mitteleurop\xE4ische Zeit"sv, "/\xF5\x80\x80\x80/UTC"sv, "/UTC/\xE2\x82"sv}) {
        EXPECT_EQ(answer(text), "nothing") << text;
    }
    EXPECT_EQ(answer("/" + std::string(10'000, 'x') + "/Europe/Madrid"), "nothing");
    EXPECT_EQ(answer("/ä/€/😀/Europe/Madrid"), "Europe/Madrid by prefix");
}

TEST(Tzid, PosixRulesAreTheZonesThatKeepThem) {
    EXPECT_EQ(answer("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Madrid"), "Europe/Madrid by rules");
    EXPECT_EQ(answer("XXX-9YYY,M3.5.0,M10.5.0/3"), "XXX-9YYY,M3.5.0,M10.5.0/3 by private");
    EXPECT_EQ(answer("CET-1CEST,J88,J298"), "CET-1CEST,J88,J298 by private");
}

TEST(Tzid, WhatMeansNothingStaysUnresolved) {
    for (const char* text :
         {"", " ", "\"\"", "/", "\\", "Customized Time Zone", "(no TZ description)",
          "tzone://Microsoft/Custom", "America/Pittsburgh", "America/Madrid", "Springfield",
          "Standard Time", "local"}) {
        EXPECT_EQ(answer(text), "nothing") << text;
    }
    EXPECT_EQ(answer(std::string(100'000, '/')), "nothing");
}

TEST(Tzid, RulesThatAgreeMakeItCertain) {
    const Observances rules = rules_of("Europe/Madrid", 2025);
    const TzidAnswer found = resolve_tzid(frozen_tzdb(), "Romance", &rules);
    EXPECT_EQ(found.zone->name(), "Europe/Paris");
    EXPECT_EQ(found.confidence, Confidence::high);
    EXPECT_FALSE(found.conflict);
    EXPECT_EQ(found.candidates,
              (std::vector<std::string>{"Europe/Paris", "Europe/Berlin", "Europe/Madrid"}));
}

TEST(Tzid, RulesWithoutANameFindTheirClass) {
    const Observances rules = rules_of("Europe/Madrid", 2025);
    const Span span = whole_years(2025, 2026);
    const auto found = resolve_tzid(frozen_tzdb(), "Customized Time Zone 1", &rules, span);
    EXPECT_EQ(found.how, How::rules);
    EXPECT_EQ(found.confidence, Confidence::medium);
    EXPECT_EQ(found.candidates.size(), 3u);
    const auto hinted = resolve_tzid(frozen_tzdb(), "x", &rules, span, "Europe/Madrid");
    EXPECT_EQ(hinted.zone->name(), "Europe/Madrid");
    EXPECT_EQ(hinted.confidence, Confidence::high);
}

TEST(Tzid, RulesOfAnotherZoneWinOverTheName) {
    // Lotus Notes and Exchange have sent London's rules under the name of Greenwich.
    const Observances rules = rules_of("Europe/London", 2025);
    const TzidAnswer found = resolve_tzid(frozen_tzdb(), "Etc/GMT", &rules);
    EXPECT_TRUE(found.conflict);
    EXPECT_EQ(found.how, How::rules);
    EXPECT_EQ(found.zone->name(), "Europe/London");
    EXPECT_EQ(found.candidates.back(), "Etc/GMT");
}

TEST(Tzid, RulesThatWereRightOnceLeaveTheName) {
    const Observances rules = rules_of("America/New_York", 2006);
    const TzidAnswer found = resolve_tzid(frozen_tzdb(), "America/New_York", &rules);
    EXPECT_EQ(found.zone->name(), "America/New_York");
    EXPECT_EQ(found.how, How::name);
    EXPECT_EQ(found.confidence, Confidence::medium);
    EXPECT_TRUE(found.conflict);
}

TEST(Tzid, ABlockCutToOneOffsetLeavesTheName) {
    Observances rules = rules_of("Europe/Madrid", 2025);
    rules.list.erase(rules.list.begin() + 1);
    const TzidAnswer found = resolve_tzid(frozen_tzdb(), "Europe/Madrid", &rules);
    EXPECT_EQ(found.zone->name(), "Europe/Madrid");
    EXPECT_EQ(found.confidence, Confidence::medium);
    EXPECT_TRUE(found.conflict);
}

TEST(Tzid, RulesOfNobodyAreAPrivateZoneOrADoubtfulName) {
    Observances rules = rules_of("Europe/Madrid", 2025);
    rules.list[0].to = 90min;
    rules.list[1].from = 90min;
    const TzidAnswer own = resolve_tzid(frozen_tzdb(), "Customized Time Zone", &rules);
    EXPECT_EQ(own.how, How::private_zone);
    EXPECT_EQ(own.zone->name(), "Customized Time Zone");
    EXPECT_EQ(own.zone->offset(utc("2026-01-01T00:00:00Z")), 90min);
    EXPECT_TRUE(own.candidates.empty());
    const TzidAnswer named = resolve_tzid(frozen_tzdb(), "Europe/Madrid", &rules);
    EXPECT_EQ(named.zone->name(), "Europe/Madrid");
    EXPECT_EQ(named.confidence, Confidence::low);
    EXPECT_TRUE(named.conflict);
}

}  // namespace
}  // namespace plazo::timezone
