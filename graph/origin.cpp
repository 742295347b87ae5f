#include "graph/origin.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace plazo::graph {
namespace {

bool letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool made_of(std::string_view text, std::string_view marks) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

/// A head with an access token; a longer one costs a copy.
constexpr std::size_t head_bytes_usual = 4096;

/// RFC 9110, 5.6.2; looked at for each character of each name.
constexpr auto token_characters = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~"})
        table[static_cast<unsigned char>(c)] = true;
    for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return token_characters[static_cast<unsigned char>(c)];
    });
}

bool visible(char c) {
    return c > 0x20 && c < 0x7f;
}

bool field_character(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

void check(bool well_formed, const char* what) {
    if (!well_formed) throw TransportError{Sent::no, std::string{what} + " is not well-formed"};
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

}  // namespace

std::string Origin::host_and_port() const {
    const bool bracketed = host.find(':') != std::string::npos;
    return (bracketed ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::string Origin::authority() const {
    std::string text = host_and_port();
    if (port == (secure ? 443 : 80)) text.resize(text.rfind(':'));
    return text;
}

bool Origin::this_machine() const {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    return error ? equal_ignoring_case(host, "localhost") : address.is_loopback();
}

std::optional<Origin> parse_origin(std::string_view text) {
    Origin origin;
    if (take(text, "http://")) {
        origin.secure = false;
        origin.port = 80;
    } else if (!take(text, "https://")) {
        return std::nullopt;
    }
    if (text.starts_with('[')) {
        const std::size_t end = std::min(text.find(']'), text.size());
        boost::system::error_code error;
        origin.host = text.substr(1, end - 1);
        boost::asio::ip::make_address_v6(origin.host, error);
        if (error || end == text.size()) return std::nullopt;
        text.remove_prefix(end + 1);
    } else {
        origin.host = text.substr(0, text.find(':'));
        if (!made_of(origin.host, "-._")) return std::nullopt;
        text.remove_prefix(origin.host.size());
    }
    if (text.empty()) return origin;
    if (!take(text, ":")) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), origin.port);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || origin.port == 0) return std::nullopt;
    return origin;
}

std::string message_text(const Request& request, const std::string& authority,
                         const std::string& body) {
    check(token(request.method), "the method");
    check(request.target.starts_with('/') &&
              std::all_of(request.target.begin(), request.target.end(), visible),
          "the target");
    std::string text;
    text.reserve(head_bytes_usual + body.size());
    text += request.method;
    text += ' ';
    text += request.target;
    text += " HTTP/1.1\r\nHost: ";
    text += authority;
    text += "\r\n";
    for (const auto& [name, value] : request.headers) {
        check(token(name), "the name of a header field");
        check(std::all_of(value.begin(), value.end(), field_character), "a header field");
        if (equal_ignoring_case(name, "Host")) continue;
        if (equal_ignoring_case(name, "Content-Length")) continue;
        if (equal_ignoring_case(name, "Transfer-Encoding")) continue;
        text += name;
        text += ": ";
        text += value;
        text += "\r\n";
    }
    const bool may_have_body = request.method != "GET" && request.method != "HEAD";
    if (!body.empty() || (may_have_body && request.method != "DELETE")) {
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    text += "\r\n";
    text += body;
    return text;
}

bool repeatable(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE";
}

}  // namespace plazo::graph
