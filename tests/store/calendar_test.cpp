// Work calendars in both stores.
#include <gtest/gtest.h>

#include "scheduler/store/memory.h"
#include "scheduler/store/sqlite.h"
#include "tests/store/folder.h"
#include "tests/store/waiting.h"

namespace plazo::store {
namespace {

using scheduler::StoredCalendar;
using Calendars = std::vector<StoredCalendar>;

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
    EXPECT_EQ(waiting.wait(store.list_calendars("acme")), (Calendars{office, plant}));
    EXPECT_EQ(waiting.wait(store.list_calendars("nobody")), Calendars{});
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
    EXPECT_EQ(waiting.wait(store->list_calendars("acme")), (Calendars{office, plant}));
}

}  // namespace
}  // namespace plazo::store
