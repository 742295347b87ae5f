#include "tests/sandbox/scene.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "examples/sandbox/jose.h"

namespace plazo::sandbox {

KeyPair::KeyPair(timezone::Instant not_before, timezone::Instant not_after)
    : key{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}),
          [](void* pointer) { EVP_PKEY_free(static_cast<EVP_PKEY*>(pointer)); }} {
    auto* raw = static_cast<EVP_PKEY*>(key.get());
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    ASN1_TIME_set(X509_getm_notBefore(certificate), not_before.time_since_epoch().count());
    ASN1_TIME_set(X509_getm_notAfter(certificate), not_after.time_since_epoch().count());
    X509_set_pubkey(certificate, raw);
    X509_sign(certificate, raw, EVP_sha256());
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate, &bytes);
    der.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    X509_free(certificate);
}

std::string KeyPair::sign(std::string_view algorithm, std::string_view input,
                          int salt_length) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* options = nullptr;
    auto* raw = static_cast<EVP_PKEY*>(key.get());
    EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, raw);
    if (algorithm == "PS256") {
        EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt_length);
    }
    std::string signature(512, '\0');
    std::size_t size = signature.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(input.data()), input.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return signature;
}

const KeyPair& key_pair() {
    static const KeyPair pair{*timezone::parse_rfc3339("2026-01-01T00:00:00Z"),
                              *timezone::parse_rfc3339("2027-01-01T00:00:00Z")};
    return pair;
}

std::string Assertion::text(const KeyPair& key) const {
    const std::string input = base64url(header.dump()) + "." + base64url(claims.dump());
    return input + "." + base64url(key.sign(algorithm, input, salt_length));
}

json Answer::expect(int status) const {
    EXPECT_EQ(response.status, status) << response.body;
    return json::parse(response.body, nullptr, false);
}

std::string Answer::error() const {
    return json::parse(response.body).at("error").at("code");
}

namespace {

const timezone::Tzdb& tzdb() {
    static const timezone::Tzdb loaded = timezone::Tzdb::load(timezone::default_folder);
    return loaded;
}

boost::asio::awaitable<void> no_pause() {
    co_return;
}

}  // namespace

Scene::Scene(std::string cloud) : cloud_{std::move(cloud)} {
    sleep_ = [](std::chrono::milliseconds) { return no_pause(); };
    start({});
}

void Scene::start(graph::Handler network) {
    sandbox.emplace(
        Options{tzdb(), 7, default_tenant, [] { return origin; }, [this] { return now; },
                [this](std::chrono::milliseconds delay) { return sleep_(delay); },
                smtp_port_ == 0 ? "" : "127.0.0.1", smtp_port_, std::move(network), cloud_});
    forget_token();
    client_id = add_application({"Mail.Send", "Calendars.ReadWrite"});
    admin("POST", "/mailboxes",
          {{"address", ana},
           {"displayName", "Ana"},
           {"timeZone", "Romance Standard Time"},
           {"language", "es-ES"}})
        .expect(200);
    admin("POST", "/mailboxes",
          {{"address", luis}, {"displayName", "Luis"}, {"timeZone", "Europe/London"}})
        .expect(200);
}

std::string Scene::add_application(const std::vector<std::string>& roles) {
    const json body{
        {"displayName", "Plazo"}, {"certificate", base64(key_pair().der)}, {"roles", roles}};
    return admin("POST", "/applications", body).expect(200)["client_id"];
}

Answer Scene::send(graph::Request request) {
    Answer answer;
    std::exception_ptr failure;
    bool done = false;
    boost::asio::co_spawn(context, sandbox->handle(std::move(request)),
                          [&](std::exception_ptr thrown, graph::Response response) {
                              done = true;
                              failure = thrown;
                              answer.response = std::move(response);
                          });
    context.restart();
    while (!done) context.run_one();
    if (failure) std::rethrow_exception(failure);
    return answer;
}

Answer Scene::admin(const std::string& method, const std::string& path, const json& body) {
    graph::Request request;
    request.method = method;
    request.target = "/_sandbox" + path;
    request.peer = "127.0.0.1";
    if (!body.is_null()) request.body = body.dump();
    return send(std::move(request));
}

Answer Scene::graph(const std::string& method, const std::string& path, const json& body,
                    graph::Headers headers) {
    if (!headers.find("Authorization")) {
        if (bearer_.empty()) bearer_ = token(assertion()).expect(200)["access_token"];
        headers.set("Authorization", "Bearer " + bearer_);
    }
    graph::Request request;
    request.method = method;
    request.target = "/v1.0" + path;
    if (!body.is_null()) {
        if (!headers.find("Content-Type")) headers.set("Content-Type", "application/json");
        request.body = body.dump();
    }
    request.headers = std::move(headers);
    return send(std::move(request));
}

Assertion Scene::assertion() const {
    static int number = 0;
    const auto seconds = now.time_since_epoch().count();
    const auto certificate = read_certificate(key_pair().der);
    return {{{"alg", "PS256"}, {"typ", "JWT"}, {"x5t#S256", base64url(certificate->sha256)}},
            {{"aud", origin + "/" + default_tenant + "/oauth2/v2.0/token"},
             {"iss", client_id},
             {"sub", client_id},
             {"jti", "assertion-" + std::to_string(++number)},
             {"nbf", seconds - 300},
             {"exp", seconds + 300}}};
}

Answer Scene::token(const Assertion& assertion, const std::string& scope) {
    graph::Request request;
    request.method = "POST";
    request.target = std::string{"/"} + default_tenant + "/oauth2/v2.0/token";
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body =
        "grant_type=client_credentials&client_id=" + client_id +
        "&scope=" + graph::percent_encode(scope) +
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer" +
        "&client_assertion=" + assertion.text(key_pair());
    return send(std::move(request));
}

void Scene::deliver() {
    bool done = false;
    boost::asio::co_spawn(context, sandbox->deliver(),
                          [&](const std::exception_ptr&) { done = true; });
    context.restart();
    while (!done) context.run_one();
}

json Scene::inbox(const std::string& address) {
    return admin("GET", "/mailboxes/" + address + "/inbox").expect(200)["value"];
}

std::string kinds(Scene& scene, const std::string& address) {
    std::string out;
    for (const json& mail : scene.inbox(address)) {
        out += (out.empty() ? "" : " ") + mail["kind"].get<std::string>();
    }
    return out;
}

bool has_line(const json& mail, const std::string& line) {
    return ("\r\n" + mail.at("ics").get<std::string>()).find("\r\n" + line + "\r\n") !=
           std::string::npos;
}

json attendee(const std::string& address) {
    return {{"emailAddress", {{"address", address}}}, {"type", "required"}};
}

json meeting() {
    return {{"subject", "Sign the contract"},
            {"body", {{"contentType", "html"}, {"content", "<p>Please <b>sign</b></p>"}}},
            {"start", {{"dateTime", "2026-03-16T10:00:00"}, {"timeZone", "Romance Standard Time"}}},
            {"end", {{"dateTime", "2026-03-16T10:30:00"}, {"timeZone", "Romance Standard Time"}}},
            {"attendees", {attendee(luis), attendee(zoe)}}};
}

}  // namespace plazo::sandbox
