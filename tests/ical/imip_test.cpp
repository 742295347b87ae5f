#include "ical/imip.h"

#include "ical/imip_encoding.h"
#include "itip_fixture.h"

namespace plazo::ical {
namespace {

Message request() {
    return make_message(Method::request, {meeting()}, madrid(), now);
}

Mail letter() {
    return {.from = {boss, "The Boss"},
            .to = {{ann, "Doe, \"Ann\""}, {bob}},
            .subject = "Budget – März",
            .text = "On Monday at nine.\n"};
}

/// A mail of one part.
std::string one_part(const std::string& fields, const std::string& body) {
    return "From: a@example.com\r\nMIME-Version: 1.0\r\n" + fields + "\r\n\r\n" + body;
}

std::string small_calendar(const std::string& line = "METHOD:PUBLISH") {
    return "BEGIN:VCALENDAR\r\n" + line + "\r\nEND:VCALENDAR\r\n";
}

TEST(Imip, ExampleOfTheManualPage) {
    const Mail mail{.from = {"boss@example.com", "The Boss"},
                    .to = {{"ann@example.com"}},
                    .subject = "Budget",
                    .text = "On Monday at nine."};
    const std::string text = format_mail(mail, request(), "1@example.com", now);
    const IncomingMail incoming = read_mail(text);
    EXPECT_EQ(incoming.from, "boss@example.com");
    EXPECT_EQ(incoming.calendars.front().method, "REQUEST");
    const Calendar calendar = read_calendar(incoming.calendars.front().text);
    EXPECT_EQ(calendar.events.front().summary, "Budget");
}

TEST(Imip, WhatIsWrittenIsReadAgain) {
    for (TransferEncoding encoding : {TransferEncoding::base64, TransferEncoding::eight_bit}) {
        const std::string text = format_mail(letter(), request(), "1@example.com", now, encoding);
        const IncomingMail mail = read_mail(text);
        EXPECT_EQ(codes(mail.problems), Strings{});
        EXPECT_EQ(mail.subject, "Budget – März");
        EXPECT_EQ(mail.message_id, "1@example.com");
        ASSERT_EQ(mail.calendars.size(), 1u);
        EXPECT_EQ(mail.calendars.front().text, request().text);
        EXPECT_FALSE(mail.calendars.front().attached);
    }
}

TEST(Imip, AMailIsAsRfc6047Shows) {
    const std::string text = format_mail(letter(), request(), "1@example.com", now);
    const auto has = [&](const char* line) { return text.find(line) != std::string::npos; };
    EXPECT_TRUE(has("From: \"The Boss\" <boss@example.com>\r\n"));
    EXPECT_TRUE(has("To: \"Doe, \\\"Ann\\\"\" <ann@example.com>,\r\n <bob@example.com>\r\n"));
    EXPECT_TRUE(has("Date: Sun, 01 Mar 2026 08:00:00 +0000\r\n"));
    EXPECT_TRUE(has("MIME-Version: 1.0\r\n"));
    EXPECT_TRUE(
        has("Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n"));
    EXPECT_LT(text.find("text/plain"), text.find("text/calendar"));  // the richest comes last
}

TEST(Imip, NothingCanBeginAHeaderLineOrAPartOfItsOwn) {
    Mail mail = letter();
    mail.subject = "x\r\nBcc: all@example.com";
    mail.from = {"boss@example.com>\r\nX-A: 1", "a\r\nX-B: 2"};
    const std::string first = format_mail(mail, request(), "1>\r\nX-C: 3", now);
    for (const char* line : {"\nBcc:", "\nX-A", "\nX-B", "\nX-C"}) {
        EXPECT_EQ(first.find(line), std::string::npos) << line;
    }
    const std::size_t at = first.find("boundary=\"") + 10;
    const std::string boundary = first.substr(at, first.find('"', at) - at);
    mail.text = "--" + boundary + "--\n";
    Event event = meeting();
    event.description = "\n--" + boundary + "--\n";
    const Message message = make_message(Method::request, {event}, madrid(), now);
    const std::string second =
        format_mail(mail, message, "1>\r\nX-C: 3", now, TransferEncoding::eight_bit);
    EXPECT_NE(second.find(boundary), std::string::npos);
    EXPECT_EQ(read_mail(second).calendars.at(0).text, message.text);
}

TEST(Imip, AnInvitationOfExchangeIsReadExactly) {
    const IncomingMail mail = read_mail(data_file("exchange_mail.eml"));
    EXPECT_EQ(codes(mail.problems), Strings{});
    EXPECT_EQ(mail.from, "juergen.gross@fabrikam.example");
    EXPECT_EQ(mail.message_id, "DB7PR01MB0000.eurprd01.prod.fabrikam.example");
    ASSERT_EQ(mail.calendars.size(), 1u);
    const Calendar calendar = read_calendar(mail.calendars.front());
    EXPECT_EQ(codes(calendar.problems), Strings{});
    EXPECT_EQ(calendar.method, "REQUEST");
    EXPECT_EQ(calendar.product, "Microsoft Exchange Server 2010");
    const Event& event = calendar.events.at(0);
    EXPECT_EQ(event.organizer, (Organizer{"juergen.gross@fabrikam.example", "Jürgen Groß"}));
    ASSERT_EQ(event.attendees.size(), 2u);
    EXPECT_EQ(event.attendees[0].address, "nora.falk@fabrikam.example");
    EXPECT_EQ(event.attendees[0].role, "REQ-PARTICIPANT");
    EXPECT_EQ(event.attendees[0].partstat, "NEEDS-ACTION");
    EXPECT_TRUE(event.attendees[0].rsvp);
    EXPECT_EQ(event.attendees[1].name, "Lund, Ole");
    EXPECT_EQ(event.start,
              (DateTime{TimeKind::zoned, local("20260317T090000"), "W. Europe Standard Time"}));
    EXPECT_EQ(format_recurrence(*event.rule),
              "FREQ=WEEKLY;UNTIL=20260526T070000Z;INTERVAL=2;BYDAY=TU");
    EXPECT_EQ(event.exceptions.size(), 1u);
    EXPECT_EQ(event.location, "Raum Süd");
    EXPECT_EQ(event.classification, "PUBLIC");
    EXPECT_EQ(event.priority, 5);
    EXPECT_EQ(event.sequence, 1);
    EXPECT_EQ(event.busy_status, "TENTATIVE");
    EXPECT_EQ(event.extra("X-MICROSOFT-CDO-INTENDEDSTATUS")->value, "BUSY");
    EXPECT_EQ(event.extra("X-MICROSOFT-CDO-ALLDAYEVENT")->value, "FALSE");
    EXPECT_EQ(event.extra("X-MICROSOFT-CDO-IMPORTANCE")->value, "1");
    EXPECT_EQ(event.extra("X-MICROSOFT-CDO-INSTTYPE")->value, "1");
    EXPECT_EQ(event.extra("X-MICROSOFT-CDO-APPT-SEQUENCE")->value, "1");
    EXPECT_EQ(event.extra("X-MICROSOFT-DISALLOW-COUNTER")->value, "FALSE");
    EXPECT_EQ(std::get<Duration>(event.alarms.at(0).trigger), (Duration{days{0}, minutes{-15}}));
    const ZoneOf zone_of = zones_of(calendar, frozen_tzdb());
    EXPECT_EQ(instant_of(event.start, zone_of), timezone::parse_rfc3339("2026-03-17T08:00:00Z"));
}

TEST(Imip, NestedPartsAndForwardedMailsAreGoneThrough) {
    const std::string inner =
        one_part("Content-Type: text/calendar; method=publish", small_calendar());
    const std::string text = one_part(
        "Content-Type: multipart/mixed; boundary=a",
        "preamble\r\n--a\r\nContent-Type: multipart/related; boundary=\"a b\"\r\n\r\n--a b\r\n"
        "\r\nplain\r\n--a b--\r\n--abc\r\n--a \r\nContent-Type: message/rfc822\r\n\r\n" +
            inner + "\r\n--a--\r\n--a\r\nContent-Type: text/calendar\r\n\r\nepilogue");
    const IncomingMail mail = read_mail(text);
    EXPECT_EQ(codes(mail.problems), Strings{});
    ASSERT_EQ(mail.calendars.size(), 1u);
    EXPECT_EQ(mail.calendars.front().method, "PUBLISH");
    EXPECT_EQ(read_calendar(mail.calendars.front()).method, "PUBLISH");
}

TEST(Imip, EncodingsAndCharsetsAreUndone) {
    const auto text_of = [](const std::string& fields, const std::string& body) {
        const IncomingMail mail = read_mail(one_part(fields, body));
        EXPECT_EQ(codes(mail.problems), Strings{}) << fields;
        return mail.calendars.at(0).text;
    };
    const std::string utf8 = small_calendar("X-A:café = €");
    std::string quoted = encode_quoted_printable("BEGIN:VCALENDAR\nX-A:café = €\nEND:VCALENDAR\n");
    EXPECT_EQ(text_of("Content-Type: text/calendar; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: Quoted-Printable",
                      quoted),
              utf8);
    EXPECT_EQ(text_of("Content-Type: text/calendar\r\nContent-Transfer-Encoding: BASE64",
                      encode_base64(utf8, 60)),
              utf8);
    EXPECT_EQ(text_of("Content-Type: text/calendar; charset*=us-ascii''windows-1252",
                      small_calendar("X-A:caf\xE9 = \x80")),
              utf8);
    EXPECT_EQ(text_of("Content-Type: application/octet-stream; name=\"INVITE.ICS\"", utf8), utf8);
}

TEST(Imip, TheSameCalendarTwiceIsTakenOnce) {
    const std::string text =
        one_part("Content-Type: multipart/mixed; boundary=a",
                 "--a\r\nContent-Type: application/ics; name=invite.ics\r\n"
                 "Content-Disposition: attachment; filename=invite.ics\r\n\r\n" +
                     small_calendar("METHOD:REPLY") +
                     "\r\n--a\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n" +
                     small_calendar("METHOD:REPLY") + "\r\n--a--\r\n");
    const IncomingMail mail = read_mail(text);
    ASSERT_EQ(mail.calendars.size(), 1u);
    EXPECT_EQ(mail.calendars.front().method, "REPLY");
    EXPECT_FALSE(mail.calendars.front().attached);
}

TEST(Imip, MethodsThatDifferOrAreMissingAreSaid) {
    const auto calendar_of = [](const char* type, const char* line) {
        return read_calendar(read_mail(one_part(type, small_calendar(line))).calendars.at(0));
    };
    Calendar calendar = calendar_of("Content-Type: text/calendar; method=REQUEST", "METHOD:CANCEL");
    EXPECT_EQ(calendar.method, "CANCEL");
    EXPECT_EQ(codes(calendar.problems), Strings{"method"});
    calendar = calendar_of("Content-Type: text/calendar; method=request", "X-A:1");
    EXPECT_EQ(calendar.method, "REQUEST");
    EXPECT_EQ(codes(calendar.problems), Strings{"method"});
    calendar = calendar_of("Content-Type: text/calendar", "METHOD:REQUEST");
    EXPECT_EQ(calendar.method, "REQUEST");
    EXPECT_EQ(codes(calendar.problems), Strings{});
}

TEST(Imip, ABareCalendarIsAMailOfOnePart) {
    const IncomingMail mail = read_mail("\xEF\xBB\xBF" + small_calendar());
    EXPECT_EQ(mail.calendars.size(), 1u);
    EXPECT_EQ(mail.from, "");
}

TEST(Imip, WhatCannotBeReadIsSaid) {
    EXPECT_EQ(codes(read_mail(one_part("Content-Type: application/ms-tnef", "x")).problems),
              Strings{"tnef"});
    EXPECT_EQ(codes(read_mail(one_part("Content-Type: application/pkcs7-mime", "x")).problems),
              Strings{"encrypted"});
    EXPECT_EQ(codes(read_mail(one_part("Content-Type: multipart/mixed", "x")).problems),
              Strings{"no-boundary"});
    EXPECT_EQ(codes(read_mail(one_part("Content-Type: text/calendar; charset=utf-16\r\n"
                                       "Content-Transfer-Encoding: uuencode",
                                       "x"))
                        .problems),
              (Strings{"unknown-encoding", "unknown-charset"}));
}

TEST(Imip, ACutMailGivesWhatThereIs) {
    const std::string text = one_part("Content-Type: multipart/mixed; boundary=a",
                                      "--a\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCAL");
    EXPECT_EQ(read_mail(text).calendars.at(0).text, "BEGIN:VCAL");
}

TEST(Imip, PartsDepthAndCalendarsAreLimited) {
    std::string deep;
    for (std::size_t i = 0; i <= mail_depth_max + 2; ++i) {
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" +
                std::to_string(i) + "\r\n";
    }
    EXPECT_EQ(codes(read_mail(deep).problems), Strings{"too-large"});
    std::string wide;
    for (std::size_t i = 0; i <= mail_parts_max; ++i) wide += "--a\r\n\r\nx\r\n";
    const std::string mixed = "Content-Type: multipart/mixed; boundary=a";
    EXPECT_EQ(codes(read_mail(one_part(mixed, wide)).problems), Strings{"too-large"});
    std::string many;
    for (std::size_t i = 0; i <= mail_calendars_max; ++i) {
        many += "--a\r\nContent-Type: text/calendar\r\n\r\n" + std::to_string(i) + "\r\n";
    }
    const IncomingMail mail = read_mail(one_part(mixed, many));
    EXPECT_EQ(mail.calendars.size(), mail_calendars_max);
    EXPECT_EQ(codes(mail.problems), Strings{"too-large"});
    const std::string large(calendar_part_bytes_max + 1, 'x');
    EXPECT_EQ(codes(read_mail(one_part("Content-Type: text/calendar", large)).problems),
              Strings{"too-large"});
}

TEST(Imip, ABoundaryCountsAtTheStartOfALineOnly) {
    const std::string body = "--a\r\nContent-Type: text/calendar\r\n\r\nx --a\r\n--ab\r\n--a--\r\n";
    const IncomingMail mail =
        read_mail(one_part("Content-Type: multipart/mixed; boundary=a", body));
    EXPECT_EQ(mail.calendars.at(0).text, "x --a\r\n--ab");
}

TEST(Imip, BoundariesWithinLinesCostNoTime) {
    std::string body = "--b\r\n\r\n";
    while (body.size() < mail_bytes_max - 1000) body += "x--b";
    EXPECT_EQ(
        read_mail(one_part("Content-Type: multipart/mixed; boundary=b", body)).calendars.size(),
        0u);
}

TEST(Imip, ALineThatIsNoFieldDoesNotHideTheMail) {
    const IncomingMail mail = read_mail(
        "From: a@example.com\r\nThis line has no colon\r\n"
        "X-Sociét\xC3\xA9: x\r\nContent-Type: text/calendar\r\n\r\n" +
        small_calendar());
    EXPECT_EQ(mail.from, "a@example.com");
    EXPECT_EQ(mail.calendars.size(), 1u);
    ASSERT_EQ(mail.problems.size(), 1u);
    EXPECT_EQ(mail.problems.front().code, "bad-header");
}

TEST(Imip, TheLastBreakOfAPartIsOfItsBoundary) {
    const std::string mail =
        one_part("Content-Type: multipart/mixed; boundary=b",
                 "--b\r\nContent-Type: text/calendar\r\n\r\n" + small_calendar() +
                     "--b\r\nContent-Type: application/ics\r\n"
                     "Content-Transfer-Encoding: base64\r\n\r\n"
                     "QkVHSU46VkNBTEVOREFSCk1FVEhPRDpQVUJMSVNICkVORDpWQ0FMRU5EQVIK"
                     "\r\n--b--\r\n");
    EXPECT_EQ(read_mail(mail).calendars.size(), 1u);
}

TEST(Imip, AFileNameMayHoldBrackets) {
    const IncomingMail mail = read_mail(
        one_part("Content-Type: application/octet-stream; name=invite(1).ics", small_calendar()));
    EXPECT_EQ(mail.calendars.size(), 1u);
}

TEST(Imip, AnAddressWithOneQuoteOpensNone) {
    Mail mail = letter();
    mail.to = {{"\"ann@example.com"}};
    const std::string text = format_mail(mail, request(), "1@example.com", now);
    EXPECT_NE(text.find("To: <ann@example.com>"), std::string::npos);
}

}  // namespace
}  // namespace plazo::ical
