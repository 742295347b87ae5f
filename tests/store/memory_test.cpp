#include "scheduler/store/memory.h"

#include "tests/store/store_contract.h"

namespace plazo::store {
namespace {

struct Memory {
    std::unique_ptr<scheduler::Store> open(boost::asio::any_io_executor) {
        return std::make_unique<MemoryStore>();
    }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, Memory);

TEST(MemoryStore, CompletesAtOnce) {
    MemoryStore store;
    Waiting waiting;
    auto saved = waiting.start(store.save_repository(some_repository("acme")));
    waiting.poll();
    EXPECT_EQ(saved.wait_for(std::chrono::seconds{0}), std::future_status::ready);
}

}  // namespace
}  // namespace plazo::store
