// scheduler/repository.h - the mailing configuration of one Docuo repository, and the keys that
// open it.
//
// A repository owns its credentials, its service mailbox, its zone, language and reminder hour. Its
// data are reached by its own keys alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/time.h"

namespace plazo::scheduler {

struct Repository {
    /// Docuo's repository id; part of URLs, so [a-z0-9-]+.
    std::string name;
    std::string tenant;
    std::string client_id;
    /// global, gcc-high, dod, china, custom
    std::string cloud = "global";
    /// The service mailbox: organiser of every event, sender of every mail.
    std::string mailbox;
    /// Informational: Exchange shows the mailbox's own display name.
    std::string display_name;
    std::string time_zone = "Europe/Madrid";
    /// es, en
    std::string language = "es";
    /// When reminders go out that name no hour of their own.
    std::chrono::seconds reminder_time = std::chrono::hours{9};
    /// Further organisers, beside `mailbox`.
    std::vector<std::string> allow;
    /// External domains that may be written to; none by default.
    std::vector<std::string> recipients;
    /// Rehearsal: every recipient becomes this one and subjects are marked. Empty: none.
    std::string redirect_to;

    bool operator==(const Repository&) const = default;
};

inline constexpr std::size_t repository_name_bytes_max = 64;

bool valid_repository_name(std::string_view name);

/// One address, as it may stand in a header: a@b.c without spaces, quotes or control characters
/// (the dot-atom form of RFC 5322, 3.4.1, at most 254 bytes).
bool valid_address(std::string_view address);

/// Lower case: addresses compare without regard to case.
std::string normal_address(std::string_view address);

/// Whether `address` may be written to: the mailbox's own domain, or one of `recipients`.
bool may_write_to(const Repository& repository, std::string_view address);

/// Whether `address` may be the organiser: the mailbox, or one of `allow`.
bool may_organise(const Repository& repository, std::string_view address);

/// Whether the address lies outside the domain of the service mailbox.
bool is_external(const Repository& repository, std::string_view address);

/// An API key as it is stored: never the secret itself.
struct ApiKey {
    std::string id;
    std::string repository;
    std::string note;
    /// SHA-256 of the whole key text, in hexadecimal.
    std::string hash;
    timezone::Instant created{};
    std::optional<timezone::Instant> revoked;

    bool operator==(const ApiKey&) const = default;
};

}  // namespace plazo::scheduler
