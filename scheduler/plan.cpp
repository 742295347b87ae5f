#include "scheduler/plan.h"

#include <algorithm>

#include "scheduler/act.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/projection.h"

namespace plazo::scheduler {
namespace {

constexpr const char* event_step_key = "event";

Step make_step(const Deadline& deadline, const Repository& repository, std::int64_t version,
               Step::Kind kind, std::string key, Instant due) {
    Step step;
    // The record's version makes the id of a Step that is planned anew another one.
    step.id = uuid_v5("step:" + deadline.id + ":" + std::to_string(version) + ":" + key);
    step.repository = repository.name;
    step.deadline = deadline.id;
    step.mailbox = normal_address(organiser_of(deadline, repository));
    step.kind = kind;
    step.key = std::move(key);
    step.due = due;
    step.first_due = due;
    return step;
}

/// "reminder/-P2D/09:00/luis@acme.es": the same wish, the same key.
std::string reminder_key(const Reminder& reminder, const Assignee& assignee) {
    std::string key = std::string{"reminder/"} + (reminder.before ? "-" : "+") +
                      timezone::format_duration(reminder.offset);
    if (reminder.send_at) key += "@" + std::to_string(reminder.send_at->count());
    return key + "/" + normal_address(assignee.address);
}

template <typename Fits>
const Step* find_step(const std::vector<Step>& steps, const Fits& fits) {
    const auto found = std::find_if(steps.begin(), steps.end(), fits);
    return found == steps.end() ? nullptr : &*found;
}

bool went_out(const Record& standing, const std::string& key, Instant about) {
    return std::any_of(standing.sent.begin(), standing.sent.end(), [&](const SentReminder& sent) {
        return sent.key == key && about <= sent.about;
    });
}

void plan_event(Plan& made, const Deadline& deadline, const Record& standing,
                const PlanContext& context, Instant now, std::vector<const Step*>& wanted) {
    const auto act = next_act(deadline, standing.projection, context.repository, context.tzdb, now);
    if (!act) return;
    const auto is_event = [](const Step& step) { return step.key == event_step_key; };
    if (const Step* waiting = find_step(standing.steps, is_event)) {
        wanted.push_back(waiting);
        return;
    }
    if (context.cause == Cause::zone_data && act->kind != Act::Kind::update) return;
    const bool creation = act->kind == Act::Kind::create;
    made.put.push_back(make_step(deadline, context.repository, standing.version, Step::Kind::event,
                                 event_step_key, creation ? now : now + context.quiet));
    made.put.back().mailbox = normal_address(act->mailbox);
}

void plan_reminders(Plan& made, const Deadline& deadline, const Record& standing,
                    const PlanContext& context, Instant now, std::vector<const Step*>& wanted) {
    if (!deadline.known() || deadline.status != Status::open) return;
    const Instant about = due_instant(*deadline.due, context.tzdb);
    for (const Reminder& reminder : deadline.reminders) {
        if (!reminder.by_mail) continue;
        const Instant due =
            reminder_instant(reminder, *deadline.due, context.repository, context.tzdb);
        for (const Assignee& assignee : deadline.assignees) {
            const std::string key = reminder_key(reminder, assignee);
            if (went_out(standing, key, about)) continue;
            const auto is_right = [&](const Step& step) {
                return step.key == key && step.about == about && step.first_due == due;
            };
            if (const Step* waiting = find_step(standing.steps, is_right)) {
                wanted.push_back(waiting);
                continue;
            }
            const auto can_move = [&](const Step& step) { return step.key == key && !step.intent; };
            const bool is_due = context.cause == Cause::zone_data
                                    ? find_step(standing.steps, can_move) != nullptr
                                    : due > now;
            if (!is_due) continue;
            Step step = make_step(deadline, context.repository, standing.version,
                                  Step::Kind::reminder, key, due);
            step.address = assignee.address;
            step.about = about;
            made.put.push_back(std::move(step));
        }
    }
}

}  // namespace

Plan plan(const Deadline& deadline, const Record& standing, const PlanContext& context,
          Instant now) {
    Plan made;
    std::vector<const Step*> wanted;
    plan_event(made, deadline, standing, context, now, wanted);
    plan_reminders(made, deadline, standing, context, now, wanted);
    for (const Step& step : standing.steps) {
        const bool keep =
            step.intent || std::find(wanted.begin(), wanted.end(), &step) != wanted.end();
        if (!keep) made.drop.push_back({step, Ending::dropped, "no longer wanted", "", now});
    }
    return made;
}

}  // namespace plazo::scheduler
