#include "ical/itip_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

namespace plazo::ical {

namespace {

constexpr std::size_t methods_count = 8;
constexpr std::array<std::string_view, methods_count> method_names = {
    "PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"};

/// One letter for each method, in the order of Method: PUBLISH REQUEST REPLY ADD CANCEL REFRESH
/// COUNTER DECLINECOUNTER. '0' none, '?' zero or one, '*' any, '1' one, '+' one or more.
struct Row {
    PropertyName property;
    std::string_view event;
    std::string_view task;
};
constexpr std::array rows = std::to_array<Row>({
    {PropertyName::attendee, "0+1**1*0", "0+1**1++"},
    {PropertyName::dtstamp, "11111111", "11111111"},
    {PropertyName::dtstart, "11?1?010", "11???0??"},
    {PropertyName::organizer, "11111111", "11111111"},
    {PropertyName::summary, "11?1?010", "11?1?01?"},
    {PropertyName::uid, "11111111", "11111111"},
    {PropertyName::recurrence_id, "???0????", "???0????"},
    {PropertyName::sequence, "???1101?", "???110?1"},
    {PropertyName::priority, "?????0?0", "11?1?01?"},
    {PropertyName::attach, "*****0*0", "*****0**"},
    {PropertyName::categories, "*****0*0", "*****0**"},
    {PropertyName::classification, "?????0?0", "?????0??"},
    {PropertyName::comment, "********", "********"},
    {PropertyName::completed, "********", "?????0??"},
    {PropertyName::contact, "?****0*0", "*****0**"},
    {PropertyName::created, "?????0?0", "?????0??"},
    {PropertyName::description, "?????0?0", "?????0??"},
    {PropertyName::dtend, "?????0?0", "********"},
    {PropertyName::due, "********", "?????0??"},
    {PropertyName::duration, "?????0?0", "?????0??"},
    {PropertyName::exdate, "*****0*0", "*****0**"},
    {PropertyName::geo, "?????0?0", "?????0??"},
    {PropertyName::last_modified, "?????0?0", "?????0??"},
    {PropertyName::location, "?????0?0", "?????0??"},
    {PropertyName::percent_complete, "********", "?????0??"},
    {PropertyName::rdate, "*****0*0", "*****0**"},
    {PropertyName::related_to, "*****0*0", "*****0**"},
    {PropertyName::request_status, "00*000**", "00*000**"},
    {PropertyName::resources, "*****0*0", "*****0**"},
    {PropertyName::rrule, "?????0?0", "?????0??"},
    {PropertyName::status, "?????0?0", "?????0??"},
    {PropertyName::transp, "?????0?0", "********"},
    {PropertyName::url, "?????0?0", "?????0??"},
});
constexpr std::string_view alarms_row = "**0*00*0";
constexpr std::string_view components_row = "+++1+111";  // VEVENTs or VTODOs of a message

/// What STATUS may say; where nothing is listed, anything.
struct StatusRow {
    Method method;
    EventKind kind;
    std::string_view words;
};
constexpr std::array status_rows = std::to_array<StatusRow>({
    {Method::publish, EventKind::event, "TENTATIVE CONFIRMED CANCELLED"},
    {Method::request, EventKind::event, "TENTATIVE CONFIRMED"},
    {Method::add, EventKind::event, "TENTATIVE CONFIRMED"},
    {Method::cancel, EventKind::event, "CANCELLED"},
    {Method::request, EventKind::task, "COMPLETED NEEDS-ACTION IN-PROCESS"},
    {Method::cancel, EventKind::task, "CANCELLED"},
});

bool is_word_of(std::string_view words, const std::string& word) {
    return (" " + std::string{words} + " ").find(" " + word + " ") != std::string::npos &&
           !word.empty() && word.find(' ') == std::string::npos;
}

Presence presence_of_letter(char letter) {
    switch (letter) {
        case '0':
            return Presence::none;
        case '?':
            return Presence::zero_or_one;
        case '1':
            return Presence::one;
        case '+':
            return Presence::one_or_more;
        default:
            return Presence::any;
    }
}

std::size_t index_of(Method method) {
    return static_cast<std::size_t>(method);
}

/// Whether so many are as they should be.
bool allows(Presence presence, std::size_t count) {
    switch (presence) {
        case Presence::none:
            return count == 0;
        case Presence::zero_or_one:
            return count <= 1;
        case Presence::one:
            return count == 1;
        case Presence::one_or_more:
            return count >= 1;
        case Presence::any:
            return true;
    }
    return true;
}

class MessageCheck {
  public:
    MessageCheck(const Document& document, Mode mode, std::vector<Problem>& problems)
        : document_{document}, problems_{problems, problems_max, mode} {}

    void check() {
        if (document_.components().empty()) {
            problems_.fail({}, "not-icalendar", "the message holds no iCalendar");
            return;
        }
        const ComponentView calendar = document_.components().front();
        if (!read_method(calendar)) return;
        for (const ComponentView part : calendar.components()) {
            if (part.id() == ComponentName::vtimezone) take_zone(part);
        }
        std::size_t count = 0;
        for (const ComponentView part : calendar.components()) {
            const bool event = part.id() == ComponentName::vevent;
            if (event || part.id() == ComponentName::vtodo) {
                check_kind(part, event ? EventKind::event : EventKind::task);
                check_part(part);
                ++count;
            }
        }
        if (count == 0) {
            problems_.fail(calendar.position(), "itip", "the message holds no VEVENT or VTODO");
        } else if (!allows(presence_of_letter(components_row[index_of(method_)]), count)) {
            problems_.warn(calendar.position(), "itip",
                           rule() + "takes one VEVENT or VTODO, not several");
        }
    }

  private:
    std::string rule() const { return "RFC 5546: " + std::string{spelling(method_)} + " "; }

    bool read_method(const ComponentView& calendar) {
        const auto property = calendar.find(PropertyName::method);
        const auto method = property ? method_of(property->value()) : std::nullopt;
        if (!property) {
            problems_.fail(calendar.position(), "method", "there is no METHOD");
        } else if (!method) {
            problems_.fail(property->value_position(), "method",
                           "METHOD:" + std::string{property->value()} + " is unknown");
        } else {
            method_ = *method;
        }
        return method.has_value();
    }

    void take_zone(const ComponentView& part) {
        if (const auto tzid = part.find(PropertyName::tzid)) {
            zones_.insert(parse_text(tzid->value()));
        }
    }

    /// VEVENT and VTODO exclude each other in one message.
    void check_kind(const ComponentView& part, EventKind kind) {
        if (!kind_) kind_ = kind;
        if (*kind_ != kind) {
            problems_.fail(part.position(), "itip", "VEVENT and VTODO in one message");
        }
    }

    void check_part(const ComponentView& part) {
        std::map<PropertyName, std::size_t> counts;
        for (const PropertyView property : part.properties()) {
            if (property.id() != PropertyName::other) ++counts[property.id()];
            check_zone(property);
        }
        for (const Row& row : rows) check_row(part, row, counts[row.property]);
        for (const ComponentView inner : part.components()) {
            if (inner.id() == ComponentName::valarm && !allows_alarms(method_)) {
                problems_.warn(inner.position(), "itip", rule() + "allows no VALARM");
            }
        }
        check_uid(part);
        check_status(part);
    }

    /// Without these a receiver can do nothing.
    bool indispensable(PropertyName name) const {
        return name == PropertyName::uid ||
               (name == PropertyName::attendee && method_ == Method::reply) ||
               name == PropertyName::dtstart;
    }

    void check_row(const ComponentView& part, const Row& row, std::size_t count) {
        const Presence presence = presence_of(method_, *kind_, row.property);
        if (allows(presence, count)) return;
        const std::string name{spelling(row.property)};
        if (count == 0) {
            const std::string text = rule() + "needs " + name;
            if (indispensable(row.property)) {
                problems_.fail(part.position(), "itip", text);
            } else {
                problems_.warn(part.position(), "itip", text);
            }
            return;
        }
        const Position position = part.find(row.property)->position();
        problems_.warn(position, "itip",
                       rule() + (presence == Presence::none ? "forbids " : "takes one ") + name);
    }

    void check_zone(const PropertyView& property) {
        const auto tzid = property.parameter(ParameterName::tzid);
        if (!tzid || zones_.contains(std::string{*tzid}) || property.value().ends_with('Z')) return;
        zones_.insert(std::string{*tzid});
        problems_.warn(property.position(), "undefined-tzid",
                       "there is no VTIMEZONE for \"" + std::string{*tzid} + "\"");
    }

    void check_uid(const ComponentView& part) {
        const auto property = part.find(PropertyName::uid);
        if (!property || method_ == Method::publish) return;
        const std::string uid = parse_text(property->value());
        if (uid_.empty()) uid_ = uid;
        if (uid != uid_) {
            problems_.fail(property->position(), "itip", rule() + "is about one UID");
        }
    }

    void check_status(const ComponentView& part) {
        const auto property = part.find(PropertyName::status);
        if (!property) return;
        for (const StatusRow& row : status_rows) {
            if (row.method != method_ || row.kind != *kind_) continue;
            const std::string word = upper_case(property->value());
            if (!is_word_of(row.words, word)) {
                problems_.warn(property->value_position(), "itip",
                               rule() + "allows no STATUS:" + word);
            }
        }
    }

    const Document& document_;
    ProblemList problems_;
    Method method_ = Method::publish;
    std::optional<EventKind> kind_;
    std::string uid_;
    std::set<std::string> zones_;
};

}  // namespace

std::string_view spelling(Method method) {
    return method_names[index_of(method)];
}

std::optional<Method> method_of(std::string_view name) {
    for (std::size_t i = 0; i < methods_count; ++i) {
        if (same_name(name, method_names[i])) return static_cast<Method>(i);
    }
    return std::nullopt;
}

Presence presence_of(Method method, EventKind kind, PropertyName property) {
    for (const Row& row : rows) {
        if (row.property != property) continue;
        const std::string_view letters = kind == EventKind::event ? row.event : row.task;
        return presence_of_letter(letters[index_of(method)]);
    }
    return Presence::any;
}

std::vector<PropertyName> also_empty(Method method, EventKind kind) {
    std::vector<PropertyName> names;
    for (PropertyName name : {PropertyName::summary, PropertyName::priority}) {
        if (presence_of(method, kind, name) == Presence::one) names.push_back(name);
    }
    if (presence_of(method, kind, PropertyName::sequence) != Presence::none) {
        names.push_back(PropertyName::sequence);
    }
    return names;
}

bool allows_alarms(Method method) {
    return alarms_row[index_of(method)] != '0';
}

std::vector<Problem> problems_of_message(const Document& document, Mode mode) {
    std::vector<Problem> problems;
    MessageCheck{document, mode, problems}.check();
    return problems;
}

std::vector<Problem> problems_of_method(std::string_view method, std::string_view mail_method) {
    if (mail_method.empty() || same_name(mail_method, method)) return {};
    return {{Severity::warning,
             {},
             "method",
             "the mail says method=" + std::string{mail_method} +
                 ", its calendar METHOD:" + std::string{method}}};
}

}  // namespace plazo::ical
