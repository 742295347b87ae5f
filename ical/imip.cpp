#include "ical/imip.h"

#include <array>
#include <cstdint>
#include <cstdio>

#include "ical/imip_encoding.h"
#include "ical/imip_header.h"

namespace plazo::ical {

namespace {

constexpr std::size_t base64_line_bytes = 76;  // RFC 2045, 6.8

/// "Sun, 01 Mar 2026 08:00:00 +0000", RFC 5322, 3.3.
std::string format_mail_date(Instant instant) {
    constexpr std::array week_days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const LocalTime local{instant.time_since_epoch()};
    const Date date = timezone::date_of(local);
    const int second = static_cast<int>(timezone::time_of_day(local).count());
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                  week_days[static_cast<std::size_t>(timezone::weekday_of(date)) - 1],
                  static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  second / 3600, second / 60 % 60, second % 60);
    return text.data();
}

/// Whatever could end the address or the line is left out.
std::string safe_address(std::string_view address) {
    std::string safe;
    for (const char letter : address) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool bad = byte <= 32 || byte == 127 || letter == '<' || letter == '>' ||
                         letter == ',' || letter == ';';
        if (!bad) safe += letter;
    }
    if (std::count(safe.begin(), safe.end(), '"') % 2 != 0) std::erase(safe, '"');
    return safe;
}

std::string format_mailbox(const Mailbox& mailbox) {
    const std::string address = "<" + safe_address(mailbox.address) + ">";
    if (mailbox.name.empty()) return address;
    const std::string words = encode_words(mailbox.name);
    if (words.starts_with("=?")) return words + " " + address;
    std::string quoted = "\"";
    for (const char letter : words) {
        if (letter == '"' || letter == '\\') quoted += '\\';
        quoted += letter;
    }
    return quoted + "\" " + address;
}

/// '=' and '_' side by side stand in no base64 or quoted-printable, nor at the start of a content
/// line.
std::string boundary_of(std::string_view message_id) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    for (const char letter : message_id) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "=_%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

std::string text_part(const char* type, std::string_view text) {
    return "Content-Type: " + std::string{type} +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           encode_quoted_printable(text);
}

}  // namespace

std::string format_calendar_part(const Message& message, TransferEncoding encoding) {
    const bool base64 = encoding == TransferEncoding::base64;
    std::string part = "Content-Type: " + message.content_type + "\r\n";
    part += base64 ? "Content-Transfer-Encoding: base64\r\n\r\n"
                   : "Content-Transfer-Encoding: 8bit\r\n\r\n";
    return part + (base64 ? encode_base64(message.text, base64_line_bytes) : message.text);
}

std::string format_mail(const Mail& mail, const Message& message, std::string_view message_id,
                        Instant now, TransferEncoding encoding) {
    const std::string boundary = boundary_of(message_id);
    std::string to;
    for (const Mailbox& each : mail.to) to += (to.empty() ? "" : ",\r\n ") + format_mailbox(each);
    std::string text = "From: " + format_mailbox(mail.from) + "\r\nTo: " + to +
                       "\r\nSubject: " + encode_words(mail.subject) +
                       "\r\nDate: " + format_mail_date(now) + "\r\nMessage-ID: <" +
                       safe_address(message_id) +
                       ">\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n "
                       "boundary=\"" +
                       boundary + "\"\r\n\r\n";
    const auto add = [&](const std::string& part) {
        text += "--" + boundary + "\r\n" + part + "\r\n";
    };
    add(text_part("text/plain", mail.text));
    if (!mail.html.empty()) add(text_part("text/html", mail.html));
    add(format_calendar_part(message, encoding));
    return text + "--" + boundary + "--\r\n";
}

}  // namespace plazo::ical
