import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { createEmulatedTokenSource } from "../../../../src/local/endpoint/emulated-token";
import type { TokenSubject } from "../../../../src/local/endpoint/endpoint";
import { buildAccount, readerIdentity, systemIdentity } from "../../../support/account-builder";
import { claimsOf } from "../../../support/endpoint-run";

const account = buildAccount();
const system: TokenSubject = { kind: "system", ...systemIdentity };
const reader: TokenSubject = { kind: "user-assigned", ...readerIdentity };
const signal = new AbortController().signal;
const arm = "https://management.azure.com/";

describe("createEmulatedTokenSource", () => {
  it("signs with RS256 by a key whose public half can be asked for, and only that", async () => {
    const source = createEmulatedTokenSource({ account });
    source.prepare();
    const { accessToken } = await source.issue(system, arm, signal);
    const { keys } = await source.publicKeys();
    const [key] = keys;
    assert.equal(keys.length, 1);
    assert.deepEqual(Object.keys(key!).sort(), ["alg", "e", "kid", "kty", "n", "use", "x5t"]);
    const [header, payload, signature] = accessToken.split(".");
    const publicKey = createPublicKey({ key: { kty: "RSA", n: key!.n, e: key!.e }, format: "jwk" });
    assert.equal(publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.ok(verify("sha256", Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature!, "base64url")));
  });

  it("makes another key for every run", async () => {
    const keys = await Promise.all([1, 2].map(() => createEmulatedTokenSource({ account }).publicKeys()));
    assert.notEqual(keys[0]!.keys[0]!.n, keys[1]!.keys[0]!.n);
  });

  it("writes the claims of a system-assigned identity's token", async () => {
    const now = Date.UTC(2026, 5, 1);
    const source = createEmulatedTokenSource({ account, now: () => now });
    const token = await source.issue(system, arm, signal);
    const { uti, ...claims } = claimsOf(token.accessToken);
    const issuer = `https://sts.windows.net/${systemIdentity.tenantId}/`;
    assert.equal(typeof uti, "string");
    assert.deepEqual(claims, {
      aud: arm,
      iss: issuer,
      appid: systemIdentity.clientId,
      appidacr: "2",
      idp: issuer,
      idtyp: "app",
      oid: systemIdentity.principalId,
      sub: systemIdentity.principalId,
      tid: systemIdentity.tenantId,
      ver: "1.0",
      xms_mirid: `/subscriptions/${account.subscriptionId}/resourcegroups/rg-contoso/providers/Microsoft.Automation/automationAccounts/aa-contoso`,
      iat: now / 1000 - 300,
      nbf: now / 1000 - 300,
      exp: now / 1000 + 86_400,
      xms_emu: true,
    });
    assert.equal(token.expiresOn, now / 1000 + 86_400);
    assert.equal(token.notBefore, now / 1000 - 300);
  });

  it("names a user-assigned identity and the account that uses it", async () => {
    const claims = claimsOf((await createEmulatedTokenSource({ account }).issue(reader, arm, signal)).accessToken);
    assert.equal(claims["xms_mirid"], readerIdentity.resourceId.replace("resourceGroups", "resourcegroups"));
    assert.match(String(claims["xms_az_rid"]), /\/resourcegroups\/rg-contoso\/providers\/Microsoft\.Automation\//);
  });

  it("adds the extra claims of the resource, with or without a trailing slash, but keeps times and the mark", async () => {
    const source = createEmulatedTokenSource({
      account,
      extraClaims: () =>
        Promise.resolve({
          "https://graph.microsoft.com": { roles: ["User.Read.All"], ver: "2.0", exp: 1, xms_emu: false },
          "https://vault.azure.net": { roles: ["never"] },
        }),
    });
    const graph = await source.issue(system, "https://Graph.microsoft.com/", signal);
    const claims = claimsOf(graph.accessToken);
    assert.deepEqual(claims["roles"], ["User.Read.All"]);
    assert.equal(claims["ver"], "2.0");
    assert.equal(claims["exp"], graph.expiresOn);
    assert.equal(claims["xms_emu"], true);
    assert.equal(claimsOf((await source.issue(system, arm, signal)).accessToken)["roles"], undefined);
  });

  it("hands out the same token for hours, as the service does, and then a new one", async () => {
    let now = Date.now();
    const source = createEmulatedTokenSource({ account, now: () => now });
    const first = await source.issue(system, arm, signal);
    now += 7 * 3_600_000;
    assert.equal(await source.issue(system, arm, signal), first);
    assert.notEqual(await source.issue(reader, arm, signal), first);
    now += 2 * 3_600_000;
    assert.notEqual(await source.issue(system, arm, signal), first);
  });

  it("asks again for extra claims that could not be read", async () => {
    let calls = 0;
    const source = createEmulatedTokenSource({
      account,
      extraClaims: () => (calls++ === 0 ? Promise.reject(new Error("damaged")) : Promise.resolve({})),
    });
    await assert.rejects(source.issue(system, arm, signal), /damaged/);
    await source.issue(system, arm, signal);
    assert.equal(calls, 2);
  });

  it("makes a token that is over when asked to", async () => {
    const token = await createEmulatedTokenSource({ account }).issueExpired(system, arm);
    assert.ok(token.expiresOn < Date.now() / 1000);
    assert.equal(claimsOf(token.accessToken)["exp"], token.expiresOn);
  });
});
