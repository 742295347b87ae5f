#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/vtzone.h>

#include <memory>

#include "tests/bench/conversions.h"
#include "tests/bench/names.h"

namespace plazo::bench {

namespace {

using Zones = std::vector<std::unique_ptr<icu::TimeZone>>;

icu::UnicodeString text(const std::string& name) {
    return icu::UnicodeString::fromUTF8(name);
}

std::int64_t offset_at(const icu::TimeZone& zone, std::int64_t instant) {
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode failed = U_ZERO_ERROR;
    zone.getOffset(static_cast<UDate>(instant) * 1000, false, raw, daylight, failed);
    return (raw + daylight) / 1000;
}

}  // namespace

Peer icu_peer() {
    auto zones = std::make_shared<Zones>();
    Peer peer;
    peer.name = "ICU";
    peer.same_data = false;
    peer.open = [zones](const Questions& asked) {
        zones->clear();
        for (const std::string& name : asked.names) {
            zones->emplace_back(icu::TimeZone::createTimeZone(text(name)));
        }
    };
    peer.offsets = [zones](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum += offset_at(*(*zones)[asked.zone[i]], asked.instant[i]);
        }
        return sum;
    };
    peer.latency = [zones](const Questions& asked) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.instant.size(); ++i) {
            sum = offset_at(*(*zones)[asked.zone[i]], asked.instant[i] + (sum & 1));
        }
        return sum;
    };
    peer.load = [](const std::vector<std::string>& names) {
        volatile std::int64_t sum = 0;
        for (const std::string& name : names) {
            const std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(text(name))};
            sum = sum + offset_at(*zone, 0);
        }
    };
    return peer;
}

std::int64_t icu_iana_names(const std::vector<std::string>& windows) {
    std::int64_t found = 0;
    for (const std::string& each : windows) {
        icu::UnicodeString name;
        UErrorCode failed = U_ZERO_ERROR;
        icu::TimeZone::getIDForWindowsID(text(each), "ES", name, failed);
        found += name.isEmpty() ? 0 : 1;
    }
    return found;
}

std::int64_t icu_windows_names(const std::vector<std::string>& names) {
    std::int64_t found = 0;
    for (const std::string& each : names) {
        icu::UnicodeString windows;
        UErrorCode failed = U_ZERO_ERROR;
        icu::TimeZone::getWindowsID(text(each), windows, failed);
        found += windows.isEmpty() ? 0 : 1;
    }
    return found;
}

std::int64_t icu_reads_vtimezone(const std::string& block, int times) {
    const icu::UnicodeString unicode = text(block);
    std::int64_t read = 0;
    for (int i = 0; i < times; ++i) {
        UErrorCode failed = U_ZERO_ERROR;
        const std::unique_ptr<icu::VTimeZone> zone{
            icu::VTimeZone::createVTimeZone(unicode, failed)};
        read += zone != nullptr ? 1 : 0;
    }
    return read;
}

}  // namespace plazo::bench
