#include "scheduler/letter.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using testing::acme;
using testing::local;

Deadline review() {
    Deadline deadline;
    deadline.id = "dl_1";
    deadline.repository = "acme";
    deadline.title = "Revisar contrato";
    deadline.description = "Mirar la **cláusula 4**";
    deadline.document = {"88121", "CONTRATO-000021", "Contrato de alquiler", "",
                         "https://portal.example.com/doc/88121"};
    deadline.due = Due{local("2026-12-15T14:00:00"), false, "Europe/Madrid"};
    return deadline;
}

Assignee luis() {
    Assignee assignee;
    assignee.address = "luis@acme.es";
    assignee.name = "Luis Gil";
    return assignee;
}

graph::Mail mail_to(const Assignee& assignee, const Deadline& deadline = review()) {
    return reminder_letter(deadline, acme(), assignee, false);
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(SpelledOut, ADateIsWrittenInWordsWithItsZone) {
    const Due due = *review().due;
    EXPECT_EQ(spelled_out(due, "es"), "martes, 15 de diciembre de 2026, 14:00 (Europe/Madrid)");
    EXPECT_EQ(spelled_out(due, "en"), "Tuesday, 15 December 2026, 14:00 (Europe/Madrid)");
    const Due day{local("2026-03-01T00:00:00"), true, "Atlantic/Canary"};
    EXPECT_EQ(spelled_out(day, "es"), "domingo, 1 de marzo de 2026, todo el día (Atlantic/Canary)");
    EXPECT_EQ(spelled_out(day, "en"), "Sunday, 1 March 2026, all day (Atlantic/Canary)");
}

TEST(Letter, AColleagueReadsCodeAndDescription) {
    const graph::Mail mail = mail_to(luis());
    EXPECT_EQ(mail.to_address, "luis@acme.es");
    EXPECT_EQ(mail.to_name, "Luis Gil");
    EXPECT_EQ(mail.subject,
              "Recordatorio: Revisar contrato - martes, 15 de diciembre de 2026, 14:00 "
              "(Europe/Madrid)");
    EXPECT_TRUE(contains(mail.body_html, "Documento: CONTRATO-000021 Contrato de alquiler"));
    EXPECT_TRUE(contains(mail.body_html, "<strong>cláusula 4</strong>"));
    EXPECT_TRUE(contains(mail.body_html, "href=\"https://portal.example.com/doc/88121\""))
        << mail.body_html;
}

TEST(Letter, OutsidersReadNeitherCodeNorDescription) {
    Assignee external = luis();
    external.address = "eva@example.com";
    Assignee collaborator = luis();
    collaborator.collaborator = true;
    for (const Assignee& outsider : {external, collaborator}) {
        const graph::Mail mail = mail_to(outsider);
        EXPECT_TRUE(contains(mail.body_html, "Contrato de alquiler"));
        EXPECT_TRUE(contains(mail.body_html, "https://portal.example.com/doc/88121"));
        EXPECT_FALSE(contains(mail.body_html + mail.subject, "CONTRATO-000021"));
        EXPECT_FALSE(contains(mail.body_html, "cláusula"));
    }
}

TEST(Letter, AnInvitationIsReadByAllAndHoldsNeither) {
    const std::string body = event_body(review(), acme());
    EXPECT_TRUE(contains(body, "Revisar contrato"));
    EXPECT_TRUE(contains(body, "Vence: martes, 15 de diciembre de 2026"));
    EXPECT_FALSE(contains(body, "CONTRATO-000021"));
    EXPECT_FALSE(contains(body, "cláusula"));
}

TEST(Letter, TextsFromOutsideAreEscaped) {
    Deadline deadline = review();
    deadline.title = "<script>alert(1)</script> & \"co\"";
    deadline.document.name = "<img src=x onerror=y>";
    deadline.document.url = "https://x/\"><script>z</script>";
    Repository repository = acme();
    repository.display_name = "<b>Acme</b>";
    const graph::Mail mail = reminder_letter(deadline, repository, luis(), false);
    const std::string event = event_body(deadline, repository);
    for (const std::string& body : {mail.body_html, event}) {
        EXPECT_FALSE(contains(body, "<script")) << body;
        EXPECT_FALSE(contains(body, "<img")) << body;
        EXPECT_FALSE(contains(body, "<b>")) << body;
        EXPECT_FALSE(contains(body, "/\">")) << body;
        EXPECT_TRUE(contains(body, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;"));
    }
    EXPECT_TRUE(contains(mail.subject, deadline.title)) << "a subject is no HTML";
}

TEST(Letter, ATextThatLooksLikeATemplateStaysText) {
    Deadline deadline = review();
    deadline.title = "{{description}} {{{url}}} {{#document}}";
    deadline.description = "secret {{title}}";
    const std::string body = event_body(deadline, acme());
    EXPECT_TRUE(contains(body, "{{description}} {{{url}}} {{#document}}")) << body;
    EXPECT_FALSE(contains(body, "secret"));
}

TEST(Letter, ADescriptionHasNoRawHtmlAndNoDangerousLinks) {
    Deadline deadline = review();
    deadline.description =
        "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> "
        "[a](javascript:alert(1)) [b](vbscript:x) [c](data:text/html,x) [d](https://acme.es)";
    const std::string body = mail_to(luis(), deadline).body_html;
    EXPECT_FALSE(contains(body, "<script"));
    EXPECT_FALSE(contains(body, "onerror"));
    EXPECT_FALSE(contains(body, "javascript:"));
    EXPECT_FALSE(contains(body, "vbscript:"));
    EXPECT_FALSE(contains(body, "data:text"));
    EXPECT_TRUE(contains(body, "<a href=\"https://acme.es\">d</a>"));
}

TEST(Letter, IsInTheLanguageOfTheReaderElseOfTheRepository) {
    Assignee english = luis();
    english.locale = "en";
    const graph::Mail mail = mail_to(english);
    EXPECT_TRUE(mail.subject.starts_with("Reminder: Revisar contrato - Tuesday, 15 December"));
    EXPECT_TRUE(contains(mail.body_html, "Open the document"));
    Repository repository = acme();
    repository.language = "en";
    EXPECT_TRUE(contains(event_body(review(), repository), "Due: Tuesday"));
    EXPECT_TRUE(
        reminder_letter(review(), repository, luis(), true).subject.starts_with("Overdue: "));
}

TEST(Letter, AnOverdueOneSaysSo) {
    EXPECT_TRUE(reminder_letter(review(), acme(), luis(), true).subject.starts_with("Vencido: "));
}

TEST(Letter, AnswersGoToWhoeverSetTheDeadlineIfThatIsAnAddress) {
    EXPECT_EQ(mail_to(luis()).reply_to, "") << "the mailbox itself";
    Deadline deadline = review();
    deadline.set_by = "ana@acme.es";
    EXPECT_EQ(mail_to(luis(), deadline).reply_to, "ana@acme.es");
    EXPECT_TRUE(contains(event_body(deadline, acme()), "Escriba a ana@acme.es"));
    deadline.set_by = "Ana Ruiz";
    EXPECT_EQ(mail_to(luis(), deadline).reply_to, "");
    EXPECT_TRUE(contains(event_body(deadline, acme()), "Escriba a plazos@acme.es"));
}

TEST(Letter, WithoutDocumentOrLinkLeavesThemOut) {
    Deadline deadline = review();
    deadline.document = {};
    deadline.description.clear();
    const std::string body = mail_to(luis(), deadline).body_html;
    EXPECT_FALSE(contains(body, "Documento"));
    EXPECT_FALSE(contains(body, "<a "));
}

TEST(Cancellation, SaysWhetherItIsDoneOrNoLongerNeeded) {
    Deadline deadline = review();
    deadline.status = Status::cancelled;
    EXPECT_EQ(cancellation_comment(deadline, acme(), {}), "Anulado; no hay nada que hacer.");
    deadline.reason = "Contrato retirado";
    EXPECT_EQ(cancellation_comment(deadline, acme(), {}),
              "Contrato retirado. Anulado; no hay nada que hacer.");
    deadline.status = Status::completed;
    EXPECT_EQ(cancellation_comment(deadline, acme(), {}), "Completado; no hay nada que hacer.");
    deadline.completed_by = "Ana {who}";
    EXPECT_EQ(cancellation_comment(deadline, acme(), {}),
              "Completado por Ana {who}; no hay nada que hacer.");
}

TEST(Cancellation, TellsOutsidersNeitherWhoNorWhy) {
    Deadline deadline = review();
    deadline.assignees = {luis(), luis()};
    deadline.assignees[1].address = "client@example.com";
    deadline.status = Status::completed;
    deadline.completed_by = "Luis";
    EXPECT_EQ(cancellation_comment(deadline, acme(), {}), "Completado; no hay nada que hacer.");
    deadline.status = Status::cancelled;
    deadline.reason = "Documento anulado";
    EXPECT_EQ(cancellation_comment(deadline, acme(), {}), "Anulado; no hay nada que hacer.");
}

TEST(Cancellation, TellsNobodyWhoIsStillOnTheListOfAnEventThatAnOutsiderReads) {
    Deadline deadline = review();
    deadline.assignees = {luis()};
    deadline.status = Status::cancelled;
    deadline.reason = "Documento anulado";
    EXPECT_EQ(cancellation_comment(deadline, acme(), {"luis@acme.es", "client@example.com"}),
              "Anulado; no hay nada que hacer.");
    EXPECT_EQ(cancellation_comment(deadline, acme(), {"luis@acme.es"}),
              "Documento anulado. Anulado; no hay nada que hacer.");
}

TEST(Cancellation, OfAnEventThatMovesToAnotherOrganiserSaysSo) {
    EXPECT_EQ(cancellation_comment(review(), acme(), {}),
              "Cambia el organizador; recibirá una nueva invitación.");
}

TEST(Rehearsal, EveryMailGoesToOneAddressAndSaysForWhomItWas) {
    Repository repository = acme();
    repository.redirect_to = "pruebas@acme.es";
    const graph::Mail mail = reminder_letter(review(), repository, luis(), false);
    EXPECT_EQ(mail.to_address, "pruebas@acme.es");
    EXPECT_EQ(mail.to_name, "");
    EXPECT_TRUE(mail.subject.starts_with("[Ensayo para luis@acme.es] Recordatorio: "));
    EXPECT_EQ(rehearsal_subject("x", "luis@acme.es", "en"), "[Rehearsal for luis@acme.es] x");
}

TEST(TestLetter, NamesMailboxAndRepository) {
    const graph::Mail mail = test_letter(acme(), "ana@acme.es");
    EXPECT_EQ(mail.to_address, "ana@acme.es");
    EXPECT_TRUE(contains(mail.body_html, "plazos@acme.es"));
    EXPECT_TRUE(contains(mail.body_html, "acme"));
}

}  // namespace
}  // namespace plazo::scheduler
