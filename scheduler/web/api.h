// scheduler/web/api.h - the API as a Handler: what integrators call over HTTP, and what the command
// line calls over the owner's Unix socket. One set of routes, two kinds of callers:
//
//     a key holder   Authorization: Bearer plz_...   reaches its own repository, and of that
//                    the routes marked *
//     the owner      peer "local": the Unix socket (mode 0600) or the process itself;
//                    reaches everything
//
//     * POST   /v1/triggers                       one CloudEvent, of the key's repository
//     * POST   /v1/repositories/{r}/triggers      the same
//     * GET    /v1/repositories/{r}/deadlines     list
//     * GET    /v1/repositories/{r}/deadlines/{id}
//     * POST   /v1/repositories/{r}/deadlines/{id}/complete | cancel      {"by","reason"}
//     * GET    /v1/repositories/{r}/history       what left the outbox, newest first
//     * GET    /v1/repositories/{r}/calendars     its work calendars, and the ready ones
//     * GET|PUT  /v1/repositories/{r}/calendars/{name}         scheduler/calendar_codec.h
//     * POST   /v1/repositories/{r}/calendars/{name}/count     a term: scheduler/term.h
//     * POST   /v1/repositories/{r}/import?dry_run=&invite=&past=&take_over=   an .ics body
//       GET    /v1/repositories     GET|PUT /v1/repositories/{r}
//       POST   /v1/repositories/{r}/test          {"send_to"}: token, probe, mail, event
//       GET|POST /v1/repositories/{r}/keys    DELETE /v1/repositories/{r}/keys/{id}
//       POST   /v1/remind                         {"repository","until","dry_run"}
//     * GET    /livez, /readyz                    anybody
//
// Who calls is decided on the head of the request, before a byte of the body is read. Another
// repository's data are not found rather than forbidden.
#pragma once

#include <functional>
#include <string>

#include "graph/clock.h"
#include "graph/http.h"
#include "scheduler/intake.h"
#include "scheduler/store.h"
#include "timezone/tzdb.h"

namespace plazo::web {

inline constexpr std::size_t settings_bytes_max = 64 * 1024;
inline constexpr std::size_t import_bytes_max = 2 * 1024 * 1024;

struct ImportWish {
    scheduler::Repository repository;
    std::string text;
    bool dry_run = false;
    bool invite = false;
    bool past = false;
    bool take_over = false;
};

struct RemindWish {
    /// Empty: all.
    std::string repository;
    timezone::Instant until{};
    bool dry_run = false;
};

/// What the routes need that is not in the core: it talks to Microsoft. Each answers with a JSON
/// text.
struct Services {
    std::function<boost::asio::awaitable<graph::Response>(scheduler::Repository,
                                                          std::string send_to)>
        test_repository;
    std::function<boost::asio::awaitable<graph::Response>(ImportWish)> import_calendar;
    std::function<boost::asio::awaitable<graph::Response>(RemindWish)> remind;
};

class Api {
  public:
    Api(scheduler::Store& store, scheduler::Intake& intake, const timezone::Tzdb& tzdb,
        graph::Clock& clock, Services services);

    boost::asio::awaitable<graph::Response> handle(graph::Request request);

    /// Refers to this object.
    graph::Handler handler();

  private:
    struct Call;
    using Answer = boost::asio::awaitable<graph::Response>;

    boost::asio::awaitable<Call> admit(graph::Request request);
    Answer route(Call call);
    Answer route_repository(Call call);
    Answer route_deadline(Call call);
    Answer take_trigger(Call call);
    Answer list_deadlines(Call call);
    Answer show_deadline(Call call);
    Answer close_deadline(Call call, scheduler::Status status);
    Answer show_history(Call call);
    Answer route_calendar(Call call);
    Answer list_calendars(Call call);
    Answer show_calendar(Call call);
    Answer put_calendar(Call call);
    Answer count_by_calendar(Call call);
    Answer import_calendar(Call call);
    Answer list_repositories();
    Answer show_repository(Call call);
    Answer put_repository(Call call);
    Answer test_repository(Call call);
    Answer list_keys(Call call);
    Answer create_key(Call call);
    Answer revoke_key(Call call);
    Answer remind(Call call);
    Answer ready();
    boost::asio::awaitable<scheduler::Repository> repository_of(std::string name);

    scheduler::Store& store_;
    scheduler::Intake& intake_;
    const timezone::Tzdb& tzdb_;
    graph::Clock& clock_;
    Services services_;
};

}  // namespace plazo::web
