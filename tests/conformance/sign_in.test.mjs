// msal-node signs in by certificate, keeps tokens, renews them, and reads what Entra refuses.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { admin, ana, authority, begin, certificate, graphOf, makeCertificate, origin, register,
         scopes, signInOf } from "./scene.mjs";

let clientId;
beforeEach(async () => {
  await begin();
  clientId = await register(["Calendars.ReadWrite"]);
});

const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
const tokensAsked = async () => (await admin("GET", "/journal?path=/token")).value.length;
const privateKey = certificate.key;

test("the authority describes itself", async () => {
  const response = await fetch(`${authority}/v2.0/.well-known/openid-configuration`);
  const { issuer, token_endpoint, authorization_endpoint, jwks_uri } = await response.json();
  assert.equal(issuer, `${authority}/v2.0`);
  for (const endpoint of [token_endpoint, authorization_endpoint, jwks_uri]) {
    assert.ok(endpoint.startsWith(origin), endpoint);
  }
});

for (const [name, credential] of Object.entries({
  "SHA-256": { thumbprintSha256: certificate.sha256, privateKey },
  "SHA-1": { thumbprint: certificate.sha1, privateKey },
  "SHA-256 and the certificate itself": { thumbprintSha256: certificate.sha256, privateKey,
                                          x5c: certificate.pem },
})) {
  test(`a token for a certificate named by ${name}`, async () => {
    const got = await signInOf(clientId, credential).acquireTokenByClientCredential({ scopes });
    assert.equal(got.fromCache, false);
    assert.equal(got.tokenType, "Bearer");
    assert.ok(got.expiresOn > new Date(Date.now() + 50 * 60_000));
    const claims = claimsOf(got.accessToken);
    assert.equal(claims.appid, clientId);
    assert.deepEqual(claims.roles, ["Calendars.ReadWrite"]);
  });
}

test("a token is asked for once and then kept", async () => {
  const application = signInOf(clientId);
  const first = await application.acquireTokenByClientCredential({ scopes });
  const second = await application.acquireTokenByClientCredential({ scopes });
  assert.equal(second.fromCache, true);
  assert.equal(second.accessToken, first.accessToken);
  assert.equal(await tokensAsked(), 1);
});

test("a token is renewed when its end is near", async () => {
  await admin("POST", "/tokens", { lifetime_seconds: 240 }); // MSAL wants five minutes left
  const application = signInOf(clientId);
  await application.acquireTokenByClientCredential({ scopes });
  const second = await application.acquireTokenByClientCredential({ scopes });
  assert.equal(second.fromCache, false);
  assert.equal(await tokensAsked(), 2);
});

test("a token is renewed ahead of its end where refresh_in says so", async () => {
  await admin("POST", "/tokens", { lifetime_seconds: 86_400, refresh_in_seconds: 1 });
  const application = signInOf(clientId);
  await application.acquireTokenByClientCredential({ scopes });
  await new Promise((done) => setTimeout(done, 2_100));
  const second = await application.acquireTokenByClientCredential({ scopes });
  assert.equal(second.fromCache, true); // the old one at once; the new one in the background
  for (let i = 0; i < 100 && await tokensAsked() < 2; ++i) {
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.equal(await tokensAsked(), 2);
});

test("refusals are MSAL's ServerError with the number of Entra", async () => {
  const cases = [
    [signInOf("11111111-2222-4333-8444-555555555555"), scopes, "unauthorized_client", 700016],
    [signInOf(clientId, { thumbprintSha256: makeCertificate().sha256, privateKey }), scopes,
     "invalid_client", 700027],
    [signInOf(clientId), ["https://nobody.test/.default"], "invalid_resource", 500011],
  ];
  for (const [application, wanted, code, number] of cases) {
    await assert.rejects(application.acquireTokenByClientCredential({ scopes: wanted }), (error) => {
      assert.equal(error.name, "ServerError");
      assert.equal(error.errorCode, code);
      assert.equal(String(error.errorNo), String(number));
      assert.match(error.errorMessage, new RegExp(`AADSTS${number}: .* Trace ID: .* Timestamp: `));
      assert.ok(error.correlationId);
      return true;
    });
  }
});

test("the claims of a challenge go into the next token request", async () => {
  let claims;
  const graph = graphOf(clientId, () => claims);
  await admin("POST", "/faults", { match: { path: "/calendar" }, count: 1, access_challenge: true });
  await assert.rejects(graph.api(`/users/${ana}/calendar`).get(), (error) => {
    assert.equal(error.statusCode, 401);
    assert.equal(error.code, "InvalidAuthenticationToken");
    const challenge = error.headers.get("WWW-Authenticate");
    assert.match(challenge, /error="insufficient_claims"/);
    claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)[1], "base64").toString();
    return true;
  });
  assert.ok(JSON.parse(claims).access_token);
  assert.equal((await graph.api(`/users/${ana}/calendar`).get()).name, "Calendar");
  assert.equal(await tokensAsked(), 2); // MSAL passes its cache by
});
