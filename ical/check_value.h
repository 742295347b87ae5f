// ical/check_value.h - whether one property is as it should be. Internal to check.cpp.
#pragma once

#include "ical/document.h"
#include "ical/problem.h"

namespace plazo::ical {

/// Adds what is wrong with the value and parameters of one property.
void check_value(const PropertyView& property, Mode mode, ProblemList& problems);

}  // namespace plazo::ical
