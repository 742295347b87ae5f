// A Turn stands in the queue of its repository from its construction until it is admitted, and
// holds a place from then until it ends. `admit` gives places to those who can take one; it runs
// whenever something has changed that could let somebody in. Each Turn wakes by itself when its
// lane opens, since nothing else happens then.
#include "scheduler/lanes.h"

#include <algorithm>
#include <list>
#include <map>

#include "graph/token.h"
#include "scheduler/repository.h"
#include "scheduler/sliding_window.h"

namespace plazo::scheduler {

using graph::Response;
using graph::SteadyTime;
using std::chrono::seconds;

namespace {

/// How often the lanes that nobody uses are dropped.
constexpr seconds sweep_interval{60};

struct Lane {
    explicit Lane(const LaneLimits& limits)
        : places{limits.at_once}, requests{limits.requests_span}, mails{limits.mails_span} {}
    int places;
    int taken = 0;
    int waiting = 0;
    int throttled = 0;
    SteadyTime closed_until{};
    SteadyTime throttled_at{};
    SlidingWindow requests;
    SlidingWindow mails;
};

bool is_mail(const graph::Request& request) {
    const std::string_view path = graph::path_of(request.target);
    return path.ends_with("/sendMail") || path.ends_with("/send");
}

/// Whether the mailbox asks to be left alone. Not every Retry-After says so: a 202 may carry one.
bool throttles(const Response& response) {
    if (response.status == 429 || response.status == 509) return true;
    const bool unavailable = response.status == 503 || response.status == 504;
    return unavailable && response.headers.count("Retry-After") > 0;
}

Response come_back_in(seconds wait) {
    Response response;
    response.status = 429;
    response.headers.add("Retry-After", std::to_string(wait.count()));
    response.headers.add("Content-Type", "application/json");
    response.body =
        R"({"error":{"code":"LaneClosed","message":"not sent: the mailbox takes no more for )" +
        std::to_string(wait.count()) + R"( s"}})";
    return response;
}

seconds whole_seconds(SteadyTime::duration duration) {
    return std::chrono::ceil<seconds>(std::max(duration, SteadyTime::duration{0}));
}

}  // namespace

struct Lanes::State {
    State(graph::Clock& clock_, graph::Random& random_, LaneLimits limits_)
        : clock{clock_}, random{random_}, limits{limits_} {}

    Lane& lane(const std::string& mailbox) {
        return lanes.try_emplace(mailbox, limits).first->second;
    }
    /// When the lane can be entered as far as time is concerned.
    SteadyTime opens_at(const Lane& lane, bool mail, SteadyTime now) const {
        SteadyTime time = std::max(now, lane.closed_until);
        time = std::max(time, lane.requests.free_at(limits.requests, now));
        if (mail) time = std::max(time, lane.mails.free_at(limits.mails, now));
        return time;
    }
    bool can_enter(const Lane& lane, bool mail, SteadyTime now) const {
        return lane.taken < lane.places && opens_at(lane, mail, now) <= now;
    }
    void admit();
    bool admit_one_of(std::list<Turn*>& waiting, SteadyTime now);
    void note(Lane& lane, const Response& response, SteadyTime entered);
    void close(Lane& lane, seconds duration);
    void sweep(SteadyTime now);

    graph::Clock& clock;
    graph::Random& random;
    LaneLimits limits;
    bool over = false;  // the Lanes are gone, and their clock may be
    std::map<std::string, Lane> lanes;
    /// By repository, in the order of arrival.
    std::map<std::string, std::list<Turn*>> queues;
    /// The repository whose turn was the last.
    std::string served;
    int taken = 0;
    SteadyTime swept{};
};

class Lanes::Turn {
  public:
    Turn(std::shared_ptr<State> state, std::string repository, std::string mailbox, bool mail)
        : state_{std::move(state)},
          queue_{state_->queues[std::move(repository)]},
          lane_{state_->lane(mailbox)},
          mail_{mail},
          alarm_{state_->clock.make_alarm()},
          place_{queue_.insert(queue_.end(), this)} {
        ++lane_.waiting;
    }
    ~Turn() {
        leave_queue();
        if (!admitted_) return;
        --lane_.taken;
        --state_->taken;
        if (!state_->over) state_->admit();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    /// Zero: it has come. Else how long it would take.
    boost::asio::awaitable<seconds> come() {
        const SteadyTime limit = state_->clock.steady() + state_->limits.patience;
        for (;;) {
            state_->admit();
            const SteadyTime now = state_->clock.steady();
            const SteadyTime opens = state_->opens_at(lane_, mail_, now);
            if (admitted_) co_return seconds{0};
            if (opens > limit || now >= limit) {
                co_return std::max(whole_seconds(opens - now), seconds{1});
            }
            const SteadyTime wake = opens > now ? opens : limit;
            co_await alarm_->wait_until(wake);
        }
    }

    bool try_to_enter(SteadyTime now) {
        if (!state_->can_enter(lane_, mail_, now)) return false;
        leave_queue();
        admitted_ = true;
        entered_ = now;
        ++lane_.taken;
        ++state_->taken;
        lane_.requests.add(now);
        if (mail_) lane_.mails.add(now);
        alarm_->ring();
        return true;
    }

    void reconsider() { alarm_->ring(); }

    void note(const Response& response) {
        if (!state_->over) state_->note(lane_, response, entered_);
    }

  private:
    void leave_queue() {
        if (left_queue_) return;
        left_queue_ = true;
        queue_.erase(place_);
        --lane_.waiting;
    }

    std::shared_ptr<State> state_;
    std::list<Turn*>& queue_;
    Lane& lane_;
    bool mail_;
    std::unique_ptr<graph::Alarm> alarm_;
    std::list<Turn*>::iterator place_;
    bool left_queue_ = false;
    bool admitted_ = false;
    SteadyTime entered_{};
};

/// Gives away every place that somebody can take, one repository after another.
void Lanes::State::admit() {
    const SteadyTime now = clock.steady();
    auto next = queues.upper_bound(served);
    std::size_t in_vain = 0;
    while (in_vain < queues.size() && taken < limits.all_at_once) {
        if (next == queues.end()) next = queues.begin();
        if (admit_one_of(next->second, now)) {
            served = next->first;
            in_vain = 0;
        } else {
            ++in_vain;
        }
        ++next;
    }
    sweep(now);
}

bool Lanes::State::admit_one_of(std::list<Turn*>& waiting, SteadyTime now) {
    for (Turn* const turn : waiting) {
        if (turn->try_to_enter(now)) return true;  // and it has left the list
    }
    return false;
}

void Lanes::State::note(Lane& lane, const Response& response, SteadyTime entered) {
    // Of those that were under way together, the first that was throttled said it all.
    const bool news = lane.throttled == 0 || entered > lane.throttled_at;
    if (!throttles(response)) {
        if (!news) return;
        lane.throttled = 0;
        lane.places = std::min(lane.places + 1, limits.at_once);
        return;
    }
    const SteadyTime now = clock.steady();
    if (news) {
        ++lane.throttled;
        lane.throttled_at = now;
        lane.places = 1;
    }
    seconds pause = graph::retry_after(response, clock.wall());
    if (pause == seconds{0}) {
        constexpr int doublings_max = 10;
        const int doublings = std::min(lane.throttled - 1, doublings_max);
        const seconds longest = std::min(limits.pause_max, limits.first_pause * (1 << doublings));
        const double share = 0.5 + random.fraction() / 2;
        pause = std::chrono::ceil<seconds>(longest * share);
    }
    close(lane, pause);
}

/// Those who wait see for themselves whether they still want to.
void Lanes::State::close(Lane& lane, seconds duration) {
    lane.closed_until = std::max(lane.closed_until, clock.steady() + duration);
    for (const auto& [repository, waiting] : queues) {
        for (Turn* const turn : waiting) turn->reconsider();
    }
}

void Lanes::State::sweep(SteadyTime now) {
    if (now - swept < sweep_interval) return;
    swept = now;
    std::erase_if(queues, [](const auto& each) { return each.second.empty(); });
    std::erase_if(lanes, [now](const auto& each) {
        const Lane& lane = each.second;
        const bool used = lane.taken > 0 || lane.waiting > 0 || lane.closed_until > now;
        return !used && lane.requests.count(now) == 0;
    });
}

Lanes::Lanes(graph::Clock& clock, graph::Random& random, LaneLimits limits)
    : state_{std::make_shared<State>(clock, random, limits)} {}

Lanes::~Lanes() {
    state_->over = true;
}

void Lanes::close(const std::string& mailbox, seconds duration) {
    state_->close(state_->lane(mailbox), duration);
}

int Lanes::places(const std::string& mailbox) const {
    const auto found = state_->lanes.find(mailbox);
    if (found == state_->lanes.end()) return state_->limits.at_once;
    const SteadyTime now = state_->clock.steady();
    return state_->opens_at(found->second, false, now) > now ? 0 : found->second.places;
}

Busy Lanes::busy() const {
    Busy busy;
    const SteadyTime now = state_->clock.steady();
    for (const auto& [mailbox, lane] : state_->lanes) {
        if (state_->opens_at(lane, false, now) > now) {
            busy.mailboxes.push_back(mailbox);
        } else if (state_->opens_at(lane, true, now) > now) {
            busy.mailing.push_back(mailbox);
        }
    }
    return busy;
}

std::optional<SteadyTime> Lanes::next_opening() const {
    std::optional<SteadyTime> next;
    const SteadyTime now = state_->clock.steady();
    for (const auto& [mailbox, lane] : state_->lanes) {
        for (const bool mail : {false, true}) {
            const SteadyTime opens = state_->opens_at(lane, mail, now);
            if (opens > now) next = next ? std::min(*next, opens) : opens;
        }
    }
    return next;
}

std::vector<LaneView> Lanes::view() const {
    std::vector<LaneView> views;
    const SteadyTime now = state_->clock.steady();
    for (const auto& [mailbox, lane] : state_->lanes) {
        views.push_back({.mailbox = mailbox,
                         .places = places(mailbox),
                         .taken = lane.taken,
                         .waiting = lane.waiting,
                         .requests = lane.requests.count(now),
                         .mails = lane.mails.count(now),
                         .throttled = lane.throttled,
                         .closed_for = whole_seconds(lane.closed_until - now)});
    }
    return views;
}

boost::asio::awaitable<Response> Lanes::pass(std::shared_ptr<State> state, std::string repository,
                                             graph::Handler handler, graph::Request request) {
    std::string mailbox = mailbox_of(request.target);
    if (mailbox.empty() || state->over) {
        Response response = co_await handler(std::move(request));
        co_return response;
    }
    Turn turn{std::move(state), std::move(repository), std::move(mailbox), is_mail(request)};
    const seconds wait = co_await turn.come();
    if (wait > seconds{0}) co_return come_back_in(wait);
    Response response = co_await handler(std::move(request));
    turn.note(response);
    co_return response;
}

graph::Handler in_lane(graph::Handler handler, Lanes& lanes, std::string repository) {
    return [state = lanes.state_, handler = std::move(handler),
            repository = std::move(repository)](graph::Request request) {
        return Lanes::pass(state, repository, handler, std::move(request));
    };
}

std::string mailbox_of(const std::string& target) {
    const std::vector<std::string> segments = graph::path_segments(target);
    const auto users = std::find(segments.begin(), segments.end(), "users");
    if (users == segments.end() || users + 1 == segments.end()) return {};
    return normal_address(users[1]);
}

}  // namespace plazo::scheduler
