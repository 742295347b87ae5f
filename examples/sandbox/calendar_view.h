// examples/sandbox/calendar_view.h - how a caller wants to see a calendar, and answers in that
// form.
//
//     const Mailbox& mailbox = may_read(call);
//     const View view = view_of(call, mailbox);
//     return one(call, 200, find_item(calendar_of(call, mailbox), id), view);
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "examples/sandbox/event_json.h"
#include "examples/sandbox/graph_api.h"

namespace plazo::sandbox {

struct View {
    Preferences preferences;
    Query query;
    Rendering rendering;
};

/// The mailbox of the call, for a caller who may read its calendar, or change it. Calendars.Read is
/// what reading is noted to need; with Calendars.ReadBasic.All one gets less (view_of).
const Mailbox& may_read(Call& call);
const Mailbox& may_write(Call& call);
bool reads_basics_only(const Call& call, const Mailbox& mailbox);

Calendar& calendar_of(Call& call, const Mailbox& mailbox);

/// From the Prefer header fields and the options of the target.
View view_of(const Call& call, const Mailbox& mailbox);
/// The same without the options, for a call that reads its own.
View preferred_view(const Call& call, const Mailbox& mailbox);

/// startDateTime and endDateTime; a Refusal 400 without them, in disorder or two years apart.
std::pair<Instant, Instant> window_of(const Call& call);

/// "https://.../v1.0/$metadata#users('...')/events"
std::string context_of(const Call& call, const std::string& what);

/// With Preference-Applied.
graph::Response answer(int status, const nlohmann::json& body, const View& view);
/// An event with its ETag, and its Location where it was created.
graph::Response one(const Call& call, int status, const Item& item, const View& view);
/// Whether the filter admits an event, or an occurrence of `day`, with this content.
bool admits(const Query& query, const Event& event, const Content& content,
            const std::optional<Date>& day, const Zones& zones);
/// In order, from $skip on, with a link to the next page.
graph::Response page(const Call& call, const std::vector<Item>& items, const View& view);

}  // namespace plazo::sandbox
