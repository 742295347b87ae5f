// Any text as a mail or a bare calendar: it is searched for iTIP messages, each of them is held
// against the rules, received by somebody who has the events and by somebody who has not, and
// answered; whatever is made from it is a message that is read again without a fault.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ical/calendar.h"
#include "ical/imip.h"
#include "ical/itip.h"
#include "ical/itip_receive.h"
#include "ical/itip_rules.h"
#include "tests/fuzz/check.h"

namespace plazo::ical {
namespace {

const std::string me = "ann@example.com";
const timezone::Instant now{seconds{1'767'225'600}};

void check_message(const Message& message) {
    fuzz::check(message.text.empty() == has_error(message.problems));
    if (message.text.empty()) return;
    const Document document = parse(message.text);
    fuzz::check(document.problems().empty());
    fuzz::check(!has_error(problems_of_message(document)));
}

void check_mail(const Message& message) {
    const Mail mail{.from = {me, "Ann\r\nBcc: x"},
                    .to = {{"boss@example.com"}},
                    .subject = "x\ny",
                    .text = "z"};
    const IncomingMail incoming = read_mail(format_mail(mail, message, "1@example.com", now));
    fuzz::check(incoming.from == me && incoming.calendars.size() == 1);
    const Document sent = parse(message.text);
    const Document received = parse(incoming.calendars.front().text);
    fuzz::check(same_content(sent, received));
}

void check_answers(const Calendar& calendar, const std::vector<ZoneBlock>& zones) {
    const Message reply = make_reply(calendar.events, me, "ACCEPTED", "x;y\nz", zones, now);
    check_message(reply);
    if (!reply.text.empty()) check_mail(reply);
    check_message(make_refresh(calendar.events.front(), me, zones, now));
    check_message(make_counter(calendar.events.front(), me, "", zones, now));
    check_message(make_decline_counter(calendar.events.front(), "", zones, now));
    check_message(make_cancellation(calendar.events, zones, now));
    for (const Method method : {Method::publish, Method::request, Method::add}) {
        check_message(make_message(method, calendar.events, zones, now));
    }
}

void check_calendar(const CalendarPart& part) {
    const Document document = parse(part.text);
    for (const Problem& each : problems_of_message(document)) fuzz::check(!each.code.empty());
    problems_of_method(part.method, "REQUEST");

    const Calendar calendar = read_calendar(part);
    const auto zone_of = [](const std::string&) { return std::optional<timezone::Zone>{}; };
    const Received first = receive({}, calendar, me, zone_of);
    fuzz::check(first.effect != Effect::refused || !first.problems.empty());
    const Received second = receive(first.events, calendar, me, zone_of);
    fuzz::check(second.effect != Effect::created || first.events.empty());
    if (calendar.events.empty()) return;
    std::vector<ZoneBlock> zones;
    for (const auto& [tzid, zone] : calendar.zones) zones.push_back(zone);
    check_answers(calendar, zones);
}

void check_text(std::string_view text) {
    const IncomingMail mail = read_mail(text);
    fuzz::check(mail.calendars.size() <= mail_calendars_max);
    for (const CalendarPart& part : mail.calendars) check_calendar(part);
}

}  // namespace
}  // namespace plazo::ical

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    plazo::ical::check_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
