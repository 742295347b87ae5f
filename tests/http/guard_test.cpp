#include "scheduler/http/guard.h"

#include <gtest/gtest.h>

namespace plazo::http {
namespace {

Head head(std::string method = "POST") {
    Head result;
    result.method = std::move(method);
    result.target = "/v1/triggers";
    result.fields.add("Host", "plazo.example:8443");
    return result;
}

int status(const Head& head) {
    const auto refusal = refuse(head);
    return refusal ? refusal->status : 200;
}

int status_with(const std::string& name, const std::string& value) {
    Head with = head();
    with.fields.add(name, value);
    return status(with);
}

TEST(Guard, ManualPageExampleIsTrue) {
    EXPECT_FALSE(refuse_octets("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    graph::Headers fields;
    fields.add("Host", "a");
    fields.add("Transfer-Encoding", "chunked");
    EXPECT_FALSE(refuse(Head{"POST", "/", 11, fields}));
    fields.add("Content-Length", "3");
    EXPECT_EQ(refuse(Head{"POST", "/", 11, fields})->status, 400);
}

TEST(Guard, OneBodyLengthInOneFormPasses) {
    EXPECT_EQ(status(head()), 200);
    EXPECT_EQ(status_with("Content-Length", "0"), 200);
    EXPECT_EQ(status_with("Transfer-Encoding", "chunked"), 200);
    EXPECT_EQ(status_with("Transfer-Encoding", "Chunked"), 200);
}

TEST(Guard, TransferEncodingMustBeChunkedAndNothingElse) {
    for (const char* value : {"identity", "xchunked", "chunked, identity", "identity, chunked",
                              "chunked, chunked", "gzip, chunked", "", "chunked;q=1"}) {
        EXPECT_EQ(status_with("Transfer-Encoding", value), 400) << value;
    }
    Head twice = head();
    twice.fields.add("Transfer-Encoding", "chunked");
    twice.fields.add("transfer-encoding", "chunked");
    EXPECT_EQ(status(twice), 400);
}

TEST(Guard, TransferEncodingNeedsVersion11) {
    Head old = head();
    old.version = 10;
    EXPECT_EQ(status(old), 200);
    old.fields.add("Transfer-Encoding", "chunked");
    EXPECT_EQ(status(old), 400);
}

TEST(Guard, ContentLengthIsOnePlainNumber) {
    for (const char* value :
         {"", "-1", "+1", "1 2", "0x10", "1, 1", "1e3", "9999999999999999999"}) {
        EXPECT_EQ(status_with("Content-Length", value), 400) << value;
    }
    Head twice = head();
    twice.fields.add("Content-Length", "3");
    twice.fields.add("Content-Length", "3");
    EXPECT_EQ(status(twice), 400);
}

TEST(Guard, HostIsThereOnceAndIsAHost) {
    EXPECT_EQ(status_with("host", "other.example"), 400);
    Head without = head();
    without.fields.remove("Host");
    EXPECT_EQ(status(without), 400);
    for (const char* value :
         {"", "a b", "a/b", "user@a", "a:port", "a:", "a:123456", "[::1", ":80"}) {
        Head odd = head();
        odd.fields.set("Host", value);
        EXPECT_EQ(status(odd), 400) << value;
    }
    for (const char* value : {"a", "a.example:1", "127.0.0.1", "[::1]", "[::1]:443"}) {
        Head good = head();
        good.fields.set("Host", value);
        EXPECT_EQ(status(good), 200) << value;
    }
}

TEST(Guard, MethodsVersionsAndTargetsAreListed) {
    for (const std::string_view method : methods) EXPECT_EQ(status(head(std::string{method})), 200);
    for (const char* method : {"CONNECT", "TRACE", "get", "PRI", ""}) {
        EXPECT_EQ(status(head(method)), 501) << method;
    }
    Head other = head();
    other.version = 20;
    EXPECT_EQ(status(other), 505);
    for (const char* target : {"*", "http://a/", "", "v1", "/a b", "/a#b", "/\x7f", "/\xc3\xa9"}) {
        Head odd = head();
        odd.target = target;
        EXPECT_EQ(status(odd), 400) << target;
    }
}

TEST(Guard, FieldsAreFewTokensWithoutControlCharacters) {
    EXPECT_EQ(status_with("X", "a\tb"), 200);
    EXPECT_EQ(status_with("X", std::string{"a\0b", 3}), 400);
    EXPECT_EQ(status_with("X Y", "a"), 400);
    EXPECT_EQ(status_with("Expect", "100-Continue"), 200);
    EXPECT_EQ(status_with("Expect", "a miracle"), 417);
    Head many = head();
    for (std::size_t i = 1; i < fields_max; ++i) many.fields.add("X", "1");
    EXPECT_EQ(status(many), 200);
    many.fields.add("X", "1");
    EXPECT_EQ(status(many), 431);
}

TEST(Guard, BytesOfAHeadHaveOneReading) {
    const auto refused = [](const std::string& lines) {
        return refuse_octets("GET / HTTP/1.1\r\n" + lines + "\r\n").has_value();
    };
    EXPECT_FALSE(refused("Host: a\r\nX:\r\nY: b\r\n"));
    EXPECT_TRUE(refused("Host: a\r\n b\r\n")) << "continued line";
    EXPECT_TRUE(refused("Host: a\r\n\tb\r\n")) << "continued line";
    EXPECT_TRUE(refused("Host: a\nX: b\r\n")) << "bare LF";
    EXPECT_TRUE(refused("Host: a\rX: b\r\n")) << "bare CR";
    EXPECT_TRUE(refused(std::string{"Host: a\0\r\n", 10})) << "NUL";
    EXPECT_TRUE(refused("Content-Length : 3\r\n")) << "blank before the colon";
    EXPECT_TRUE(refused(": 3\r\n")) << "no name";
    EXPECT_TRUE(refused("Host\r\n")) << "no colon";
    EXPECT_TRUE(refused("X: " + std::string(head_bytes_max, 'x') + "\r\n")) << "too large";
}

}  // namespace
}  // namespace plazo::http
