// examples/sandbox/post.h - the mail that arrived, by address, inside the tenant and outside.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

struct Mail {
    std::string id;
    std::string kind;    ///< invitation, update, cancellation, mail
    std::string method;  ///< REQUEST or CANCEL; empty for a plain mail
    std::string from;
    std::string to;
    std::string subject;
    Instant received;
    std::string calendar_uid;
    std::optional<EventTime> start;  ///< in the recipient's own zone
    std::optional<EventTime> end;
    Body body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string ics;
};

class Post {
  public:
    void deliver(Mail mail);
    /// In order of arrival.
    const std::vector<Mail>& inbox(const std::string& address) const;
    const std::map<std::string, std::vector<Mail>>& inboxes() const { return inboxes_; }

    /// Puts a copy among its sender's Sent Items.
    void keep(Mail mail);
    const std::vector<Mail>& sent(const std::string& address) const;

    /// Returns when mail arrives anywhere, or after `time_max` of real time.
    boost::asio::awaitable<void> wait(std::chrono::milliseconds time_max);

  private:
    std::map<std::string, std::vector<Mail>> inboxes_;  // by lower-case address
    std::map<std::string, std::vector<Mail>> sent_;     // the same
    std::list<std::function<void()>> sleepers_;
};

}  // namespace plazo::sandbox
