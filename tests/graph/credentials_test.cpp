#include "graph/credentials.h"

#include <gtest/gtest.h>

#include "tests/graph/keys.h"

namespace plazo::graph {
namespace {

constexpr timezone::Instant now{std::chrono::seconds{1'800'000'000}};

CertificatePtr valid_from(timezone::Instant from) {
    return std::make_shared<const Certificate>(
        Certificate::create({.common_name = "plazo", .now = from, .days = 30}));
}

const Account acme = account_in_cloud("global", "acme.es", "client-1");
const Account other = account_in_cloud("global", "other.es", "client-2");

TEST(Credentials, AreTriedInTheOrderOfTheConfiguration) {
    const CertificatePtr first = valid_from(now);
    const CertificatePtr second = valid_from(now);
    const Credentials credentials{{first, second}};
    EXPECT_EQ(credentials.order_for(acme, now), (std::vector{first, second}));
}

TEST(Credentials, WhatAnAccountTookIsTriedFirstThere) {
    const CertificatePtr first = valid_from(now);
    const CertificatePtr second = valid_from(now);
    Credentials credentials{{first, second}};
    credentials.note_accepted(acme, second);
    EXPECT_EQ(credentials.order_for(acme, now), (std::vector{second, first}));
    EXPECT_EQ(credentials.order_for(other, now), (std::vector{first, second}));
}

TEST(Credentials, WhatHasRunOutOrIsNotValidYetIsTriedLast) {
    const CertificatePtr old = valid_from(now - std::chrono::days{31});
    const CertificatePtr future = valid_from(now + std::chrono::days{1});
    const CertificatePtr good = valid_from(now);
    const Credentials credentials{{old, future, good}};
    EXPECT_EQ(credentials.order_for(acme, now), (std::vector{good, old, future}));
}

}  // namespace
}  // namespace plazo::graph
