// How reminders go out: each once, whatever becomes of the answers.
#include <gtest/gtest.h>

#include "tests/app/desk.h"
#include "tests/app/drafting_mailbox.h"
#include "tests/scheduler/world.h"

namespace plazo::app::testing {
namespace {

using nlohmann::json;
using scheduler::Ending;
using scheduler::Settled;
using scheduler::testing::acme;
using scheduler::testing::at;
using scheduler::testing::message;
using scheduler::testing::upsert;
using std::chrono::hours;
using std::chrono::seconds;
using Failure = DraftingMailbox::Failure;

/// Two days before the deadline of upsert(), at nine.
const timezone::Instant due = at("2026-12-13T08:00:00Z");

const std::vector<std::string> all_roles = {"Calendars.ReadWrite", "Mail.Send", "Mail.ReadWrite"};

class Reminders : public ::testing::Test {
  protected:
    void begin() {
        desk.take(upsert());
        desk.run_until(due - seconds{1});
        mailbox.requests.clear();
    }
    void run_for(seconds duration) { desk.run_for(duration); }
    /// How the reminder ended; nothing: it has not.
    std::optional<Ending> ending() {
        for (const Settled& each : desk.history()) {
            if (each.step.kind == scheduler::Step::Kind::reminder) return each.ending;
        }
        return std::nullopt;
    }

    DraftingMailbox mailbox{all_roles};
    Desk desk{mailbox.handler(), acme()};
};

TEST_F(Reminders, AreDraftsThatAreSentWhereTheRoleAllowsIt) {
    begin();
    run_for(seconds{1});
    EXPECT_EQ(mailbox.requests, (std::vector<std::string>{"POST messages", "POST send"}));
    EXPECT_EQ(ending(), Ending::done);
    EXPECT_EQ(mailbox.delivered, 1);
}

TEST_F(Reminders, WhoseSendingIsCutOffAfterwardsAreFoundSent) {
    mailbox.fail("POST", "/send", {.after = true, .cut = true});
    begin();
    run_for(seconds{29});
    EXPECT_EQ(mailbox.count("GET messages"), 0U) << "Exchange has not settled yet";
    run_for(seconds{3});
    EXPECT_EQ(mailbox.count("GET messages"), 1U);
    EXPECT_EQ(ending(), Ending::done);
    run_for(hours{100});
    EXPECT_EQ(mailbox.delivered, 1);
}

TEST_F(Reminders, WhoseSendingIsCutOffBeforehandAreSentAgainFromTheSameDraft) {
    mailbox.fail("POST", "/send", {.cut = true});
    begin();
    run_for(seconds{31});
    EXPECT_EQ(mailbox.delivered, 1);
    EXPECT_EQ(ending(), Ending::done);
    EXPECT_EQ(mailbox.count("POST messages"), 1U);
    EXPECT_EQ(mailbox.drafts(), 0U);
}

TEST_F(Reminders, WhoseDraftIsInDoubtAreFoundByTheirId) {
    mailbox.fail("POST", "/messages", {.after = true, .cut = true});
    begin();
    run_for(seconds{60});
    EXPECT_EQ(mailbox.count("POST messages"), 1U) << "no second draft";
    EXPECT_EQ(mailbox.delivered, 1);
    EXPECT_EQ(ending(), Ending::done);
}

TEST_F(Reminders, WhoseDraftNeverCameAboutAreWrittenAnew) {
    mailbox.fail("POST", "/messages", {.cut = true});
    begin();
    run_for(seconds{60});
    EXPECT_EQ(mailbox.delivered, 1);
    EXPECT_EQ(ending(), Ending::done);
}

TEST_F(Reminders, AreNeitherLostNorRepeatedWhereverTheProcessDies) {
    for (const char* path : {"/messages", "/send"}) {
        for (const bool after : {false, true}) {
            DraftingMailbox other{all_roles};
            Desk office{other.handler(), acme()};
            other.fail("POST", path, {.after = after, .hang = true});
            office.take(upsert());
            office.run_until(due + seconds{1});
            office.crash();
            office.run_for(hours{1});
            EXPECT_EQ(other.delivered, 1) << path << after;
            EXPECT_EQ(other.drafts(), 0U) << path << after;
            EXPECT_TRUE(office.outbox().empty()) << path << after;
        }
    }
}

TEST_F(Reminders, OfADeadlineThatIsDoneMeanwhileAreNotSentAndTheirDraftIsDeleted) {
    mailbox.fail("POST", "/send", {.cut = true});
    begin();
    run_for(seconds{10});
    EXPECT_EQ(mailbox.drafts(), 1U) << "the stage is set";
    desk.take(message("complete", 8));
    run_for(hours{1});
    EXPECT_EQ(mailbox.delivered, 0);
    EXPECT_EQ(mailbox.drafts(), 0U);
    EXPECT_EQ(ending(), Ending::dropped);
}

TEST_F(Reminders, OfADeadlineThatMovedMeanwhileGoOutWhenTheNewOneIsDue) {
    mailbox.fail("POST", "/send", {.cut = true});
    begin();
    run_for(seconds{10});
    json moved = message("move", 8);
    moved["data"]["deadline"]["due"] = {{"at", "2026-12-20T14:00:00"}};
    desk.take(moved);
    run_for(hours{1});
    EXPECT_EQ(mailbox.delivered, 0);
    EXPECT_EQ(mailbox.drafts(), 0U);
    desk.run_until(at("2026-12-18T08:00:30Z"));
    EXPECT_EQ(mailbox.delivered, 1);
    EXPECT_EQ(ending(), Ending::done);
}

TEST_F(Reminders, WhoseDraftSomebodyDeletedMayHaveBeenSent) {
    mailbox.fail("POST", "/send", {.cut = true});
    begin();
    run_for(seconds{10});
    mailbox.delete_drafts();
    run_for(hours{1});
    EXPECT_EQ(mailbox.delivered, 0);
    EXPECT_EQ(ending(), Ending::unknown);
}

TEST_F(Reminders, ThatAreThrottledGoOutLaterFromTheSameDraft) {
    mailbox.fail("POST", "/send",
                 {.status = 429, .code = "ApplicationThrottled", .retry_after = "90"});
    begin();
    run_for(seconds{80});
    EXPECT_EQ(mailbox.delivered, 0);
    run_for(seconds{60});
    EXPECT_EQ(mailbox.delivered, 1);
    EXPECT_EQ(mailbox.count("POST messages"), 1U);
}

TEST_F(Reminders, ThatCannotBeLookedAtAreGivenUpAsUnknown) {
    mailbox.fail("POST", "/send", {.after = true, .cut = true});
    for (int i = 0; i < 1000; ++i) mailbox.fail("GET", "/D1", {.status = 503});
    begin();
    run_for(hours{71});
    EXPECT_EQ(ending(), std::nullopt);
    run_for(hours{3});
    EXPECT_EQ(ending(), Ending::unknown);
    EXPECT_EQ(mailbox.delivered, 1);
}

TEST_F(Reminders, ThatAreRefusedLeaveNoDraftBehind) {
    mailbox.fail("POST", "/send", {.status = 400, .code = "ErrorInvalidRecipients"});
    begin();
    run_for(seconds{5});
    EXPECT_EQ(ending(), Ending::refused);
    EXPECT_EQ(mailbox.drafts(), 0U);
}

TEST(RemindersByMailSend, NeedNoFurtherRole) {
    using Roles = std::optional<std::vector<std::string>>;
    for (const Roles& roles : {Roles{{"Mail.Send"}}, Roles{}}) {
        DraftingMailbox mailbox{roles};
        Desk desk{mailbox.handler(), acme()};
        desk.take(upsert());
        desk.run_until(due + seconds{1});
        EXPECT_EQ(mailbox.requests, std::vector<std::string>{"POST sendMail"});
        EXPECT_EQ(mailbox.delivered, 1);
    }
}

struct Answer {
    int status;
    const char* code;
    const char* retry_after;
    Ending ending;
    std::size_t tries;
};

TEST(RemindersByMailSend, AreRepeatedOnlyWhereGraphRefusedToTakeThem) {
    for (const Answer& each : {Answer{429, "ApplicationThrottled", "20", Ending::done, 2},
                               Answer{429, "TooManyRequests", "", Ending::done, 2},
                               Answer{403, "ErrorAccessDenied", "", Ending::done, 2},
                               Answer{503, "ErrorServerBusy", "20", Ending::unknown, 1},
                               Answer{503, "ApplicationThrottled", "20", Ending::unknown, 1},
                               Answer{504, "UnknownError", "", Ending::unknown, 1},
                               Answer{400, "ErrorInvalidRecipients", "", Ending::refused, 1}}) {
        DraftingMailbox mailbox{{{"Mail.Send"}}};
        Failure failure;
        failure.status = each.status;
        failure.code = each.code;
        failure.retry_after = each.retry_after;
        mailbox.fail("POST", "/sendMail", failure);
        Desk desk{mailbox.handler(), acme()};
        desk.take(upsert());
        desk.run_until(due + hours{1});
        EXPECT_EQ(desk.history().front().ending, each.ending) << each.status << each.code;
        EXPECT_EQ(mailbox.requests.size(), each.tries) << each.status << each.code;
    }
}

}  // namespace
}  // namespace plazo::app::testing
