// examples/sandbox/page_parts.h - what the pages have in common, and which they are.
//
// A page is a function of a Visit; what it refuses, it throws as a Refusal, which page() shows with
// its status. The tool itself speaks English and writes UTC; what a person would see, a calendar,
// an event or a mail, is in that person's language and zone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/page_html.h"
#include "examples/sandbox/page_locale.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// How much a page shows at once; the rest is on further ones, or said to be left out.
inline constexpr std::size_t mailboxes_per_page = 100;
inline constexpr std::size_t mails_per_page = 50;
inline constexpr std::size_t latest_mails_max = 10;
inline constexpr std::size_t entries_per_page = 100;
inline constexpr std::size_t listed_max = 200;      ///< rows of what has no pages
inline constexpr std::size_t month_events_max = 4;  ///< of a day in a month
inline constexpr std::size_t day_events_max = 300;
inline constexpr std::size_t path_characters_max = 100;
inline constexpr std::size_t letter_bytes_max = 200'000;

struct Visit {
    World& world;
    const graph::Request& request;
    std::vector<std::string> path;  ///< decoded segments
};

Html overview_page(const Visit& visit);
/// mailboxes/{address} and inbox, sent, deleted below it; with a number behind, one mail of it.
Html folder_page(const Visit& visit);
Html mail_page(const Visit& visit);
/// mailboxes/{address}/calendar?view=week|month|day&date=YYYY-MM-DD
Html calendar_page(const Visit& visit);
/// mailboxes/{address}/events/{id} and deleted/{number}
Html event_page(const Visit& visit);
/// journal?method=&path=&mailbox=&client_id=&status=&before=N|after=N and journal/{number}
Html journal_page(const Visit& visit);
Html entry_page(const Visit& visit);
Html faults_page(const Visit& visit);
Html throttle_page(const Visit& visit);
Html subscriptions_page(const Visit& visit);
Html clock_page(const Visit& visit);

/// style.css and icon.svg
std::string style_sheet();
std::string_view icon();

/// The whole document; `place` is the path of the link in the navigation that is to be marked.
Html document(const Visit& visit, const std::string& title, std::string_view place,
              const Html& main);

/// The query's values. A Refusal 400 for a name that the page does not know.
using Values = std::map<std::string, std::string>;
Values values_of(const Visit& visit, std::initializer_list<std::string_view> known);
/// A Refusal 400 unless it is a number from 1 on; `otherwise` where there is none.
std::uint64_t number_of(const Values& values, const std::string& name, std::uint64_t otherwise);
/// A segment that is a number from 1 to `count`; a Refusal 404.
std::size_t position_of(const std::string& segment, std::size_t count, const std::string& what);

/// The newest first, a page at a time.
struct Paging {
    std::size_t count = 0;
    std::size_t size = 1;
    std::size_t page = 1;

    std::size_t pages() const { return count == 0 ? 1 : (count + size - 1) / size; }
    /// What the page shows, counted from the newest.
    std::size_t begin() const { return (page - 1) * size; }
    std::size_t end() const { return std::min(count, begin() + size); }
};
/// A Refusal 404 for a page that there is not.
Paging paging_of(const Values& values, std::size_t count, std::size_t size);
Html links_of(const Paging& paging, const std::string& address);

/// Somebody who gets mail, in the tenant or outside.
struct Person {
    std::string address;
    std::string name;
    const Mailbox* mailbox = nullptr;  ///< null outside the tenant
    Locale locale;
    std::string zone_name;  ///< empty where nobody knows
    timezone::Zone zone = timezone::Zone::utc();
};
/// A Refusal 404 where nobody has the address.
Person person_at(const World& world, const std::string& address);
/// The same, with a calendar to look at: a Refusal 404.
Calendar& calendar_of(const Visit& visit, const Person& person);

/// "/mailboxes/ana%40plazo.test/inbox"
std::string address_of(const Person& person, const std::string& part = "");
/// Heading and navigation of a mailbox's pages; `part` is the one that is shown.
Html mailbox_head(const Visit& visit, const Person& person, std::string_view part);

/// How an event stands in its owner's calendar: a class for its look, and what has to be said.
struct Standing {
    std::string_view look;
    std::optional<Word> said;
};
Standing standing_of(const Item& item);

/// Words that stand out, with a class for their colour: "good", "bad", "warning" or "plain".
Html badge(std::string_view look, const Html& text);
/// "accepted", "declined", "tentativelyAccepted", or nothing yet.
Html answer_badge(const std::string& response, const Locale& locale);
Html kind_badge(const Mail& mail, const Locale& locale);
std::string subject_of(const std::string& subject, const Locale& locale);

/// How to do with curl what the page only shows.
Html curl_line(const Visit& visit, const std::string& path, const std::string& body,
               const std::string& method = "POST");

/// A body as text: what it hides or would run is left out.
Html body_text(const Body& body);

}  // namespace plazo::sandbox
