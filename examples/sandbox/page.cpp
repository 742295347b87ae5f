#include "examples/sandbox/page.h"

#include <algorithm>
#include <array>

#include "examples/sandbox/page_parts.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

constexpr std::array<std::string_view, 8> first_segments{"style.css",     "icon.svg", "mailboxes",
                                                         "journal",       "faults",   "throttle",
                                                         "subscriptions", "clock"};

Refusal no_such_page() {
    return {404, "NotFound", "There is no such page."};
}

Html mailbox_pages(const Visit& visit) {
    const auto& path = visit.path;
    if (path.size() == 2) return folder_page(visit);
    const std::string& part = path.size() > 2 ? path[2] : path[0];
    const bool mails = part == "inbox" || part == "sent";
    if (path.size() == 3 && part == "calendar") return calendar_page(visit);
    if (path.size() == 3 && (mails || part == "deleted")) return folder_page(visit);
    if (path.size() == 4 && mails) return mail_page(visit);
    if (path.size() == 4 && (part == "events" || part == "deleted")) return event_page(visit);
    throw no_such_page();
}

Html page_of(const Visit& visit) {
    const auto& path = visit.path;
    if (path.empty()) return overview_page(visit);
    if (path[0] == "mailboxes") return mailbox_pages(visit);
    if (path[0] == "journal" && path.size() == 2) return entry_page(visit);
    if (path.size() > 1) throw no_such_page();
    if (path[0] == "journal") return journal_page(visit);
    if (path[0] == "faults") return faults_page(visit);
    if (path[0] == "throttle") return throttle_page(visit);
    if (path[0] == "subscriptions") return subscriptions_page(visit);
    if (path[0] == "clock") return clock_page(visit);
    throw no_such_page();
}

Html refusal_page(const Visit& visit, const Refusal& refusal) {
    const std::string title = refusal.status == 404 ? "Not found" : "That cannot be shown";
    return document(
        visit, title, "",
        tag("h1", title) + tag("p", refusal.what()) + tag("p", link("/", "To the overview")));
}

graph::Response file(const char* type, std::string content) {
    graph::Response response;
    response.headers.set("Content-Type", type);
    response.headers.set("Cache-Control", "no-cache");
    response.body = std::move(content);
    return response;
}

graph::Response html(const Visit& visit) {
    graph::Response response;
    try {
        response.body = page_of(visit).text();
    } catch (const Refusal& refusal) {
        response.status = refusal.status;
        response.body = refusal_page(visit, refusal).text();
    }
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

}  // namespace

bool is_for_page(const graph::Request& request) {
    if (request.method != "GET") return false;
    const auto segments = graph::path_segments(request.target);
    if (segments.empty()) return true;
    if (segments.size() > 1 && segments[0] != "mailboxes" && segments[0] != "journal") return false;
    if (std::find(first_segments.begin(), first_segments.end(), segments[0]) !=
        first_segments.end()) {
        return true;
    }
    const std::string wanted = request.headers.find("Accept").value_or("");
    return segments[0] != "v1.0" && segments[0] != "_sandbox" &&
           wanted.find("text/html") != wanted.npos;
}

graph::Response page(World& world, const graph::Request& request) {
    const Visit visit{world, request, graph::path_segments(request.target)};
    const std::string_view path = graph::path_of(request.target);
    graph::Response response = path == "/style.css" ? file("text/css; charset=utf-8", style_sheet())
                               : path == "/icon.svg" ? file("image/svg+xml", std::string{icon()})
                                                     : html(visit);
    response.headers.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                         "form-action 'self'; frame-ancestors 'none'");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
    return response;
}

}  // namespace plazo::sandbox
