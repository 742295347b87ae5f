#include "graph/paging.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

const std::string root = "https://graph.microsoft.com";

TEST(Paging, APageHasItemsAndWhereToGoOn) {
    const auto page = read_page(R"({"@odata.context":"c","value":[{"id":"1"},{"id":"2"}],
        "@odata.nextLink":"https://graph.microsoft.com/v1.0/x?$skiptoken=a%2Bb"})");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->items.size(), 2U);
    EXPECT_EQ(page->next_link, "https://graph.microsoft.com/v1.0/x?$skiptoken=a%2Bb");
    EXPECT_EQ(page->delta_link, "");
    EXPECT_EQ(read_page(R"({"value":[],"@odata.deltaLink":"d"})")->delta_link, "d");
}

TEST(Paging, WhatIsNoListIsNoPage) {
    for (const char* body : {"", "<html>", "null", "[]", "7", "{}", R"({"value":null})",
                             R"({"value":{"id":"1"}})", R"({"value":"[]"})", R"({"value":[})"}) {
        EXPECT_FALSE(read_page(body)) << body;
    }
    EXPECT_EQ(read_page(R"({"value":[],"@odata.nextLink":7})")->next_link, "");
}

TEST(Paging, APageHasAThousandItemsAtMost) {
    nlohmann::json list = {{"value", nlohmann::json::array()}};
    for (int i = 0; i < page_items_max; ++i) list["value"].push_back(i);
    EXPECT_TRUE(read_page(list.dump()));
    list["value"].push_back(0);
    EXPECT_FALSE(read_page(list.dump()));
}

TEST(Paging, ALinkIsFollowedByteByByte) {
    const std::string target = "/v1.0/users/a%40b/events?$top=10&%24skip=10&x=a%2fb%2Bc'(d)";
    const auto request = follow(root + target, root, "r");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->target, target);
    EXPECT_EQ(request->method, "GET");
    EXPECT_EQ(request->headers.find("Prefer"), "IdType=\"ImmutableId\"");
    EXPECT_EQ(request->headers.find("client-request-id"), "r");
    EXPECT_TRUE(follow("https://GRAPH.microsoft.com/v1.0/x", root, "r"));
}

TEST(Paging, ALinkToAnotherServerIsNotFollowed) {
    for (const char* link :
         {"https://evil.example/v1.0/x", "https://graph.microsoft.com.evil.example/x",
          "https://graph.microsoft.com@evil.example/x", "https://graph.microsoft.com:8443/x",
          "http://graph.microsoft.com/v1.0/x", "//graph.microsoft.com/x", "/v1.0/x", "",
          "https://graph.microsoft.com", "javascript:1"}) {
        EXPECT_FALSE(follow(link, root, "r")) << link;
    }
}

TEST(Paging, ALinkThatIsNoUrlIsNotFollowed) {
    for (const char* tail : {"/a b", "/a\r\nHost: evil", "/a\tb", "/a#b", "/\xC3\xB1", "/\x7F"}) {
        EXPECT_FALSE(follow(root + tail, root, "r")) << tail;
    }
    EXPECT_TRUE(follow(root + "/" + std::string(link_bytes_max - root.size() - 1, 'a'), root, "r"));
    EXPECT_FALSE(follow(root + "/" + std::string(link_bytes_max - root.size(), 'a'), root, "r"));
}

TEST(Paging, AWindowIsInUtcSoThatNoPlusIsLost) {
    EXPECT_EQ(window(testing::at("2026-12-15T09:00:00+02:00"), testing::at("2026-12-16T00:00:00Z")),
              "startDateTime=2026-12-15T07%3A00%3A00Z&endDateTime=2026-12-16T00%3A00%3A00Z");
}

}  // namespace
}  // namespace plazo::graph
