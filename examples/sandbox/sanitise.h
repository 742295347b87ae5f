// examples/sandbox/sanitise.h - HTML without what could run or load: how Graph gives a body back
// unless the client asks with `Prefer: outlook.allow-unsafe-html`.
//
//     sanitised("<p onclick=\"x()\">Hello<script>x()</script></p>") == "<p>Hello</p>"
//
// Taken out are elements that run or embed, with all that is in them, attributes that hold code,
// addresses that are code, comments and declarations. Which exactly Exchange takes out is not
// documented.
#pragma once

#include <string>
#include <string_view>

namespace plazo::sandbox {

std::string sanitised(std::string_view html);

}  // namespace plazo::sandbox
