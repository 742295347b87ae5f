#include "examples/sandbox/schedule.h"

#include <algorithm>
#include <array>

namespace plazo::sandbox {
namespace {

/// In the order of how much they bind, with Graph's digit.
constexpr std::array kinds{std::pair{std::string_view{"workingElsewhere"}, '4'},
                           std::pair{std::string_view{"tentative"}, '1'},
                           std::pair{std::string_view{"busy"}, '2'},
                           std::pair{std::string_view{"oof"}, '3'}};

/// 0 for what leaves people free.
std::size_t rank(std::string_view show_as) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i].first == show_as) return i + 1;
    }
    return 0;
}

}  // namespace

std::string availability_view(const std::vector<BusySpan>& spans, Instant from, Instant to,
                              std::chrono::minutes slot) {
    const auto slots =
        static_cast<std::size_t>((to - from + slot - std::chrono::seconds{1}) / slot);
    std::vector<std::size_t> most(slots, 0);
    for (const BusySpan& span : spans) {
        if (span.from >= to || span.to <= from || span.from == span.to) continue;
        const std::size_t binds = rank(span.show_as);
        const auto first = static_cast<std::size_t>((std::max(span.from, from) - from) / slot);
        for (std::size_t i = first; i < slots && from + i * slot < span.to; ++i) {
            most[i] = std::max(most[i], binds);
        }
    }
    std::string view;
    for (const std::size_t binds : most) view += binds == 0 ? '0' : kinds[binds - 1].second;
    return view;
}

}  // namespace plazo::sandbox
