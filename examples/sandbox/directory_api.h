// examples/sandbox/directory_api.h - Microsoft Graph v1.0 for applications, their keys, their
// service principals and the roles granted to them.
//
//     POST   /applications                             GET the same, $filter=appId|displayName eq
//     GET    /applications/{id}                        PATCH, DELETE
//     POST   /applications/{id}/addKey | removeKey     the proof is really verified
//     POST   /servicePrincipals                        GET the same, $filter as above
//     GET    /servicePrincipals/{id}                   PATCH accountEnabled, DELETE
//     GET    /servicePrincipals/{id}/appRoleAssignments            POST; .../{assignment} DELETE
//     GET    /servicePrincipals/{Graph's}/appRoleAssignedTo        POST; .../{assignment} DELETE
//
// An {id} is the object's id or, without its slash, (appId='...'). The directory is that of the
// caller's tenant; of others it shows applications for several tenants, when a principal is made.
// All but addKey and removeKey take the permissions and roles of directory_roles.h. An application
// may roll its own keys without any.
//
// With a replication lag (POST /_sandbox/directory) what was made is not there yet for all other
// calls: 404, or 400 where it is named in a body, and neither is it for the sign-in service
// (AADSTS700016, 7000229, 700027). What is taken away acts at once.
#pragma once

#include <string>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

graph::Response directory_api(World& world, const Caller& caller, const graph::Request& request,
                              const std::string& body);

}  // namespace plazo::sandbox
