#include "scheduler/app/service.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include "graph/directory.h"
#include "graph/json.h"
#include "scheduler/app/calendar_import.h"
#include "scheduler/app/probe.h"
#include "scheduler/web/problem.h"
#include "scheduler/web/shapes.h"

namespace plazo::app {

using boost::asio::awaitable;
using nlohmann::json;
using scheduler::Repository;

namespace {

constexpr const char* draft_role = "Mail.ReadWrite";

std::unique_ptr<graph::TokenPipeline> make_pipeline(Parts& parts) {
    if (!parts.credentials) return nullptr;
    return std::make_unique<graph::TokenPipeline>(parts.network, *parts.credentials, parts.clock,
                                                  parts.random);
}

graph::TokenError unconfigured(const std::string& message) {
    graph::TokenFailure failure;
    failure.kind = graph::TokenFailure::Kind::configuration;
    failure.message = message;
    return graph::TokenError{std::move(failure)};
}

}  // namespace

graph::Account account_for(const Repository& repository, const Config& config) {
    const bool replaced = repository.cloud == "global" && !config.login_host.empty();
    if (repository.cloud == "custom" || replaced) {
        if (config.login_host.empty()) {
            throw ConfigError{"the repository " + repository.name +
                                  " is in a custom cloud, whose hosts are not configured",
                              "[graph] login_host and root"};
        }
        return {config.login_host, config.graph_root, repository.tenant, repository.client_id};
    }
    return graph::account_in_cloud(repository.cloud, repository.tenant, repository.client_id);
}

scheduler::LaneLimits lane_limits(const Config& config) {
    scheduler::LaneLimits limits;
    limits.at_once = config.at_once;
    return limits;
}

Service::Service(Parts parts)
    : parts_{std::move(parts)},
      tokens_{make_pipeline(parts_)},
      lanes_{parts_.clock, parts_.random, lane_limits(parts_.config)},
      sending_{parts_.store,
               parts_.tzdb,
               parts_.clock,
               parts_.random,
               parts_.config.quiet,
               [this](const Repository& repository) { return graph_of(repository); },
               [this](Repository repository) { return may_draft(std::move(repository)); }},
      dispatcher_{sending_, lanes_, parts_.log},
      intake_{parts_.store, parts_.tzdb, parts_.clock, parts_.config.quiet,
              [this] { dispatcher_.ring(); }},
      api_{parts_.store, intake_, parts_.tzdb, parts_.clock, services()} {}

graph::Handler Service::graph_of(const Repository& repository) {
    if (!tokens_) {
        throw unconfigured("no access certificate is configured: plazo certificate create");
    }
    try {
        graph::Handler handler =
            graph::authorized(parts_.network, *tokens_, account_for(repository, parts_.config));
        return scheduler::in_lane(std::move(handler), lanes_, repository.name);
    } catch (const ConfigError& error) {
        throw unconfigured(std::string{error.what()} + ": " + error.hint);
    }
}

void Service::prefetch(const boost::asio::any_io_executor& executor) {
    boost::asio::co_spawn(executor, prefetch_all(executor), logged("tokens are not prefetched"));
}

awaitable<void> Service::prefetch_all(boost::asio::any_io_executor executor) {
    if (!tokens_) co_return;
    const std::vector<Repository> all = co_await parts_.store.list_repositories();
    for (const Repository& each : all) {
        boost::asio::co_spawn(executor, prefetch_one(each), logged(each.name));
    }
}

awaitable<void> Service::prefetch_one(Repository repository) {
    co_await tokens_->token(account_for(repository, parts_.config));
}

/// What becomes of a coroutine whose failure is only said.
std::function<void(std::exception_ptr)> Service::logged(const std::string& what) {
    return [log = parts_.log, what](std::exception_ptr failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            log(true, what + ": " + error.what());
        }
    };
}

/// By the roles in the token. What Exchange alone grants (RBAC for Applications) is not among them:
/// then mails are sent at once. So they are without a token, which the sending will complain of.
awaitable<bool> Service::may_draft(Repository repository) {
    if (!tokens_) co_return false;
    try {
        const graph::Account account = account_for(repository, parts_.config);
        const graph::TokenPtr token = co_await tokens_->token(account);
        const auto roles = graph::roles_in_token(token->authorization);
        co_return roles&& std::find(roles->begin(), roles->end(), draft_role) != roles->end();
    } catch (const ConfigError&) {
        co_return false;
    } catch (const graph::TokenError&) {
        co_return false;
    }
}

web::Services Service::services() {
    web::Services made;
    made.test_repository = [this](Repository repository, std::string send_to) {
        graph::Account account;
        try {
            account = account_for(repository, parts_.config);
        } catch (const ConfigError& error) {
            throw scheduler::InputError{"/cloud", error.what(), error.hint};
        }
        return probe(sending_, tokens_.get(), std::move(account), std::move(repository),
                     std::move(send_to));
    };
    made.import_calendar = [this](web::ImportWish wish) {
        return app::import_calendar(sending_, std::move(wish));
    };
    made.remind = [this](web::RemindWish wish) { return remind(std::move(wish)); };
    return made;
}

awaitable<graph::Response> Service::remind(web::RemindWish wish) {
    json list = json::array();
    if (wish.dry_run) {
        const scheduler::Busy nobody;
        const std::vector<scheduler::Step> due =
            co_await parts_.store.due_steps(wish.until, scheduler::list_rows_max, nobody);
        for (const scheduler::Step& step : due) {
            if (step.kind != scheduler::Step::Kind::reminder) continue;
            if (!wish.repository.empty() && step.repository != wish.repository) continue;
            list.push_back(web::step_shape(step));
        }
        co_return web::json_response(200, json{{"would_send", std::move(list)}});
    }
    const std::vector<Dispatched> sent =
        co_await dispatcher_.remind(std::move(wish.repository), wish.until);
    for (const Dispatched& each : sent) {
        json shape = web::step_shape(each.step);
        shape["ending"] = each.report.ending ? scheduler::name_of(*each.report.ending) : "later";
        shape["detail"] = each.report.detail;
        list.push_back(std::move(shape));
    }
    co_return web::json_response(200, json{{"sent", std::move(list)}});
}

}  // namespace plazo::app
