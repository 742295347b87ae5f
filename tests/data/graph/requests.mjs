// Writes requests.json: the schemas of Graph's requests that Plazo sends, with all that they refer
// to, in the few keywords that tests/graph/schema.h knows; and responses.json, the same of the
// calendar's responses.
//
//     node tests/data/graph/requests.mjs OPENAPI.json > tests/data/graph/requests.json
//     node tests/data/graph/requests.mjs OPENAPI.json responses > tests/data/graph/responses.json
//
// OPENAPI.json is an OpenAPI 3.0 description whose components/schemas have the "request.*" of
// calendar, mail and subscriptions, derived from microsoftgraph/msgraph-metadata (MIT licence),
// schemas/v1.0-Prod.csdl. Patterns become words ("x-words", compared without regard to case) or
// forms by name ("x-form"); one of another shape is an error here, not a check that is skipped there.
import { readFileSync } from "node:fs";

const responses = process.argv[3] === "responses";
const wanted = responses ? [
  "microsoft.graph.event", "eventCollection", "eventDelta", "microsoft.graph.calendar",
  "calendarCollection", "scheduleCollection", "timeZoneCollection",
  "microsoft.graph.convertIdResult", "error",
] : [
  "request.eventCreate", "request.eventUpdate", "request.comment", "request.sendMail",
  "request.message", "request.getSchedule", "request.subscriptionCreate",
];
const forms = {
  "^(String|Integer|": "property-id",
  "^(created|updated": "change-types",
  "^[Xx]-": "x-name",
  "^[^@\\s]+@": "address",
  "^\\d{4}-\\d{2}": "local-time",
  "^https://": "https",
};
const dropped = ["description", "title", "default", "x-server-owned"];

function fromPattern(pattern) {
  if (/^\^\((\[\w\w\]|\|)+\)\$$/.test(pattern)) {
    const words = pattern.slice(2, -2).replace(/\[(\w)(\w)\]/g, (_, upper, lower) => lower);
    return { "x-words": words.split("|") };
  }
  const form = Object.keys(forms).find((start) => pattern.startsWith(start));
  if (!form) throw new Error(`no form for ${pattern}`);
  return { "x-form": forms[form] };
}

// `map`: the value's names are not keywords but those of properties.
function simple(value, map = false) {
  if (Array.isArray(value)) return value.map((each) => simple(each));
  if (value === null || typeof value !== "object") return value;
  const out = {};
  for (const [name, each] of Object.entries(value)) {
    if (!map && dropped.includes(name)) continue;
    if (!map && name === "pattern") Object.assign(out, fromPattern(each));
    else if (!map && name === "$ref") out.$ref = each.split("/").pop();
    else out[name] = simple(each, !map && name === "properties");
  }
  return out;
}

const schemas = JSON.parse(readFileSync(process.argv[2], "utf8")).components.schemas;
const subset = {};
const add = (name) => {
  if (name in subset) return;
  subset[name] = simple(schemas[name]);
  for (const [, other] of JSON.stringify(subset[name]).matchAll(/"\$ref":"([^"]+)"/g)) add(other);
};
wanted.forEach(add);
// Renewal has its schema in the path of the subscription, and no name.
if (!responses) subset["request.subscriptionRenew"] = {
  type: "object",
  required: ["expirationDateTime"],
  properties: { expirationDateTime: { type: "string", format: "date-time" } },
  additionalProperties: false,
};
console.log(JSON.stringify(subset, null, 1));
