// scheduler/deadline.h - what a person meant: do this by then.
//
// A Deadline is a value. It keeps the wall time and the zone that were meant; the instant is
// derived from them whenever it is needed (due.h), never stored as the truth. It is identified by
// repository, document and key, and its content falls into four groups, each of which carries the
// revision that last set it:
//
//     due         when
//     assignees   who
//     status      open, completed or cancelled
//     rest        title, description, document, reminders, how the event looks
//
// So triggers may come late, twice or in any order, and the result is as if each had come once, in
// the order of revisions (change.h). A move that arrives before its upsert, or a cancellation,
// lives here as a Deadline of which only one group is set: a tombstone is no special thing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/duration.h"
#include "timezone/time.h"

namespace plazo::scheduler {

using timezone::Duration;

enum class Status { open, completed, cancelled };

struct Document {
    std::string id;
    std::string code;
    std::string name;
    std::string category;
    std::string url;

    bool operator==(const Document&) const = default;
};

/// When: a wall time with its zone, or a whole day.
struct Due {
    /// For a whole day its midnight; the deadline ends with the day.
    timezone::LocalTime at{};
    bool whole_day = false;
    /// IANA name.
    std::string zone;

    bool operator==(const Due&) const = default;
};

struct Assignee {
    /// user, collaborator, field, address: where Docuo took the recipient from.
    std::string type = "user";
    std::string id;
    std::string address;
    std::string name;
    bool required = true;
    /// es or en; empty: the repository's language.
    std::string locale;
    /// An outsider, who never sees more than name, date and link.
    bool collaborator = false;

    bool operator==(const Assignee&) const = default;
};

struct Reminder {
    bool before = true;
    Duration offset;
    /// By mail, at `send_at` of that day where one is named.
    bool by_mail = true;
    /// As the alert of the calendar event.
    bool in_calendar = false;
    std::optional<std::chrono::seconds> send_at;

    bool operator==(const Reminder&) const = default;
};

enum class Placement { ends_at_due, starts_at_due };

/// How the deadline looks in a calendar.
struct EventShape {
    std::chrono::minutes length{30};
    Placement placement = Placement::ends_at_due;
    std::string show_as = "free";

    bool operator==(const EventShape&) const = default;
};

enum class Group { due, assignees, status, rest };
inline constexpr std::size_t group_count = 4;

/// Which revision last set a group, and a hash of what it set.
struct GroupMark {
    std::int64_t revision = -1;
    std::string hash;

    bool set() const { return revision >= 0; }
    bool operator==(const GroupMark&) const = default;
};

struct Deadline {
    std::string id;
    std::string repository;
    std::string key;
    Document document;

    std::optional<Due> due;
    std::vector<Assignee> assignees;
    Status status = Status::open;

    std::string kind = "task";
    std::string title;
    std::string description;
    std::string priority = "normal";
    /// The organiser named by the trigger; empty: the repository's mailbox.
    std::string organiser;
    EventShape event;
    std::vector<Reminder> reminders;

    /// Who set it, as the trigger's origin says; where it is an address, answers to mails go there.
    std::string set_by;
    /// Who completed it, or why it was moved or cancelled; as it came.
    std::string completed_by;
    std::string reason;

    std::array<GroupMark, group_count> marks;
    /// Revisions are times (microseconds since 1970) rather than counters; fixed by the first
    /// trigger.
    bool revisions_are_times = false;

    GroupMark& mark(Group group) { return marks[static_cast<std::size_t>(group)]; }
    const GroupMark& mark(Group group) const { return marks[static_cast<std::size_t>(group)]; }
    /// The highest revision that any group carries.
    std::int64_t revision() const;
    /// An upsert has come: there is something to put into a calendar.
    bool known() const { return mark(Group::rest).set() && due.has_value(); }

    bool operator==(const Deadline&) const = default;
};

/// "dl_" and 20 hexadecimal digits, the same for the same three names.
std::string deadline_id(std::string_view repository, std::string_view document,
                        std::string_view key);

std::string_view name_of(Status status);

}  // namespace plazo::scheduler
