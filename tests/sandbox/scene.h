// tests/sandbox/scene.h - a sandbox with an application and three mailboxes, driven through its
// Handler.
//
//     Scene scene;
//     json event = scene.graph("POST", "/users/ana@plazo.test/events", meeting()).expect(201);
//     scene.inbox("luis@plazo.test")[0]["kind"] == "invitation";
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "examples/sandbox/sandbox.h"
#include "timezone/text.h"

namespace plazo::sandbox {

using nlohmann::json;

inline const std::string origin = "https://localhost:8443";
inline const std::string ana = "ana@plazo.test";      ///< the organizer, in Madrid
inline const std::string luis = "luis@plazo.test";    ///< a colleague, in London
inline const std::string zoe = "zoe@elsewhere.test";  ///< outside the tenant

/// An RSA key with a self-made certificate.
struct KeyPair {
    explicit KeyPair(timezone::Instant not_before, timezone::Instant not_after);
    std::string sign(std::string_view algorithm, std::string_view input, int salt_length) const;
    std::string der;
    std::shared_ptr<void> key;
};

/// The scene's key, made once: generating takes a tenth of a second.
const KeyPair& key_pair();

/// A client assertion with everything right; tests spoil a part of it.
struct Assertion {
    json header;
    json claims;
    std::string algorithm = "PS256";
    int salt_length = 32;
    std::string text(const KeyPair& key) const;
};

struct Answer {
    graph::Response response;
    /// The JSON body; fails the test when the status is another.
    json expect(int status) const;
    std::string error() const;  ///< the code of the error object
};

class Scene {
  public:
    explicit Scene(std::string cloud = "global");

    Answer send(graph::Request request);
    Answer admin(const std::string& method, const std::string& path, const json& body = nullptr);
    /// With a bearer token, unless `headers` bring their own Authorization.
    Answer graph(const std::string& method, const std::string& path, const json& body = nullptr,
                 graph::Headers headers = {});
    Answer token(const Assertion& assertion, const std::string& scope = origin + "/.default");
    Assertion assertion() const;

    /// Registers the scene's certificate with another application; its client id.
    std::string add_application(const std::vector<std::string>& roles);

    /// How a fault's delay passes from now on; at once by default.
    void set_sleep(decltype(Options::sleep) sleep) { sleep_ = std::move(sleep); }

    /// Where notifications go from now on; nowhere by default.
    void set_network(graph::Handler network) { start(std::move(network)); }

    /// An SMTP server on this machine for every mail from now on; none by default.
    void set_smtp_port(std::uint16_t port) {
        smtp_port_ = port;
        start({});
    }

    /// Lets the sandbox send what is due.
    void deliver();

    json inbox(const std::string& address);
    /// Signs in anew for the next graph().
    void forget_token() { bearer_.clear(); }

    timezone::Instant now = *timezone::parse_rfc3339("2026-03-02T08:00:00Z");
    boost::asio::io_context context;
    std::optional<Sandbox> sandbox;
    std::string client_id;

  private:
    void start(graph::Handler network);

    const std::string cloud_;
    std::string bearer_;
    std::uint16_t smtp_port_ = 0;
    decltype(Options::sleep) sleep_;
};

/// A meeting of Ana's on 16 March 2026 at 10:00 in Madrid with Luis and Zoe, as a POST body.
json meeting();
json attendee(const std::string& address);

/// The kinds of the mails in an inbox: "invitation update".
std::string kinds(Scene& scene, const std::string& address);
/// Whether the iCalendar part of a mail has this line.
bool has_line(const json& mail, const std::string& line);

}  // namespace plazo::sandbox
