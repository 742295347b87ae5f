#include <algorithm>

#include "examples/sandbox/page_parts.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

struct Found {
    std::vector<const Entry*> entries;  ///< the newest first
    bool newer = false;                 ///< there are others that match
    bool older = false;
};

/// A page of those that match, and whether there are more.
template <typename Iterator>
bool take_page(Iterator entry, Iterator end, const EntryFilter& filter,
               std::vector<const Entry*>& out) {
    for (; entry != end; ++entry) {
        if (!fits(*entry, filter)) continue;
        if (out.size() == entries_per_page) return true;
        out.push_back(&*entry);
    }
    return false;
}

/// Those after one number or before another, where there is one; else the newest.
Found find_entries(const Journal& journal, const EntryFilter& filter, std::uint64_t before,
                   std::uint64_t after) {
    const auto& all = journal.entries();
    const auto position = [&](std::uint64_t number) {
        return std::partition_point(all.begin(), all.end(),
                                    [&](const Entry& entry) { return entry.number < number; });
    };
    Found found;
    if (after > 0) {
        found.older = true;
        found.newer = take_page(position(after + 1), all.end(), filter, found.entries);
        std::reverse(found.entries.begin(), found.entries.end());
        return found;
    }
    const auto end = before > 0 ? position(before) : all.end();
    found.newer = end != all.end();
    found.older = take_page(std::make_reverse_iterator(end), all.rend(), filter, found.entries);
    return found;
}

EntryFilter filter_of(const Values& values) {
    const auto text = [&](const char* name) {
        const auto found = values.find(name);
        return found == values.end() ? "" : found->second;
    };
    EntryFilter filter;
    filter.method = text("method");
    filter.path = text("path");
    filter.mailbox = text("mailbox");
    filter.client_id = text("client_id");
    const std::string status = text("status");
    if (status == "cut") {
        filter.cut = true;
    } else if (!status.empty()) {
        const std::uint64_t number = number_of(values, "status", 0);
        if (number < 100 || number > 599) {
            throw Refusal{400, "BadRequest", "status must be from 100 to 599, or cut."};
        }
        filter.status = static_cast<int>(number);
    }
    return filter;
}

std::string address_with(const Values& values, const std::string& name, std::uint64_t number) {
    std::string out = "/journal?";
    for (const auto& [key, value] : values) {
        if (key == "before" || key == "after") continue;
        out += key + "=" + graph::percent_encode(value) + "&";
    }
    if (name.empty()) return out.substr(0, out.size() - 1);
    return out + name + "=" + std::to_string(number);
}

Html field(const Values& values, const std::string& name, const std::string& title) {
    const auto found = values.find(name);
    return tag("p", tag("label", {{"for", name}}, title) +
                        tag("input",
                            {{"id", name},
                             {"name", name},
                             {"type", "search"},
                             {"autocomplete", "off"},
                             {"value", found == values.end() ? "" : found->second}},
                            {}));
}

Html form_of(const Values& values) {
    return tag("form", {{"action", "/journal"}, {"method", "get"}, {"role", "search"}},
               field(values, "method", "Method") + field(values, "path", "Part of the path") +
                   field(values, "mailbox", "Mailbox") + field(values, "client_id", "Client id") +
                   field(values, "status", "Status or cut") +
                   tag("p", tag("button", {{"type", "submit"}}, "Filter") + " " +
                                link("/journal", "All entries")));
}

Html status_of(const Entry& entry) {
    Html out = entry.status == 0 ? badge("bad", "cut")
                                 : badge(entry.status >= 500   ? "bad"
                                         : entry.status >= 400 ? "warning"
                                                               : "good",
                                         std::to_string(entry.status));
    if (!entry.fault.empty()) out += " " + badge("bad", "fault: " + entry.fault);
    return out;
}

/// Long paths are cut: a delta token is longer than the screen is wide.
std::string brief(const std::string& path) {
    return path.size() <= path_characters_max ? path : path.substr(0, path_characters_max) + "…";
}

Html entries_table(const Found& found) {
    Table table{"Requests, the newest first",
                {"Number", "Request", "Status", "Mailbox", "Request id", "At"},
                {},
                "No request matches."};
    for (const Entry* entry : found.entries) {
        const std::string number = std::to_string(entry->number);
        Html status = status_of(*entry);
        if (!entry->error.empty()) status += " " + entry->error;
        table.rows.push_back({link("/journal/" + number, "#" + number),
                              tag("code", entry->method + " " + brief(entry->path)), status,
                              address_tag(entry->mailbox),
                              tag("code", {{"class", "id"}}, entry->request_id),
                              time_tag(entry->at)});
    }
    return table_of(table);
}

Html paging(const Found& found, const Values& values) {
    if (found.entries.empty() || (!found.newer && !found.older)) return {};
    Html items;
    if (found.newer) {
        items +=
            tag("li", link(address_with(values, "", 0), "Newest")) +
            tag("li", link(address_with(values, "after", found.entries.front()->number), "Newer"));
    }
    if (found.older) {
        items +=
            tag("li", link(address_with(values, "before", found.entries.back()->number), "Older"));
    }
    return tag("nav", {{"aria-label", "Pages"}, {"class", "pages"}}, tag("ul", items));
}

}  // namespace

Html journal_page(const Visit& visit) {
    const Values values =
        values_of(visit, {"method", "path", "mailbox", "client_id", "status", "before", "after"});
    const Journal& journal = visit.world.journal;
    const Found found = find_entries(journal, filter_of(values), number_of(values, "before", 0),
                                     number_of(values, "after", 0));
    const std::string count = std::to_string(journal.entries().size());
    return document(visit, "Journal", "/journal",
                    tag("h1", "Journal") +
                        tag("p", "Every sign-in and Graph request that came, " + count +
                                     " of at most " + std::to_string(journal_entries_max) + ".") +
                        form_of(values) + entries_table(found) + paging(found, values));
}

Html entry_page(const Visit& visit) {
    values_of(visit, {});
    const auto& all = visit.world.journal.entries();
    const std::size_t number =
        position_of(visit.path[1], all.empty() ? 0 : all.back().number, "entry");
    if (number < all.front().number) {
        throw Refusal{404, "NotFound", "The journal has forgotten this entry."};
    }
    const Entry& entry = all[number - all.front().number];
    std::string roles;
    for (const std::string& role : entry.roles) roles += (roles.empty() ? "" : ", ") + role;
    const auto code = [](const std::string& text) {
        return text.empty() ? Html{} : tag("code", text);
    };
    Html mailbox = entry.mailbox;
    if (visit.world.directory.find(entry.mailbox)) {
        mailbox = link(address_of(person_at(visit.world, entry.mailbox)), entry.mailbox);
    }
    const std::string decoded = graph::percent_decode(entry.path);
    const std::string title = "Request #" + std::to_string(number);
    return document(visit, title, "/journal",
                    tag("p", {{"class", "back"}}, link("/journal", "Journal")) + tag("h1", title) +
                        facts_of({{"Method", code(entry.method)},
                                  {"Path", code(entry.path)},
                                  {"Decoded", decoded == entry.path ? Html{} : code(decoded)},
                                  {"Status", status_of(entry)},
                                  {"Error", code(entry.error)},
                                  {"At", time_tag(entry.at)},
                                  {"Request id", code(entry.request_id)},
                                  {"Client request id", code(entry.client_request_id)},
                                  {"Mailbox", mailbox},
                                  {"Client id", code(entry.client_id)},
                                  {"Roles in the token", roles},
                                  {"Least permission", entry.needed}}));
}

}  // namespace plazo::sandbox
