#include "examples/sandbox/throttle.h"

#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const std::string calendar = "/users/" + ana + "/calendar";

std::string retry_after(const Answer& answer) {
    return answer.response.headers.find("Retry-After").value_or("none");
}

// graph.md 14: 10,000 requests in 10 minutes by application and mailbox
TEST(Throttle, CountsRequestsOfTenMinutesByMailbox) {
    Scene scene;
    scene.admin("POST", "/throttle", {{"mailbox_requests", 3}}).expect(200);
    for (int i = 0; i < 3; ++i) {
        scene.graph("GET", calendar).expect(200);
        scene.now += minutes{1};
    }
    const Answer refused = scene.graph("GET", calendar);
    refused.expect(429);
    EXPECT_EQ(refused.error(), "TooManyRequests");
    scene.graph("GET", "/users/" + luis + "/calendar").expect(200);
}

// graph.md 14: throttled requests count
TEST(Throttle, CountsRefusedRequestsToo) {
    Scene scene;
    scene.admin("POST", "/throttle", {{"mailbox_requests", 2}}).expect(200);
    scene.graph("GET", calendar).expect(200);
    scene.graph("GET", calendar).expect(200);
    scene.now += minutes{5};
    EXPECT_EQ(retry_after(scene.graph("GET", calendar)), "300");
    EXPECT_EQ(retry_after(scene.graph("GET", calendar)), "600");  // the two refused are the two now
}

// graph.md 14: Retry-After is in seconds
TEST(Throttle, SaysTruthfullyWhenToTryAgain) {
    Scene scene;
    scene.admin("POST", "/throttle", {{"mailbox_requests", 2}}).expect(200);
    scene.graph("GET", calendar).expect(200);
    scene.now += minutes{4};
    scene.graph("GET", calendar).expect(200);
    const Answer refused = scene.graph("GET", calendar);
    ASSERT_EQ(retry_after(refused), "600");
    scene.now += seconds{599};
    scene.forget_token();
    scene.admin("POST", "/throttle", {{"mailbox_requests", 3}}).expect(200);
    scene.graph("GET", calendar).expect(200);
}

// graph.md 14: 130,000 requests in 10 seconds by application
TEST(Throttle, CountsRequestsOfTenSecondsByApplication) {
    Scene scene;
    scene.admin("POST", "/throttle", {{"application_requests", 2}}).expect(200);
    scene.graph("GET", calendar).expect(200);
    scene.graph("GET", "/users/" + luis + "/calendar").expect(200);
    const Answer refused = scene.graph("GET", calendar);
    refused.expect(429);
    EXPECT_EQ(refused.error(), "activityLimitReached");
    EXPECT_EQ(retry_after(refused), "10");
    scene.now += seconds{10};
    scene.graph("GET", calendar).expect(200);
}

// graph.md 14: 150 MB of POST, PUT and PATCH in 5 minutes; 509 for bandwidth
TEST(Throttle, LimitsWhatIsWrittenToAMailboxInFiveMinutes) {
    Scene scene;
    const std::string events = "/users/" + ana + "/events";
    json body = meeting();
    body["body"]["content"] = std::string(6'000, 'x');
    scene.admin("POST", "/throttle", {{"upload_bytes", 10'000}}).expect(200);
    scene.graph("POST", events, body).expect(201);
    const Answer refused = scene.graph("POST", events, body);
    refused.expect(509);
    EXPECT_EQ(refused.error(), "BandwidthLimitExceeded");
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
    scene.graph("GET", events).expect(200);
    scene.now += minutes{5};
    scene.graph("POST", events, body).expect(201);
}

TEST(Throttle, ShowsItsNumbers) {
    Scene scene;
    const json numbers = scene.admin("GET", "/throttle").expect(200);
    EXPECT_EQ(numbers["concurrent"], 4);
    EXPECT_EQ(numbers["mailbox_requests"], 10'000);
    EXPECT_EQ(numbers["application_requests"], 130'000);
    EXPECT_EQ(numbers["upload_bytes"], 150'000'000);
    EXPECT_EQ(scene.admin("POST", "/throttle", {{"concurrent", 2}}).expect(200)["concurrent"], 2);
    scene.admin("POST", "/throttle", {{"concurent", 2}}).expect(400);
}

// graph.md 14: 4 concurrent
TEST(Throttle, SeatsFourOfAPairOfApplicationAndMailbox) {
    Throttle throttle;
    const timezone::Instant now{};
    std::deque<Seat> seats;
    for (int i = 0; i < 4; ++i) {
        EXPECT_FALSE(throttle.admit(seats.emplace_back(throttle, Lane{"app", "ana"}), now));
    }
    const Seat other{throttle, {"app", "luis"}};
    EXPECT_FALSE(throttle.admit(other, now));
    const Seat one_too_many{throttle, {"app", "ana"}};
    const auto refusal = throttle.admit(one_too_many, now);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, "ApplicationThrottled");
    EXPECT_STREQ(refusal->what(), "Application is over its MailboxConcurrency limit.");
    seats.clear();
    const Seat later{throttle, {"app", "ana"}};
    EXPECT_FALSE(throttle.admit(later, now));
}

// graph.md 14: older texts count by mailbox, the newest by application, so a switch
TEST(Throttle, SeatsFourOfAnApplicationWhereThatIsSwitchedOn) {
    Throttle throttle;
    throttle.limits.concurrent_per_application = true;
    const timezone::Instant now{};
    std::deque<Seat> seats;
    for (const char* mailbox : {"ana", "luis", "ana", "luis"}) {
        EXPECT_FALSE(throttle.admit(seats.emplace_back(throttle, Lane{"app", mailbox}), now));
    }
    const Seat third_mailbox{throttle, {"app", "zoe"}};
    EXPECT_TRUE(throttle.admit(third_mailbox, now));
    const Seat other_application{throttle, {"other", "zoe"}};
    EXPECT_FALSE(throttle.admit(other_application, now));
}

TEST(Throttle, ForgetsWhatAClockSetBackHasNotReached) {
    Window window{seconds{10}};
    const timezone::Instant noon{std::chrono::hours{12}};
    window.add(noon, 5);
    EXPECT_EQ(window.total(noon + seconds{9}), 5U);
    EXPECT_EQ(window.total(noon - seconds{1}), 0U);
    window.add(noon, 1);
    EXPECT_EQ(window.total(noon + seconds{10}), 0U);
}

}  // namespace
}  // namespace plazo::sandbox
