// Writes directory.json: the schemas of the directory's answers, in the few keywords that
// tests/graph/schema.h knows.
//
//     node tests/data/graph/directory.mjs v1.0-Prod.csdl > tests/data/graph/directory.json
//
// The CSDL is that of microsoftgraph/msgraph-metadata (MIT licence), schemas/. Types that the
// sandbox has no part of are any object. Graph calls applications and principals open; here each
// type is "x-closed", since the sandbox has no properties of its own.
import { readFileSync } from "node:fs";

const wanted = ["application", "servicePrincipal", "appRoleAssignment"];
const parts = ["appRole", "keyCredential", "passwordCredential", "requiredResourceAccess",
               "resourceAccess"];
const text = readFileSync(process.argv[2], "utf8");

const attribute = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

const simple = {
  "Edm.String": { type: "string" }, "Edm.Boolean": { type: "boolean" },
  "Edm.Guid": { type: "string", format: "uuid" }, "Edm.Binary": { type: "string" },
  "Edm.DateTimeOffset": { type: "string", format: "date-time" },
};

function schemaOf(type) {
  const one = /^Collection\((.*)\)$/.exec(type)?.[1];
  if (one) return { type: "array", items: schemaOf(one) };
  const name = type.replace(/^graph\./, "");
  return simple[type] ?? (parts.includes(name) ? { $ref: name } : { type: "object" });
}

/** The properties of a type and of those that it derives from. */
function properties(name) {
  const found = new RegExp(`<(EntityType|ComplexType) Name="${name}"[^>]*>[^]*?</\\1>`).exec(text);
  if (!found) throw new Error(`there is no type ${name}`);
  const base = attribute(found[0].split(">")[0], "BaseType")?.replace(/^graph\./, "");
  const out = base ? properties(base) : {};
  for (const [tag] of found[0].matchAll(/<Property [^>]*>/g)) {
    if (attribute(tag, "Type") === "Edm.Stream") continue;
    out[attribute(tag, "Name")] = { ...schemaOf(attribute(tag, "Type")),
                                    ...(attribute(tag, "Nullable") ? {} : { nullable: true }) };
  }
  return out;
}

const all = {};
for (const name of [...wanted, ...parts]) {
  all[name] = { type: "object", properties: properties(name), "x-closed": true };
}
for (const name of wanted) {
  all[`${name}Collection`] = {
    type: "object", required: ["value"], "x-closed": true,
    properties: { value: { type: "array", items: { $ref: name } } },
  };
}
console.log(JSON.stringify(all, null, 1));
