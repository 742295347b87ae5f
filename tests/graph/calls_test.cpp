#include "graph/calls.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/drafts.h"
#include "graph/event.h"
#include "graph/https.h"
#include "graph/mail.h"
#include "graph/schedule.h"
#include "graph/subscription.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using testing::at;

const std::string mailbox = "plazos@acme.es";
const Mail letter{"luis@acme.es", "", "", "s", "b", "m-1"};
const ScheduleWindow working_day{*timezone::parse_local("2026-12-15T09:00"),
                                 *timezone::parse_local("2026-12-15T17:00"),
                                 "Romance Standard Time"};
const Subscription subscription{mailbox, "https://plazo.acme.es/graph", "", "secret"};

std::vector<Request> all_calls() {
    const timezone::Instant now = at("2026-11-25T08:00:00Z");
    return {create_event(mailbox, json::object(), "r"),
            update_event(mailbox, "E", json::object(), "r"),
            cancel_event(mailbox, "E", "c", "r"),
            delete_event(mailbox, "E", "r"),
            get_event(mailbox, "E", "r"),
            find_event(mailbox, "K", "r"),
            list_instances(mailbox, "E", now, now, "r"),
            view_calendar(mailbox, now, now, "r"),
            get_calendar(mailbox, "r"),
            supported_time_zones(mailbox, ZoneNames::windows, "r"),
            get_schedule(mailbox, {mailbox}, working_day, "r"),
            send_mail(mailbox, json::object(), "r"),
            send_mime(mailbox, "Subject: x\r\n\r\n", "r"),
            create_draft(mailbox, letter, "r"),
            find_draft(mailbox, "K", "r"),
            get_draft(mailbox, "D", "r"),
            send_draft(mailbox, "D", "r"),
            create_subscription(subscription, now, subscription_life_max, "r"),
            renew_subscription("S", now, subscription_life_min, "r"),
            delete_subscription("S", "r")};
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
    EXPECT_EQ(lines, (std::vector<std::string>{"POST " + user + "/events",
                                               "PATCH " + user + "/events/E",
                                               "POST " + user + "/events/E/cancel",
                                               "DELETE " + user + "/events/E",
                                               "GET " + user + "/events/E",
                                               "GET " + user + "/events",
                                               "GET " + user + "/events/E/instances",
                                               "GET " + user + "/calendarView",
                                               "GET " + user + "/calendar",
                                               "GET " + user + "/outlook/supportedTimeZones",
                                               "POST " + user + "/calendar/getSchedule",
                                               "POST " + user + "/sendMail",
                                               "POST " + user + "/sendMail",
                                               "POST " + user + "/messages",
                                               "GET " + user + "/messages",
                                               "GET " + user + "/messages/D",
                                               "POST " + user + "/messages/D/send",
                                               "POST /v1.0/subscriptions",
                                               "PATCH /v1.0/subscriptions/S",
                                               "DELETE /v1.0/subscriptions/S"}));
}

TEST(Calls, WithABodySayWhatItIs) {
    for (const Request& request : all_calls()) {
        const bool body = !request.body.bytes().empty();
        EXPECT_EQ(request.headers.find("Content-Type").has_value(), body) << request.target;
        if (body) {
            const bool mime = request.body.bytes() == "U3ViamVjdDogeA0KDQo=";
            EXPECT_EQ(request.headers.find("Content-Type"),
                      mime ? "text/plain" : "application/json");
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

TEST(Calls, AViewHasItsWindowItsOrderAndTheLargestPage) {
    const std::string target =
        view_calendar(mailbox, at("2026-01-01T02:00:00+02:00"), at("2027-01-01T00:00:00Z"), "r")
            .target;
    EXPECT_EQ(query_parameter(target, "startDateTime"), "2026-01-01T00:00:00Z");
    EXPECT_EQ(query_parameter(target, "endDateTime"), "2027-01-01T00:00:00Z");
    EXPECT_EQ(query_parameter(target, "$orderby"), "start/dateTime");
    EXPECT_EQ(query_parameter(target, "$top"), "1000");
    EXPECT_EQ(target.find('+'), std::string::npos) << "which is a blank to whoever reads it";
}

TEST(Calls, ZonesAreAskedForByTheirWindowsOrIanaNames) {
    EXPECT_TRUE(supported_time_zones(mailbox, ZoneNames::iana, "r")
                    .target.ends_with("/outlook/supportedTimeZones"
                                      "(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')"));
    EXPECT_EQ(read_time_zones(R"({"value":[{"alias":"UTC","displayName":"UTC"},{"alias":7},
                                           {"alias":"Romance Standard Time"},null]})"),
              (std::vector<std::string>{"UTC", "Romance Standard Time"}));
    for (const char* other : {"", "<html>", "[]", "null", R"({"value":{}})"}) {
        EXPECT_TRUE(read_time_zones(other).empty()) << other;
    }
}

TEST(Calls, AChangeIsBoundToAVersionOnlyWhenOneIsNamed) {
    EXPECT_EQ(update_event(mailbox, "E", json::object(), "r").headers.find("If-Match"),
              std::nullopt);
    EXPECT_EQ(update_event(mailbox, "E", json::object(), "r", "W/\"1\"").headers.find("If-Match"),
              "W/\"1\"");
}

TEST(Calls, OnlyAMailAsksForAFreshConnection) {
    for (const Request& request : all_calls()) {
        const bool mail =
            request.target.ends_with("/sendMail") || request.target.ends_with("/send");
        const auto field = request.headers.find(connection_field);
        EXPECT_EQ(field.has_value(), mail) << request.target;
        if (mail) {
            EXPECT_EQ(*field, connection_fresh);
        }
    }
}

}  // namespace
}  // namespace plazo::graph
