// Moments that chance meets too seldom: what is in doubt, and what changes while it is.
#include <gtest/gtest.h>

#include "tests/simulation/world.h"
#include "timezone/text.h"

namespace plazo::simulation {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using std::chrono::seconds;

const timezone::Instant start = *timezone::parse_rfc3339("2026-11-23T08:00:00Z");

json message(const char* kind, int revision) {
    return {{"specversion", "1.0"},
            {"id", kind + std::to_string(revision)},
            {"source", "urn:simulation"},
            {"type", std::string{"com.r2docuo.deadline."} + kind},
            {"data",
             {{"repository", "acme"},
              {"document", {{"id", "1"}}},
              {"deadline", {{"key", "k"}, {"revision", revision}}}}}};
}

json upsert(int revision, const char* title) {
    json event = message("upsert", revision);
    event["data"]["deadline"]["title"] = title;
    event["data"]["deadline"]["due"] = {{"at", "2026-12-01T10:00:00"}};
    event["data"]["assignees"] = {{{"address", "luis@acme.example"}}};
    return event;
}

/// The next POST of an event meets this.
void spoil(World& world, json fault) {
    fault["match"] = {{"method", "POST"}, {"path", "/events"}};
    fault["count"] = 1;
    world.sandbox("POST", "/_sandbox/faults", fault);
}

std::vector<std::string> live_subjects(World& world) {
    const json events = world.sandbox("GET", "/_sandbox/mailboxes/plazos%40acme.example/events");
    std::vector<std::string> subjects;
    for (const json& event : events.at("value")) {
        if (!event.value("isCancelled", false)) subjects.push_back(event.at("subject"));
    }
    return subjects;
}

std::size_t mails(World& world, const std::string& kind) {
    const json inbox = world.sandbox("GET", "/_sandbox/mailboxes/luis%40acme.example/inbox");
    std::size_t count = 0;
    for (const json& mail : inbox.at("value")) count += mail.at("kind") == kind ? 1 : 0;
    return count;
}

TEST(Doubt, OfAFirstAttemptOutlivesARetryThatDoesNotGetThrough) {
    World world{1, start};
    spoil(world, {{"when", "after"}, {"cut", true}});  // Graph has it, and we do not know
    spoil(world, {{"when", "before"}, {"status", 429}, {"headers", {{"Retry-After", "60"}}}});
    world.post(upsert(1, "Revisar"));
    world.run_until(start + seconds{8});
    EXPECT_EQ(live_subjects(world).size(), 1u) << "the stage is set";
    world.post(message("complete", 2));
    world.run_until(start + minutes{30});
    EXPECT_TRUE(live_subjects(world).empty()) << "nobody would ever cancel it";
    EXPECT_EQ(mails(world, "invitation"), 1u);
    EXPECT_EQ(mails(world, "cancellation"), 1u);
    EXPECT_EQ(world.outbox_size(), 0u);
}

TEST(Doubt, IsNotSettledByAnInvitationToWhatIsDoneAlready) {
    World world{2, start};
    // Graph does not have it, and says only that it is busy.
    spoil(world, {{"when", "before"}, {"status", 503}, {"headers", {{"Retry-After", "20"}}}});
    world.post(upsert(1, "Revisar"));
    world.run_until(start + seconds{10});
    world.post(message("complete", 2));
    world.run_until(start + minutes{30});
    EXPECT_EQ(mails(world, "invitation"), 0u);
    EXPECT_EQ(mails(world, "cancellation"), 0u);
    EXPECT_EQ(world.outbox_size(), 0u);
}

TEST(Refusal, OfOldContentDoesNotSwallowTheNewer) {
    World world{3, start};
    spoil(world, {{"when", "before"},
                  {"status", 400},
                  {"body", {{"error", {{"code", "ErrorInvalidRecipients"}, {"message", "no"}}}}}});
    world.post(upsert(1, "Mal"));
    world.post(upsert(2, "Bien"));  // while the first is on its way
    world.run_until(start + minutes{5});
    EXPECT_EQ(live_subjects(world), std::vector<std::string>{"Bien"});
    EXPECT_EQ(mails(world, "invitation"), 1u);
}

TEST(Refusal, ForTheMailboxsSakeIsWaitedOut) {
    World world{4, start};
    spoil(world, {{"when", "before"},
                  {"status", 403},
                  {"body", {{"error", {{"code", "ErrorAccessDenied"}, {"message", "no"}}}}}});
    world.post(upsert(1, "Revisar"));
    world.run_until(start + minutes{5});
    EXPECT_EQ(live_subjects(world).size(), 1u);
}

}  // namespace
}  // namespace plazo::simulation
