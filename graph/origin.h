// graph/origin.h - where a request goes and what is written there. Inside the network client
// (https.h) only.
//
//     parse_origin("https://graph.microsoft.com")->host_and_port()    "graph.microsoft.com:443"
//     parse_origin("https://a/b")                                     none: an origin has no path
//
// Nothing that others chose can end a line here: a request with a control character, or with a
// blank where HTTP has none, is not written at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::graph {

struct Origin {
    bool secure = true;
    std::string host;  // an IPv6 address without its brackets
    std::uint16_t port = 443;

    std::string host_and_port() const;
    /// For the Host field: the port only where it is not the scheme's own (RFC 9110, 7.2).
    std::string authority() const;
    /// Whether the host is "localhost" or a loopback address.
    bool this_machine() const;
};

/// "https://host", "http://host:port", "https://[::1]:8443".
std::optional<Origin> parse_origin(std::string_view text);

/// The request as HTTP/1.1. Host, Content-Length and Transfer-Encoding are ours, whatever the
/// request says. Throws TransportError (Sent::no) when the method, the target or a field is not
/// well-formed.
std::string message_text(const Request& request, const std::string& authority,
                         const std::string& body);

/// Whether sending it twice has the effect of sending it once (RFC 9110, 9.2.2), and the method is
/// one that Graph treats so.
bool repeatable(std::string_view method);

}  // namespace plazo::graph
