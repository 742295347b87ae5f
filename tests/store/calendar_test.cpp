// Work calendars, settings, and which deadlines wait, in both stores.
#include <gtest/gtest.h>

#include "scheduler/store/memory.h"
#include "scheduler/store/sqlite.h"
#include "tests/store/folder.h"
#include "tests/store/samples.h"
#include "tests/store/waiting.h"

namespace plazo::store {
namespace {

using scheduler::StoredCalendar;

const StoredCalendar office{"acme", "office", R"({"zone":"Europe/Madrid"})"};
const StoredCalendar plant{"acme", "plant", "{}"};

void keeps_calendars(scheduler::Store& store, Waiting& waiting) {
    EXPECT_EQ(waiting.wait(store.find_calendar("acme", "office")), std::nullopt);
    waiting.wait(store.save_calendar(plant));
    waiting.wait(store.save_calendar({"acme", "office", "first"}));
    waiting.wait(store.save_calendar(office));
    waiting.wait(store.save_calendar({"other", "office", "theirs"}));
    EXPECT_EQ(waiting.wait(store.find_calendar("acme", "office")), office);
    EXPECT_EQ(waiting.wait(store.find_calendar("acme", "Office")), std::nullopt);
    EXPECT_EQ(waiting.wait(store.list_calendars("acme")), (Names{"office", "plant"}));
    EXPECT_EQ(waiting.wait(store.list_calendars("nobody")), Names{});
}

void keeps_settings(scheduler::Store& store, Waiting& waiting) {
    EXPECT_EQ(waiting.wait(store.find_setting("zone data")), std::nullopt);
    waiting.wait(store.save_setting("zone data", "2025b"));
    waiting.wait(store.save_setting("zone data", "2026f"));
    EXPECT_EQ(waiting.wait(store.find_setting("zone data")), "2026f");
    EXPECT_EQ(waiting.wait(store.find_setting("other")), std::nullopt);
}

void knows_who_waits(scheduler::Store& store, Waiting& waiting) {
    const auto put = [&](const std::string& id, int steps) {
        Change change = first_change(some_deadline(id));
        for (int i = 0; i < steps; ++i) {
            change.put.push_back(some_step("s" + std::to_string(i), 10 + i, id));
        }
        ASSERT_TRUE(waiting.wait(store.commit(change)));
    };
    put("a", 2);
    put("b", 0);
    put("c", 1);
    put("d", 1);
    using Ids = std::vector<std::string>;
    EXPECT_EQ(waiting.wait(store.waiting_deadlines("", 10)), (Ids{"a", "c", "d"}));
    EXPECT_EQ(waiting.wait(store.waiting_deadlines("a", 1)), Ids{"c"});
    EXPECT_EQ(waiting.wait(store.waiting_deadlines("d", 10)), Ids{});
}

TEST(MemoryStore, KeepsSettingsAndKnowsWhichDeadlinesWait) {
    MemoryStore store;
    Waiting waiting;
    keeps_settings(store, waiting);
    knows_who_waits(store, waiting);
}

TEST(SqliteStoreSettings, AreKeptAndItIsKnownWhichDeadlinesWait) {
    Folder folder;
    Waiting waiting;
    auto store = open_sqlite(folder.file("plazo.db"), waiting.executor());
    keeps_settings(*store, waiting);
    knows_who_waits(*store, waiting);
}

TEST(MemoryStore, KeepsCalendarsByRepositoryAndName) {
    MemoryStore store;
    Waiting waiting;
    keeps_calendars(store, waiting);
}

TEST(SqliteStoreCalendars, AreKeptByRepositoryAndNameAndAcrossReopening) {
    Folder folder;
    Waiting waiting;
    {
        auto store = open_sqlite(folder.file("plazo.db"), waiting.executor());
        keeps_calendars(*store, waiting);
    }
    auto store = open_sqlite(folder.file("plazo.db"), waiting.executor());
    EXPECT_EQ(waiting.wait(store->list_calendars("acme")), (Names{"office", "plant"}));
}

}  // namespace
}  // namespace plazo::store
