#include "tests/graph/sign_in.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>
#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/json.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"

namespace plazo::graph::testing {

using boost::asio::awaitable;

Server::Server(boost::asio::io_context& context) : gate_{context} {
    gate_.expires_at(SteadyTime::max());
}

void Server::script(std::vector<Answer> answers) {
    script_.assign(answers.begin(), answers.end());
}

void Server::let_go() {
    held_ = false;
    gate_.cancel();
}

awaitable<Response> Server::answer(Request request) {
    requests_.push_back(request);
    const Answer next = script_.front();
    if (script_.size() > 1) script_.pop_front();
    co_await boost::asio::post(gate_.get_executor(), boost::asio::use_awaitable);
    while (held_) {
        co_await gate_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    co_return next(request);
}

namespace {

std::vector<CertificatePtr> or_the_one(std::vector<CertificatePtr> certificates) {
    if (certificates.empty()) certificates.push_back(shared_access_certificate());
    return certificates;
}

Account account_with(bool continuous_access) {
    Account account = account_in_cloud("global", "acme.es", "client-1");
    account.continuous_access = continuous_access;
    return account;
}

}  // namespace

SignIn::SignIn(std::vector<CertificatePtr> certificates, bool continuous_access)
    : clock{context.get_executor(), at("2026-11-25T08:00:00Z")},
      account{account_with(continuous_access)},
      credentials{or_the_one(std::move(certificates))},
      tokens{[this](Request request) { return network(std::move(request)); }, credentials, clock,
             random_},
      authorized_{authorized([this](Request request) { return network(std::move(request)); },
                             tokens, account)} {
    entra.script({token_named("one"), token_named("two"), token_named("three")});
    graph.script({status(200)});
}

awaitable<Response> SignIn::network(Request request) {
    return request.origin == account.login_host ? entra.answer(std::move(request))
                                                : graph.answer(std::move(request));
}

awaitable<void> SignIn::take_token(Caller& caller) {
    caller.token = co_await tokens.token(account);
}

awaitable<void> SignIn::take_response(Caller& caller, Request request) {
    caller.response = co_await authorized_(std::move(request));
}

void SignIn::start(Caller& caller, awaitable<void> wish) {
    const auto ended = [&caller](std::exception_ptr error) {
        caller.ended = true;
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const TokenError& refused) {
            caller.failure = refused.failure;
        } catch (const std::exception& other) {
            caller.error = other.what();
        }
    };
    boost::asio::co_spawn(context, std::move(wish),
                          boost::asio::bind_cancellation_slot(caller.cancel.slot(), ended));
}

void SignIn::want_token(int count) {
    for (int i = 0; i < count; ++i) {
        Caller& caller = *callers.emplace_back(std::make_unique<Caller>());
        start(caller, take_token(caller));
    }
    go_on();
}

void SignIn::call_graph(int count, Request request) {
    for (int i = 0; i < count; ++i) {
        Caller& caller = *callers.emplace_back(std::make_unique<Caller>());
        start(caller, take_response(caller, request));
    }
    go_on();
}

void SignIn::have_token() {
    want_token(1);
    take_callers();
    clock.advance(rejection_pause);
}

void SignIn::go_on() {
    context.restart();
    context.poll();
}

void SignIn::pass(std::chrono::seconds span) {
    const Instant limit = clock.wall() + span;
    go_on();
    while (clock.advance_to_next(limit)) go_on();
    if (clock.wall() < limit) clock.advance(limit - clock.wall());
    go_on();
}

std::vector<std::unique_ptr<Caller>> SignIn::take_callers() {
    return std::exchange(callers, {});
}

int served(const SignIn& world, const std::string& name) {
    return static_cast<int>(
        std::count_if(world.callers.begin(), world.callers.end(), [&](const auto& caller) {
            return caller->token && caller->token->authorization == "Bearer " + name;
        }));
}

bool all_ended(const SignIn& world) {
    return std::all_of(world.callers.begin(), world.callers.end(),
                       [](const auto& caller) { return caller->ended; });
}

const std::string invalid_client =
    R"({"error":"invalid_client","error_description":"AADSTS700027: x","error_codes":[700027]})";

Server::Answer token_named(std::string name, int expires_in) {
    return [name = std::move(name), expires_in](const Request&) {
        Response made;
        made.body = R"({"token_type":"Bearer","expires_in":)" + std::to_string(expires_in) +
                    R"(,"access_token":")" + name + "\"}";
        return made;
    };
}

Server::Answer dated(const SignIn& world, std::chrono::seconds ahead, Server::Answer answer) {
    return [&world, ahead, answer = std::move(answer)](const Request& request) {
        Response made = answer(request);
        const std::time_t time = (world.clock.wall() + ahead).time_since_epoch().count();
        std::tm fields{};
        gmtime_r(&time, &fields);
        char text[40];
        std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &fields);
        made.headers.set("Date", text);
        return made;
    };
}

Server::Answer challenge(std::string www_authenticate) {
    return [www_authenticate = std::move(www_authenticate)](const Request&) {
        Response made;
        made.status = 401;
        made.headers.add("WWW-Authenticate", www_authenticate);
        return made;
    };
}

std::string form_field(const Request& request, const std::string& name) {
    const std::string form = "&" + request.body.bytes() + "&";
    const std::size_t found = form.find("&" + name + "=");
    if (found == std::string::npos) return {};
    const std::size_t begin = found + name.size() + 2;
    return percent_decode(form.substr(begin, form.find('&', begin) - begin));
}

nlohmann::json assertion_part(const Request& request, int part) {
    std::string rest = form_field(request, "client_assertion");
    for (; part > 0; --part) rest.erase(0, rest.find('.') + 1);
    return parse_json(base64_decode(rest.substr(0, rest.find('.'))).value());
}

Server::Answer status(int code, std::string body, std::string retry_after) {
    return [code, body = std::move(body), retry_after = std::move(retry_after)](const Request&) {
        Response made;
        made.status = code;
        made.body = body;
        if (!retry_after.empty()) made.headers.set("Retry-After", retry_after);
        return made;
    };
}

Server::Answer broken(std::function<void()> thrower) {
    return [thrower = std::move(thrower)](const Request&) {
        thrower();
        return Response{};
    };
}

}  // namespace plazo::graph::testing
