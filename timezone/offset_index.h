// timezone/offset_index.h - how a Zone answers in a few nanoseconds.
//
// Clocks are changed about twice a year, so time is cut into buckets of 2^23 seconds (97 days), and
// nearly every bucket holds one change or none. A bucket is one word of 64 bits:
//
//     bits 63-40   the second of the bucket from which `after` holds; 2^23 when nothing changes
//     bits 39-20   `before`, an offset east of UTC in seconds, plus bias
//     bits 19-0    `after`, likewise
//
// so that an answer costs a shift, a load and a comparison, without a search. There is a row of
// buckets for instants and one for local times; there `after` holds from where both clocks agree
// that the change is over. A local time before that belongs to the clock before the change, whether
// it came twice or never: that is RFC 5545's choice (3.3.5).
//
// What a bucket cannot say (two changes of Morocco's Ramadan in it, a gap across its border), and
// all times outside 1901-12-13 to 2106-02-07, is answered `unknown`: then period_at() has to do
// (zone_table.h). Immutable; safe on any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "timezone/time.h"
#include "timezone/zone_table.h"

namespace plazo::timezone {

class OffsetIndex {
  public:
    /// All is unknown.
    constexpr OffsetIndex() = default;
    explicit OffsetIndex(const ZoneTable& table);

    /// No offset is that far.
    static constexpr seconds unknown = seconds::min();

    /// What clocks show at `instant`, east of UTC; or unknown.
    seconds at(Instant instant) const {
        return seconds{offset_in(instants_, instant.time_since_epoch().count())};
    }
    /// What the clock that shows `local` is east of UTC, by RFC 5545's choice; or unknown.
    seconds at(LocalTime local) const {
        return seconds{offset_in(locals_, local.time_since_epoch().count())};
    }

    /// The clock is `before`, and `after` from the local time `settled` on, when both agree that
    /// the change is over. Both are the same where nothing changes nearby.
    struct Turn {
        seconds before;
        seconds after;
        LocalTime settled;
    };
    /// The turn in the bucket of `local`, or nothing where that is unknown.
    std::optional<Turn> turn_near(LocalTime local) const;

    /// Bulk: answers one by one until it meets an unknown; says how many it has answered. Wider
    /// instructions are used where the processor has them.
    std::size_t offsets(std::span<const Instant> instants, seconds* answers) const;
    std::size_t locals(std::span<const Instant> instants, LocalTime* answers) const;
    std::size_t instants(std::span<const LocalTime> locals, Instant* answers) const;

  private:
    static constexpr int bucket_bits = 23;
    static constexpr std::int64_t bucket_seconds = std::int64_t{1} << bucket_bits;
    static constexpr std::int64_t first_second = -(std::int64_t{1} << 31);
    static constexpr std::size_t bucket_count = 768;  // to 2^32
    static constexpr std::int64_t bias = 1 << 19;
    using Buckets = std::array<std::uint64_t, bucket_count>;

    static std::uint64_t bucket(std::int64_t second, seconds before, seconds after);

    static std::int64_t offset_in(const Buckets& buckets, std::int64_t time) {
        const auto since_first =
            static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(first_second);
        const std::uint64_t number = since_first >> bucket_bits;
        if (number >= bucket_count) [[unlikely]]
            return unknown.count();
        const std::uint64_t bucket = buckets[number];
        const std::uint64_t second = since_first % bucket_seconds;
        const auto biased =
            static_cast<std::int64_t>(bucket >> (second < bucket >> 40 ? 20 : 0) & 0xFFFFF);
        return biased == 0 ? unknown.count() : biased - bias;
    }

    template <class Task>
    static std::size_t answer(const Buckets& buckets, const void* times, void* answers,
                              std::size_t count);
    template <class Task>
    static std::size_t one_by_one(const Buckets& buckets, const std::int64_t* times,
                                  std::int64_t* answers, std::size_t count);
    template <class Task>
    static std::size_t four_at_once(const Buckets& buckets, const std::int64_t* times,
                                    std::int64_t* answers, std::size_t count);

    Buckets instants_{};
    Buckets locals_{};
};

}  // namespace plazo::timezone
