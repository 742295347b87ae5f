// graph-client's PageIterator walks lists and delta to their ends.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PageIterator } from "@microsoft/microsoft-graph-client";
import { admin, ana, appointment, begin, graphOf, mondays, register } from "./scene.mjs";

let graph;
const events = `/users/${ana}/events`;
const delta = `/users/${ana}/calendarView/delta`;
// graph-client leaves encoding to its caller; a bare plus would be a space.
const spring = { startDateTime: "2026-03-01T00:00:00Z",
                 endDateTime: encodeURIComponent("2026-05-01T00:00:00+02:00") };

beforeEach(async () => {
  await begin();
  graph = graphOf(await register(["Calendars.ReadWrite"]));
});

async function fill(count, extra = {}) {
  const left = Array.from({ length: count }, (_, i) => `event ${String(i).padStart(3, "0")}`);
  const worker = async () => {
    for (let name = left.shift(); name; name = left.shift()) {
      await graph.api(events).post({ ...appointment(name), ...extra });
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

/** All entries of the pages that begin with this one, and the delta link of the last. */
async function walk(first, options) {
  const all = [];
  const iterator = new PageIterator(graph, first, (entry) => all.push(entry) > 0, options);
  await iterator.iterate();
  assert.ok(iterator.isComplete());
  return { all, deltaLink: iterator.getDeltaLink() };
}

test("a list is walked page by page", async () => {
  await fill(25);
  const first = await graph.api(events).select("subject").orderby("start/dateTime").top(4)
    .filter("start/dateTime ge '2026-03-01T00:00:00'").get();
  const { all } = await walk(first);
  assert.deepEqual(all.map((event) => event.subject).sort(),
                   Array.from({ length: 25 }, (_, i) => `event ${String(i).padStart(3, "0")}`));
});

test("a page has ten entries where nothing is said", async () => {
  await fill(11);
  assert.equal((await graph.api(events).get()).value.length, 10);
});

test("an answer may be large", async () => {
  await fill(60, { body: { contentType: "text", content: "x".repeat(50_000) } });
  const page = await graph.api(events).top(1000).get();
  assert.equal(page.value.length, 60);
  assert.ok(page.value.every((event) => event.body.content.length >= 50_000));
});

test("delta goes from all to what has changed since, and to what is gone", async () => {
  await fill(7);
  await graph.api(events).post(mondays(3));
  const headers = { Prefer: "odata.maxpagesize=2" };
  const first = await graph.api(delta).query(spring).headers(headers).get();
  assert.equal(first.value.length, 2);
  const begun = await walk(first, { headers });
  const singles = begun.all.filter((event) => event.type === "singleInstance");
  assert.equal(singles.length, 7);
  assert.equal(begun.all.filter((event) => event.type === "occurrence").length, 3);

  const quiet = await walk(await graph.api(begun.deltaLink).headers(headers).get(), { headers });
  assert.deepEqual(quiet.all, []);

  await graph.api(`${events}/${singles[0].id}`).patch({ subject: "Other" });
  await graph.api(`${events}/${singles[1].id}`).delete();
  const { all } = await walk(await graph.api(quiet.deltaLink).headers(headers).get(), { headers });
  assert.equal(all.find((event) => event.id === singles[0].id).subject, "Other");
  assert.deepEqual(all.find((event) => event.id === singles[1].id)["@removed"],
                   { reason: "deleted" });
});

test("delta begins anew after 410", async () => {
  await fill(1);
  const { deltaLink } = await walk(await graph.api(delta).query(spring).get());
  await admin("POST", "/quirks", { delta_tokens_expire: true });
  await assert.rejects(graph.api(deltaLink).get(), (error) => {
    assert.equal(error.statusCode, 410);
    assert.match(error.code, /SyncState|resyncRequired/i);
    return true;
  });
  assert.equal((await walk(await graph.api(delta).query(spring).get())).all.length, 1);
});
