// timezone/tzid.h - any time zone identifier met in real files -> Zone, and how sure that is.
//
//     Europe/Madrid   europe/madrid   Europe/Kiev            names and links of the tz database
//     Romance Standard Time   Romance   Hora estándar romance  Windows and Exchange
//     "(UTC+01:00) Brussels\, Copenhagen\, Madrid\, Paris"   what Windows shows to people
//     /freeassociation.sourceforge.net/Europe/Madrid         a name behind a path
//     GMT-5   UTC+05:30   CET-1CEST,M3.5.0,M10.5.0/3         offsets and POSIX rules
//     Customized Time Zone 1                                 nothing: only the rules can tell
//
// Example (runs in tests/timezone/tzid_test.cpp; `tzdb` as in tzdb.h):
//     const TzidAnswer answer = resolve_tzid(tzdb, "/mozilla.org/2007_1/Europe/Madrid");
//     answer.zone->name() == "Europe/Madrid";
//     answer.how == TzidAnswer::How::prefix;
//
// Where the block with the zone's rules is at hand, name and rules have to agree over the years of
// the events; the comments on resolve_tzid say who wins. An identifier that means nothing stays
// unresolved: a wrong zone is worse than none, and the machine's own is never the answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/observances.h"
#include "timezone/tzdb.h"

namespace plazo::timezone {

struct TzidAnswer {
    enum class How {
        name,          // a zone of the database, as it is called there
        alias,         // another name of it, or an offset: "US/Eastern", "GMT-5"
        windows,       // a Windows name, also in Exchange's short form
        display_name,  // the places or words that Windows shows
        prefix,        // behind a path, or in a spelling of its own: "America-Chicago"
        rules,         // a zone of the database that does what the rules say
        private_zone,  // made of the rules, as no zone of the database does what they say
        none,
    };
    enum class Confidence { high, medium, low };

    /// Empty only for `none`. A private zone is called by the identifier.
    std::optional<Zone> zone;
    How how = How::none;
    Confidence confidence = Confidence::low;
    /// Name and rules say different things in the years asked for.
    bool conflict = false;
    /// Names of all zones that may be meant, the answer's first. A private zone is not among them.
    std::vector<std::string> candidates;
};

/// The years whose events are asked for when the caller knows none.
inline constexpr int usual_first_year = 2024;
inline constexpr int usual_last_year = 2026;

/// `rules` is what the block of that name says, if there is one, and `span` reaches over the events
/// that use it. `hint` is the name of a zone that is likely for other reasons (the mailbox's, the
/// calendar's): it decides between zones that are equally good and has no say otherwise.
/// `location` is what the block says beside its name (X-LIC-LOCATION); it is read in the name's
/// place where that means nothing.
///
///   * name and rules agree: the name.
///   * the rules were the name's in other years, or are one offset of several: the name; it is
///     the block that is old or short. A conflict.
///   * they never agreed, and the rules are those of another zone: that zone, a conflict.
///   * they never agreed, and the rules are nobody's: the name with low confidence, a conflict.
///   * no name: the likeliest zone by the rules, or a private zone.
TzidAnswer resolve_tzid(const Tzdb& tzdb, std::string_view tzid, const Observances* rules = nullptr,
                        Span span = whole_years(usual_first_year, usual_last_year),
                        std::string_view hint = {}, std::string_view location = {});

/// "display-name", "private", ...: how the command line and JSON spell it.
std::string_view to_text(TzidAnswer::How how);
std::string_view to_text(TzidAnswer::Confidence confidence);

}  // namespace plazo::timezone
