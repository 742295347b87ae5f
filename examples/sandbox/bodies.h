// examples/sandbox/bodies.h - texts as Exchange gives them back: HTML wrapped into a document, text
// turned into HTML and the reverse.
#pragma once

#include <string>
#include <string_view>

namespace plazo::sandbox {

inline constexpr std::size_t preview_characters = 255;

std::string escape_html(std::string_view text);
/// What `Prefer: outlook.body-content-type="html"`, the default, gives for a stored body.
/// Sanitised (sanitise.h) unless the client takes `unsafe` HTML.
std::string as_html(std::string_view content, bool is_html, bool unsafe = false);
/// Tags taken out, the common entities resolved.
std::string as_text(std::string_view content, bool is_html);
/// The first characters of the text, cut between UTF-8 characters.
std::string preview(std::string_view text);

}  // namespace plazo::sandbox
