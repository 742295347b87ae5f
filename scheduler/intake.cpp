#include "scheduler/intake.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "graph/json.h"
#include "scheduler/crashpoint.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/fields.h"
#include "scheduler/plan.h"
#include "scheduler/trigger.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using boost::asio::awaitable;
using nlohmann::json;

namespace {

json parse_event(const std::string& body) {
    try {
        return graph::parse_json(body);
    } catch (const graph::JsonError& error) {
        throw MalformedInput{"", error.what()};
    }
}

/// The reminders that will go out: those planned now and those that were waiting already.
json reminders_json(const Record& record, const Plan& made) {
    std::vector<const Step*> steps;
    for (const Step& step : made.put) steps.push_back(&step);
    for (const Step& step : record.steps) {
        const bool dropped = std::any_of(made.drop.begin(), made.drop.end(),
                                         [&](const Settled& d) { return d.step.id == step.id; });
        if (!dropped) steps.push_back(&step);
    }
    json reminders = json::array();
    for (const Step* step : steps) {
        if (step->kind != Step::Kind::reminder) continue;
        reminders.push_back({{"due", timezone::format_rfc3339(step->due)}, {"to", step->address}});
    }
    std::sort(reminders.begin(), reminders.end());
    return reminders;
}

json explain(const Applied& applied, const std::vector<std::string>& counted) {
    json lines = counted;
    const Deadline& deadline = applied.deadline;
    if (!deadline.known() && deadline.status == Status::open) {
        lines.push_back("waits for the upsert of this deadline");
    }
    if (!deadline.known() && deadline.status != Status::open) {
        lines.push_back("kept: an upsert with a lower revision will be stale");
    }
    return lines;
}

IntakeAnswer answer_for(const std::string& id, const Applied& applied, const Record& record,
                        const Plan& made, const timezone::Tzdb& tzdb,
                        const std::vector<std::string>& counted) {
    json body = {
        {"outcome", name_of(applied.result)},
        {"deadline", applied.deadline.id},
        {"reminders", reminders_json(record, made)},
        {"explain", explain(applied, counted)},
    };
    if (!id.empty()) body["id"] = id;
    if (!applied.deadline.revisions_are_times) body["revision"] = applied.deadline.revision();
    if (applied.deadline.due) {
        body["due"] = timezone::format_rfc3339(due_instant(*applied.deadline.due, tzdb));
    }
    return {202, graph::dump_json(body)};
}

/// What stands, with the deadline as it shall be and what was planned for it.
Change change_of(const Record& record, Deadline deadline, Plan made) {
    Change change;
    change.expected_version = record.version;
    change.deadline = std::move(deadline);
    change.projection = record.projection;
    change.put = std::move(made.put);
    change.settled = std::move(made.drop);
    return change;
}

/// Decides what a message changes of what is stored. Pure; throws InputError.
Change decide(const Trigger& trigger, const Record& record, const PlanContext& context, Instant now,
              Delivery delivery) {
    std::optional<Deadline> standing;
    if (record.version > 0) standing = record.deadline;
    Applied applied = apply_trigger(trigger, standing);
    const Deadline& deadline = applied.deadline;
    if (applied.due_changed && due_instant(*deadline.due, context.tzdb) <= now) {
        throw InputError{"/data/deadline/due", "the deadline is in the past: " +
                                                   timezone::format_local(deadline.due->at) + " " +
                                                   deadline.due->zone};
    }
    Plan made = plan(deadline, record, context, now);
    const IntakeAnswer answer =
        answer_for(trigger.id, applied, record, made, context.tzdb, trigger.explain);
    delivery.status = answer.status;
    delivery.answer = answer.body;
    Change change = change_of(record, std::move(applied.deadline), std::move(made));
    change.delivery = std::move(delivery);
    return change;
}

}  // namespace

Intake::Intake(Store& store, const timezone::Tzdb& tzdb, graph::Clock& clock,
               std::chrono::seconds quiet, std::function<void()> ring)
    : store_{store},
      tzdb_{tzdb},
      clock_{clock},
      quiet_{quiet},
      ring_{std::move(ring)},
      calendars_{store, tzdb} {}

awaitable<std::optional<IntakeAnswer>> Intake::first_answer(std::string repository,
                                                            std::string source, std::string id,
                                                            std::string body_hash) {
    const std::optional<Delivery> known = co_await store_.find_delivery(repository, source, id);
    if (!known) co_return std::nullopt;
    if (known->body_hash != body_hash) {
        throw DeliveryReused{"/id", "this id was used before for another message"};
    }
    co_return IntakeAnswer{known->status, known->answer};
}

/// With the calendar that the event counts by, where it names one.
awaitable<Trigger> Intake::read(json event, Repository repository, Instant now) {
    Calendars::Timetable calendar;
    if (const std::optional<std::string> name = calendar_of(event)) {
        try {
            calendar = co_await calendars_.find(repository.name, *name, now);
        } catch (const InputError& error) {
            throw InputError{"/data/deadline/due/calendar", error.what(), error.hint};
        }
    }
    co_return read_trigger(event, repository, tzdb_, now, calendar.get());
}

awaitable<IntakeAnswer> Intake::take(Repository repository, std::string body) {
    const json event = parse_event(body);
    Fields names{event, ""};
    Delivery delivery;
    delivery.repository = repository.name;
    delivery.source = names.text("source");
    delivery.id = names.text("id", name_bytes_max);
    delivery.body_hash = sha256_hex(body);

    std::optional<Trigger> trigger;
    for (int tries = 0; tries < commit_tries_max; ++tries) {
        const std::optional<IntakeAnswer> first = co_await first_answer(
            delivery.repository, delivery.source, delivery.id, delivery.body_hash);
        if (first) co_return *first;
        const Instant now = clock_.wall();
        if (!trigger) trigger = co_await read(event, repository, now);
        delivery.at = now;
        const Record record = co_await store_.read(trigger->content.id);
        const PlanContext context{repository, tzdb_, quiet_};
        Change change = decide(*trigger, record, context, now, delivery);
        IntakeAnswer answer{change.delivery->status, change.delivery->answer};
        const bool committed = co_await store_.commit(std::move(change));
        if (!committed) continue;
        PLAZO_CRASHPOINT("intake.committed");
        ring_();
        co_return answer;
    }
    throw StoreError{"the deadline is being changed by others all the time; try again"};
}

awaitable<bool> Intake::replan(std::string deadline_id) {
    for (int tries = 0; tries < commit_tries_max; ++tries) {
        const Record record = co_await store_.read(deadline_id);
        const std::optional<Repository> repository =
            co_await store_.find_repository(record.deadline.repository);
        if (record.version == 0 || !repository) co_return false;
        const PlanContext context{*repository, tzdb_, quiet_, Cause::zone_data};
        Plan made = plan(record.deadline, record, context, clock_.wall());
        if (made.empty()) co_return false;
        Change change = change_of(record, record.deadline, std::move(made));
        const bool committed = co_await store_.commit(std::move(change));
        if (!committed) continue;
        ring_();
        co_return true;
    }
    throw StoreError{"the deadline is being changed by others all the time; try again"};
}

awaitable<std::optional<IntakeAnswer>> Intake::close(Repository repository, std::string deadline_id,
                                                     Closing closing) {
    for (int tries = 0; tries < commit_tries_max; ++tries) {
        const Record record = co_await store_.read(deadline_id);
        if (record.version == 0 || record.deadline.repository != repository.name) {
            co_return std::nullopt;
        }
        Applied applied = close_by_hand(record.deadline, closing);
        const PlanContext context{repository, tzdb_, quiet_};
        Plan made = plan(applied.deadline, record, context, clock_.wall());
        IntakeAnswer answer = answer_for("", applied, record, made, tzdb_, {});
        Change change = change_of(record, std::move(applied.deadline), std::move(made));
        const bool committed = co_await store_.commit(std::move(change));
        if (!committed) continue;
        ring_();
        co_return answer;
    }
    throw StoreError{"the deadline is being changed by others all the time; try again"};
}

}  // namespace plazo::scheduler
