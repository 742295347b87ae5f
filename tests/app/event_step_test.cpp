// Deadlines in a whole Microsoft 365 that does not take every request, or not at once.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "examples/sandbox/sandbox.h"
#include "graph/base64.h"
#include "tests/app/desk.h"
#include "tests/scheduler/world.h"

namespace plazo::app::testing {
namespace {

using nlohmann::json;
using scheduler::testing::acme;
using scheduler::testing::message;
using scheduler::testing::tzdb;
using scheduler::testing::upsert;
using std::chrono::minutes;
using std::chrono::seconds;

boost::asio::awaitable<void> no_pause(std::chrono::milliseconds) {
    co_return;
}

class EventSteps : public ::testing::Test {
  protected:
    EventSteps() {
        const json application =
            admin("POST", "/applications",
                  {{"displayName", "Plazo"},
                   {"certificate", graph::base64_encode(shared_certificate()->der())},
                   {"roles", {"Mail.Send", "Mail.ReadWrite", "Calendars.ReadWrite"}}});
        for (const char* name : {"plazos", "luis", "ana"}) {
            admin("POST", "/mailboxes",
                  {{"address", std::string{name} + "@acme.es"},
                   {"displayName", name},
                   {"timeZone", "Romance Standard Time"}});
        }
        scheduler::Repository repository = acme();
        repository.tenant = sandbox::default_tenant;
        repository.client_id = application["client_id"];
        desk.emplace(sandbox.handler(), repository);
    }

    json admin(const std::string& method, const std::string& path, const json& body = nullptr) {
        graph::Request request;
        request.method = method;
        request.target = "/_sandbox" + path;
        if (!body.is_null()) request.body = body.dump();
        boost::asio::io_context context{1};
        auto answer = boost::asio::co_spawn(context, sandbox.handle(std::move(request)),
                                            boost::asio::use_future);
        context.run();
        const graph::Response response = answer.get();
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse(response.body);
    }
    /// The next `count` requests of that kind are refused, and have no effect.
    void refuse(const char* method, int count, int status, const char* code) {
        admin("POST", "/faults",
              {{"match", {{"method", method}, {"path", "/events"}}},
               {"count", count},
               {"when", "before"},
               {"status", status},
               {"body", {{"error", {{"code", code}, {"message", "no"}}}}}});
    }
    void run_for(seconds duration) { desk->run_for(duration); }
    json event() {
        const json events = admin("GET", "/mailboxes/plazos@acme.es/events")["value"];
        EXPECT_EQ(events.size(), 1U);
        return events.at(0);
    }
    std::size_t mails(const char* address, const char* kind) {
        const json inbox = admin("GET", "/mailboxes/" + std::string{address} + "/inbox");
        std::size_t count = 0;
        for (const json& mail : inbox["value"]) {
            count += mail["kind"] == kind ? 1 : 0;
        }
        return count;
    }
    /// Requests that write events, since the last call.
    std::size_t writes() {
        const json journal = admin("GET", "/journal?since=" + std::to_string(seen_));
        std::size_t count = 0;
        for (const json& entry : journal["value"]) {
            seen_ = entry["number"];
            const std::string path = entry["path"];
            count += path.find("/events") != path.npos && entry["method"] != "GET" ? 1 : 0;
        }
        return count;
    }

    std::optional<Desk> desk;
    sandbox::Sandbox sandbox{{tzdb(), 7, sandbox::default_tenant, [] { return desk_origin; },
                              [this] { return desk ? desk->now() : scheduler::testing::now; },
                              no_pause}};

  private:
    std::uint64_t seen_ = 0;
};

/// Windows names whose clocks are Madrid's.
constexpr int names_of_madrid = 3;

json reassigned_to_ana() {
    json event = message("reassign", 8);
    event["data"]["assignees"] = {{{"address", "luis@acme.es"}}, {{"address", "ana@acme.es"}}};
    return event;
}

json moved() {
    json event = message("move", 8);
    event["data"]["deadline"]["due"] = {{"at", "2026-12-16T14:00:00"}};
    return event;
}

TEST_F(EventSteps, WhoseZoneIsNotKnownUnderOneNameAreWrittenUnderAnother) {
    refuse("POST", 1, 400, "TimeZoneNotSupportedException");
    desk->take(upsert());
    run_for(seconds{2});
    const std::string zone = event()["originalStartTimeZone"];
    EXPECT_NE(zone, "Romance Standard Time");
    EXPECT_NE(zone, "UTC");
    EXPECT_EQ(event()["start"]["dateTime"], "2026-12-15T12:30:00.0000000");
    EXPECT_EQ(writes(), 2U);
    desk->take(moved());
    run_for(minutes{2});
    EXPECT_EQ(writes(), 1U) << "the name that was taken is not tried anew";
    EXPECT_EQ(event()["originalStartTimeZone"], zone);
    EXPECT_EQ(mails("luis@acme.es", "invitation"), 1U);
}

TEST_F(EventSteps, WhoseZoneIsNotKnownUnderAnyNameAreWrittenInUtcAndStaySo) {
    refuse("POST", names_of_madrid, 400, "TimeZoneNotSupportedException");
    desk->take(upsert());
    run_for(seconds{2});
    EXPECT_EQ(event()["originalStartTimeZone"], "UTC");
    EXPECT_EQ(event()["start"]["dateTime"], "2026-12-15T12:30:00.0000000");
    EXPECT_EQ(writes(), names_of_madrid + 1U);
    desk->take(moved());
    run_for(minutes{2});
    EXPECT_EQ(writes(), 1U) << "no name is tried again";
    EXPECT_EQ(event()["start"]["dateTime"], "2026-12-16T12:30:00.0000000");
    EXPECT_EQ(mails("luis@acme.es", "update"), 1U);
    desk->take(reassigned_to_ana());
    run_for(minutes{2});
    EXPECT_EQ(writes(), 1U) << "attendees alone";
    EXPECT_EQ(mails("luis@acme.es", "update"), 1U);
    EXPECT_EQ(mails("ana@acme.es", "invitation"), 1U);
}

TEST_F(EventSteps, ThatMeetAnotherWriterReadAgainAtOnceAndMailEachOnce) {
    desk->take(upsert());
    run_for(seconds{2});
    writes();
    refuse("PATCH", 1, 412, "ErrorIrresolvableConflict");
    desk->take(reassigned_to_ana());
    run_for(seconds{2});
    EXPECT_EQ(writes(), 2U);
    EXPECT_EQ(event()["attendees"].size(), 2U);
    EXPECT_EQ(mails("ana@acme.es", "invitation"), 1U);
    EXPECT_EQ(mails("luis@acme.es", "invitation"), 1U);
    EXPECT_EQ(mails("luis@acme.es", "update"), 0U);
    EXPECT_EQ(desk->outbox().size(), 2U) << "a reminder to each";
}

TEST_F(EventSteps, ThatMeetAnotherWriterAgainAndAgainWaitAndGetThere) {
    desk->take(upsert());
    run_for(seconds{2});
    refuse("PATCH", 5, 412, "ErrorIrresolvableConflict");
    desk->take(moved());
    run_for(seconds{2});
    EXPECT_NE(event()["start"]["dateTime"], "2026-12-16T12:30:00.0000000");
    EXPECT_EQ(desk->outbox().size(), 2U) << "it waits";
    run_for(minutes{5});
    EXPECT_EQ(event()["start"]["dateTime"], "2026-12-16T12:30:00.0000000");
    EXPECT_EQ(mails("luis@acme.es", "update"), 1U);
}

TEST_F(EventSteps, AreFollowedByAReminderThatComesOnceThoughItsSendingIsCutOff) {
    desk->take(upsert());
    desk->run_until(scheduler::testing::at("2026-12-13T07:59:00Z"));
    const json before = admin("GET", "/mailboxes/luis@acme.es/inbox")["value"];
    for (const char* when : {"before", "after"}) {
        admin("POST", "/faults",
              {{"match", {{"method", "POST"}, {"path", "/send"}}},
               {"count", 1},
               {"when", when},
               {"cut", true}});
    }
    desk->run_until(scheduler::testing::at("2026-12-13T08:10:00Z"));
    const json inbox = admin("GET", "/mailboxes/luis@acme.es/inbox")["value"];
    EXPECT_EQ(inbox.size(), before.size() + 1) << "its draft was looked at twice";
    EXPECT_EQ(desk->history().front().ending, scheduler::Ending::done);
    EXPECT_TRUE(desk->outbox().empty());
}

}  // namespace
}  // namespace plazo::app::testing
