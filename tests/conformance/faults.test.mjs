// What graph-client does when something goes wrong: its RetryHandler waits, its errors say what
// was wrong.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { GraphError } from "@microsoft/microsoft-graph-client";
import { admin, ana, appointment, begin, graphOf, journal, origin, register } from "./scene.mjs";

let graph;
const events = `/users/${ana}/events`;
const fault = (more) => admin("POST", "/faults", { match: { path: "/events" }, count: 1, ...more });
const statuses = async () => (await journal("/events")).map((entry) => entry.status);

beforeEach(async () => {
  await begin();
  graph = graphOf(await register(["Calendars.ReadWrite"]));
});

test("429 is tried again after Retry-After, with the same body", async () => {
  await fault({ status: 429, headers: { "Retry-After": "2" } });
  const start = Date.now();
  const made = await graph.api(events).post(appointment("Patient"));
  assert.equal(made.subject, "Patient");
  assert.ok(Date.now() - start >= 2000);
  assert.deepEqual(await statuses(), [429, 201]);
});

test("503 and 504 are tried again", async () => {
  await fault({ status: 503, headers: { "Retry-After": "1" } });
  await fault({ status: 504, headers: { "Retry-After": "1" } });
  await graph.api(events).get();
  assert.deepEqual((await statuses()).slice().sort(), [200, 503, 504]);
});

test("more at once than a mailbox takes are throttled, and all succeed", async () => {
  await admin("POST", "/faults", { match: { path: "/events" }, count: 4, delay_ms: 300 });
  await graph.api(`/users/${ana}/calendar`).get(); // signs in
  const all = await Promise.all(Array.from({ length: 6 }, () => graph.api(events).get()));
  assert.ok(all.every((page) => Array.isArray(page.value)));
  const seen = await statuses();
  assert.equal(seen.filter((status) => status === 429).length, 2);
  assert.equal(seen.filter((status) => status === 200).length, 6);
});

test("500 is not tried again", async () => {
  await fault({ status: 500 });
  await assert.rejects(graph.api(events).get(), { statusCode: 500 });
  assert.deepEqual(await statuses(), [500]);
});

test("an error has status, code, message, request id and date", async () => {
  await assert.rejects(graph.api(`${events}/nothing`).get(), (error) => {
    assert.ok(error instanceof GraphError);
    assert.equal(error.statusCode, 400);
    assert.equal(error.code, "ErrorInvalidIdMalformed");
    assert.equal(error.message, "Id is malformed.");
    assert.match(error.requestId, /^[0-9a-f]{8}-[0-9a-f]{4}-/);
    assert.equal(error.requestId, error.headers.get("request-id"));
    assert.ok(Math.abs(error.date - Date.now()) < 12 * 3_600_000, String(error.date));
    assert.ok(JSON.parse(error.body).innerError["client-request-id"]);
    return true;
  });
});

test("the client's request id comes back, and its telemetry is taken", async () => {
  const raw = await graph.api(events).responseType("raw").get();
  const [entry] = await journal("/events");
  assert.equal(raw.headers.get("client-request-id"), entry.client_request_id);
  assert.notEqual(entry.client_request_id, entry.request_id);
});

test("every kind of refusal is an error with its code", async () => {
  const stranger = graphOf(await register([]));
  const cases = [
    [() => graph.api("/me/events").get(), 400, "NoPermissionsInAccessToken"],
    [() => graph.api("/users/nobody@plazo.test/events").get(), 404, "ErrorInvalidUser"],
    [() => stranger.api(events).get(), 403, "ErrorAccessDenied"],
    [() => graph.api("/planner/tasks").get(), 501, "NotSimulated"],
    [() => graph.api(events).post({ subjekt: "x" }), 400, "RequestBodyRead"],
    [() => graph.api(events).header("Content-Type", "application/json").post("{"), 400,
     "UnableToDeserializePostBody"],
    [() => graph.api(events).post({ ...appointment("x"), body: { contentType: "text",
                                    content: "x".repeat(4_300_000) } }), 413, undefined],
  ];
  for (const [act, statusCode, code] of cases) {
    await assert.rejects(act(), (error) => {
      assert.ok(error instanceof GraphError, String(error));
      assert.equal(error.statusCode, statusCode, error.body);
      if (code) assert.equal(error.code, code);
      return true;
    });
  }
});

test("a cut connection is an error without status", async () => {
  await fault({ cut: true, when: "after" });
  await assert.rejects(graph.api(events).post(appointment("Made all the same")),
                       { statusCode: -1 });
  assert.equal((await graph.api(events).get()).value.length, 1);
});
