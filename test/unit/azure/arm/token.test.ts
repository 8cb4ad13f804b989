import assert from "node:assert/strict";
import { claimsOf } from "../../../../src/azure/arm/challenge";
import { expiryOf, TokenCache, type AccessToken, type GetTokenOptions } from "../../../../src/azure/arm/token";
import { TestClock } from "../../../support/fake-arm/test-clock";

const account = { id: "ada", label: "ada@contoso.example" };

class Provider {
  readonly asked: GetTokenOptions[] = [];
  expiresOn: number | undefined;
  /** Answers wait here when it is set. */
  waiting: (() => void)[] | undefined;

  async getToken(_scopes: readonly string[], options: GetTokenOptions): Promise<AccessToken> {
    this.asked.push(options);
    const name = `t${this.asked.length}`;
    const { waiting } = this;
    if (waiting) {
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        options.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    }
    return { token: name, expiresOn: this.expiresOn, account };
  }
}

describe("the token cache", () => {
  let provider: Provider;
  let clock: TestClock;
  let cache: TokenCache;
  beforeEach(() => {
    provider = new Provider();
    clock = new TestClock();
    cache = new TokenCache(provider, ["scope"], "tenant", clock);
  });
  const inSeconds = (seconds: number) => Math.floor(clock.now() / 1000) + seconds;

  it("asks once, with the tenant", async () => {
    provider.expiresOn = inSeconds(3600);
    assert.equal((await cache.get()).token, "t1");
    assert.equal((await cache.get()).token, "t1");
    assert.equal(provider.asked.length, 1);
    assert.equal(provider.asked[0]?.tenantId, "tenant");
    assert.deepEqual(cache.account, account);
  });

  it("renews five minutes before the end", async () => {
    provider.expiresOn = inSeconds(3600);
    await cache.get();
    clock.advance((3600 - 301) * 1000);
    assert.equal((await cache.get()).token, "t1");
    clock.advance(2000);
    assert.equal((await cache.get()).token, "t2");
  });

  it("keeps a token of unknown life for five minutes", async () => {
    await cache.get();
    clock.advance(299_000);
    assert.equal((await cache.get()).token, "t1");
    clock.advance(2000);
    assert.equal((await cache.get()).token, "t2");
  });

  it("shares one question among all who ask at once", async () => {
    provider.waiting = [];
    const all = Promise.all([cache.get(), cache.get(), cache.get()]);
    provider.waiting[0]?.();
    assert.deepEqual(
      (await all).map((token) => token.token),
      ["t1", "t1", "t1"],
    );
    assert.equal(provider.asked.length, 1);
  });

  it("goes on for the others when one of them cancels, and ends when all have", async () => {
    provider.waiting = [];
    const one = new AbortController();
    const two = new AbortController();
    const first = cache.get(one.signal);
    const second = cache.get(two.signal);
    one.abort();
    await assert.rejects(first, { code: "cancelled" });
    const asked = provider.asked[0];
    assert.equal(asked?.signal?.aborted, false);
    two.abort();
    await assert.rejects(second, { code: "cancelled" });
    assert.equal(provider.asked.at(0)?.signal?.aborted, true);
  });

  it("asks anew for a refused token, and not again for whoever comes late with the same", async () => {
    provider.expiresOn = inSeconds(3600);
    const refused = await cache.get();
    const renewed = await cache.renew(refused, 'Bearer claims="e30="');
    assert.equal(renewed.token, "t2");
    assert.equal((await cache.renew(refused, undefined)).token, "t2");
    assert.equal(provider.asked.length, 2);
    assert.equal(provider.asked[1]?.wasRefused, true);
    assert.equal(provider.asked[1].claims, "{}");
  });

  it("does not take the answer of a silent question for the renewal, and never holds a refused token", async () => {
    provider.waiting = [];
    const silent = cache.get();
    const renewal = cache.renew({ token: "t1", expiresOn: undefined, account }, undefined);
    assert.deepEqual(
      provider.asked.map((options) => options.wasRefused ?? false),
      [false, true],
    );
    provider.waiting.forEach((answer) => answer());
    assert.equal((await silent).token, "t1");
    assert.equal((await renewal).token, "t2");
    assert.equal((await cache.get()).token, "t2");
  });

  it("asks again after a failure", async () => {
    provider.waiting = [];
    const controller = new AbortController();
    const failed = cache.get(controller.signal);
    controller.abort();
    provider.waiting = undefined;
    const next = cache.get();
    await assert.rejects(failed);
    assert.equal((await next).token, "t2");
  });
});

describe("the end of a token", () => {
  const jwt = (payload: unknown) => `x.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.y`;

  it("is read from a JWT", () => {
    assert.equal(expiryOf(jwt({ exp: 1234 })), 1234);
  });

  it("is not known of anything else", () => {
    for (const token of ["", "opaque", "a.b.c", jwt({}), jwt({ exp: "soon" }), jwt(null)]) {
      assert.equal(expiryOf(token), undefined, token);
    }
  });
});

describe("the claims of a challenge", () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';

  it("come in base64 or as they are", () => {
    assert.equal(claimsOf(`Bearer realm="", claims="${Buffer.from(claims).toString("base64")}", error="x"`), claims);
    assert.equal(claimsOf('Bearer claims="{}"'), "{}");
  });

  it("are none where there is no sound one", () => {
    for (const header of [undefined, "", "Bearer", 'Bearer claims=""', 'Bearer claims="%%%"', "Basic"]) {
      assert.equal(claimsOf(header), undefined, header);
    }
  });
});
