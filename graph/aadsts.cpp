// Numbers and their meaning: Microsoft, "Microsoft Entra authentication and authorization error
// codes"; those that are missing there, from the certificate handling of microsoft-identity-web
// and from what administrators have reported.
#include "graph/aadsts.h"

#include <algorithm>
#include <array>

namespace plazo::graph {
namespace {

/// One sentence for several numbers.
struct Advice {
    std::array<int, 8> numbers;
    std::string_view text;
};

constexpr std::array advices = std::to_array<Advice>({
    {{90002},
     "the tenant was not found: compare the repository's tenant (--tenant) with the Tenant ID on "
     "the portal's page Entra ID > Overview, and check its cloud (--cloud)"},
    {{900023}, "the tenant is neither a GUID nor a domain name: check --tenant"},
    {{90019, 50059, 50128}, "the request names no tenant: check --tenant"},
    {{9001023, 50194, 90124, 90130},
     "/common, /organizations and /consumers cannot be used: give the tenant's own id as --tenant"},
    {{90038, 90051, 900382, 900432}, "the tenant lives in another national cloud: check --cloud"},
    {{50049}, "the sign-in service is not known: check --cloud, or [graph] login_host"},
    {{700016, 700011},
     "the application is not in this tenant: check --client and --tenant against the portal's "
     "page App registrations > Overview, or grant admin consent"},
    {{7000229},
     "the application has no service principal here: create the enterprise application (portal: "
     "App registrations > API permissions > Grant admin consent)"},
    {{70001, 7000112},
     "the application is disabled in this tenant: enable it (portal: Enterprise applications > "
     "Properties > Enabled for users to sign in)"},
    {{700025},
     "\"Allow public client flows\" is on: switch it off (portal: App registrations > "
     "Authentication)"},
    {{700027, 50012},
     "the certificate was not accepted: upload this service's .cer (portal: App registrations > "
     "Certificates & secrets > Certificates) and compare the thumbprints (plazo certificate show)"},
    {{7000274},
     "the private key does not belong to the uploaded certificate: check [certificate] path and "
     "key_path"},
    {{1000502},
     "the certificate is outside its validity: make a new one (plazo certificate create) and "
     "upload its .cer (portal: App registrations > Certificates & secrets)"},
    {{7000214, 7000277},
     "the certificate was revoked: make a new one (plazo certificate create) and upload its .cer "
     "(portal: App registrations > Certificates & secrets)"},
    {{700030},
     "the certificate's subject is not authorised: upload the .cer itself (portal: App "
     "registrations > Certificates & secrets)"},
    {{50003},
     "the application has no certificate: upload the .cer (portal: App registrations > "
     "Certificates & secrets)"},
    {{5002738}, "the signature is of a kind that Entra does not know: use an RSA certificate"},
    {{50027, 50048},
     "the assertion was not accepted: check --client, and [graph] login_host if it is set"},
    {{700024, 500133, 50013},
     "the assertion is outside its time range: set this machine's clock (NTP)"},
    {{7000218, 900144, 90014, 90013, 9002313},
     "the request arrived without a field: something between here and the sign-in service changes "
     "it, check [graph] proxy and login_host"},
    {{70011, 1002012, 700022},
     "the scope is not valid: check the cloud's Graph root (--cloud, or [graph] root)"},
    {{500011, 50001, 650057},
     "Graph's root belongs to another cloud: check --cloud, or [graph] root"},
    {{65001, 90094, 650056},
     "grant admin consent (portal: App registrations > API permissions > Grant admin consent)"},
    {{501051},
     "the application is not assigned to a role: grant admin consent (portal: App registrations > "
     "API permissions)"},
    {{53003, 530032, 53011},
     "a Conditional Access policy blocked the sign-in: see the portal's page Entra ID > Sign-in "
     "logs > Service principal sign-ins, and Protection > Conditional Access"},
    {{90055, 50196},
     "too many equal requests: another instance asks for tokens without keeping them"},
    {{50033, 90006, 90012, 90024, 90033, 90090, 90091, 50000},
     "the sign-in service has a fault of its own: it is asked again by itself"},
    {{100007}, "a regional sign-in service was asked: check [graph] login_host"},
    {{7000215, 7000222},
     "a client secret was refused, and Plazo sends none: something between here and the sign-in "
     "service changes the request"},
});

constexpr std::array certificate_numbers = {700027, 7000274, 50012, 1000502, 7000214, 7000277};

}  // namespace

std::string_view advice_for(int aadsts) {
    if (aadsts == 0) return {};
    for (const Advice& advice : advices) {
        const auto& numbers = advice.numbers;
        if (std::find(numbers.begin(), numbers.end(), aadsts) != numbers.end()) return advice.text;
    }
    return {};
}

bool is_about_certificate(int aadsts) {
    return std::find(certificate_numbers.begin(), certificate_numbers.end(), aadsts) !=
           certificate_numbers.end();
}

}  // namespace plazo::graph
