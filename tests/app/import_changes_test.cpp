// What an import does with what an earlier one made.
#include <gtest/gtest.h>

#include "tests/app/import_files.h"
#include "tests/app/office.h"

namespace plazo::app {
namespace {

using testing::json;
using testing::Office;

/// Mondays at eleven, with one guest.
std::string later_weekly(int sequence) {
    return event("UID:weekly\nSEQUENCE:" + std::to_string(sequence) + "\nSUMMARY:Weekly\nDTSTART" +
                 madrid + "20261207T110000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\n" +
                 guest(luis));
}

/// On the 7th and 21st, four times: Exchange has no such rule.
std::string twice_a_month(int sequence, const std::string& time, const std::string& more = "") {
    return event("UID:x\nSEQUENCE:" + std::to_string(sequence) + "\nSUMMARY:X\nDTSTART" + madrid +
                 "20261207T" + time +
                 "\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=7,21;COUNT=4\n" + more);
}

TEST(ImportAgain, ChangesTheOccurrenceThatDiffersAndNoOther) {
    Office office;
    office.import(file(weekly()), inviting());
    office.writes();
    const json report = office.import(
        file(weekly("SEQUENCE:1\nEXDATE" + madrid + "20261228T100000\n")), inviting());
    EXPECT_EQ(report["events"][0]["action"], "updated") << report;
    const std::vector<std::string> writes = office.writes();
    ASSERT_EQ(writes.size(), 1U);
    EXPECT_TRUE(writes[0].starts_with("DELETE "));
    EXPECT_EQ(office.count(luis, "invitation"), 2U);
    EXPECT_EQ(office.count(luis, "cancellation"), 1U);
    EXPECT_EQ(office.events()[0]["cancelledOccurrences"].size(), 2U);
    EXPECT_EQ(office.import(file(weekly("SEQUENCE:1\nEXDATE" + madrid + "20261228T100000\n")),
                            inviting())["summary"]["unchanged"],
              1);
}

TEST(ImportAgain, GivesAnOccurrenceBackWhatItsSeriesSays) {
    Office office;
    office.import(file(weekly()), inviting());
    office.writes();
    const std::string plain =
        event("UID:weekly\nSEQUENCE:1\nSUMMARY:Weekly\nDTSTART" + madrid +
              "20261207T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE" + madrid +
              "20261214T100000\n" + guest(luis));
    const json report = office.import(file(plain), inviting());
    EXPECT_EQ(report["events"][0]["action"], "updated") << report;
    EXPECT_TRUE(report["events"][0]["warnings"].empty()) << report;
    EXPECT_EQ(office.writes().size(), 1U);
    const json events = office.events();
    EXPECT_EQ(events[1]["start"]["dateTime"], "2026-12-21T09:00:00.0000000");
}

TEST(ImportAgain, MakesASeriesAnewWhenItsTimesChange) {
    Office office;
    office.import(file(weekly()), inviting());
    const json report = office.import(file(later_weekly(1)), inviting());
    EXPECT_EQ(report["events"][0]["action"], "updated");
    EXPECT_NE(report["events"][0]["reason"], "");
    const json events = office.events();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["start"]["dateTime"], "2026-12-07T10:00:00.0000000");
    EXPECT_EQ(events[0]["attendees"].size(), 1U);
}

TEST(ImportAgain, WithoutInviteMakesASeriesAnewWithAllWhoWereInIt) {
    Office office;
    office.import(file(weekly()), inviting());
    office.import(file(later_weekly(1)));
    ASSERT_EQ(office.events().size(), 1U);
    EXPECT_EQ(office.events()[0]["start"]["dateTime"], "2026-12-07T10:00:00.0000000");
    ASSERT_EQ(office.events()[0]["attendees"].size(), 1U);
    EXPECT_EQ(office.events()[0]["attendees"][0]["emailAddress"]["address"], luis);
    EXPECT_EQ(office.import(file(later_weekly(1)), inviting())["summary"]["unchanged"], 1);
}

TEST(ImportAgain, WithoutInvitePutsNoOtherEventsInThePlaceOfOnesWithGuests) {
    Office office;
    office.import(file(twice_a_month(0, "100000", guest(luis))), inviting());
    office.writes();
    const json report = office.import(file(twice_a_month(1, "110000", guest(luis))));
    EXPECT_EQ(report["events"][0]["action"], "failed");
    EXPECT_NE(report["events"][0]["reason"].get<std::string>().find("--invite"), std::string::npos);
    EXPECT_TRUE(office.writes().empty());
}

TEST(ImportAgain, TakesBackTheSingleEventsThatASeriesHasNoMore) {
    Office office;
    office.import(file(twice_a_month(0, "100000")));
    ASSERT_EQ(office.events().size(), 4U);
    web::ImportWish wish;
    wish.dry_run = true;
    const json plan = office.import(file(twice_a_month(1, "110000")), wish);
    EXPECT_EQ(plan["summary"]["cancel"], 4);
    EXPECT_EQ(plan["summary"]["create"], 4);
    EXPECT_EQ(office.import(file(twice_a_month(1, "110000")))["summary"]["cancelled"], 4);
    ASSERT_EQ(office.events().size(), 4U);
    EXPECT_EQ(office.events()[0]["start"]["dateTime"], "2026-12-07T10:00:00.0000000");
    office.import(file(twice_a_month(2, "110000", "EXDATE" + madrid + "20261221T110000\n")));
    EXPECT_EQ(office.events().size(), 3U);
    const std::string weekly_now = event("UID:x\nSEQUENCE:3\nDTSTART" + madrid +
                                         "20261207T110000\nRRULE:FREQ=WEEKLY;COUNT=4\n");
    office.import(file(weekly_now));
    ASSERT_EQ(office.events().size(), 1U);
    EXPECT_EQ(office.events()[0]["type"], "seriesMaster");
}

TEST(ImportAgain, CancelsASeriesThatStandsAsSingleEvents) {
    Office office;
    office.import(file(twice_a_month(0, "100000")));
    const json report =
        office.import(file("METHOD:CANCEL\n" + event("UID:x\nSEQUENCE:1\nSTATUS:CANCELLED\n")));
    EXPECT_EQ(report["summary"]["cancelled"], 4) << report;
    EXPECT_TRUE(office.events().empty());
}

TEST(ImportAgain, OfAnOlderFileLeavesANewerSeriesAndItsPartsAlone) {
    Office office;
    office.import(file(event("UID:x\nSEQUENCE:2\nSUMMARY:X\nDTSTART" + madrid +
                             "20261207T100000\nRRULE:FREQ=WEEKLY;COUNT=4\n")));
    office.writes();
    const json report = office.import(file(twice_a_month(1, "100000")));
    EXPECT_EQ(report["summary"]["skipped"], 5) << report;
    EXPECT_TRUE(office.writes().empty());
    office.import(file(twice_a_month(3, "100000")));
    ASSERT_EQ(office.events().size(), 4U);
    office.writes();
    // The series is no event any more; which version the single ones are of is known all the same.
    EXPECT_EQ(office.import(file(twice_a_month(2, "110000")))["summary"]["skipped"], 5);
    EXPECT_TRUE(office.writes().empty());
}

TEST(ImportAgain, OfAnAddedOccurrenceKeepsTheSeries) {
    Office office;
    office.import(file(weekly()), inviting());
    const json report = office.import(
        file("METHOD:ADD\n" + event("UID:weekly\nSEQUENCE:1\nSUMMARY:Extra\nDTSTART" + madrid +
                                    "20261210T100000\nDURATION:PT1H\n" + guest(luis))),
        inviting());
    EXPECT_EQ(report["summary"]["created"], 1) << report;
    EXPECT_EQ(office.count(luis, "cancellation"), 0U);
    EXPECT_EQ(office.events().size(), 3U);
}

TEST(ImportAgain, OfACancellationForSomeKeepsTheEventForTheOthers) {
    Office office;
    office.import(file(once("Once", 0, guest(luis) + guest(bea))), inviting());
    const json report = office.import(file("METHOD:CANCEL\n" + once("Once", 0, guest(bea))));
    EXPECT_EQ(report["events"][0]["action"], "skipped");
    EXPECT_EQ(office.events()[0]["attendees"].size(), 2U);
}

TEST(ImportAgain, EndsASeriesInPlaceAndMovesAnEventIntoThePast) {
    Office office;
    const std::string series =
        "UID:s\nSUMMARY:S\nDTSTART" + madrid + "20261102T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY";
    office.import(file(event(series + "\n" + guest(luis)) + once("Once", 0)), inviting());
    const std::string ended =
        event("SEQUENCE:1\n" + series + ";UNTIL=20261117T000000Z\n" + guest(luis));
    const std::string moved =
        event("UID:once\nSEQUENCE:1\nSUMMARY:Once\nDTSTART" + madrid + "20261120T100000\n");
    const json report = office.import(file(ended + moved), inviting());
    EXPECT_EQ(report["summary"]["updated"], 2) << report;
    const json events = office.events();
    ASSERT_EQ(events.size(), 2U);
    const std::size_t first = events[0]["recurrence"].is_null() ? 1 : 0;  // by their random ids
    EXPECT_EQ(events[first]["recurrence"]["range"]["endDate"], "2026-11-16");
    EXPECT_EQ(events[1 - first]["start"]["dateTime"], "2026-11-20T09:00:00.0000000");
    EXPECT_EQ(office.count(luis, "cancellation"), 0U);
}

TEST(ImportAgain, KnowsAnOccurrenceByItsMoment) {
    Office office;
    const auto alone = [](const std::string& id) {
        return file(event("UID:g\nSUMMARY:G\nRECURRENCE-ID" + id + "\nDTSTART" + madrid +
                          "20261214T110000\nDURATION:PT1H\n" + guest(luis)));
    };
    office.import(alone(":20261214T090000Z"), inviting());
    EXPECT_EQ(office.import(alone(madrid + "20261214T100000"), inviting())["summary"]["unchanged"],
              1);
    EXPECT_EQ(office.count(luis, "invitation"), 1U);
}

}  // namespace
}  // namespace plazo::app
