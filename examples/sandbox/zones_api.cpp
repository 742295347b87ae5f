#include <cstdio>
#include <nlohmann/json.hpp>

#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// "(UTC+01:00) Romance Standard Time": Microsoft shows places there, which nobody may copy.
std::string display_name(std::string_view name, const timezone::Zone& zone, Instant now) {
    const auto minutes = zone.offset(now).count() / 60;
    char offset[16];
    std::snprintf(offset, sizeof offset, "(UTC%c%02d:%02d) ", minutes < 0 ? '-' : '+',
                  static_cast<int>(std::abs(minutes) / 60 % 100),
                  static_cast<int>(std::abs(minutes) % 60));
    return offset + std::string{name};
}

/// Whether the function's argument asks for IANA names; without one they are Windows'.
bool wants_iana(const std::string& segment) {
    const std::size_t open = std::min(segment.find('('), segment.size());
    const std::string argument = segment.substr(open);
    if (argument.empty() || argument == "()") return false;
    for (const char* name : {"Iana", "Windows"}) {
        const std::string form =
            std::string{"(TimeZoneStandard=microsoft.graph.timeZoneStandard'"} + name + "')";
        if (graph::equal_ignoring_case(argument, form)) return name[0] == 'I';
    }
    throw Refusal{400, "BadRequest", "The argument " + argument + " is not a timeZoneStandard."};
}

}  // namespace

graph::Response supported_time_zones(Call& call) {
    const bool iana = wants_iana(call.path.at(1));
    reach(call, {"User.Read.All"});
    const Zones& zones = call.world.zones;
    json entries = json::array();
    for (const std::string_view name : iana ? zones.listed_iana_names() : Zones::windows_names()) {
        const auto zone = zones.find(std::string{name});
        if (!zone) continue;
        const std::string shown =
            iana ? std::string{name} : display_name(name, *zone, call.world.clock.now());
        entries.push_back({{"alias", name}, {"displayName", shown}});
    }
    return reply(200, {{"@odata.context",
                        call.world.options.origin() +
                            "/v1.0/$metadata#Collection(microsoft.graph.timeZoneInformation)"},
                       {"value", entries}});
}

}  // namespace plazo::sandbox
