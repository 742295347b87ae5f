// A government changes its clocks while reminders wait. Microsoft 365 keeps the old data.
#include <gtest/gtest.h>

#include "tests/scheduler/zone_folder.h"
#include "tests/simulation/world.h"
#include "timezone/text.h"

namespace plazo::simulation {
namespace {

using nlohmann::json;
using scheduler::testing::ZoneFolder;
using timezone::Instant;

Instant at(const char* text) {
    return *timezone::parse_rfc3339(text);
}

const Instant start = at("2026-11-23T08:00:00Z");
const Instant change = at("2026-12-01T00:00:00Z");
const Instant end = at("2026-12-20T00:00:00Z");
constexpr std::chrono::seconds moment{30};

/// Due at 14:00 there, with a reminder the day before at 09:00.
json upsert(const char* zone) {
    return {{"specversion", "1.0"},
            {"id", "1"},
            {"source", "urn:simulation"},
            {"type", "com.r2docuo.deadline.upsert"},
            {"data",
             {{"repository", "acme"},
              {"document", {{"id", "1"}}},
              {"deadline",
               {{"key", "k"},
                {"revision", 1},
                {"title", "Revisar"},
                {"due", {{"at", "2026-12-15T14:00:00"}, {"timeZone", zone}}}}},
              {"reminders", {{{"before", "P1D"}}}},
              {"assignees", {{{"address", "luis@acme.example"}}}}}}};
}

struct Mails {
    std::size_t invitations = 0;
    std::size_t updates = 0;
    std::size_t reminders = 0;
    bool operator==(const Mails&) const = default;
};

void PrintTo(const Mails& mails, std::ostream* out) {
    *out << mails.invitations << " invitations, " << mails.updates << " updates, "
         << mails.reminders << " reminders";
}

Mails mails(World& world) {
    const json inbox = world.sandbox("GET", "/_sandbox/mailboxes/luis%40acme.example/inbox");
    Mails found;
    for (const json& mail : inbox.at("value")) {
        const std::string kind = mail.at("kind");
        if (kind == "invitation") ++found.invitations;
        if (kind == "update") ++found.updates;
        if (kind == "mail") ++found.reminders;
    }
    return found;
}

/// Bogotá's clocks are changed while the service runs; the reminder goes out at `due` and at no
/// other time.
void check_reminder_at(const char* clocks, Instant due) {
    ZoneFolder folder;
    World world{1, start, folder.path()};
    world.post(upsert("America/Bogota"));
    world.run_until(change);
    EXPECT_EQ(mails(world), (Mails{1, 0, 0}));
    folder.put(clocks, "America/Bogota");
    world.run_until(due - moment);
    EXPECT_EQ(mails(world), (Mails{1, 0, 0}));
    world.run_until(due + moment);
    EXPECT_EQ(mails(world), (Mails{1, 0, 1}));
    world.run_until(end);
    EXPECT_EQ(mails(world), (Mails{1, 0, 1}));
    EXPECT_EQ(world.outbox_size(), 0u);
}

TEST(ZoneData, StayAndTheReminderGoesOutAtNine) {
    check_reminder_at("America/Bogota", at("2026-12-14T14:00:00Z"));
}

TEST(ZoneData, PutForwardTheReminderGoesOutEarlier) {
    check_reminder_at("America/Santiago", at("2026-12-14T12:00:00Z"));
}

TEST(ZoneData, PutBackTheReminderGoesOutLater) {
    check_reminder_at("America/Phoenix", at("2026-12-14T16:00:00Z"));
}

TEST(ZoneData, ChangedWhileTheServiceWasDownAreCaughtUpWith) {
    ZoneFolder folder;
    World world{2, start, folder.path()};
    world.post(upsert("America/Bogota"));
    world.run_until(at("2026-12-14T13:00:00Z"));
    folder.put("America/Santiago", "America/Bogota");  // where it is 10:00 by now
    folder.set_version("2027a");
    world.crash();
    world.run_until(at("2026-12-14T13:00:00Z") + moment);
    EXPECT_EQ(mails(world), (Mails{1, 0, 1}));
    world.run_until(end);
    EXPECT_EQ(mails(world), (Mails{1, 0, 1}));
}

TEST(ZoneData, ThatTheDispatcherIsFirstToMeetLoseNoReminder) {
    ZoneFolder folder;
    World world{3, start, folder.path()};
    world.post(upsert("America/Bogota"));
    world.run_until(at("2026-12-14T13:00:00Z"));
    folder.put("America/Phoenix", "America/Bogota");  // of the same version: nobody plans again
    world.crash();
    world.run_until(at("2026-12-14T16:00:00Z") - moment);
    EXPECT_EQ(mails(world), (Mails{1, 0, 0}));
    world.run_until(at("2026-12-14T16:00:00Z") + moment);
    EXPECT_EQ(mails(world), (Mails{1, 0, 1}));
    world.run_until(end);
    EXPECT_EQ(mails(world), (Mails{1, 0, 1}));
}

TEST(ZoneData, ThatLeaveTheirWindowsZoneTakeTheEventAlong) {
    ZoneFolder folder;
    World world{4, start, folder.path()};
    world.post(upsert("Europe/Madrid"));
    world.run_until(change);
    folder.put("Europe/Dublin", "Europe/Madrid");  // Paris stays, and with it Romance time
    world.run_until(end);
    EXPECT_EQ(mails(world), (Mails{1, 1, 1})) << "the meeting is an hour later for everybody else";
    const json events =
        world.sandbox("GET", "/_sandbox/mailboxes/plazos%40acme.example/events").at("value");
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(
        events[0].at("end").at("dateTime").get<std::string>().starts_with("2026-12-15T14:00:00"))
        << events[0].at("end") << ", in UTC";
}

}  // namespace
}  // namespace plazo::simulation
