// examples/sandbox/directory_api.h - Microsoft Graph v1.0 for applications, their keys, their
// service principals and the roles granted to them.
//
//     POST  /applications                            GET /applications(appId='...')
//     PATCH /applications/{id}                       keyCredentials only
//     POST  /applications/{id}/addKey | removeKey    the proof is really verified
//     POST  /servicePrincipals                       GET /servicePrincipals(appId='...')
//     POST  /servicePrincipals/{Graph's}/appRoleAssignedTo
//
// All but addKey and removeKey take a person's token with Application.ReadWrite.All, granting a
// role one with AppRoleAssignment.ReadWrite.All. An application may roll its own keys without any
// role.
#pragma once

#include <string>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

graph::Response directory_api(World& world, const Caller& caller, const graph::Request& request,
                              const std::string& body);

}  // namespace plazo::sandbox
