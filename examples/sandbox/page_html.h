// examples/sandbox/page_html.h - markup that no text can slip into: a string becomes Html by being
// escaped.
//
//     const Html cell = tag("td", mail.subject);              // "<td>a &lt; b</td>"
//     const Html link = tag("a", {{"href", "/journal"}}, "Journal");
//
// (The example runs in tests/sandbox/page_html_test.cpp.)
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "timezone/time.h"

namespace plazo::sandbox {

class Html {
  public:
    Html() = default;
    Html(std::string_view text);                                     // NOLINT: text is content
    Html(const std::string& text) : Html{std::string_view{text}} {}  // NOLINT
    Html(const char* text) : Html{std::string_view{text}} {}         // NOLINT

    /// What is written here is markup already.
    static Html markup(std::string text);

    Html& operator+=(const Html& more);
    friend Html operator+(Html a, const Html& b) { return std::move(a += b); }

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }

  private:
    std::string text_;
};

struct Attribute {
    std::string_view name;
    std::string value;
};
using Attributes = std::vector<Attribute>;

Html tag(std::string_view name, const Html& content);
/// Elements that have no content, like `input`, are written without an end tag.
Html tag(std::string_view name, const Attributes& attributes, const Html& content);

Html link(const std::string& address, const Html& content);

/// A mail address, which is best broken before its "@".
Html address_tag(const std::string& address);

/// An instant as the tool writes it, "2026-03-02 08:00:00 UTC", for machines too.
Html time_tag(timezone::Instant instant);

/// Rows of cells, the first of each being its header. On a narrow screen each row is a block of its
/// own; the roles keep it a table for those who hear it.
struct Table {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<Html>> rows;
    std::string nothing;  ///< said in its place when it has no rows
};
Html table_of(const Table& table);

/// Names and their values; those without a value are left out.
Html facts_of(const std::vector<std::pair<Html, Html>>& facts);

/// Text with its line breaks, in letters of one width.
Html code_block(const Html& text);

/// What opens on demand.
Html details(const Html& summary, const Html& content);

}  // namespace plazo::sandbox
