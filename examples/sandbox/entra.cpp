#include "examples/sandbox/entra.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "examples/sandbox/assertion_check.h"
#include "examples/sandbox/device_sign_in.h"
#include "examples/sandbox/directory_principal.h"
#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/entra_token.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::string_view assertion_type =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

SignInRefusal bad_request(int number, const std::string& text) {
    return {400, "invalid_request", number, text};
}

/// The form fields, decoded once; a form is a query string without its question mark.
class Form {
  public:
    explicit Form(const std::string& body) : query_{"?" + body} {}
    std::string required(const char* name) const {
        const auto value = find(name);
        if (!value || value->empty()) {
            throw bad_request(900144, "The request body must contain the following parameter: '" +
                                          std::string{name} + "'.");
        }
        return *value;
    }
    std::optional<std::string> find(const char* name) const {
        return graph::query_parameter(query_, name);
    }
    /// Whether no field comes twice.
    bool well_formed() const {
        std::set<std::string> names;
        for (std::size_t at = 1; at < query_.size();) {
            const std::size_t end = std::min(query_.find('&', at), query_.size());
            const std::string field = query_.substr(at, end - at);
            if (!names.insert(field.substr(0, field.find('='))).second) return false;
            at = end + 1;
        }
        return true;
    }

  private:
    std::string query_;
};

Form read_form(const std::string& body) {
    const Form form{body};
    if (!form.well_formed()) {
        throw bad_request(9002313, "Invalid request. Request is malformed or invalid.");
    }
    return form;
}

/// Graph by its address here, by that of the cloud that is played, or by its application id.
bool names_graph(const World& world, std::string_view resource) {
    return resource == world.options.origin() || resource == cloud_of(world).graph_root ||
           resource == graph_client_id;
}

void check_scope(const World& world, const std::string& scope) {
    constexpr std::string_view suffix = "/.default";
    const auto refuse = [](int number, const std::string& text) {
        return SignInRefusal{400, "invalid_scope", number, text};
    };
    if (scope.find('%') != scope.npos) {
        throw refuse(1002012,
                     "The provided value for scope " + scope +
                         " is not valid. Client credential flows must have a scope value " +
                         "with /.default suffixed to the resource identifier.");
    }
    const std::size_t blank = scope.find(' ');
    if (blank != scope.npos && scope.substr(0, blank).ends_with(suffix) &&
        scope.ends_with(suffix)) {
        throw refuse(700022, "The provided value for scope " + scope +
                                 " is not valid because it contains more than one resource.");
    }
    if (blank != scope.npos || !scope.ends_with(suffix)) {
        throw refuse(70011,
                     "The provided request must include a 'scope' input parameter. The "
                     "provided value for the input parameter 'scope' is not valid. The "
                     "scope " +
                         scope + " is not valid.");
    }
    if (!names_graph(world, std::string_view{scope}.substr(0, scope.size() - suffix.size()))) {
        throw SignInRefusal{
            400, "invalid_resource", 500011,
            "The resource principal named " + scope + " was not found in the tenant."};
    }
}

/// The application if the tenant may know of it: its own one, or one for several tenants.
const Application& find_application(const World& world, const Tenant& tenant,
                                    const std::string& client_id) {
    const auto found = world.entra.applications.find(client_id);
    if (found == world.entra.applications.end() ||
        (found->second.tenant != tenant.id && !found->second.multi_tenant) ||
        found->second.known_at > world.clock.now()) {
        throw SignInRefusal{400, "unauthorized_client", 700016,
                            "Application with identifier '" + client_id +
                                "' was not found in the directory '" + tenant.id + "'."};
    }
    return found->second;
}

const Principal& principal_of(const World& world, const Application& application,
                              const std::string& tenant) {
    const auto found = application.principals.find(tenant);
    if (found == application.principals.end() || found->second.known_at > world.clock.now()) {
        throw SignInRefusal{401, "invalid_client", 7000229,
                            "The client application '" + application.client_id +
                                "' is missing service principal in the tenant '" + tenant + "'."};
    }
    if (!found->second.enabled) {
        throw SignInRefusal{400, "unauthorized_client", 7000112,
                            "Application '" + application.client_id + "'(" +
                                application.display_name + ") is disabled."};
    }
    return found->second;
}

const Application& check_client(World& world, const Form& form, const Tenant& tenant,
                                const std::string& audience) {
    const std::string client_id = form.required("client_id");
    const auto assertion = form.find("client_assertion");
    if (client_id == public_client_id && (assertion || form.find("client_secret"))) {
        throw SignInRefusal{401, "invalid_client", 700025,
                            "Client is public so neither 'client_assertion' nor 'client_secret' "
                            "should be presented."};
    }
    const Application& application = find_application(world, tenant, client_id);
    if (form.find("client_secret")) {
        throw SignInRefusal{401, "invalid_client", 7000215, "Invalid client secret provided."};
    }
    if (!assertion || form.find("client_assertion_type") != assertion_type) {
        throw SignInRefusal{401, "invalid_client", 7000218,
                            "The request body must contain the following parameter: "
                            "'client_assertion' or 'client_secret'."};
    }
    check_assertion(world.entra, application, *assertion, audience, world.clock.now());
    return application;
}

json application_token(World& world, const Tenant& tenant, const Form& form,
                       const std::string& audience) {
    const std::string scope = form.required("scope");
    ClaimsRequest wish = read_claims_request(form.find("claims").value_or(""));
    const Application& application = check_client(world, form, tenant, audience);
    const Principal& principal = principal_of(world, application, tenant.id);
    check_scope(world, scope);
    wish.continuous_access =
        wish.continuous_access && application.tenant == tenant.id && !application.multi_tenant;
    return token_answer(world, tenant.id, application_claims(application, principal), wish);
}

/// People may sign in without naming their tenant: it is the home tenant.
const Tenant& tenant_of_person(const World& world, const std::string& name) {
    const bool any = name == "common" || name == "organizations";
    return any ? world.entra.tenants.front() : find_tenant(world, name);
}

json success(World& world, const graph::Request& head, const std::string& tenant,
             const std::string& body) {
    if (head.method != "POST") {
        throw bad_request(900561, "The endpoint only accepts POST requests. Received a " +
                                      head.method + " request.");
    }
    const Form form = read_form(body);
    if (form.find("grant_type") == device_grant) {
        tenant_of_person(world, tenant);
        return check_device_code(world, form.required("device_code"));
    }
    const Tenant& found = find_tenant(world, tenant);
    if (form.required("grant_type") != "client_credentials") {
        throw SignInRefusal{400, "unsupported_grant_type", 70003,
                            "The app requested an unsupported grant type."};
    }
    return application_token(world, found, form,
                             world.options.origin() + "/" + tenant + "/oauth2/v2.0/token");
}

}  // namespace

const Principal* find_principal(const Entra& entra, const std::string& client_id,
                                const std::string& tenant) {
    const auto application = entra.applications.find(client_id);
    if (application == entra.applications.end()) return nullptr;
    const auto found = application->second.principals.find(tenant);
    return found == application->second.principals.end() ? nullptr : &found->second;
}

Principal* find_principal(Entra& entra, const std::string& client_id, const std::string& tenant) {
    return const_cast<Principal*>(find_principal(std::as_const(entra), client_id, tenant));
}

graph::Response issue_token(World& world, const std::string& tenant, const graph::Request& head,
                            const std::string& body) {
    const Form form{body};
    const auto wait = world.entra.throttle.take(
        {tenant, form.find("client_id").value_or(""), form.find("scope").value_or("")},
        world.entra.token_requests_max, world.clock.now());
    if (wait) return too_many_requests(static_cast<int>(wait->count()));
    return answer_sign_in(world, head, [&] { return success(world, head, tenant, body); });
}

graph::Response issue_device_code(World& world, const std::string& tenant,
                                  const graph::Request& head, const std::string& body) {
    return answer_sign_in(world, head, [&] {
        const Tenant& found = tenant_of_person(world, tenant);
        const Form form = read_form(body);
        form.required("scope");
        return new_device_code(world, found.id, form.required("client_id"));
    });
}

}  // namespace plazo::sandbox
