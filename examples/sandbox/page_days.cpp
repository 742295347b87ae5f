#include "examples/sandbox/page_days.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace plazo::sandbox {
namespace {

using std::chrono::seconds;

/// No zone is further from another than this.
constexpr timezone::days zones_apart{2};
constexpr seconds quarter{15 * 60};

Instant as_if_utc(Date day) {
    return Instant{timezone::midnight(day).time_since_epoch()};
}

int quarter_at(seconds clock, bool up) {
    return static_cast<int>((clock + (up ? quarter - seconds{1} : seconds{0})) / quarter);
}

Block block_of(const Showing& showing, Date day) {
    const LocalTime midnight = timezone::midnight(day);
    const LocalTime next = midnight + timezone::days{1};
    Block block{&showing};
    block.from = quarter_at(std::max(showing.span.start, midnight) - midnight, false);
    block.to = quarter_at(std::clamp(showing.span.end, midnight, next) - midnight, true);
    block.from = std::min(block.from, quarters_of_day - quarters_min);
    block.to = std::max(block.to, block.from + quarters_min);
    return block;
}

bool meet(const Block& a, const Block& b) {
    return a.from < b.to && b.from < a.to;
}

/// Whether nothing that meets the block in time stands in the lane.
bool is_free(const DayPlan& plan, const Block& block, int lane) {
    return std::none_of(plan.blocks.begin(), plan.blocks.end(), [&](const Block& other) {
        return other.showing != block.showing && other.lane == lane && meet(other, block);
    });
}

}  // namespace

WallSpan span_of(const Content& content, const timezone::Zone& zone, const Zones& zones) {
    if (content.all_day) return {content.start.local, content.end.local, true};
    return {zone.local(zones.instant(content.start)),
            zone.local(zones.instant(end_of(content, zones))), false};
}

bool Showing::in_strip() const {
    return span.all_day || span.end - span.start >= timezone::days{1};
}

std::vector<Showing> showings_between(Calendar& calendar, const timezone::Zone& zone,
                                      const Zones& zones, Date first, Date last) {
    const Instant from = as_if_utc(first) - zones_apart;
    const Instant to = as_if_utc(last) + timezone::days{1} + zones_apart;
    std::vector<Showing> out;
    for (auto& [id, event] : calendar.events) {
        for (Item& item : items_between(event, from, to, zones)) {
            const WallSpan span = span_of(item.content, zone, zones);
            if (span.last_day() < first || span.first_day() > last) continue;
            out.push_back({std::move(item), span});
        }
    }
    const auto order = [](const Showing& each) {
        return std::tuple{!each.in_strip(), each.span.start, each.span.start - each.span.end,
                          std::string_view{each.item.content.subject}};
    };
    std::sort(out.begin(), out.end(),
              [&](const Showing& a, const Showing& b) { return order(a) < order(b); });
    return out;
}

DayPlan plan_of_day(const std::vector<Showing>& showings, Date day) {
    DayPlan plan;
    for (const Showing& showing : showings) {
        if (showing.in_strip() || !showing.is_on(day)) continue;
        Block block = block_of(showing, day);
        while (block.lane < lanes_max && !is_free(plan, block, block.lane)) ++block.lane;
        if (block.lane == lanes_max) {
            plan.hidden.push_back(&showing);
            continue;
        }
        plan.lanes = std::max(plan.lanes, block.lane + 1);
        plan.blocks.push_back(block);
    }
    for (Block& block : plan.blocks) {
        block.lane_end = block.lane + 1;
        while (block.lane_end < plan.lanes && is_free(plan, block, block.lane_end)) {
            ++block.lane_end;
        }
    }
    return plan;
}

std::vector<StripBar> strip_of(const std::vector<Showing>& showings, Date first, Date last) {
    std::vector<StripBar> bars;
    std::array<std::vector<Days>, strip_rows_max> rows;
    for (const Showing& showing : showings) {
        const Days days{showing.span.first_day(), showing.span.last_day()};
        if (!showing.in_strip() || days.last < first || days.first > last) continue;
        const auto free = [&](const std::vector<Days>& row) {
            return std::none_of(row.begin(), row.end(), [&](const Days& other) {
                return other.first <= days.last && days.first <= other.last;
            });
        };
        const auto row = std::find_if(rows.begin(), rows.end(), free);
        if (row != rows.end()) row->push_back(days);
        bars.push_back({&showing, static_cast<int>(row - rows.begin())});
    }
    return bars;
}

Date week_of(Date date, timezone::Weekday week_start) {
    const int after = static_cast<int>(timezone::weekday_of(date)) - static_cast<int>(week_start);
    return timezone::add_days(date, -((after + 7) % 7));
}

Days month_grid(Date date, timezone::Weekday week_start) {
    const Date first = date.year() / date.month() / 1;
    const Date last = timezone::add_days(timezone::add_months(first, 1), -1);
    return {week_of(first, week_start), timezone::add_days(week_of(last, week_start), 6)};
}

}  // namespace plazo::sandbox
