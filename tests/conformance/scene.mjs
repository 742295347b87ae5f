// scene.mjs - what the tests have in common: the sandbox's admin calls, an application with its
// certificate, and Microsoft's clients for it.
//
//     const graph = graphOf(await register(["Calendars.ReadWrite"]));
//     await graph.api(`/users/${ana}/events`).post(meeting());
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Client } from "@microsoft/microsoft-graph-client";

const { url, tenant } = JSON.parse(process.env.SANDBOX);
export const origin = url;
export const authority = `${origin}/${tenant}`;
export const scopes = [`${origin}/.default`];
export const ana = "ana@plazo.test";
export const luis = "luis@plazo.test";
export const zoe = "zoe@elsewhere.test"; // outside of the tenant

/** A key and a self-signed certificate for it: {key, pem, der, sha1, sha256}. */
export function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    const [key, certificate] = ["key.pem", "certificate.pem"].map((name) => join(folder, name));
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
                             "-subj", "/CN=conformance", "-keyout", key, "-out", certificate],
                 { stdio: ["ignore", "ignore", "pipe"] });
    const pem = readFileSync(certificate, "utf8");
    const { raw, fingerprint, fingerprint256 } = new X509Certificate(pem);
    const hex = (text) => text.replaceAll(":", "").toLowerCase();
    return { key: readFileSync(key, "utf8"), pem, der: raw.toString("base64"),
             sha1: hex(fingerprint), sha256: hex(fingerprint256) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const certificate = makeCertificate();

export async function admin(method, path, body) {
  const response = await fetch(`${origin}/_sandbox${path}`, {
    method, body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** A new world with two mailboxes. */
export async function begin() {
  await admin("POST", "/reset", {});
  await admin("POST", "/mailboxes", { address: ana, displayName: "Ana",
                                      timeZone: "Romance Standard Time" });
  await admin("POST", "/mailboxes", { address: luis, displayName: "Luis",
                                      timeZone: "Europe/London" });
}

/** The client id of a new application. */
export async function register(roles) {
  const { client_id } = await admin("POST", "/applications", {
    displayName: "Conformance", certificate: certificate.der, roles,
  });
  return client_id;
}

export function signInOf(clientId, credential, configuration = {}) {
  return new ConfidentialClientApplication({
    auth: {
      clientId, authority, knownAuthorities: [new URL(origin).host],
      clientCertificate: credential ?? { thumbprintSha256: certificate.sha256,
                                         privateKey: certificate.key },
      ...configuration,
    },
  });
}

/** graph-client with the middleware that it brings; `claims()` answers a challenge. */
export function graphOf(clientId, claims = () => undefined) {
  const application = signInOf(clientId, undefined, { clientCapabilities: ["CP1"] });
  return Client.initWithMiddleware({
    baseUrl: origin, customHosts: new Set([new URL(origin).hostname]),
    authProvider: {
      getAccessToken: async () => {
        const request = { scopes, claims: claims() };
        return (await application.acquireTokenByClientCredential(request)).accessToken;
      },
    },
  });
}

export const madrid = (dateTime) => ({ dateTime, timeZone: "Romance Standard Time" });
export const attendee = (address) => ({ emailAddress: { address }, type: "required" });

export function appointment(subject, day = "2026-03-16") {
  return { subject, start: madrid(`${day}T10:00:00`), end: madrid(`${day}T10:30:00`) };
}

export function meeting(subject = "Sign the contract") {
  return { ...appointment(subject), attendees: [attendee(luis), attendee(zoe)],
           body: { contentType: "html", content: "<p>Please <b>sign</b></p>" } };
}

export const mondays = (count) => ({
  ...appointment("Mondays"),
  recurrence: {
    pattern: { type: "weekly", interval: 1, daysOfWeek: ["monday"], firstDayOfWeek: "monday" },
    range: { type: "numbered", startDate: "2026-03-16", numberOfOccurrences: count },
  },
});

/** The mails of a mailbox, of the sandbox's own telling. */
export async function inbox(address) {
  return (await admin("GET", `/mailboxes/${address}/inbox`)).value;
}

/** The journal entries of a path. */
export async function journal(path) {
  return (await admin("GET", `/journal?path=${encodeURIComponent(path)}`)).value;
}
