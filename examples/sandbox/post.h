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
    /// invitation, update, cancellation, reply, forward-notice, mail, ndr
    std::string kind;
    std::string method;  ///< REQUEST, CANCEL, REPLY or COUNTER; empty for a plain mail
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
    /// Into the inbox of its recipient.
    void deliver(Mail mail);
    /// The same at `mail.received`, by the sandbox's clock.
    void deliver_later(Mail mail);
    /// Delivers what was due by now.
    void settle(Instant now);
    const std::multimap<Instant, Mail>& later() const { return later_; }
    bool pending() const { return !later_.empty(); }

    /// What was delivered and nobody has taken yet, for the hand-over by SMTP (smtp.h); kept only
    /// after hand_over(true).
    void hand_over(bool on) { handed_over_ = on; }
    std::vector<Mail> take_delivered() { return std::exchange(delivered_, {}); }

    /// In order of arrival.
    const std::vector<Mail>& inbox(const std::string& address) const;
    const std::map<std::string, std::vector<Mail>>& inboxes() const { return inboxes_; }

    /// Puts a copy among its sender's Sent Items.
    void keep(Mail mail);
    const std::vector<Mail>& sent(const std::string& address) const;
    const std::map<std::string, std::vector<Mail>>& sent_boxes() const { return sent_; }

    /// Returns when mail arrives anywhere, or after `time_max` of real time.
    boost::asio::awaitable<void> wait(std::chrono::milliseconds time_max);

  private:
    std::map<std::string, std::vector<Mail>> inboxes_;  // by lower-case address
    std::map<std::string, std::vector<Mail>> sent_;     // the same
    std::multimap<Instant, Mail> later_;
    std::vector<Mail> delivered_;
    bool handed_over_ = false;
    std::list<std::function<void()>> sleepers_;
};

}  // namespace plazo::sandbox
