// examples/sandbox/page_style.cpp - how the pages look: one style sheet for light and dark, narrow
// and wide.
//
// Narrow screens get lists; from `wide` on a week and a month are drawn. The places of events in a
// week are classes, since the Content-Security-Policy takes no inline style: from-N and to-N are
// quarters of an hour, lane-N and lane-end-N columns, row-N rows of whole days (page_days.h).
#include "examples/sandbox/page_days.h"
#include "examples/sandbox/page_parts.h"

namespace plazo::sandbox {
namespace {

constexpr std::string_view general = R"css(:root {
  color-scheme: light dark;
  --paper: #ffffff; --sheet: #f5f6f8; --ink: #1b1f24; --faint: #56606b; --line: #d4d9df;
  --accent: #0b57a4; --accent-soft: #e4effa; --good: #17643a; --good-soft: #e2f3e8;
  --bad: #a1232b; --bad-soft: #fce9ea; --warning: #7a4b00; --warning-soft: #fcefd6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --sheet: #1e2226; --ink: #e8ebee; --faint: #a6b0ba; --line: #3b424a;
    --accent: #8ec5ff; --accent-soft: #17324e; --good: #8fdaa8; --good-soft: #12341f;
    --bad: #ffa3a8; --bad-soft: #481a1e; --warning: #f3c778; --warning-soft: #3d2d0a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
h1, h2, h3, p, dd, li, .address { overflow-wrap: anywhere; }
p { margin: .5rem 0; max-width: 46rem; }
ol, ul { margin: 0; padding: 0; list-style: none; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85rem; }
code { overflow-wrap: anywhere; }
pre { margin: .5rem 0 1rem; padding: .75rem 1rem; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap;
  overflow-wrap: anywhere; }
main > ul { padding-left: 1.25rem; list-style: disc; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem 1rem; background: var(--paper); z-index: 9; }
.nothing, .zone, .part, .about { color: var(--faint); }

.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1.5rem;
  padding: .75rem clamp(1rem, 3vw, 2.5rem); background: var(--sheet);
  border-bottom: 1px solid var(--line); }
.top p { margin: 0; }
.brand a { color: inherit; font-weight: 700; text-decoration: none; }
.brand a:hover { text-decoration: underline; }
.clock { margin-left: auto !important; color: var(--faint); font-variant-numeric: tabular-nums; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; }
nav a { display: inline-block; padding: .25rem .5rem; border-radius: 4px; text-decoration: none; }
nav a:hover { background: var(--accent-soft); }
nav [aria-current] { color: var(--ink); font-weight: 600; text-decoration: underline;
  text-decoration-thickness: 2px; text-underline-offset: .4em; }
.top nav { margin: 0 -.5rem; }
main { display: block; max-width: 92rem; margin: 0 auto;
  padding: 1.75rem clamp(1rem, 3vw, 2.5rem) 4rem; }
.about { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0 0 1rem; }
.parts { padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
.parts ul, .pages ul { margin-left: -.5rem; }
.pages { margin-top: 1rem; }
.back { margin: 0 0 .25rem; }
.parts + .back { margin-top: 1rem; }
.back + .card { margin-top: .5rem; }

.badge { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor;
  border-radius: 99px; font-size: .8rem; font-weight: 600; line-height: 1.5; }
h2 .badge { vertical-align: .15em; }
.good { color: var(--good); background: var(--good-soft); }
.bad { color: var(--bad); background: var(--bad-soft); }
.warning { color: var(--warning); background: var(--warning-soft); }
.plain { color: var(--faint); background: var(--sheet); }

dl { margin: 1rem 0; }
dl > div { padding: .35rem 0; border-bottom: 1px solid var(--line); }
@media (min-width: 36rem) {
  dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; }
}
dt { color: var(--faint); }
dd { margin: 0; min-width: 0; }
.state dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
  gap: .75rem; }
.state dl > div { display: block; padding: .75rem 1rem; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 6px; }
.state dd { font-weight: 600; }

table { width: 100%; border-collapse: collapse; margin: .75rem 0; }
caption { text-align: left; color: var(--faint); padding-bottom: .25rem; }
th, td { padding: .45rem .75rem .45rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; }
thead th { color: var(--faint); font-size: .85rem; border-bottom-color: var(--faint); }
tbody th { overflow-wrap: anywhere; }
td time { font-variant-numeric: tabular-nums; font-size: .9rem; }
@media (min-width: 48rem) {
  td time { white-space: nowrap; }
  td .address { display: inline-block; min-width: 8.5rem; }
}
@media (min-width: 75rem) {
  td .id { white-space: nowrap; }
}
@media (max-width: 47.99rem) {
  table, tbody, tr, th, td, caption { display: block; }
  thead { position: absolute; left: -99rem; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  th, td { padding: .1rem 0; border: 0; overflow-wrap: anywhere; }
  tbody th { font-weight: 600; }
  td { position: relative; padding-left: 7.5rem; min-height: 1.7rem; }
  td:empty { display: none; }
  td::before { content: attr(data-label); position: absolute; left: 0; width: 7rem;
    color: var(--faint); font-size: .85rem; }
}
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 1rem 0; }
form p { margin: 0; flex: 1 1 9rem; }
form p:last-child { flex: 0 0 auto; }
input { width: 100%; }
label { display: block; color: var(--faint); font-size: .85rem; }
input, button { font: inherit; color: inherit; padding: .35rem .6rem; border-radius: 4px;
  border: 1px solid var(--faint); background: var(--paper); max-width: 100%; }
button { background: var(--accent); border-color: var(--accent); color: var(--paper);
  font-weight: 600; cursor: pointer; }
summary { cursor: pointer; padding: .35rem 0; color: var(--accent); }

.card { border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem;
  margin: 1.5rem 0; min-width: 0; }
.card h2 { margin-top: .25rem; font-size: 1.4rem; }
.letter { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 46rem; }
.raw { min-width: 0; }
.raw code { font-size: .75rem; }
.raw h2 { margin-top: 1.5rem; }
@media (min-width: 75rem) {
  .beside { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; align-items: start; }
}
)css";

constexpr std::string_view calendars = R"css(
.calendar h2 { margin: 1.5rem 0 .25rem; font-size: 1.5rem; }
.calendar h2::first-letter { text-transform: uppercase; }
.controls { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem;
  margin: 0 -.5rem 1rem; }
.event { display: block; padding: .15rem .4rem; border-radius: 4px; text-decoration: none;
  color: var(--ink); background: var(--accent-soft); border: 1px solid var(--accent);
  border-left-width: 5px; font-size: .85rem; line-height: 1.35; overflow-wrap: anywhere; }
.event:hover .what { text-decoration: underline; }
.at { font-variant-numeric: tabular-nums; }
.what { font-weight: 600; }
.event .state { font-style: italic; }
.event .state::before { content: "["; }
.event .state::after { content: "]"; }
.tentative { background: var(--paper); border-style: dashed; }
.free { background: var(--paper); }
.away { background: var(--warning-soft); border-color: var(--warning); }
.cancelled, .declined { background: var(--bad-soft); border-color: var(--bad); }
.cancelled .what, .declined .what { text-decoration: line-through; }
.declined { background: var(--paper); border-style: dotted; }
.note { font-size: .8rem; color: var(--warning); }
.more { font-size: .85rem; }
.day h3 { margin: 1rem 0 .25rem; }
.day h3 a { color: inherit; text-decoration: none; }
.day h3 a:hover { text-decoration: underline; }
.day li, .agenda li { margin-bottom: .25rem; }
.day h3 .long { display: inline-block; }
.day h3 .long::first-letter { text-transform: uppercase; }
.agenda .event { padding: .4rem .75rem; font-size: 1rem; max-width: 46rem; }
.day h3 .short, .hours, .weekdays { display: none; }
.month .outside, .month .empty:not(.today) { display: none; }
@media (min-width: 60rem) {
  .day h3 .long { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .day h3 .short { display: inline; }
  .day h3 { margin: 0; font-size: .95rem; font-weight: 600; white-space: nowrap; }
  .day .nothing { display: none; }
  .today h3 a { color: var(--accent); }
  .today h3 .badge { font-size: .7rem; padding: 0 .35rem; }

  .month { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr));
    border-left: 1px solid var(--line); border-top: 1px solid var(--line); }
  .weekdays { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); }
  .weekdays li { padding: .25rem .4rem; color: var(--faint); font-size: .85rem; }
  .weekdays li::first-letter { text-transform: uppercase; }
  .month .day, .month .outside, .month .empty:not(.today) { display: block; min-height: 7rem;
    padding: .35rem; border: 0 solid var(--line); border-width: 0 1px 1px 0; }
  .month .outside { background: var(--sheet); }
  .month .outside h3 a { color: var(--faint); font-weight: 400; }
  .month .today { box-shadow: inset 0 3px var(--accent); }
  .month h3 { margin-bottom: .25rem; }
  .month li li { margin-bottom: 2px; }
  .month .event { font-size: .8rem; padding: 0 .3rem; border-left-width: 4px; }
  .month .place, .month .until { display: none; }

  .week { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .5rem;
    grid-template-rows: auto auto auto; }
  .hours { display: block; grid-row: 3; color: var(--faint); font-size: .75rem;
    text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .hours li { height: 3.2rem; line-height: 1.1rem; position: relative; top: -.55rem; }
  .days { grid-column: 2; grid-row: 1 / 4; display: grid; grid-template-rows: subgrid;
    grid-template-columns: repeat(7, minmax(0, 1fr)); border: 0 solid var(--line);
    border-width: 0 1px 1px 0; }
  .week .day { grid-row: 1 / 4; display: grid; grid-template-rows: subgrid;
    border-left: 1px solid var(--line); margin: 0; min-width: 0; }
  .week h3 { padding: .25rem .4rem; border-top: 1px solid var(--line); }
  .week .today h3 { box-shadow: inset 0 3px var(--accent); }
  .strip { display: grid; grid-auto-rows: minmax(1.6rem, auto); row-gap: 2px;
    align-content: start; padding-bottom: 4px; border-bottom: 1px solid var(--faint);
    min-width: 0; }
  .strip li { margin: 0 2px; min-width: 0; }
  .strip .event { white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
    height: 1.6rem; font-size: .8rem; }
  .strip .note, .strip .more { padding: 0 .4rem; }
  .strip .goes-on { margin-right: -1px; }
  .strip .goes-on .event { border-right: 0; border-top-right-radius: 0;
    border-bottom-right-radius: 0; }
  .strip .goes-on-from { margin-left: -1px; }
  .strip .goes-on-from .event { border-left-width: 0; border-top-left-radius: 0;
    border-bottom-left-radius: 0; padding-left: .6rem; }
  .blocks { display: grid; grid-auto-rows: .8rem; min-width: 0;
    background: repeating-linear-gradient(var(--line) 0 1px, transparent 1px 3.2rem); }
  .blocks li { margin: 1px 1px 0 2px; min-width: 0; min-height: 0; }
  .blocks .event { height: 100%; overflow: hidden; font-size: .8rem; line-height: 1.2;
    display: flex; flex-direction: column; padding: 1px .3rem; }
  .blocks .what { order: -1; hyphens: auto; }
  .blocks .brief .event { flex-direction: row; gap: .4rem; white-space: nowrap; padding: 0 .3rem;
    line-height: 1.4rem; }
  .blocks .brief .what { overflow: hidden; text-overflow: ellipsis; }
  .blocks .brief .until { display: none; }
  .blocks .brief:hover .event, .blocks .brief:focus-within .event { white-space: normal;
    flex-wrap: wrap; }
  .blocks li:hover, .blocks li:focus-within { z-index: 2; min-width: 11rem; }
  .blocks li:hover .event, .blocks li:focus-within .event { height: auto; min-height: 100%; }
  .day:nth-child(n + 6) .blocks li:hover, .day:nth-child(n + 6) .blocks li:focus-within {
    justify-self: end; }
)css";

constexpr std::string_view picture =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">)"
    R"(<rect x="3" y="6" width="26" height="23" rx="4" fill="#0b57a4"/>)"
    R"(<path d="M9 3v7M23 3v7" stroke="#0b57a4" stroke-width="4"/>)"
    R"(<path d="M8 16h16M8 22h10" stroke="#fff" stroke-width="3"/></svg>)";

std::string rule(const char* name, int number, const char* property, int value) {
    return "  ." + std::string{name} + std::to_string(number) + " { " + property + ": " +
           std::to_string(value) + "; }\n";
}

/// The classes that say where an event stands; lines of a grid count from 1.
std::string places() {
    std::string out;
    for (int i = 0; i <= quarters_of_day; ++i) {
        out += rule("from-", i, "grid-row-start", i + 1);
        out += rule("to-", i, "grid-row-end", i + 1);
    }
    for (int i = 0; i <= lanes_max; ++i) {
        out += rule("lane-", i, "grid-column-start", i + 1);
        out += rule("lane-end-", i, "grid-column-end", i + 1);
        out += "  .lanes-" + std::to_string(i) + " { grid-template-columns: repeat(" +
               std::to_string(std::max(i, 1)) + ", minmax(0, 1fr)); }\n";
    }
    for (int i = 0; i < strip_rows_max; ++i) out += rule("row-", i, "grid-row", i + 1);
    return out;
}

}  // namespace

std::string style_sheet() {
    static const std::string sheet =
        std::string{general} + std::string{calendars} + places() + "}\n";
    return sheet;
}

std::string_view icon() {
    return picture;
}

}  // namespace plazo::sandbox
