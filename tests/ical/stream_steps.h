// tests/ical/stream_steps.h - a text that comes in pieces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "ical/stream.h"

namespace plazo::ical {

/// Gives at most `step` bytes at a time.
inline StreamReader::Source in_steps(std::string_view text, std::size_t step) {
    return [text, step](char* buffer, std::size_t room) mutable {
        const std::size_t count = std::min({room, step, text.size()});
        std::copy_n(text.data(), count, buffer);
        text.remove_prefix(count);
        return count;
    };
}

}  // namespace plazo::ical
