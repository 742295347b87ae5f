// examples/sandbox/event_fields.h - the properties of an event that clients write: one table that
// reads, writes, compares and copies each of them.
//
// Everything about a property is in its row, so that validation, PATCH, the question whether people
// have to be told, and the answer cannot disagree about what an event consists of.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

/// Who sees a property: a change that everybody sees is mailed.
enum class Audience { everybody, organizer };

/// How a client wants to read events (Prefer).
struct Rendering {
    const Zones* zones = nullptr;
    std::string zone = "UTC";
    bool text_bodies = false;
    bool unsafe_html = false;  ///< bodies are shown as they came
    bool immutable_ids = false;
    std::string reader;         ///< address whose calendar it is; empty: everything is shown
    bool basic = false;         ///< for Calendars.ReadBasic: no body and no named properties
    bool custom_zones = false;  ///< zones of creation are shown as Exchange's custom zone
    bool answers = true;        ///< what attendees have answered is shown
};

struct Field {
    std::string_view name;
    Audience audience;
    void (*read)(const nlohmann::json& value, Content& content, const Zones& zones);
    nlohmann::json (*write)(const Content& content, const Rendering& rendering);
    bool (*same)(const Content& a, const Content& b);
    void (*copy)(const Content& from, Content& to);
};

const std::vector<Field>& event_fields();

/// Reads the properties of a POST or PATCH body into `content` and returns the names of those that
/// were there. Properties of the server's are ignored, unknown ones are a Refusal 400
/// RequestBodyRead, as is a value of the wrong type.
std::set<std::string> read_event(const nlohmann::json& body, Content& content, const Zones& zones);

/// The rules that span properties: midnight of whole days, end after start, limits. A Refusal 400.
void check_event(const Content& content, const Zones& zones);

/// `TYPE {GUID} Name NAME`, `TYPE {GUID} Id 0xID` or `TYPE 0xTAG`.
bool valid_property_id(std::string_view id);

/// The name of somebody of the organisation, as attendees are shown at times instead of by their
/// address: "/o=ExchangeLabs/ou=.../cn=Recipients/cn=...".
bool is_exchange_name(std::string_view address);

/// A mail address such as Exchange lets pass.
bool valid_address(std::string_view address);

}  // namespace plazo::sandbox
