#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "examples/sandbox/smtp.h"
#include "examples/sandbox/world.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;

/// Takes one connection and answers its lines; what it heard stays in `heard`.
awaitable<void> serve(tcp::acceptor& acceptor, std::string& heard, std::string recipient_reply) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    std::string answer = "220-hello\r\n220 ready\r\n";
    std::string buffer;
    bool in_data = false;
    while (!answer.empty()) {
        co_await boost::asio::async_write(socket, boost::asio::buffer(answer), use_awaitable);
        const std::string end = in_data ? "\r\n.\r\n" : "\r\n";
        auto into = boost::asio::dynamic_buffer(buffer);
        const std::size_t size =
            co_await boost::asio::async_read_until(socket, into, end, use_awaitable);
        const std::string line = buffer.substr(0, size);
        buffer.erase(0, size);
        heard += line;
        in_data = line == "DATA\r\n";
        answer = in_data ? "354 go on\r\n" : "250 fine\r\n";
        if (line.starts_with("RCPT")) answer = recipient_reply;
        if (line == "QUIT\r\n") {
            answer = "221 bye\r\n";
            co_await boost::asio::async_write(socket, boost::asio::buffer(answer), use_awaitable);
            answer.clear();
        }
    }
}

struct Exchange {
    std::string heard;
    std::string failure;
};

Exchange exchange(const std::string& recipient_reply) {
    boost::asio::io_context context;
    tcp::acceptor acceptor{context, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    Exchange out;
    Mail mail;
    mail.from = "ana@plazo.test";
    mail.to = "luis@plazo.test";
    mail.subject = "Reminder";
    mail.body = {"text", "Tomorrow"};
    boost::asio::co_spawn(context, serve(acceptor, out.heard, recipient_reply),
                          [](const std::exception_ptr&) {});
    const std::uint16_t port = acceptor.local_endpoint().port();
    boost::asio::co_spawn(context, send_by_smtp("127.0.0.1", port, mail),
                          [&](const std::exception_ptr& thrown) {
                              try {
                                  if (thrown) std::rethrow_exception(thrown);
                              } catch (const std::runtime_error& failure) {
                                  out.failure = failure.what();
                              }
                              context.stop();
                          });
    context.run();
    return out;
}

TEST(Smtp, HandsAMailOver) {
    const Exchange done = exchange("250 fine\r\n");
    EXPECT_EQ(done.failure, "");
    for (const char* line : {"EHLO plazo-sandbox\r\n", "MAIL FROM:<ana@plazo.test>\r\n",
                             "RCPT TO:<luis@plazo.test>\r\n", "Subject: Reminder\r\n",
                             "VG9tb3Jyb3c=\r\n", "\r\n.\r\n", "QUIT\r\n"}) {
        EXPECT_NE(done.heard.find(line), std::string::npos) << line << "\n" << done.heard;
    }
}

TEST(Smtp, SaysWhyAMailIsNotTaken) {
    const Exchange done = exchange("550-5.1.1 no such\r\n550 5.1.1 mailbox\r\n");
    EXPECT_EQ(done.failure, "550 5.1.1 mailbox");
    EXPECT_EQ(done.heard.find("DATA"), std::string::npos);
}

TEST(Smtp, NotesInTheJournalWhatItCouldNotHandOver) {
    boost::asio::io_context context;
    tcp::acceptor acceptor{context, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    const std::uint16_t port = acceptor.local_endpoint().port();
    const Options options{timezone::Tzdb::load(timezone::default_folder),
                          1,
                          default_tenant,
                          [] { return std::string{}; },
                          [] { return timezone::Instant{}; },
                          {},
                          "127.0.0.1",
                          port};
    acceptor.close();  // nobody listens there any more
    const auto world = std::make_shared<World>(options);
    Mail mail;
    mail.to = "luis@plazo.test";
    mail.subject = "Reminder";
    world->post.deliver(mail);
    hand_over(world, context.get_executor());
    context.run();
    EXPECT_EQ(world->post.inbox("luis@plazo.test").size(), 1U);
    ASSERT_EQ(world->journal.entries().size(), 1U);
    EXPECT_EQ(world->journal.entries().front().method, "SMTP");
    EXPECT_EQ(world->journal.entries().front().path, "Reminder");
    EXPECT_NE(world->journal.entries().front().error, "");
}

TEST(Smtp, IsHandedDelayedMailWithoutAnotherRequest) {
    boost::asio::io_context context;
    tcp::acceptor acceptor{context, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    const std::uint16_t port = acceptor.local_endpoint().port();
    acceptor.close();  // a failure is enough to see that it was tried
    Scene scene;
    scene.set_smtp_port(port);
    scene.admin("POST", "/mail", {{"delivery_delay", "PT20S"}}).expect(200);
    const json message{{"subject", "Reminder"},
                       {"toRecipients", {{{"emailAddress", {{"address", zoe}}}}}}};
    scene.graph("POST", "/users/" + ana + "/sendMail", {{"message", message}}).expect(202);
    const auto tried = [&] {
        scene.deliver();
        scene.context.restart();
        scene.context.run();
        return scene.admin("GET", "/journal?method=SMTP").expect(200)["value"].size();
    };
    EXPECT_EQ(tried(), 0U);
    scene.now += std::chrono::seconds{30};
    EXPECT_EQ(tried(), 1U);
}

}  // namespace
}  // namespace plazo::sandbox
