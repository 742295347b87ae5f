// timezone/city_names.mjs - writes city_names.inc from Unicode CLDR: cities in other languages.
//
//     npm pack cldr-dates-modern@45.0.0 && tar xzf cldr-dates-modern-*.tgz
//     node timezone/city_names.mjs package/main > timezone/city_names.inc
//
// Cities that people are shown by Windows, one of each zone or so, and all of Europe. Names that
// are the tz database's own, or its English, are left out, and so are those with a remark.
import {readFileSync} from 'node:fs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node city_names.mjs package/main');
  process.exit(2);
}
const languages = ('en ar cs da de el es fi fr he hu it ja ko nb nl no pl pt pt-PT ro ru sv tr uk ' +
                   'zh zh-Hant').split(' ');
const shown = new Set(('Africa: Cairo Casablanca Harare Juba Khartoum Monrovia Nairobi Sao_Tome ' +
  'Tripoli Windhoek; America: Araguaina Asuncion Bogota Buenos_Aires Caracas Cayenne Chihuahua ' +
  'Cuiaba Fortaleza Havana La_Paz Lima Manaus Mazatlan Mexico_City Montevideo Monterrey ' +
  'Punta_Arenas Rio_Branco Santiago Tegucigalpa Tijuana; Asia: Almaty Amman Baghdad Baku Bangkok ' +
  'Barnaul Beirut Bishkek Calcutta Chita Colombo Damascus Dhaka Gaza Hebron Hong_Kong Hovd Irkutsk ' +
  'Jakarta Jerusalem Kabul Kamchatka Karachi Katmandu Krasnoyarsk Kuala_Lumpur Kuwait Magadan ' +
  'Muscat Nicosia Novosibirsk Omsk Qyzylorda Pyongyang Rangoon Riyadh Sakhalin Seoul Shanghai ' +
  'Singapore Taipei Tashkent Tbilisi Tehran Tokyo Tomsk Ulaanbaatar Urumqi Vladivostok Yakutsk ' +
  'Yekaterinburg Yerevan; Atlantic: Azores Cape_Verde Canary Reykjavik; Australia: Adelaide ' +
  'Brisbane Darwin Hobart Melbourne Perth Sydney; Pacific: Apia Auckland Fiji Guam Honolulu')
  .split('; ').flatMap(part => {
    const [region, cities] = part.split(': ');
    return cities.split(' ').map(city => `${region}/${city}`);
  }));

const read = language =>
  JSON.parse(readFileSync(`${folder}/${language}/timeZoneNames.json`, 'utf8'))
    .main[language].dates.timeZoneNames.zone;
function* cities(node, path) {
  for (const [name, value] of Object.entries(node)) {
    if (name === 'exemplarCity') yield [path, value.replaceAll(/[’ʻ]/g, "'")];
    else if (typeof value === 'object') yield* cities(value, path ? `${path}/${name}` : name);
  }
}
const lower = text => text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());

const own = new Set();  // what the tz database says, which needs no row
const rows = new Map();
for (const language of languages) {
  for (const [zone, city] of cities(read(language), '')) {
    own.add(lower(zone.split('/').pop().replaceAll('_', ' ')));
    if (!zone.startsWith('Europe/') && !shown.has(zone)) continue;
    if (!/[,;/()、，]/.test(city)) rows.set(lower(city) + zone, [city, zone]);
  }
}
const bytes = ([city, zone]) => Buffer.from(`${lower(city)}\0${zone}`);
const wanted = [...rows.values()].filter(([city]) => !own.has(lower(city)))
  .sort((a, b) => Buffer.compare(bytes(a), bytes(b)));

let line = '';
const lines = [];
for (const row of wanted) {
  const cell = `{"${row[0]}", "${row[1]}"},`;
  if (line && line.length + cell.length + 1 > 100) {
    lines.push(line);
    line = '';
  }
  line += (line ? ' ' : '') + cell;
}
console.log(`// Written by city_names.mjs from Unicode CLDR 45; not to be edited.
// Data: Copyright Unicode, Inc., Unicode License v3 (SPDX: Unicode-3.0).
// ${languages.join(' ')}
${[...lines, line].join('\n')}`);
