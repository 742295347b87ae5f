#include "examples/sandbox/directory_api.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_calls.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// What stands between two quotes; a quote in it is doubled.
std::string unquoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        if (text[i] == '\'' && i + 1 < text.size() && text[i + 1] == '\'') ++i;
    }
    return out;
}

/// "applications(appId='X')" or "applications('X')".
std::optional<Key> key_in(std::string_view segment) {
    const std::size_t opening = segment.find('(');
    if (opening == segment.npos || !segment.ends_with("')")) return std::nullopt;
    std::string_view inside = segment.substr(opening + 1, segment.size() - opening - 2);
    constexpr std::string_view name = "appId=";
    const bool by_client_id = inside.starts_with(name);
    if (by_client_id) inside.remove_prefix(name.size());
    if (inside.size() < 2 || inside.front() != '\'') return std::nullopt;
    return Key{by_client_id, unquoted(inside.substr(1, inside.size() - 2))};
}

void read_path(DirectoryCall& call, const std::vector<std::string>& path) {
    call.collection = path[0].substr(0, path[0].find('('));
    call.key = key_in(path[0]);
    if (!call.key && call.collection != path[0]) throw not_simulated(path[0]);
    auto next = path.begin() + 1;
    if (!call.key && next != path.end()) call.key = Key{false, *next++};
    call.rest.assign(next, path.end());
}

struct Filter {
    std::string member;
    std::string value;
};

/// "appId eq 'X'"
std::optional<Filter> filter_of(const DirectoryCall& call) {
    const auto text = graph::query_parameter(call.request.target, "$filter");
    if (!text) return std::nullopt;
    constexpr std::string_view equals = " eq '";
    const std::size_t at = text->find(equals);
    const std::string member = text->substr(0, at);
    if (at == text->npos || text->size() < at + equals.size() + 1 || !text->ends_with("'") ||
        (member != "appId" && member != "displayName")) {
        throw not_simulated("the filter " + *text);
    }
    const std::size_t begin = at + equals.size();
    const std::string quoted = text->substr(begin, text->size() - begin - 1);
    const std::string value = unquoted(quoted);
    if (std::count(quoted.begin(), quoted.end(), '\'') !=
        2 * std::count(value.begin(), value.end(), '\'')) {
        throw not_simulated("the filter " + *text);
    }
    return Filter{member, value};
}

/// The names in `$select`; empty without one.
std::vector<std::string> selected(const DirectoryCall& call) {
    std::vector<std::string> names;
    std::string text = graph::query_parameter(call.request.target, "$select").value_or("");
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        names.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

json projected(const DirectoryCall& call, const json& object) {
    const auto names = selected(call);
    if (names.empty()) return object;
    json out = json::object();
    for (const std::string& name : names) {
        if (!object.contains(name)) throw not_simulated("the property " + name);
        out[name] = object[name];
    }
    return out;
}

/// 501 for options such as $search that would change the answer.
void check_options(const graph::Request& request) {
    const std::size_t question = request.target.find('?');
    std::string rest = question == request.target.npos ? "" : request.target.substr(question + 1);
    while (!rest.empty()) {
        const std::string part = rest.substr(0, rest.find('&'));
        rest.erase(0, part.size() + 1);
        const std::string name = graph::percent_decode(part.substr(0, part.find('=')));
        if (name != "$select" && name != "$filter") throw not_simulated("the option " + name);
    }
}

}  // namespace

Application* application_by_client_id(DirectoryCall& call, const std::string& client_id) {
    const auto found = call.world.entra.applications.find(client_id);
    if (found == call.world.entra.applications.end()) return nullptr;
    Application& application = found->second;
    const bool admitted = application.tenant == call.caller.tenant || application.multi_tenant;
    return admitted && is_known(call.world, application.known_at) ? &application : nullptr;
}

graph::Response one(const DirectoryCall& call, const json& object) {
    return reply(200, projected(call, object));
}

graph::Response many(const DirectoryCall& call, const json& objects) {
    const auto filter = filter_of(call);
    json value = json::array();
    for (const json& object : objects) {
        if (filter && !object.contains(filter->member)) throw not_simulated("this filter");
        const bool fits = !filter || graph::equal_ignoring_case(
                                         object[filter->member].get<std::string>(), filter->value);
        if (fits) value.push_back(projected(call, object));
    }
    return reply(200, {{"@odata.context",
                        call.world.options.origin() + "/v1.0/$metadata#" + call.collection},
                       {"value", value}});
}

bool selects(const DirectoryCall& call, const std::string& member) {
    const auto names = selected(call);
    return std::find(names.begin(), names.end(), member) != names.end();
}

graph::Response no_content() {
    graph::Response response;
    response.status = 204;
    return response;
}

Refusal bad_directory_request(const std::string& message) {
    return {400, "Request_BadRequest", message};
}

Refusal no_such_object(const std::string& what) {
    return {404, "Request_ResourceNotFound",
            "Resource '" + what +
                "' does not exist or one of its queried reference-property objects are not "
                "present."};
}

void refuse_unknown(const json& body, std::initializer_list<std::string_view> known) {
    if (!body.is_object()) throw bad_directory_request("A JSON object is expected.");
    for (const auto& [name, value] : body.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw not_simulated("the property " + name);
        }
    }
}

graph::Response directory_api(World& world, const Caller& caller, const graph::Request& request,
                              const std::string& body) {
    auto path = graph::path_segments(request.target);
    path.erase(path.begin());
    const bool has_body = request.method == "POST" || request.method == "PATCH";
    const json parsed = has_body ? parse_json(body) : json{};
    DirectoryCall call{world, caller, request, parsed, {}, {}, {}};
    read_path(call, path);
    check_options(request);
    if (call.collection == "applications") return applications_api(call);
    if (call.collection == "servicePrincipals") return principals_api(call);
    throw not_simulated(request.method + " /" + call.collection);
}

}  // namespace plazo::sandbox
