// scene.mjs - a sandbox that runs, and a tenant with something in every corner of its pages.
//
//     const sandbox = await start("/path/to/plazo-sandbox");
//     const paths = await fill(sandbox);       // the addresses of all kinds of pages
//     await sandbox.stop();
import { execFileSync, spawn } from "node:child_process";
import { X509Certificate, constants, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ana = "ana@plazo.test"; // in Madrid
const luis = "luis@plazo.test"; // in London
const joan = "joan@plazo.test"; // in New York
const hana = "hana@plazo.test"; // in Berlin
const zoe = "zoe@elsewhere.test"; // outside of the tenant
const room = "room.alhambra@plazo.test";
const clock = "2026-03-25T08:00:00Z"; // a Wednesday; on Sunday Madrid's clocks go forward
const wide = `${"a-very-long-address-".repeat(4)}@plazo.test`;

/** {url, call(method, path, body, headers), stop()}; it trusts the sandbox's authority only. */
export async function start(program) {
  const scratch = mkdtempSync(join(tmpdir(), "browser-"));
  const service = spawn(program, ["--listen", "127.0.0.1:0", "--ready-file",
                                  join(scratch, "ready.json")],
                        { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(service, "exit");
  const ready = await Promise.race([
    once(createInterface({ input: service.stdout }), "line").then(([line]) => JSON.parse(line)),
    gone.then(() => { throw new Error("the sandbox did not start"); }),
  ]);
  const ca = readFileSync(ready.ca_file);
  const call = (method, path, body, headers = {}) => new Promise((resolve, reject) => {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    request(`${ready.url}${path}`, { method, headers, ca }, async (response) => {
      let answer = "";
      for await (const piece of response) answer += piece;
      resolve({ status: response.statusCode, body: answer && JSON.parse(answer) });
    }).on("error", reject).end(text);
  });
  const stop = async () => {
    service.kill();
    await gone;
    rmSync(scratch, { recursive: true });
  };
  return { ...ready, scratch, call, stop };
}

/** Signs in with a certificate of its own; the Authorization field. */
async function signIn({ url, tenant, scratch, call }) {
  const [keyFile, certificateFile] = ["key.pem", "cert.pem"].map((name) => join(scratch, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "400",
                           "-subj", "/CN=browser", "-keyout", keyFile, "-out", certificateFile],
               { stdio: "ignore" });
  const { raw, fingerprint256 } = new X509Certificate(readFileSync(certificateFile));
  const { body: { client_id } } = await call("POST", "/_sandbox/applications", {
    displayName: "Plazo", certificate: raw.toString("base64"),
    roles: ["Calendars.ReadWrite", "Mail.Send", "Mail.ReadWrite"],
  });
  const now = Math.floor(Date.now() / 1000);
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const thumbprint = Buffer.from(fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
  const input = [{ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint },
                 { aud: `${url}/${tenant}/oauth2/v2.0/token`, iss: client_id, sub: client_id,
                   jti: randomUUID(), nbf: now - 60, exp: now + 240 }].map(encoded).join(".");
  const signature = sign("sha256", Buffer.from(input), {
    key: readFileSync(keyFile), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32,
  }).toString("base64url");
  const form = new URLSearchParams({
    grant_type: "client_credentials", client_id, scope: `${url}/.default`,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${input}.${signature}`,
  });
  const { status, body } = await call("POST", `/${tenant}/oauth2/v2.0/token`, form.toString(), {
    "Content-Type": "application/x-www-form-urlencoded",
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return `Bearer ${body.access_token}`;
}

const at = (dateTime) => ({ dateTime, timeZone: "Romance Standard Time" });
const attendee = (address, type = "required") => ({ emailAddress: { address }, type });
const event = (subject, start, end, more = {}) => ({ subject, start: at(start), end: at(end), ...more });
const days = (subject, first, end, more = {}) =>
  event(subject, `${first}T00:00:00`, `${end}T00:00:00`, { isAllDay: true, ...more });

/** Ana's week from 23 to 29 March 2026, at whose end clocks go forward. */
const week = [
  days("Feria del libro", "2026-03-26", "2026-03-29", { showAs: "oof" }),
  days("Festivo local", "2026-03-23", "2026-03-24", { showAs: "free" }),
  event("Revisión del contrato", "2026-03-25T10:00:00", "2026-03-25T12:00:00"),
  event("Llamada con el notario", "2026-03-25T10:30:00", "2026-03-25T11:15:00",
        { showAs: "tentative", location: { displayName: "Teléfono" } }),
  event("Entrega de llaves", "2026-03-25T11:00:00", "2026-03-25T12:30:00"),
  event("Comida", "2026-03-25T11:30:00", "2026-03-25T15:00:00", { showAs: "free" }),
  event("Vuelo nocturno a São Paulo", "2026-03-28T23:30:00", "2026-03-29T05:00:00"),
  event("Guardia en el cambio de hora", "2026-03-29T01:00:00", "2026-03-29T04:00:00"),
  event("<script>alert(1)</script> & \"comillas\"", "2026-03-27T16:00:00", "2026-03-27T16:15:00",
        { body: { contentType: "html", content:
          "<style>p{color:red}</style><p onclick=x()>Hola&nbsp;<img src=https://example.com/x.png>" } }),
  { ...event("Reunión diaria", "2026-03-16T09:00:00", "2026-03-16T09:15:00"), recurrence: {
    pattern: { type: "weekly", interval: 1, firstDayOfWeek: "monday",
               daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday"] },
    range: { type: "endDate", startDate: "2026-03-16", endDate: "2026-06-30" } } },
];

const contract = {
  ...event("Vencimiento del contrato de alquiler", "2026-03-31T17:00:00", "2026-03-31T18:00:00"),
  body: { contentType: "html", content: "<p>Hay que avisar <b>antes del 31 de marzo</b>.</p>" +
          "<p>El contrato está en la carpeta de siempre.</p>" },
  location: { displayName: "Sala Alhambra" },
  attendees: [attendee(luis), attendee(joan, "optional"), attendee(zoe), attendee(room, "resource")],
  recurrence: { pattern: { type: "relativeMonthly", interval: 3, daysOfWeek: ["tuesday"], index: "last" },
                range: { type: "numbered", startDate: "2026-03-31", numberOfOccurrences: 4 } },
  singleValueExtendedProperties: [
    { id: "String {9f2b6c1e-52a4-4b6f-8a55-8c3a0a0b6f01} Name PlazoDeadline", value: "lease-4711" }],
};

/** Fills the tenant and returns {name: path} of every kind of page. */
export async function fill(sandbox) {
  const admin = async (path, body) => {
    const answer = await sandbox.call("POST", `/_sandbox/${path}`, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const people = [[ana, "Ana Ruiz", "Romance Standard Time", "es-ES"],
                  [luis, "Luis Vega", "Europe/London", "en-GB"],
                  [joan, "Joan Miller", "Eastern Standard Time", "en-US"],
                  [hana, "Hana Groß", "W. Europe Standard Time", "de-DE"]];
  for (const [address, displayName, timeZone, language] of people) {
    await admin("mailboxes", { address, displayName, timeZone, language });
  }
  for (const [kind, address] of [["room", room], ["full", "full@plazo.test"], ["shared", wide],
                                 ["unlicensed", "nobody@plazo.test"]]) {
    await admin("mailboxes", { kind, address, displayName: address.split("@")[0] });
  }
  await admin("mailboxes", { kind: "group", address: "team@plazo.test", displayName: "Team",
                             members: [luis, joan] });
  const authorization = await signIn(sandbox); // by the real clock, as its certificate is new
  await admin("clock", { set: clock, freeze: true });
  const ask = (method, path, body) => sandbox.call(method, `/v1.0/users/${path}`, body, {
    Authorization: authorization, "Content-Type": "application/json",
  });
  const graph = async (...request) => {
    const answer = await ask(...request);
    if (answer.status >= 400) throw new Error(`${request[1]}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const later = () => admin("clock", { advance: "PT7M" });
  const made = [];
  for (const body of week) made.push((await graph("POST", `${ana}/events`, body)).body);
  for (let i = 0; i < 25; ++i) {
    const hour = String(8 + (i % 9)).padStart(2, "0");
    await graph("POST", `${ana}/events`, event(`Firma ${i + 1}`, `2026-03-19T${hour}:00:00`,
                                               `2026-03-19T${hour}:45:00`));
  }
  const lease = (await graph("POST", `${ana}/events`, contract)).body;
  await graph("PATCH", `${ana}/events/${lease.id}`, { subject: "Vencimiento del contrato (nueva hora)",
                                                      start: at("2026-03-31T16:00:00"),
                                                      end: at("2026-03-31T17:00:00") });
  await later();
  await admin("answers", { mailbox: luis, iCalUId: lease.iCalUId, response: "tentative",
                           comment: "Quizá llego tarde." });
  await later();
  const byJoan = (await graph("POST", `${joan}/events`, {
    ...event("Quarterly review", "2026-03-26T17:00:00", "2026-03-26T18:00:00"),
    attendees: [attendee(ana), attendee(hana, "optional")],
    location: { displayName: "5th floor, Hudson room" },
    recurrence: { pattern: { type: "weekly", interval: 2, daysOfWeek: ["thursday"],
                             firstDayOfWeek: "sunday" },
                  range: { type: "endDate", startDate: "2026-03-26", endDate: "2026-06-30" } },
    body: { contentType: "text", content: "Agenda:\n\n1. Deadlines\n2. Anything else" },
  })).body;
  await admin("answers", { mailbox: ana, iCalUId: byJoan.iCalUId, response: "accept" });
  const dropped = (await graph("POST", `${joan}/events`, {
    ...event("Sprint demo", "2026-03-27T12:00:00", "2026-03-27T13:00:00"),
    attendees: [attendee(ana), attendee(hana)],
  })).body;
  await later();
  await graph("POST", `${joan}/events/${dropped.id}/cancel`, { comment: "We move it to April." });
  await graph("DELETE", `${ana}/events/${made[2].id}`);
  await graph("POST", `${luis}/sendMail`, { message: {
    subject: "Borrador del acta", body: { contentType: "text", content: "Adjunto el acta." },
    toRecipients: [attendee(ana)].map(({ emailAddress }) => ({ emailAddress })) } });
  await graph("POST", `${luis}/sendMail`, { message: {
    subject: "", body: { contentType: "text", content: "" },
    toRecipients: [{ emailAddress: { address: zoe } }] } });

  await admin("faults", { match: { method: "GET", path: "/calendarView" }, count: 1, status: 503 });
  await ask("GET", `${ana}/calendarView?startDateTime=2026-03-01T00:00:00&endDateTime=2026-04-01T00:00:00`);
  await admin("faults", { cut: true, count: 1, when: "after" });
  await ask("GET", `${ana}/events?${"a=".padEnd(400, "x")}`).catch(() => {});
  await admin("faults", { match: { mailbox: luis }, rate: 0.25, status: 429 });
  await ask("GET", "missing@plazo.test/events");
  await subscribe(sandbox, authorization);
  return paths(made, lease);
}

/** Subscribes an endpoint of this machine that agrees to everything. */
async function subscribe({ call }, authorization) {
  const endpoint = createServer(({ url }, response) => {
    const token = new URL(url, "http://localhost").searchParams.get("validationToken");
    response.writeHead(200, { "Content-Type": "text/plain" }).end(token ?? "");
  }).listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  const { status, body } = await call("POST", "/v1.0/subscriptions", {
    changeType: "created,updated,deleted", resource: `users/${ana}/events`,
    notificationUrl: `http://127.0.0.1:${endpoint.address().port}/notifications`,
    expirationDateTime: new Date(Date.parse(clock) + 3 * 86_400_000).toISOString(),
  }, { Authorization: authorization, "Content-Type": "application/json" });
  endpoint.close();
  endpoint.closeAllConnections();
  if (status !== 201) throw new Error(JSON.stringify(body));
}

function paths(made, lease) {
  const of = (address, part) => `/mailboxes/${encodeURIComponent(address)}/${part}`;
  const calendar = (address, view, date) => of(address, `calendar?view=${view}&date=${date}`);
  return {
    overview: "/",
    inbox: of(ana, "inbox"),
    sent: of(ana, "sent"),
    deleted: of(ana, "deleted"),
    "deleted-event": of(ana, "deleted/1"),
    "no-mail": of(wide, "inbox"),
    group: of("team@plazo.test", "inbox"),
    week: calendar(ana, "week", "2026-03-25"),
    "week-empty": calendar(hana, "week", "2026-07-01"),
    "week-in-new-york": calendar(joan, "week", "2026-03-25"),
    month: calendar(ana, "month", "2026-03-25"),
    "month-in-german": calendar(hana, "month", "2026-03-25"),
    day: calendar(ana, "day", "2026-03-19"),
    event: of(ana, `events/${lease.id}`),
    "hostile-event": of(ana, `events/${made[8].id}`),
    reply: of(ana, "inbox/3"),
    invitation: of(ana, "inbox/4"),
    cancellation: of(ana, "inbox/6"),
    mail: of(ana, "inbox/7"),
    "invitation-in-german": of(hana, "inbox/1"),
    "invitation-in-english": of(luis, "inbox/1"),
    "update-in-new-york": of(joan, "inbox/2"),
    outside: of(zoe, "inbox"),
    "no-subject": of(zoe, "inbox/3"),
    journal: "/journal",
    "journal-filtered": "/journal?method=GET&status=503",
    entry: "/journal/2",
    faults: "/faults",
    throttle: "/throttle",
    subscriptions: "/subscriptions",
    clock: "/clock",
    "not-found": "/nothing-here",
    "bad-date": of(ana, "calendar?date=tomorrow"),
  };
}
