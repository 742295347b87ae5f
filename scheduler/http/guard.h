// scheduler/http/guard.h - which requests are refused for their framing, before anybody looks at
// what they mean.
//
// A request whose end two programs see in different places lets a stranger smuggle a second one
// past the first program. The parser behind our server is lenient in just those places
// (Boost.Beast 1.81 takes "Transfer-Encoding: identity", "xchunked" or two Host fields), so the
// house has its own rules, stricter than RFC 9112 where strictness costs nobody anything. There are
// two steps, both pure:
//
//     refuse_octets("GET / HTTP/1.1\r\nHost: a\r\n\r\n")      nothing: the bytes of a head are
//     clean refuse(Head{"POST", "/", 11, fields})                   400 when `fields` holds both
//                                                             Transfer-Encoding and Content-Length
//
// What is refused is answered with the status and the reason, and the connection is closed:
// whatever follows on it cannot be trusted to be a request.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::http {

/// Of a head: request line, fields and the blank line.
constexpr std::size_t head_bytes_max = 8 * 1024;
constexpr std::size_t fields_max = 100;
/// More digits than a body can ever need, fewer than overflow 64 bits.
constexpr std::size_t content_length_digits_max = 18;

/// The methods that a Handler may see; any other is answered 501.
constexpr std::array<std::string_view, 6> methods = {"GET", "HEAD",  "POST",
                                                     "PUT", "PATCH", "DELETE"};

/// Why a request is not looked at. The reason is a sentence of ours: it never quotes the request.
struct Refusal {
    int status = 400;
    std::string reason;
};

/// A head after parsing. `version` is 11 for HTTP/1.1.
struct Head {
    std::string method;
    std::string target;
    int version = 11;
    graph::Headers fields;
};

/// Looks at the bytes of a head, up to and including its blank line: control characters, bare CR or
/// LF, a field continued on the next line (RFC 9112, 5.2) and blanks before a colon (5.1).
std::optional<Refusal> refuse_octets(std::string_view head);

/// Looks at the parsed head. What passes has exactly one meaning: one Host (RFC 9112, 3.2), and a
/// body that is chunked, or of one Content-Length, or absent (RFC 9112, 6.3).
std::optional<Refusal> refuse(const Head& head);

}  // namespace plazo::http
