// tests/sandbox/entra_scene.h - signing in to the scene in every way.
//
//     Answer answer = sign_in(scene, {.tenant = other, .claims = cp1});
//     scene.graph("GET", path, nullptr, bearer(answer)).expect(200);
//     scene.graph("POST", "/applications", body, as_person(scene, {registering}, "application"));
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "examples/sandbox/jose.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {

inline const std::string registering = "Application.ReadWrite.All";
inline const std::string granting = "AppRoleAssignment.ReadWrite.All";
inline const std::string graph_app = "00000003-0000-0000-c000-000000000000";
/// A client that declares continuous access evaluation.
inline const std::string cp1 = R"({"access_token":{"xms_cc":{"values":["cp1"]}}})";

/// How a sign-in differs from Scene::token.
struct Wish {
    std::string tenant = default_tenant;
    std::string claims{};
    std::string more{};  ///< of the form: "&x=y"
};
Answer sign_in(Scene& scene, const Wish& wish);

/// A form that is posted to a page of the sign-in service.
Answer post_form(Scene& scene, const std::string& page, const std::string& form,
                 const std::string& tenant = default_tenant);

/// The AADSTS number of a refusal with this status and error; 0 if it is none.
int number(const Answer& answer, int status, const std::string& error);
/// The same of any refusal.
int number(const Answer& answer);

json claims_of(const Answer& token);
graph::Headers bearer(const Answer& token);

json device_code(Scene& scene, const std::string& tenant = default_tenant);
Answer poll(Scene& scene, const std::string& code, const std::string& tenant = default_tenant);
/// Signs a person in with these scopes, consented to, and that role of the directory.
graph::Headers as_person(Scene& scene, const std::vector<std::string>& scopes,
                         const std::string& role = "global",
                         const std::string& tenant = default_tenant);

/// Another tenant with this domain; its id.
std::string add_tenant(Scene& scene, const std::string& domain);
/// Goes on with another sandbox from the state of this one.
void restart(Scene& scene);

/// keyCredentials of the scene's certificate.
json key_credential();

}  // namespace plazo::sandbox
