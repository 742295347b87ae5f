// What only the owner of the service does: repositories, keys, and sending what is due by hand.
#include <nlohmann/json.hpp>

#include "scheduler/fields.h"
#include "scheduler/trigger.h"
#include "scheduler/web/access.h"
#include "scheduler/web/api.h"
#include "scheduler/web/call.h"
#include "scheduler/web/shapes.h"
#include "timezone/text.h"

namespace plazo::web {

using graph::Response;
using nlohmann::json;
using scheduler::Fields;

Api::Answer Api::list_repositories() {
    const std::vector<scheduler::Repository> all = co_await store_.list_repositories();
    json list = json::array();
    for (const scheduler::Repository& each : all) list.push_back(repository_shape(each));
    co_return json_response(200, json{{"repositories", std::move(list)}});
}

Api::Answer Api::show_repository(Call call) {
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    co_return json_response(200, repository_shape(repository));
}

/// Saves what has passed its test; ?test=false saves without one.
Api::Answer Api::put_repository(Call call) {
    const std::string body = co_await call.request.body.read(settings_bytes_max);
    const json settings = json_of(body);
    const scheduler::Repository repository = read_repository(settings, call.segment(2), tzdb_);
    const bool tested = graph::query_parameter(call.request.target, "test") != "false";
    if (tested) {
        Response result = co_await services_.test_repository(repository, "");
        if (result.status != 200) co_return result;
    }
    co_await store_.save_repository(repository);
    co_return json_response(200, repository_shape(repository));
}

Api::Answer Api::test_repository(Call call) {
    const std::string body = co_await call.request.body.read(settings_bytes_max);
    const json wish = json_of(body);
    Fields fields{wish, ""};
    std::string send_to =
        fields.optional_text("send_to", scheduler::address_bytes_max).value_or("");
    if (!send_to.empty() && !scheduler::valid_address(send_to)) {
        fields.fail("send_to", "\"" + send_to + "\" is not an e-mail address");
    }
    fields.done();
    scheduler::Repository repository = co_await repository_of(call.segment(2));
    Response result = co_await services_.test_repository(std::move(repository), std::move(send_to));
    co_return result;
}

Api::Answer Api::list_keys(Call call) {
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::vector<scheduler::ApiKey> keys = co_await store_.list_keys(repository.name);
    json list = json::array();
    for (const scheduler::ApiKey& key : keys) list.push_back(key_shape(key));
    co_return json_response(200, json{{"keys", std::move(list)}});
}

Api::Answer Api::create_key(Call call) {
    const std::string body = co_await call.request.body.read(settings_bytes_max);
    const json wish = json_of(body);
    Fields fields{wish, ""};
    const std::string note = fields.optional_line("note", scheduler::name_bytes_max).value_or("");
    fields.done();
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const NewKey made = make_key(repository.name, note, clock_.wall());
    co_await store_.save_key(made.key);
    json shape = key_shape(made.key);
    shape["key"] = made.text;
    co_return json_response(201, shape);
}

Api::Answer Api::revoke_key(Call call) {
    std::optional<scheduler::ApiKey> key = co_await store_.find_key(call.segment(4));
    if (!key || key->repository != call.segment(2)) {
        refuse(404, "unknown-key", "there is no key \"" + call.segment(4) + "\"");
    }
    if (!key->revoked) key->revoked = clock_.wall();
    co_await store_.save_key(*key);
    co_return json_response(200, key_shape(*key));
}

Api::Answer Api::remind(Call call) {
    const std::string body = co_await call.request.body.read(settings_bytes_max);
    const json settings = json_of(body);
    Fields fields{settings, ""};
    RemindWish wish;
    wish.repository = fields.optional_text("repository").value_or("");
    wish.dry_run = fields.flag("dry_run", false);
    wish.until = clock_.wall();
    if (const auto until = fields.optional_text("until")) {
        const auto instant = timezone::parse_rfc3339(*until);
        if (!instant) fields.fail("until", "\"" + *until + "\" is not an RFC 3339 time");
        wish.until = *instant;
    }
    fields.done();
    if (!wish.repository.empty()) co_await repository_of(wish.repository);
    Response result = co_await services_.remind(std::move(wish));
    co_return result;
}

}  // namespace plazo::web
