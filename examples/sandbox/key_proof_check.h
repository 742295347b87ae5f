// examples/sandbox/key_proof_check.h - whether a proof shows that its sender holds a key of the
// application (Graph, "Generate proof-of-possession tokens for rolling keys").
#pragma once

#include <string>

#include "examples/sandbox/entra.h"

namespace plazo::sandbox {

/// A Refusal 401 Authentication_MissingOrMalformed unless it does: signed by a certificate of the
/// application that is valid now, for the directory, by the object id, for ten minutes at most.
void check_key_proof(const Application& application, const std::string& proof,
                     timezone::Instant now);

}  // namespace plazo::sandbox
