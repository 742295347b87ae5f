#include "examples/sandbox/state.h"

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <type_traits>

#include "examples/sandbox/state_members.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* program = "plazo-sandbox";
constexpr const char* end_of_state = "end";
const Date epoch = timezone::date_of(LocalTime{});

template <typename T>
concept Described = !std::is_null_pointer_v<std::remove_cvref_t<decltype(members<T>)>>;
template <typename T>
concept Plain = std::is_arithmetic_v<T> || std::is_same_v<T, std::string>;
template <typename T>
concept Optional = requires(T value) {
    value.has_value();
    value.reset();
};
template <typename T>
concept Pair = requires(T value) {
    value.first;
    value.second;
};
template <typename T>
concept Duration = requires(T value) {
    value.count();
    typename T::period;
};
template <typename T>
concept TimePoint = requires(T value) {
    value.time_since_epoch();
};

template <typename Container>
struct Element {
    using type = typename Container::value_type;
};
/// A map's values have a constant key; what is read has not.
template <typename Container>
requires requires {
    typename Container::mapped_type;
}
struct Element<Container> {
    using type = std::pair<typename Container::key_type, typename Container::mapped_type>;
};

template <typename T>
json encode(const T& value) {
    if constexpr (Plain<T>) {
        return value;
    } else if constexpr (std::is_enum_v<T>) {
        return static_cast<int>(value);
    } else if constexpr (std::is_same_v<T, Date>) {
        return timezone::days_between(epoch, value);
    } else if constexpr (std::is_same_v<T, Certificate>) {
        return json::array({base64(value.der), value.key_id, value.display_name,
                            encode(value.not_before), encode(value.not_after),
                            encode(value.usable_at)});
    } else if constexpr (std::is_same_v<T, Transaction>) {  // its digest is bytes, not text
        return json::array({value.event_id, base64(value.digest), encode(value.at)});
    } else if constexpr (std::is_same_v<T, Events>) {
        json out = json::array();
        for (const auto& [id, event] : value) out.push_back(encode(event));
        return out;
    } else if constexpr (std::is_same_v<T, graph::Headers>) {
        return encode(std::vector<std::pair<std::string, std::string>>(value.begin(), value.end()));
    } else if constexpr (Optional<T>) {
        return value ? encode(*value) : json{};
    } else if constexpr (Duration<T>) {
        return value.count();
    } else if constexpr (TimePoint<T>) {
        return value.time_since_epoch().count();
    } else if constexpr (Pair<T>) {
        return json::array({encode(value.first), encode(value.second)});
    } else if constexpr (Described<T>) {
        json out = json::array();
        std::apply([&](auto... member) { (out.push_back(encode(value.*member)), ...); },
                   members<T>);
        return out;
    } else {
        json out = json::array();
        for (const auto& element : value) out.push_back(encode(element));
        return out;
    }
}

template <typename T>
T read(const json& from);

template <typename T>
void decode(const json& from, T& value) {
    if constexpr (Plain<T>) {
        from.get_to(value);
    } else if constexpr (std::is_enum_v<T>) {
        value = static_cast<T>(from.get<int>());
    } else if constexpr (std::is_same_v<T, Date>) {
        value = timezone::add_days(epoch, from.get<int>());
    } else if constexpr (std::is_same_v<T, Certificate>) {
        const auto certificate =
            read_certificate(from_base64(from.at(0).get<std::string>()).value_or(""));
        if (!certificate) throw StateError{"a certificate cannot be read"};
        value = *certificate;
        from.at(1).get_to(value.key_id);
        from.at(2).get_to(value.display_name);
        decode(from.at(3), value.not_before);
        decode(from.at(4), value.not_after);
        decode(from.at(5), value.usable_at);
    } else if constexpr (std::is_same_v<T, Transaction>) {
        from.at(0).get_to(value.event_id);
        value.digest = from_base64(from.at(1).get<std::string>()).value_or("");
        decode(from.at(2), value.at);
    } else if constexpr (std::is_same_v<T, Events>) {
        for (const json& each : from) value.add(read<Event>(each));
    } else if constexpr (std::is_same_v<T, graph::Headers>) {
        for (const json& field : from) value.add(field.at(0), field.at(1));
    } else if constexpr (Optional<T>) {
        if (!from.is_null()) decode(from, value.emplace());
    } else if constexpr (Duration<T>) {
        value = T{from.get<typename T::rep>()};
    } else if constexpr (TimePoint<T>) {
        value = T{typename T::duration{from.get<typename T::rep>()}};
    } else if constexpr (Pair<T>) {
        decode(from.at(0), value.first);
        decode(from.at(1), value.second);
    } else if constexpr (Described<T>) {
        std::size_t position = 0;
        const auto next = [&](auto& member) {
            if (position < from.size()) decode(from.at(position), member);
            ++position;
        };
        std::apply([&](auto... member) { (next(value.*member), ...); }, members<T>);
    } else {
        for (const json& each : from) {
            typename Element<T>::type element{};
            decode(each, element);
            value.insert(value.end(), std::move(element));
        }
    }
}

template <typename T>
T read(const json& from) {
    T out{};
    decode(from, out);
    return out;
}

/// What is put in force when all lines have been read.
struct Restored {
    World& world;
    std::deque<Entry> journal;
    std::map<std::string, PermissionCalls> permissions;
};

struct Part {
    std::string_view name;
    void (*restore)(Restored& into, const json& value);
};

constexpr Part parts[] = {
    {"ids",
     [](Restored& into, const json& value) { into.world.ids = Ids{value.get<std::uint64_t>()}; }},
    {"frozen_at",
     [](Restored& into, const json& value) {
         into.world.clock.freeze(true);
         into.world.clock.set(read<Instant>(value));
     }},
    {"clock_shift",
     [](Restored& into, const json& value) {
         into.world.clock.advance(read<std::chrono::seconds>(value));
     }},
    {"entra", [](Restored& into, const json& value) { into.world.entra = read<Entra>(value); }},
    {"directory", [](Restored& into, const json& value) { decode(value, into.world.directory); }},
    {"calendar",
     [](Restored& into, const json& value) {
         into.world.calendars.insert(read<std::pair<std::string, Calendar>>(value));
     }},
    {"inbox",
     [](Restored& into, const json& value) { into.world.post.deliver(read<Mail>(value)); }},
    {"sent", [](Restored& into, const json& value) { into.world.post.keep(read<Mail>(value)); }},
    {"later",
     [](Restored& into, const json& value) {
         into.world.post.deliver_later(read<std::pair<Instant, Mail>>(value).second);
     }},
    {"messages",
     [](Restored& into, const json& value) {
         into.world.messages.insert(read<std::pair<std::string, std::vector<Message>>>(value));
     }},
    {"mail_rules", [](Restored& into, const json& value) { decode(value, into.world.mail_rules); }},
    {"entry",
     [](Restored& into, const json& value) { into.journal.push_back(read<Entry>(value)); }},
    {"permissions", [](Restored& into, const json& value) { decode(value, into.permissions); }},
    {"fault", [](Restored& into, const json& value) { into.world.faults.add(read<Fault>(value)); }},
    {"quirks", [](Restored& into, const json& value) { decode(value, into.world.quirks); }},
    {"throttle",
     [](Restored& into, const json& value) { decode(value, into.world.throttle.limits); }},
    {"subscriptions",
     [](Restored& into, const json& value) { decode(value, into.world.subscriptions); }}};

void restore_line(Restored& into, const json& line) {
    const auto& name = line.at(0).get_ref<const std::string&>();
    for (const Part& part : parts) {
        if (part.name == name) return part.restore(into, line.at(1));
    }
    throw StateError{"it is damaged: nothing is known of '" + name + "'"};
}

void check_head(const json& head) {
    if (!head.is_object() || head.value("program", "") != program) {
        throw StateError{"it is not the state of plazo-sandbox, or it is damaged"};
    }
    const int version = head.value("version", 0);
    if (version == state_version) return;
    throw StateError{"it is of version " + std::to_string(version) + ", and this program reads " +
                     std::to_string(state_version)};
}

class Writer {
  public:
    explicit Writer(std::ostream& out) : out_{out} {
        put({{"program", program}, {"version", state_version}});
    }
    template <typename T>
    void part(const char* name, const T& value) {
        put(json::array({name, encode(value)}));
        ++parts_;
    }
    template <typename Container>
    void each(const char* name, const Container& container) {
        for (const auto& element : container) part(name, element);
    }
    void end() { put(json::array({end_of_state, parts_})); }

  private:
    void put(const json& line) {
        out_ << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    }

    std::ostream& out_;
    std::uint64_t parts_ = 0;
};

}  // namespace

void save(const World& world, std::ostream& out) {
    Writer writer{out};
    writer.part("ids", world.ids.position());
    if (const auto frozen = world.clock.frozen())
        writer.part("frozen_at", *frozen);
    else
        writer.part("clock_shift", world.clock.shift());
    writer.part("entra", world.entra);
    writer.part("directory", world.directory);
    writer.each("calendar", world.calendars);
    for (const auto& [address, mails] : world.post.inboxes()) writer.each("inbox", mails);
    for (const auto& [address, mails] : world.post.sent_boxes()) writer.each("sent", mails);
    writer.each("later", world.post.later());
    writer.each("messages", world.messages);
    writer.part("mail_rules", world.mail_rules);
    writer.each("entry", world.journal.entries());
    writer.part("permissions", world.journal.permissions());
    writer.each("fault", world.faults.all());
    writer.part("quirks", world.quirks);
    writer.part("throttle", world.throttle.limits);
    writer.part("subscriptions", world.subscriptions);
    writer.end();
}

void restore(World& world, std::istream& in) {
    Restored into{world, {}, {}};
    std::string text;
    std::getline(in, text);
    check_head(json::parse(text, nullptr, false));
    try {
        std::uint64_t count = 0;
        json line;
        for (; std::getline(in, text); ++count) {
            line = json::parse(text);
            if (line.at(0) == end_of_state) break;
            restore_line(into, line);
        }
        if (line.at(0) != end_of_state || line.at(1) != count) {
            throw StateError{"it is damaged: lines are missing"};
        }
    } catch (const json::exception& error) {
        throw StateError{std::string{"it is damaged: "} + error.what()};
    }
    world.post.take_delivered();  // which has been handed over before
    world.journal = Journal{std::move(into.journal), std::move(into.permissions)};
}

}  // namespace plazo::sandbox
