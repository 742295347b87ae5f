// Every body that the scheduler has Graph asked with is one that Graph takes
// (tests/graph/schema.h).
#include <gtest/gtest.h>

#include "graph/json.h"
#include "graph/mail.h"
#include "scheduler/act.h"
#include "scheduler/change.h"
#include "scheduler/exchange_recurrence.h"
#include "scheduler/letter.h"
#include "tests/graph/schema.h"
#include "tests/scheduler/import_file.h"

namespace plazo::scheduler {
namespace {

using testing::acme;
using testing::bea;
using testing::luis;
using testing::now;
using testing::once;
using testing::only;
using testing::override_of;
using testing::read;
using testing::tzdb;
using testing::upsert;
using testing::vevent;

const graph::testing::Schemas schemas;
const Repository repository = acme();

std::string problem(const std::string& schema, const graph::Request& request) {
    return schemas.problem(schema, graph::parse_json(request.body.bytes()));
}

TEST(Bodies, OfADeadlinesActsAreThoseThatGraphTakes) {
    const Deadline before = apply_trigger(read(upsert()), std::nullopt).deadline;
    const Act create = *next_act(before, std::nullopt, repository, tzdb(), now);
    EXPECT_EQ(
        problem("request.eventCreate", request_for(create, before, std::nullopt, repository, "r")),
        "");
    graph::ReadEvent event;
    event.id = "E1";
    const Projection standing = performed(create, std::nullopt, event);
    Deadline after = before;
    after.title = "Otro";
    after.due->at += std::chrono::days{1};
    const Act update = *next_act(after, standing, repository, tzdb(), now);
    ASSERT_EQ(update.kind, Act::Kind::update);
    EXPECT_EQ(problem("request.eventUpdate", request_for(update, after, standing, repository, "r")),
              "");
    after.status = Status::completed;
    const Act cancel = *next_act(after, standing, repository, tzdb(), now);
    ASSERT_EQ(cancel.kind, Act::Kind::cancel);
    EXPECT_EQ(problem("request.comment", request_for(cancel, after, standing, repository, "r")),
              "");
    const auto attendees = merged_attendees(update, standing, {{"zoe@example.com", "Zoe", true}});
    EXPECT_EQ(schemas.problem("request.eventUpdate", graph::attendees_json(attendees)), "");
    const graph::Mail mail =
        reminder_letter(before, repository, before.assignees.front(), /*overdue=*/true);
    EXPECT_EQ(schemas.problem("request.sendMail", graph::send_mail_json(mail)), "");
}

TEST(Bodies, OfRecurrencesOfEachPatternAndRangeAreThoseThatGraphTakes) {
    using Pattern = GraphPattern::Type;
    using Range = GraphRange::Type;
    for (const Pattern pattern :
         {Pattern::daily, Pattern::weekly, Pattern::absolute_monthly, Pattern::relative_monthly,
          Pattern::absolute_yearly, Pattern::relative_yearly}) {
        for (const Range range : {Range::no_end, Range::end_date, Range::numbered}) {
            GraphRecurrence recurrence;
            recurrence.pattern.type = pattern;
            recurrence.pattern.days_of_week = {timezone::Weekday::monday,
                                               timezone::Weekday::sunday};
            recurrence.pattern.index = -1;
            recurrence.pattern.day_of_month = 31;
            recurrence.range.type = range;
            recurrence.range.start = *timezone::parse_date("2026-12-07");
            recurrence.range.end = *timezone::parse_date("2027-12-07");
            recurrence.range.count = recurrence_count_max;
            recurrence.range.zone = "Romance Standard Time";
            EXPECT_EQ(schemas.problem("request.patternedRecurrence", recurrence_json(recurrence)),
                      "")
                << recurrence_json(recurrence);
        }
    }
}

TEST(Bodies, OfImportedEventsAreThoseThatGraphTakes) {
    const std::string start = "UID:x\nDTSTART;TZID=Europe/Madrid:20261207T100000\nDURATION:PT1H\n";
    for (const std::string& lines :
         {once + luis + bea, start + "RRULE:FREQ=DAILY;COUNT=3\n",
          start + "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270107T090000Z\n",
          start + "RRULE:FREQ=MONTHLY;BYMONTHDAY=7\n", start + "RRULE:FREQ=MONTHLY;BYDAY=1MO\n",
          start + "RRULE:FREQ=YEARLY\n", start + "RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=1MO\n",
          start + "LOCATION:Sala\nCATEGORIES:a,b\nCLASS:PRIVATE\nPRIORITY:1\n"
                  "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM\n",
          std::string{"UID:y\nDTSTART;VALUE=DATE:20261207\n"},
          std::string{"UID:z\nDTSTART:"
                      "20261207T100000Z\n"}}) {
        const ImportItem item = only(vevent(lines), {.invite = true});
        EXPECT_EQ(schemas.problem("request.eventCreate", creation_json(item, repository, 1)), "")
            << lines;
        EXPECT_EQ(schemas.problem("request.eventUpdate", update_json(item, 1)), "") << lines;
    }
}

TEST(Bodies, OfAnOccurrencesChangesAreThoseThatGraphTakes) {
    const ImportItem item = only(
        vevent(testing::weekly) +
        override_of("20261214T100000",
                    "SUMMARY:Moved\nDTSTART;TZID=Europe/Madrid:20261215T110000\nDURATION:PT1H\n"));
    ASSERT_EQ(item.exceptions.size(), 1U);
    EXPECT_EQ(
        schemas.problem("request.eventUpdate", graph::parse_json(item.exceptions.front().changes)),
        "");
}

}  // namespace
}  // namespace plazo::scheduler
