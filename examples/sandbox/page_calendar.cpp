#include <algorithm>
#include <array>

#include "examples/sandbox/page_days.h"
#include "examples/sandbox/page_parts.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

// Exchange's own calendar goes a little further.
constexpr Date first_date{timezone::year{1602} / 1 / 1};
constexpr Date last_date{timezone::year{4499} / 12 / 31};
/// Working hours are always in the picture of a week.
constexpr int hour_shown_first = 8;
constexpr int hour_shown_last = 18;

enum class Period { day, week, month };

struct Sight {
    const Visit& visit;
    Person person;
    Period period = Period::week;
    Date date{};
    Date today{};
    Days days{};
    std::vector<Showing> showings{};
    std::vector<timezone::Transition> clock_changes{};
    Locale locale() const { return person.locale; }
};

constexpr std::array period_names{"day", "week", "month"};
constexpr std::array period_words{Word::day, Word::week, Word::month};

std::string calendar_link(const Sight& sight, Period period, Date date) {
    return address_of(sight.person, "calendar") +
           "?view=" + period_names[static_cast<std::size_t>(period)] +
           "&date=" + timezone::format_date(date);
}

Sight sight_of(const Visit& visit) {
    const Values values = values_of(visit, {"view", "date"});
    Sight sight{visit, person_at(visit.world, visit.path[1])};
    Calendar& calendar = calendar_of(visit, sight.person);
    sight.today = timezone::date_of(sight.person.zone.local(visit.world.clock.now()));
    sight.date = sight.today;
    if (const auto view = values.find("view"); view != values.end()) {
        const auto* name = std::find(period_names.begin(), period_names.end(), view->second);
        if (name == period_names.end()) {
            throw Refusal{400, "BadRequest",
                          "view must be week, month or day, not '" + view->second + "'."};
        }
        sight.period = static_cast<Period>(name - period_names.begin());
    }
    if (const auto text = values.find("date"); text != values.end()) {
        const auto date = timezone::parse_date(text->second);
        if (!date || *date < first_date || *date > last_date) {
            throw Refusal{400, "BadRequest",
                          "date must be a day like 2026-03-16 from " +
                              timezone::format_date(first_date) + " to " +
                              timezone::format_date(last_date) + ", not '" + text->second + "'."};
        }
        sight.date = *date;
    }
    const auto week_start = sight.person.locale.week_start;
    const Date monday = week_of(sight.date, week_start);
    sight.days = sight.period == Period::month  ? month_grid(sight.date, week_start)
                 : sight.period == Period::week ? Days{monday, timezone::add_days(monday, 6)}
                                                : Days{sight.date, sight.date};
    sight.showings = showings_between(calendar, sight.person.zone, visit.world.zones,
                                      sight.days.first, sight.days.last);
    sight.clock_changes = sight.person.zone.transitions(
        sight.person.zone.start_of_day(sight.days.first),
        sight.person.zone.start_of_day(timezone::add_days(sight.days.last, 1)));
    std::erase_if(sight.clock_changes, [](const timezone::Transition& change) {
        return change.before.offset == change.after.offset;
    });
    return sight;
}

LocalTime wall_before(const timezone::Transition& change) {
    return LocalTime{change.at.time_since_epoch() + change.before.offset};
}

/// The clock change on a day, if there is one.
const timezone::Transition* change_on(const Sight& sight, Date day) {
    for (const timezone::Transition& change : sight.clock_changes) {
        if (timezone::date_of(wall_before(change)) == day) return &change;
    }
    return nullptr;
}

Html change_note(const Sight& sight, Date day) {
    const timezone::Transition* change = change_on(sight, day);
    if (!change) return {};
    const LocalTime after{change->at.time_since_epoch() + change->after.offset};
    return tag("li", {{"class", "note"}},
               std::string{sight.locale()[Word::clocks_change]} + " " +
                   clock_text(sight.locale(), wall_before(*change)) + " → " +
                   clock_text(sight.locale(), after));
}

/// "10:00–10:30"; where the clock changes that day, with the names of its times.
Html times_of(const Sight& sight, const Showing& showing) {
    const Zones& zones = sight.visit.world.zones;
    const bool twofold = change_on(sight, showing.span.first_day()) ||
                         change_on(sight, timezone::date_of(showing.span.end));
    const auto text = [&](LocalTime time, const EventTime& written) {
        if (!twofold) return clock_text(sight.locale(), time);
        return clock_text(sight.locale(), time) + " " +
               sight.person.zone.info(zones.instant(written)).abbreviation;
    };
    const Content& content = showing.item.content;
    const std::string start = text(showing.span.start, content.start);
    const std::string end = text(showing.span.end, content.end);
    return start == end ? Html{start} : start + tag("span", {{"class", "until"}}, "–" + end);
}

/// An event as one link; on the days after its first it says so.
Html event_link(const Sight& sight, const Showing& showing, Date day) {
    const Locale locale = sight.locale();
    const Content& content = showing.item.content;
    const Standing standing = standing_of(showing.item);
    Html text;
    if (!showing.span.all_day) text += tag("span", {{"class", "at"}}, times_of(sight, showing));
    text += " " + tag("span", {{"class", "what"}}, subject_of(content.subject, locale));
    const int days = timezone::days_between(showing.span.first_day(), showing.span.last_day()) + 1;
    if (days > 1) {
        const int which = timezone::days_between(showing.span.first_day(), day) + 1;
        text += " " + tag("span", {{"class", "part"}},
                          std::to_string(which) + "/" + std::to_string(days));
    }
    if (standing.said) text += " " + tag("span", {{"class", "state"}}, locale[*standing.said]);
    if (!content.locations.empty()) {
        text += " " + tag("span", {{"class", "place"}}, content.locations.front().display_name);
    }
    return tag("a",
               {{"class", "event " + std::string{standing.look}},
                {"href", address_of(sight.person, "events/" + id_of(showing.item, false))}},
               text);
}

Html more_link(const Sight& sight, Date day, std::size_t count) {
    if (count == 0) return {};
    const std::string text =
        filled(sight.locale().language, Word::n_more, "+" + std::to_string(count));
    return tag("li", {{"class", "more"}}, link(calendar_link(sight, Period::day, day), text));
}

/// The day's date, for the eye short where it stands at the head of a column.
Html day_heading(const Sight& sight, Date day, const std::string& brief) {
    Html text = tag("span", {{"class", "long"}}, day_text(sight.locale(), day)) +
                tag("span", {{"class", "short"}, {"aria-hidden", "true"}}, brief);
    Html heading = link(calendar_link(sight, Period::day, day), text);
    if (day == sight.today) heading += " " + badge("good", sight.locale()[Word::today]);
    return tag("h3", heading);
}

std::string day_class(const Sight& sight, Date day, bool empty) {
    std::string out = "day";
    if (day == sight.today) out += " today";
    if (empty) out += " empty";
    if (sight.period == Period::month && day.month() != sight.date.month()) out += " outside";
    return out;
}

Html strip_html(const Sight& sight, const std::vector<StripBar>& bars, Date day,
                std::size_t hidden) {
    Html items;
    for (const StripBar& bar : bars) {
        if (!bar.showing->is_on(day)) continue;
        if (bar.hidden()) {
            ++hidden;
            continue;
        }
        const WallSpan& span = bar.showing->span;
        std::string look = "row-" + std::to_string(bar.row);
        if (span.first_day() < day) look += " goes-on-from";
        if (span.last_day() > day) look += " goes-on";
        items += tag("li", {{"class", look}}, event_link(sight, *bar.showing, day));
    }
    return tag("ol", {{"class", "strip"}},
               items + change_note(sight, day) + more_link(sight, day, hidden));
}

Html blocks_html(const Sight& sight, const DayPlan& plan, Date day, int first_quarter) {
    Html items;
    for (const Block& block : plan.blocks) {
        std::string look = "from-" + std::to_string(block.from - first_quarter) + " to-" +
                           std::to_string(block.to - first_quarter) + " lane-" +
                           std::to_string(block.lane) + " lane-end-" +
                           std::to_string(block.lane_end);
        if (block.to - block.from <= quarters_min) look += " brief";
        items += tag("li", {{"class", look}}, event_link(sight, *block.showing, day));
    }
    return tag("ol", {{"class", "blocks lanes-" + std::to_string(plan.lanes)}}, items);
}

Html hours_html(const Locale& locale, int first, int last) {
    Html items;
    for (int hour = first; hour < last; ++hour) {
        items += tag("li", clock_text(locale, LocalTime{std::chrono::hours{hour}}));
    }
    return tag("ol", {{"class", "hours"}, {"aria-hidden", "true"}}, items);
}

Html week_html(const Sight& sight) {
    const Locale locale = sight.locale();
    const auto bars = strip_of(sight.showings, sight.days.first, sight.days.last);
    std::vector<DayPlan> plans;
    int first_hour = hour_shown_first;
    int last_hour = hour_shown_last;
    for (int i = 0; i < 7; ++i) {
        plans.push_back(plan_of_day(sight.showings, timezone::add_days(sight.days.first, i)));
        for (const Block& block : plans.back().blocks) {
            first_hour = std::min(first_hour, block.from / quarters_of_hour);
            last_hour = std::max(last_hour, (block.to - 1) / quarters_of_hour + 1);
        }
    }
    Html days;
    for (int i = 0; i < 7; ++i) {
        const Date day = timezone::add_days(sight.days.first, i);
        const DayPlan& plan = plans[static_cast<std::size_t>(i)];
        const bool empty = std::none_of(sight.showings.begin(), sight.showings.end(),
                                        [&](const Showing& showing) { return showing.is_on(day); });
        const std::string brief{short_weekday_name(locale.language, timezone::weekday_of(day))};
        days +=
            tag("li", {{"class", day_class(sight, day, empty)}},
                day_heading(sight, day, brief + " " + std::to_string(unsigned{day.day()})) +
                    strip_html(sight, bars, day, plan.hidden.size()) +
                    blocks_html(sight, plan, day, first_hour * quarters_of_hour) +
                    (empty ? tag("p", {{"class", "nothing"}}, locale[Word::no_events]) : Html{}));
    }
    return tag("div", {{"class", "week"}},
               hours_html(locale, first_hour, last_hour) + tag("ol", {{"class", "days"}}, days));
}

Html month_html(const Sight& sight) {
    const Locale locale = sight.locale();
    Html weekdays;
    Html days;
    for (Date day = sight.days.first; day <= sight.days.last; day = timezone::add_days(day, 1)) {
        if (timezone::days_between(sight.days.first, day) < 7) {
            weekdays += tag("li", weekday_name(locale.language, timezone::weekday_of(day)));
        }
        Html items;
        std::size_t count = 0;
        for (const Showing& showing : sight.showings) {
            if (!showing.is_on(day) || ++count > month_events_max) continue;
            items += tag("li", event_link(sight, showing, day));
        }
        const std::size_t hidden = count - std::min(count, month_events_max);
        days += tag("li", {{"class", day_class(sight, day, count == 0)}},
                    day_heading(sight, day, std::to_string(unsigned{day.day()})) +
                        tag("ol", change_note(sight, day) + items + more_link(sight, day, hidden)));
    }
    return tag("ol", {{"class", "weekdays"}, {"aria-hidden", "true"}}, weekdays) +
           tag("ol", {{"class", "month"}}, days);
}

Html day_html(const Sight& sight) {
    if (sight.showings.empty()) {
        return tag("p", {{"class", "nothing"}}, sight.locale()[Word::no_events]);
    }
    Html items = change_note(sight, sight.date);
    for (std::size_t i = 0; i < std::min(sight.showings.size(), day_events_max); ++i) {
        items += tag("li", event_link(sight, sight.showings[i], sight.date));
    }
    const std::size_t hidden =
        sight.showings.size() - std::min(sight.showings.size(), day_events_max);
    const std::string rest =
        filled(sight.locale().language, Word::n_more, "+" + std::to_string(hidden));
    return tag("ol", {{"class", "agenda"}}, items) + (hidden > 0 ? tag("p", rest) : Html{});
}

std::string title_of(const Sight& sight) {
    const Locale locale = sight.locale();
    if (sight.period == Period::day) return day_text(locale, sight.date);
    if (sight.period == Period::month) return month_text(locale, sight.date);
    return day_and_month(locale, sight.days.first) + " – " + date_text(locale, sight.days.last);
}

Date moved(const Sight& sight, int by) {
    if (sight.period == Period::day) return timezone::add_days(sight.date, by);
    if (sight.period == Period::week) return timezone::add_days(sight.date, 7 * by);
    return timezone::add_months(sight.date.year() / sight.date.month() / 1, by);
}

Html controls(const Sight& sight) {
    const Locale locale = sight.locale();
    Html periods;
    for (const Period period : {Period::week, Period::month, Period::day}) {
        Attributes attributes{{"href", calendar_link(sight, period, sight.date)}};
        if (period == sight.period) attributes.push_back({"aria-current", "true"});
        periods +=
            tag("li", tag("a", attributes, locale[period_words[static_cast<std::size_t>(period)]]));
    }
    Html steps;
    const auto step = [&](Date date, Word which) {
        if (date < first_date || date > last_date) return;
        steps += tag("li", link(calendar_link(sight, sight.period, date), locale[which]));
    };
    step(moved(sight, -1), Word::previous);
    step(sight.today, Word::today);
    step(moved(sight, 1), Word::next);
    return tag("nav", {{"aria-label", std::string{locale[Word::calendar]}}, {"class", "controls"}},
               tag("ul", steps) + tag("ul", periods));
}

}  // namespace

Html calendar_page(const Visit& visit) {
    const Sight sight = sight_of(visit);
    const std::string title = title_of(sight);
    const Html picture = sight.period == Period::week    ? week_html(sight)
                         : sight.period == Period::month ? month_html(sight)
                                                         : day_html(sight);
    return document(visit, title + " - " + sight.person.name, "",
                    mailbox_head(visit, sight.person, "calendar") +
                        tag("section", {{"class", "calendar"}, {"lang", sight.locale().tag()}},
                            tag("h2", title) + controls(sight) + picture));
}

}  // namespace plazo::sandbox
