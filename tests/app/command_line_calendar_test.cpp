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

TEST_F(CalendarCommand, WhatIsNotThereOrCannotBeIsSaid) {
    EXPECT_EQ(run({"calendar", "show", "es-madriz"}).code, 5);
    EXPECT_EQ(run({"calendar", "count", "es-md", "--from", "soon", "--term", "P1D"}).code, 2);
    EXPECT_EQ(run({"calendar", "count", "es-md", "--from", "2026-11-23", "--term", "P1W"}).code, 2);
    EXPECT_EQ(run({"calendar", "show", "es-md", "--year", "2071"}).code, 2);
    EXPECT_EQ(run({"calendar", "import", "office", "x.ics"}).code, 2);
    EXPECT_EQ(run({"calendar"}).code, 2);
}

}  // namespace
}  // namespace plazo::app
