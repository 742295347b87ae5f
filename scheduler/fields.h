// scheduler/fields.h - reads a JSON object member by member, and knows where it is when something
// is wrong.
//
//     Fields data{json, "/data"};
//     const std::string repository = data.text("repository", 64);        // required
//     if (auto due = data.object("due")) { ...; due->done(); }
//     data.done();                                                       // refuses what nobody
//     asked for
//
// Every refusal is an InputError whose pointer names the member: "/data/deadline/due/timeZone". A
// member that is null counts as absent. Names that were never asked for are refused by done(), with
// a suggestion: a misspelt field that is silently ignored is a wrong invitation.
//
// Refers to the JSON it was made of, which must stay.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/input_error.h"

namespace plazo::scheduler {

/// Texts without a limit of their own.
inline constexpr std::size_t text_bytes_max = 4096;

class Fields {
  public:
    /// Throws InputError when `value` is no object.
    Fields(const nlohmann::json& value, std::string pointer);

    const std::string& pointer() const { return pointer_; }
    std::string pointer_to(std::string_view name) const {
        return pointer_ + "/" + std::string{name};
    }

    bool has(const char* name);

    /// Valid UTF-8 without control characters other than line breaks and tabs; not empty.
    std::string text(const char* name, std::size_t bytes_max = text_bytes_max);
    std::optional<std::string> optional_text(const char* name,
                                             std::size_t bytes_max = text_bytes_max);
    /// The same in one line: for what becomes a subject, a name, a header.
    std::optional<std::string> optional_line(const char* name,
                                             std::size_t bytes_max = text_bytes_max);
    /// One of `choices`; the first of them when absent.
    std::string choice(const char* name, std::initializer_list<const char*> choices);
    std::optional<std::int64_t> integer(const char* name, std::int64_t least, std::int64_t most);
    bool flag(const char* name, bool otherwise);
    std::vector<std::string> texts(const char* name, std::size_t count_max);
    std::optional<Fields> object(const char* name);
    /// Throws when absent.
    Fields required_object(const char* name);
    std::vector<Fields> objects(const char* name, std::size_t count_max);

    /// Throws with `why` when the member is there: it is known, but cannot be served.
    void refuse(const char* name, const std::string& why);
    /// The member is known and has no effect.
    void ignore(const char* name);

    /// Throws for the first member that nobody asked for.
    void done() const;

    [[noreturn]] void fail(const char* name, const std::string& detail,
                           const std::string& hint = {}) const;

  private:
    const nlohmann::json* find(const char* name);

    const nlohmann::json* value_;
    std::string pointer_;
    std::vector<std::string> known_;
};

}  // namespace plazo::scheduler
