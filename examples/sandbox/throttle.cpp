#include "examples/sandbox/throttle.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin_body.h"

namespace plazo::sandbox {
namespace {

using timezone::Instant;

Refusal refusal(int status, const char* code, const std::string& limit,
                std::chrono::seconds retry_after) {
    Refusal out{status, code, "Application is over its " + limit + " limit."};
    out.headers.set("Retry-After", std::to_string(retry_after.count()));
    return out;
}

/// Adds to the window, and says how long to wait when there is more than `limit` in it.
std::optional<std::chrono::seconds> excess(Window& window, std::uint64_t amount,
                                           std::uint64_t limit, Instant now) {
    window.add(now, amount);
    if (window.total(now) <= limit) return std::nullopt;
    return window.until_at_most(limit - std::min(limit, amount), now);
}

}  // namespace

void Window::add(Instant now, std::uint64_t amount) {
    total(now);
    if (parts_.empty() || parts_.back().first != now) parts_.emplace_back(now, 0);
    parts_.back().second += amount;
    total_ += amount;
}

std::uint64_t Window::total(Instant now) {
    while (!parts_.empty() && parts_.front().first + length_ <= now) {
        total_ -= parts_.front().second;
        parts_.pop_front();
    }
    while (!parts_.empty() && parts_.back().first > now) {  // the clock was set back
        total_ -= parts_.back().second;
        parts_.pop_back();
    }
    return total_;
}

std::chrono::seconds Window::until_at_most(std::uint64_t amount, Instant now) const {
    std::uint64_t left = total_;
    std::chrono::seconds wait{1};
    for (const auto& [second, part] : parts_) {
        if (left <= amount) break;
        left -= part;
        wait = std::max(wait, second + length_ - now);
    }
    return wait;
}

std::optional<Refusal> Throttle::admit(const Seat& seat, Instant now) {
    const auto& [application, mailbox] = seat.lane;
    if (application.empty()) return std::nullopt;
    Window& by_application =
        requests_.try_emplace(Lane{application, ""}, application_window).first->second;
    const auto application_wait = excess(by_application, 1, limits.application_requests, now);
    std::optional<std::chrono::seconds> mailbox_wait;
    if (!mailbox.empty()) {
        Window& by_mailbox = requests_.try_emplace(seat.lane, mailbox_window).first->second;
        mailbox_wait = excess(by_mailbox, 1, limits.mailbox_requests, now);
    }
    if (application_wait) {
        return refusal(429, "activityLimitReached", "RequestsPerApplication", *application_wait);
    }
    if (mailbox_wait) {
        return refusal(429, "TooManyRequests", "RequestsPerMailbox", *mailbox_wait);
    }
    if (!mailbox.empty() && seat.number_ > limits.concurrent) {
        return refusal(429, "ApplicationThrottled", "MailboxConcurrency", std::chrono::seconds{1});
    }
    return std::nullopt;
}

std::optional<Refusal> Throttle::take_upload(const Lane& lane, std::uint64_t bytes, Instant now) {
    if (lane.application.empty() || lane.mailbox.empty()) return std::nullopt;
    Window& window = uploads_.try_emplace(lane, upload_window).first->second;
    const auto wait = excess(window, bytes, limits.upload_bytes, now);
    if (!wait) return std::nullopt;
    return refusal(509, "BandwidthLimitExceeded", "upload", *wait);
}

nlohmann::json throttle_json(const ThrottleLimits& limits) {
    return {{"concurrent", limits.concurrent},
            {"concurrent_per_application", limits.concurrent_per_application},
            {"mailbox_requests", limits.mailbox_requests},
            {"application_requests", limits.application_requests},
            {"upload_bytes", limits.upload_bytes}};
}

nlohmann::json set_throttle(ThrottleLimits& limits, const nlohmann::json& body) {
    check_members(body, {"concurrent", "concurrent_per_application", "mailbox_requests",
                         "application_requests", "upload_bytes"});
    const auto number = [&](const char* name, std::uint64_t otherwise) {
        return static_cast<std::uint64_t>(integer(body, name, static_cast<int>(otherwise)));
    };
    limits.concurrent = integer(body, "concurrent", limits.concurrent);
    limits.concurrent_per_application =
        boolean(body, "concurrent_per_application", limits.concurrent_per_application);
    limits.mailbox_requests = number("mailbox_requests", limits.mailbox_requests);
    limits.application_requests = number("application_requests", limits.application_requests);
    limits.upload_bytes = number("upload_bytes", limits.upload_bytes);
    return throttle_json(limits);
}

Seat::Seat(Throttle& throttle, Lane lane_)
    : lane{std::move(lane_)}, throttle_{throttle}, counted_as_{lane} {
    if (throttle.limits.concurrent_per_application && !lane.mailbox.empty()) {
        counted_as_.mailbox = "any";
    }
    number_ = ++throttle_.seated_[counted_as_];
}

Seat::~Seat() {
    const auto seated = throttle_.seated_.find(counted_as_);
    if (--seated->second == 0) throttle_.seated_.erase(seated);
}

}  // namespace plazo::sandbox
