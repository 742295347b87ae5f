#include "graph/drafts.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;

const std::string mailbox = "plazos@acme.es";
const Mail letter{"luis@acme.es", "Luis", "", "Recordatorio", "<p>x</p>", "m-1"};

Outcome answered(int status, const char* code = "") {
    Response response;
    response.status = status;
    response.body = json{{"error", {{"code", code}}}}.dump();
    return outcome_of(response, Repeatable::yes, testing::at("2026-11-25T08:00:00Z"));
}

TEST(Drafts, AreTheMessageAndBearItsId) {
    const Request request = create_draft(mailbox, letter, "r");
    const json body = json::parse(request.body.bytes());
    EXPECT_EQ(body["subject"], "Recordatorio");
    EXPECT_FALSE(body.contains("message")) << "a draft is the message itself";
    EXPECT_EQ(body["singleValueExtendedProperties"],
              json::array({{{"id", property_id(key_property)}, {"value", "m-1"}}}));
    EXPECT_EQ(body["internetMessageHeaders"].size(), 2U);
}

TEST(Drafts, AreFoundByTheirMailsId) {
    const std::string target = find_draft(mailbox, "it's", "r").target;
    EXPECT_EQ(query_parameter(target, "$filter"),
              "singleValueExtendedProperties/Any(ep: ep/id eq '" + property_id(key_property) +
                  "' and ep/value eq 'it''s')");
    EXPECT_EQ(query_parameter(target, "$select"), "id,isDraft");
}

TEST(Drafts, AreReadStrictly) {
    EXPECT_EQ(read_draft(json::parse(R"({"id":"D","isDraft":true})")), (Draft{"D", true}));
    EXPECT_EQ(read_draft(json::parse(R"({"id":"D","isDraft":false})")), (Draft{"D", false}));
    for (const char* text : {"null", "[]", "7", "{}", R"({"id":"D"})", R"({"isDraft":true})",
                             R"({"id":"D","isDraft":"true"})", R"({"id":"D","isDraft":null})",
                             R"({"id":7,"isDraft":true})"}) {
        EXPECT_FALSE(read_draft(json::parse(text))) << text;
    }
}

TEST(Drafts, OfSeveralThatAreFoundTheSentOneCounts) {
    const auto found = [](const char* list) {
        return read_found_draft(std::string{R"({"value":)"} + list + "}");
    };
    EXPECT_FALSE(found("[]"));
    EXPECT_FALSE(found(R"([{"id":"A"}])"));
    EXPECT_FALSE(read_found_draft("<html>"));
    EXPECT_EQ(found(R"([{"id":"A","isDraft":true},{"id":"B","isDraft":true}])"),
              (Draft{"A", true}));
    EXPECT_EQ(found(R"([{"id":"A","isDraft":true},{"id":"B","isDraft":false}])"),
              (Draft{"B", false}));
}

TEST(Drafts, AreDeletedWhenTheyAreNotToBeSent) {
    const Request request = delete_draft(mailbox, "A/1", "r");
    EXPECT_EQ(request.method, "DELETE");
    EXPECT_EQ(request.target, "/v1.0/users/plazos%40acme.es/messages/A%2F1");
}

TEST(Drafts, ALookSaysWhetherTheMailWasSent) {
    const Outcome found = answered(200);
    EXPECT_EQ(fate_of(found, R"({"id":"D","isDraft":true})"), DraftFate::waiting);
    EXPECT_EQ(fate_of(found, R"({"id":"D","isDraft":false})"), DraftFate::sent);
}

TEST(Drafts, WhatIsMissingMayHaveBeenSentAndIsNotSentAgain) {
    EXPECT_EQ(fate_of(answered(404, "ErrorItemNotFound"), ""), DraftFate::missing);
}

TEST(Drafts, NothingIsKnownWhenGraphDoesNotSay) {
    EXPECT_EQ(fate_of(answered(503, "ErrorServerBusy"), ""), DraftFate::unknown);
    EXPECT_EQ(fate_of(answered(404, "ResourceNotFound"), ""), DraftFate::unknown)
        << "that is the mailbox";
    for (const char* body : {"", "<html>", "null", "[]", R"({"id":"D"})"}) {
        EXPECT_EQ(fate_of(answered(200), body), DraftFate::unknown) << body;
    }
}

}  // namespace
}  // namespace plazo::graph
