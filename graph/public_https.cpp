#include "graph/public_https.h"

#include <algorithm>
#include <array>

#include "graph/clock.h"
#include "graph/https.h"
#include "graph/origin.h"

namespace plazo::graph {
namespace {

namespace asio = boost::asio;

SteadyTime now() {
    return std::chrono::steady_clock::now();
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Where a redirect leads: a whole address, or a path on the same host.
std::optional<WebAddress> resolve(const std::string& location, const WebAddress& from) {
    if (location.starts_with('/') && !location.starts_with("//")) {
        return read_address(from.origin + location);
    }
    return read_address(location);
}

std::string host_of(const std::string& origin) {
    const std::optional<Origin> parsed = parse_origin(origin);
    return parsed ? parsed->host : "that address";
}

[[noreturn]] void refuse(const std::string& what) {
    throw TransportError{Sent::no, what};
}

void check(const Request& request, const PublicOptions& options) {
    const std::optional<Origin> origin = parse_origin(request.origin);
    if (!origin || !origin->secure) refuse("an address on the web begins with https://");
    if (origin->port != 443 && !options.loopback_too) {
        refuse(origin->host + ": only port 443 is used, not " + std::to_string(origin->port));
    }
    if (request.method != "GET" && request.method != "HEAD") refuse("it can only be read");
}

void check(const Response& response, const std::string& origin) {
    const std::string coding = response.headers.find("Content-Encoding").value_or("identity");
    if (equal_ignoring_case(coding, "identity")) return;
    throw TransportError{Sent::maybe, host_of(origin) + " sent it compressed, unasked"};
}

asio::awaitable<Response> fetch(asio::any_io_executor executor, PublicOptions options,
                                Request request) {
    const SteadyTime deadline = now() + options.time;
    HttpsOptions each;
    each.ca_file = options.ca_file;
    each.response_bytes = options.body_bytes;
    each.peers =
        options.loopback_too ? Peers::of_public_internet_or_loopback : Peers::of_public_internet;
    for (int redirects = 0; redirects <= redirects_max; ++redirects) {
        check(request, options);
        each.exchange = std::chrono::ceil<std::chrono::milliseconds>(deadline - now());
        const Handler handler = https(executor, each);
        Response response = co_await handler(request);
        const std::optional<std::string> location = response.headers.find("Location");
        if (!is_redirect(response.status) || !location) {
            check(response, request.origin);
            co_return response;
        }
        const WebAddress here{request.origin, request.target};
        const std::optional<WebAddress> next = resolve(*location, here);
        if (!next) refuse(host_of(request.origin) + " leads on to what is not an https address");
        if (next->origin != request.origin) {
            request.headers.remove("Authorization");
            request.headers.remove("Cookie");
        }
        request.origin = next->origin;
        request.target = next->target;
    }
    refuse(host_of(request.origin) + " leads on and on");
}

}  // namespace

Handler public_https(asio::any_io_executor executor, PublicOptions options) {
    HttpsOptions tried;
    tried.ca_file = options.ca_file;
    https(executor, tried);  // throws now rather than at the first request
    return [executor, options](Request request) {
        return fetch(executor, options, std::move(request));
    };
}

std::optional<WebAddress> read_address(std::string_view text) {
    if (text.size() > address_bytes_max) return std::nullopt;
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    constexpr std::array<std::string_view, 3> schemes = {"https", "webcal", "webcals"};
    const bool known = std::any_of(schemes.begin(), schemes.end(), [&](std::string_view each) {
        return equal_ignoring_case(text.substr(0, colon), each);
    });
    if (!known) return std::nullopt;
    text.remove_prefix(colon + 3);
    text = text.substr(0, text.find('#'));
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    WebAddress address;
    address.origin = "https://" + std::string{text.substr(0, end)};
    address.target = text.substr(end);
    if (!address.target.starts_with('/')) address.target.insert(0, "/");
    const auto visible = [](char c) { return c > 0x20 && c < 0x7f; };
    const bool plain = std::all_of(address.target.begin(), address.target.end(), visible);
    if (!plain || !parse_origin(address.origin)) return std::nullopt;
    return address;
}

}  // namespace plazo::graph
