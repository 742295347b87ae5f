// scheduler/app/web_calendar.h - the text of a calendar that somebody publishes on the web.
//
//     web_calendar("webcal://example.org/team.ics?key=42", options)
//
// Whoever knows such an address can read the calendar, so no message has more of it than its host.
//
// Failure: CommandError; `network` where it may work later.
#pragma once

#include <string>
#include <string_view>

#include "graph/public_https.h"

namespace plazo::app {

/// Whether it is meant as an address, and not as a file.
bool is_web_address(std::string_view text);

/// "https://example.org/...", to be shown.
std::string shown_address(std::string_view address);

/// Fetches it while the caller waits.
std::string web_calendar(const std::string& address, graph::PublicOptions options);

}  // namespace plazo::app
