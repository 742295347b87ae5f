#include "examples/sandbox/faults.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

bool hits(const Fault& fault, const graph::Request& request) {
    const std::string path = graph::percent_decode(graph::path_of(request.target));
    const auto segments = graph::path_segments(request.target);
    const std::string mailbox = segments.size() > 2 && segments[1] == "users" ? segments[2] : "";
    return (fault.method.empty() || fault.method == request.method) &&
           (fault.path.empty() || path.find(fault.path) != path.npos) &&
           (fault.mailbox.empty() || graph::equal_ignoring_case(fault.mailbox, mailbox));
}

const char* code_for(int status) {
    switch (status) {
        case 429:
            return "ApplicationThrottled";
        case 503:
            return "ErrorServerBusy";
        case 504:
            return "UnknownError";
        case 500:
            return "ErrorInternalServerError";
        case 401:
            return "InvalidAuthenticationToken";
        case 403:
            return "ErrorAccessDenied";
        case 404:
            return "ErrorItemNotFound";
        case 412:
            return "ErrorIrresolvableConflict";
        default:
            return "UnknownError";
    }
}

}  // namespace

std::optional<Fault> Faults::take(const graph::Request& request) {
    const auto found = std::find_if(faults_.begin(), faults_.end(),
                                    [&](const Fault& fault) { return hits(fault, request); });
    if (found == faults_.end()) return std::nullopt;
    Fault fault = *found;
    if (--found->count <= 0) faults_.erase(found);
    return fault;
}

graph::Response response_of(const Fault& fault) {
    graph::Response response;
    const int status = fault.status.value_or(500);
    if (fault.body.empty()) {
        const nlohmann::json error{{"code", code_for(status)}, {"message", ""}};
        response = reply(status, {{"error", error}});
    } else {
        response.status = status;
        response.body = fault.body;
    }
    for (const auto& [name, value] : fault.headers) response.headers.set(name, value);
    return response;
}

}  // namespace plazo::sandbox
