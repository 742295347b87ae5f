#include "scheduler/import_leftovers.h"

#include <gtest/gtest.h>

#include "tests/scheduler/import_file.h"

namespace plazo::scheduler {
namespace {

using testing::at;
using testing::imported;
using testing::luis;
using testing::now;
using testing::override_of;
using testing::plan;
using testing::vevent;
using testing::weekly;
using Action = ImportItem::Action;

/// On the 7th and 21st, four times: Exchange has no such rule.
std::string twice_a_month(const std::string& time, const std::string& more = "") {
    return vevent("UID:x\nSUMMARY:X\nDTSTART;TZID=Europe/Madrid:20261207T" + time +
                  "\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=7,21;COUNT=4\n" + more);
}

/// What stands once all of that is imported.
std::vector<ImportedEvent> standing_of(const std::vector<ImportItem>& items) {
    std::vector<ImportedEvent> standing;
    for (const ImportItem& each : items) {
        if (each.action == Action::write) standing.push_back(imported(each));
    }
    return standing;
}

std::vector<std::string> retracted(std::vector<ImportItem> items,
                                   const std::vector<ImportedEvent>& standing) {
    EXPECT_TRUE(speaks_for_all(items));
    complete_plan(items, standing, now);
    std::vector<std::string> ids;
    for (const ImportItem& each : items) {
        const bool leftover = each.action == Action::retract && !each.recurrence_id.empty();
        if (leftover) ids.push_back(each.recurrence_id);
    }
    return ids;
}

using Names = std::vector<std::string>;

const Names all_four = {"20261207T090000Z", "20261221T090000Z", "20270107T090000Z",
                        "20270121T090000Z"};

TEST(Leftovers, AreTheEventsThatTheSeriesHasNoMore) {
    const auto standing = standing_of(plan(twice_a_month("100000")));
    ASSERT_EQ(standing.size(), 4U);
    EXPECT_EQ(retracted(plan(twice_a_month("110000")), standing), all_four);
    EXPECT_EQ(retracted(plan(twice_a_month("100000", "EXDATE:20261221T090000Z\n")), standing),
              Names{"20261221T090000Z"});
    EXPECT_EQ(retracted(plan(vevent("UID:x\nDTSTART;TZID=Europe/Madrid:20261207T100000\n"
                                    "RRULE:FREQ=WEEKLY;COUNT=4\n")),
                        standing),
              all_four);
    EXPECT_EQ(retracted(plan("METHOD:CANCEL\n" + vevent("UID:x\nSEQUENCE:1\n")), standing),
              all_four);
    EXPECT_EQ(retracted(plan(twice_a_month("100000")), standing), Names{});
}

TEST(Leftovers, AreDatesBesideASeriesToo) {
    const std::string date = "RDATE;TZID=Europe/Madrid:20261209T100000\n";
    const auto standing = standing_of(plan(vevent(weekly + date)));
    ASSERT_EQ(standing.size(), 2U);
    EXPECT_EQ(retracted(plan(vevent(weekly)), standing), Names{"20261209T090000Z"});
    EXPECT_EQ(retracted(plan(vevent(weekly + date + "STATUS:CANCELLED\n")), standing),
              Names{"20261209T090000Z"});
}

TEST(Leftovers, AreOverridesThatStoodAlone) {
    const auto far = override_of("20261214T100000", "DTSTART;TZID=Europe/Madrid:20261222T120000\n");
    const auto near =
        override_of("20261214T100000", "DTSTART;TZID=Europe/Madrid:20261215T120000\n");
    const auto standing = standing_of(plan(vevent(weekly) + far));
    ASSERT_EQ(standing.size(), 2U);
    EXPECT_EQ(retracted(plan(vevent(weekly) + near), standing), Names{"20261214T090000Z"});
}

TEST(Leftovers, AreNeverWhatHasTakenPlaceNorWhatIsGone) {
    auto standing = standing_of(plan(twice_a_month("100000")));
    standing[0].ends = now;
    standing[1].event_id.clear();
    standing[2].ends = now + expansion_window + timezone::days{1};
    EXPECT_EQ(retracted(plan(twice_a_month("110000")), standing), Names{all_four.back()});
}

TEST(Leftovers, NeedAFileThatSpeaksForTheSeries) {
    EXPECT_FALSE(speaks_for_all(
        plan(override_of("20261214T100000", "DTSTART;TZID=Europe/Madrid:20261214T120000\n"))));
    EXPECT_FALSE(
        speaks_for_all(plan("METHOD:ADD\n" + vevent("UID:weekly\nDTSTART:20261210T100000Z\n"))));
    EXPECT_FALSE(speaks_for_all(plan(vevent("UID:z\nDTSTART;TZID=Nowhere:20261231T100000\n"))));
}

TEST(Leftovers, WithGuestsNeedAnInvitationToWhatComesInstead) {
    const auto invited = plan(twice_a_month("100000", luis), {.invite = true});
    const auto standing = standing_of(invited);
    auto items = plan(twice_a_month("110000", luis));
    complete_plan(items, standing, now);
    for (const ImportItem& each : items) {
        EXPECT_EQ(each.action, Action::fail);
        EXPECT_NE(each.reason.find("--invite"), std::string::npos);
    }
    EXPECT_EQ(retracted(plan(twice_a_month("110000", luis), {.invite = true}), standing), all_four);
    EXPECT_EQ(
        retracted(plan(twice_a_month("100000", luis + "EXDATE:20261221T090000Z\n")), standing),
        Names{"20261221T090000Z"});
}

}  // namespace
}  // namespace plazo::scheduler
