// The programs in examples/ do what they say.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/end_to_end/stage.h"

namespace plazo::end_to_end {
namespace {

using nlohmann::json;

/// An example in an environment in which `plazo` is ours.
Output example(const Stage& stage, const std::string& name, std::vector<std::string> arguments) {
    const std::string wrapper = stage.folder() + "/plazo";
    std::ofstream{wrapper} << "#!/bin/sh\nexec " << PLAZO_BINARY_DIR << "/plazo --config "
                           << stage.folder() << "/plazo.toml \"$@\"\n";
    std::vector<std::string> command = {"/usr/bin/env",
                                        "PLAZO_URL=" + stage.service_url(),
                                        "PLAZO_KEY=" + stage.key(),
                                        "REPOSITORY=acme",
                                        "PLAZO=" + wrapper,
                                        std::string{PLAZO_SOURCE_DIR} + "/examples/" + name};
    command.insert(command.end(), arguments.begin(), arguments.end());
    run({"/bin/chmod", "0755", wrapper});
    return run(command);
}

TEST(Examples, TheWorkflowTriggerInvitesOnceHoweverOftenItRuns) {
    Stage stage;
    stage.start_service();
    stage.add_repository();
    const std::vector<std::string> arguments = {"88121", "Revisar contrato", madrid(7200), luis};
    const Output first = example(stage, "workflow_trigger", arguments);
    ASSERT_EQ(first.code, 0) << first.out << first.err;
    EXPECT_EQ(json::parse(first.out).at("outcome"), "created");
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    EXPECT_EQ(example(stage, "workflow_trigger", arguments).out, first.out);
    EXPECT_EQ(stage.inbox(luis).size(), 1u);
}

TEST(Examples, TheImportInvitesAndRepeatedChangesNothing) {
    Stage stage;
    stage.add_repository();
    const std::string file = stage.folder() + "/one.ics";
    std::ofstream{file}
        << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
           "UID:one@example\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Firma\r\n"
           "ORGANIZER:mailto:plazos@acme.example\r\nATTENDEE:mailto:ana@acme.example\r\n"
           "DTSTART:29990105T090000Z\r\nDTEND:29990105T100000Z\r\nEND:VEVENT\r\n"
           "END:VCALENDAR\r\n";
    for (int times = 0; times < 2; ++times) {
        const Output imported = example(stage, "calendar_import", {file, "acme"});
        ASSERT_EQ(imported.code, 0) << imported.out << imported.err;
    }
    EXPECT_EQ(stage.count(ana, "invitation"), 1);
    EXPECT_EQ(stage.inbox(ana).size(), 1u);
}

TEST(Examples, RemindersMayRunAsOftenAsCronLikes) {
    Stage stage;
    stage.add_repository();
    for (int times = 0; times < 2; ++times) {
        EXPECT_EQ(example(stage, "reminders", {"acme"}).code, 0);
    }
    EXPECT_EQ(example(stage, "reminders", {}).code, 2);
}

}  // namespace
}  // namespace plazo::end_to_end
