// Any text as iCalendar, read and written: what is not touched comes out byte for byte, the
// canonical form says the same as the text and is its own canonical form, a change changes nothing
// else.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ical/document.h"
#include "ical/edit.h"
#include "ical/writer.h"
#include "tests/fuzz/check.h"

namespace plazo::ical {
namespace {

/// Of everything, so that no limit takes anything away from one form and not from the other.
constexpr Limits limits = own_file_limits;

std::optional<PropertyView> first_property(const ComponentView& component) {
    for (const PropertyView property : component.properties()) return property;
    for (const ComponentView inner : component.components()) {
        if (const auto found = first_property(inner)) return found;
    }
    return std::nullopt;
}

void check_lines(std::string_view text) {
    std::size_t next = 0;
    for (std::size_t at = 0; at < text.size(); at = next + 2) {
        next = text.find("\r\n", at);
        fuzz::check(next != std::string_view::npos && next - at <= folded_line_bytes_max);
    }
}

/// A new value, a property more and one less, and all else as it was.
void check_change(const Document& document, const ComponentView& component,
                  const PropertyView& property) {
    const std::string value = "a new value";
    Edit edit{document};
    edit.set_value(property, value);
    const std::string changed = edit.text();
    const Document after = parse(changed, limits);
    fuzz::check(after.property_count() == document.property_count());
    fuzz::check(after.component_count() == document.component_count());
    const PropertyView written{after, property.index()};
    fuzz::check(written.value() == value && written.name() == property.name());

    Edit back{after};
    back.set_value(written, property.value());
    const std::string restored = back.text();
    fuzz::check(same_content(parse(restored, limits), document));

    Edit removal{document};
    removal.remove(property);
    const std::string less = removal.text();
    fuzz::check(parse(less, limits).property_count() + 1 == document.property_count());
    Edit addition{document};
    addition.append(component, "X-ADDED:1\r\n");
    const std::string more = addition.text();
    fuzz::check(parse(more, limits).property_count() == document.property_count() + 1);
}

void check_text(std::string_view text) {
    const Document document = parse(text, limits);
    fuzz::check(Edit{document}.text() == text);

    const std::string canonical = format(document);
    check_lines(canonical);
    const Document again = parse(canonical, limits);
    fuzz::check(same_content(document, again));
    fuzz::check(format(again) == canonical);
    // What is wrong is not written. Names and nesting stay as they are.
    if (document.components().empty()) return;
    fuzz::check(again.problems().empty());

    for (const ComponentView component : document.components()) {
        fuzz::check(format(component).size() <= canonical.size());
        // Where something is wrong, a change to a line may change what is wrong.
        const auto property = first_property(component);
        if (property && document.problems().empty()) check_change(document, component, *property);
    }
}

}  // namespace
}  // namespace plazo::ical

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    plazo::ical::check_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
