// graph-client's batches: its envelope goes in, and its reader finds each answer.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { BatchRequestContent, BatchResponseContent } from "@microsoft/microsoft-graph-client";
import { ana, appointment, begin, graphOf, inbox, luis, meeting, origin, register }
  from "./scene.mjs";

let graph;
const events = `/users/${ana}/events`;

beforeEach(async () => {
  await begin();
  graph = graphOf(await register(["Calendars.ReadWrite", "Mail.Send"]));
});

const step = (id, path, options = {}, dependsOn = undefined) =>
  ({ id, request: new Request(origin + path, options), dependsOn });

const posted = (body) => ({ method: "POST", body: JSON.stringify(body),
                            headers: { "Content-Type": "application/json" } });

async function run(steps) {
  const content = await new BatchRequestContent(steps).getContent();
  return new BatchResponseContent(await graph.api("/$batch").post(content));
}

test("each item has its own status, headers and body", async () => {
  const answers = await run([step("made", events, posted(meeting())),
                             step("read", `/users/${ana}/calendar`),
                             step("missing", `${events}/nothing`)]);
  const made = answers.getResponseById("made");
  assert.equal(made.status, 201);
  assert.ok(made.headers.get("Location"));
  assert.equal((await made.json()).subject, "Sign the contract");
  assert.equal((await answers.getResponseById("read").json()).name, "Calendar");
  const missing = answers.getResponseById("missing");
  assert.equal(missing.status, 400);
  assert.equal((await missing.json()).error.code, "ErrorInvalidIdMalformed");
  assert.equal((await inbox(luis)).length, 1);
});

test("items without an answer's body are read, too", async () => {
  const { id } = await graph.api(events).post(appointment("Alone"));
  const mail = { message: { subject: "Hello", toRecipients: [{ emailAddress: { address: luis } }] } };
  const answers = await run([step("gone", `${events}/${id}`, { method: "DELETE" }),
                             step("sent", `/users/${ana}/sendMail`, posted(mail))]);
  assert.equal(answers.getResponseById("gone").status, 204);
  assert.equal(answers.getResponseById("sent").status, 202);
  assert.equal(await answers.getResponseById("sent").text(), "");
});

test("a chain goes on after success, and ends with 424 after failure", async () => {
  const first = step("1", events, posted(appointment("First")));
  const good = await run([first, step("2", `${events}?$top=5`, {}, ["1"])]);
  assert.equal((await good.getResponseById("2").json()).value.length, 1);
  const bad = await run([step("1", `${events}/nothing`, { method: "DELETE" }),
                         step("2", events, posted(appointment("Second")), ["1"]),
                         step("3", events, posted(appointment("Third")), ["2"])]);
  assert.equal(bad.getResponseById("2").status, 424);
  assert.equal(bad.getResponseById("3").status, 424);
  assert.equal((await graph.api(events).get()).value.length, 1);
});

test("what is over four for one mailbox is throttled inside, and goes in a second batch", async () => {
  const steps = (ids) => ids.map((id) => step(id, `/users/${ana}/calendar`));
  const first = await run(steps(["1", "2", "3", "4", "5", "6"]));
  const again = [];
  for (const [id, answer] of first.getResponses()) {
    if (answer.status === 429) again.push(id);
    if (answer.status === 429) assert.equal(answer.headers.get("Retry-After"), "1");
  }
  assert.equal(again.length, 2);
  for (const [, answer] of (await run(steps(again))).getResponses()) {
    assert.equal(answer.status, 200);
  }
});

test("a malformed envelope is an error as a whole", async () => {
  const item = { id: "1", method: "GET", url: events };
  await assert.rejects(graph.api("/$batch").post({ requests: [item, item] }),
                       { statusCode: 400, code: "BadRequest" });
});
