#include "examples/sandbox/page_parts.h"

#include <array>
#include <charconv>

#include "examples/sandbox/bodies.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

struct Place {
    std::string_view path;
    std::string_view name;
};
constexpr std::array places = std::to_array<Place>({{"/", "Overview"},
                                                    {"/journal", "Journal"},
                                                    {"/faults", "Faults"},
                                                    {"/throttle", "Throttle"},
                                                    {"/subscriptions", "Subscriptions"},
                                                    {"/clock", "Clock"}});

Html navigation_link(const std::string& path, bool current, const Html& name) {
    Attributes attributes{{"href", path}};
    if (current) attributes.push_back({"aria-current", "page"});
    return tag("li", tag("a", attributes, name));
}

Html navigation(std::string_view current) {
    Html items;
    for (const Place& place : places) {
        items += navigation_link(std::string{place.path}, place.path == current, place.name);
    }
    return tag("nav", {{"aria-label", "Sandbox"}}, tag("ul", items));
}

Html clock_of(const World& world) {
    Html out = time_tag(world.clock.now());
    if (world.clock.frozen()) out += " " + badge("warning", "frozen");
    return tag("p", {{"class", "clock"}}, out);
}

Refusal bad_value(const std::string& message) {
    return {400, "BadRequest", message};
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0) return {};
    return number;
}

/// Without what stands between `<name` and its end tag: it is not for people to read.
std::string without(const std::string& text, const std::string& name) {
    const std::string small = lower_case(text);
    const std::string close = "</" + name + ">";
    std::string out;
    std::size_t kept = 0;
    std::size_t begin = small.find("<" + name);
    while (begin != small.npos) {
        const std::size_t after = begin + 1 + name.size();
        const std::size_t end = small.find(close, after);
        if (end == small.npos) break;
        const bool whole_name = small[after] == '>' || small[after] == ' ';
        if (whole_name) {
            out.append(text, kept, begin - kept);
            kept = end + close.size();
        }
        begin = small.find("<" + name, whole_name ? kept : after);
    }
    return out.append(text, kept);
}

std::string with_blanks(std::string_view text) {
    constexpr std::string_view entity{"&nbsp;"};
    std::string out;
    while (true) {
        const std::size_t at = text.find(entity);
        out += text.substr(0, at);
        if (at == text.npos) return out;
        out += ' ';
        text.remove_prefix(at + entity.size());
    }
}

/// No line breaks at the ends, no more than one empty line in between, no indents.
std::string calmed(std::string_view text) {
    std::string out;
    int breaks = 2;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') {
            if (++breaks <= 2) out += c;
            continue;
        }
        if (breaks > 0 && (c == ' ' || c == '\t')) continue;
        breaks = 0;
        out += c;
    }
    while (out.ends_with('\n') || out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace

Html document(const Visit& visit, const std::string& title, std::string_view place,
              const Html& main) {
    const Html head =
        tag("meta", {{"charset", "utf-8"}}, {}) +
        tag("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}},
            {}) +
        tag("meta", {{"name", "color-scheme"}, {"content", "light dark"}}, {}) +
        tag("title", title + " - Plazo sandbox") +
        tag("link", {{"rel", "icon"}, {"href", "/icon.svg"}, {"type", "image/svg+xml"}}, {}) +
        tag("link", {{"rel", "stylesheet"}, {"href", "/style.css"}}, {});
    const Html header = tag("header", {{"class", "top"}},
                            tag("p", {{"class", "brand"}}, link("/", "Plazo sandbox")) +
                                navigation(place) + clock_of(visit.world));
    const Html body = tag("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to content") + header +
                      tag("main", {{"id", "main"}, {"tabindex", "-1"}}, main);
    return Html::markup("<!doctype html>\n") +
           tag("html", {{"lang", "en"}}, tag("head", head) + tag("body", body)) + "\n";
}

Values values_of(const Visit& visit, std::initializer_list<std::string_view> known) {
    Values values;
    std::string_view rest{visit.request.target};
    rest.remove_prefix(std::min(rest.size(), graph::path_of(rest).size() + 1));
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::string name = graph::percent_decode(pair.substr(0, pair.find('=')));
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw bad_value("This page has no parameter '" + name + "'.");
        }
        const auto value = graph::query_parameter(visit.request.target, name);
        if (value && !value->empty()) values[name] = *value;
    }
    return values;
}

std::uint64_t number_of(const Values& values, const std::string& name, std::uint64_t otherwise) {
    const auto found = values.find(name);
    if (found == values.end()) return otherwise;
    const auto number = number_in(found->second);
    if (!number)
        throw bad_value(name + " must be a number from 1 on, not '" + found->second + "'.");
    return *number;
}

std::size_t position_of(const std::string& segment, std::size_t count, const std::string& what) {
    const auto number = number_in(segment);
    if (number && *number <= count) return static_cast<std::size_t>(*number);
    throw Refusal{404, "NotFound", "There is no " + what + " " + segment + " here."};
}

Paging paging_of(const Values& values, std::size_t count, std::size_t size) {
    Paging paging{count, size, number_of(values, "page", 1)};
    if (paging.page <= paging.pages()) return paging;
    throw Refusal{404, "NotFound",
                  "page must be a number from 1 to " + std::to_string(paging.pages()) + "."};
}

Html links_of(const Paging& paging, const std::string& address) {
    if (paging.pages() == 1) return {};
    const auto to = [&](std::size_t page, const char* name) {
        return tag("li", link(address + "?page=" + std::to_string(page), name));
    };
    Html items;
    if (paging.page > 1) items += to(1, "Newest") + to(paging.page - 1, "Newer");
    items += tag("li", std::to_string(paging.begin() + 1) + "–" + std::to_string(paging.end()) +
                           " of " + std::to_string(paging.count));
    if (paging.page < paging.pages()) items += to(paging.page + 1, "Older");
    return tag("nav", {{"aria-label", "Pages"}, {"class", "pages"}}, tag("ul", items));
}

Person person_at(const World& world, const std::string& address) {
    Person person;
    person.mailbox = world.directory.find(address);
    if (person.mailbox) {
        person.address = person.mailbox->address;
        person.name = person.mailbox->display_name;
        person.locale = locale_of(person.mailbox->language);
        person.zone_name = person.mailbox->time_zone;
        person.zone = world.zones.find_any(person.zone_name).value_or(timezone::Zone::utc());
    } else if (!world.post.inbox(address).empty()) {
        person.address = lower_case(address);
        person.locale = locale_of("en");
    } else {
        throw Refusal{404, "NotFound", "There is no mailbox " + address + "."};
    }
    if (person.name.empty()) person.name = person.address;
    return person;
}

Calendar& calendar_of(const Visit& visit, const Person& person) {
    if (!person.mailbox || !person.mailbox->has_calendar()) {
        throw Refusal{404, "NotFound", person.address + " has no calendar."};
    }
    return visit.world.calendars[person.mailbox->id];
}

std::string address_of(const Person& person, const std::string& part) {
    return "/mailboxes/" + graph::percent_encode(person.address) + (part.empty() ? "" : "/") + part;
}

Html mailbox_head(const Visit& visit, const Person& person, std::string_view part) {
    const World& world = visit.world;
    Html about = tag("span", person.address);
    Html items;
    const auto add = [&](const std::string& name, const std::string& title, std::size_t count) {
        items += navigation_link(address_of(person, name), name == part,
                                 title + (name == "calendar" ? "" : " " + std::to_string(count)));
    };
    add("inbox", "Inbox", world.post.inbox(person.address).size());
    add("sent", "Sent", world.post.sent(person.address).size());
    if (const Mailbox* mailbox = person.mailbox) {
        about += tag("span", mailbox->kind) + tag("span", mailbox->time_zone) +
                 tag("span", mailbox->language);
        const auto calendar = world.calendars.find(mailbox->id);
        add("deleted", "Deleted",
            calendar == world.calendars.end() ? 0 : calendar->second.deleted.size());
        if (mailbox->has_calendar()) add("calendar", "Calendar", 0);
    } else {
        about += tag("span", "outside the tenant");
    }
    return tag("h1", person.name) + tag("p", {{"class", "about"}}, about) +
           tag("nav", {{"aria-label", "Mailbox"}, {"class", "parts"}}, tag("ul", items));
}

Standing standing_of(const Item& item) {
    const MeetingReply* own = reply_of(item, "");
    const std::string& show_as = item.content.show_as;
    if (item.event->cancelled) return {"cancelled", Word::cancelled};
    if (own && own->response == "declined") return {"declined", Word::declined};
    if (own && own->response == "tentativelyAccepted") return {"tentative", Word::tentative};
    if (!item.event->own && !own) return {"tentative", Word::not_answered};
    if (show_as == "tentative") return {"tentative", Word::tentative};
    if (show_as == "free") return {"free", Word::free};
    if (show_as == "oof") return {"away", Word::away};
    if (show_as == "workingElsewhere") return {"free", Word::elsewhere};
    return {"busy", std::nullopt};
}

Html badge(std::string_view look, const Html& text) {
    return tag("span", {{"class", "badge " + std::string{look}}}, text);
}

Html kind_badge(const Mail& mail, const Locale& locale) {
    if (mail.method == "COUNTER") return badge("warning", locale[Word::counter]);
    if (mail.kind == "invitation") return badge("good", locale[Word::invitation]);
    if (mail.kind == "update") return badge("warning", locale[Word::update]);
    if (mail.kind == "cancellation") return badge("bad", locale[Word::cancellation]);
    if (mail.kind == "reply") return badge("good", locale[Word::answer]);
    if (mail.kind == "forward-notice") return badge("plain", locale[Word::forward_notice]);
    if (mail.kind == "ndr") return badge("bad", locale[Word::undelivered]);
    return badge("plain", locale[Word::mail]);
}

std::string subject_of(const std::string& subject, const Locale& locale) {
    return subject.empty() ? std::string{locale[Word::no_subject]} : subject;
}

Html curl_line(const Visit& visit, const std::string& path, const std::string& body,
               const std::string& method) {
    const std::string data = body.empty() ? "-X " + method : "-d '" + body + "'";
    return code_block("curl --cacert \"$CA\" " + data + " " + visit.world.options.origin() +
                      "/_sandbox/" + path);
}

Html body_text(const Body& body) {
    std::string text = body.content.substr(0, letter_bytes_max);
    if (body.type == "html") {
        for (const char* hidden : {"head", "style", "script", "title"}) {
            text = without(text, hidden);
        }
        text = calmed(as_text(with_blanks(text), true));
    }
    if (text.empty()) return {};
    const Html rest = body.content.size() > letter_bytes_max
                          ? tag("p", {{"class", "nothing"}}, "The rest is left out.")
                          : Html{};
    return tag("div", {{"class", "letter"}}, text) + rest;
}

}  // namespace plazo::sandbox
