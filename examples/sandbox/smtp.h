// examples/sandbox/smtp.h - every mail that arrives also goes to an SMTP server, such as a local
// mail catcher.
//
// A mail goes out with the request that makes it, or when it is due (Sandbox::deliver). Plain SMTP,
// RFC 5321, without sign-in or encryption: for a server on this machine. The sandbox's own inboxes
// have the mail whatever happens here; a failure is an entry of the journal with the method SMTP
// and the server's words as its error.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "examples/sandbox/post.h"

namespace plazo::sandbox {

struct World;

/// For one mail, from the connection to QUIT.
inline constexpr std::chrono::seconds smtp_time_max{10};
inline constexpr std::size_t smtp_reply_bytes_max = 64 * 1024;

/// Throws std::runtime_error, which boost::system::system_error is, when it is not taken.
boost::asio::awaitable<void> send_by_smtp(std::string host, std::uint16_t port, Mail mail);

/// Starts to hand over what has arrived since, if the options name a server; returns at once.
void hand_over(std::shared_ptr<World> world, boost::asio::any_io_executor executor);

/// The lines of a message as DATA sends them: CRLF at each end, a leading dot doubled.
std::string dot_stuffed(const std::string& message);

}  // namespace plazo::sandbox
