#include "tests/sandbox/entra_scene.h"

#include <sstream>

namespace plazo::sandbox {

Answer post_form(Scene& scene, const std::string& page, const std::string& form,
                 const std::string& tenant) {
    graph::Request request;
    request.method = "POST";
    request.target = (tenant.empty() ? "" : "/" + tenant) + "/oauth2/v2.0/" + page;
    request.body = form;
    return scene.send(std::move(request));
}

Answer sign_in(Scene& scene, const Wish& wish) {
    Assertion assertion = scene.assertion();
    assertion.claims["aud"] = origin + "/" + wish.tenant + "/oauth2/v2.0/token";
    std::string form =
        "grant_type=client_credentials&client_id=" + scene.client_id +
        "&scope=" + graph::percent_encode(origin + "/.default") +
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer" +
        "&client_assertion=" + assertion.text(key_pair()) + wish.more;
    if (!wish.claims.empty()) form += "&claims=" + graph::percent_encode(wish.claims);
    return post_form(scene, "token", form, wish.tenant);
}

int number(const Answer& answer) {
    const json body = json::parse(answer.response.body, nullptr, false);
    if (!body.is_object() || !body.contains("error_codes")) return 0;
    return body["error_codes"].at(0);
}

int number(const Answer& answer, int status, const std::string& error) {
    const json body = answer.expect(status);
    EXPECT_EQ(body.value("error", ""), error);
    EXPECT_NE(body.value("error_description", "").find("AADSTS"), std::string::npos);
    return number(answer);
}

json claims_of(const Answer& token) {
    const auto parts = take_apart(token.expect(200)["access_token"].get<std::string>());
    return json::parse(parts.value().payload);
}

graph::Headers bearer(const Answer& token) {
    graph::Headers headers;
    headers.set("Authorization", "Bearer " + token.expect(200)["access_token"].get<std::string>());
    return headers;
}

namespace {

constexpr const char* command_line_tools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

}  // namespace

json device_code(Scene& scene, const std::string& tenant) {
    return post_form(scene, "devicecode",
                     std::string{"client_id="} + command_line_tools + "&scope=x", tenant)
        .expect(200);
}

Answer poll(Scene& scene, const std::string& code, const std::string& tenant) {
    return post_form(
        scene, "token",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=" +
            std::string{command_line_tools} + "&device_code=" + code,
        tenant);
}

graph::Headers as_person(Scene& scene, const std::vector<std::string>& scopes,
                         const std::string& role, const std::string& tenant) {
    scene
        .admin("POST", "/administrator",
               {{"decision", "approves"}, {"scopes", scopes}, {"role", role}})
        .expect(200);
    return bearer(poll(scene, device_code(scene, tenant)["device_code"], tenant));
}

std::string add_tenant(Scene& scene, const std::string& domain) {
    return scene.admin("POST", "/tenants", {{"domains", {domain}}}).expect(200)["tenant"];
}

void restart(Scene& scene) {
    std::stringstream state;
    scene.sandbox->save(state);
    const std::string client = scene.client_id;
    scene.set_network({});
    scene.sandbox->restore(state);
    scene.client_id = client;
}

json key_credential() {
    return {{"type", "AsymmetricX509Cert"}, {"usage", "Verify"}, {"key", base64(key_pair().der)}};
}

}  // namespace plazo::sandbox
