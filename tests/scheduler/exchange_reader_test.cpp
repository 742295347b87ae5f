// Graph's events as values of iCalendar, and both ways one after the other.
#include <gtest/gtest.h>

#include "scheduler/exchange_words.h"
#include "tests/scheduler/exchange_file.h"

namespace plazo::scheduler {
namespace {

using ical::DateTime;
using ical::Event;
using ical::TimeKind;
using nlohmann::json;
using testing::alarm;
using testing::at;
using testing::local;
using testing::Made;
using testing::monday;
using testing::tzdb;

/// As Graph sends an event that was made in Madrid, when no zone is asked for.
json answer() {
    return graph::parse_json(R"({
        "id": "AAMk", "type": "singleInstance", "iCalUId": "040000008200E00074C5",
        "subject": "Cierre", "isAllDay": false, "isCancelled": false,
        "lastModifiedDateTime": "2026-03-01T08:15:00.1234567Z",
        "originalStartTimeZone": "Romance Standard Time",
        "originalEndTimeZone": "Romance Standard Time",
        "start": {"dateTime": "2026-03-30T08:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-30T08:30:00.0000000", "timeZone": "UTC"},
        "showAs": "tentative", "sensitivity": "private", "importance": "high",
        "isReminderOn": true, "reminderMinutesBeforeStart": 15,
        "responseRequested": true, "categories": ["Azul", "Rojo"],
        "body": {"contentType": "html",
                 "content": "<html><body>\r\nTraer todo<br>\r\n</body></html>\r\n"},
        "location": {"displayName": "Sala 4", "locationType": "default"},
        "organizer": {"emailAddress": {"name": "Marta Vidal", "address": "marta@contoso.example"}},
        "attendees": [
            {"type": "required", "status": {"response": "accepted", "time": "2026-03-01T09:00:00Z"},
             "emailAddress": {"name": "Pau Ruiz", "address": "pau@contoso.example"}},
            {"type": "resource", "status": {"response": "none"},
             "emailAddress": {"name": "Sala 4", "address": "sala4@contoso.example"}}],
        "recurrence": null, "onlineMeeting": null, "originalStart": null})");
}

Event read(const json& event) {
    std::vector<std::string> warnings;
    auto made = event_of(event, tzdb(), warnings);
    const auto* refused = std::get_if<Refused>(&made);
    EXPECT_EQ(refused, nullptr) << refused->why;
    EXPECT_TRUE(warnings.empty());
    return refused == nullptr ? std::get<Event>(std::move(made)) : Event{};
}

std::string why_not(const json& event) {
    std::vector<std::string> warnings;
    const auto made = event_of(event, tzdb(), warnings);
    const auto* refused = std::get_if<Refused>(&made);
    return refused == nullptr ? "" : refused->why;
}

std::string written(const DateTime& time) {
    return ical::format_date_time(time) + (time.tzid.empty() ? "" : " " + time.tzid);
}

TEST(EventOfGraph, IsToldInTheZoneInWhichItWasMade) {
    const Event event = read(answer());
    EXPECT_EQ(written(event.start), "20260330T100000 Europe/Paris");
    EXPECT_EQ(written(event.end), "20260330T103000 Europe/Paris");
    json preferred = answer();
    preferred["start"] = {{"dateTime", "2026-03-30T09:00:00.0000000"},
                          {"timeZone", "Europe/London"}};
    EXPECT_EQ(written(read(preferred).start), "20260330T100000 Europe/Paris");
}

/// Romance's clocks show 02:00 to 03:00 twice on 25 October 2026.
TEST(EventOfGraph, InTheHourThatComesTwiceKeepsItsInstants) {
    const auto between = [](const char* start, const char* end) {
        json event = answer();
        event["start"]["dateTime"] = start;
        event["end"]["dateTime"] = end;
        return read(event);
    };
    const Event across = between("2026-10-25T00:30:00", "2026-10-25T01:10:00");
    EXPECT_EQ(written(across.start), "20261025T003000Z");
    EXPECT_EQ(written(across.end), "20261025T011000Z");
    const Event second = between("2026-10-25T01:30:00", "2026-10-25T01:50:00");
    EXPECT_EQ(written(second.start), "20261025T013000Z");
    const Event first = between("2026-10-25T00:30:00", "2026-10-25T00:50:00");
    EXPECT_EQ(written(first.start), "20261025T023000 Europe/Paris");
}

TEST(EventOfGraph, WithoutAUsableOriginalZoneIsToldInThatOfTheAnswer) {
    json custom = answer();
    custom["originalStartTimeZone"] = "tzone://Microsoft/Custom";
    EXPECT_EQ(written(read(custom).start), "20260330T080000Z");
    custom["originalStartTimeZone"] = "tzone://Microsoft/Utc";
    EXPECT_EQ(written(read(custom).start), "20260330T080000Z");
    custom["originalStartTimeZone"] = nullptr;
    custom["start"]["timeZone"] = custom["end"]["timeZone"] = "Eastern Standard Time";
    EXPECT_EQ(written(read(custom).start), "20260330T080000 America/New_York");
    custom["start"]["timeZone"] = "Nowhere Standard Time";
    EXPECT_NE(why_not(custom).find("Nowhere"), std::string::npos);
}

TEST(EventOfGraph, HasEverythingThatICalendarHasAWordFor) {
    const Event event = read(answer());
    EXPECT_EQ(event.uid, "040000008200E00074C5");
    EXPECT_EQ(event.summary, "Cierre");
    EXPECT_EQ(event.description, "Traer todo");
    EXPECT_EQ(event.location, "Sala 4");
    EXPECT_EQ(event.stamp, at("2026-03-01T08:15:00Z"));
    EXPECT_EQ(event.status, "TENTATIVE");
    EXPECT_EQ(event.busy_status, "TENTATIVE");
    EXPECT_EQ(event.transparency, "OPAQUE");
    EXPECT_EQ(event.classification, "PRIVATE");
    EXPECT_EQ(event.priority, 1);
    EXPECT_EQ(event.categories, (std::vector<std::string>{"Azul", "Rojo"}));
    EXPECT_EQ(event.organizer->address, "marta@contoso.example");
    ASSERT_EQ(event.attendees.size(), 2U);
    EXPECT_EQ(event.attendees[0].partstat, "ACCEPTED");
    EXPECT_FALSE(event.attendees[0].rsvp);
    EXPECT_EQ(event.attendees[1].cutype, "RESOURCE");
    ASSERT_EQ(event.alarms.size(), 1U);
    EXPECT_EQ(std::get<ical::Duration>(event.alarms[0].trigger).exact, -std::chrono::minutes{15});
    EXPECT_FALSE(event.rule);
    EXPECT_FALSE(event.recurrence_id);
}

TEST(EventOfGraph, IsCancelledWhereExchangeSaysSo) {
    json cancelled = answer();
    cancelled["isCancelled"] = true;
    EXPECT_TRUE(read(cancelled).cancelled());
}

TEST(EventOfGraph, OfWholeDaysIsADateWhateverTheZone) {
    json days = answer();
    days["isAllDay"] = true;
    days["start"] = {{"dateTime", "2026-03-30T00:00:00.0000000"}, {"timeZone", "UTC"}};
    days["end"] = {{"dateTime", "2026-04-01T00:00:00.0000000"}, {"timeZone", "UTC"}};
    EXPECT_EQ(written(read(days).start), "20260330");
    EXPECT_EQ(written(read(days).end), "20260401");
}

TEST(EventOfGraph, WithAPlainBodyKeepsItsText) {
    json plain = answer();
    plain["body"] = {{"contentType", "text"}, {"content", "a < b & c\nd"}};
    EXPECT_EQ(read(plain).description, "a < b & c\nd");
}

TEST(EventOfGraph, SaysWhoItLeavesOut) {
    json event = answer();
    event["attendees"][0]["emailAddress"]["address"] = "/o=ExchangeLabs/cn=pau";
    event["reminderMinutesBeforeStart"] = -5;
    std::vector<std::string> warnings;
    const auto made = event_of(event, tzdb(), warnings);
    EXPECT_EQ(std::get<Event>(made).attendees.size(), 1U);
    EXPECT_TRUE(std::get<Event>(made).alarms.empty());
    EXPECT_EQ(warnings.size(), 2U);
}

TEST(EventOfGraph, IsNoneWithoutTimesOrWithARecurrenceThatIsNone) {
    EXPECT_NE(why_not(json::array()), "");
    EXPECT_NE(why_not(json::object()), "");
    json event = answer();
    event["end"]["dateTime"] = "2026-03-30T07:00:00.0000000";
    EXPECT_NE(why_not(event).find("before it begins"), std::string::npos);
    event = answer();
    event["start"]["dateTime"] = "soon";
    EXPECT_NE(why_not(event).find("start"), std::string::npos);
    event = answer();
    event["recurrence"] = {{"pattern", {{"type", "hourly"}}}, {"range", json::object()}};
    EXPECT_NE(why_not(event).find("hourly"), std::string::npos);
}

json weekly() {
    json master = answer();
    master["type"] = "seriesMaster";
    // Two days of offset change lie within: 08:00 UTC in summer, 09:00 in winter.
    master["start"]["dateTime"] = "2026-03-23T09:00:00.0000000";
    master["end"]["dateTime"] = "2026-03-23T09:30:00.0000000";
    master["recurrence"] = graph::parse_json(R"({
        "pattern": {"type": "weekly", "interval": 1, "month": 0, "dayOfMonth": 0,
                    "daysOfWeek": ["monday"], "firstDayOfWeek": "sunday", "index": "first"},
        "range": {"type": "numbered", "startDate": "2026-03-23", "endDate": "0001-01-01",
                  "recurrenceTimeZone": "Romance Standard Time", "numberOfOccurrences": 4}})");
    master["cancelledOccurrences"] = {"OID.AAMkAD=.2026-03-30"};
    return master;
}

json exception_of_weekly() {
    json exception = answer();
    exception["type"] = "exception";
    exception["iCalUId"] = "040000008200E00074C5-other";
    exception["originalStart"] = "2026-04-06T08:00:00Z";
    exception["start"]["dateTime"] = "2026-04-07T10:00:00.0000000";
    exception["end"]["dateTime"] = "2026-04-07T10:30:00.0000000";
    return exception;
}

TEST(SeriesOfGraph, HasItsRuleItsExdatesAndItsOverrides) {
    json occurrence = exception_of_weekly();
    occurrence["type"] = "occurrence";
    std::vector<std::string> warnings;
    const auto made = series_of(weekly(), {occurrence, exception_of_weekly()}, tzdb(), warnings);
    const ical::Series& series = std::get<ical::Series>(made);
    EXPECT_EQ(written(series.master->start), "20260323T100000 Europe/Paris");
    EXPECT_EQ(ical::format_recurrence(*series.master->rule),
              "FREQ=WEEKLY;COUNT=4;BYDAY=MO;WKST=SU");
    ASSERT_EQ(series.master->exceptions.size(), 1U);
    EXPECT_EQ(written(series.master->exceptions[0]), "20260330T100000 Europe/Paris");
    ASSERT_EQ(series.overrides.size(), 1U);
    EXPECT_EQ(series.overrides[0].uid, series.master->uid);
    EXPECT_EQ(written(*series.overrides[0].recurrence_id), "20260406T100000 Europe/Paris");
    EXPECT_EQ(written(series.overrides[0].start), "20260407T120000 Europe/Paris");
    const auto instances =
        series.between(local("2026-01-01T00:00:00"), local("2027-01-01T00:00:00"), 10,
                       [](const auto& tzid) { return tzdb().find(tzid); });
    ASSERT_EQ(instances.list.size(), 3U);
    EXPECT_EQ(instances.list[1].start, local("2026-04-07T12:00:00"));
    EXPECT_EQ(instances.list[2].start, local("2026-04-13T10:00:00"));
}

TEST(SeriesOfGraph, OfWholeDaysHasDatesThroughout) {
    json master = weekly();
    master["isAllDay"] = true;
    master["start"]["dateTime"] = "2026-03-23T00:00:00.0000000";
    master["end"]["dateTime"] = "2026-03-24T00:00:00.0000000";
    master["recurrence"]["range"]["type"] = "endDate";
    master["recurrence"]["range"]["endDate"] = "2026-04-13";
    json exception = exception_of_weekly();
    exception["originalStart"] = "2026-04-05T22:00:00Z";  // midnight in Madrid
    std::vector<std::string> warnings;
    const auto made = series_of(master, {exception}, tzdb(), warnings);
    const ical::Series& series = std::get<ical::Series>(made);
    EXPECT_EQ(written(series.master->exceptions[0]), "20260330");
    EXPECT_EQ(written(*series.overrides[0].recurrence_id), "20260406");
    EXPECT_EQ(written(*series.master->rule->until), "20260413");
}

TEST(SeriesOfGraph, IsNoneWhereAPartIsNone) {
    std::vector<std::string> warnings;
    json exception = exception_of_weekly();
    exception["originalStart"] = nullptr;
    EXPECT_TRUE(
        std::holds_alternative<Refused>(series_of(weekly(), {exception}, tzdb(), warnings)));
    EXPECT_TRUE(std::holds_alternative<Refused>(series_of(json{}, {}, tzdb(), warnings)));
}

/// Writing, reading and writing again says the same: nothing drifts.
TEST(BothWays, AreAFixedPoint) {
    const std::string hour = monday + "DURATION:PT1H\nSUMMARY:A & B\n";
    for (const std::string& lines :
         {hour, hour + "DESCRIPTION:One\\, two\\n  <three>\nURL:https://x.es/?a&b\n",
          hour + "URL:https://x.es/", hour + "LOCATION:Sala 2\nCATEGORIES:A,B\n",
          hour + "CLASS:CONFIDENTIAL\nPRIORITY:9\nTRANSP:TRANSPARENT\n" + alarm(":-PT30M"),
          hour + "CLASS:X-PERSONAL\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\n",
          std::string{"DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305\n"},
          std::string{"DTSTART:20260302T100000Z\nDTEND:20260302T110000Z\n"},
          std::string{"DTSTART;TZID=America/New_York:20260302T100000\n"}}) {
        Made made{lines};
        const json first = made.json_of();
        std::vector<std::string> warnings;
        auto again = event_of(first, tzdb(), warnings);
        ASSERT_TRUE(std::holds_alternative<Event>(again)) << lines;
        const Event& event = std::get<Event>(again);
        const FileZones zones{[](const auto& tzid) { return tzdb().find(tzid); },
                              *tzdb().find("Europe/Madrid"), tzdb()};
        EXPECT_EQ(graph_event(event, *single_times(event, zones), zones, warnings), first) << lines;
        EXPECT_TRUE(warnings.empty()) << lines;
        EXPECT_EQ(event.description, made.event().description);
        EXPECT_EQ(event.url, made.event().url);
    }
}

}  // namespace
}  // namespace plazo::scheduler
