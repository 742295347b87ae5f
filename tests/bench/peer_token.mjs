// peer_token.mjs - takes tokens with @azure/msal-node and @azure/identity, and says what it cost.
//
// Reads one JSON object a line: {"peer","work","tenant","client","certificate","key",
// "thumbprint","count"}, the two in PEM. Both ask a stub in this process, so that no network is in
// their figures. Works:
//   cached   count calls one after another, with a token that is good
//   expired  count calls at once, with a token that is about to end
//   ahead    count calls at once, past the time of renewal of a token that is good
// Answers in one line: {"seconds" of CPU time,"answer" requests to the token endpoint}, or
// {"error"}.
// {"work":"peers"} lists who is there. It has to lie where its libraries are installed; CMake
// copies it there.
import { createInterface } from "node:readline";

const host = "login.microsoftonline.com";
const scope = "https://graph.microsoft.com/.default";
let asked = 0;
let token = {}; // what the stub answers

function answer(url, tenant) {
  const authority = `https://${host}/${tenant}`;
  if (url.split("?")[0].endsWith("/token")) {
    asked += 1;
    return { token_type: "Bearer", access_token: `token-${asked}-${"x".repeat(1800)}`, ...token };
  }
  return {
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    issuer: `${authority}/v2.0`, jwks_uri: `${authority}/discovery/v2.0/keys`,
    tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function msal(module, { tenant, client, key, thumbprint }) {
  const reply = async (url) => ({ status: 200, headers: {}, body: answer(url, tenant) });
  const application = new module.ConfidentialClientApplication({
    auth: { clientId: client, authority: `https://${host}/${tenant}`,
            clientCertificate: { thumbprintSha256: thumbprint, privateKey: key } },
    system: { networkClient: { sendGetRequestAsync: reply, sendPostRequestAsync: reply } },
  });
  return () => application.acquireTokenByClientCredential({ scopes: [scope] });
}

async function identity(module, { tenant, client, certificate, key }) {
  const { createHttpHeaders } = await import("@azure/core-rest-pipeline");
  const httpClient = {
    sendRequest: async (request) => ({
      request, status: 200, headers: createHttpHeaders({ "content-type": "application/json" }),
      bodyAsText: JSON.stringify(answer(request.url, tenant)),
    }),
  };
  const credential = new module.ClientCertificateCredential(
    tenant, client, { certificate: certificate + key }, { httpClient });
  return () => credential.getToken(scope);
}

const makers = { "@azure/msal-node": msal, "@azure/identity": identity };
const peers = {};
for (const [name, make] of Object.entries(makers)) {
  try {
    const module = await import(name);
    peers[name] = (question) => make(module, question);
  } catch {
    // not installed, or for a later Node: it is not in the list
  }
}

const lives = { cached: { expires_in: 3600 }, expired: { expires_in: 61 },
                ahead: { expires_in: 86400, refresh_in: 1 } };
const made = {};

async function work(question) {
  token = lives[question.work];
  const ready = `${question.peer} ${question.work}`;
  if (!made[ready]) {
    made[ready] = await peers[question.peer](question);
    await made[ready]();
    if (question.work === "ahead") await new Promise((done) => setTimeout(done, 2100));
  }
  const get = made[ready];
  const before = asked;
  const begin = process.cpuUsage();
  if (question.work === "cached") {
    for (let i = 0; i < question.count; ++i) await get();
  } else {
    await Promise.all(Array.from({ length: question.count }, get));
  }
  const used = process.cpuUsage(begin);
  return { seconds: (used.user + used.system) / 1e6, answer: asked - before };
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    const question = JSON.parse(line);
    reply = question.work === "peers" ? { peers: Object.keys(peers) } : await work(question);
  } catch (error) {
    reply = { error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
