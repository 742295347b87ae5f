// examples/sandbox/prefixes.h - what Exchange puts in front of a subject, in the language of the
// mailbox that sends.
//
//     prefix(Prefix::cancelled, "es-ES") + "Deadline" == "Cancelado: Deadline"
//
// English for a language that is not in the table. Programs must not recognise mails by them, which
// is why there is more than one language here; that Exchange writes each exactly so is not checked.
#pragma once

#include <string>
#include <string_view>

namespace plazo::sandbox {

enum class Prefix { cancelled, accepted, tentative, declined, new_time, forwarded, undeliverable };

/// `language` is a tag as in BCP 47; its first subtag counts.
std::string prefix(Prefix which, std::string_view language);

}  // namespace plazo::sandbox
