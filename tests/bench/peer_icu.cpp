#include <unicode/basictz.h>
#include <unicode/gregocal.h>
#include <unicode/timezone.h>
#include <unicode/vtzone.h>

#include <memory>
#include <stdexcept>

#include "tests/bench/timezone_peers.h"

namespace plazo::bench {

namespace {

struct State {
    std::vector<std::unique_ptr<icu::TimeZone>> zones;
    std::vector<std::unique_ptr<icu::Calendar>> calendars;  // for fields
};

icu::UnicodeString text(const std::string& name) {
    return icu::UnicodeString::fromUTF8(name);
}

void expect_success(UErrorCode error) {
    if (U_FAILURE(error)) throw std::runtime_error{std::string{"ICU: "} + u_errorName(error)};
}

std::int64_t offset_at(const icu::TimeZone& zone, std::int64_t instant) {
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode error = U_ZERO_ERROR;
    zone.getOffset(static_cast<UDate>(instant) * 1000, false, raw, daylight, error);
    return (raw + daylight) / 1000;
}

void open(State& state, const Questions& asked) {
    state = {};
    for (const std::string& name : asked.names) {
        state.zones.emplace_back(icu::TimeZone::createTimeZone(text(name)));
        UErrorCode error = U_ZERO_ERROR;
        state.calendars.push_back(
            std::make_unique<icu::GregorianCalendar>(*state.zones.back(), error));
        expect_success(error);
    }
}

std::int64_t fields_at(icu::Calendar& calendar, std::int64_t instant) {
    UErrorCode error = U_ZERO_ERROR;
    calendar.setTime(static_cast<UDate>(instant) * 1000, error);
    return sum_of(calendar.get(UCAL_YEAR, error), calendar.get(UCAL_MONTH, error) + 1,
                  calendar.get(UCAL_DATE, error), calendar.get(UCAL_HOUR_OF_DAY, error),
                  calendar.get(UCAL_MINUTE, error), calendar.get(UCAL_SECOND, error));
}

std::int64_t instant_of(icu::Calendar& calendar, const Fields& t) {
    UErrorCode error = U_ZERO_ERROR;
    calendar.clear();
    calendar.set(t.year, t.month - 1, t.day, t.hour, t.minute, t.second);
    return static_cast<std::int64_t>(calendar.getTime(error)) / 1000;
}

std::int64_t load(const std::vector<std::string>& names) {
    std::int64_t sum = 0;
    for (const std::string& name : names) {
        const std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(text(name))};
        sum += offset_at(*zone, load_instant);
    }
    return sum;
}

std::int64_t iana_of_windows(const std::vector<std::string>& windows) {
    std::int64_t sum = 0;
    for (const std::string& each : windows) {
        icu::UnicodeString name;
        UErrorCode error = U_ZERO_ERROR;
        icu::TimeZone::getIDForWindowsID(text(each), territory, name, error);
        sum += sum_of(name, static_cast<std::size_t>(name.length()));
    }
    return sum;
}

std::int64_t windows_of_iana(const std::vector<std::string>& names) {
    std::int64_t sum = 0;
    for (const std::string& each : names) {
        icu::UnicodeString windows;
        UErrorCode error = U_ZERO_ERROR;
        icu::TimeZone::getWindowsID(text(each), windows, error);
        sum += sum_of(windows, static_cast<std::size_t>(windows.length()));
    }
    return sum;
}

std::int64_t read_block(const std::string& block) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::VTimeZone> zone{icu::VTimeZone::createVTimeZone(text(block), error)};
    expect_success(error);
    return offset_at(*zone, block_instant);
}

/// Brings data of its own, older than the system's.
Peer icu_peer() {
    auto state = std::make_shared<State>();
    Peer peer;
    peer.name = "ICU";
    peer.same_data = false;
    peer.open = [state](const Questions& asked) { open(*state, asked); };
    peer.offsets = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += offset_at(*state->zones[asked.zone[i]], asked.instant[i]);
        }
        return sum;
    };
    peer.latency = [state](const Questions& asked) {
        std::int64_t sum = 0;
        std::int64_t last = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            last = offset_at(*state->zones[asked.zone[i]], asked.instant[i] + (last & 1));
            sum += last;
        }
        return sum;
    };
    peer.fields = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += fields_at(*state->calendars[asked.zone[i]], asked.instant[i]);
        }
        return sum;
    };
    peer.instants = [state](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.local.size(); ++i) {
            sum += instant_of(*state->calendars[asked.zone[i]], asked.local[i]);
        }
        return sum;
    };
    peer.load = load;
    peer.iana_of_windows = iana_of_windows;
    peer.windows_of_iana = windows_of_iana;
    peer.read_block = read_block;
    return peer;
}

const PeerEntry entry{icu_peer};

}  // namespace

}  // namespace plazo::bench
