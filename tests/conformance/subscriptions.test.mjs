// graph-client subscribes to a calendar; an endpoint of this process takes what is told.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { admin, ana, appointment, begin, graphOf, register } from "./scene.mjs";

let graph, endpoint, told;
const events = `/users/${ana}/events`;
const server = createServer(async (request, response) => {
  const asked = new URL(request.url, "http://localhost").searchParams.get("validationToken");
  if (asked !== null) {
    response.writeHead(request.url.startsWith("/silent") ? 400 : 200,
                       { "Content-Type": "text/plain" }).end(asked);
    return;
  }
  const body = (await request.toArray()).join("");
  told.push({ path: request.url, ...JSON.parse(body).value[0] });
  response.writeHead(202).end();
});

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://localhost:${server.address().port}`;
});
after(() => server.close());
beforeEach(async () => {
  told = [];
  await begin();
  graph = graphOf(await register(["Calendars.ReadWrite"]));
});

const wish = (more = {}) => ({
  changeType: "created,updated,deleted", notificationUrl: `${endpoint}/changes`,
  lifecycleNotificationUrl: `${endpoint}/lifecycle`, resource: events, clientState: "secret",
  expirationDateTime: new Date(Date.now() + 3 * 86_400_000).toISOString(), ...more,
});

async function news(count) {
  for (let i = 0; i < 300 && told.length < count; ++i) {
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.equal(told.length, count, JSON.stringify(told));
  return told;
}

test("changes are told by id, and read afterwards", async () => {
  const { id, clientState } = await graph.api("/subscriptions").post(wish());
  assert.equal(clientState, "secret");
  const event = await graph.api(events).post(appointment("New"));
  const [created] = await news(1);
  assert.equal(created.path, "/changes");
  assert.equal(created.subscriptionId, id);
  assert.equal(created.changeType, "created");
  assert.equal(created.clientState, "secret");
  assert.equal(created.resourceData.id, event.id);
  assert.equal((await graph.api(`/${created.resource}`).get()).subject, "New");
  await graph.api(`${events}/${event.id}`).patch({ subject: "Newer" });
  await news(2);
  await graph.api(`${events}/${event.id}`).delete();
  assert.deepEqual((await news(3)).map((each) => each.changeType),
                   ["created", "updated", "deleted"]);
});

test("a subscription is listed, renewed, reauthorized and ended", async () => {
  const { id } = await graph.api("/subscriptions").post(wish());
  const expirationDateTime = new Date(Date.now() + 5 * 86_400_000).toISOString();
  const renewed = await graph.api(`/subscriptions/${id}`).patch({ expirationDateTime });
  assert.equal(new Date(renewed.expirationDateTime).getTime(),
               Math.floor(new Date(expirationDateTime) / 1000) * 1000);
  assert.deepEqual((await graph.api("/subscriptions").get()).value.map((each) => each.id), [id]);
  await graph.api(`/subscriptions/${id}/reauthorize`).post({});
  await admin("POST", "/subscriptions", { id, lifecycle: "reauthorizationRequired" });
  assert.equal((await news(1))[0].lifecycleEvent, "reauthorizationRequired");
  await graph.api(`/subscriptions/${id}`).delete();
  await assert.rejects(graph.api(`/subscriptions/${id}`).patch({ expirationDateTime }),
                       { statusCode: 404 });
});

test("an endpoint that does not answer the handshake gets nothing", async () => {
  await assert.rejects(
    graph.api("/subscriptions").post(wish({ notificationUrl: `${endpoint}/silent` })),
    { statusCode: 400, code: "ValidationError" });
});
