#include "scheduler/codec.h"

#include <gtest/gtest.h>

#include <limits>

#include "timezone/text.h"

namespace plazo::scheduler {
namespace {

using namespace std::chrono_literals;

/// Every member differs from its default, so that a forgotten one shows.
Deadline full_deadline() {
    Deadline deadline;
    deadline.id = "dl_00112233445566778899";
    deadline.repository = "acme";
    deadline.key = "approval";
    deadline.document = {"d-1", "PNT-014", "Limpieza de \"reactores\"", "PNT", "https://docuo/d-1"};
    deadline.due = Due{*timezone::parse_local("2026-12-15T14:00:30"), true, "Europe/Madrid"};
    deadline.assignees = {{"collaborator", "u-1", "luis@acme.es", "Luis Peña", false, "en", true},
                          {}};
    deadline.status = Status::cancelled;
    deadline.kind = "approval";
    deadline.title = "Revisar\nPNT-014";
    deadline.description = "línea 1\tlínea 2";
    deadline.priority = "high";
    deadline.organiser = "calidad@acme.es";
    deadline.event = {45min, Placement::starts_at_due, "busy"};
    deadline.reminders = {{false, {14, 3, 90s}, false, true, 9h + 30min}, {}};
    deadline.set_by = "marta@acme.es";
    deadline.completed_by = "ana@acme.es";
    deadline.reason = "no longer needed";
    deadline.marks = {
        {{1, "a"}, {2, "b"}, {3, "c"}, {std::numeric_limits<std::int64_t>::max(), "d"}}};
    deadline.revisions_are_times = true;
    return deadline;
}

Repository full_repository() {
    Repository repository;
    repository.name = "acme";
    repository.tenant = "contoso.onmicrosoft.com";
    repository.client_id = "c0ffee";
    repository.cloud = "china";
    repository.mailbox = "plazos@acme.es";
    repository.display_name = "Plazos";
    repository.time_zone = "Atlantic/Canary";
    repository.language = "en";
    repository.reminder_time = 7h + 15min;
    repository.allow = {"calidad@acme.es", "compras@acme.es"};
    repository.recipients = {"cliente.es"};
    repository.redirect_to = "pruebas@acme.es";
    return repository;
}

Intent full_intent() {
    return {"create",
            "POST",
            "/v1.0/users/plazos@acme.es/events",
            R"({"subject":"Revisar"})",
            "text/plain",
            "W/\"1\"",
            "9f1c",
            *timezone::parse_rfc3339("2026-12-15T13:00:00Z"),
            R"({"subject":"Revisar"})",
            3};
}

std::string refusal(void (*decode)(const std::string&), const std::string& text) {
    try {
        decode(text);
    } catch (const StoreError& error) {
        return error.what();
    }
    return "";
}

void read_deadline(const std::string& text) {
    decode_deadline(text);
}

TEST(Codec, ADeadlineReadsBackEqual) {
    EXPECT_EQ(decode_deadline(encode(full_deadline())), full_deadline());
    EXPECT_EQ(decode_deadline(encode(Deadline{})), Deadline{});
}

TEST(Codec, ARepositoryReadsBackEqual) {
    EXPECT_EQ(decode_repository(encode(full_repository())), full_repository());
    EXPECT_EQ(decode_repository(encode(Repository{})), Repository{});
}

TEST(Codec, AnIntentReadsBackEqualToTheByte) {
    EXPECT_EQ(decode_intent(encode(full_intent())), full_intent());
    EXPECT_EQ(decode_intent(encode(Intent{})), Intent{});
}

TEST(Codec, MissingMembersKeepTheirDefaults) {
    EXPECT_EQ(decode_deadline("{}"), Deadline{});
    EXPECT_EQ(decode_repository("{}"), Repository{});
    EXPECT_EQ(decode_intent("{}"), Intent{});
    Deadline expected;
    expected.marks[0].revision = 4;
    expected.reminders.emplace_back();
    EXPECT_EQ(decode_deadline(R"({"marks":{"due":{"revision":4}},"reminders":[{}]})"), expected);
}

TEST(Codec, MembersOfALaterVersionAreIgnored) {
    EXPECT_EQ(decode_intent(R"({"act":"mail","colour":["red"]})").act, "mail");
}

TEST(Codec, StatusAndPlacementAreStoredByName) {
    const std::string text = encode(full_deadline());
    EXPECT_NE(text.find(R"("status":"cancelled")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("placement":"starts_at_due")"), std::string::npos) << text;
}

TEST(Codec, WrongShapesAreStoreErrorsThatNameTheMember) {
    for (const auto& [text, member] : std::vector<std::pair<std::string, std::string>>{
             {"[]", "deadline"},
             {R"({"title":7})", "title"},
             {R"({"reminders":[{"offset":{"days":"one"}}]})", "days"},
             {R"({"reminders":[{"offset":{"days":1.5}}]})", "days"},
             {R"({"reminders":[{"offset":{"days":4294967296}}]})", "days"},
             {R"({"reminders":[{"offset":{"days":true}}]})", "days"},
             {R"({"marks":{"due":{"revision":18446744073709551615}}})", "revision"},
             {R"({"revisions_are_times":1})", "revisions_are_times"},
             {R"({"status":"asleep"})", "status"},
             {R"({"due":{"at":"2026-02-29T10:00:00"}})", "at"},
             {R"({"due":null})", "due"},
             {R"({"assignees":{}})", "assignees"},
             {R"({"assignees":["luis@acme.es"]})", "assignees"},
         }) {
        EXPECT_NE(refusal(&read_deadline, text).find('"' + member + '"'), std::string::npos)
            << text;
    }
}

TEST(Codec, TextThatIsNoJsonIsAStoreError) {
    EXPECT_THROW(decode_deadline(""), StoreError);
    EXPECT_THROW(decode_repository("{"), StoreError);
    EXPECT_THROW(decode_intent(std::string(100'000, '[')), StoreError);
}

}  // namespace
}  // namespace plazo::scheduler
