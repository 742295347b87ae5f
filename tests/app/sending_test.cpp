#include "scheduler/app/sending.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "graph/drafts.h"
#include "graph/https.h"
#include "graph/mail.h"
#include "tests/app/desk.h"
#include "tests/app/drafting_mailbox.h"
#include "tests/scheduler/world.h"

namespace plazo::app {
namespace {

using scheduler::testing::acme;
using scheduler::testing::at;
using scheduler::testing::now;
using scheduler::testing::upsert;
using std::chrono::hours;
using std::chrono::seconds;

const std::string mailbox = "plazos@acme.es";
const graph::Mail letter{"luis@acme.es", "Luis", "", "Recordatorio", "<p>x</p>", "m-1"};

/// Written down, and read again by another process.
graph::Request again(const graph::Request& request, const char* act) {
    return request_of(intent_for(request, act, "r-1", now));
}

TEST(WrittenRequest, IsToTheByteTheOneThatWasMade) {
    const std::vector<std::pair<const char*, graph::Request>> made = {
        {scheduler::mail_act, graph::send_mail(mailbox, graph::send_mail_json(letter), "r-1")},
        {scheduler::mail_act, graph::send_mime(mailbox, "Subject: x\r\n\r\nx", "r-1")},
        {scheduler::draft_act, graph::create_draft(mailbox, letter, "r-1")},
        {scheduler::send_act, graph::send_draft(mailbox, "D1", "r-1")},
        {"update", graph::update_event(mailbox, "E1", {{"subject", "x"}}, "r-1", "W/\"1\"")}};
    for (const auto& [act, request] : made) {
        const graph::Request repeated = again(request, act);
        EXPECT_EQ(repeated.method, request.method);
        EXPECT_EQ(repeated.target, request.target);
        EXPECT_EQ(repeated.body.bytes(), request.body.bytes());
        for (const auto& [name, value] : request.headers) {
            EXPECT_EQ(repeated.headers.find(name), value) << act << " " << name;
        }
        EXPECT_EQ(repeated.headers.count("Content-Type"), request.headers.count("Content-Type"));
    }
}

TEST(WrittenRequest, OfMimeIsPlainText) {
    const graph::Request request = graph::send_mime(mailbox, "Subject: x\r\n\r\nx", "r-1");
    EXPECT_EQ(again(request, scheduler::mail_act).headers.find("Content-Type"), "text/plain");
}

TEST(Sending, WithoutSignInWaitsUntilSomebodyHasMendedItAndSaysWhat) {
    testing::DraftingMailbox graph{{{"Mail.Send"}}};
    testing::Desk desk{graph.handler(), acme()};
    for (int i = 0; i < 5; ++i) graph.fail("POST", "/token", {.status = 401});
    desk.take(upsert());
    desk.run_for(seconds{1});
    ASSERT_EQ(desk.outbox().size(), 2U) << "the event waits, it was not refused for good";
    EXPECT_NE(desk.outbox().front().last_error.find("no token for application"), std::string::npos);
    desk.run_for(hours{1});
    EXPECT_EQ(desk.projection().event_id, "E1");
}

TEST(Prefetch, HasATokenForEachRepositoryBeforeAnybodyWantsIt) {
    testing::DraftingMailbox graph{{{"Mail.Send"}}};
    testing::Desk desk{graph.handler(), acme()};
    desk.prefetch();
    desk.run_for(seconds{1});
    EXPECT_EQ(graph.tokens, 1);
    desk.take(upsert());
    desk.run_for(seconds{2});
    EXPECT_EQ(desk.projection().event_id, "E1");
    EXPECT_EQ(graph.tokens, 1);
}

TEST(Prefetch, ThatFailsIsOnlySaid) {
    testing::DraftingMailbox graph{{{"Mail.Send"}}};
    testing::Desk desk{graph.handler(), acme()};
    graph.fail("POST", "/token", {.status = 401});
    desk.prefetch();
    desk.run_for(seconds{1});
    ASSERT_EQ(desk.log.size(), 1U);
    EXPECT_NE(desk.log[0].find("acme: no token for application"), std::string::npos);
    desk.run_for(hours{1});
    desk.take(upsert());
    desk.run_for(seconds{2});
    EXPECT_EQ(desk.projection().event_id, "E1");
}

}  // namespace
}  // namespace plazo::app
