// The bulk questions of offset_index.h: the same bits, four times at once where the processor can.
#include <cstdint>

#include "timezone/offset_index.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace plazo::timezone {

namespace {

/// What becomes of a time and its offset.
struct OffsetOnly {
    static constexpr int sign_of_time = 0, sign_of_offset = 1;
};
struct ToLocal {
    static constexpr int sign_of_time = 1, sign_of_offset = 1;
};
struct ToInstant {
    static constexpr int sign_of_time = 1, sign_of_offset = -1;
};

}  // namespace

template <class Task>
std::size_t OffsetIndex::one_by_one(const Buckets& buckets, const std::int64_t* times,
                                    std::int64_t* answers, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t offset = offset_in(buckets, times[i]);
        if (offset == unknown.count()) return i;
        answers[i] = Task::sign_of_time * times[i] + Task::sign_of_offset * offset;
    }
    return count;
}

#if defined(__x86_64__)

template <class Task>
[[gnu::target("avx2")]] std::size_t OffsetIndex::four_at_once(const Buckets& buckets,
                                                              const std::int64_t* times,
                                                              std::int64_t* answers,
                                                              std::size_t count) {
    const auto* words = reinterpret_cast<const long long*>(buckets.data());
    const __m256i first = _mm256_set1_epi64x(first_second);
    const __m256i last_bucket = _mm256_set1_epi64x(static_cast<long long>(bucket_count - 1));
    const __m256i second_mask = _mm256_set1_epi64x(bucket_seconds - 1);
    const __m256i offset_mask = _mm256_set1_epi64x(0xFFFFF);
    const __m256i twenty = _mm256_set1_epi64x(20);
    const __m256i zero = _mm256_setzero_si256();
    std::size_t done = 0;
    for (; done + 4 <= count; done += 4) {
        const __m256i time = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(times + done));
        const __m256i since_first = _mm256_sub_epi64(time, first);
        const __m256i number = _mm256_srli_epi64(since_first, bucket_bits);
        const __m256i outside = _mm256_cmpgt_epi64(number, last_bucket);
        const __m256i inside = _mm256_xor_si256(outside, _mm256_set1_epi64x(-1));
        // Outside, the word is not read and counts as the zero of "unknown".
        const __m256i word = _mm256_mask_i64gather_epi64(zero, words, number, inside, 8);
        const __m256i second = _mm256_and_si256(since_first, second_mask);
        const __m256i is_before = _mm256_cmpgt_epi64(_mm256_srli_epi64(word, 40), second);
        const __m256i shift = _mm256_and_si256(is_before, twenty);
        const __m256i biased = _mm256_and_si256(_mm256_srlv_epi64(word, shift), offset_mask);
        if (!_mm256_testz_si256(_mm256_cmpeq_epi64(biased, zero), _mm256_set1_epi64x(-1))) break;
        const __m256i offset = _mm256_sub_epi64(biased, _mm256_set1_epi64x(bias));
        __m256i answer = offset;
        if constexpr (Task::sign_of_time != 0) {
            answer = Task::sign_of_offset > 0 ? _mm256_add_epi64(time, offset)
                                              : _mm256_sub_epi64(time, offset);
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(answers + done), answer);
    }
    return done + one_by_one<Task>(buckets, times + done, answers + done, count - done);
}

#endif

template <class Task>
std::size_t OffsetIndex::answer(const Buckets& buckets, const void* times, void* answers,
                                std::size_t count) {
    const auto* from = static_cast<const std::int64_t*>(times);
    auto* to = static_cast<std::int64_t*>(answers);
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) return four_at_once<Task>(buckets, from, to, count);
#endif
    return one_by_one<Task>(buckets, from, to, count);
}

// A time_point and a duration are one std::int64_t each, in a class that is nothing else.
static_assert(sizeof(Instant) == 8 && sizeof(LocalTime) == 8 && sizeof(seconds) == 8);

std::size_t OffsetIndex::offsets(std::span<const Instant> instants, seconds* answers) const {
    return answer<OffsetOnly>(instants_, instants.data(), answers, instants.size());
}

std::size_t OffsetIndex::locals(std::span<const Instant> instants, LocalTime* answers) const {
    return answer<ToLocal>(instants_, instants.data(), answers, instants.size());
}

std::size_t OffsetIndex::instants(std::span<const LocalTime> locals, Instant* answers) const {
    return answer<ToInstant>(locals_, locals.data(), answers, locals.size());
}

}  // namespace plazo::timezone
