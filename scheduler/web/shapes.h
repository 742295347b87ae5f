// scheduler/web/shapes.h - how stored things look from outside, and repository settings as they
// come in.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "scheduler/repository.h"
#include "scheduler/store.h"
#include "timezone/tzdb.h"

namespace plazo::web {

nlohmann::json repository_shape(const scheduler::Repository& repository);
nlohmann::json key_shape(const scheduler::ApiKey& key);
nlohmann::json deadline_shape(const scheduler::Record& record, const timezone::Tzdb& tzdb);
nlohmann::json step_shape(const scheduler::Step& step);
nlohmann::json settled_shape(const scheduler::Settled& settled);

/// Checks everything that can be checked without asking Microsoft. Throws InputError.
scheduler::Repository read_repository(const nlohmann::json& body, const std::string& name,
                                      const timezone::Tzdb& tzdb);

}  // namespace plazo::web
