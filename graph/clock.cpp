#include "graph/clock.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>

namespace plazo::graph {
namespace {

constexpr auto awaiting = boost::asio::as_tuple(boost::asio::use_awaitable);

class SystemAlarm : public Alarm {
  public:
    explicit SystemAlarm(const boost::asio::any_io_executor& executor) : timer_{executor} {}

    boost::asio::awaitable<void> wait_until(SteadyTime time) override {
        if (!rung_) {
            timer_.expires_at(time);
            co_await timer_.async_wait(awaiting);
        }
        rung_ = false;
    }

    void ring() override {
        rung_ = true;
        timer_.cancel();
    }

  private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

}  // namespace

Instant SystemClock::wall() const {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::steady() const {
    return std::chrono::steady_clock::now();
}

SteadyTime SystemClock::steady_at(Instant time) const {
    return steady() + (time - std::chrono::system_clock::now());
}

std::unique_ptr<Alarm> SystemClock::make_alarm() {
    return std::make_unique<SystemAlarm>(executor_);
}

/// Its timer never runs out by itself: the clock cancels it when the time has come.
class VirtualClock::VirtualAlarm : public Alarm {
  public:
    explicit VirtualAlarm(VirtualClock& clock) : clock_{clock}, timer_{clock.executor_} {}
    ~VirtualAlarm() override { std::erase(clock_.sleepers_, this); }

    boost::asio::awaitable<void> wait_until(SteadyTime time) override {
        if (!rung_ && time > clock_.steady_) {
            due_ = time;
            clock_.sleepers_.push_back(this);
            timer_.expires_at(SteadyTime::max());
            co_await timer_.async_wait(awaiting);
            std::erase(clock_.sleepers_, this);
        }
        rung_ = false;
    }

    void ring() override {
        rung_ = true;
        timer_.cancel();
    }

    void wake() { timer_.cancel(); }
    SteadyTime due() const { return due_; }

  private:
    VirtualClock& clock_;
    boost::asio::steady_timer timer_;
    bool rung_ = false;
    SteadyTime due_{};
};

VirtualClock::VirtualClock(boost::asio::any_io_executor executor, Instant start)
    : executor_{std::move(executor)}, start_{start}, steady_{} {}

Instant VirtualClock::wall() const {
    return start_ + std::chrono::floor<std::chrono::seconds>(steady_.time_since_epoch());
}

std::unique_ptr<Alarm> VirtualClock::make_alarm() {
    return std::make_unique<VirtualAlarm>(*this);
}

bool VirtualClock::advance_to_next(Instant limit) {
    SteadyTime next = SteadyTime::max();
    for (const VirtualAlarm* sleeper : sleepers_) next = std::min(next, sleeper->due());
    const SteadyTime last{limit - start_};
    if (next > last) return false;
    steady_ = std::max(steady_, next);
    wake();
    return true;
}

void VirtualClock::advance(std::chrono::nanoseconds duration) {
    steady_ += std::chrono::duration_cast<SteadyTime::duration>(duration);
    wake();
}

void VirtualClock::wake() {
    for (VirtualAlarm* sleeper : sleepers_) {
        if (sleeper->due() <= steady_) sleeper->wake();
    }
}

std::uint64_t Random::next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

double Random::fraction() {
    return static_cast<double>(next() >> 11) * 0x1p-53;
}

std::string Random::uuid() {
    const std::uint64_t high = (next() & ~0xf000ULL) | 0x4000ULL;
    const std::uint64_t low = (next() & ~(3ULL << 62)) | (2ULL << 62);
    char text[37];
    std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx",
                  static_cast<unsigned>(high >> 32), static_cast<unsigned>((high >> 16) & 0xffff),
                  static_cast<unsigned>(high & 0xffff), static_cast<unsigned>(low >> 48),
                  static_cast<unsigned long long>(low & 0xffffffffffff));
    return text;
}

}  // namespace plazo::graph
