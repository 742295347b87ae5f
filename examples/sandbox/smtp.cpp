#include "examples/sandbox/smtp.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "examples/sandbox/mime.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;

/// Reads one reply, of several lines perhaps; throws unless it begins with `digit`.
awaitable<void> expect(tcp::socket& socket, std::string& buffer, char digit) {
    std::string line;
    bool more = true;
    while (more) {
        auto into = boost::asio::dynamic_buffer(buffer, smtp_reply_bytes_max);
        const std::size_t size =
            co_await boost::asio::async_read_until(socket, into, "\r\n", use_awaitable);
        line = buffer.substr(0, size - 2);
        buffer.erase(0, size);
        more = line.size() > 3 && line[3] == '-';
    }
    if (!line.starts_with(digit)) throw std::runtime_error{line};
}

awaitable<void> say(tcp::socket& socket, std::string& buffer, std::string line, char digit) {
    line += "\r\n";
    co_await boost::asio::async_write(socket, boost::asio::buffer(line), use_awaitable);
    co_await expect(socket, buffer, digit);
}

awaitable<void> hand_over_all(std::shared_ptr<World> world, std::vector<Mail> mails) {
    for (Mail& mail : mails) {
        Entry entry;
        entry.at = world->clock.now();
        entry.method = "SMTP";
        entry.path = mail.subject;
        entry.mailbox = mail.to;
        try {
            co_await send_by_smtp(world->options.smtp_host, world->options.smtp_port, mail);
        } catch (const std::exception& failure) {
            entry.error = failure.what();
        }
        if (!entry.error.empty()) world->journal.add(std::move(entry));
    }
}

}  // namespace

std::string dot_stuffed(const std::string& message) {
    std::string out;
    bool begins = true;
    for (const char c : message) {
        if (c == '\r') continue;
        if (begins && c == '.') out += '.';
        begins = c == '\n';
        if (begins) out += '\r';
        out += c;
    }
    return begins ? out : out + "\r\n";
}

awaitable<void> send_by_smtp(std::string host, std::uint16_t port, Mail mail) {
    const auto executor = co_await boost::asio::this_coro::executor;
    tcp::resolver resolver{executor};
    const std::string service = std::to_string(port);
    const auto found = co_await resolver.async_resolve(host, service, use_awaitable);
    const auto kept = std::make_shared<tcp::socket>(executor);  // the timer may outlast this
    tcp::socket& socket = *kept;
    boost::asio::steady_timer timer{executor, smtp_time_max};
    timer.async_wait([kept](const boost::system::error_code& error) {
        boost::system::error_code ignored;
        if (!error) kept->close(ignored);
    });
    std::string buffer;
    co_await boost::asio::async_connect(socket, found, use_awaitable);
    co_await expect(socket, buffer, '2');
    co_await say(socket, buffer, "EHLO plazo-sandbox", '2');
    co_await say(socket, buffer, "MAIL FROM:<" + mail.from + ">", '2');
    co_await say(socket, buffer, "RCPT TO:<" + mail.to + ">", '2');
    co_await say(socket, buffer, "DATA", '3');
    co_await say(socket, buffer, dot_stuffed(write_mime(mail)) + ".", '2');
    co_await say(socket, buffer, "QUIT", '2');
}

void hand_over(std::shared_ptr<World> world, boost::asio::any_io_executor executor) {
    if (world->options.smtp_host.empty()) return;
    std::vector<Mail> mails = world->post.take_delivered();
    if (mails.empty()) return;
    // what fails is in the journal; an end of the process is an end of this, too
    boost::asio::co_spawn(executor, hand_over_all(std::move(world), std::move(mails)),
                          [](const std::exception_ptr&) {});
}

}  // namespace plazo::sandbox
