// graph/calls.h - the calls about events and the mailbox that has them, as requests ready to be
// sent.
//
// Pure functions: they build, an `authorized` Handler sends (it fills in origin and token). Each
// request asks for immutable ids and carries the client-request-id it is given, which Microsoft's
// support asks for.
//
//     Request create = create_event("plazos@acme.es", event_json(draft), request_id);
//     Response response = co_await graph(create);
//
// `mailbox` is an address; `event` an id that Graph gave. Both are percent-encoded here. Lists come
// in pages (paging.h); mails are in mail.h and drafts.h, changes since the last look in delta.h,
// who is free in schedule.h, notifications in subscription.h.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "graph/http.h"
#include "timezone/time.h"

namespace plazo::graph {

/// A response with a page of events is at most this large; one event is some kB.
inline constexpr std::size_t graph_answer_bytes_max = 8 * 1024 * 1024;

/// 201 with the event; also 201 with the existing one when the transactionId was used before for
/// the same.
Request create_event(const std::string& mailbox, const nlohmann::json& event,
                     const std::string& request_id);

/// 200 with the event. With an etag, 412 when the event changed since.
Request update_event(const std::string& mailbox, const std::string& event,
                     const nlohmann::json& changes, const std::string& request_id,
                     const std::string& etag = {});

/// 202. The comment reaches the attendees in the cancellation.
Request cancel_event(const std::string& mailbox, const std::string& event,
                     const std::string& comment, const std::string& request_id);

/// 204. Attendees, if any, get a cancellation without a comment.
Request delete_event(const std::string& mailbox, const std::string& event,
                     const std::string& request_id);

/// 200 with the event and our extended property `hash_property`; times in UTC.
Request get_event(const std::string& mailbox, const std::string& event,
                  const std::string& request_id);

/// 200 with {"value": [...]}: the events whose `key_property` is `key`, with their hash.
Request find_event(const std::string& mailbox, const std::string& key,
                   const std::string& request_id);

/// The first page of the occurrences of a series between two instants, by their start.
Request list_instances(const std::string& mailbox, const std::string& series,
                       timezone::Instant from, timezone::Instant to, const std::string& request_id);

/// The first page of all that takes place between two instants, series taken apart, by its start.
/// Exchange refuses more than two years (ErrorCalendarViewRangeTooBig).
Request view_calendar(const std::string& mailbox, timezone::Instant from, timezone::Instant to,
                      const std::string& request_id);

/// 200 when the application may use the mailbox's calendar: the probe of set-up.
Request get_calendar(const std::string& mailbox, const std::string& request_id);

/// Whose names of time zones.
enum class ZoneNames { windows, iana };

/// The names that the mailbox's server takes. Needs the role User.Read.All.
Request supported_time_zones(const std::string& mailbox, ZoneNames names,
                             const std::string& request_id);

/// The names in the answer; none where it is no such list.
std::vector<std::string> read_time_zones(const std::string& body);

}  // namespace plazo::graph
