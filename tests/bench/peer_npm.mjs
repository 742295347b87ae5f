// peer_npm.mjs - does the work of a bench with libraries of npm, and says what it cost.
//
// Reads one JSON object a line: {"peer":"rrule","work":"expand",...}, the fields of each work below.
// Ends of windows are midnights, so that no occurrence is between those of UTC and of a zone.
// Answers in one line: {"seconds","answer"} of one run, {"kilobytes"} for memory, or {"error"}.
// {"work":"peers"} lists who is there and what each can do. It has to lie where its libraries are
// installed; CMake copies it there.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

process.env.TZ = "UTC"; // rrule answers in the clock of the process

const eu = ["FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "19810329T020000",
            "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "19961027T030000"];
const us = ["FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "20070311T020000",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "20071104T020000"];
const zones = { "Europe/Berlin": ["+0100", "+0200", eu], "Europe/London": ["+0000", "+0100", eu],
                "America/New_York": ["-0500", "-0400", us] };

/// For ical.js, which has no zones of its own.
function vtimezone(tzid) {
  const [standard, daylight, [summer, summerStart, winter, winterStart]] = zones[tzid];
  const observance = (kind, from, to, start, rule) =>
    [`BEGIN:${kind}`, `DTSTART:${start}`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`,
     `RRULE:${rule}`, `END:${kind}`];
  return ["BEGIN:VTIMEZONE", `TZID:${tzid}`,
          ...observance("DAYLIGHT", standard, daylight, summerStart, summer),
          ...observance("STANDARD", daylight, standard, winterStart, winter),
          "END:VTIMEZONE"].join("\r\n");
}

/// "20150105T090000" as a Date that shows it in UTC.
function asDate(text) {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(text).map(Number);
  return new Date(Date.UTC(y, mo - 1, d, h, mi, s));
}
const extended = (text) => asDate(text).toISOString().slice(0, 19);
/// The clock of a zone may be ahead of that of UTC, and nothing is before a start.
const dayBefore = (text) => new Date(asDate(text).getTime() - 86400000);
const sum = (dates) => dates.reduce((total, date) => total + date.getTime() / 1000, 0);
const ruleText = ({ rule, start, tzid }) =>
  `DTSTART${tzid ? `;TZID=${tzid}` : ""}:${start}${tzid ? "" : "Z"}\nRRULE:${rule}`;

/// Texts of one calendar each.
const objectsOf = (file) => readFileSync(file, "utf8").split(/(?<=^END:VCALENDAR\r\n)/m);

const components = (jcal) => jcal[2].reduce((total, each) => total + components(each), 1);

function icalJs(module) {
  const ICAL = module.default;
  const typed = (component) => {
    let count = 1;
    for (const property of component.getAllProperties()) property.getValues();
    for (const each of component.getAllSubcomponents()) count += typed(each);
    return count;
  };
  const zone = (tzid) => new ICAL.Timezone({ component: vtimezone(tzid), tzid });
  const time = (text, tzid) => {
    const made = ICAL.Time.fromString(extended(text));
    made.zone = tzid ? zone(tzid) : ICAL.Timezone.utcTimezone;
    return made;
  };
  const walk = (recurrence, start, from, to) => {
    const iterator = recurrence.iterator(start);
    let total = 0;
    for (let next = iterator.next(); next && next.compare(to) < 0; next = iterator.next()) {
      if (!from || next.compare(from) >= 0) total += next.toUnixTime();
    }
    return total;
  };
  return {
    index: ({ file }) => {
      const objects = objectsOf(file);
      return () => objects.reduce((total, text) => total + components(ICAL.parse(text)), 0);
    },
    typed: ({ file }) => {
      const objects = objectsOf(file);
      return () => objects.reduce(
        (total, text) => total + typed(new ICAL.Component(ICAL.parse(text))), 0);
    },
    keep: ({ file }) => {
      const objects = objectsOf(file);
      return () => objects.map((text) => {
        const component = new ICAL.Component(ICAL.parse(text));
        typed(component);
        return component;
      });
    },
    write: ({ file }) => {
      const calendars = objectsOf(file).map((text) => ICAL.parse(text));
      return () => calendars.reduce((total, each) => total + ICAL.stringify(each).length, 0);
    },
    expand: ({ rule, start, end, tzid }) => {
      const from = time(start, tzid), to = time(end, tzid);
      return () => walk(ICAL.Recur.fromString(rule), from, null, to);
    },
    window: ({ rule, start, from, to }) => {
      const recurrence = ICAL.Recur.fromString(rule);
      const [begin, first, last] = [time(start), time(from), time(to)];
      return () => walk(recurrence, begin, first, last);
    },
  };
}

function nodeIcal(module) {
  const parse = ({ file }) => {
    const objects = objectsOf(file);
    return () => { for (const text of objects) module.default.sync.parseICS(text); };
  };
  const keep = ({ file }) => {
    const objects = objectsOf(file);
    return () => objects.map((text) => module.default.sync.parseICS(text));
  };
  return { index: parse, typed: parse, keep };
}

function rruleJs(module) {
  const { rrulestr } = module.default ?? module;
  const before = (end) => new Date(end.getTime() - 1);
  return {
    expand: (work) => {
      const text = ruleText(work), from = dayBefore(work.start), end = before(asDate(work.end));
      return () => sum(rrulestr(text).between(from, end, true));
    },
    window: (work) => {
      const rule = rrulestr(ruleText(work), { cache: false });
      const from = asDate(work.from), to = before(asDate(work.to));
      return () => sum(rule.between(from, to, true));
    },
  };
}

function rruleRust({ RRuleSet, DateTime }) {
  const total = (times) => times.reduce((all, time) => all + time.toTimestamp() / 1000, 0);
  const time = (text, tzid) => DateTime.fromString(text + (tzid ? "" : "Z"));
  const read = (work) => {
    const set = RRuleSet.fromString(ruleText(work));
    set.cache.disable();
    return set;
  };
  return {
    expand: (work) => {
      const from = time(work.start, work.tzid), to = time(work.end, work.tzid);
      return () => total(read(work).between(from, to, true));
    },
    window: (work) => {
      const set = read(work), from = time(work.from), to = time(work.to);
      return () => total(set.between(from, to, true));
    },
  };
}

function rruleTemporal({ RRuleTemporal }) {
  const total = (times) => times.reduce((all, time) => all + time.epochMilliseconds / 1000, 0);
  const read = (work) => new RRuleTemporal({ rruleString: ruleText(work), cache: false });
  const before = (text) => new Date(asDate(text).getTime() - 1000);
  return {
    expand: (work) => {
      const from = dayBefore(work.start), to = before(work.end);
      return () => total(read(work).between(from, to, true));
    },
    window: (work) => {
      const rule = read(work), from = asDate(work.from), to = before(work.to);
      return () => total(rule.between(from, to, true));
    },
  };
}

const known = { "ical.js": icalJs, "node-ical": nodeIcal, rrule: rruleJs,
                "rrule-rust": rruleRust, "rrule-temporal": rruleTemporal };
const peers = {}, absent = {};
for (const [name, make] of Object.entries(known)) {
  try {
    peers[name] = make(await import(name));
  } catch (error) {
    absent[name] = String(error.message).split("\n")[0];
  }
}

const warmUpSeconds = 0.1, runSeconds = 0.02;
const clocks = () => ({ cpu: process.cpuUsage(), wall: process.hrtime.bigint() });
/// The lesser of CPU time, in which the collector's threads count, and the time on the wall.
function secondsSince(begin) {
  const cpu = process.cpuUsage(begin.cpu);
  return Math.min((cpu.user + cpu.system) / 1e6,
                  Number(process.hrtime.bigint() - begin.wall) / 1e9);
}

let asked = ""; // by whoever was asked last, and so by the others of this round
const prepared = new Map(); // by peer: ready to run, and warm
function answer(question) {
  if (question.work === "peers") {
    return { absent, peers: Object.fromEntries(
      Object.entries(peers).map(([name, works]) => [name, Object.keys(works)])) };
  }
  if (question.work === "memory") {
    const keep = peers[question.peer].keep(question);
    const before = process.memoryUsage.rss();
    const begin = clocks();
    const kept = keep();
    return { seconds: secondsSince(begin), answer: kept.length === 0 ? 0 : null,
             kilobytes: process.resourceUsage().maxRSS - before / 1024 };
  }
  const { peer, ...rest } = question;
  if (asked !== JSON.stringify(rest)) prepared.clear();
  asked = JSON.stringify(rest);
  let work = prepared.get(peer);
  if (!work) {
    prepared.set(peer, work = peers[peer][question.work](question));
    for (const begin = clocks(); secondsSince(begin) < warmUpSeconds;) work();
  }
  const begin = clocks();
  let runs = 0, found, seconds = 0;
  for (; seconds < runSeconds; seconds = secondsSince(begin), ++runs) found = work();
  return { seconds: seconds / runs, answer: found ?? null };
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { error: String(error.message ?? error).split("\n")[0] };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
