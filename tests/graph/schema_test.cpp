// Every body that the calls of this room can have is one that Graph takes; those that the scheduler
// fills are walked in tests/scheduler/bodies_test.cpp.
#include "tests/graph/schema.h"

#include <gtest/gtest.h>

#include "graph/calls.h"
#include "graph/drafts.h"
#include "graph/event.h"
#include "graph/mail.h"
#include "graph/schedule.h"
#include "graph/subscription.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;

const testing::Schemas schemas;

std::string problem(const std::string& name, const Request& request) {
    return schemas.problem(name, json::parse(request.body.bytes()));
}

EventDraft full_draft() {
    EventDraft draft;
    draft.subject = "Revisar";
    draft.body_html = "<p>x</p>";
    draft.start = *timezone::parse_local("2026-12-15T13:30:00");
    draft.end = *timezone::parse_local("2026-12-15T14:00:00");
    draft.zone = "Romance Standard Time";
    draft.reminder_minutes = 0;
    draft.location = "Sala 1";
    draft.categories = {"Contrato"};
    draft.attendees = {{"luis@acme.es", "Luis", true}, {"eva@acme.es", "", false}};
    draft.attendees.push_back({"room@acme.es", "", true, true});
    draft.properties = {{std::string{key_property}, "k"}, {std::string{hash_property}, "h"}};
    draft.transaction_id = "t-1";
    return draft;
}

TEST(Bodies, OfEventsOfAllShapesAreThoseThatGraphTakes) {
    for (const char* show_as : {"free", "tentative", "busy", "oof", "workingElsewhere"}) {
        EventDraft draft = full_draft();
        draft.show_as = show_as;
        EXPECT_EQ(schemas.problem("request.eventCreate", event_json(draft)), "");
    }
    EventDraft day = full_draft();
    day.all_day = true;
    day.reminder_minutes.reset();
    day.start = *timezone::parse_local("2026-12-15T00:00:00");
    day.end = *timezone::parse_local("2026-12-16T00:00:00");
    EXPECT_EQ(schemas.problem("request.eventCreate", event_json(day)), "");
    EventDraft bare;
    bare.zone = "UTC";
    EXPECT_EQ(schemas.problem("request.eventCreate", event_json(bare)), "");
    const json changes = event_changes(event_json(bare), event_json(full_draft()));
    EXPECT_EQ(schemas.problem("request.eventUpdate", changes), "");
    EXPECT_EQ(schemas.problem("request.eventUpdate",
                              event_changes(json::object(), event_json(full_draft()))),
              "");
}

TEST(Bodies, OfAttendeesAreThoseThatGraphTakesUpTo500) {
    std::vector<Attendee> many(attendees_max, Attendee{"luis@acme.es", "Luis", true});
    EXPECT_EQ(schemas.problem("request.eventUpdate", attendees_json({})), "");
    EXPECT_EQ(schemas.problem("request.eventUpdate", attendees_json(many)), "");
    many.push_back(many.front());
    EXPECT_EQ(schemas.problem("request.eventUpdate", attendees_json(many)), "/attendees: too many");
}

TEST(Bodies, OfMailsAndDraftsAreThoseThatGraphTakes) {
    Mail mail{"luis@acme.es", "", "", "s", "<p>x</p>", "m-1"};
    EXPECT_EQ(schemas.problem("request.sendMail", send_mail_json(mail)), "");
    mail.to_name = "Luis";
    mail.reply_to = "ana@acme.es";
    mail.headers = {{"x-a", "1"}, {"x-b", "2"}, {"x-c", "3"}};
    EXPECT_EQ(schemas.problem("request.sendMail", send_mail_json(mail)), "");
    EXPECT_EQ(problem("request.message", create_draft("a@b", mail, "r")), "");
}

TEST(Bodies, OfAllOtherCallsAreThoseThatGraphTakes) {
    const timezone::Instant now = testing::at("2026-11-25T08:00:00Z");
    const EventDraft draft = full_draft();
    EXPECT_EQ(problem("request.comment", cancel_event("a@b", "E", "ya no", "r")), "");
    EXPECT_EQ(problem("request.comment", cancel_event("a@b", "E", "", "r")), "");
    EXPECT_EQ(problem("request.getSchedule",
                      get_schedule("a@b", std::vector<std::string>(schedules_max, "a@b"),
                                   {draft.start, draft.end, "UTC", schedule_slot_max}, "r")),
              "");
    Subscription subscription{"a@b", "https://acme.es/graph", "", "secret"};
    EXPECT_EQ(problem("request.subscriptionCreate",
                      create_subscription(subscription, now, subscription_life_max, "r")),
              "");
    subscription.lifecycle_url = "https://acme.es/life";
    EXPECT_EQ(problem("request.subscriptionCreate",
                      create_subscription(subscription, now, subscription_life_min, "r")),
              "");
    EXPECT_EQ(problem("request.subscriptionRenew",
                      renew_subscription("S", now, subscription_life_max, "r")),
              "");
}

/// A body that is wrong in one way, and what the checker says of it.
struct Wrong {
    const char* schema;
    const char* body;
    const char* problem;
};

constexpr std::array wrongs = std::to_array<Wrong>({
    {"request.eventCreate", R"({"subject":"x"})", ": no start"},
    {"request.eventUpdate", R"({"transactionId":"t"})", "/transactionId: not known"},
    {"request.itemBody", R"({"content":"x","contentType":"rtf"})",
     "/contentType: \"rtf\" is against x-words"},
    {"request.dateTimeTimeZone", R"({"dateTime":"2026-12-15T13:30:00Z","timeZone":"UTC"})",
     "/dateTime: \"2026-12-15T13:30:00Z\" is against x-form"},
    {"request.location", R"({"displayName":7})", "/displayName: not a string"},
    {"microsoft.graph.physicalAddress", R"({"city":7})", "/city: not a string"},
    {"microsoft.graph.outlookGeoCoordinates", R"({"latitude":"north"})",
     "/latitude: \"north\" is against format"},
    {"request.attendee", R"({"emailAddress":{"address":"a@b"},"type":"must"})",
     "/type: \"must\" is against x-words"},
    {"request.emailAddress", R"({"address":"luis"})", "/address: \"luis\" is against x-form"},
    {"microsoft.graph.responseStatus", R"({"time":"noon"})", "/time: \"noon\" is against format"},
    {"microsoft.graph.responseType", R"("perhaps")", ": not one of"},
    {"request.patternedRecurrence", R"({"pattern":{"type":"daily","interval":1}})", ": no range"},
    {"request.recurrencePattern", R"({"type":"daily","interval":0})", "/interval: too small"},
    {"request.recurrenceRange", R"({"type":"endDate","startDate":"2026-12-15"})", ": no endDate"},
    {"request.singleValueExtendedProperty", R"({"id":"String Name X","value":"1"})",
     "/id: \"String Name X\" is against x-form"},
    {"microsoft.graph.attachment", R"({"size":"1"})", "/size: \"1\" is against format"},
    {"microsoft.graph.entity", R"({"id":7})", "/id: not a string"},
    {"request.comment", R"({"comment":"x","sendResponse":true})", "/sendResponse: not known"},
    {"request.sendMail", R"({"saveToSentItems":true})", ": no message"},
    {"request.message", R"({"internetMessageHeaders":[]})", "/internetMessageHeaders: too few"},
    {"request.recipient", R"({})", ": no emailAddress"},
    {"request.internetMessageHeader", R"({"name":"Auto-Submitted","value":"x"})",
     "/name: \"Auto-Submitted\" is against x-form"},
    {"request.fileAttachment", R"({"@odata.type":"#x","name":"a"})", "/@odata.type: not one of"},
    {"request.getSchedule", R"({"schedules":["a@b"],"availabilityViewInterval":4})",
     ": no startTime"},
    {"request.subscriptionCreate",
     R"({"changeType":"created,updated,deleted","notificationUrl":"http://x","resource":"r",
         "expirationDateTime":"2026-11-25T08:00:00Z"})",
     "/notificationUrl: \"http://x\" is against x-form"},
    {"request.subscriptionRenew", R"({"expirationDateTime":"tomorrow"})",
     "/expirationDateTime: \"tomorrow\" is against format"},
});

TEST(Bodies, ThatAreWrongAreFoundToBeByEachSchema) {
    std::set<std::string> tried;
    for (const auto& [schema, body, wrong] : wrongs) {
        tried.insert(schema);
        const std::string said = schemas.problem(schema, json::parse(body));
        EXPECT_EQ(said, wrong) << schema;
    }
    EXPECT_EQ(tried, schemas.names());
}

TEST(Bodies, HoldNothingThatIsTheServersOwn) {
    json event = event_json(full_draft());
    event["iCalUId"] = "0400";
    EXPECT_EQ(schemas.problem("request.eventCreate", event), "/iCalUId: is the server's own");
}

}  // namespace
}  // namespace plazo::graph
