// graph/base64.h - base64 (RFC 4648, section 4) and its URL-safe form without padding (section 5).
//
//     base64_encode("hi")      == "aGk="
//     base64url_encode("hi?>") == "aGk_Pg"
//     base64_decode("aGk=")    == "hi"        both alphabets; nullopt for anything else
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plazo::graph {

std::string base64_encode(std::string_view bytes);
std::string base64url_encode(std::string_view bytes);

/// Takes either alphabet, with or without padding, and no white space.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace plazo::graph
