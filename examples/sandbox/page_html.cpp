#include "examples/sandbox/page_html.h"

#include <algorithm>
#include <array>

#include "examples/sandbox/bodies.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

constexpr std::array<std::string_view, 4> without_content{"input", "link", "meta", "wbr"};

Html row_of(const Table& table, const std::vector<Html>& cells) {
    Html out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i == 0) {
            out += tag("th", {{"scope", "row"}, {"role", "rowheader"}}, cells[i]);
        } else {
            out += tag("td", {{"role", "cell"}, {"data-label", table.columns.at(i)}}, cells[i]);
        }
    }
    return tag("tr", {{"role", "row"}}, out);
}

}  // namespace

Html::Html(std::string_view text) : text_{escape_html(text)} {}

Html Html::markup(std::string text) {
    Html out;
    out.text_ = std::move(text);
    return out;
}

Html& Html::operator+=(const Html& more) {
    text_ += more.text_;
    return *this;
}

Html tag(std::string_view name, const Html& content) {
    return tag(name, {}, content);
}

Html tag(std::string_view name, const Attributes& attributes, const Html& content) {
    std::string out{"<"};
    out += name;
    for (const Attribute& attribute : attributes) {
        out += ' ';
        out += attribute.name;
        out += "=\"" + escape_html(attribute.value) + '"';
    }
    out += '>';
    const auto* end = without_content.end();
    if (std::find(without_content.begin(), end, name) == end) {
        out += content.text();
        out += "</";
        out += name;
        out += '>';
    }
    return Html::markup(std::move(out));
}

Html link(const std::string& address, const Html& content) {
    return tag("a", {{"href", address}}, content);
}

Html address_tag(const std::string& address) {
    if (address.empty()) return {};
    const std::size_t at = std::min(address.find('@'), address.size());
    return tag("span", {{"class", "address"}},
               address.substr(0, at) + tag("wbr", {}, {}) + address.substr(at));
}

Html time_tag(timezone::Instant instant) {
    const std::string exact = timezone::format_rfc3339(instant);
    return tag("time", {{"datetime", exact}},
               exact.substr(0, 10) + " " + exact.substr(11, 8) + " UTC");
}

Html table_of(const Table& table) {
    if (table.rows.empty()) return tag("p", {{"class", "nothing"}}, table.nothing);
    Html head;
    for (const std::string& column : table.columns) {
        head += tag("th", {{"scope", "col"}, {"role", "columnheader"}}, column);
    }
    Html body;
    for (const auto& row : table.rows) body += row_of(table, row);
    return tag("table", {{"role", "table"}},
               tag("caption", table.caption) +
                   tag("thead", {{"role", "rowgroup"}}, tag("tr", {{"role", "row"}}, head)) +
                   tag("tbody", {{"role", "rowgroup"}}, body));
}

Html facts_of(const std::vector<std::pair<Html, Html>>& facts) {
    Html out;
    for (const auto& [name, value] : facts) {
        if (!value.empty()) out += tag("div", tag("dt", name) + tag("dd", value));
    }
    return tag("dl", out);
}

Html code_block(const Html& text) {
    return tag("pre", tag("code", text));
}

Html details(const Html& summary, const Html& content) {
    return tag("details", tag("summary", summary) + content);
}

}  // namespace plazo::sandbox
