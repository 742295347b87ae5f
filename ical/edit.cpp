#include "ical/edit.h"

#include <algorithm>
#include <utility>

#include "ical/writer.h"

namespace plazo::ical {

namespace {

bool ends_in_break(std::string_view text) {
    return text.empty() || text.ends_with('\n') || text.ends_with('\r');
}

}  // namespace

void Edit::set_value(const PropertyView& property, std::string_view raw) {
    Writer writer;
    writer.property(property.name());
    for (const ParameterView each : property.parameters()) {
        writer.parameter(each.name(), each.value());
        for (std::size_t i = 1; i < each.value_count(); ++i) writer.further_value(each.value(i));
    }
    writer.value(raw);
    replace(property, writer.take());
}

void Edit::replace(const PropertyView& property, std::string lines) {
    change(property.source(), std::move(lines));
}

void Edit::replace(const ComponentView& component, std::string lines) {
    change(component.source(), std::move(lines));
}

void Edit::append(const ComponentView& component, std::string lines) {
    const std::size_t at = component.end_offset();
    changes_.push_back({at, at, std::move(lines)});
}

void Edit::change(std::string_view source, std::string lines) {
    const auto begin = static_cast<std::size_t>(source.data() - document_.text().data());
    changes_.push_back({begin, begin + source.size(), std::move(lines)});
}

std::string Edit::text() const {
    std::string text;
    append_to(text);
    return text;
}

void Edit::append_to(std::string& text) const {
    std::vector<const Change*> ordered;
    for (const Change& each : changes_) ordered.push_back(&each);
    // At one place, what is put in comes before what is replaced there, and the widest change first
    // of those; of equal ones the later is the first.
    std::stable_sort(ordered.begin(), ordered.end(), [](const Change* a, const Change* b) {
        if (a->begin != b->begin) return a->begin < b->begin;
        const bool a_put_in = a->begin == a->end;
        const bool b_put_in = b->begin == b->end;
        if (a_put_in != b_put_in) return a_put_in;
        if (a->end != b->end) return a->end > b->end;
        return !a_put_in && a > b;
    });
    const std::string_view source = document_.text();
    text.reserve(text.size() + source.size());
    std::size_t at = 0;
    for (const Change* each : ordered) {
        const bool put_in = each->begin == each->end;
        if (each->begin < at) continue;
        text += source.substr(at, each->begin - at);
        if (!each->lines.empty() && !ends_in_break(text)) text += "\r\n";
        text += each->lines;
        at = put_in ? each->begin : each->end;
        const bool open = !each->lines.empty() && !ends_in_break(each->lines);
        if (open && at < source.size()) text += "\r\n";
    }
    text += source.substr(at);
}

}  // namespace plazo::ical
