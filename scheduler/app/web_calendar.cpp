#include "scheduler/app/web_calendar.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "scheduler/app/command.h"

namespace plazo::app {
namespace {

using graph::Response;
using graph::WebAddress;

WebAddress address_of(const std::string& text) {
    const std::optional<WebAddress> address = graph::read_address(text);
    if (address) return *address;
    throw CommandError{Category::usage, "bad-address",
                       "not an address that a calendar can be fetched from",
                       "https://HOST/... or webcal://HOST/..., without a user in it"};
}

Response fetch(const WebAddress& address, graph::PublicOptions options) {
    boost::asio::io_context context{1};
    const graph::Handler handler = graph::public_https(context.get_executor(), std::move(options));
    graph::Request request;
    request.origin = address.origin;
    request.target = address.target;
    request.headers.add("Accept", "text/calendar, */*;q=0.1");
    request.headers.add("User-Agent", "Plazo");
    auto response =
        boost::asio::co_spawn(context, handler(std::move(request)), boost::asio::use_future);
    context.run();
    return response.get();
}

}  // namespace

bool is_web_address(std::string_view text) {
    return text.find("://") != std::string_view::npos;
}

std::string shown_address(std::string_view address) {
    const std::optional<WebAddress> read = graph::read_address(address);
    return read ? read->origin + "/..." : "the address";
}

std::string web_calendar(const std::string& text, graph::PublicOptions options) {
    const WebAddress address = address_of(text);
    Response response;
    try {
        response = fetch(address, std::move(options));
    } catch (const graph::TransportError& error) {
        throw CommandError{Category::network, "not-fetched",
                           std::string{"the calendar cannot be fetched: "} + error.what()};
    } catch (const std::runtime_error& error) {
        throw CommandError{Category::usage, "configuration", error.what()};
    }
    if (response.status == 200) return std::move(response.body);
    const std::string answered =
        shown_address(text) + " answers with HTTP " + std::to_string(response.status);
    const bool gone = response.status == 404 || response.status == 410;
    const bool closed = response.status == 401 || response.status == 403;
    if (gone) throw CommandError{Category::not_found, "not-fetched", answered};
    if (closed) throw CommandError{Category::permission, "not-fetched", answered};
    throw CommandError{Category::network, "not-fetched", answered};
}

}  // namespace plazo::app
