// How a header field is folded. An ASCII text is broken before a blank, which then begins the next
// line; so it comes back as it was when the line breaks are taken out (RFC 5322, 2.2.3). A text
// that has no blank where one is needed, several in a row, or any byte above ASCII is written in
// encoded words instead, between which readers drop the white space (RFC 2047, 6.2).
#include "graph/mime.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "graph/base64.h"

namespace plazo::graph {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view word_begins = "=?utf-8?B?";
constexpr std::string_view word_ends = "?=";
constexpr std::size_t word_bytes_max = 75;
constexpr std::size_t body_line_bytes = 76;

/// Control characters become blanks; bytes that are no UTF-8 stay what they are.
std::string without_controls(std::string_view text) {
    std::string clean{text};
    for (char& c : clean) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < ' ' || byte == 0x7F) c = ' ';
    }
    return clean;
}

bool is_plain(std::string_view text) {
    const bool ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    return ascii && text.find("=?") == text.npos && text.find("  ") == text.npos &&
           !text.starts_with(' ') && !text.ends_with(' ');
}

/// Where the next character of UTF-8 begins after `at`.
std::size_t next_character(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
}

/// Continues a line that is `used` bytes long.
std::string encoded_words(std::string_view text, std::size_t used) {
    std::string out;
    while (!text.empty()) {
        const std::size_t room = std::min(word_bytes_max, mime_line_bytes_max - used) -
                                 word_begins.size() - word_ends.size();
        const std::size_t bytes_max = room / 4 * 3;
        std::size_t taken = 0;
        for (std::size_t next = next_character(text, 0); next <= bytes_max;
             next = next_character(text, next)) {
            taken = next;
            if (next == text.size()) break;
        }
        // What has no whole character in that many bytes is no UTF-8.
        if (taken == 0) taken = std::min(text.size(), bytes_max);
        out += word_begins;
        out += base64_encode(text.substr(0, taken));
        out += word_ends;
        text.remove_prefix(taken);
        if (!text.empty()) out += "\r\n ";
        used = 1;
    }
    return out;
}

/// Nothing when a word is too long for a line.
std::string folded(std::string_view text, std::size_t used) {
    std::string out;
    while (!text.empty()) {
        if (used + text.size() <= mime_line_bytes_max) return out.append(text);
        const std::size_t blank = text.rfind(' ', mime_line_bytes_max - used);
        if (blank == text.npos || blank == 0) return {};
        out += text.substr(0, blank);
        out += line_end;
        text.remove_prefix(blank);
        used = 0;
    }
    return out;
}

/// RFC 5321's dot-string or anything like it: no blank, no quoting, ASCII.
void check_address(const std::string& address) {
    const std::size_t sign = address.find('@');
    const bool parted = sign != std::string::npos && sign > 0 && sign + 1 < address.size() &&
                        address.find('@', sign + 1) == std::string::npos;
    const bool clean = std::all_of(address.begin(), address.end(), [](char c) {
        constexpr std::string_view specials = "<>()[]\\,;:\"";
        return c > ' ' && c < 0x7F && specials.find(c) == std::string_view::npos;
    });
    if (parted && clean && address.size() <= mail_address_bytes_max) return;
    throw std::invalid_argument{"\"" + without_controls(address) +
                                "\" is no address that mail can be sent to"};
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string address_field(std::string_view name, const std::string& address,
                          const std::string& display_name) {
    check_address(address);
    std::string field = std::string{name} + ": ";
    const std::string shown = without_controls(display_name);
    std::string phrase = quoted(shown);
    if (!is_plain(shown) || field.size() + phrase.size() > mime_line_bytes_max) {
        phrase = encoded_words(shown, field.size());
    }
    if (!shown.empty()) {
        const std::size_t line = phrase.rfind('\n');
        const std::size_t used =
            line == std::string::npos ? field.size() + phrase.size() : phrase.size() - line - 1;
        const bool fits = used + 3 + address.size() <= mime_line_bytes_max;
        field += phrase + (fits ? " " : "\r\n ");
    }
    return field + "<" + address + ">" + std::string{line_end};
}

std::string base64_lines(std::string_view bytes) {
    const std::string encoded = base64_encode(bytes);
    std::string out;
    out.reserve(encoded.size() + encoded.size() / body_line_bytes * line_end.size() + 2);
    for (std::size_t at = 0; at < encoded.size(); at += body_line_bytes) {
        out.append(encoded, at, body_line_bytes);
        out += line_end;
    }
    return out;
}

/// A boundary that no line of `part` has: base64 has no "_", and of the part it is looked for.
std::string boundary_for(std::string_view part) {
    std::string boundary = "_plazo";
    while (part.find("--" + boundary) != part.npos) boundary += '_';
    return boundary;
}

}  // namespace

std::string text_field(std::string_view name, std::string_view text) {
    std::string field = std::string{name} + ": ";
    std::size_t used = field.size();
    if (used > mime_line_bytes_max / 2) {
        field = std::string{name} + ":\r\n ";
        used = 1;
    }
    const std::string clean = without_controls(text);
    std::string value = is_plain(clean) ? folded(clean, used) : std::string{};
    if (value.empty()) value = encoded_words(clean, used);
    return field + value + std::string{line_end};
}

std::string mail_date(timezone::Instant instant) {
    constexpr std::array<std::string_view, 8> days = {"",    "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array<std::string_view, 13> months = {
        "", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const timezone::LocalTime local{instant.time_since_epoch()};
    const timezone::Date date = timezone::date_of(local);
    const auto two = [](auto number) {
        const std::string digits = std::to_string(number);
        return digits.size() < 2 ? "0" + digits : digits;
    };
    const auto clock = timezone::time_of_day(local).count();
    const std::string year = std::to_string(static_cast<int>(date.year()));
    return std::string{days[static_cast<std::size_t>(timezone::weekday_of(date))]} + ", " +
           std::to_string(static_cast<unsigned>(date.day())) + " " +
           std::string{months[static_cast<unsigned>(date.month())]} + " " +
           std::string(4 - std::min<std::size_t>(4, year.size()), '0') + year + " " +
           two(clock / 3600) + ":" + two(clock / 60 % 60) + ":" + two(clock % 60) + " +0000";
}

std::string mime_message(const Mail& mail, const MailSender& from, timezone::Instant date,
                         std::string_view calendar_part) {
    if (mail.message_id.empty()) throw std::invalid_argument{"a mail needs an id of its own"};
    std::string text = address_field("From", from.address, from.name);
    text += address_field("To", mail.to_address, mail.to_name);
    if (!mail.reply_to.empty()) text += address_field("Reply-To", mail.reply_to, "");
    text += text_field("Subject", mail.subject);
    text += "Date: " + mail_date(date) + "\r\n";
    const std::string domain = from.address.substr(from.address.find('@'));
    text += "Message-ID:\r\n <" + percent_encode(mail.message_id) + domain + ">\r\n";
    text += "Auto-Submitted: auto-generated\r\n";
    for (const auto& [name, value] : headers_of(mail)) text += text_field(name, value);
    text += "MIME-Version: 1.0\r\n";

    const std::string html =
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" +
        base64_lines(mail.body_html);
    if (calendar_part.empty()) return text + html;
    const std::string boundary = boundary_for(calendar_part);
    text += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    text += "--" + boundary + "\r\n" + html + "--" + boundary + "\r\n";
    text.append(calendar_part);
    if (!calendar_part.ends_with("\r\n")) text += line_end;
    return text + "--" + boundary + "--\r\n";
}

}  // namespace plazo::graph
