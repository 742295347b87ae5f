#include "graph/calls.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "graph/https.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using testing::at;

const std::string mailbox = "plazos@acme.es";

std::vector<Request> all_calls() {
    const timezone::Instant now = at("2026-11-25T08:00:00Z");
    return {create_event(mailbox, json::object(), "r"),
            update_event(mailbox, "E", json::object(), "r"),
            cancel_event(mailbox, "E", "c", "r"),
            delete_event(mailbox, "E", "r"),
            get_event(mailbox, "E", "r"),
            find_event(mailbox, "K", "r"),
            list_instances(mailbox, "E", now, now, "r"),
            get_calendar(mailbox, "r"),
            send_mail(mailbox, json::object(), "r")};
}

TEST(Calls, AskForImmutableIdsAndCarryTheRequestsId) {
    for (const Request& request : all_calls()) {
        EXPECT_EQ(request.headers.find("Prefer"), "IdType=\"ImmutableId\"") << request.target;
        EXPECT_EQ(request.headers.find("client-request-id"), "r") << request.target;
        EXPECT_EQ(request.headers.find("return-client-request-id"), "true") << request.target;
        EXPECT_EQ(request.headers.find("Accept"), "application/json") << request.target;
        EXPECT_EQ(request.headers.find("Authorization"), std::nullopt) << request.target;
    }
}

TEST(Calls, HaveTheirMethodsAndPaths) {
    std::vector<std::string> lines;
    for (const Request& request : all_calls()) {
        lines.push_back(request.method + " " + std::string{path_of(request.target)});
    }
    const std::string user = "/v1.0/users/plazos%40acme.es";
    EXPECT_EQ(lines, (std::vector<std::string>{
                         "POST " + user + "/events", "PATCH " + user + "/events/E",
                         "POST " + user + "/events/E/cancel", "DELETE " + user + "/events/E",
                         "GET " + user + "/events/E", "GET " + user + "/events",
                         "GET " + user + "/events/E/instances", "GET " + user + "/calendar",
                         "POST " + user + "/sendMail"}));
}

TEST(Calls, WithABodySayWhatItIs) {
    for (const Request& request : all_calls()) {
        const bool body = !request.body.bytes().empty();
        EXPECT_EQ(request.headers.find("Content-Type").has_value(), body) << request.target;
        if (body) {
            EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
        }
    }
    EXPECT_EQ(json::parse(cancel_event(mailbox, "E", "ya no", "r").body.bytes()),
              (json{{"comment", "ya no"}}));
}

TEST(Calls, OddNamesStayOneSegment) {
    for (const char* name : {"o'neill@acme.es", "a/b@acme.es", "a#b?c@acme.es", "ñandú@acme.es",
                             "100%@acme.es", "a+b@acme.es", "x@acme.es\r\nHost: evil"}) {
        const std::string target = delete_event(name, "AA/k+=", "r").target;
        EXPECT_EQ(path_segments(target),
                  (std::vector<std::string>{"v1.0", "users", name, "events", "AA/k+="}));
        EXPECT_EQ(target.find_first_of(" '\r\n#?+"), std::string::npos) << target;
    }
}

TEST(Calls, ANameThatBeginsWithADollarIsQuoted) {
    EXPECT_EQ(get_calendar("$ales@acme.es", "r").target,
              "/v1.0/users('%24ales%40acme.es')/calendar");
    EXPECT_EQ(get_calendar("$o'neill@acme.es", "r").target,
              "/v1.0/users('%24o%27%27neill%40acme.es')/calendar");
}

TEST(Calls, AnEventIsFoundByItsKeyWithQuotesDoubled) {
    const std::string target = find_event(mailbox, "it's & more", "r").target;
    EXPECT_EQ(query_parameter(target, "$filter"),
              "singleValueExtendedProperties/Any(ep: ep/id eq '" + property_id(key_property) +
                  "' and ep/value eq 'it''s & more')");
    EXPECT_EQ(query_parameter(target, "$expand"),
              "singleValueExtendedProperties($filter=id eq '" + property_id(hash_property) + "')");
    EXPECT_EQ(target.find_first_of(" '"), std::string::npos);
}

TEST(Calls, AnEventIsReadWithItsHash) {
    EXPECT_EQ(query_parameter(get_event(mailbox, "E", "r").target, "$expand"),
              "singleValueExtendedProperties($filter=id eq '" + property_id(hash_property) + "')");
}

TEST(Calls, InstancesAreAskedForBetweenInstants) {
    const std::string target =
        list_instances(mailbox, "E", at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), "r")
            .target;
    EXPECT_EQ(query_parameter(target, "startDateTime"), "2026-01-01T00:00:00Z");
    EXPECT_EQ(query_parameter(target, "endDateTime"), "2027-01-01T00:00:00Z");
}

TEST(Calls, AChangeIsBoundToAVersionOnlyWhenOneIsNamed) {
    EXPECT_EQ(update_event(mailbox, "E", json::object(), "r").headers.find("If-Match"),
              std::nullopt);
    EXPECT_EQ(update_event(mailbox, "E", json::object(), "r", "W/\"1\"").headers.find("If-Match"),
              "W/\"1\"");
}

TEST(Calls, OnlyAMailAsksForAFreshConnection) {
    for (const Request& request : all_calls()) {
        const bool mail = request.target.ends_with("/sendMail");
        const auto field = request.headers.find(connection_field);
        EXPECT_EQ(field.has_value(), mail) << request.target;
        if (mail) {
            EXPECT_EQ(*field, connection_fresh);
        }
    }
}

}  // namespace
}  // namespace plazo::graph
