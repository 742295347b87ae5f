// ical/itip_rules.h - what each method requires, allows and forbids: the tables of RFC 5546, 3.2
// and 3.4, as one.
//
// Example (runs in tests/ical/itip_rules_test.cpp):
//     presence_of(Method::reply, EventKind::event, PropertyName::attendee) == Presence::one;
//     presence_of(Method::publish, EventKind::event, PropertyName::attendee) == Presence::none;
//     const Document document = parse(text);
//     problems_of_message(document).empty();
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ical/document.h"
#include "ical/itip.h"

namespace plazo::ical {

enum class Presence : std::uint8_t { none, zero_or_one, any, one, one_or_more };

/// `any` for X- and other properties that the RFC does not name.
Presence presence_of(Method method, EventKind kind, PropertyName property);

/// What is written into such a message even where it is empty or 0: a SUMMARY or PRIORITY that has
/// to be there, and SEQUENCE wherever it may be.
std::vector<PropertyName> also_empty(Method method, EventKind kind);

bool allows_alarms(Method method);

/// What in a message is missing, too many or forbidden, by line and column: METHOD, one UID (except
/// for PUBLISH), VTIMEZONEs for all TZIDs, the STATUS that a method allows, and the table above.
/// In lenient mode what receivers can do without is a warning, since programs in the field leave it
/// out: the ORGANIZER of a REPLY (outlook.com), a SUMMARY.
std::vector<Problem> problems_of_message(const Document& document, Mode mode = Mode::lenient);

/// What is wrong where the mail's own method differs from the text's; empty `mail_method`: the mail
/// does not say.
std::vector<Problem> problems_of_method(std::string_view method, std::string_view mail_method);

}  // namespace plazo::ical
