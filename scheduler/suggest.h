// scheduler/suggest.h - "did you mean ...?": the known name that a misspelt one is nearest to.
//
//     nearest("timezone", {"timeZone", "title"}) == "timeZone"
//     nearest("banana", {"timeZone", "title"})   == nullopt        nothing is near
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plazo::scheduler {

/// By edit distance without regard to case; at most a third of the letters may be wrong.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known);

/// "did you mean timeZone?", or nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

}  // namespace plazo::scheduler
