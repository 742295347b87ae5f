// What the token costs a caller: no allocation. This program counts them all.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/graph/sign_in.h"

namespace {

std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t bytes) {
    ++allocations;
    if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
    throw std::bad_alloc{};
}

void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(bytes == 0 ? 1 : bytes);
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace plazo::graph {
namespace {

TEST(Allocations, AreCounted) {
    const std::size_t before = allocations;
    const auto one = std::make_unique<std::string>(100, 'x');
    EXPECT_EQ(allocations - before, 2U);
}

TEST(Allocations, ATokenThatIsAtHandNeedsNone) {
    testing::SignIn world;
    world.entra.script({testing::token_named("one")});
    world.have_token();
    TokenSource& source = world.tokens.source(world.account);
    const std::size_t before = allocations;
    std::size_t good = 0;
    for (int i = 0; i < 1000; ++i) {
        const TokenPtr token = source.current();
        good += token && !token->authorization.empty() ? 1 : 0;
    }
    EXPECT_EQ(allocations, before);
    EXPECT_EQ(good, 1000U);
}

}  // namespace
}  // namespace plazo::graph
