// examples/sandbox/mime.h - mail as RFC 5322 and MIME write it: what a client sends in that form,
// and what goes out by SMTP.
//
//     MimeMessage message = read_mime(text);      // recipients of To, Cc and Bcc
//     std::string text = write_mime(message.mail);
//
// Reads text in UTF-8 or US-ASCII, plain, quoted-printable or base64, and of a multipart the first
// HTML, plain and calendar parts. Another charset is a Refusal 501, what is no message 400.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/post.h"

namespace plazo::sandbox {

inline constexpr int mime_depth_max = 8;

struct MimeMessage {
    Mail mail;         ///< all header fields but Bcc and those of the content
    std::string from;  ///< address; empty if there is none
    std::vector<std::string> recipients;
};

MimeMessage read_mime(std::string_view text);

std::string write_mime(const Mail& mail);

}  // namespace plazo::sandbox
