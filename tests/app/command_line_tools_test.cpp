// plazo timezone ... and plazo ical ...: the tools that scripts use line by line.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/app/command_line.h"

namespace plazo::app {
namespace {

using nlohmann::json;

TEST_F(CommandLine, ConvertsTimesLineByLine) {
    const Ran ran =
        run({"timezone", "convert", "--jsonl"},
            R"({"zone":"Europe/Madrid","local":"2026-03-29T02:30:00","policy":"compatible"}
{"zone":"Europe/Madrid","local":"2026-10-25T02:30:00","policy":"earlier"}
{"zone":"Europe/Madrid","local":"2026-10-25T02:30:00","policy":"later"}
{"zone":"Europe/Madrid","local":"2026-07-01T09:00:00"}
{"zone":"W. Europe Standard Time","utc":"2026-01-15T12:00:00Z"}
)");
    EXPECT_EQ(ran.code, 0);
    const std::vector<json> answers = ran.lines();
    ASSERT_EQ(answers.size(), 5U);
    EXPECT_EQ(answers[0], json({{"utc", "2026-03-29T01:30:00Z"},
                                {"offset", 7200},
                                {"kind", "gap"},
                                {"abbreviation", "CEST"}}));
    EXPECT_EQ(answers[1].at("utc"), "2026-10-25T00:30:00Z");
    EXPECT_EQ(answers[1].at("kind"), "fold");
    EXPECT_EQ(answers[2].at("utc"), "2026-10-25T01:30:00Z");
    EXPECT_EQ(answers[3].at("kind"), "unique");
    EXPECT_EQ(answers[4],
              json({{"local", "2026-01-15T13:00:00"}, {"offset", 3600}, {"abbreviation", "CET"}}));
}

TEST_F(CommandLine, AnswersABadLineAndGoesOn) {
    const Ran ran = run({"timezone", "convert", "--jsonl"},
                        R"(no json
{"zone":"Europe/Madird","utc":"2026-01-15T12:00:00Z"}
{"zone":"Europe/Madrid","local":"2026-10-25T02:30:00","policy":"reject"}
{"zone":"Europe/Madrid","local":"2026-10-25T02:30:00","policy":"hope"}
{"zone":"Europe/Madrid","local":"2026-02-30T02:30:00"}
{"zone":"Europe/Madrid","utc":"2026-01-15T12:00:00Z","pollicy":"later"}
{"zone":"Europe/Madrid"}
[1]

{"zone":"UTC","utc":"2026-01-15T12:00:00Z"})");
    EXPECT_EQ(ran.code, 0);
    const std::vector<json> answers = ran.lines();
    ASSERT_EQ(answers.size(), 10U);
    for (std::size_t i = 0; i < 9; ++i) {
        const json& error = answers[i].at("error");
        for (const char* name : {"code", "category", "message", "hint"}) {
            EXPECT_TRUE(error.at(name).is_string()) << answers[i];
        }
        EXPECT_EQ(error.at("retryable"), false) << answers[i];
    }
    EXPECT_EQ(answers[1].at("error").at("pointer"), "/zone");
    EXPECT_EQ(answers[1].at("error").at("hint"), "did you mean Europe/Madrid?");
    EXPECT_EQ(answers[2].at("error").at("pointer"), "/local");
    EXPECT_EQ(answers[3].at("error").at("pointer"), "/policy");
    EXPECT_EQ(answers[5].at("error").at("pointer"), "/pollicy");
    EXPECT_EQ(answers[9].at("local"), "2026-01-15T12:00:00");
}

TEST_F(CommandLine, ConvertsOneTimeByFlags) {
    const Ran ran = run({"timezone", "convert", "--zone", "Europe/Madrid", "--local",
                         "2026-03-29T02:30:00", "--json"});
    EXPECT_EQ(ran.json().at("utc"), "2026-03-29T01:30:00Z");
    EXPECT_EQ(run({"timezone", "convert"}).code, 2);
}

TEST_F(CommandLine, ResolvesTzidsLineByLine) {
    const Ran ran = run({"timezone", "resolve", "--jsonl"},
                        R"({"tzid":"Europe/Madrid"}
{"tzid":"Romance Standard Time","hint":"Europe/Madrid"}
{"tzid":"/example.org/2026/Europe/Berlin"}
{"tzid":"Nowhere/Land"}
{"tzid":7}
)");
    const std::vector<json> answers = ran.lines();
    ASSERT_EQ(answers.size(), 5U);
    EXPECT_EQ(answers[0].at("zone"), "Europe/Madrid");
    EXPECT_EQ(answers[0].at("windows"), "Romance Standard Time");
    EXPECT_EQ(answers[0].at("how"), "name");
    EXPECT_EQ(answers[0].at("confidence"), "high");
    EXPECT_EQ(answers[0].at("conflict"), false);
    EXPECT_EQ(answers[0].at("candidates").at(0), "Europe/Madrid");
    EXPECT_EQ(answers[1].at("how"), "windows");
    EXPECT_EQ(answers[2].at("zone"), "Europe/Berlin");
    EXPECT_EQ(answers[2].at("how"), "prefix");
    EXPECT_EQ(answers[3].at("zone"), nullptr);
    EXPECT_EQ(answers[3].at("how"), "none");
    EXPECT_EQ(answers[4].at("error").at("pointer"), "/tzid");
}

TEST_F(CommandLine, ResolvesATzidByItsRules) {
    json line = {{"tzid", "Our own"},
                 {"vtimezone",
                  "BEGIN:VTIMEZONE\r\nTZID:Our own\r\n"
                  "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
                  "TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
                  "BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\n"
                  "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n"
                  "END:VTIMEZONE\r\n"},
                 {"from", "2024-01-01"},
                 {"to", "2027-01-01"},
                 {"hint", "Europe/Madrid"}};
    const json answer = run({"timezone", "resolve", "--jsonl"}, line.dump()).lines().at(0);
    EXPECT_EQ(answer.at("how"), "rules") << answer;
    EXPECT_EQ(answer.at("zone"), "Europe/Madrid");
    line["vtimezone"] = "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
    const json bad = run({"timezone", "resolve", "--jsonl"}, line.dump()).lines().at(0);
    EXPECT_EQ(bad.at("error").at("pointer"), "/vtimezone");
}

TEST_F(CommandLine, ResolvesATzidWithTheBlockOfAFile) {
    const std::string block =
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    const Ran ran = run({"timezone", "resolve", "Ours", "--vtimezone", "-", "--from", "2026-01-01",
                         "--to", "2027-01-01", "--hint", "Asia/Kolkata", "--json"},
                        block);
    EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
    EXPECT_EQ(ran.json().at("zone"), "Asia/Kolkata");
    EXPECT_EQ(ran.json().at("how"), "rules");
    const Ran reversed = run({"timezone", "resolve", "Europe/Madrid", "--from", "2027-01-01",
                              "--to", "2026-01-01", "--json"});
    EXPECT_EQ(reversed.code, 2);
    EXPECT_EQ(reversed.json().at("error").at("pointer"), "/to");
}

TEST_F(CommandLine, ListsZonesWithTheirWindowsNames) {
    const json answer = run({"timezone", "list", "--json"}).json();
    EXPECT_TRUE(answer.at("version").is_string());
    bool found = false;
    for (const json& each : answer.at("zones")) {
        found = found || (each.at("zone") == "Europe/Berlin" &&
                          each.at("windows") == "W. Europe Standard Time");
    }
    EXPECT_TRUE(found);
    EXPECT_NE(run({"timezone", "list"}).out.find("Europe/Madrid"), std::string::npos);
    // The data of the tests have a dozen places: others of CLDR are reported as missing.
    ASSERT_TRUE(answer.at("windows_differences").is_array());
    EXPECT_FALSE(answer.at("windows_differences").empty());
    EXPECT_NE(run({"timezone", "list"}).err.find("is not in the zone data"), std::string::npos);
    const std::vector<json> lines = run({"timezone", "list", "--jsonl"}).lines();
    EXPECT_EQ(lines.size(), answer.at("zones").size());
    for (const json& each : lines) {
        if (each.at("zone") != "Asia/Calcutta") continue;
        EXPECT_EQ(each.at("canonical"), "Asia/Kolkata");
    }
}

/// An event whose lines after UID are `lines`.
std::string calendar_with(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
           "DTSTAMP:20260101T000000Z\r\n" +
           lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

TEST_F(CommandLine, ChecksCalendarsByLineAndColumn) {
    const std::string good = write("good.ics", calendar_with("DTSTART:20260105T090000Z\r\n"));
    const Ran clean = run({"ical", "check", good, "--strict"});
    EXPECT_EQ(clean.code, 0);
    EXPECT_EQ(clean.out, "");
    const std::string bad = write("bad.ics", calendar_with("DTSTART:2026\r\n"));
    const Ran ran = run({"ical", "check", good, bad});
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(ran.out.starts_with(bad + ":7:9: error: ")) << ran.out;
    const json report = run({"ical", "check", bad, "--json"}).json();
    EXPECT_EQ(report.at("ok"), false);
    EXPECT_EQ(report.at("problems").at(0).at("line"), 7);
    EXPECT_EQ(report.at("problems").at(0).at("column"), 9);
    EXPECT_EQ(report.at("problems").at(0).at("severity"), "error");
}

TEST_F(CommandLine, WarningsOfACheckFailItOnlyWhenStrict) {
    const std::string file =
        write("a.ics", calendar_with("DTSTART;TZID=Europe/Madrid:20260105T090000\r\n"));
    const Ran ran = run({"ical", "check", file});
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.out.find(": warning: "), std::string::npos) << ran.out;
    EXPECT_EQ(run({"ical", "check", file, "--strict"}).code, 3);
    EXPECT_EQ(run({"ical", "check", "-"}, read(file)).code, 0);
}

TEST_F(CommandLine, AStrictCheckAlsoTellsOfCommasThatShouldBeEscaped) {
    const std::string file =
        write("a.ics", calendar_with("DTSTART:20260105T090000Z\r\nSUMMARY:one, two\r\n"));
    EXPECT_EQ(run({"ical", "check", file}).out, "");
    const Ran strict = run({"ical", "check", file, "--strict"});
    EXPECT_EQ(strict.code, 3);
    EXPECT_EQ(strict.out, file + ":8:12: warning: a ',' has to be escaped\n");
}

TEST_F(CommandLine, SortsTheProblemsOfACheckByLine) {
    const json report =
        run({"ical", "check", PLAZO_TEST_DATA "/ical/apple_task.ics", "--json"}).json();
    int last = 0;
    for (const json& problem : report.at("problems")) {
        EXPECT_LE(last, problem.at("line").get<int>());
        last = problem.at("line");
    }
    EXPECT_GT(last, 0);
}

TEST_F(CommandLine, CannotCheckAFileThatIsNotThere) {
    EXPECT_EQ(run({"ical", "check", path("absent.ics")}).code, 5);
    EXPECT_EQ(run({"ical", "check"}).code, 2);
}

TEST_F(CommandLine, FormatsToAFixedPoint) {
    for (const char* name : {"apple_task", "exchange_invitation", "google_feed", "weekly_series"}) {
        const std::string file = PLAZO_TEST_DATA "/ical/" + std::string{name} + ".ics";
        const Ran first = run({"ical", "format", file});
        EXPECT_EQ(first.code, 0) << name;
        const Ran second = run({"ical", "format", "-"}, first.out);
        EXPECT_EQ(first.out, second.out) << name;
        EXPECT_TRUE(first.out.starts_with("BEGIN:VCALENDAR\r\n")) << name;
    }
}

TEST_F(CommandLine, FormatsOnlyCalendars) {
    const Ran ran = run({"ical", "format", "-", "--json"}, "hello\n");
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.error().at("code"), "not-icalendar");
}

std::vector<std::string> occurrences(const json& answer) {
    return answer.at("occurrences").get<std::vector<std::string>>();
}

TEST_F(CommandLine, ExpandsRulesLineByLine) {
    using Times = std::vector<std::string>;
    const Ran ran =
        run({"ical", "expand", "--jsonl"},
            R"({"dtstart":"20260105T090000","tzid":null,"rrule":"FREQ=WEEKLY;BYDAY=TU","limit":2}
{"dtstart":"20260105T090000","tzid":null,"rrule":"FREQ=DAILY","until":"20260107T090000","limit":9}
{"dtstart":"20260105T090000","tzid":null,"rrule":"FREQ=DAILY","until":"20260107T085959","limit":9}
{"dtstart":"20260105T090000","rrule":"FREQ=DAILY;COUNT=2","rdates":["20260110T100000"]}
{"dtstart":"20260105T090000","rrule":"FREQ=DAILY;COUNT=3","exdates":["20260106T090000"]}
{"dtstart":"20260328T023000","tzid":"Europe/Madrid","rrule":"FREQ=DAILY;COUNT=3"}
{"dtstart":"20260105T090000","tzid":"Europe/Madrid","rrule":"FREQ=DAILY;UNTIL=20260107T080000Z"}
)");
    const std::vector<json> answers = ran.lines();
    ASSERT_EQ(answers.size(), 7U);
    // A Monday that the rule does not match is left out.
    EXPECT_EQ(occurrences(answers[0]), (Times{"20260106T090000", "20260113T090000"}));
    EXPECT_EQ(answers[0].at("truncated"), true);
    EXPECT_EQ(occurrences(answers[1]),
              (Times{"20260105T090000", "20260106T090000", "20260107T090000"}));
    EXPECT_EQ(answers[1].at("truncated"), false);
    EXPECT_EQ(occurrences(answers[2]), (Times{"20260105T090000", "20260106T090000"}));
    EXPECT_EQ(occurrences(answers[3]),
              (Times{"20260105T090000", "20260106T090000", "20260110T100000"}));
    EXPECT_EQ(occurrences(answers[4]), (Times{"20260105T090000", "20260107T090000"}));
    // 02:30 is skipped by the clocks of Madrid on 29 March, and nominal all the same.
    EXPECT_EQ(occurrences(answers[5]),
              (Times{"20260328T023000", "20260329T023000", "20260330T023000"}));
    EXPECT_EQ(occurrences(answers[6]),
              (Times{"20260105T090000", "20260106T090000", "20260107T090000"}));
}

TEST_F(CommandLine, ExpandsAnEventFromItsStartAndWithItsOverrides) {
    const std::string text = calendar_with(
                                 "DTSTART;TZID=Europe/Madrid:20260105T090000\r\n"
                                 "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4\r\n") +
                             calendar_with(
                                 "RECURRENCE-ID;TZID=Europe/Madrid:20260113T090000\r\n"
                                 "DTSTART;TZID=Europe/Madrid:20260114T120000\r\n");
    const std::vector<std::string> expected = {"20260105T090000", "20260106T090000",
                                               "20260114T120000", "20260120T090000"};
    const Ran by_line = run({"ical", "expand", "--jsonl"}, json{{"ics", text}}.dump());
    EXPECT_EQ(occurrences(by_line.lines().at(0)), expected) << by_line.out;
    const Ran by_file = run({"ical", "expand", write("a.ics", text), "--json"});
    EXPECT_EQ(occurrences(by_file.json()), expected) << by_file.out;
}

TEST_F(CommandLine, RefusesWhatCannotBeExpanded) {
    const std::vector<std::pair<std::string, std::string>> bad = {
        {R"({"dtstart":"20260105T090000","rrule":"FREQ=OFTEN"})", "/rrule"},
        {R"({"rrule":"FREQ=DAILY"})", "/dtstart"},
        {R"({"dtstart":"5 January","rrule":"FREQ=DAILY"})", "/dtstart"},
        {R"({"dtstart":"20260105T090000","rrule":"FREQ=DAILY","limit":0})", "/limit"},
        {R"({"dtstart":"20260105T090000","rrule":"FREQ=DAILY","until":"soon"})", "/until"},
        {R"({"dtstart":"20260105T090000","rrule":"FREQ=DAILY","rdates":["x"]})", "/rdates"},
        {R"({"dtstart":"20260105T090000","rule":"FREQ=DAILY"})", "/rule"},
        {R"({"ics":"hello"})", "/ics"},
        {R"({"dtstart":"20260105T090000","tzid":"X","rrule":"FREQ=DAILY;UNTIL=20260107T080000Z"})",
         "/tzid"},
    };
    std::string input;
    for (const auto& [line, pointer] : bad) input += line + "\n";
    const std::vector<json> answers = run({"ical", "expand", "--jsonl"}, input).lines();
    ASSERT_EQ(answers.size(), bad.size());
    for (std::size_t i = 0; i < bad.size(); ++i) {
        EXPECT_EQ(answers[i].at("error").at("pointer"), bad[i].second) << answers[i];
    }
}

}  // namespace
}  // namespace plazo::app
