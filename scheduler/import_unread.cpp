#include "scheduler/import_unread.h"

#include <set>

namespace plazo::scheduler {

using ical::ComponentName;
using ical::ComponentView;
using ical::PropertyName;

namespace {

/// Lines of a file are as good as positions: only one BEGIN stands on each.
std::set<int> lines_of(const ical::Calendar& calendar) {
    std::set<int> lines;
    for (const ical::Event& each : calendar.events) lines.insert(each.position.line);
    for (const ical::Event& each : calendar.undated) lines.insert(each.position.line);
    return lines;
}

std::string text_of(const ComponentView& component, PropertyName name) {
    const auto property = component.find(name);
    return property ? ical::parse_text(property->value()) : std::string{};
}

/// The first error from line `first` on and before `last`; 0: to the end.
std::string error_between(const ical::Calendar& calendar, int first, int last) {
    for (const ical::Problem& problem : calendar.problems) {
        const int line = problem.position.line;
        const bool inside = line >= first && (last == 0 || line < last);
        if (inside && problem.severity == ical::Severity::error) return ical::describe(problem);
    }
    return "it could not be read";
}

/// Of a document from front to back.
class Collector {
  public:
    explicit Collector(const ical::Calendar& calendar)
        : calendar_{calendar}, known_{lines_of(calendar)} {}

    void visit(const ComponentView& component) {
        const int line = component.position().line;
        finish(line);
        const bool is_event =
            component.id() == ComponentName::vevent || component.id() == ComponentName::vtodo;
        if (!is_event) {
            for (const ComponentView inner : component.components()) visit(inner);
            return;
        }
        if (known_.contains(line)) return;
        ImportItem item;
        item.uid = text_of(component, PropertyName::uid);
        item.summary = text_of(component, PropertyName::summary);
        item.action = ImportItem::Action::fail;
        item.sources = {component.position()};
        items_.push_back(std::move(item));
        open_ = true;
    }

    std::vector<ImportItem> take() {
        finish(0);
        return std::move(items_);
    }

  private:
    /// What went wrong with an event stands between its BEGIN and the next component's.
    void finish(int next_line) {
        if (!open_) return;
        ImportItem& item = items_.back();
        item.reason = error_between(calendar_, item.sources.front().line, next_line);
        open_ = false;
    }

    const ical::Calendar& calendar_;
    std::set<int> known_;
    std::vector<ImportItem> items_;
    bool open_ = false;
};

}  // namespace

std::vector<ImportItem> unread_items(const ical::Document& document,
                                     const ical::Calendar& calendar) {
    Collector collector{calendar};
    for (const ComponentView component : document.components()) collector.visit(component);
    return collector.take();
}

}  // namespace plazo::scheduler
