// graph/aadsts.h - the AADSTS numbers of Entra's refusals, for people.
//
//     advice_for(700016)     "the application is not in this tenant: compare ..."
//
// Microsoft says of these numbers that programs which act on them will break: what a failure means
// is decided by its HTTP status and `error` alone. Two groups are used nevertheless, and each costs
// at most one request more where a number has changed its meaning: those for which another
// certificate may be tried, and the one that says that a clock is wrong.
#pragma once

#include <string_view>

namespace plazo::graph {

/// What the operator can do: a sentence that names the page of the portal, the field of the
/// repository or the file. Empty for a number that has nothing to say about this grant.
std::string_view advice_for(int aadsts);

/// It was this certificate that was refused; another one may be taken.
bool is_about_certificate(int aadsts);

/// The assertion was made too early or too late by Entra's clock.
inline constexpr int aadsts_assertion_time = 700024;

}  // namespace plazo::graph
