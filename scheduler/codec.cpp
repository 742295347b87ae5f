// How it works: `describe` names the members of each shape once. Writing and reading both walk
// that one description, so neither can forget a member that the other has.
#include "scheduler/codec.h"

#include <array>
#include <concepts>
#include <nlohmann/json.hpp>
#include <utility>

#include "graph/json.h"
#include "timezone/text.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;

/// The shape itself, or the shape as a constant: one description serves reading and writing.
template <typename T, typename Shape>
concept Is = std::same_as<std::remove_const_t<T>, Shape>;

using Marks = std::array<GroupMark, group_count>;

void describe(auto& member, Is<Document> auto& document) {
    member("id", document.id);
    member("code", document.code);
    member("name", document.name);
    member("category", document.category);
    member("url", document.url);
}

void describe(auto& member, Is<Due> auto& due) {
    member("at", due.at);
    member("whole_day", due.whole_day);
    member("zone", due.zone);
}

void describe(auto& member, Is<Assignee> auto& assignee) {
    member("type", assignee.type);
    member("id", assignee.id);
    member("address", assignee.address);
    member("name", assignee.name);
    member("required", assignee.required);
    member("locale", assignee.locale);
    member("collaborator", assignee.collaborator);
}

void describe(auto& member, Is<Duration> auto& duration) {
    member("months", duration.months);
    member("days", duration.days);
    member("exact_seconds", duration.exact);
}

void describe(auto& member, Is<Reminder> auto& reminder) {
    member("before", reminder.before);
    member("offset", reminder.offset);
    member("by_mail", reminder.by_mail);
    member("in_calendar", reminder.in_calendar);
    member("send_at_seconds", reminder.send_at);
}

void describe(auto& member, Is<EventShape> auto& event) {
    member("length_minutes", event.length);
    member("placement", event.placement);
    member("show_as", event.show_as);
}

void describe(auto& member, Is<GroupMark> auto& mark) {
    member("revision", mark.revision);
    member("hash", mark.hash);
}

void describe(auto& member, Is<Marks> auto& marks) {
    member("due", marks[static_cast<std::size_t>(Group::due)]);
    member("assignees", marks[static_cast<std::size_t>(Group::assignees)]);
    member("status", marks[static_cast<std::size_t>(Group::status)]);
    member("rest", marks[static_cast<std::size_t>(Group::rest)]);
}

void describe(auto& member, Is<Deadline> auto& deadline) {
    member("id", deadline.id);
    member("repository", deadline.repository);
    member("key", deadline.key);
    member("document", deadline.document);
    member("due", deadline.due);
    member("assignees", deadline.assignees);
    member("status", deadline.status);
    member("kind", deadline.kind);
    member("title", deadline.title);
    member("description", deadline.description);
    member("priority", deadline.priority);
    member("organiser", deadline.organiser);
    member("event", deadline.event);
    member("reminders", deadline.reminders);
    member("set_by", deadline.set_by);
    member("completed_by", deadline.completed_by);
    member("reason", deadline.reason);
    member("marks", deadline.marks);
    member("revisions_are_times", deadline.revisions_are_times);
}

void describe(auto& member, Is<Intent> auto& intent) {
    member("act", intent.act);
    member("method", intent.method);
    member("target", intent.target);
    member("body", intent.body);
    member("content_type", intent.content_type);
    member("etag", intent.etag);
    member("request_id", intent.request_id);
    member("written", intent.written);
    member("draft", intent.draft);
    member("generation", intent.generation);
}

void describe(auto& member, Is<Repository> auto& repository) {
    member("name", repository.name);
    member("tenant", repository.tenant);
    member("client_id", repository.client_id);
    member("cloud", repository.cloud);
    member("mailbox", repository.mailbox);
    member("display_name", repository.display_name);
    member("time_zone", repository.time_zone);
    member("language", repository.language);
    member("reminder_time_seconds", repository.reminder_time);
    member("allow", repository.allow);
    member("recipients", repository.recipients);
    member("redirect_to", repository.redirect_to);
}

std::string_view name_of(Placement placement) {
    return placement == Placement::ends_at_due ? "ends_at_due" : "starts_at_due";
}

constexpr auto every(Status) {
    return std::array{Status::open, Status::completed, Status::cancelled};
}

constexpr auto every(Placement) {
    return std::array{Placement::ends_at_due, Placement::starts_at_due};
}

template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <typename T>
inline constexpr bool is_duration = false;
template <typename Count, typename Unit>
inline constexpr bool is_duration<std::chrono::duration<Count, Unit>> = true;

template <typename T>
json write(const T& value);

/// Collects members; an empty optional is left out.
struct Writer {
    json object = json::object();

    template <typename T>
    void operator()(const char* name, const T& value) {
        object[name] = write(value);
    }

    template <typename T>
    void operator()(const char* name, const std::optional<T>& value) {
        if (value) object[name] = write(*value);
    }
};

template <typename T>
json write(const T& value) {
    if constexpr (std::same_as<T, std::string> || std::integral<T>) {
        return value;
    } else if constexpr (std::is_enum_v<T>) {
        return name_of(value);
    } else if constexpr (is_duration<T>) {
        return value.count();
    } else if constexpr (std::same_as<T, timezone::LocalTime>) {
        return timezone::format_local(value);
    } else if constexpr (std::same_as<T, timezone::Instant>) {
        return timezone::format_rfc3339(value);
    } else if constexpr (is_vector<T>) {
        json array = json::array();
        for (const auto& each : value) array.push_back(write(each));
        return array;
    } else {
        Writer members;
        describe(members, value);
        return members.object;
    }
}

void require(bool right, const char* name) {
    if (right) return;
    throw StoreError{std::string{"the database is damaged, or not ours: \""} + name +
                     "\" is of the wrong kind"};
}

template <typename T>
void read(const json& stored, const char* name, T& value);

/// Finds members; the value keeps its default where there is none.
struct Reader {
    const json& object;

    template <typename T>
    void operator()(const char* name, T& value) const {
        const auto member = object.find(name);
        if (member != object.end()) read(*member, name, value);
    }

    template <typename T>
    void operator()(const char* name, std::optional<T>& value) const {
        const auto member = object.find(name);
        if (member != object.end()) read(*member, name, value.emplace());
    }
};

std::string text(const json& stored, const char* name) {
    require(stored.is_string(), name);
    return stored.get<std::string>();
}

template <typename T>
T number(const json& stored, const char* name) {
    require(stored.is_number_integer(), name);
    require(stored.is_number_unsigned() ? std::in_range<T>(stored.get<std::uint64_t>())
                                        : std::in_range<T>(stored.get<std::int64_t>()),
            name);
    return stored.get<T>();
}

template <typename T>
T present(const std::optional<T>& value, const char* name) {
    require(value.has_value(), name);
    return *value;
}

template <typename T>
std::optional<T> named(const std::string& wanted) {
    for (const T each : every(T{})) {
        if (name_of(each) == wanted) return each;
    }
    return std::nullopt;
}

template <typename T>
void read(const json& stored, const char* name, T& value) {
    if constexpr (std::same_as<T, std::string>) {
        value = text(stored, name);
    } else if constexpr (std::same_as<T, bool>) {
        require(stored.is_boolean(), name);
        value = stored.get<bool>();
    } else if constexpr (std::integral<T>) {
        value = number<T>(stored, name);
    } else if constexpr (std::is_enum_v<T>) {
        value = present(named<T>(text(stored, name)), name);
    } else if constexpr (is_duration<T>) {
        value = T{number<typename T::rep>(stored, name)};
    } else if constexpr (std::same_as<T, timezone::LocalTime>) {
        value = present(timezone::parse_local(text(stored, name)), name);
    } else if constexpr (std::same_as<T, timezone::Instant>) {
        value = present(timezone::parse_rfc3339(text(stored, name)), name);
    } else if constexpr (is_vector<T>) {
        require(stored.is_array(), name);
        value.clear();
        for (const json& each : stored) read(each, name, value.emplace_back());
    } else {
        require(stored.is_object(), name);
        const Reader members{stored};
        describe(members, value);
    }
}

template <typename T>
T decode(const std::string& stored, const char* name) {
    T value;
    try {
        read(graph::parse_json(stored), name, value);
    } catch (const graph::JsonError& error) {
        throw StoreError{std::string{"the database is damaged, or not ours: a "} + name + " is " +
                         error.what()};
    }
    return value;
}

}  // namespace

std::string encode(const Repository& repository) {
    return graph::dump_json(write(repository));
}

std::string encode(const Deadline& deadline) {
    return graph::dump_json(write(deadline));
}

std::string encode(const Intent& intent) {
    return graph::dump_json(write(intent));
}

Repository decode_repository(const std::string& text) {
    return decode<Repository>(text, "repository");
}

Deadline decode_deadline(const std::string& text) {
    return decode<Deadline>(text, "deadline");
}

Intent decode_intent(const std::string& text) {
    return decode<Intent>(text, "intent");
}

}  // namespace plazo::scheduler
