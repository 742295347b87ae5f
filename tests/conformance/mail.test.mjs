// graph-client sends mail at once and by way of drafts.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ana, begin, graphOf, inbox, luis, register } from "./scene.mjs";

let graph;
const user = `/users/${ana}`;
const named = "String {4a1d7a3e-2f6e-4f0e-9a51-5b1f0a4d7c11} Name ReminderId";
const message = (more = {}) => ({
  subject: "Deadline", body: { contentType: "html", content: "<p>Tomorrow</p>" },
  toRecipients: [{ emailAddress: { address: luis, name: "Luis" } }], ...more,
});

beforeEach(async () => {
  await begin();
  graph = graphOf(await register(["Mail.Send", "Mail.ReadWrite"]));
});

test("sendMail answers nothing, and the mail arrives", async () => {
  const raw = await graph.api(`${user}/sendMail`).responseType("raw")
    .post({ message: message({ importance: "high" }), saveToSentItems: true });
  assert.equal(raw.status, 202);
  assert.equal(await raw.text(), "");
  const [mail] = await inbox(luis);
  assert.equal(mail.subject, "Deadline");
  assert.equal(mail.from, ana);
  const sent = await graph.api(`${user}/mailFolders/sentitems/messages`).get();
  assert.deepEqual(sent.value.map((each) => each.subject), ["Deadline"]);
});

test("sendMail takes a whole MIME message", async () => {
  const mime = [`From: ${ana}`, `To: ${luis}`, "Subject: =?utf-8?Q?Fr=C3=BCh?=",
                "Content-Type: text/plain; charset=utf-8", "", "Guten Morgen"].join("\r\n");
  await graph.api(`${user}/sendMail`).header("Content-Type", "text/plain")
    .post(Buffer.from(mime).toString("base64"));
  assert.equal((await inbox(luis))[0].subject, "Früh");
  await assert.rejects(
    graph.api(`${user}/sendMail`).header("Content-Type", "text/plain").post("not base64!"),
    { statusCode: 400, code: "ErrorMimeContentInvalidBase64String" });
});

test("a draft is made, changed, found, sent once, and is in Sent Items under its name", async () => {
  const headers = { Prefer: 'IdType="ImmutableId"' };
  const draft = await graph.api(`${user}/messages`).headers(headers).post(message({
    singleValueExtendedProperties: [{ id: named, value: "42" }],
    internetMessageHeaders: [{ name: "x-plazo-message-id", value: "42" }],
  }));
  assert.equal(draft.isDraft, true);
  const changed = await graph.api(`${user}/messages/${draft.id}`).headers(headers)
    .patch({ subject: "Deadline of tomorrow" });
  assert.equal(changed.subject, "Deadline of tomorrow");
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${named}' and ep/value eq '42')`;
  const found = await graph.api(`${user}/messages`).headers(headers).filter(filter).get();
  assert.deepEqual(found.value.map((each) => each.id), [draft.id]);
  const send = graph.api(`${user}/messages/${draft.id}/send`).responseType("raw");
  assert.equal((await send.post({})).status, 202);
  assert.equal((await graph.api(`${user}/messages/${draft.id}`).headers(headers).get()).isDraft,
               false);
  assert.deepEqual((await inbox(luis)).map((mail) => mail.subject), ["Deadline of tomorrow"]);
});

test("a draft is thrown away", async () => {
  const { id } = await graph.api(`${user}/messages`).post(message());
  await graph.api(`${user}/messages/${id}`).delete();
  await assert.rejects(graph.api(`${user}/messages/${id}`).get(),
                       { statusCode: 404, code: "ErrorItemNotFound" });
});

test("what Exchange refuses is an error with its code", async () => {
  const cases = [
    [{ toRecipients: [] }, 400, "ErrorInvalidRecipients"],
    [{ from: { emailAddress: { address: luis } } }, 403, "ErrorSendAsDenied"],
    [{ internetMessageHeaders: [{ name: "Auto-Submitted", value: "yes" }] }, 400,
     "InvalidInternetMessageHeader"],
  ];
  for (const [more, statusCode, code] of cases) {
    await assert.rejects(graph.api(`${user}/sendMail`).post({ message: message(more) }),
                         { statusCode, code });
  }
  assert.deepEqual(await inbox(luis), []);
});
