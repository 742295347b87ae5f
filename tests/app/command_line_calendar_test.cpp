// plazo calendar ...: with a store of its own, and without any.
#include <gtest/gtest.h>

#include <string>

#include "tests/app/command_line.h"

namespace plazo::app {
namespace {

using nlohmann::json;

class CalendarCommand : public CommandLine {
  protected:
    CalendarCommand() { set("PLAZO_STORE_URL", "sqlite://" + path("plazo.db")); }

    void add_repository() {
        const Ran ran =
            run({"repository", "add", "acme", "--no-test", "--tenant", "acme.es", "--client",
                 "11111111-2222-3333-4444-555555555555", "--mailbox", "plazos@acme.es"});
        ASSERT_EQ(ran.code, 0) << ran.err;
    }
};

TEST_F(CalendarCommand, CountsByAReadyCalendarWithoutAStore) {
    const Ran ran =
        run({"calendar", "count", "es-madrid", "--from", "2026-11-23T09:30", "--term", "P10D"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out.substr(0, 34), "2026-12-09T09:30:00 Europe/Madrid\n");
    EXPECT_NE(ran.out.find("  2026-11-28 Saturday\n"), std::string::npos) << ran.out;
    const Ran back = run({"calendar", "count", "es-md", "--from", "2026-12-09", "--term", "P1D",
                          "--back", "--at", "09:00", "--json"});
    EXPECT_EQ(back.json().at("due"), "2026-12-04T09:00:00");
    const Ran legal = run({"calendar", "count", "es-md", "--from", "2026-07-30T12:00", "--term",
                           "P2D", "--rule", "es-judicial", "--json"});
    EXPECT_EQ(legal.json().at("due"), "2026-09-01T23:59:00");
}

TEST_F(CalendarCommand, CountsLineByLineAndABadLineSpoilsNoOther) {
    const Ran ran = run({"calendar", "count", "--jsonl"},
                        R"({"calendar":"es-md","from":"2026-11-23","term":"P10D","at":"14:00"}
{"calendar":"es-madriz","from":"2026-11-23","term":"P10D"}
{"calendar":"de","from":"2026-12-24T12:00","term":"PT8H"}
)");
    const std::vector<json> answers = ran.lines();
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0].at("due"), "2026-12-09T14:00:00");
    EXPECT_EQ(answers[1].at("error").at("pointer"), "/calendar");
    EXPECT_EQ(answers[2].at("due"), "2026-12-28T12:00:00");
}

TEST_F(CalendarCommand, SavesShowsListsAndCountsByACalendarOfARepository) {
    add_repository();
    const Ran added = run({"calendar", "add", "office", "--repository", "acme", "--holidays",
                           "es-madrid", "--hours", "mon-thu 09:00-14:00,15:00-18:00", "--hours",
                           "fri 08:00-15:00", "--off", "2026-12-09 puente"});
    ASSERT_EQ(added.code, 0) << added.err;
    const json shown = run({"calendar", "show", "office", "--repository", "acme", "--json"}).json();
    EXPECT_EQ(shown.at("week").at("fri"), "08:00-15:00");
    EXPECT_EQ(shown.at("layers").at(0).at("days").at(0).at("name"), "puente");
    const json listed = run({"calendar", "list", "--repository", "acme", "--json"}).json();
    EXPECT_EQ(listed.at("calendars").at(0).at("name"), "office");
    const Ran counted = run({"calendar", "count", "office", "--repository", "acme", "--from",
                             "2026-11-23T09:30", "--term", "P10D", "--json"});
    EXPECT_EQ(counted.json().at("due"), "2026-12-10T09:30:00");
    const json year =
        run({"calendar", "show", "office", "--repository", "acme", "--year", "2026", "--json"})
            .json();
    EXPECT_EQ(year.at("days").back().at("date"), "2026-12-25");
    EXPECT_NE(run({"calendar", "show", "es-md", "--year", "2026"}).out.find("2026-12-07"),
              std::string::npos);
}

TEST_F(CalendarCommand, TakesAWholeCalendarFromAFile) {
    add_repository();
    const Ran added = run({"calendar", "add", "plant", "--repository", "acme", "--file", "-"},
                          R"({"zone":"Europe/Berlin","week":{"mon-sun":"22:00-06:00"}})");
    EXPECT_EQ(added.code, 0) << added.err;
    const Ran broken =
        run({"calendar", "add", "plant", "--repository", "acme", "--file", "-", "--json"},
            R"({"zone":"Europe/Berlin","week":{"mon":"22:00"}})");
    EXPECT_EQ(broken.code, 2);
    EXPECT_EQ(broken.json().at("error").at("pointer"), "/week/mon");
}

const std::string holidays_2027 =
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nX-WR-CALNAME:plant\nBEGIN:VEVENT\nUID:a\n"
    "SUMMARY:Inventory\nDTSTART;VALUE=DATE:20270111\nDTEND;VALUE=DATE:20270113\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:b\nSUMMARY:New Year\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\n"
    "END:VEVENT\nBEGIN:VEVENT\nUID:c\nSUMMARY:Party\nDTSTART:20270108T180000Z\nEND:VEVENT\n"
    "END:VCALENDAR\n";

TEST_F(CalendarCommand, ImportsHolidaysAsALayerAndCountsByThem) {
    add_repository();
    ASSERT_EQ(run({"calendar", "add", "office", "--repository", "acme", "--zone", "Europe/Madrid",
                   "--off", "2027-01-14 puente"})
                  .code,
              0);
    const std::vector<std::string> import = {"calendar",     "import", "office", "-",
                                             "--repository", "acme",   "--json"};
    const Ran ran = run(import, holidays_2027);
    ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
    EXPECT_EQ(ran.json().at("layer").at("name"), "plant");
    EXPECT_EQ(ran.json().at("layer").at("covers").at("from"), 2027);
    EXPECT_EQ(ran.json().at("layer").at("days").size(), 2U);
    EXPECT_EQ(ran.json().at("events").size(), 3U);
    EXPECT_EQ(ran.json().at("events").at(2).at("action"), "skip");
    const Ran counted = run({"calendar", "count", "office", "--repository", "acme", "--from",
                             "2027-01-08", "--term", "P1D", "--at", "10:00", "--json"});
    EXPECT_EQ(counted.json().at("due"), "2027-01-13T10:00:00") << counted.out << counted.err;
    // Once more: the layer is replaced, and the other one stays.
    ASSERT_EQ(run(import, holidays_2027).code, 0);
    const json shown = run({"calendar", "show", "office", "--repository", "acme", "--json"}).json();
    EXPECT_EQ(shown.at("layers").size(), 2U);
}

TEST_F(CalendarCommand, ShowsTheHolidaysOfAFileWithoutSavingThem) {
    add_repository();
    ASSERT_EQ(run({"calendar", "add", "office", "--repository", "acme", "--zone", "UTC"}).code, 0);
    const Ran ran = run({"calendar", "import", "office", "-", "--repository", "acme", "--dry-run",
                         "--years", "2026-2027", "--layer", "other", "--level", "local"},
                        holidays_2027);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("2027-01-11  2027-01-12  Inventory\n"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("stdin:17:1: warning: \"Party\" is left out"), std::string::npos)
        << ran.out;
    EXPECT_NE(ran.out.find("not saved: layer other of office, 2026 to 2027"), std::string::npos);
    const json shown = run({"calendar", "show", "office", "--repository", "acme", "--json"}).json();
    EXPECT_FALSE(shown.contains("layers"));
}

TEST_F(CalendarCommand, RefusesHolidaysThatCannotBe) {
    add_repository();
    ASSERT_EQ(run({"calendar", "add", "office", "--repository", "acme", "--zone", "UTC"}).code, 0);
    const auto import = [&](std::vector<std::string> more, const std::string& text) {
        std::vector<std::string> words = {"calendar", "import", "office", "-", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words, text);
    };
    EXPECT_EQ(import({}, holidays_2027).code, 2);
    EXPECT_EQ(import({"--repository", "acme", "--years", "soon"}, holidays_2027).code, 2);
    EXPECT_EQ(import({"--repository", "acme", "--years", "2028-2026"}, holidays_2027).code, 2);
    EXPECT_EQ(import({"--repository", "acme", "--level", "galactic"}, holidays_2027).code, 2);
    const Ran html = import({"--repository", "acme"}, "<html>");
    EXPECT_EQ(html.code, 2);
    EXPECT_EQ(html.json().at("error").at("code"), "not-icalendar");
    const Ran none = import({"--repository", "acme", "--years", "2019"}, holidays_2027);
    EXPECT_EQ(none.code, 1);
    EXPECT_EQ(none.json().at("error").at("code"), "no-holidays");
    EXPECT_EQ(import({"--repository", "acme", "--layer", std::string(65, 'x')}, holidays_2027).code,
              2);
    const Ran unknown =
        run({"calendar", "import", "plant", "-", "--repository", "acme", "--json"}, holidays_2027);
    EXPECT_EQ(unknown.code, 5);
    EXPECT_NE(unknown.json().at("error").at("hint").get<std::string>().find("calendar add plant"),
              std::string::npos);
    EXPECT_EQ(run({"calendar", "import", "office", "/nowhere.ics", "--repository", "acme"}).code,
              5);
}

TEST_F(CalendarCommand, WhatIsNotThereOrCannotBeIsSaid) {
    EXPECT_EQ(run({"calendar", "show", "es-madriz"}).code, 5);
    EXPECT_EQ(run({"calendar", "count", "es-md", "--from", "soon", "--term", "P1D"}).code, 2);
    EXPECT_EQ(run({"calendar", "count", "es-md", "--from", "2026-11-23", "--term", "P1W"}).code, 2);
    EXPECT_EQ(run({"calendar", "show", "es-md", "--year", "2071"}).code, 2);
    EXPECT_EQ(run({"calendar"}).code, 2);
}

}  // namespace
}  // namespace plazo::app
