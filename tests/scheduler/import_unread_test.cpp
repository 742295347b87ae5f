#include "scheduler/import_unread.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "tests/scheduler/import_file.h"

namespace plazo::scheduler {
namespace {

using testing::once;
using testing::override_of;
using testing::vevent;
using testing::weekly;

std::string file(const std::string& parts) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n" + parts + "END:VCALENDAR\n";
}

std::vector<ImportItem> unread(const std::string& text) {
    const ical::Document document = ical::parse(text);
    return unread_items(document, ical::read_calendar(document));
}

TEST(UnreadItems, AreTheEventsThatWereLeftOutWithTheReasonAndItsPlace) {
    const auto items =
        unread(file(vevent("UID:bad\nSUMMARY:Bad\nDTSTART:soon\n") + vevent(once) +
                    vevent("UID:rule\nDTSTART:20261207T100000Z\nRRULE:FREQ=NEVER\n")));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].uid, "bad");
    EXPECT_EQ(items[0].summary, "Bad");
    EXPECT_EQ(items[0].action, ImportItem::Action::fail);
    EXPECT_TRUE(items[0].reason.starts_with("8:9: error: DTSTART")) << items[0].reason;
    EXPECT_EQ(items[0].sources, std::vector{(ical::Position{4, 1})});
    EXPECT_EQ(items[1].uid, "rule");
    EXPECT_TRUE(items[1].reason.starts_with("22:7: error: ")) << items[1].reason;
}

TEST(UnreadItems, AreNoneOfAFileWithoutFaults) {
    EXPECT_TRUE(unread(file(vevent(once) + vevent(weekly))).empty());
    EXPECT_TRUE(unread("").empty());
}

/// Whatever is in a file, each of its events is in the plan, once.
TEST(ImportPlan, AccountsForEveryEventOfTheFile) {
    const std::string text = file(
        vevent(once) + vevent(once) + vevent("UID:bad\nDTSTART:soon\n") +
        vevent(weekly + "EXDATE;TZID=Europe/Madrid:20261214T100000\n") +
        override_of("20261221T100000", "DTSTART;TZID=Europe/Madrid:20261222T100000\n") +
        override_of("20261228T100000", "STATUS:CANCELLED\n") +
        override_of("20261209T100000", "DTSTART;TZID=Europe/Madrid:20261209T100000\n") +
        vevent("UID:days\nDTSTART:20261201T100000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=4\n") +
        vevent("UID:days\nRECURRENCE-ID:20261215T100000Z\nSTATUS:CANCELLED\n"
               "DTSTART:20261215T100000Z\n") +
        vevent("UID:endless\nDTSTART:20261201T100000Z\nRRULE:FREQ=HOURLY\n") +
        vevent("UID:old\nDTSTART:20200101T100000Z\n") + "BEGIN:VTODO\nUID:t\nEND:VTODO\n");
    const ical::Document document = ical::parse(text);
    const ical::Calendar calendar = ical::read_calendar(document);
    ImportOptions options;
    options.now = testing::now;
    auto items = plan_import(calendar, testing::acme(), options, testing::tzdb());
    const auto unread = unread_items(document, calendar);
    items.insert(items.end(), unread.begin(), unread.end());
    std::set<int> accounted;
    for (const ImportItem& item : items) {
        if (item.action == ImportItem::Action::retract) continue;  // not worth a line
        for (const ical::Position& each : item.sources) accounted.insert(each.line);
    }
    std::set<int> in_file;
    int line = 0;
    std::istringstream lines{text};
    for (std::string each; std::getline(lines, each);) {
        ++line;
        if (each == "BEGIN:VEVENT" || each == "BEGIN:VTODO") in_file.insert(line);
    }
    EXPECT_EQ(accounted, in_file);
}

}  // namespace
}  // namespace plazo::scheduler
