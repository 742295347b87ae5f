#include "scheduler/app/microsoft.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "graph/calls.h"
#include "scheduler/app/host.h"
#include "tests/app/cloud.h"

namespace plazo::app {
namespace {

using nlohmann::json;

class MicrosoftOfACommand : public Cloud {
  protected:
    MicrosoftOfACommand() {
        const json application = add_application({"Mail.Send", "Calendars.ReadWrite"});
        add_mailbox("plazos@acme.test");
        const auto variable = [](const char* name) -> const char* { return ::getenv(name); };
        config = load_config(std::nullopt, variable, {});
        account = {config.login_host, config.graph_root, tenant, application["client_id"]};
        certificate = load_credentials(config, [](bool, const std::string&) {})->all().front();
    }

    Config config;
    graph::Account account;
    graph::CertificatePtr certificate;
};

TEST_F(MicrosoftOfACommand, AsksAMailboxNoMoreThanItAllows) {
    admin("POST", "/faults",
          {{"match", {{"method", "GET"}, {"path", "/calendar"}}},
           {"count", 1},
           {"when", "before"},
           {"status", 429},
           {"headers", {{"Retry-After", "60"}}}});
    Microsoft microsoft{config};
    const std::string authorization = microsoft.sign_in(account, certificate);
    const auto probe = [&](const char* mailbox) {
        return microsoft.ask(account, authorization,
                             graph::get_calendar(mailbox, microsoft.uuid()));
    };
    EXPECT_EQ(probe("plazos@acme.test").status, 429);
    const std::size_t asked = requests().size();
    EXPECT_EQ(probe("Plazos@ACME.test").status, 429) << "of our own: it is the same mailbox";
    EXPECT_EQ(requests().size(), asked) << "nothing was sent";
    EXPECT_NE(probe("other@acme.test").status, 429) << "another mailbox is not held up";
    EXPECT_EQ(requests().size(), asked + 1);
}

}  // namespace
}  // namespace plazo::app
