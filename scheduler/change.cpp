#include "scheduler/change.h"

#include <array>

#include "scheduler/crypto.h"
#include "scheduler/input_error.h"
#include "timezone/text.h"

namespace plazo::scheduler {
namespace {

/// Joins texts so that different lists give different results.
class Digest {
  public:
    Digest& operator<<(std::string_view text) {
        joined_ += std::to_string(text.size()) + ":";
        joined_ += text;
        return *this;
    }
    Digest& operator<<(const char* text) { return *this << std::string_view{text}; }
    Digest& operator<<(std::int64_t number) { return *this << std::to_string(number); }
    std::string hash() const { return sha256_hex(joined_); }

  private:
    std::string joined_;
};

std::string hash_of(const Deadline& content, Group group) {
    Digest digest;
    switch (group) {
        case Group::due:
            if (content.due) {
                digest << timezone::format_local(content.due->at) << content.due->zone
                       << content.due->whole_day;
            }
            break;
        case Group::assignees:
            for (const Assignee& each : content.assignees) {
                digest << each.type << each.id << each.address << each.name << each.required
                       << each.locale << each.collaborator;
            }
            break;
        case Group::status:
            digest << name_of(content.status) << content.completed_by;
            break;
        case Group::rest: {
            const Document& document = content.document;
            digest << document.code << document.name << document.category << document.url;
            digest << content.kind << content.title << content.description << content.priority;
            digest << content.organiser << content.set_by << content.event.length.count()
                   << static_cast<int>(content.event.placement) << content.event.show_as;
            for (const Reminder& each : content.reminders) {
                digest << each.before << timezone::format_duration(each.offset) << each.by_mail
                       << each.in_calendar
                       << each.send_at.value_or(std::chrono::seconds{-1}).count();
            }
            break;
        }
    }
    return digest.hash();
}

void set_group(Deadline& deadline, const Deadline& content, Group group) {
    switch (group) {
        case Group::due:
            deadline.due = content.due;
            break;
        case Group::assignees:
            deadline.assignees = content.assignees;
            break;
        case Group::status:
            deadline.status = content.status;
            deadline.completed_by = content.completed_by;
            break;
        case Group::rest:
            deadline.document = content.document;
            deadline.kind = content.kind;
            deadline.title = content.title;
            deadline.description = content.description;
            deadline.priority = content.priority;
            deadline.organiser = content.organiser;
            deadline.set_by = content.set_by;
            deadline.event = content.event;
            deadline.reminders = content.reminders;
            break;
    }
}

std::vector<Group> groups_of(Trigger::Type type) {
    switch (type) {
        case Trigger::Type::upsert:
            return {Group::due, Group::assignees, Group::status, Group::rest};
        case Trigger::Type::move:
            return {Group::due};
        case Trigger::Type::reassign:
            return {Group::assignees};
        case Trigger::Type::complete:
        case Trigger::Type::cancel:
            return {Group::status};
    }
    return {};
}

Result result_of(const Trigger& trigger, const std::optional<Deadline>& standing,
                 const Deadline& now) {
    switch (trigger.type) {
        case Trigger::Type::move:
            return Result::moved;
        case Trigger::Type::reassign:
            return Result::reassigned;
        case Trigger::Type::complete:
            return Result::completed;
        case Trigger::Type::cancel:
            return Result::cancelled;
        case Trigger::Type::upsert:
            break;
    }
    if (!standing || !standing->known()) return Result::created;
    const bool reopened = standing->status != Status::open && now.status == Status::open;
    return reopened ? Result::reopened : Result::updated;
}

Deadline begun_by(const Trigger& trigger) {
    Deadline deadline;
    deadline.id = trigger.content.id;
    deadline.repository = trigger.content.repository;
    deadline.key = trigger.content.key;
    deadline.document = trigger.content.document;
    deadline.revisions_are_times = trigger.revision_is_time;
    return deadline;
}

}  // namespace

std::string_view name_of(Result result) {
    constexpr std::array<std::string_view, 9> names = {"created",    "updated",   "moved",
                                                       "reassigned", "completed", "cancelled",
                                                       "reopened",   "unchanged", "stale"};
    return names[static_cast<std::size_t>(result)];
}

Applied apply_trigger(const Trigger& trigger, const std::optional<Deadline>& standing) {
    Applied applied{standing ? *standing : begun_by(trigger), Result::unchanged, false};
    Deadline& deadline = applied.deadline;
    if (deadline.revisions_are_times != trigger.revision_is_time) {
        throw InputError{"/data/deadline/revision",
                         deadline.revisions_are_times
                             ? "this deadline began without revisions; its order is that of time"
                             : "is required: this deadline began with revisions"};
    }
    bool all_older = true;
    bool changed = false;
    for (const Group group : groups_of(trigger.type)) {
        GroupMark& mark = deadline.mark(group);
        const std::string hash = hash_of(trigger.content, group);
        if (trigger.revision < mark.revision) continue;
        all_older = false;
        if (trigger.revision == mark.revision) {
            if (mark.hash == hash) continue;
            throw InputError{"/data/deadline/revision", "revision " +
                                                            std::to_string(trigger.revision) +
                                                            " was sent before with other content"};
        }
        if (mark.hash != hash) {
            set_group(deadline, trigger.content, group);
            changed = true;
            if (group == Group::due) applied.due_changed = true;
        }
        mark = {trigger.revision, hash};
    }
    if (all_older) {
        applied.result = Result::stale;
    } else if (changed) {
        deadline.reason = trigger.content.reason;
        applied.result = result_of(trigger, standing, deadline);
    }
    return applied;
}

Applied close_by_hand(const Deadline& standing, const Closing& closing) {
    Applied applied{standing, Result::unchanged, false};
    if (standing.status == closing.status) return applied;
    applied.deadline.status = closing.status;
    applied.deadline.completed_by = closing.by;
    applied.deadline.reason = closing.reason;
    applied.result = closing.status == Status::completed ? Result::completed : Result::cancelled;
    return applied;
}

}  // namespace plazo::scheduler
