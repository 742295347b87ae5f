// A network with one mailbox that knows drafts, and that can be told how to fail.
//
//     DraftingMailbox mailbox{{"Mail.Send", "Mail.ReadWrite"}};
//     mailbox.fail("POST", "/send", {.after = true, .cut = true});
//     Desk desk{mailbox.handler(), acme()};
//     mailbox.delivered == 1;
#pragma once

#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "graph/http.h"

namespace plazo::app::testing {

class DraftingMailbox {
  public:
    /// The roles that its tokens carry; nothing: a token without the claim.
    explicit DraftingMailbox(std::optional<std::vector<std::string>> roles) : roles_{roles} {}

    struct Failure {
        bool after = false;  ///< the request has its effect
        bool cut = false;    ///< no answer, and the connection is gone
        bool hang = false;   ///< no answer, ever
        int status = 503;
        std::string code = "UnknownError";
        std::string retry_after = {};
    };
    /// The next request of that method whose path ends so fails.
    void fail(std::string method, std::string path_end, Failure failure);

    /// Refers to this object.
    graph::Handler handler();

    /// Somebody empties the drafts by hand.
    void delete_drafts() { messages_.clear(); }
    std::size_t drafts() const;
    std::size_t count(const std::string& line) const;

    /// Tokens that were asked for.
    int tokens = 0;
    /// Mails that somebody received.
    int delivered = 0;
    /// "POST sendMail", "POST messages", "POST send", "GET messages", "DELETE messages"
    std::vector<std::string> requests;

  private:
    struct Message {
        std::string id;
        std::string message_id;
        bool waiting = true;
    };
    struct Planned {
        std::string method;
        std::string path_end;
        Failure failure;
    };
    boost::asio::awaitable<graph::Response> answer(graph::Request request);
    graph::Response perform(const graph::Request& request);
    graph::Response perform_on_message(const graph::Request& request, const std::string& id);

    std::optional<std::vector<std::string>> roles_;
    std::deque<Planned> failures_;
    std::vector<Message> messages_;
    int ids_ = 0;
};

}  // namespace plazo::app::testing
