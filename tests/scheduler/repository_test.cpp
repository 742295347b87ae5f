#include "scheduler/repository.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using testing::acme;

TEST(Address, OrdinaryOnesAreValid) {
    for (const char* address :
         {"luis@acme.es", "luis.gil+plazo@sub.acme.co.uk", "o'neill@acme.es", "$ales@acme.es",
          "a@b.c", "ñandú@españa.es", "x@xn--espaa-rta.es"}) {
        EXPECT_TRUE(valid_address(address)) << address;
    }
}

TEST(Address, WhatCannotStandInAHeaderIsNot) {
    for (const char* address : {"",
                                "luis",
                                "luis@",
                                "@acme.es",
                                "luis@acme",
                                "luis@acme..es",
                                "luis@.acme.es",
                                "luis@acme.es.",
                                ".luis@acme.es",
                                "luis.@acme.es",
                                "lu..is@acme.es",
                                "lu is@acme.es",
                                "luis@ac me.es",
                                "luis@@acme.es",
                                "a@b@acme.es",
                                "\"luis\"@acme.es",
                                "<luis@acme.es>",
                                "Luis <luis@acme.es>",
                                "luis@acme.es,eva@acme.es",
                                "luis@acme.es;eva@acme.es",
                                "luis@[1.2.3.4]",
                                "luis@acme.es\r\nBcc: all@acme.es",
                                "luis\r\n@acme.es",
                                "luis@acme.es\n",
                                "luis\t@acme.es",
                                "luis@acme\x7f.es",
                                "luis(x)@acme.es",
                                "luis@ac_me.es"}) {
        EXPECT_FALSE(valid_address(address)) << address;
    }
    using namespace std::string_literals;
    EXPECT_FALSE(valid_address("luis\0@acme.es"s));
}

TEST(Address, IsAtMost254BytesLong) {
    EXPECT_TRUE(valid_address(std::string(246, 'a') + "@acme.es"));
    EXPECT_FALSE(valid_address(std::string(247, 'a') + "@acme.es"));
}

TEST(Repository, NamesArePartOfUrls) {
    EXPECT_TRUE(valid_repository_name("acme-2"));
    for (const char* name : {"", "-acme", "Acme", "a/b", "a b", "a.b", "ñ", "a%2f"}) {
        EXPECT_FALSE(valid_repository_name(name)) << name;
    }
    EXPECT_FALSE(valid_repository_name(std::string(65, 'a')));
}

TEST(Repository, WritesToItsOwnDomainAndThoseAllowed) {
    const Repository repository = acme();
    EXPECT_TRUE(may_write_to(repository, "Luis@ACME.es"));
    EXPECT_TRUE(may_write_to(repository, "eva@Example.com"));
    EXPECT_FALSE(may_write_to(repository, "eva@sub.example.com"));
    EXPECT_FALSE(may_write_to(repository, "eva@notexample.com"));
    EXPECT_FALSE(may_write_to(repository, "eva@evil-acme.es"));
    Repository closed = acme();
    closed.recipients.clear();
    EXPECT_FALSE(may_write_to(closed, "eva@example.com"));
}

TEST(Repository, WhoIsAllowedIsExternalStill) {
    EXPECT_TRUE(is_external(acme(), "eva@example.com"));
    EXPECT_FALSE(is_external(acme(), "luis@ACME.ES"));
    EXPECT_TRUE(is_external(acme(), "luis@sub.acme.es"));
}

TEST(Repository, ItsMailboxOrganisesAndThoseAllowed) {
    Repository repository = acme();
    EXPECT_TRUE(may_organise(repository, "PLAZOS@acme.es"));
    EXPECT_FALSE(may_organise(repository, "ana@acme.es"));
    repository.allow = {"Ana@acme.es"};
    EXPECT_TRUE(may_organise(repository, "ana@acme.es"));
}

}  // namespace
}  // namespace plazo::scheduler
