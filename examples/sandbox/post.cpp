#include "examples/sandbox/post.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "examples/sandbox/directory.h"

namespace plazo::sandbox {
namespace {

using Sleepers = std::list<std::function<void()>>;

/// A waiter's entry, taken out also when its coroutine is torn down while it waits.
class Sleeper {
  public:
    Sleeper(Sleepers& all, std::function<void()> wake)
        : all_{all}, mine_{all.insert(all.end(), std::move(wake))} {}
    ~Sleeper() { all_.erase(mine_); }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;

  private:
    Sleepers& all_;
    Sleepers::iterator mine_;
};

const std::vector<Mail>& mails_of(const std::map<std::string, std::vector<Mail>>& mails,
                                  const std::string& address) {
    static const std::vector<Mail> none;
    const auto found = mails.find(lower_case(address));
    return found == mails.end() ? none : found->second;
}

}  // namespace

void Post::deliver(Mail mail) {
    if (handed_over_) delivered_.push_back(mail);
    inboxes_[lower_case(mail.to)].push_back(std::move(mail));
    for (const auto& wake : sleepers_) wake();
}

void Post::deliver_later(Mail mail) {
    const Instant due = mail.received;
    later_.emplace(due, std::move(mail));
}

void Post::settle(Instant now) {
    while (!later_.empty() && later_.begin()->first <= now) {
        deliver(std::move(later_.extract(later_.begin()).mapped()));
    }
}

void Post::keep(Mail mail) {
    sent_[lower_case(mail.from)].push_back(std::move(mail));
}

const std::vector<Mail>& Post::inbox(const std::string& address) const {
    return mails_of(inboxes_, address);
}

const std::vector<Mail>& Post::sent(const std::string& address) const {
    return mails_of(sent_, address);
}

boost::asio::awaitable<void> Post::wait(std::chrono::milliseconds time_max) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor, time_max};
    const Sleeper sleeper{sleepers_, [&timer] { timer.cancel(); }};
    boost::system::error_code woken;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, woken);
    co_await timer.async_wait(token);
}

}  // namespace plazo::sandbox
