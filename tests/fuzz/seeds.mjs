// tests/fuzz/seeds.mjs - writes the TZif files of corpus/tzif, RFC 9636, byte by byte.
//
//     node tests/fuzz/seeds.mjs tests/fuzz/corpus/tzif
import {writeFileSync} from 'node:fs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node seeds.mjs FOLDER');
  process.exit(2);
}

const number = (value, bytes) => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigInt64BE(BigInt(value));
  else buffer.writeInt32BE(value);
  return buffer;
};

// types: [offset, dst, name]; changes: [instant, type]
function block(version, bytes, {types, changes = [], leaps = []}) {
  const names = [...new Set(types.map(type => type[2]))];
  const text = names.map(name => name + '\0').join('');
  const index = name => text.indexOf(name + '\0');
  return Buffer.concat([
    Buffer.from('TZif' + version + '\0'.repeat(15), 'latin1'),
    ...[0, 0, leaps.length, changes.length, types.length, text.length].map(n => number(n, 4)),
    ...changes.map(change => number(change[0], bytes)),
    Buffer.from(changes.map(change => change[1])),
    ...types.map(([offset, dst, name]) =>
        Buffer.concat([number(offset, 4), Buffer.from([dst, index(name)])])),
    Buffer.from(text, 'latin1'),
    ...leaps.map(([at, total]) => Buffer.concat([number(at, bytes), number(total, 4)])),
  ]);
}
const empty = {types: [[0, 0, '']]};
const slim = (zone, footer, version = '2') => Buffer.concat(
    [block(version, 4, empty), block(version, 8, zone), Buffer.from(`\n${footer}\n`, 'latin1')]);
const fat = (zone, footer) => Buffer.concat(
    [block('2', 4, zone), block('2', 8, zone), Buffer.from(`\n${footer}\n`, 'latin1')]);

const summers = [];
for (let year = 2020; year <= 2037; ++year) {
  const lastSunday = month => {
    const end = new Date(Date.UTC(year, month + 1, 0));
    return Date.UTC(year, month, end.getUTCDate() - end.getUTCDay(), 1) / 1000;
  };
  summers.push([lastSunday(2), 1], [lastSunday(9), 0]);
}
const central = {types: [[3600, 0, 'CET'], [7200, 1, 'CEST']], changes: summers};
const meanTime = {types: [[-884, 0, 'LMT'], [0, 0, 'WET'], [3600, 0, 'CET'], [7200, 1, 'CEST']],
  changes: [[-2177452800, 1], [-940208400, 2], [135122400, 3], [150246000, 2]]};

const files = {
  'slim': slim(meanTime, 'CET-1CEST,M3.5.0,M10.5.0/3'),
  'fat': fat(central, 'CET-1CEST,M3.5.0,M10.5.0/3'),
  'version-1': block('\0', 4, central),
  'no-changes': slim({types: [[0, 0, 'UTC']]}, 'UTC0'),
  'no-footer': slim(central, ''),
  'negative-summer': slim({types: [[3600, 0, 'IST'], [0, 1, 'GMT']], changes: [[1698541200, 1]]},
                          'IST-1GMT0,M10.5.0,M3.5.0/1'),
  'hours-beyond-a-day': slim({types: [[-10800, 0, '-03'], [-7200, 1, '-02']],
    changes: [[1711846800, 1]]}, '<-03>3<-02>,M3.5.0/-1,M10.5.0/167', '3'),
  'day-of-year': slim({types: [[12600, 0, '+0330'], [16200, 1, '+0430']],
    changes: [[1632252600, 0]]}, '<+0330>-3:30<+0430>,J79/24,263/24'),
  'all-year-summer': slim({types: [[-18000, 0, 'EST'], [-14400, 1, 'EDT']],
    changes: [[1700000000, 1]]}, 'EST5EDT,0/0,J365/25', '3'),
  'skipped-day': slim({types: [[-36000, 1, '-10'], [50400, 1, '+14']],
    changes: [[1325239200, 1]]}, '<+14>-14'),
  'far-offsets': slim({types: [[93599, 0, 'AAA'], [-93599, 0, 'BBB']],
    changes: [[0, 1], [1, 0], [2, 1]]}, 'AAA-24:59:59'),
  'far-times': slim({types: [[0, 0, 'AAA'], [3600, 0, 'BBB']],
    changes: [['-9223372036854775808', 1], ['9223372036854775807', 0]]}, 'AAA0'),
  'leap-seconds': slim({types: [[0, 0, 'UTC']], leaps: [[78796800, 1]]}, 'UTC0'),
  'bad-footer': slim(central, 'CET-1CEST,M13.5.0,M10.6.7/999'),
  'type-out-of-range': slim({types: [[0, 0, 'UTC']], changes: [[0, 7]]}, 'UTC0'),
  'changes-not-ascending': slim({types: [[0, 0, 'UTC']], changes: [[5, 0], [5, 0]]}, 'UTC0'),
  'many-types': slim({types: Array.from({length: 256}, (_, i) => [i, 0, 'AAA']),
    changes: Array.from({length: 256}, (_, i) => [i * 1e6, i])}, 'AAA0BBB,M3.5.0,M10.5.0'),
};
files['truncated'] = files.slim.subarray(0, files.slim.length - 40);
files['bit-flipped'] = Buffer.from(files.slim);
files['bit-flipped'][60] ^= 0x80;
for (const [name, bytes] of Object.entries(files)) writeFileSync(`${folder}/${name}`, bytes);
