// graph-client makes, reads, changes and cancels events, and reads them in all the ways there are.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ana, appointment, begin, graphOf, inbox, luis, meeting, mondays, register, zoe }
  from "./scene.mjs";

let graph;
const events = `/users/${ana}/events`;
const spring = { startDateTime: "2026-03-01T00:00:00Z", endDateTime: "2026-05-01T00:00:00Z" };
const subjects = (page) => page.value.map((event) => event.subject);
const kinds = async (address) => (await inbox(address)).map((mail) => mail.kind);

beforeEach(async () => {
  await begin();
  graph = graphOf(await register(["Calendars.ReadWrite", "User.Read.All"]));
});

test("an event with attendees is made, and they are invited", async () => {
  const made = await graph.api(events).post(meeting());
  assert.match(made["@odata.context"], /\$metadata#users\(.*\)\/events\/\$entity$/);
  assert.equal(made["@odata.etag"], `W/"${made.changeKey}"`);
  assert.equal(made.organizer.emailAddress.address, ana);
  assert.equal(made.responseStatus.response, "organizer");
  assert.deepEqual(await kinds(luis), ["invitation"]);
  const copy = await graph.api(`/users/${luis}/events`).filter(`iCalUId eq '${made.iCalUId}'`).get();
  assert.equal(copy.value.length, 1);
  assert.notEqual(copy.value[0].id, made.id);
  assert.equal(copy.value[0].isOrganizer, false);
});

test("an event is read in the zone of Prefer", async () => {
  const { id } = await graph.api(events).post(meeting());
  const inUtc = await graph.api(`${events}/${id}`).get();
  assert.deepEqual(inUtc.start, { dateTime: "2026-03-16T09:00:00.0000000", timeZone: "UTC" });
  const raw = await graph.api(`${events}/${id}`)
    .header("Prefer", 'outlook.timezone="Romance Standard Time"').responseType("raw").get();
  assert.equal(raw.headers.get("Preference-Applied"), 'outlook.timezone="Romance Standard Time"');
  assert.equal((await raw.json()).start.dateTime, "2026-03-16T10:00:00.0000000");
});

test("an event is changed if it is still as it was read", async () => {
  const made = await graph.api(events).post(meeting());
  const event = graph.api(`${events}/${made.id}`);
  const changed = await event.header("If-Match", made["@odata.etag"]).patch({ subject: "Other" });
  assert.equal(changed.subject, "Other");
  assert.deepEqual(await kinds(luis), ["invitation", "update"]);
  await assert.rejects(
    graph.api(`${events}/${made.id}`).header("If-Match", made["@odata.etag"])
      .patch({ subject: "Third" }),
    { name: "Error", statusCode: 412, code: "ErrorIrresolvableConflict" });
});

test("a meeting is cancelled, and the attendees are told", async () => {
  const { id } = await graph.api(events).post(meeting());
  await graph.api(`${events}/${id}/cancel`).post({ comment: "Not needed" });
  assert.deepEqual(await kinds(luis), ["invitation", "cancellation"]);
  assert.deepEqual(await kinds(zoe), ["invitation", "cancellation"]);
  await assert.rejects(graph.api(`${events}/${id}`).get(),
                       { statusCode: 404, code: "ErrorItemNotFound" });
});

test("an event is deleted without an answer's body", async () => {
  const { id } = await graph.api(events).post(appointment("Alone"));
  assert.equal(await graph.api(`${events}/${id}`).delete(), undefined);
});

test("events are listed by filter, order, selection and number", async () => {
  for (const [subject, day] of [["b", "2026-03-17"], ["a", "2026-03-18"], ["c", "2026-03-16"]]) {
    await graph.api(events).post(appointment(subject, day));
  }
  const ordered = await graph.api(events).orderby("start/dateTime").get();
  assert.deepEqual(subjects(ordered), ["c", "b", "a"]);
  const found = await graph.api(events).filter("start/dateTime ge '2026-03-18T00:00:00'")
    .select("subject,start").get();
  assert.deepEqual(Object.keys(found.value[0]).filter((name) => !name.startsWith("@")).sort(),
                   ["id", "start", "subject"]);
  const later = await graph.api(events).filter("start/dateTime ge '2026-03-17T00:00:00Z'")
    .orderby("start/dateTime desc").top(1).get();
  assert.deepEqual(subjects(later), ["a"]);
  assert.ok(later["@odata.nextLink"]);
});

test("a series is in the view by its occurrences", async () => {
  const master = await graph.api(events).post(mondays(4));
  const view = await graph.api(`/users/${ana}/calendarView`).query(spring)
    .select(["subject", "type", "seriesMasterId"]).orderby("start/dateTime").get();
  assert.deepEqual(view.value.map((event) => event.type), Array(4).fill("occurrence"));
  assert.ok(view.value.every((event) => event.seriesMasterId === master.id));
  const instances = await graph.api(`${events}/${master.id}/instances`).query(spring).get();
  assert.deepEqual(instances.value.map((event) => event.id),
                   view.value.map((event) => event.id));
  const changed = await graph.api(`${events}/${instances.value[1].id}`).patch({ subject: "Other" });
  assert.equal(changed.type, "exception");
});

test("free and busy times are those of the calendar", async () => {
  await graph.api(events).post(appointment("Busy"));
  const at = (dateTime) => ({ dateTime, timeZone: "UTC" });
  const { value } = await graph.api(`/users/${ana}/calendar/getSchedule`).post({
    schedules: [ana, "nobody@plazo.test"], availabilityViewInterval: 30,
    startTime: at("2026-03-16T08:00:00"), endTime: at("2026-03-16T11:00:00"),
  });
  assert.equal(value[0].availabilityView, "002000");
  assert.equal(value[0].scheduleItems.length, 1);
  assert.ok(value[1].error.message);
});

test("time zones are listed by the function with a parameter", async () => {
  const path = `/users/${ana}/outlook/supportedTimeZones`;
  const windows = await graph.api(path).get();
  assert.ok(windows.value.some((zone) => zone.alias === "Romance Standard Time"));
  const iana = await graph.api(`${path}(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')`)
    .get();
  assert.ok(iana.value.some((zone) => zone.alias === "Europe/Berlin"));
});
