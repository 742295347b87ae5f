// scheduler/intake.h - the only way in. API, commands and examples all call `take`.
//
// A message is read, applied to what is stored, planned, and committed together with its Steps and
// its answer in one transaction; only then does the caller get the answer. Should the process end
// before that, the message was never taken, and its sender repeats it; should it end after that,
// the repetition gets the same answer again.
//
//     IntakeAnswer answer = co_await intake.take(repository, body);
//
// The same delivery (source and id) again, with the same body, has no effect and gets its first
// answer; with another body it is an InputError of kind DeliveryReused. A message that is refused
// with InputError or MalformedInput changes nothing and is not remembered: mended, it may come
// again under the same id.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "graph/clock.h"
#include "scheduler/calendars.h"
#include "scheduler/change.h"
#include "scheduler/input_error.h"
#include "scheduler/store.h"
#include "scheduler/trigger.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// How often a change is decided anew because somebody else was faster; more means something is
/// wrong.
inline constexpr int commit_tries_max = 32;

/// HTTP 422: the id was used before for another message.
struct DeliveryReused : InputError {
    using InputError::InputError;
};

struct IntakeAnswer {
    int status = 202;
    /// {"id","outcome","deadline","revision","due","reminders":[...],"explain":[...]}
    std::string body;
};

class Intake {
  public:
    /// `ring` is called after each commit that put Steps: something may be due. References must
    /// outlive it.
    Intake(Store& store, const timezone::Tzdb& tzdb, graph::Clock& clock,
           std::chrono::seconds quiet, std::function<void()> ring);

    /// `body`: one CloudEvent. Throws InputError, MalformedInput, StoreError.
    boost::asio::awaitable<IntakeAnswer> take(Repository repository, std::string body);

    /// Completes or cancels a stored deadline by hand. It takes no revision of the sender's:
    /// whatever the workflow sends next with a higher revision than its last still counts. Nothing
    /// when the repository has no such deadline.
    boost::asio::awaitable<std::optional<IntakeAnswer>> close(Repository repository,
                                                              std::string deadline_id,
                                                              Closing closing);

    /// Plans a stored deadline again after a change of the zone data (plan.h, Cause::zone_data).
    /// False when nothing had to change. Throws std::runtime_error when its zone is gone from the
    /// data, StoreError.
    boost::asio::awaitable<bool> replan(std::string deadline_id);

    /// What due dates are counted by.
    Calendars& calendars() { return calendars_; }

  private:
    boost::asio::awaitable<Trigger> read(nlohmann::json event, Repository repository, Instant now);
    boost::asio::awaitable<std::optional<IntakeAnswer>> first_answer(std::string repository,
                                                                     std::string source,
                                                                     std::string id,
                                                                     std::string body_hash);

    Store& store_;
    const timezone::Tzdb& tzdb_;
    graph::Clock& clock_;
    std::chrono::seconds quiet_;
    std::function<void()> ring_;
    Calendars calendars_;
};

}  // namespace plazo::scheduler
