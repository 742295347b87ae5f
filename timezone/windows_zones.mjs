// timezone/windows_zones.mjs - writes windows_zones.inc from two files of Unicode CLDR.
//
//     npm pack cldr-core && tar xzf cldr-core-*.tgz        # package/supplemental/windowsZones.json
//     npm pack cldr-bcp47 && tar xzf cldr-bcp47-*.tgz      # package/bcp47/timezone.json
//     node timezone/windows_zones.mjs windowsZones.json timezone.json > timezone/windows_zones.inc
//
// CLDR keeps the first name that a zone ever had ("Asia/Calcutta"); what is written here is the
// name that the tz database prefers ("Asia/Kolkata").
import {readFileSync} from 'node:fs';

const [windowsPath, aliasPath] = process.argv.slice(2);
if (!aliasPath) {
  console.error('usage: node windows_zones.mjs windowsZones.json timezone.json');
  process.exit(2);
}
const supplemental = JSON.parse(readFileSync(windowsPath, 'utf8')).supplemental;
const keywords = JSON.parse(readFileSync(aliasPath, 'utf8')).keyword.u.tz;

const preferred = new Map();  // any name -> the preferred one
for (const entry of Object.values(keywords)) {
  if (typeof entry !== 'object' || !entry._alias) continue;
  const names = entry._alias.split(' ');
  for (const name of names) preferred.set(name, entry._iana ?? names[0]);
}
const prefer = name => preferred.get(name) ?? name;
const folded = (a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);

const forward = [];            // [windows, territory, zone]
const backward = new Map();    // preferred name -> windows
for (const {mapZone} of supplemental.windowsZones.mapTimezones) {
  const zones = mapZone._type.trim().split(/ +/).map(prefer);
  forward.push([mapZone._other, mapZone._territory, zones[0]]);
  for (const zone of zones) backward.set(zone, mapZone._other);
}
forward.sort((a, b) => a[0] === b[0] ? (a[1] < b[1] ? -1 : 1) : folded(a[0], b[0]));
const reverse = [...new Set([...preferred.keys(), ...backward.keys()])]
  .filter(name => backward.has(prefer(name)))
  .map(name => [name, backward.get(prefer(name))])
  .sort((a, b) => folded(a[0], b[0]));
const aliases = [...preferred].filter(([name, better]) => name !== better)
  .sort((a, b) => folded(a[0], b[0]));

const rows = table => table.map(row => `    {${row.map(cell => `"${cell}"`).join(', ')}},`).join('\n');
console.log(`// Written by windows_zones.mjs from Unicode CLDR ${supplemental.version._cldrVersion}; not to be edited.
// Data: Copyright Unicode, Inc., Unicode License v3 (SPDX: Unicode-3.0).
// Every table is sorted without regard to case, the world ("001") before its territories.

constexpr WindowsRow windows_rows[] = {
${rows(forward)}
};

constexpr PairRow windows_of_iana[] = {
${rows(reverse)}
};

constexpr PairRow iana_aliases[] = {
${rows(aliases)}
};`);
