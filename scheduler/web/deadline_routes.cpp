// Triggers and deadlines.
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/fields.h"
#include "scheduler/trigger.h"
#include "scheduler/web/api.h"
#include "scheduler/web/call.h"
#include "scheduler/web/shapes.h"

namespace plazo::web {

using graph::Response;
using nlohmann::json;

namespace {

/// CloudEvents, HTTP binding: structured mode is what is served. The others are named, so that
/// nobody wonders.
void check_content_type(const graph::Request& request) {
    const std::string field = request.headers.find("Content-Type").value_or("");
    // Blanks may stand around the semicolon (RFC 9110, 5.6.6).
    const std::string media = field.substr(0, field.find(';'));
    const std::string type = media.substr(0, media.find_last_not_of(" \t") + 1);
    if (request.headers.find("ce-specversion")) {
        refuse(415, "unsupported-media", "CloudEvents in binary mode are not served",
               "send application/cloudevents+json");
    }
    for (const char* served : {"application/cloudevents+json", "application/json"}) {
        if (graph::equal_ignoring_case(type, served)) return;
    }
    refuse(415, "unsupported-media", "\"" + type + "\" is not served",
           "send one CloudEvent as application/cloudevents+json");
}

}  // namespace

Api::Answer Api::take_trigger(Call call) {
    check_content_type(call.request);
    std::string body = co_await call.request.body.read(scheduler::trigger_bytes_max);
    const std::string named = scheduler::repository_of(json_of(body));
    const bool by_path = call.path.size() == 4;
    std::string allowed = call.local ? named : call.key_repository;
    if (by_path) allowed = call.segment(2);
    if (named != allowed) {
        refuse(404, "unknown-repository", "there is no repository \"" + named + "\"");
    }
    scheduler::Repository repository = co_await repository_of(named);
    scheduler::IntakeAnswer answer = co_await intake_.take(std::move(repository), std::move(body));
    co_return text_response(answer.status, std::move(answer.body));
}

Api::Answer Api::list_deadlines(Call call) {
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::vector<scheduler::Record> records = co_await store_.list_records(repository.name);
    json list = json::array();
    for (const scheduler::Record& record : records) list.push_back(deadline_shape(record, tzdb_));
    co_return json_response(200, json{{"deadlines", std::move(list)}});
}

Api::Answer Api::show_deadline(Call call) {
    const scheduler::Record record = co_await store_.read(call.segment(4));
    if (record.version == 0 || record.deadline.repository != call.segment(2)) {
        refuse(404, "unknown-deadline", "there is no deadline \"" + call.segment(4) + "\"");
    }
    co_return json_response(200, deadline_shape(record, tzdb_));
}

Api::Answer Api::close_deadline(Call call, scheduler::Status status) {
    const std::string body = co_await call.request.body.read(settings_bytes_max);
    const json wish = json_of(body);
    scheduler::Fields fields{wish, ""};
    const std::string by = fields.optional_line("by", scheduler::name_bytes_max).value_or("");
    const std::string reason =
        fields.optional_line("reason", scheduler::title_bytes_max).value_or("");
    fields.done();
    scheduler::Repository repository = co_await repository_of(call.segment(2));
    scheduler::Closing closing{status, by, reason};
    auto answer =
        co_await intake_.close(std::move(repository), call.segment(4), std::move(closing));
    if (!answer) {
        refuse(404, "unknown-deadline", "there is no deadline \"" + call.segment(4) + "\"");
    }
    co_return text_response(answer->status, std::move(answer->body));
}

Api::Answer Api::show_history(Call call) {
    constexpr std::size_t rows_max = 200;
    const scheduler::Repository repository = co_await repository_of(call.segment(2));
    const std::vector<scheduler::Settled> rows = co_await store_.history(repository.name, rows_max);
    json list = json::array();
    for (const scheduler::Settled& row : rows) list.push_back(settled_shape(row));
    co_return json_response(200, json{{"history", std::move(list)}});
}

Api::Answer Api::import_calendar(Call call) {
    ImportWish wish;
    wish.repository = co_await repository_of(call.segment(2));
    wish.text = co_await call.request.body.read(import_bytes_max);
    wish.dry_run = flag_of(call.request, "dry_run");
    wish.invite = flag_of(call.request, "invite");
    wish.past = flag_of(call.request, "past");
    wish.take_over = flag_of(call.request, "take_over");
    Response answer = co_await services_.import_calendar(std::move(wish));
    co_return answer;
}

}  // namespace plazo::web
