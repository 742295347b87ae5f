#include "examples/sandbox/state.h"

#include <gtest/gtest.h>

#include <boost/pfr/tuple_size.hpp>
#include <sstream>

#include "examples/sandbox/state_members.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

using std::chrono::hours;

const std::string events = "/users/" + ana + "/events";

json series() {
    json body = meeting();
    body["recurrence"] = {
        {"pattern", {{"type", "weekly"}, {"interval", 1}, {"daysOfWeek", {"monday"}}}},
        {"range", {{"type", "numbered"}, {"startDate", "2026-03-16"}, {"numberOfOccurrences", 4}}}};
    return body;
}

/// Stops the scene's sandbox and goes on with another from its state.
void restart(Scene& scene) {
    std::stringstream state;
    scene.sandbox->save(state);
    scene.set_network({});
    scene.sandbox->restore(state);
    scene.forget_token();
}

std::string state_of(const Scene& scene) {
    std::ostringstream state;
    scene.sandbox->save(state);
    return state.str();
}

std::string refusal(const std::string& text) {
    Scene scene;
    try {
        std::istringstream in{text};
        scene.sandbox->restore(in);
    } catch (const StateError& error) {
        return error.what();
    }
    return "";
}

/// How many members of a value are not in the file.
template <typename T>
std::size_t left_out() {
    return boost::pfr::tuple_size_v<T> -
           std::tuple_size_v<std::remove_cvref_t<decltype(members<T>)>>;
}

TEST(State, HasEveryMember) {
    EXPECT_EQ(left_out<Body>(), 0U);
    EXPECT_EQ(left_out<Location>(), 0U);
    EXPECT_EQ(left_out<Attendee>(), 0U);
    EXPECT_EQ(left_out<OnlineMeeting>(), 0U);
    EXPECT_EQ(left_out<Recurrence>(), 0U);
    EXPECT_EQ(left_out<Content>(), 0U);
    EXPECT_EQ(left_out<Deviation>(), 0U);
    EXPECT_EQ(left_out<Event>(), 0U);
    EXPECT_EQ(left_out<Transaction>(), 0U);
    EXPECT_EQ(left_out<Calendar>(), 1U);  // the delta tokens
    EXPECT_EQ(left_out<MeetingReply>(), 0U);
    EXPECT_EQ(left_out<Message>(), 0U);
    EXPECT_EQ(left_out<MailRules>(), 0U);
    EXPECT_EQ(left_out<Mail>(), 0U);
    EXPECT_EQ(left_out<Mailbox>(), 0U);
    EXPECT_EQ(left_out<Policy>(), 0U);
    EXPECT_EQ(left_out<Directory>(), 0U);
    EXPECT_EQ(left_out<Application>(), 0U);
    EXPECT_EQ(left_out<Administrator>(), 0U);
    EXPECT_EQ(left_out<DeviceCode>(), 0U);
    EXPECT_EQ(left_out<Tenant>(), 0U);
    EXPECT_EQ(left_out<Principal>(), 0U);
    EXPECT_EQ(left_out<Entra>(), 1U);  // what the throttle has counted
    EXPECT_EQ(left_out<Entry>(), 0U);
    EXPECT_EQ(left_out<Fault>(), 0U);
    EXPECT_EQ(left_out<Quirks>(), 0U);
    EXPECT_EQ(left_out<ThrottleLimits>(), 0U);
    EXPECT_EQ(left_out<Subscription>(), 0U);
    EXPECT_EQ(left_out<Notification>(), 0U);
    EXPECT_EQ(left_out<Subscriptions>(), 0U);
}

TEST(State, KeepsCalendarsAndMail) {
    Scene scene;
    json body = series();
    body["transactionId"] = "t-1";
    const std::string id = scene.graph("POST", events, body).expect(201)["id"];
    const std::string second = scene
                                   .graph("GET", events + "/" + id +
                                                     "/instances?startDateTime=2026-03-01&"
                                                     "endDateTime=2026-05-01")
                                   .expect(200)["value"][1]["id"];
    scene.graph("PATCH", events + "/" + second, {{"subject", "Moved"}}).expect(200);
    scene
        .graph("DELETE",
               events + "/" +
                   scene.graph("POST", events, meeting()).expect(201)["id"].get<std::string>())
        .expect(204);
    const auto everything = [&] {
        return json{scene.admin("GET", "/mailboxes/" + ana + "/events").expect(200),
                    scene.admin("GET", "/mailboxes/" + ana + "/deleted").expect(200),
                    scene.admin("GET", "/mailboxes/" + luis + "/events").expect(200),
                    scene.admin("GET", "/mailboxes/" + luis + "/inbox").expect(200),
                    scene.admin("GET", "/mailboxes").expect(200),
                    scene.admin("GET", "/journal").expect(200),
                    scene.admin("GET", "/permissions").expect(200)};
    };
    const json before = everything();
    restart(scene);
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(scene.graph("POST", events, body).expect(201)["id"], id);  // the same transaction
}

TEST(State, KeepsFaultsLimitsQuirksAndTheSeed) {
    Scene scene;
    scene.admin("POST", "/faults", {{"status", 503}, {"count", 7}, {"headers", {{"x-a", "b"}}}})
        .expect(200);
    scene.admin("POST", "/throttle", {{"concurrent", 2}}).expect(200);
    scene.admin("POST", "/quirks", {{"transaction_memory", "P1D"}}).expect(200);
    const auto everything = [&] {
        return json{scene.admin("GET", "/faults").expect(200),
                    scene.admin("GET", "/throttle").expect(200),
                    scene.admin("GET", "/quirks").expect(200)};
    };
    const json before = everything();
    const std::string state = state_of(scene);
    restart(scene);
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(state_of(scene), state);
}

TEST(State, KeepsTheClockRunningOrFrozen) {
    Scene scene;
    scene.admin("POST", "/clock", {{"advance", "P3D"}}).expect(200);
    scene.now += hours{1};
    restart(scene);
    EXPECT_EQ(scene.admin("GET", "/clock").expect(200)["now"], "2026-03-05T09:00:00Z");
    scene.admin("POST", "/clock", {{"freeze", true}}).expect(200);
    restart(scene);
    scene.now += hours{5};
    EXPECT_EQ(scene.admin("GET", "/clock").expect(200)["now"], "2026-03-05T09:00:00Z");
}

TEST(State, KeepsApplicationsWithTheirCertificates) {
    Scene scene;
    const std::string client = scene.add_application({"Calendars.Read"});
    restart(scene);
    scene.client_id = client;
    scene.graph("GET", events).expect(200);
    scene.graph("POST", events, meeting()).expect(403);
}

TEST(State, OfAnythingElseIsRefused) {
    EXPECT_NE(refusal(""), "");
    EXPECT_NE(refusal("{}"), "");
    EXPECT_NE(refusal("[1]"), "");
    EXPECT_NE(refusal(R"({"program": "plazo-sandbox"})"), "");
    EXPECT_EQ(refusal(R"({"program": "plazo-sandbox", "version": 99})"),
              "it is of version 99, and this program reads 3");
    Scene scene;
    const std::string whole = state_of(scene);
    EXPECT_EQ(refusal(whole), "");
    const std::size_t calendar = whole.find("[\"calendar\"");
    const std::size_t next = whole.find('\n', calendar) + 1;
    const std::string before = whole.substr(0, calendar);
    EXPECT_NE(refusal(before), "") << "cut between lines";
    EXPECT_NE(refusal(whole.substr(0, next - 20)), "") << "cut in a line";
    EXPECT_NE(refusal(before + whole.substr(next)), "") << "a line is missing";
    EXPECT_NE(refusal(before + "[\"calendar\", 7]\n" + whole.substr(next)), "");
    EXPECT_NE(refusal(before + "[\"diary\", 7]\n" + whole.substr(next)), "");
}

TEST(State, ChangesWithEveryWriteAndReset) {
    Scene scene;
    const auto changes = [&](auto act) {
        const auto before = scene.sandbox->revision();
        act();
        return scene.sandbox->revision() != before;
    };
    scene.graph("GET", events).expect(200);
    EXPECT_FALSE(changes([&] { scene.graph("GET", events).expect(200); }));
    EXPECT_TRUE(changes([&] { scene.graph("POST", events, meeting()).expect(201); }));
    EXPECT_TRUE(changes([&] { scene.admin("POST", "/clock", {{"advance", "P1D"}}).expect(200); }));
    EXPECT_TRUE(changes([&] { scene.admin("POST", "/reset").expect(200); }));
}

}  // namespace
}  // namespace plazo::sandbox
