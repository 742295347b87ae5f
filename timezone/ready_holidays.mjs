// timezone/ready_holidays.mjs - writes ready_holidays.inc from the data of npm's date-holidays.
//
//     npm install date-holidays
//     node timezone/ready_holidays.mjs > timezone/ready_holidays.inc
//
// Only days that are off by law are taken (type "public"), and only whole ones: a bank holiday or an
// observance lengthens no term. What the data are known to have wrong is mended here. A region lists
// what it has beside its country, and as "absent" what its country has and it has not.
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

// Spain. What each region keeps beside what all keep, from the table that the BOE prints every
// autumn (BOE-A-2023-22014, BOE-A-2024-21316, BOE-A-2025-21667), without Sundays. Navarra's
// 3 December and two days of Ceuta and Melilla are local by name, but all of the region has them.
// Not here: the day that each Canary island has, and 17 June, which Arán has for 26 December.
const gazette = {
  2024: {
    AN: '02-28 03-28 12-09', AR: '03-28 04-23 12-09', AS: '03-28 09-09 12-09',
    CB: '03-28 04-01 07-25', CE: '03-28 06-13 06-17 08-05 09-02', CL: '03-28 04-23 12-09',
    CM: '03-28 05-30 05-31', CN: '03-28 05-30', CT: '04-01 06-24 09-11 12-26',
    EX: '02-13 03-28 12-09', GA: '03-28 05-17 07-25', IB: '03-01 03-28 04-01',
    MC: '03-19 03-28 12-09', MD: '03-28 05-02 07-25', ML: '03-28 04-10 06-17 09-17 12-09',
    NC: '03-28 04-01 07-25 12-03', PV: '03-28 04-01 07-25', RI: '03-28 04-01 06-10',
    VC: '03-19 04-01 06-24 10-09',
  },
  2025: {
    AN: '02-28 04-17 10-13', AR: '04-17 04-23 10-13', AS: '04-17 09-08 10-13',
    CB: '04-17 07-28 09-15', CE: '04-17 06-06 06-13 08-05', CL: '04-17 04-23 10-13',
    CM: '04-17 05-31 06-19', CN: '04-17 05-30', CT: '04-21 06-24 09-11 12-26',
    EX: '04-17 09-08 10-13', GA: '04-17 05-17 07-25', IB: '03-01 04-17 12-26',
    MC: '03-19 04-17 06-09', MD: '04-17 05-02 07-25', ML: '03-31 04-17 06-06 09-08 09-17',
    NC: '04-17 04-21 07-25 12-03', PV: '04-17 04-21 07-25', RI: '04-17 04-21 06-09',
    VC: '03-19 04-21 06-24 10-09',
  },
  2026: {
    AN: '02-28 04-02 11-02 12-07', AR: '04-02 04-23 11-02 12-07', AS: '04-02 09-08 11-02 12-07',
    CB: '04-02 07-28 09-15 12-07', CE: '03-20 04-02 05-27 06-13 08-05 09-02',
    CL: '04-02 04-23 11-02 12-07', CM: '04-02 04-06 06-04 11-02', CN: '04-02 05-30 11-02',
    CT: '04-06 06-24 09-11 12-26', EX: '04-02 09-08 11-02 12-07', GA: '03-19 04-02 06-24 07-25',
    IB: '03-02 04-02 04-06 12-26', MC: '03-19 04-02 06-09 12-07', MD: '04-02 05-02 11-02 12-07',
    ML: '03-20 04-02 05-27 09-08 09-17 12-07', NC: '03-19 04-02 04-06 11-02 12-03',
    PV: '03-19 04-02 04-06 07-25', RI: '04-02 04-06 06-09 12-07', VC: '03-19 04-06 06-24 10-09',
  },
};

// How the days of the gazette are called where the data have no name for them.
const nameOfDay = {
  '03-19': 'San José', '06-13': 'San Antonio', '06-24': 'San Juan', '07-25': 'Santiago Apóstol',
  '12-26': 'San Esteban', '2024-02-13': 'Martes de Carnaval',
  '2024-04-01': 'Lunes de Pascua', '2026-04-06': 'Lunes de Pascua',
  '2024-04-10': 'Fiesta del Eid Fitr', '2025-03-31': 'Fiesta del Eid Fitr',
  '2026-03-20': 'Fiesta del Eid Fitr', '2024-06-17': 'Fiesta del Sacrificio',
  '2025-06-06': 'Fiesta del Sacrificio', '2026-05-27': 'Fiesta del Sacrificio',
  '2024-06-10': 'Día de La Rioja (día sustituto)',
  '2024-12-09': 'Inmaculada Concepción (día sustituto)',
  '2025-10-13': 'Fiesta Nacional de España (día sustituto)',
};

// Days of every year that the data lack, and days that they have too much. San José is kept by two
// regions, and by others in some years: a day that is doubtful is left out, since a term that ends
// too late is lost.
const lacking = {
  BG: {'12-26': 'Рождество Христово'},
  'ES-CB': {'07-28': 'Día de las Instituciones de Cantabria'},
  'ES-CE': {'06-13': 'San Antonio'},
  'ES-MC': {'06-09': 'Día de la Región de Murcia'},
  'ES-ML': {'09-08': 'Virgen de la Victoria', '09-17': 'Día de Melilla'},
  'ES-NC': {'12-03': 'San Francisco Javier'},
  'ES-VC': {'10-09': 'Día de la Comunitat Valenciana'},
};
const tooMuch = {
  'ES-CB': ['06-28', '09-16'], 'ES-CE': ['08-06', '09-03'], 'ES-CT': ['05-02', '05-03'],
};
const keepsSanJose = new Set(['ES-MC', 'ES-VC']);

function mended(days, place) {
  if (place.startsWith('ES')) {
    days.delete('Navidad (día sustituto)');
    if (!keepsSanJose.has(place)) days.delete('San José');
  }
  for (const dates of days.values()) {
    for (const date of dates) if (tooMuch[place]?.includes(date.slice(5))) dates.delete(date);
  }
  for (const [monthDay, name] of Object.entries(lacking[place] ?? {})) {
    const dates = new Set();
    for (let year = firstYear; year <= lastYear; ++year) dates.add(`${year}-${monthDay}`);
    days.set(name, dates);
  }
  if (place === 'BG') moveToWorkingDays(days);
  if (place.startsWith('ES-')) followGazette(days, place.slice(3));
  return days;
}

// Bulgaria: what falls on a weekend, save Easter, is made up for on the next working day (Labour
// Code, 154.2).
function moveToWorkingDays(days) {
  const off = new Set([...days.values()].flatMap(dates => [...dates]));
  const isFixed = dates => new Set([...dates].map(date => date.slice(5))).size === 1;
  const moved = [...days].filter(([, dates]) => isFixed(dates)).flatMap(
      ([name, dates]) => [...dates].filter(isWeekend).map(date => [date, name]));
  for (const [date, name] of moved.sort()) {
    let next = date;
    while (isWeekend(next) || off.has(next)) next = iso(Date.parse(next) + day);
    off.add(next);
    note(days, `${name} (почивен ден)`, next);
  }
}

// In the years of the gazette only what it says, beside Sundays.
function followGazette(days, region) {
  const national = new Set([...publicDays('ES').values()].flatMap(dates => [...dates]));
  for (const [year, regions] of Object.entries(gazette)) {
    const kept = new Set(regions[region].split(' ').map(monthDay => `${year}-${monthDay}`));
    const isWrong = date =>
        date.startsWith(year) && !kept.has(date) && !national.has(date) && !isSunday(date);
    for (const dates of days.values()) {
      for (const date of dates) if (isWrong(date)) dates.delete(date);
    }
    for (const date of kept) {
      if ([...days.values()].some(dates => dates.has(date))) continue;
      note(days, nameOfDay[date] ?? nameOfDay[date.slice(5)], date);
    }
  }
}

function note(days, name, date) {
  if (!name) throw new Error(`no name for ${date}`);
  if (!days.has(name)) days.set(name, new Set());
  days.get(name).add(date);
}

const day = 24 * 3600 * 1000;
const iso = time => new Date(time).toISOString().slice(0, 10);
const isSunday = date => new Date(date).getUTCDay() === 0;
const isWeekend = date => isSunday(date) || new Date(date).getUTCDay() === 6;

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
  const national = mended(publicDays(country), country);
  for (const [name, dates] of national) add(code, name, dates);
  if (!withRegions.has(country)) continue;
  const nationalDates = new Set([...national.values()].flatMap(dates => [...dates]));
  for (const [region, name] of Object.entries(new Holidays().getStates(country))) {
    const regional = mended(publicDays(country, region), `${country}-${region}`);
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
// Data: date-holidays, ISC AND CC-BY-3.0 (https://github.com/commenthol/date-holidays); of Spain's
// regions from ${Object.keys(gazette)[0]} to ${Object.keys(gazette).at(-1)}: the BOE.
// Both tables are sorted by their first column.

constexpr YearSpan ready_years{${firstYear}, ${lastYear}};

constexpr ReadyPlace ready_places_table[] = {
${places.sort(byCode).map(row => `    {${row.map(quote).join(', ')}},`).join('\n')}
};

constexpr ReadyRow ready_rows[] = {
${rows.sort(byCode).map(([code, name, dates]) => `    {${quote(code)}, ${quote(name)},${wrapped(dates)}},`).join('\n')}
};`);
