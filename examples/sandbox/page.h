// examples/sandbox/page.h - the mailboxes and what arrived in them, for a person with a browser.
#pragma once

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// GET / is a list of every inbox, newest first, GET /style.css how it looks. Nothing in a mail is
/// taken for markup, and the page may load nothing else.
graph::Response page(const World& world, const std::string& path);

}  // namespace plazo::sandbox
