#include <nlohmann/json.hpp>

#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t translated_ids_max = 1000;

/// Whether ids of this type are the immutable ones.
bool immutable_type(const json& body, const char* name) {
    const std::string type = text_of(body, name);
    if (graph::equal_ignoring_case(type, "restId")) return false;
    if (graph::equal_ignoring_case(type, "restImmutableEntryId")) return true;
    for (const char* other : {"entryId", "ewsId", "immutableEntryId"}) {
        if (graph::equal_ignoring_case(type, other)) throw not_simulated("ids of type " + type);
    }
    throw Refusal{400, "RequestBodyRead", "'" + type + "' is no Microsoft.Graph.exchangeIdFormat."};
}

}  // namespace

// Which role an application needs is not documented; that of reading users is asked for.
graph::Response translate_ids(Call& call) {
    const Mailbox& mailbox = reach(call, {"User.Read.All", "User.ReadWrite.All"});
    const json body = json_body(call);
    const bool from = immutable_type(body, "sourceIdType");
    const bool to = immutable_type(body, "targetIdType");
    const json ids = body.value("inputIds", json::array());
    if (!ids.is_array() || ids.size() > translated_ids_max) {
        throw Refusal{400, "ErrorInvalidParameter", "inputIds must be at most 1000 ids."};
    }
    json translated = json::array();
    for (const json& id : ids) {
        if (!id.is_string()) throw Refusal{400, "RequestBodyRead", "An id must be a string."};
        const Item item = find_item(calendar_of(call, mailbox), id.get<std::string>());
        if (id_of(item, from) != id) {
            throw Refusal{400, "ErrorInvalidIdMalformed", "Id is malformed."};
        }
        translated.push_back({{"sourceId", id}, {"targetId", id_of(item, to)}});
    }
    return reply(
        200, {{"@odata.context", call.world.options.origin() +
                                     "/v1.0/$metadata#Collection(microsoft.graph.convertIdResult)"},
              {"value", translated}});
}

}  // namespace plazo::sandbox
