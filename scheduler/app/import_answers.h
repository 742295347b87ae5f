// scheduler/app/import_answers.h - what Graph's answers say about the occurrences of a series that
// is being imported. Pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "scheduler/import_item.h"

namespace plazo::app {

/// null when it is no JSON.
nlohmann::json parse_or_null(const std::string& body);

/// The events of a list; an empty array when the answer is none.
nlohmann::json events_of(const std::string& body);

/// Whether `event`, of a series' instances in UTC, is the occurrence that `exception` is about,
/// also when it was moved already.
bool is_occurrence(const nlohmann::json& event, const scheduler::ImportException& exception);

/// Whether the occurrence shows the exception's changes already. Bodies come back in another form
/// and are not compared.
bool shows(const nlohmann::json& event, const scheduler::ImportException& exception);

/// A warning that Exchange has no such occurrence.
std::string nothing_to_change(const scheduler::ImportItem& item,
                              const scheduler::ImportException& exception);

}  // namespace plazo::app
