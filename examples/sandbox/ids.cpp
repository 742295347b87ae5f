#include "examples/sandbox/ids.h"

#include <cmath>
#include <limits>

#include "examples/sandbox/jose.h"

namespace plazo::sandbox {
namespace {

std::string hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

}  // namespace

// splitmix64 (Steele, Lea, Flood 2014)
std::uint64_t Ids::next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

double Ids::fraction() {
    constexpr int digits = std::numeric_limits<double>::digits;
    return std::ldexp(static_cast<double>(next() >> (64 - digits)), -digits);
}

std::string Ids::bytes(std::size_t count) {
    std::string out;
    while (out.size() < count) {
        std::uint64_t word = next();
        for (int i = 0; i < 8; ++i, word >>= 8) out += static_cast<char>(word & 255);
    }
    out.resize(count);
    return out;
}

std::string Ids::uuid() {
    std::string raw = bytes(16);
    raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x40);
    raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
    std::string text = hex(raw);
    for (char& c : text) {
        if (c >= 'A') c = static_cast<char>(c - 'A' + 'a');
    }
    for (const std::size_t position : {8U, 13U, 18U, 23U}) text.insert(position, "-");
    return text;
}

std::string Ids::item() {
    return base64url(bytes(item_id_characters / 4 * 3));
}

std::string Ids::change_key() {
    return base64url(bytes(18));
}

std::string Ids::calendar_uid(timezone::Instant now) {
    // FILETIME counts 100 ns since 1601, little-endian like every number of the Global Object Id
    constexpr std::int64_t from_1601_to_1970_seconds = 11'644'473'600;
    auto ticks =
        static_cast<std::uint64_t>(now.time_since_epoch().count() + from_1601_to_1970_seconds) *
        10'000'000U;
    std::string filetime;
    for (int i = 0; i < 8; ++i, ticks >>= 8) filetime += static_cast<char>(ticks & 255);
    return "040000008200E00074C5B7101A82E008" + std::string(8, '0') + hex(filetime) +
           std::string(16, '0') + "10000000" + hex(bytes(16));
}

}  // namespace plazo::sandbox
