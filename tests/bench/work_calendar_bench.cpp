#include <random>

#include "tests/bench/timezone_parts.h"
#include "timezone/ready_holidays.h"
#include "timezone/work_timetable.h"

namespace plazo::bench {

using timezone::Date;
using timezone::hours;
using timezone::Instant;
using timezone::seconds;
using timezone::WorkTimetable;

namespace {

constexpr std::size_t questions_count = 1 << 12;
constexpr int repeats = 50;

Measure measure_of(const std::string& name, double ns_max, std::function<std::int64_t()> run) {
    Measure measure;
    measure.name = name;
    measure.operations = static_cast<double>(repeats * questions_count);
    measure.ours = {"plazo", std::move(run)};
    measure.ours_max = ns_max;
    return measure;
}

}  // namespace

void measure_work_calendars(Report& report, const timezone::Tzdb& tzdb) {
    timezone::WorkCalendar office = timezone::ready_calendar("es-madrid").value();
    office.week = timezone::weekdays({{hours{9}, hours{14}}, {hours{15}, hours{18}}});
    const auto made = WorkTimetable::compile(office, tzdb.find(office.zone).value(), {2024, 2040});
    const auto& table = std::get<WorkTimetable>(made);

    std::mt19937 random{3};
    std::vector<Date> days;
    std::vector<Instant> instants;
    std::vector<seconds> lengths;
    const Date first{timezone::year{2024}, timezone::month{1}, timezone::day{1}};
    for (std::size_t i = 0; i < questions_count; ++i) {
        days.push_back(timezone::add_days(first, static_cast<int>(random() % 2000)));
        instants.emplace_back(timezone::midnight(days.back()).time_since_epoch() +
                              seconds{random() % 86'400});
        lengths.emplace_back(random() % 400'000 + 1);
    }
    for (const int count : {1, 10, 1000}) {
        report.measure(measure_of("add " + std::to_string(count) + " working days", 10, [&, count] {
            std::int64_t sum = 0;
            for (int i = 0; i < repeats; ++i) {
                for (const Date each : days) {
                    const auto found = table.add_business_days(each, count);
                    sum += static_cast<unsigned>(std::get<Date>(found).day());
                }
            }
            return sum;
        }));
    }
    report.measure(measure_of("add working time", 40, [&] {
        std::int64_t sum = 0;
        for (int i = 0; i < repeats; ++i) {
            for (std::size_t k = 0; k < instants.size(); ++k) {
                const auto found = table.add_working_time(instants[k], lengths[k]);
                sum += std::get<Instant>(found).time_since_epoch().count();
            }
        }
        return sum;
    }));
}

}  // namespace plazo::bench
