// timezone/ready_holidays.mjs - writes ready_holidays.inc from the data of npm's date-holidays.
//
//     npm install date-holidays
//     node timezone/ready_holidays.mjs > timezone/ready_holidays.inc
//
// Only days that are off by law are taken (type "public"), and only whole ones: a bank holiday or
// an observance lengthens no term. A region lists what it has beside its country, and as "absent"
// what its country has and it has not.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const require = createRequire(`${process.cwd()}/`);
const Holidays = require('date-holidays');
const {version} = JSON.parse(readFileSync(require.resolve('date-holidays/package.json'), 'utf8'));

const firstYear = 2024;
const lastYear = 2040;
const countries = ('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK' +
                   ' CH GB NO').split(' ');
const withRegions = new Set(['DE', 'ES', 'GB']);
// Where a country has several, the one of its capital, and of the regions that differ.
const zoneOf = {'ES-CN': 'Atlantic/Canary', ES: 'Europe/Madrid', PT: 'Europe/Lisbon',
                DE: 'Europe/Berlin', CY: 'Asia/Nicosia'};

// What the data have wrong, from the yearly tables of the BOE (2024 to 2026). San José is kept by few
// regions, and by others in some years: a day that is doubtful is left out, since a term that ends
// too late is lost.
const keepsSanJose = new Set(['ES-MC', 'ES-VC']);
const missing = {'ES-NC': ['San Francisco Javier', '12-03'],
                 'ES-VC': ['Día de la Comunitat Valenciana', '10-09']};

function corrected(days, country, region) {
  const place = `${country}-${region}`;
  if (country === 'ES' && !keepsSanJose.has(place)) days.delete('San José');
  if (missing[place]) {
    const [name, monthDay] = missing[place];
    const dates = new Set();
    for (let year = firstYear; year <= lastYear; ++year) dates.add(`${year}-${monthDay}`);
    days.set(name, dates);
  }
  return days;
}

const day = 24 * 3600 * 1000;
const iso = time => new Date(time).toISOString().slice(0, 10);

// name -> its dates, of all years
function publicDays(...place) {
  const calendar = new Holidays(...place);
  const found = new Map();
  for (let year = firstYear; year <= lastYear; ++year) {
    for (const each of calendar.getHolidays(year)) {
      if (each.type !== 'public' || !each.date.endsWith('00:00:00')) continue;
      const length = Math.round((each.end - each.start) / day);
      if (length < 1) continue;
      if (!found.has(each.name)) found.set(each.name, new Set());
      const begin = Date.parse(each.date.slice(0, 10));
      for (let i = 0; i < length; ++i) found.get(each.name).add(iso(begin + i * day));
    }
  }
  return found;
}

// "12-25" where that is so in every year, else all the dates.
function spelled(dates) {
  const sorted = [...dates].sort();
  const days = new Set(sorted.map(date => date.slice(5)));
  const everyYear = days.size === 1 && sorted.length === lastYear - firstYear + 1;
  return everyYear ? [...days][0] : sorted.join(' ');
}

const places = [];
const rows = [];
const add = (code, name, dates) => dates.size && rows.push([code, name, spelled(dates)]);

for (const country of countries) {
  const calendar = new Holidays(country);
  const names = new Holidays().getCountries('en');
  const code = country.toLowerCase();
  const zone = zoneOf[country] ?? calendar.getTimezones()[0];
  places.push([code, names[country], zone]);
  const national = publicDays(country);
  for (const [name, dates] of national) add(code, name, dates);
  if (!withRegions.has(country)) continue;
  const nationalDates = new Set([...national.values()].flatMap(dates => [...dates]));
  for (const [region, name] of Object.entries(new Holidays().getStates(country))) {
    const regional = corrected(publicDays(country, region), country, region);
    const regionalDates = new Set([...regional.values()].flatMap(dates => [...dates]));
    const regionCode = `${code}-${region.toLowerCase()}`;
    places.push([regionCode, name, zoneOf[`${country}-${region}`] ?? zone]);
    for (const [holiday, dates] of regional) {
      add(regionCode, holiday, new Set([...dates].filter(date => !nationalDates.has(date))));
    }
    const absent = new Set([...nationalDates].filter(date => !regionalDates.has(date)));
    add(regionCode, 'absent', absent);
  }
}

const byCode = (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
const quote = text => `"${text.replaceAll('"', '\\"')}"`;
// Lines of at most 100 columns.
function wrapped(text) {
  const lines = [];
  for (const word of text.split(' ')) {
    if (lines.length && lines.at(-1).length + word.length < 86) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  if (lines.length === 1) return ` ${quote(text)}`;
  return lines.map((line, i) => `\n        ${quote(i + 1 < lines.length ? `${line} ` : line)}`).join('');
}
console.log(`// Written by ready_holidays.mjs from date-holidays ${version}; not to be edited.
// Data: date-holidays, ISC AND CC-BY-3.0 (https://github.com/commenthol/date-holidays).
// Both tables are sorted by their first column.

constexpr YearSpan ready_years{${firstYear}, ${lastYear}};

constexpr ReadyPlace ready_places_table[] = {
${places.sort(byCode).map(row => `    {${row.map(quote).join(', ')}},`).join('\n')}
};

constexpr ReadyRow ready_rows[] = {
${rows.sort(byCode).map(([code, name, dates]) => `    {${quote(code)}, ${quote(name)},${wrapped(dates)}},`).join('\n')}
};`);
