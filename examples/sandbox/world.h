// examples/sandbox/world.h - everything the sandbox knows, as one value for its parts to work on.
//
// Each subject keeps its own state (entra.h, directory.h, calendar.h, post.h, journal.h, faults.h);
// the parts are functions on the World and live in one file per subject.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "examples/sandbox/calendar.h"
#include "examples/sandbox/directory.h"
#include "examples/sandbox/draft.h"
#include "examples/sandbox/entra.h"
#include "examples/sandbox/faults.h"
#include "examples/sandbox/ids.h"
#include "examples/sandbox/journal.h"
#include "examples/sandbox/mail_rules.h"
#include "examples/sandbox/post.h"
#include "examples/sandbox/quirks.h"
#include "examples/sandbox/sandbox.h"
#include "examples/sandbox/subscription.h"
#include "examples/sandbox/throttle.h"
#include "examples/sandbox/times.h"
#include "examples/sandbox/zones.h"

namespace plazo::sandbox {

struct World {
    explicit World(const Options& options_)
        : options{options_}, ids{options.seed}, clock{options.now}, zones{options.tzdb} {
        post.hand_over(!options.smtp_host.empty());
        entra.tenants.push_back({options.tenant, {}});
    }

    const Options options;
    Ids ids;
    MovableClock clock;
    Zones zones;
    Entra entra;
    Directory directory;
    std::map<std::string, Calendar> calendars;  ///< by mailbox id
    Post post;
    Messages messages;
    MailRules mail_rules;
    MailCounts mail_counts;
    Journal journal;
    Faults faults;
    Quirks quirks;
    Throttle throttle;
    Subscriptions subscriptions;
    std::uint64_t revision = 0;  ///< grows with every request that may have changed something
};

/// One request on its way through the Graph part.
struct Call {
    World& world;
    const graph::Request& request;
    const std::string& body;
    Caller caller;
    std::string user;               ///< as the path names the mailbox
    std::vector<std::string> path;  ///< after the user
    Entry& entry;
};

}  // namespace plazo::sandbox
