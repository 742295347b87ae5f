#include "scheduler/http/guard.h"

#include <algorithm>

namespace plazo::http {
namespace {

using graph::equal_ignoring_case;

Refusal bad(std::string reason) {
    return {400, std::move(reason)};
}

bool digit(char c) {
    return c >= '0' && c <= '9';
}

bool digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

bool letter_or_digit(char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// RFC 9110, 5.6.2.
bool token(std::string_view text) {
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

bool control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

/// A name, an IPv4 address or an IPv6 address in brackets, with or without a port.
bool valid_host(std::string_view host) {
    std::string_view port;
    if (const std::size_t colon = host.rfind(':');
        colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
        port = host.substr(colon + 1);
        host = host.substr(0, colon);
        if (!digits(port) || port.size() > 5) return false;
    }
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    const std::string_view marks = bracketed ? ":." : "-._";
    if (bracketed) host = host.substr(1, host.size() - 2);
    return !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
        return letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

bool valid_target(std::string_view target) {
    return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
               return c > 0x20 && c < 0x7f && c != '#';
           });
}

std::optional<Refusal> refuse_fields(const graph::Headers& fields) {
    std::size_t count = 0;
    for (const auto& [name, value] : fields) {
        if (++count > fields_max) return Refusal{431, "there are too many header fields"};
        if (!token(name)) return bad("the name of a header field is not a token");
        if (std::any_of(value.begin(), value.end(), control)) {
            return bad("the value of a header field holds a control character");
        }
    }
    if (fields.count("Host") != 1) return bad("there must be exactly one Host field");
    if (!valid_host(*fields.find("Host"))) return bad("the Host field is not a host");
    if (fields.count("Expect") > 0 &&
        !equal_ignoring_case(*fields.find("Expect"), "100-continue")) {
        return Refusal{417, "the only expectation that is known is 100-continue"};
    }
    return std::nullopt;
}

std::optional<Refusal> refuse_framing(const Head& head) {
    const std::size_t lengths = head.fields.count("Content-Length");
    if (head.fields.count("Transfer-Encoding") > 0) {
        if (head.version != 11) return bad("Transfer-Encoding needs HTTP/1.1");
        if (lengths > 0) return bad("Transfer-Encoding and Content-Length exclude each other");
        if (head.fields.count("Transfer-Encoding") > 1 ||
            !equal_ignoring_case(*head.fields.find("Transfer-Encoding"), "chunked")) {
            return bad("the only Transfer-Encoding that is known is chunked");
        }
    }
    if (lengths > 1) return bad("there is more than one Content-Length");
    if (lengths == 1) {
        const std::string length = *head.fields.find("Content-Length");
        if (!digits(length) || length.size() > content_length_digits_max) {
            return bad("the Content-Length is not a number of bytes");
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> refuse_octets(std::string_view head) {
    if (head.size() > head_bytes_max) return Refusal{431, "the head of the request is too large"};
    bool first = true;
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        if (end == std::string_view::npos) return bad("a line of the head does not end in CR LF");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (std::any_of(line.begin(), line.end(), control)) {
            return bad("the head holds a control character");
        }
        if (line.starts_with(' ') || line.starts_with('\t')) {
            return bad("a line of the head begins with a blank");
        }
        const std::size_t colon = line.find(':');
        if (!first && !line.empty() &&
            (colon == std::string_view::npos || !token(line.substr(0, colon)))) {
            return bad("a header field has no proper name");
        }
        first = false;
    }
    return std::nullopt;
}

std::optional<Refusal> refuse(const Head& head) {
    if (head.version != 11 && head.version != 10) {
        return Refusal{505, "the version must be HTTP/1.1"};
    }
    if (std::find(methods.begin(), methods.end(), head.method) == methods.end()) {
        return Refusal{501, "the method is not known here"};
    }
    if (!valid_target(head.target))
        return bad("the target must be a path that begins with a slash");
    if (auto refusal = refuse_fields(head.fields)) return refusal;
    return refuse_framing(head);
}

}  // namespace plazo::http
