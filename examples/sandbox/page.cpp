#include "examples/sandbox/page.h"

#include "examples/sandbox/bodies.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

constexpr const char* style = R"(body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem;
       margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid #767676; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f3f3; padding: .5rem; }
)";

std::string when(const Mail& mail) {
    if (!mail.start) return "";
    return " - " + timezone::format_local(mail.start->local) + " " + mail.start->zone;
}

std::string mail_html(const Mail& mail) {
    const bool html = mail.body.type == "html";
    std::string out = "<details><summary>" + escape_html(mail.kind) + ": <strong>" +
                      escape_html(mail.subject) + "</strong>" + escape_html(when(mail)) +
                      "</summary>\n<p>From " + escape_html(mail.from) + ", received " +
                      timezone::format_rfc3339(mail.received) + "</p>\n<pre>" +
                      escape_html(as_text(mail.body.content, html)) + "</pre>\n";
    if (!mail.ics.empty()) out += "<pre>" + escape_html(mail.ics) + "</pre>\n";
    return out + "</details>\n";
}

std::string inbox_html(const std::string& address, const std::vector<Mail>& mails) {
    std::string out = "<section><h2>" + escape_html(address) + "</h2>\n";
    if (mails.empty()) out += "<p>No mail.</p>\n";
    for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) out += mail_html(*mail);
    return out + "</section>\n";
}

}  // namespace

graph::Response page(const World& world, const std::string& path) {
    graph::Response response;
    response.headers.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; base-uri 'none'; "
                         "form-action 'none'; frame-ancestors 'none'");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "no-referrer");
    if (path == "/style.css") {
        response.headers.set("Content-Type", "text/css; charset=utf-8");
        response.body = style;
        return response;
    }
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Cache-Control", "no-store");
    response.body =
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Plazo sandbox</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n"
        "<body>\n<main><h1>Plazo sandbox</h1>\n<p>The time here is " +
        timezone::format_rfc3339(world.clock.now()) +
        ". Faults asked for: " + std::to_string(world.faults.all().size()) + ".</p>\n";
    for (const auto& [address, mailbox] : world.directory.mailboxes) {
        response.body += inbox_html(mailbox.address, world.post.inbox(address));
    }
    for (const auto& [address, mails] : world.post.inboxes()) {
        if (!world.directory.find(address)) response.body += inbox_html(address, mails);
    }
    response.body += "</main>\n</body>\n</html>\n";
    return response;
}

}  // namespace plazo::sandbox
