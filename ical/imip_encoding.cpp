#include "ical/imip_encoding.h"

#include <array>
#include <cstdint>

#include "ical/names.h"

namespace plazo::ical {

namespace {

constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> base64_digits = [] {
    std::array<std::uint8_t, 256> digits{};
    digits.fill(no_digit);
    for (std::size_t i = 0; i < base64_letters.size(); ++i) {
        digits[static_cast<unsigned char>(base64_letters[i])] = static_cast<std::uint8_t>(i);
    }
    return digits;
}();

int hexadecimal(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    return -1;
}

/// Windows-1252 from 0x80 to 0x9F; what is undefined stays the control character.
constexpr std::array<char16_t, 32> windows_1252 = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

struct Replacement {
    unsigned char byte;
    char16_t character;
};
/// Where ISO 8859-15 differs from ISO 8859-1.
constexpr std::array<Replacement, 8> iso_8859_15 = {{{0xA4, 0x20AC},
                                                     {0xA6, 0x0160},
                                                     {0xA8, 0x0161},
                                                     {0xB4, 0x017D},
                                                     {0xB8, 0x017E},
                                                     {0xBC, 0x0152},
                                                     {0xBD, 0x0153},
                                                     {0xBE, 0x0178}}};

void append_utf8(std::string& text, char16_t character) {
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0 | character >> 6);
        text += static_cast<char>(0x80 | (character & 0x3F));
    } else {
        text += static_cast<char>(0xE0 | character >> 12);
        text += static_cast<char>(0x80 | (character >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (character & 0x3F));
    }
}

char16_t character_of(unsigned char byte, bool latin_9) {
    if (byte >= 0x80 && byte < 0xA0 && !latin_9) return windows_1252[byte - 0x80u];
    if (latin_9) {
        for (const Replacement& each : iso_8859_15) {
            if (each.byte == byte) return each.character;
        }
    }
    return byte;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    for (std::string_view each : names) {
        if (same_name(name, each)) return true;
    }
    return false;
}

}  // namespace

std::string encode_base64(std::string_view bytes, std::size_t line_bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4 * 80 / 78 + 2);
    std::size_t line = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const bool there = i + k < bytes.size();
            group = group << 8 | (there ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const bool padding = i + k > bytes.size();
            text += padding ? '=' : base64_letters[group >> (18 - 6 * k) & 63];
        }
        line += 4;
        if (line_bytes > 0 && line + 4 > line_bytes) {
            text += "\r\n";
            line = 0;
        }
    }
    if (line_bytes > 0 && line > 0) text += "\r\n";
    return text;
}

std::string decode_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t group = 0;
    int bits = 0;
    for (const char letter : text) {
        if (letter == '=') break;
        const std::uint8_t digit = base64_digits[static_cast<unsigned char>(letter)];
        if (digit == no_digit) continue;
        group = group << 6 | digit;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(group >> bits & 0xFF);
    }
    return bytes;
}

std::string decode_quoted_printable(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    std::size_t blanks_from = 0;  // where the blanks begin that `bytes` ends in
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (letter == '\n' || letter == '\r') {
            bytes.resize(blanks_from);
            bytes += letter;
            blanks_from = bytes.size();
            continue;
        }
        if (letter != '=') {
            bytes += letter;
            if (letter != ' ' && letter != '\t') blanks_from = bytes.size();
            continue;
        }
        std::size_t next = i + 1;
        while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) ++next;
        if (next == text.size() || text[next] == '\r' || text[next] == '\n') {  // a soft break
            if (next + 1 < text.size() && text[next] == '\r' && text[next + 1] == '\n') ++next;
            i = next;
        } else if (i + 2 < text.size() && hexadecimal(text[i + 1]) >= 0 &&
                   hexadecimal(text[i + 2]) >= 0) {
            bytes += static_cast<char>(hexadecimal(text[i + 1]) * 16 + hexadecimal(text[i + 2]));
            i += 2;
        } else {
            bytes += letter;
        }
        blanks_from = bytes.size();
    }
    return bytes;
}

std::string encode_quoted_printable(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::size_t line_bytes_max = 75;  // and '=' for a soft break
    std::string encoded;
    std::size_t line = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '\n') {
            encoded += "\r\n";
            line = 0;
            continue;
        }
        const bool last = i + 1 == text.size() || text[i + 1] == '\n';
        const bool blank = byte == ' ' || byte == '\t';
        const bool plain = blank ? !last : byte > 32 && byte < 127 && byte != '=';
        const std::size_t bytes = plain ? 1 : 3;
        if (line + bytes > line_bytes_max) {
            encoded += "=\r\n";
            line = 0;
        }
        line += bytes;
        if (plain) {
            encoded += text[i];
        } else {
            encoded += '=';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    if (line > 0) encoded += "\r\n";
    return encoded;
}

std::optional<std::string> to_utf8(std::string_view text, std::string_view charset) {
    if (is_one_of(charset, {"", "utf-8", "utf8", "us-ascii", "ascii"})) return std::string{text};
    const bool latin_9 = is_one_of(charset, {"iso-8859-15", "iso8859-15", "latin9"});
    if (!latin_9 && !is_one_of(charset, {"iso-8859-1", "iso8859-1", "latin1", "windows-1252",
                                         "cp1252", "x-cp1252"})) {
        return std::nullopt;
    }
    std::string utf8;
    utf8.reserve(text.size() + text.size() / 8);
    for (const char byte : text) {
        append_utf8(utf8, character_of(static_cast<unsigned char>(byte), latin_9));
    }
    return utf8;
}

}  // namespace plazo::ical
