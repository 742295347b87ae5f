// tests/sandbox/page_scene.h - the sandbox's pages as a browser gets them.
#pragma once

#include <string>

#include "examples/sandbox/bodies.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {

inline graph::Response opened(Scene& scene, const std::string& path) {
    graph::Request request;
    request.target = path;
    request.peer = "127.0.0.1";
    request.headers.set("Accept", "text/html,*/*");
    return scene.send(std::move(request)).response;
}

inline std::string page_at(Scene& scene, const std::string& path, int status = 200) {
    const graph::Response response = opened(scene, path);
    EXPECT_EQ(response.status, status) << path << ": " << response.body;
    return response.body;
}

/// A page without its tags.
inline std::string text_at(Scene& scene, const std::string& path) {
    return as_text(page_at(scene, path), true);
}

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

inline std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

inline const std::string anas = "/mailboxes/ana%40plazo.test/";

inline std::string calendar_at(const std::string& view, const std::string& date) {
    return anas + "calendar?view=" + view + "&date=" + date;
}

}  // namespace plazo::sandbox
