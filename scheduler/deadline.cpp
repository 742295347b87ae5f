#include "scheduler/deadline.h"

#include <algorithm>

#include "scheduler/crypto.h"

namespace plazo::scheduler {

std::int64_t Deadline::revision() const {
    std::int64_t highest = -1;
    for (const GroupMark& each : marks) highest = std::max(highest, each.revision);
    return highest;
}

std::string deadline_id(std::string_view repository, std::string_view document,
                        std::string_view key) {
    std::string name;
    for (const std::string_view part : {repository, document, key}) {
        name += std::to_string(part.size()) + ":";  // lengths keep "a","bc" apart from "ab","c"
        name += part;
    }
    constexpr std::size_t digits = 20;
    return "dl_" + sha256_hex(name).substr(0, digits);
}

std::string_view name_of(Status status) {
    switch (status) {
        case Status::open:
            return "open";
        case Status::completed:
            return "completed";
        case Status::cancelled:
            return "cancelled";
    }
    return "";
}

}  // namespace plazo::scheduler
