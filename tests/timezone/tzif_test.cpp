#include "timezone/tzif.h"

#include <gtest/gtest.h>

#include "timezone/zone.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

std::string fat(const std::string& name) {
    return file_content(PLAZO_TEST_DATA "/zoneinfo/" + name);
}

std::string slim(const std::string& name) {
    return file_content(PLAZO_TEST_DATA "/timezone/slim/" + name);
}

Zone zone_of(const std::string& bytes) {
    return Zone{"test", std::get<ZoneTable>(read_tzif(bytes))};
}

std::string reason(const std::string& bytes) {
    const auto answer = read_tzif(bytes);
    const auto* refusal = std::get_if<TzifRefusal>(&answer);
    return refusal == nullptr ? "accepted" : refusal->reason;
}

std::string number(std::uint64_t value, int size) {
    std::string bytes;
    for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i));
    return bytes;
}

std::string header(char version, std::uint32_t changes, std::uint32_t types, std::uint32_t names,
                   std::uint32_t leap_seconds = 0) {
    return "TZif" + std::string(1, version) + std::string(15, '\0') + number(0, 4) + number(0, 4) +
           number(leap_seconds, 4) + number(changes, 4) + number(types, 4) + number(names, 4);
}

/// A file of version 2 with one type, the given changes to it, and a footer.
std::string file(const std::vector<std::int64_t>& changes, const std::string& footer,
                 std::int32_t offset = 3600) {
    const auto count = static_cast<std::uint32_t>(changes.size());
    std::string bytes = header('2', 0, 1, 4) + std::string(6, '\0') + std::string("AAA\0", 4);
    bytes += header('2', count, 1, 4);
    for (const std::int64_t at : changes) bytes += number(static_cast<std::uint64_t>(at), 8);
    bytes += std::string(count, '\0');
    bytes += number(static_cast<std::uint32_t>(offset), 4) + std::string(2, '\0');
    return bytes + std::string("AAA\0", 4) + footer;
}

TEST(Tzif, SlimAndFatFilesSayTheSame) {
    for (const char* name : {"Europe/Madrid", "Africa/Casablanca", "America/New_York"}) {
        ASSERT_LT(slim(name).size(), fat(name).size());
        const Zone a = zone_of(slim(name));
        const Zone b = zone_of(fat(name));
        for (Instant t = utc("1900-01-01T00:00:00Z"); t < utc("2600-01-01T00:00:00Z"); t += 99h) {
            ASSERT_EQ(a.info(t).local, b.info(t).local) << name << " " << format_rfc3339(t);
            ASSERT_EQ(a.info(t).abbreviation, b.info(t).abbreviation) << format_rfc3339(t);
        }
    }
}

TEST(Tzif, TheFooterRulesAfterTheLastChange) {
    const Zone madrid = zone_of(fat("Europe/Madrid"));
    EXPECT_EQ(madrid.offset(utc("2037-07-01T00:00:00Z")), 2h);
    EXPECT_EQ(madrid.offset(utc("2038-07-01T00:00:00Z")), 2h);
    EXPECT_EQ(madrid.offset(utc("2100-07-01T00:00:00Z")), 2h);
    EXPECT_EQ(madrid.offset(utc("2100-12-01T00:00:00Z")), 1h);
    EXPECT_EQ(madrid.offset(utc("9999-07-01T00:00:00Z")), 2h);
}

TEST(Tzif, FilesOfVersion1EndWithTheirLastChange) {
    std::string bytes = header('\0', 1, 2, 8) + number(0, 4) + '\1';
    bytes += number(0, 4) + std::string(2, '\0') + number(7200, 4) + '\1' + '\4';
    bytes += std::string("AAA\0BBB\0", 8);
    const Zone zone = zone_of(bytes);
    EXPECT_EQ(zone.info(utc("1969-12-31T23:59:59Z")).abbreviation, "AAA");
    EXPECT_EQ(zone.info(utc("2100-01-01T00:00:00Z")).abbreviation, "BBB");
    EXPECT_TRUE(zone.info(utc("2100-01-01T00:00:00Z")).dst);
}

TEST(Tzif, EveryTruncationIsRefused) {
    const std::string whole = slim("Europe/Madrid");
    ASSERT_EQ(reason(whole), "accepted");
    for (std::size_t length = 0; length < whole.size(); ++length) {
        ASSERT_NE(reason(whole.substr(0, length)), "accepted") << length;
    }
}

TEST(Tzif, HostileFilesAreRefusedWithAReason) {
    EXPECT_EQ(reason(file({0, 10}, "\n\n")), "accepted");
    EXPECT_EQ(reason(""), "not a TZif file");
    EXPECT_EQ(reason("#!/bin/sh"), "not a TZif file");
    EXPECT_EQ(reason(header('\0', 0xFFFFFFFF, 1, 4)), "the file ends early");
    EXPECT_EQ(reason(header('2', 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)), "the file ends early");
    EXPECT_EQ(reason(header('\0', 0, 0, 0)), "the number of types is invalid");
    EXPECT_EQ(reason(header('\0', 0, 1, 4, 1)), "the file counts leap seconds");
    EXPECT_EQ(reason(header('1', 0, 1, 4)), "the version is unknown");
    EXPECT_EQ(reason(file({10, 10}, "\n\n")), "the changes are not in order");
    EXPECT_EQ(reason(file({INT64_MIN}, "\n\n")), "the changes are not in order");
    EXPECT_EQ(reason(file({INT64_MAX}, "\n\n")), "a change is after the year 9999");
    EXPECT_EQ(reason(file({}, "\n\n", INT32_MIN)), "an offset is too large");
    EXPECT_EQ(reason(file({}, "")), "the footer is missing");
    EXPECT_EQ(reason(file({}, "\nAAA-1")), "the footer is missing");
    EXPECT_EQ(reason(file({}, "\nTuesday\n")), "the footer is no POSIX rule");
    EXPECT_EQ(reason(std::string(tzif_bytes_max + 1, 'x')), "the file is too large");
}

TEST(Tzif, TypesAndNamesHaveToBeThere) {
    std::string bytes = header('\0', 1, 1, 4) + number(0, 4) + '\1';
    bytes += number(0, 4) + std::string(2, '\0') + std::string("AAA\0", 4);
    EXPECT_EQ(reason(bytes), "a change names a type that is not there");
    std::string nameless = header('\0', 0, 1, 3) + number(0, 4) + std::string(2, '\0') + "AAA";
    EXPECT_EQ(reason(nameless), "an abbreviation has no end");
}

TEST(Tzif, NoSingleChangedByteCanHarm) {
    const std::string whole = slim("Africa/Casablanca");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const char byte : {'\0', '\x7f', '\xff'}) {
            std::string changed = whole;
            changed[i] = byte;
            const auto answer = read_tzif(changed);
            const auto* table = std::get_if<ZoneTable>(&answer);
            if (table == nullptr) continue;
            const Zone zone{"test", *table};
            const Instant when = utc("2050-06-01T00:00:00Z");
            EXPECT_LE(zone.resolve(zone.local(when)).earlier, when);
        }
    }
}

}  // namespace
}  // namespace plazo::timezone
