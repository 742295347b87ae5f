#include "scheduler/exchange_event.h"

#include <gtest/gtest.h>

#include "tests/scheduler/exchange_file.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::alarm;
using testing::Made;
using testing::monday;

TEST(GraphEvent, EscapesWhatIsPlainText) {
    Made made{monday + "SUMMARY:A & B\nDESCRIPTION:<b>Bring</b>\\n\"all\"\nURL:https://x.es/?a&b"};
    const json event = made.json_of();
    EXPECT_EQ(event["subject"], "A & B");
    EXPECT_EQ(event["body"]["contentType"], "html");
    EXPECT_EQ(event["body"]["content"],
              "&lt;b&gt;Bring&lt;/b&gt;<br>&quot;all&quot;"
              "<p><a href=\"https://x.es/?a&amp;b\">https://x.es/?a&amp;b</a></p>");
}

TEST(GraphEvent, LinksNoOtherAddressesThanHttp) {
    EXPECT_EQ(Made{monday + "URL:javascript:alert(1)"}.json_of()["body"]["content"], "");
}

TEST(GraphEvent, AsksForNoAnswers) {
    const json event = Made{monday}.json_of();
    EXPECT_EQ(event["responseRequested"], false);
    EXPECT_EQ(event["allowNewTimeProposals"], false);
    EXPECT_FALSE(event.contains("attendees"));
}

/// The mailbox is the organiser, and Graph makes the UID: what it owns is never sent.
TEST(GraphEvent, LeavesToExchangeWhatIsExchanges) {
    const json event = Made{monday +
                            "ORGANIZER:mailto:boss@example.com\nSTATUS:CONFIRMED\n"
                            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.com"}
                           .json_of();
    for (const char* name :
         {"organizer", "isOrganizer", "iCalUId", "uid", "isCancelled", "responseStatus", "type",
          "originalStartTimeZone", "originalEndTimeZone", "webLink", "attendees", "recurrence"}) {
        EXPECT_FALSE(event.contains(name)) << name;
    }
    EXPECT_EQ(event["start"]["dateTime"], "2026-03-02T10:00:00");  // a wall time without offset
}

TEST(GraphEvent, SaysAlsoWhatIsEmptySoThatAPatchTakesItAway) {
    const json event = Made{monday}.json_of();
    EXPECT_EQ(event["location"]["displayName"], "");
    EXPECT_EQ(event["categories"], json::array());
    EXPECT_EQ(event["isReminderOn"], false);
}

TEST(GraphEvent, IsBusyUnlessTheFileSaysOtherwise) {
    EXPECT_EQ(Made{monday}.json_of()["showAs"], "busy");
    EXPECT_EQ(Made{monday + "TRANSP:TRANSPARENT"}.json_of()["showAs"], "free");
    EXPECT_EQ(Made{monday + "STATUS:TENTATIVE"}.json_of()["showAs"], "tentative");
    EXPECT_EQ(
        Made{monday + "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF"}.json_of()["showAs"],
        "oof");
}

TEST(GraphEvent, KeepsClassPriorityPlaceAndCategories) {
    const json event =
        Made{monday + "CLASS:CONFIDENTIAL\nPRIORITY:1\nLOCATION:Sala 2\nCATEGORIES:A,B"}.json_of();
    EXPECT_EQ(event["sensitivity"], "confidential");
    EXPECT_EQ(event["importance"], "high");
    EXPECT_EQ(event["location"]["displayName"], "Sala 2");
    EXPECT_EQ(event["categories"], json::parse(R"(["A","B"])"));
    EXPECT_EQ(Made{monday + "CLASS:X-SECRET\nPRIORITY:9"}.json_of()["sensitivity"], "private");
    EXPECT_EQ(Made{monday + "PRIORITY:9"}.json_of()["importance"], "low");
    EXPECT_EQ(Made{monday + "PRIORITY:5"}.json_of()["importance"], "normal");
}

TEST(GraphEvent, RemindsMinutesBeforeTheStart) {
    const std::string hour = monday + "DURATION:PT1H\n";
    EXPECT_EQ(Made{hour + alarm(":-PT15M")}.json_of()["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(Made{hour + alarm(":-P1D")}.json_of()["reminderMinutesBeforeStart"], 1440);
    EXPECT_EQ(Made{hour + alarm(";RELATED=END:-PT90M")}.json_of()["reminderMinutesBeforeStart"],
              30);
    EXPECT_EQ(Made{hour + alarm(";VALUE=DATE-TIME:20260302T083000Z")}
                  .json_of()["reminderMinutesBeforeStart"],
              30);
}

TEST(GraphEvent, SaysWhichAlarmsItCannotKeep) {
    Made two{monday + alarm(":-PT15M") + "\n" + alarm(":-PT5M")};
    EXPECT_EQ(two.json_of()["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(two.warnings.size(), 1U);
    Made after{monday + alarm(":PT5M")};
    EXPECT_EQ(after.json_of()["isReminderOn"], false);
    EXPECT_EQ(after.warnings.size(), 1U);
    Made apple{monday + alarm(";VALUE=DATE-TIME:19760401T005545Z")};
    EXPECT_EQ(apple.json_of()["isReminderOn"], false);
}

TEST(GraphEvent, ShortensASubjectByCharactersAndSaysSo) {
    std::string subject;
    for (int i = 0; i < 300; ++i) subject += "ñ";
    Made made{monday + "SUMMARY:" + subject};
    EXPECT_EQ(made.json_of()["subject"].get<std::string>().size(), 255U * 2);
    EXPECT_EQ(made.warnings.size(), 1U);
}

}  // namespace
}  // namespace plazo::scheduler
