// examples/sandbox/throttle.h - how much Graph and Exchange serve one application at a time.
//
//     Throttle throttle;
//     Seat seat{throttle, {"app", "ana"}};                 // one of four for this pair
//     throttle.admit(seat, now);                           // nothing, or the refusal 429
//     throttle.take_upload(seat.lane, 5'000'000, now);     // nothing, or 509
//
// What is too much, and how it is answered, each with Retry-After:
//
//     4 requests under way for a mailbox   429 ApplicationThrottled    try again in a second
//     10,000 in 10 min for a mailbox       429 TooManyRequests         when the window has room
//     130,000 in 10 s for the application  429 activityLimitReached    the same
//     150 MB in 5 min for a mailbox        509 BandwidthLimitExceeded  the same
//
// Graph documents the limits and these codes, but not which code goes with which limit: that is the
// sandbox's choice. Older texts count the four for each mailbox, the newest for the application:
// `concurrent_per_application` is the switch. Windows slide by the sandbox's own clock, in steps of
// a second. A refused request counts as well.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "examples/sandbox/reply.h"
#include "timezone/time.h"

namespace plazo::sandbox {

inline constexpr std::chrono::seconds mailbox_window{600};
inline constexpr std::chrono::seconds application_window{10};
inline constexpr std::chrono::seconds upload_window{300};

struct ThrottleLimits {
    int concurrent = 4;
    bool concurrent_per_application = false;
    std::uint64_t mailbox_requests = 10'000;
    std::uint64_t application_requests = 130'000;
    std::uint64_t upload_bytes = 150'000'000;
};

/// Whom a request counts for. The mailbox is empty where the request names none.
struct Lane {
    std::string application;
    std::string mailbox;
    auto operator<=>(const Lane&) const = default;
};

/// How much there was in the last `length` of time.
class Window {
  public:
    explicit Window(std::chrono::seconds length) : length_{length} {}
    void add(timezone::Instant now, std::uint64_t amount);
    std::uint64_t total(timezone::Instant now);
    /// Until no more than `amount` is left if nothing is added; at least a second.
    std::chrono::seconds until_at_most(std::uint64_t amount, timezone::Instant now) const;

  private:
    std::chrono::seconds length_;
    std::deque<std::pair<timezone::Instant, std::uint64_t>> parts_;  // a second each
    std::uint64_t total_ = 0;
};

/// GET and POST /_sandbox/throttle (admin.h).
nlohmann::json throttle_json(const ThrottleLimits& limits);
nlohmann::json set_throttle(ThrottleLimits& limits, const nlohmann::json& body);

class Seat;

class Throttle {
  public:
    ThrottleLimits limits;

    /// Counts the request that has this seat; a refusal when it is one too many.
    std::optional<Refusal> admit(const Seat& seat, timezone::Instant now);
    /// Counts the bytes of a body that is written; a refusal when they are too many.
    std::optional<Refusal> take_upload(const Lane& lane, std::uint64_t bytes,
                                       timezone::Instant now);

  private:
    friend class Seat;
    std::map<Lane, int> seated_;
    std::map<Lane, Window> requests_;  // of an application where the mailbox is empty
    std::map<Lane, Window> uploads_;
};

/// One of the requests under way. The Throttle must outlive it.
class Seat {
  public:
    Seat(Throttle& throttle, Lane lane);
    ~Seat();
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    const Lane lane;

  private:
    friend class Throttle;
    Throttle& throttle_;
    Lane counted_as_;
    int number_;
};

}  // namespace plazo::sandbox
