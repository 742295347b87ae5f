// Writes requests.json: the schemas of Graph's requests that Plazo sends, with all that they refer
// to, in the few keywords that tests/graph/schema.h knows; and responses.json, the same of the
// responses that the sandbox gives. Those are "x-closed": no other properties than these, though
// Graph calls events and messages open, and annotations such as "@odata.etag" everywhere.
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
  "calendarCollection", "scheduleCollection", "timeZoneCollection", "convertIdCollection",
  "microsoft.graph.message", "messageCollection", "microsoft.graph.subscription",
  "subscriptionCollection", "microsoft.graph.changeNotificationCollection", "batchResponse", "error",
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
// Collections that the description has no names for are as those that it has.
const collectionOf = (type) => {
  const collection = structuredClone(schemas.eventCollection);
  collection.properties.value.items = { $ref: type };
  return collection;
};
schemas.messageCollection = collectionOf("microsoft.graph.message");
schemas.convertIdCollection = collectionOf("microsoft.graph.convertIdResult");

const named = (schema) => schema.$ref ? schemas[schema.$ref.split("/").pop()] : schema;

// A type with the properties of those that it derives from, and no others. "This type or null" is
// the type, nullable: as it is written, any object would pass.
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  if (schema.anyOf?.length === 2 && schema.anyOf[1].nullable && schema.anyOf[0].$ref) {
    return { $ref: schema.anyOf[0].$ref, nullable: true };
  }
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => closed(named(part)));
    return { ...parts.at(-1), properties: Object.assign({}, ...parts.map((part) => part.properties)) };
  }
  const { additionalProperties, ...rest } = schema;
  const out = Object.fromEntries(Object.entries(rest).map(([name, each]) => [name, closed(each)]));
  const some = Object.keys(out.properties ?? {}).some((name) => !name.startsWith("@"));
  if (some) return { ...out, "x-closed": true };
  return additionalProperties ? { ...out, additionalProperties } : out;
}

const subset = {};
const add = (name) => {
  if (name in subset) return;
  subset[name] = simple(responses ? closed(schemas[name]) : schemas[name]);
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
