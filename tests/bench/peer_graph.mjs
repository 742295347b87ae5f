// peer_graph.mjs - posts events with @microsoft/microsoft-graph-client, its tokens from
// @azure/msal-node, and says what it cost.
//
// Reads one JSON object a line: {"origin","tenant","client","key","thumbprint",
// "mailbox","event","count","at_once"}; key is a file. Answers in one line:
// {"seconds" of CPU time,"kilobytes" resident,"answer" events made} or {"error"}. It has to lie
// where its libraries are installed; CMake copies it there. NODE_EXTRA_CA_CERTS names whom to trust.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Client } from "@microsoft/microsoft-graph-client";

let graph;

function connect({ origin, tenant, client, key, thumbprint }) {
  const authority = `${origin}/${tenant}`;
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: client,
      authority,
      knownAuthorities: [new URL(origin).host],
      authorityMetadata: JSON.stringify({
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        issuer: `${authority}/v2.0`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
      }),
      clientCertificate: { thumbprintSha256: thumbprint, privateKey: readFileSync(key, "utf8") },
    },
  });
  const scopes = ["https://graph.microsoft.com/.default"];
  return Client.init({
    baseUrl: origin,
    defaultVersion: "v1.0",
    customHosts: new Set(["localhost"]),
    authProvider: (done) =>
      application.acquireTokenByClientCredential({ scopes }).then(
        (result) => done(null, result.accessToken), (error) => done(error, null)),
  });
}

async function post({ mailbox, event, count, at_once }) {
  let left = count, made = 0;
  const worker = async () => {
    while (left-- > 0) {
      const answer = await graph.api(`/users/${encodeURIComponent(mailbox)}/events`)
        .header("Prefer", 'IdType="ImmutableId"').post(event);
      if (answer.id) made += 1;
    }
  };
  await Promise.all(Array.from({ length: at_once }, worker));
  return made;
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const question = JSON.parse(line);
    graph ??= connect(question);
    const begin = process.cpuUsage();
    const answer = await post(question);
    const { user, system } = process.cpuUsage(begin);
    console.log(JSON.stringify({ seconds: (user + system) / 1e6,
                                 kilobytes: process.memoryUsage().rss / 1024, answer }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message ?? error) }));
  }
}
