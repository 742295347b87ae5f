// scheduler/codec.h - the values of the core as JSON text, for a store that keeps text.
//
// Everything that `encode` writes, `decode` reads back to an equal value; text of an older version
// of these shapes still decodes, with defaults for what it lacks. Text that is none of ours throws
// StoreError: the database is damaged, or not ours.
#pragma once

#include <string>

#include "scheduler/deadline.h"
#include "scheduler/outbox.h"
#include "scheduler/repository.h"
#include "scheduler/store.h"

namespace plazo::scheduler {

std::string encode(const Repository& repository);
std::string encode(const Deadline& deadline);
std::string encode(const Intent& intent);

Repository decode_repository(const std::string& text);
Deadline decode_deadline(const std::string& text);
Intent decode_intent(const std::string& text);

}  // namespace plazo::scheduler
