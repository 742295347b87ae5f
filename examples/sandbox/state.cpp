#include "examples/sandbox/state.h"

#include <nlohmann/json.hpp>
#include <type_traits>

#include "examples/sandbox/state_members.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* program = "plazo-sandbox";
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
        return json::array({base64(value.der), value.key_id, value.display_name});
    } else if constexpr (std::is_same_v<T, Transaction>) {  // its digest is bytes, not text
        return json::array({value.event_id, base64(value.digest), encode(value.at)});
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
    } else if constexpr (std::is_same_v<T, Transaction>) {
        from.at(0).get_to(value.event_id);
        value.digest = from_base64(from.at(1).get<std::string>()).value_or("");
        decode(from.at(2), value.at);
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
T part(const json& state, const char* name) {
    T out{};
    decode(state.at(name), out);
    return out;
}

std::vector<Mail> all(const std::map<std::string, std::vector<Mail>>& boxes) {
    std::vector<Mail> out;
    for (const auto& [address, mails] : boxes) out.insert(out.end(), mails.begin(), mails.end());
    return out;
}

void restore_clock(MovableClock& clock, const json& state) {
    const auto frozen = part<std::optional<Instant>>(state, "frozen_at");
    if (frozen) {
        clock.freeze(true);
        clock.set(*frozen);
    } else {
        clock.advance(part<std::chrono::seconds>(state, "clock_shift"));
    }
}

void fill(World& world, const json& state) {
    world.ids = Ids{state.at("ids").get<std::uint64_t>()};
    restore_clock(world.clock, state);
    world.entra = part<Entra>(state, "entra");
    world.directory = part<Directory>(state, "directory");
    decode(state.at("calendars"), world.calendars);
    for (Mail& mail : part<std::vector<Mail>>(state, "inboxes")) {
        world.post.deliver(std::move(mail));
    }
    for (Mail& mail : part<std::vector<Mail>>(state, "sent")) world.post.keep(std::move(mail));
    world.post.take_delivered();  // which has been handed over before
    for (auto& [due, mail] : part<std::vector<std::pair<Instant, Mail>>>(state, "later")) {
        world.post.deliver_later(std::move(mail));
    }
    world.messages = part<Messages>(state, "messages");
    world.mail_rules = part<MailRules>(state, "mail_rules");
    world.journal = Journal{part<std::deque<Entry>>(state, "journal"),
                            part<std::map<std::string, std::uint64_t>>(state, "permissions")};
    for (Fault& fault : part<std::vector<Fault>>(state, "faults")) {
        world.faults.add(std::move(fault));
    }
    world.quirks = part<Quirks>(state, "quirks");
    world.throttle.limits = part<ThrottleLimits>(state, "throttle");
    world.subscriptions = part<Subscriptions>(state, "subscriptions");
}

}  // namespace

std::string state_text(const World& world) {
    json state;
    state["program"] = program;
    state["version"] = state_version;
    state["ids"] = world.ids.position();
    state["frozen_at"] = encode(world.clock.frozen());
    state["clock_shift"] = encode(world.clock.shift());
    state["entra"] = encode(world.entra);
    state["directory"] = encode(world.directory);
    state["calendars"] = encode(world.calendars);
    state["inboxes"] = encode(all(world.post.inboxes()));
    state["sent"] = encode(all(world.post.sent_boxes()));
    state["later"] = encode(world.post.later());
    state["messages"] = encode(world.messages);
    state["mail_rules"] = encode(world.mail_rules);
    state["journal"] = encode(world.journal.entries());
    state["permissions"] = encode(world.journal.permissions());
    state["faults"] = encode(world.faults.all());
    state["quirks"] = encode(world.quirks);
    state["throttle"] = encode(world.throttle.limits);
    state["subscriptions"] = encode(world.subscriptions);
    return state.dump(-1, ' ', false, json::error_handler_t::replace);
}

void restore(World& world, std::string_view text) {
    const json state = json::parse(text, nullptr, false);
    if (!state.is_object() || state.value("program", "") != program) {
        throw StateError{"it is not the state of plazo-sandbox, or it is damaged"};
    }
    const int version = state.value("version", 0);
    if (version != state_version) {
        throw StateError{"it is of version " + std::to_string(version) +
                         ", and this program reads " + std::to_string(state_version)};
    }
    try {
        fill(world, state);
    } catch (const json::exception& error) {
        throw StateError{std::string{"it is damaged: "} + error.what()};
    }
}

}  // namespace plazo::sandbox
