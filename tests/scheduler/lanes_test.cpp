// Requests that stay at Graph until they are answered, under a clock that moves when told to.
#include "scheduler/lanes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace plazo::scheduler {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using graph::Request;
using graph::Response;
using Names = std::vector<std::string>;

const timezone::Instant nine{std::chrono::sys_days{timezone::days{20000}} + 9h};
const std::string plazos = "plazos@acme.es";
const std::string other = "other@acme.es";

Request to(const std::string& mailbox, const std::string& act = "events") {
    Request request;
    request.method = "POST";
    request.target = "/v1.0/users/" + graph::percent_encode(mailbox) + "/" + act;
    return request;
}

Response answer(int status, const std::string& retry_after = "") {
    Response response;
    response.status = status;
    if (!retry_after.empty()) response.headers.add("Retry-After", retry_after);
    return response;
}

/// A Graph that answers when the test says so.
class World : public testing::Test {
  protected:
    /// Calls still under way go first: they refer to everything else here.
    ~World() override {
        under_way.clear();
        context.reset();
    }

    struct Call {
        std::string mailbox;
        std::unique_ptr<graph::Alarm> answered;
        std::optional<Response> response;
    };

    void make(LaneLimits limits) { lanes = std::make_unique<Lanes>(clock, random, limits); }

    asio::awaitable<Response> serve(Request request) {
        auto call = std::make_shared<Call>();
        call->mailbox = mailbox_of(request.target);
        call->answered = clock.make_alarm();
        under_way.push_back(call);
        co_await call->answered->wait_until(graph::SteadyTime::max());
        if (!call->response) throw graph::TransportError{graph::Sent::maybe, "cut"};
        co_return *call->response;
    }

    /// Sends, and notes the answer under `results`.
    void send(const std::string& mailbox, const std::string& act = "events",
              const std::string& repository = "acme") {
        const graph::Handler graph = [this](Request each) { return serve(std::move(each)); };
        const graph::Handler handler = in_lane(graph, *lanes, repository);
        asio::co_spawn(*context, handler(to(mailbox, act)),
                       [this](std::exception_ptr error, const Response& response) {
                           results.push_back(error ? answer(0) : response);
                       });
        settle();
    }
    void settle() {
        context->restart();
        context->poll();
    }
    void pass(std::chrono::milliseconds time) {
        clock.advance(time);
        settle();
    }
    /// Answers the call that has been under way for longest.
    void finish(std::optional<Response> response = answer(200)) {
        const std::shared_ptr<Call> call = under_way.front();
        under_way.erase(under_way.begin());
        call->response = std::move(response);
        call->answered->ring();
        settle();
    }
    Names at_graph() const {
        Names names;
        for (const auto& call : under_way) names.push_back(call->mailbox);
        return names;
    }
    LaneView view(const std::string& mailbox = plazos) const {
        for (const LaneView& each : lanes->view()) {
            if (each.mailbox == mailbox) return each;
        }
        return {};
    }

    std::optional<asio::io_context> context{std::in_place, 1};
    graph::VirtualClock clock{context->get_executor(), nine};
    graph::Random random{1};
    std::vector<std::shared_ptr<Call>> under_way;
    std::vector<Response> results;
    std::unique_ptr<Lanes> lanes = std::make_unique<Lanes>(clock, random);
};

class LanesTest : public World {};

TEST_F(LanesTest, FourRequestsOfAMailboxAreUnderWayAndTheFifthWaits) {
    for (int i = 0; i < 6; ++i) send(plazos);
    EXPECT_EQ(under_way.size(), 4U);
    EXPECT_EQ(view().taken, 4);
    EXPECT_EQ(view().waiting, 2);
    finish();
    EXPECT_EQ(under_way.size(), 4U);
    EXPECT_EQ(view().waiting, 1);
    EXPECT_EQ(results.size(), 1U);
}

TEST_F(LanesTest, AFullMailboxHoldsUpNoOther) {
    for (int i = 0; i < 6; ++i) send(plazos);
    send(other);
    EXPECT_EQ(at_graph().back(), other);
}

TEST_F(LanesTest, AFailedRequestGivesItsPlaceBack) {
    for (int i = 0; i < 5; ++i) send(plazos);
    finish(std::nullopt);
    EXPECT_EQ(results.front().status, 0);
    EXPECT_EQ(under_way.size(), 4U);
    EXPECT_EQ(view().waiting, 0);
}

TEST_F(LanesTest, RequestsThatNameNoMailboxPass) {
    const graph::Handler graph = [this](Request each) { return serve(std::move(each)); };
    const graph::Handler handler = in_lane(graph, *lanes, "acme");
    for (int i = 0; i < 6; ++i) {
        Request request;
        request.target = "/v1.0/subscriptions";
        asio::co_spawn(*context, handler(request), [](std::exception_ptr, const Response&) {});
    }
    settle();
    EXPECT_EQ(under_way.size(), 6U);
    EXPECT_TRUE(lanes->view().empty());
}

TEST_F(LanesTest, RetryAfterIsObeyedAndAShortOneIsWaitedFor) {
    send(plazos);
    finish(answer(429, "8"));
    EXPECT_EQ(results.back().status, 429) << "the answer is the caller's, who asks again";
    EXPECT_EQ(view().closed_for, 8s);
    EXPECT_EQ(lanes->places(plazos), 0);
    EXPECT_EQ(lanes->busy().mailboxes, Names{plazos});
    EXPECT_EQ(lanes->next_opening(), clock.steady() + 8s);
    send(plazos);
    send(other);
    EXPECT_EQ(at_graph(), Names{other});
    pass(7900ms);
    EXPECT_EQ(at_graph(), Names{other});
    pass(100ms);
    EXPECT_EQ(at_graph(), (Names{other, plazos}));
}

TEST_F(LanesTest, WhoWouldWaitForLongerIsToldSoAndNothingIsSent) {
    send(plazos);
    finish(answer(503, "120"));
    send(plazos);
    EXPECT_TRUE(under_way.empty());
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results.back().status, 429);
    EXPECT_EQ(results.back().headers.find("Retry-After"), "120");
    EXPECT_EQ(view().requests, 1) << "what was not sent does not count";
    pass(120s);
    send(plazos);
    EXPECT_EQ(under_way.size(), 1U);
}

TEST_F(LanesTest, ThoseWhoWaitedAreToldWhenTheirLaneCloses) {
    for (int i = 0; i < 5; ++i) send(plazos);
    finish(answer(429, "60"));
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results.back().headers.find("Retry-After"), "60");
    EXPECT_EQ(under_way.size(), 3U);
}

TEST_F(LanesTest, AcceptedMailWithARetryAfterThrottlesNobody) {
    send(plazos, "sendMail");
    finish(answer(202, "60"));
    EXPECT_EQ(view().closed_for, 0s);
    EXPECT_EQ(view().throttled, 0);
}

TEST_F(LanesTest, WithoutRetryAfterThePauseDoublesUntilAnAnswerComes) {
    std::vector<std::chrono::seconds> pauses;
    for (int i = 0; i < 9; ++i) {
        send(plazos);
        ASSERT_EQ(under_way.size(), 1U);
        finish(answer(429));
        pauses.push_back(view().closed_for);
        EXPECT_EQ(view().throttled, i + 1);
        pass(pauses.back());
    }
    const LaneLimits limits;
    for (std::size_t i = 0; i < pauses.size(); ++i) {
        const auto longest = std::min(limits.pause_max, limits.first_pause * (1 << i));
        EXPECT_LE(pauses[i], longest) << i;
        EXPECT_GE(pauses[i] * 2, longest) << i;
    }
    send(plazos);
    finish(answer(201));
    EXPECT_EQ(view().throttled, 0);
}

TEST_F(LanesTest, PausesDifferFromMailboxToMailbox) {
    std::vector<std::chrono::seconds> pauses;
    make({.first_pause = 100s});
    for (int i = 0; i < 8; ++i) {
        const std::string mailbox = std::to_string(i) + "@acme.es";
        send(mailbox);
        finish(answer(429));
        pauses.push_back(view(mailbox).closed_for);
    }
    std::sort(pauses.begin(), pauses.end());
    EXPECT_LT(pauses.front() + 5s, pauses.back());
}

TEST_F(LanesTest, FourThatAreThrottledTogetherCountOnce) {
    for (int i = 0; i < 4; ++i) send(plazos);
    for (int i = 0; i < 4; ++i) finish(answer(429));
    EXPECT_EQ(view().throttled, 1);
    EXPECT_LE(view().closed_for, 3s);
}

TEST_F(LanesTest, AfterAThrottlingPlacesComeBackOneByOne) {
    send(plazos);
    finish(answer(429, "1"));
    pass(1s);
    for (int i = 0; i < 6; ++i) send(plazos);
    EXPECT_EQ(under_way.size(), 1U);
    finish();
    EXPECT_EQ(under_way.size(), 2U);
    finish();
    EXPECT_EQ(under_way.size(), 3U);
}

TEST_F(LanesTest, WhatWasUnderWayBeforeAThrottlingOpensNoPlaces) {
    for (int i = 0; i < 4; ++i) send(plazos);
    finish(answer(429, "1"));
    for (int i = 0; i < 3; ++i) finish(answer(200));
    pass(1s);
    EXPECT_EQ(lanes->places(plazos), 1);
    EXPECT_EQ(view().throttled, 1);
}

TEST_F(LanesTest, TenThousandRequestsInTenMinutesAndNoMore) {
    make({.requests = 20});
    for (int i = 0; i < 20; ++i) {
        send(plazos);
        finish();
    }
    EXPECT_EQ(view().requests, 20);
    send(plazos);
    EXPECT_EQ(results.back().status, 429);
    EXPECT_EQ(results.back().headers.find("Retry-After"), "610");
    EXPECT_EQ(lanes->busy().mailboxes, Names{plazos});
    pass(605s);
    send(plazos);
    EXPECT_TRUE(under_way.empty());
    pass(5s);
    EXPECT_EQ(under_way.size(), 1U);
}

TEST_F(LanesTest, ThirtyMailsAMinuteWhileTheCalendarGoesOn) {
    for (int i = 0; i < 30; ++i) {
        send(plazos, "sendMail");
        finish(answer(202));
    }
    EXPECT_EQ(view().mails, 30);
    send(plazos, "messages/AAMk/send");
    EXPECT_EQ(results.back().status, 429);
    EXPECT_TRUE(lanes->busy().mailboxes.empty());
    EXPECT_EQ(lanes->busy().mailing, Names{plazos});
    EXPECT_EQ(lanes->next_opening(), clock.steady() + 61s);
    send(plazos, "events");
    EXPECT_EQ(under_way.size(), 1U);
    finish();
    pass(61s);
    send(plazos, "sendMail");
    EXPECT_EQ(under_way.size(), 1U);
}

TEST_F(LanesTest, AMailThatWaitsIsPassedByTheCalendar) {
    make({.mails = 1, .mails_span = 5s});
    send(plazos, "sendMail");
    finish(answer(202));
    send(plazos, "sendMail");
    send(plazos, "events");
    EXPECT_EQ(under_way.size(), 1U);
    EXPECT_EQ(view().waiting, 1);
}

TEST_F(LanesTest, RepositoriesTakeTurnsAtTheCapOfAll) {
    make({.all_at_once = 1});
    send("a0@acme.es", "events", "acme");
    for (const char* each : {"a1@acme.es", "a2@acme.es", "a3@acme.es"})
        send(each, "events", "acme");
    send("b1@beta.es", "events", "beta");
    send("b2@beta.es", "events", "beta");
    Names order;
    while (!under_way.empty()) {
        order.push_back(at_graph().front());
        finish();
    }
    EXPECT_EQ(order, (Names{"a0@acme.es", "b1@beta.es", "a1@acme.es", "b2@beta.es", "a2@acme.es",
                            "a3@acme.es"}));
}

TEST_F(LanesTest, WhoWaitsForAPlaceForTooLongIsToldSo) {
    make({.all_at_once = 1});
    send(plazos);
    send(other);
    pass(9900ms);
    EXPECT_TRUE(results.empty());
    pass(100ms);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results.front().headers.find("Retry-After"), "1");
    EXPECT_EQ(under_way.size(), 1U);
}

TEST_F(LanesTest, AClosingOutlastsAShorterOne) {
    lanes->close(plazos, 60s);
    lanes->close(plazos, 30s);
    EXPECT_EQ(view().closed_for, 60s);
    pass(60s);
    EXPECT_EQ(lanes->places(plazos), 4);
}

TEST_F(LanesTest, LanesThatNobodyUsesAreForgotten) {
    for (int i = 0; i < 50; ++i) {
        send(std::to_string(i) + "@acme.es");
        finish();
    }
    EXPECT_EQ(lanes->view().size(), 50U);
    pass(700s);
    send(plazos);
    finish();
    EXPECT_EQ(lanes->view().size(), 1U);
}

TEST_F(LanesTest, WhatWaitsMayOutliveTheLanes) {
    for (int i = 0; i < 6; ++i) send(plazos);
    lanes.reset();
    finish();
    EXPECT_EQ(results.size(), 1U);
}

TEST(Mailbox, IsTheOneThatTheTargetNames) {
    EXPECT_EQ(mailbox_of("/v1.0/users/anna%40acme.es/events?$top=1"), "anna@acme.es");
    EXPECT_EQ(mailbox_of("/v1.0/users/anna@acme.es"), "anna@acme.es");
    EXPECT_EQ(mailbox_of("/v1.0/users/Anna%40ACME.es/sendMail"), "anna@acme.es") << "one lane";
    EXPECT_EQ(mailbox_of("/v1.0/users"), "");
    EXPECT_EQ(mailbox_of("/v1.0/applications"), "");
}

}  // namespace
}  // namespace plazo::scheduler
