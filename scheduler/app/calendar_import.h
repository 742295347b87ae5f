// scheduler/app/calendar_import.h - brings an .ics file into a repository's calendar, and reports
// what it did.
#pragma once

#include "graph/http.h"
#include "scheduler/app/sending.h"
#include "scheduler/web/api.h"

namespace plazo::app {

boost::asio::awaitable<graph::Response> import_calendar(Sending& sending, web::ImportWish wish);

}  // namespace plazo::app
