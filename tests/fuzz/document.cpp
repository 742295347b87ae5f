// Any text as iCalendar: every view can be asked, both modes and a second reading say the same,
// what is found wrong has a place in the text, and a stream of it ends with the same components.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ical/check.h"
#include "ical/document.h"
#include "ical/stream.h"
#include "tests/fuzz/check.h"

namespace plazo::ical {
namespace {

constexpr std::size_t pieces_bytes[] = {1, 7, 4096};  // in which a stream comes

bool is_inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

void check_position(Position position, std::string_view text) {
    fuzz::check(position.line >= 1 && position.column >= 1);
    const auto breaks =
        std::count(text.begin(), text.end(), '\n') + std::count(text.begin(), text.end(), '\r');
    fuzz::check(position.line <= 1 + breaks);
}

void touch(const PropertyView& property, std::string_view text) {
    fuzz::check(!property.name().empty());
    fuzz::check(property_name(property.name()) == property.id());
    fuzz::check(is_inside(property.source(), text));
    fuzz::check(property.line().ends_with(property.value()));
    check_position(property.position(), text);
    check_position(property.value_position(), text);
    check_position(property.position_in_value(property.value().size()), text);
    std::size_t parameters = 0;
    for (const ParameterView parameter : property.parameters()) {
        fuzz::check(parameter_name(parameter.name()) == parameter.id());
        fuzz::check(parameter.value_count() >= 1);
        for (std::size_t i = 0; i < parameter.value_count(); ++i) {
            fuzz::check(parameter.value(i).size() <= text.size() * 3);
        }
        fuzz::check(property.parameter(parameter.name()).has_value());
        ++parameters;
    }
    fuzz::check(property.has_parameters() == (parameters > 0));
}

void touch(const ComponentView& component, std::string_view text, std::size_t& components,
           std::size_t& properties) {
    ++components;
    fuzz::check(component_name(component.name()) == component.id());
    fuzz::check(is_inside(component.source(), text));
    fuzz::check(component.end_offset() <= text.size());
    check_position(component.position(), text);
    for (const PropertyView property : component.properties()) {
        touch(property, text);
        fuzz::check(component.find(property.name()).has_value());
        ++properties;
    }
    for (const ComponentView inner : component.components()) {
        touch(inner, text, components, properties);
    }
}

void check_problems(const std::vector<Problem>& problems, std::string_view text) {
    for (const Problem& each : problems) {
        fuzz::check(!each.code.empty() && !each.text.empty());
        if (each.position.line > 0) check_position(each.position, text);
    }
}

/// How many components the stream has, those inside of others not counted.
std::size_t stream(std::string_view text, std::size_t piece_bytes, std::vector<Problem>& problems) {
    std::size_t at = 0;
    StreamReader reader{[&](char* buffer, std::size_t room) {
        const std::size_t count = text.copy(buffer, std::min(room, piece_bytes), at);
        at += count;
        return count;
    }};
    std::size_t found = 0;
    while (const auto component = reader.next()) {
        std::size_t components = 0;
        std::size_t properties = 0;
        for (const PropertyView property : component->properties()) {
            fuzz::check(!property.name().empty());
            properties += property.value().size();
        }
        components += component->components().size();
        ++found;
    }
    problems = reader.problems();
    return found;
}

void check_stream(const Document& document) {
    std::size_t expected = 0;
    for (const ComponentView component : document.components()) {
        expected += component.id() == ComponentName::vcalendar ? component.components().size() : 1;
    }
    for (const std::size_t piece_bytes : pieces_bytes) {
        std::vector<Problem> problems;
        const std::size_t found = stream(document.text(), piece_bytes, problems);
        check_problems(problems, document.text());
        // Where something is wrong, a stream may find another end for it.
        if (document.problems().empty()) fuzz::check(found == expected && problems.empty());
    }
}

void check_text(std::string_view text) {
    const Document document = parse(text);
    std::size_t components = 0;
    std::size_t properties = 0;
    for (const ComponentView component : document.components()) {
        touch(component, text, components, properties);
    }
    fuzz::check(components == document.component_count());
    fuzz::check(properties == document.property_count());
    check_problems(document.problems(), text);
    check_problems(check(document), text);
    check_problems(check(document, Mode::strict), text);

    Document again = parse("BEGIN:VCALENDAR\nX-A:1\nEND:VCALENDAR\n");
    again.read(text, {}, Mode::strict);
    fuzz::check(same_content(document, again));
    fuzz::check(again.problems().size() == document.problems().size());
    check_stream(document);
}

}  // namespace
}  // namespace plazo::ical

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    plazo::ical::check_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
