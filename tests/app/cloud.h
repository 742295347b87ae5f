// tests/app/cloud.h - `plazo ...` against a whole Microsoft 365: the sandbox behind TLS on a thread
// of its own, which the configuration of the test names.
//
//     class AppCommand : public Cloud {};
//     TEST_F(AppCommand, ...) {
//         const std::string client = add_application({"Mail.Send"});
//         run({"app", "verify", "--tenant", tenant, "--client", client});
//     }
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "examples/sandbox/sandbox.h"
#include "scheduler/http/server.h"
#include "tests/app/command_line.h"

namespace plazo::app {

class Cloud : public CommandLine {
  protected:
    Cloud();
    ~Cloud() override;

    /// One call of the sandbox's admin API; its answer.
    nlohmann::json admin(const std::string& method, const std::string& path,
                         const nlohmann::json& body = nullptr);
    /// Registers the test's certificate; its client id and object id.
    nlohmann::json add_application(const std::vector<std::string>& roles);
    void add_mailbox(const std::string& address);
    /// Saves the repository "acme" of that application, with the mailbox plazos@acme.test.
    void add_repository(const std::string& client_id);
    /// "METHOD path status" of the Graph requests so far.
    std::vector<std::string> requests();

    const std::string tenant = sandbox::default_tenant;

  private:
    boost::asio::io_context context_{1};
    std::unique_ptr<sandbox::Sandbox> sandbox_;
    std::unique_ptr<http::Server> server_;
    std::string origin_;
    std::string authority_;
    std::thread thread_;
};

}  // namespace plazo::app
