#include <gtest/gtest.h>

#include "tests/sandbox/page_scene.h"

namespace plazo::sandbox {
namespace {

const std::string luiss = "/mailboxes/luis%40plazo.test/";

json letter(const std::string& subject, const std::string& html) {
    return {{"message",
             {{"subject", subject},
              {"body", {{"contentType", "html"}, {"content", html}}},
              {"toRecipients", {{{"emailAddress", {{"address", ana}}}}}}}}};
}

void send_mail(Scene& scene, const std::string& subject, const std::string& html) {
    const auto sent = scene.graph("POST", "/users/" + luis + "/sendMail", letter(subject, html));
    EXPECT_EQ(sent.response.status, 202) << sent.response.body;
}

TEST(PageMail, ShowsAnInvitationInTheZoneAndLanguageOfWhoGotIt) {
    Scene scene;
    json body = meeting();
    body["attendees"] = {attendee(ana)};
    body["start"] = when("2026-03-30T10:00:00", "Europe/London");
    body["end"] = when("2026-03-30T11:00:00", "Europe/London");
    scene.graph("POST", "/users/" + luis + "/events", body).expect(201);
    const std::string page = page_at(scene, anas + "inbox/1");
    EXPECT_TRUE(has(page, "<section class=\"card\" lang=\"es\">"));
    EXPECT_TRUE(has(page, "Invitación"));
    EXPECT_TRUE(has(page, "lunes, 30 de marzo de 2026, 11:00–12:00"));
    EXPECT_TRUE(has(page, "Luis &lt;luis@plazo.test&gt;"));
    EXPECT_TRUE(has(page, "BEGIN:VCALENDAR"));
    EXPECT_TRUE(has(page, "MIME-Version: 1.0"));
}

TEST(PageMail, ShowsTheOrganizersZoneToPeopleOutside) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    const std::string page = page_at(scene, "/mailboxes/zoe%40elsewhere.test/inbox/1");
    EXPECT_TRUE(has(page, "Monday, March 16, 2026, 10:00 AM–10:30 AM"));
    EXPECT_TRUE(has(page, "Romance Standard Time"));
}

TEST(PageMail, KeepsTheDateOfWholeDaysAndPutsTheRuleIntoWords) {
    Scene scene;
    json body = meeting();
    body["attendees"] = {attendee(ana)};
    body["isAllDay"] = true;
    body["start"] = when("2026-03-16T00:00:00", "Tokyo Standard Time");
    body["end"] = when("2026-03-18T00:00:00", "Tokyo Standard Time");
    body["recurrence"] = {
        {"pattern", {{"type", "absoluteMonthly"}, {"interval", 2}, {"dayOfMonth", 16}}},
        {"range", {{"type", "noEnd"}, {"startDate", "2026-03-16"}}}};
    scene.graph("POST", "/users/" + luis + "/events", body).expect(201);
    const std::string page = page_at(scene, anas + "inbox/1");
    EXPECT_TRUE(has(page, "lunes, 16 de marzo de 2026 – martes, 17 de marzo de 2026<"));
    EXPECT_TRUE(has(page, "Cada 2 meses: día 16<"));
}

TEST(PageMail, SaysWhichOtherTimeSomebodyProposes) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene
        .admin("POST", "/answers",
               {{"mailbox", luis},
                {"iCalUId", made["iCalUId"]},
                {"response", "tentative"},
                {"proposed",
                 {{"start", when("2026-03-17T09:00:00", "Europe/London")},
                  {"end", when("2026-03-17T10:00:00", "Europe/London")}}}})
        .expect(200);
    const std::string mail = page_at(scene, anas + "inbox/1");
    EXPECT_TRUE(has(mail, "<dt>Propone</dt><dd>martes, 17 de marzo de 2026, 10:00–11:00"));
    EXPECT_TRUE(has(page_at(scene, anas + "events/" + id_of(made)),
                    "Propone martes, 17 de marzo de 2026, 10:00–11:00"));
}

TEST(PageMail, KeepsTheLinesOfAText) {
    Scene scene;
    json body = letter("minutes", "");
    body["message"]["body"] = {{"contentType", "text"}, {"content", "One:\n\n  <2>"}};
    EXPECT_EQ(scene.graph("POST", "/users/" + luis + "/sendMail", body).response.status, 202);
    EXPECT_TRUE(
        has(page_at(scene, anas + "inbox/1"), "<div class=\"letter\">One:\n\n  &lt;2&gt;</div>"));
}

TEST(PageMail, SaysWhatIsNewInUpdatesAndCancellations) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene.graph("PATCH", at(made), {{"location", {{"displayName", "Room 4"}}}}).expect(200);
    scene.graph("POST", at(made) + "/cancel", {{"comment", "Not needed"}});
    EXPECT_TRUE(has(page_at(scene, luiss + "inbox/1"), ">Invitation<"));
    const std::string update = page_at(scene, luiss + "inbox/2");
    EXPECT_TRUE(has(update, "Updated invitation"));
    EXPECT_TRUE(has(update, "Room 4"));
    const std::string cancellation = page_at(scene, luiss + "inbox/3");
    EXPECT_TRUE(has(cancellation, "Cancellation"));
    EXPECT_TRUE(has(cancellation, "Not needed"));
}

TEST(PageMail, ShowsWhatWasAnswered) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    scene
        .admin("POST", "/answers",
               {{"mailbox", luis}, {"iCalUId", made["iCalUId"]}, {"response", "accept"}})
        .expect(200);
    const std::string page = page_at(scene, anas + "inbox/1");
    EXPECT_TRUE(has(page, ">Respuesta<"));
    EXPECT_TRUE(has(page, "<span class=\"badge good\">Aceptado"));
    EXPECT_TRUE(has(page, "the event as it is now"));
}

TEST(PageMail, KeepsMarkupOfAMailFromTheBrowser) {
    Scene scene;
    send_mail(scene, "<script>alert(1)</script>",
              "<style>p{}</style><header>Kept</header><p onclick=\"x()\">Hello&nbsp;you</p>"
              "<img src=\"https://example.com/x.png\"><script>alert(2)</script>");
    for (const std::string path :
         {"/", "/mailboxes/ana%40plazo.test/inbox", "/mailboxes/ana%40plazo.test/inbox/1"}) {
        const std::string page = page_at(scene, path);
        EXPECT_FALSE(has(page, "<script")) << path;
        EXPECT_FALSE(has(page, "<img")) << path;
        EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)")) << path;
    }
    EXPECT_TRUE(has(page_at(scene, anas + "inbox/1"), "<div class=\"letter\">KeptHello you</div>"));
}

TEST(PageMail, ListsTheNewestFirstAPageAtATime) {
    Scene scene;
    scene.admin("POST", "/mail", {{"messages_per_minute", 1000}}).expect(200);
    for (int i = 1; i <= 51; ++i) send_mail(scene, "mail " + std::to_string(i), "x");
    const std::string first = page_at(scene, anas + "inbox");
    EXPECT_TRUE(has(first, ">mail 51<"));
    EXPECT_FALSE(has(first, ">mail 1<"));
    EXPECT_LT(first.find(">mail 51<"), first.find(">mail 50<"));
    EXPECT_TRUE(has(first, "1–50 of 51"));
    const std::string second = page_at(scene, anas + "inbox?page=2");
    EXPECT_TRUE(has(second, ">mail 1<"));
    EXPECT_FALSE(has(second, ">mail 2<"));
    EXPECT_TRUE(has(page_at(scene, anas + "inbox?page=3", 404), "from 1 to 2"));
    EXPECT_TRUE(has(page_at(scene, anas + "inbox?page=x", 400), "page must be a number"));
    EXPECT_TRUE(has(page_at(scene, luiss + "sent"), ">mail 51<"));
    page_at(scene, anas + "inbox/52", 404);
    page_at(scene, anas + "inbox/0", 404);
}

}  // namespace
}  // namespace plazo::sandbox
