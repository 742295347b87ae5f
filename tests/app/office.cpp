#include "tests/app/office.h"

#include <gtest/gtest.h>

#include "graph/base64.h"
#include "graph/calls.h"
#include "scheduler/app/calendar_import.h"
#include "timezone/text.h"

namespace plazo::app::testing {
namespace {

timezone::Instant at(const char* text) {
    return *timezone::parse_rfc3339(text);
}

const timezone::Tzdb& tzdb() {
    static const timezone::Tzdb loaded = timezone::Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");
    return loaded;
}

/// Made once: a key takes a tenth of a second.
graph::CertificatePtr certificate() {
    static const auto made = std::make_shared<const graph::Certificate>(
        graph::Certificate::create({.common_name = "plazo", .now = at("2026-10-01T00:00:00Z")}));
    return made;
}

boost::asio::awaitable<void> no_pause(std::chrono::milliseconds) {
    co_return;
}

}  // namespace

Office::Office()
    : clock{context.get_executor(), at("2026-11-25T08:00:00Z")},
      sandbox_{{tzdb(), 7, sandbox::default_tenant, [] { return origin; },
                [this] { return clock.wall(); }, no_pause}} {
    admin("POST", "/tokens", {{"assertions_once", true}});  // the product makes a new one each time
    const json application = admin("POST", "/applications",
                                   {{"displayName", "Plazo"},
                                    {"certificate", graph::base64_encode(certificate()->der())},
                                    {"roles", {"Mail.Send", "Calendars.ReadWrite"}}});
    for (const char* name : {"plazos", "luis", "bea"}) {
        admin("POST", "/mailboxes",
              {{"address", std::string{name} + "@plazo.test"},
               {"displayName", name},
               {"timeZone", "Romance Standard Time"}});
    }
    repository.name = "acme";
    repository.tenant = sandbox::default_tenant;
    repository.client_id = application["client_id"];
    repository.mailbox = "plazos@plazo.test";
    credentials_.emplace(std::vector{certificate()});
    tokens_.emplace(sandbox_.handler(), *credentials_, clock, random_);
    const graph::Account account{origin, origin, repository.tenant, repository.client_id};
    const graph::Handler graph = graph::authorized(sandbox_.handler(), *tokens_, account);
    sending_.emplace(Sending{store, tzdb(), clock, random_, std::chrono::seconds{0},
                             [graph](const scheduler::Repository&) { return graph; }});
}

template <typename T>
T Office::wait(boost::asio::awaitable<T> question) {
    std::optional<T> answer;
    std::exception_ptr failure;
    boost::asio::co_spawn(context, std::move(question), [&](std::exception_ptr thrown, T value) {
        failure = thrown;
        answer = std::move(value);
    });
    const timezone::Instant limit = clock.wall() + timezone::days{1};
    do {
        context.restart();
        context.poll();
    } while (!answer && clock.advance_to_next(limit));
    if (failure) std::rethrow_exception(failure);
    EXPECT_TRUE(answer);
    return std::move(answer).value();
}

json Office::import(const std::string& ics, web::ImportWish wish) {
    wish.repository = repository;
    wish.text = ics;
    const graph::Response response = wait(import_calendar(*sending_, std::move(wish)));
    EXPECT_EQ(response.status, 200);
    return json::parse(response.body);
}

json Office::admin(const std::string& method, const std::string& path, const json& body) {
    graph::Request request;
    request.method = method;
    request.target = "/_sandbox" + path;
    if (!body.is_null()) request.body = body.dump();
    const graph::Response response = wait(sandbox_.handle(std::move(request)));
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
}

json Office::inbox(const std::string& address) {
    return admin("GET", "/mailboxes/" + address + "/inbox")["value"];
}

std::size_t Office::count(const std::string& address, const std::string& kind) {
    std::size_t number = 0;
    for (const json& mail : inbox(address)) number += mail["kind"] == kind ? 1 : 0;
    return number;
}

json Office::events() {
    return admin("GET", "/mailboxes/" + repository.mailbox + "/events")["value"];
}

void Office::remove(const std::string& event_id) {
    const graph::Handler graph = sending_->graph_of(repository);
    const graph::Response response =
        wait(graph(graph::delete_event(repository.mailbox, event_id, random_.uuid())));
    EXPECT_EQ(response.status, 204) << response.body;
}

void Office::change(const std::string& event_id, const json& changes) {
    const graph::Handler graph = sending_->graph_of(repository);
    const graph::Response response =
        wait(graph(graph::update_event(repository.mailbox, event_id, changes, random_.uuid())));
    EXPECT_EQ(response.status, 200) << response.body;
}

std::vector<std::string> Office::requests() {
    std::vector<std::string> lines;
    const json journal = admin("GET", "/journal?since=" + std::to_string(seen_));
    for (const json& entry : journal["value"]) {
        seen_ = entry["number"];
        const std::string path = entry["path"];
        if (!path.starts_with("/v1.0/")) continue;
        lines.push_back(entry["method"].get<std::string>() + " " + path);
    }
    return lines;
}

std::vector<std::string> Office::writes() {
    std::vector<std::string> lines = requests();
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("GET "); });
    return lines;
}

}  // namespace plazo::app::testing
