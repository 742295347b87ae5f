#include "examples/sandbox/mime.h"

#include <algorithm>

#include "examples/sandbox/directory.h"
#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t base64_line = 76;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::string_view{" \t\r\n"}.find(text.front()) != text.npos) {
        text.remove_prefix(1);
    }
    while (!text.empty() && std::string_view{" \t\r\n"}.find(text.back()) != text.npos) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// The header, unfolded; the text is then the body.
Fields take_header(std::string_view& text) {
    Fields out;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.empty()) break;
        if ((line.front() == ' ' || line.front() == '\t') && !out.empty()) {
            out.back().second += " " + std::string{trimmed(line)};
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == line.npos || colon == 0) throw invalid("The MIME content has no header.");
        out.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
    return out;
}

std::string field_of(const Fields& fields, std::string_view name) {
    for (const auto& [known, value] : fields) {
        if (graph::equal_ignoring_case(known, name)) return value;
    }
    return "";
}

/// `boundary` of `multipart/mixed; boundary="x"`
std::string parameter_of(const std::string& value, const std::string& name) {
    const std::string small = lower_case(value);
    std::size_t at = small.find(name + "=");
    if (at == small.npos) return "";
    at += name.size() + 1;
    if (value[at] != '"') return value.substr(at, value.find_first_of("; ", at) - at);
    return value.substr(at + 1, value.find('"', at + 1) - at - 1);
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// "=C3=A9", and in header fields "_" for a blank; "=" at a line's end joins it to the next.
std::string from_quoted(std::string_view text, bool in_field) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (in_field && text[i] == '_') {
            out += ' ';
            continue;
        }
        if (text[i] != '=') {
            out += text[i];
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == '\n') {
            i += 1;
            continue;
        }
        if (i + 2 >= text.size()) continue;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high >= 0 && low >= 0) out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string from_wrapped_base64(std::string_view text) {
    std::string joined{text};
    std::erase_if(joined, [](char c) { return c == '\r' || c == '\n' || c == ' '; });
    const auto bytes = from_base64(joined);
    if (!bytes) throw invalid("A part of the MIME content is no base64.");
    return *bytes;
}

void check_charset(const std::string& charset) {
    const std::string small = lower_case(charset);
    if (small.empty() || small == "utf-8" || small == "us-ascii") return;
    throw not_simulated("MIME content in " + charset);
}

/// RFC 2047: "=?utf-8?B?...?=" and "=?utf-8?Q?...?="
std::string decoded_words(std::string_view text) {
    std::string out;
    bool after_word = false;
    while (!text.empty()) {
        const std::size_t begin = text.find("=?");
        const std::size_t first = text.find('?', begin == text.npos ? begin : begin + 2);
        const std::size_t second = first == text.npos ? first : text.find('?', first + 1);
        const std::size_t end = second == text.npos ? second : text.find("?=", second + 1);
        if (begin == text.npos || end == text.npos) break;
        const std::string_view before = text.substr(0, begin);
        if (!after_word || !trimmed(before).empty()) out += before;
        check_charset(std::string{text.substr(begin + 2, first - begin - 2)});
        const std::string_view word = text.substr(second + 1, end - second - 1);
        const bool quoted = text[first + 1] == 'q' || text[first + 1] == 'Q';
        out += quoted ? from_quoted(word, true) : from_wrapped_base64(word);
        text.remove_prefix(end + 2);
        after_word = true;
    }
    return out + std::string{text};
}

/// `"Doe, Jo" <jo@x.test>, eva@x.test`
std::vector<std::string> addresses_in(std::string_view text) {
    std::vector<std::string> out;
    while (!trimmed(text).empty()) {
        bool quoted = false;
        std::size_t end = 0;
        while (end < text.size() && (quoted || text[end] != ',')) quoted ^= text[end++] == '"';
        std::string_view one = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (const std::size_t open = one.rfind('<'); open != one.npos) {
            one = one.substr(open + 1, one.find('>', open) - open - 1);
        }
        if (!valid_address(one)) {
            throw Refusal{400, "ErrorInvalidRecipients", "At least one recipient isn't valid."};
        }
        out.emplace_back(one);
    }
    return out;
}

void read_part(const Fields& header, std::string_view body, Mail& mail, int depth);

void read_parts(const std::string& boundary, std::string_view body, Mail& mail, int depth) {
    if (boundary.empty() || depth >= mime_depth_max) throw invalid("The MIME parts are unclear.");
    std::size_t begin = body.find("--" + boundary);
    while (begin != body.npos) {
        std::string_view part = body.substr(begin);
        if (take_line(part).ends_with("--")) return;
        const std::size_t end = part.find("\n--" + boundary);
        std::string_view inner = part.substr(0, end);
        const Fields header = take_header(inner);
        read_part(header, inner, mail, depth + 1);
        if (end == part.npos) return;
        begin = static_cast<std::size_t>(part.data() - body.data()) + end + 1;
    }
}

/// Takes what a mail shows; HTML is preferred to plain text.
void read_part(const Fields& header, std::string_view body, Mail& mail, int depth) {
    const std::string type = field_of(header, "Content-Type");
    const std::string media = lower_case(trimmed(type.substr(0, type.find(';'))));
    if (media.starts_with("multipart/")) {
        read_parts(parameter_of(type, "boundary"), body, mail, depth);
        return;
    }
    const bool text = media.empty() || media == "text/plain";
    if (!text && media != "text/html" && media != "text/calendar") {
        throw not_simulated("a MIME part of " + media);
    }
    check_charset(parameter_of(type, "charset"));
    const std::string encoding = lower_case(field_of(header, "Content-Transfer-Encoding"));
    std::string content{body};
    std::erase(content, '\r');
    if (encoding == "base64") content = from_wrapped_base64(body);
    if (encoding == "quoted-printable") content = from_quoted(content, false);
    if (media == "text/calendar") {
        mail.ics = content;
        mail.method = parameter_of(type, "method");
    } else if (mail.body.content.empty() || !text) {
        mail.body = {text ? "text" : "html", content};
    }
}

bool plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string field_text(const std::string& value) {
    return plain(value) ? value : "=?utf-8?B?" + base64(value) + "?=";
}

std::string wrapped_base64(std::string_view bytes) {
    const std::string text = base64(bytes);
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += base64_line) {
        out += text.substr(at, base64_line) + "\r\n";
    }
    return out;
}

std::string part(const std::string& type, std::string_view content) {
    return "Content-Type: " + type +
           "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrapped_base64(content);
}

}  // namespace

MimeMessage read_mime(std::string_view text) {
    MimeMessage out;
    const Fields header = take_header(text);
    out.mail.body.type = "text";
    read_part(header, text, out.mail, 0);
    out.mail.subject = decoded_words(field_of(header, "Subject"));
    const auto from = addresses_in(field_of(header, "From"));
    if (!from.empty()) out.from = from.front();
    for (const char* name : {"To", "Cc", "Bcc"}) {
        for (std::string& address : addresses_in(field_of(header, name))) {
            out.recipients.push_back(std::move(address));
        }
    }
    for (const auto& [name, value] : header) {
        const std::string small = lower_case(name);
        const bool told = small == "subject" || small == "from" || small == "bcc" ||
                          small == "mime-version" || small.starts_with("content-");
        if (!told) out.mail.headers.emplace_back(name, decoded_words(value));
    }
    return out;
}

std::string write_mime(const Mail& mail) {
    std::string out = "From: <" + mail.from + ">\r\nSubject: " + field_text(mail.subject) +
                      "\r\nDate: " + http_text(mail.received) + "\r\nMIME-Version: 1.0\r\n";
    bool addressed = false;
    for (const auto& [name, value] : mail.headers) {
        addressed = addressed || graph::equal_ignoring_case(name, "To");
        out += name + ": " + field_text(value) + "\r\n";
    }
    if (!addressed) out += "To: <" + mail.to + ">\r\n";
    const std::string shown =
        part(mail.body.type == "html" ? "text/html" : "text/plain", mail.body.content);
    if (mail.ics.empty()) return out + shown;
    const std::string boundary = "=_" + lower_case(base64url(mail.id).substr(0, 32));
    return out + "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" +
           boundary + "\r\n" + shown + "--" + boundary + "\r\n" +
           part("text/calendar; method=" + mail.method, mail.ics) + "--" + boundary + "--\r\n";
}

}  // namespace plazo::sandbox
