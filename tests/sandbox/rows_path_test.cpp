// How Graph's paths may be written: graph.md 1, and what notifications and clients make of it.
#include <gtest/gtest.h>

#include "examples/sandbox/graph_api.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

using Segments = std::vector<std::string>;

TEST(Paths, AreInAnyCaseButForKeys) {
    EXPECT_EQ(graph_segments("/v1.0/Users/Ana@Plazo.test/EVENTS/AbC?x=y"),
              (Segments{"v1.0", "users", "Ana@Plazo.test", "events", "AbC"}));
}

// graph.md 1: a name that begins with "$" is written in brackets.
TEST(Paths, HaveKeysInBracketsToo) {
    EXPECT_EQ(graph_segments("/v1.0/users('$x@y.test')/events('id')/instances"),
              (Segments{"v1.0", "users", "$x@y.test", "events", "id", "instances"}));
    EXPECT_EQ(graph_segments("/v1.0/users(')"), (Segments{"v1.0", "users(')"}));
    EXPECT_EQ(graph_segments("/v1.0/calendarView/delta()").back(), "delta()");
}

TEST(Paths, HaveWholeNamesOfActions) {
    EXPECT_EQ(graph_segments("/v1.0/users/x/microsoft.graph.sendMail"),
              (Segments{"v1.0", "users", "x", "sendMail"}));
}

TEST(Paths, OfAnyCaseLeadToTheSameMailboxAndItsLimits) {
    Scene scene;
    scene.admin("POST", "/throttle", {{"mailbox_requests", 2}}).expect(200);
    scene.graph("GET", "/Users/" + ana + "/Calendar").expect(200);
    scene.graph("GET", "/users('" + ana + "')/calendar").expect(200);
    scene.graph("GET", "/users/" + ana + "/calendar").expect(429);
}

}  // namespace
}  // namespace plazo::sandbox
