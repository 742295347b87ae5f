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
    std::string view;
    for (Instant begin = from; begin < to; begin += slot) {
        const Instant end = std::min<Instant>(begin + slot, to);
        std::size_t most = 0;
        for (const BusySpan& span : spans) {
            if (span.from < end && span.to > begin) most = std::max(most, rank(span.show_as));
        }
        view += most == 0 ? '0' : kinds[most - 1].second;
    }
    return view;
}

}  // namespace plazo::sandbox
