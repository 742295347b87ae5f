#include "graph/http.h"

#include <gtest/gtest.h>

#include <deque>

#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using boost::asio::awaitable;
using testing::run;

/// A body that arrives in pieces, and says how many of them were taken.
class Pieces {
  public:
    explicit Pieces(std::deque<std::string> pieces) : pieces_{std::move(pieces)} {}

    Body body() {
        return Body{Body::Source{[this] { return next(); }}};
    }
    int taken() const { return taken_; }

  private:
    awaitable<std::string> next() {
        ++taken_;
        if (pieces_.empty()) co_return std::string{};
        std::string piece = pieces_.front();
        pieces_.pop_front();
        co_return piece;
    }

    std::deque<std::string> pieces_;
    int taken_ = 0;
};

TEST(Headers, NamesCompareWithoutRegardToCase) {
    Headers headers;
    headers.add("Retry-After", "5");
    EXPECT_EQ(headers.find("retry-after"), "5");
    EXPECT_EQ(headers.find("Retry"), std::nullopt);
}

TEST(Headers, AddKeepsWhatIsThereAndSetReplacesAllOfTheName) {
    Headers headers;
    headers.add("Accept", "a");
    headers.add("accept", "b");
    EXPECT_EQ(headers.count("ACCEPT"), 2u);
    EXPECT_EQ(headers.find("Accept"), "a");
    headers.set("ACCEPT", "c");
    EXPECT_EQ(headers.count("accept"), 1u);
    EXPECT_EQ(headers.find("accept"), "c");
    headers.remove("aCCept");
    EXPECT_EQ(headers.begin(), headers.end());
}

TEST(Percent, EncodesAllButTheUnreservedCharacters) {
    EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(percent_encode("a b+c/d?e#f@g'h"), "a%20b%2Bc%2Fd%3Fe%23f%40g%27h");
    EXPECT_EQ(percent_encode("ñ\r\n"), "%C3%B1%0D%0A");
    EXPECT_EQ(percent_encode(std::string{"\0", 1}), "%00");
}

TEST(Percent, DecodingTakesEitherCaseAndLeavesMalformedEscapes) {
    EXPECT_EQ(percent_decode("a%2fb%2Fc"), "a/b/c");
    EXPECT_EQ(percent_decode("100%"), "100%");
    EXPECT_EQ(percent_decode("%4"), "%4");
    EXPECT_EQ(percent_decode("%zz%41"), "%zzA");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
}

TEST(Percent, EveryByteComesBack) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    EXPECT_EQ(percent_decode(percent_encode(bytes)), bytes);
}

TEST(Target, QueryParametersAreDecodedOnceAndByWholeName) {
    constexpr const char* target = "/p?xx=1&x=a%20b+c&y=&z&x=later&%71=q";
    EXPECT_EQ(query_parameter(target, "x"), "a b c");
    EXPECT_EQ(query_parameter(target, "y"), "");
    EXPECT_EQ(query_parameter(target, "z"), "");
    EXPECT_EQ(query_parameter(target, "q"), "q");
    EXPECT_EQ(query_parameter(target, "w"), std::nullopt);
    EXPECT_EQ(query_parameter("/p", "x"), std::nullopt);
    EXPECT_EQ(query_parameter("/p?x=%252F", "x"), "%2F");
    EXPECT_EQ(query_parameter("/p?x=%2B", "x"), "+");
}

TEST(Target, SegmentsAreSplitBeforeTheyAreDecoded) {
    EXPECT_EQ(path_segments("/users/a%40b.es//events/A%2FB?x=/y"),
              (std::vector<std::string>{"users", "a@b.es", "events", "A/B"}));
    EXPECT_TRUE(path_segments("/").empty());
    EXPECT_EQ(path_of("/a/b?c?d"), "/a/b");
}

TEST(Body, BytesAtHandAreReadWithinTheLimit) {
    Body body{"12345"};
    EXPECT_FALSE(body.pulled());
    EXPECT_EQ(run(body.read(5)), "12345");
    Body longer{"123456"};
    EXPECT_THROW(run(longer.read(5)), BodyTooLarge);
}

TEST(Body, APulledBodyIsReadToItsEndAndOnlyOnce) {
    Pieces pieces{{"ab", "c", "de"}};
    Body body = pieces.body();
    EXPECT_TRUE(body.pulled());
    EXPECT_EQ(pieces.taken(), 0);
    EXPECT_EQ(run(body.read(5)), "abcde");
    EXPECT_EQ(run(body.read(5)), "");
}

TEST(Body, NoMoreIsPulledThanShowsThatItIsTooLarge) {
    Pieces pieces{{"abc", "def", "ghi", "jkl"}};
    Body body = pieces.body();
    try {
        run(body.read(5));
        FAIL() << "six bytes passed for five";
    } catch (const BodyTooLarge& error) {
        EXPECT_EQ(error.bytes_max, 5u);
    }
    EXPECT_EQ(pieces.taken(), 2);
}

TEST(Body, CopiesOfBytesAtHandAreReadIndependently) {
    Body body{"twice"};
    Body copy = body;
    EXPECT_EQ(run(copy.read(10)), "twice");
    EXPECT_EQ(run(body.read(10)), "twice");
}

TEST(Text, ComparesWithoutCaseInAsciiOnly) {
    EXPECT_TRUE(equal_ignoring_case("BeArEr", "bearer"));
    EXPECT_FALSE(equal_ignoring_case("bearer", "bearer "));
    EXPECT_FALSE(equal_ignoring_case("[", "{"));
}

}  // namespace
}  // namespace plazo::graph
