// examples/sandbox/mail_transport.h - a message on its way from a mailbox to its recipients: groups
// are opened, limits are applied, and what cannot be delivered comes back.
//
//     submit(world, sender, {"team@plazo.test", "zoe@elsewhere.test"}, compose, Traffic::mail);
//
// What Exchange reports by mail arrives in the sender's inbox with the kind "ndr":
//
//     550 5.1.10    no such recipient in a domain of the tenant
//     550 5.1.90    more recipients in 24 hours than a mailbox may have
//     550 5.7.232   more external ones than the tenant may have
//     550 5.7.236   more external ones than *.onmicrosoft.com may have
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "examples/sandbox/post.h"

namespace plazo::sandbox {

struct Directory;
struct Mailbox;
struct World;

/// The mail for the person with this address; submit() adds recipient and time.
using Compose = std::function<Mail(const std::string& address)>;

enum class Traffic { mail, meeting };

/// One message, counted as one; each person gets it once. Nothing where there are no recipients.
void submit(World& world, const Mailbox& sender, const std::vector<std::string>& recipients,
            const Compose& compose, Traffic traffic);

/// Whom mail to this address reaches: the members of a group, also of groups in it, else whoever
/// has the address or alias.
std::vector<std::string> people_at(const Directory& directory, const std::string& address);

/// Somebody of the tenant has an address in its domain.
bool is_internal(const Directory& directory, const std::string& address);

}  // namespace plazo::sandbox
