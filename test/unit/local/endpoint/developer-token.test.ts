import assert from "node:assert/strict";
import { AutomationError } from "../../../../src/core/errors";
import {
  createDeveloperTokenSource,
  type DeveloperTokenOptions,
  type DeveloperTokenRequest,
} from "../../../../src/local/endpoint/developer-token";
import type { TokenSubject } from "../../../../src/local/endpoint/endpoint";
import { systemIdentity } from "../../../support/account-builder";

const subject: TokenSubject = { kind: "system", ...systemIdentity };
const signal = new AbortController().signal;
const arm = "https://management.azure.com/";
const start = Date.UTC(2026, 5, 1) / 1000;

function tokenWith(claims: object): string {
  return ["{}", JSON.stringify(claims), "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");
}

/** A source whose getter counts; every token says another `uti`. */
function build(changes: Partial<DeveloperTokenOptions> = {}) {
  const asked: DeveloperTokenRequest[] = [];
  const scopes: string[] = [];
  const masked: string[] = [];
  const clock = { seconds: start };
  const source = createDeveloperTokenSource({
    getToken: (scope) => {
      scopes.push(scope);
      const claims = { upn: "dev@contoso.com", tid: "tenant-1", nbf: clock.seconds - 300, exp: clock.seconds + 4000 };
      return Promise.resolve({ token: tokenWith({ ...claims, uti: scopes.length }) });
    },
    allowedResources: [arm],
    confirm: (request) => {
      asked.push(request);
      return Promise.resolve(true);
    },
    onToken: (token) => masked.push(token),
    now: () => clock.seconds * 1000,
    ...changes,
  });
  return { source, asked, scopes, masked, clock };
}

describe("createDeveloperTokenSource", () => {
  it("names account, tenant and resource before the first use, once, and tells the end truthfully", async () => {
    const { source, asked, scopes, masked } = build();
    const first = await source.issue(subject, arm, signal);
    await source.issue(subject, arm, signal);
    assert.deepEqual(asked, [{ account: "dev@contoso.com", tenant: "tenant-1", resource: arm }]);
    assert.deepEqual(scopes, ["https://management.azure.com//.default"]);
    assert.deepEqual(masked, [first.accessToken]);
    assert.equal(first.expiresOn, start + 4000);
    assert.equal(first.notBefore, start - 300);
    assert.equal(first.clientId, systemIdentity.clientId);
  });

  it("keeps a token while more than five minutes are left", async () => {
    const { source, asked, scopes, clock } = build();
    await source.issue(subject, arm, signal);
    clock.seconds += 3600;
    await source.issue(subject, arm, signal);
    assert.equal(scopes.length, 1);
    clock.seconds += 101;
    await source.issue(subject, arm, signal);
    assert.equal(scopes.length, 2);
    assert.equal(asked.length, 1, "the person is not asked again");
  });

  it("asks once for requests at the same time", async () => {
    const { source, asked, scopes } = build();
    await Promise.all([1, 2, 3].map(() => source.issue(subject, arm, signal)));
    assert.equal(scopes.length, 1);
    assert.equal(asked.length, 1);
  });

  it("refuses a resource that is not allowed without fetching anything", async () => {
    const { source, scopes } = build();
    await assert.rejects(source.issue(subject, "https://vault.azure.net", signal), (error: unknown) => {
      assert.ok(error instanceof AutomationError);
      assert.equal(error.code, "permission-denied");
      assert.match(error.hint ?? "", /Allowed: https:\/\/management/);
      return true;
    });
    assert.deepEqual(scopes, []);
    await source.issue(subject, "HTTPS://management.azure.com", signal);
  });

  it("hands out nothing that the person refused, and does not ask again in this run", async () => {
    let questions = 0;
    const { source, masked } = build({
      confirm: () => {
        questions++;
        return Promise.resolve(false);
      },
    });
    for (let attempt = 0; attempt < 2; attempt++) {
      await assert.rejects(source.issue(subject, arm, signal), { code: "permission-denied" });
    }
    assert.equal(questions, 1);
    assert.equal(masked.length, 1, "even a refused token is masked");
  });

  it("says so when no token can be had, and tries again", async () => {
    let attempts = 0;
    const { source } = build({
      getToken: () => {
        attempts++;
        return Promise.reject(new Error("az is not signed in"));
      },
    });
    for (let attempt = 0; attempt < 2; attempt++) {
      await assert.rejects(source.issue(subject, arm, signal), { code: "failed", message: /az is not signed in/ });
    }
    assert.equal(attempts, 2);
  });

  it("takes the end from the source for an opaque token, and refuses one that never says", async () => {
    const opaque = build({ getToken: () => Promise.resolve({ token: "opaque", expiresOn: start + 1000 }) });
    assert.equal((await opaque.source.issue(subject, arm, signal)).expiresOn, start + 1000);
    assert.deepEqual(opaque.asked[0], { account: "unknown account", tenant: "unknown tenant", resource: arm });
    const endless = build({ getToken: () => Promise.resolve({ token: "opaque" }) });
    await assert.rejects(endless.source.issue(subject, arm, signal), { code: "failed" });
  });
});
