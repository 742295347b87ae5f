#include "examples/sandbox/entra_refusal.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

struct Row {
    int number;
    int status;
    const char* error;
    const char* text;
};

constexpr const char* blocked =
    "Access has been blocked by Conditional Access policies. The access policy does not allow "
    "token issuance.";
constexpr const char* transient = "A transient error has occurred. Please try again.";

/// Those of which the sandbox has no cause.
constexpr std::array rows = std::to_array<Row>({
    {53003, 400, "invalid_grant", blocked},
    {530032, 400, "invalid_grant", "Access has been blocked by security policy."},
    {53011, 400, "invalid_grant", "Access has been blocked due to risk on the home tenant."},
    {501051, 400, "invalid_grant",
     "The application is not assigned to a role for the resource application."},
    {65001, 400, "invalid_grant",
     "The user or administrator has not consented to use the application."},
    {90094, 400, "invalid_grant", "The grant requires an administrator's consent."},
    {650056, 400, "invalid_client",
     "Misconfigured application. The client has not listed any permissions in its registration."},
    {650057, 400, "invalid_resource",
     "Invalid resource. The client has requested access to a resource which is not listed in the "
     "requested permissions of its registration."},
    {50001, 400, "invalid_resource", "The resource is disabled or does not exist."},
    {90055, 429, "temporarily_unavailable",
     "There are too many incoming requests for the tenant, which is throttled."},
    {50196, 400, "invalid_grant",
     "The server terminated an operation because it encountered a client request loop."},
    {50000, 500, "server_error", "There is an issue with the sign-in service."},
    {50033, 503, "temporarily_unavailable", transient},
    {90006, 503, "temporarily_unavailable", "The service is temporarily unavailable."},
    {90012, 503, "temporarily_unavailable", "The request has timed out."},
    {90024, 503, "temporarily_unavailable", "A transient error occurred in the request's budget."},
    {90033, 503, "temporarily_unavailable", transient},
    {90090, 500, "server_error", "A transient error occurred in Graph: retryable."},
    {90091, 500, "server_error", "A transient error occurred in Graph: not retryable."},
    {7000214, 401, "invalid_client", "The certificate has been revoked."},
    {7000277, 401, "invalid_client", "A certificate in the certificate chain has been revoked."},
    {7000274, 401, "invalid_client", "The client assertion contains an invalid signature."},
    {1000502, 401, "invalid_client",
     "The provided certificate is not within its specified validity window."},
    {50012, 401, "invalid_client", "Authentication failed: the assertion is not valid."},
    {7000222, 401, "invalid_client", "The provided client secret keys are expired."},
    {500133, 400, "invalid_grant", "The assertion is not within its valid time range."},
    {50013, 400, "invalid_grant", "The assertion failed signature validation."},
    {70001, 400, "unauthorized_client", "The application is disabled."},
    {700011, 400, "unauthorized_client", "The application was not found in the directory."},
    {90051, 400, "invalid_request", "The national cloud identifier contains an invalid value."},
    {900382, 400, "invalid_request",
     "A confidential client is not supported in a cross cloud request."},
    {900432, 400, "invalid_request",
     "A confidential client is not supported in a cross cloud request."},
    {90019, 400, "invalid_request", "The request contains no tenant-identifying information."},
    {50128, 400, "invalid_request", "Invalid domain name: no tenant-identifying information."},
    {50194, 400, "invalid_request", "The application is not configured as a multi-tenant one."},
    {90124, 400, "invalid_request", "The resource is not supported over the /consumers endpoint."},
    {90130, 400, "invalid_request", "The application is not supported over the /common endpoint."},
    {90013, 400, "invalid_request", "Invalid input received from the user."},
    {90014, 400, "invalid_request", "The required field is missing from the credential."},
    {100007, 400, "invalid_request", "The regional service does not serve this client."},
});

json to_json(World& world, const SignInRefusal& refusal, const graph::Request& head) {
    const std::string trace = world.ids.uuid();
    const std::string correlation =
        head.headers.find("client-request-id").value_or(world.ids.uuid());
    std::string timestamp = timezone::format_rfc3339(world.clock.now());
    timestamp[10] = ' ';
    return {
        {"error", refusal.error},
        {"error_description", "AADSTS" + std::to_string(refusal.number) + ": " + refusal.what() +
                                  " Trace ID: " + trace + " Correlation ID: " + correlation +
                                  " Timestamp: " + timestamp},
        {"error_codes", {refusal.number}},
        {"timestamp", timestamp},
        {"trace_id", trace},
        {"correlation_id", correlation},
        {"error_uri", world.options.origin() + "/error?code=" + std::to_string(refusal.number)}};
}

}  // namespace

graph::Response answer_sign_in(World& world, const graph::Request& head,
                               const std::function<json()>& answer) {
    graph::Response response;
    try {
        response = reply(200, answer());
    } catch (const SignInRefusal& refusal) {
        response = reply(refusal.status, to_json(world, refusal, head));
    }
    response.headers.set("Cache-Control", "no-store, no-cache");
    response.headers.set("Pragma", "no-cache");
    return response;
}

bool is_sign_in(const graph::Request& request) {
    const auto segments = graph::path_segments(request.target);
    return segments.size() > 1 && segments[0] != "v1.0" && segments[0] != "_sandbox";
}

SignInRefusal refusal_on_request(int number) {
    const auto* row = std::find_if(rows.begin(), rows.end(),
                                   [&](const Row& each) { return each.number == number; });
    if (row == rows.end()) {
        throw bad("AADSTS" + std::to_string(number) + " comes by its cause or is not known.");
    }
    return {row->status, row->error, row->number, row->text};
}

graph::Response too_many_requests(int seconds) {
    graph::Response response;
    response.status = 429;
    response.headers.set("Content-Type", "text/plain; charset=utf-8");
    response.headers.set("Retry-After", std::to_string(seconds));
    response.body = "Too Many Requests";
    return response;
}

graph::Response sign_in_out_of_order(World& world, const graph::Request& head, int status) {
    if (status == 429) return too_many_requests(retry_after_seconds);
    return answer_sign_in(world, head, [&]() -> json {
        if (status < 500) {
            throw SignInRefusal{status, "invalid_request", 9002313,
                                "Invalid request. Request is malformed or invalid."};
        }
        throw SignInRefusal{status, "temporarily_unavailable", 90033, transient};
    });
}

}  // namespace plazo::sandbox
