import assert from "node:assert/strict";
import { defaultRetry, planRetry, retryAfterOf, type FailedAttempt } from "../../../../src/azure/arm/retry";

const half = () => 0.5;
const plan = (failed: Partial<FailedAttempt>) =>
  planRetry({ method: "GET", status: 500, retryAfterMs: undefined, attempt: 1, ...failed }, defaultRetry, half);

describe("the plan of a retry", () => {
  it("grows from pause to pause and ends after four attempts", () => {
    assert.deepEqual(
      [1, 2, 3, 4].map((attempt) => plan({ attempt })),
      [1000, 2000, 4000, undefined],
    );
  });

  it("spreads pauses by a quarter, so that clients do not come back together", () => {
    const failed = { method: "GET", status: 500, retryAfterMs: undefined, attempt: 1 };
    assert.equal(
      planRetry(failed, defaultRetry, () => 0),
      750,
    );
    assert.equal(
      planRetry(failed, defaultRetry, () => 1),
      1250,
    );
  });

  it("follows Retry-After, up to a minute", () => {
    assert.equal(plan({ retryAfterMs: 7000 }), 7000);
    assert.equal(plan({ retryAfterMs: 0 }), 0);
    assert.equal(plan({ retryAfterMs: 60_001 }), undefined);
  });

  for (const method of ["PUT", "PATCH", "POST", "DELETE"]) {
    it(`repeats a ${method} only when it was not carried out`, () => {
      assert.equal(plan({ method, status: 429 }), 1000);
      assert.equal(plan({ method, status: 503, retryAfterMs: 2000 }), 2000);
      assert.equal(plan({ method, status: undefined, wasNotSent: true }), 1000);
      for (const status of [408, 500, 502, 503, 504, undefined]) {
        assert.equal(plan({ method, status }), undefined, String(status));
      }
    });
  }

  it("repeats no answer that would be the same again", () => {
    for (const status of [200, 301, 400, 401, 403, 404, 409, 412, 501]) {
      assert.equal(plan({ status }), undefined, String(status));
    }
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 5, 9, 0, 0);
  const read = (headers: Readonly<Record<string, string>>) => retryAfterOf((name) => headers[name], now);

  it("is seconds, a date, or milliseconds by other names", () => {
    assert.equal(read({ "retry-after": "5" }), 5000);
    assert.equal(read({ "retry-after": "0" }), 0);
    assert.equal(read({ "retry-after": "Mon, 05 Jan 2026 09:00:30 GMT" }), 30_000);
    assert.equal(read({ "retry-after": "Mon, 05 Jan 2026 08:00:00 GMT" }), 0);
    assert.equal(read({ "retry-after-ms": "250" }), 250);
    assert.equal(read({ "x-ms-retry-after-ms": "250", "retry-after": "9" }), 250);
  });

  it("may be missing or nonsense", () => {
    for (const value of ["", "soon", "-5", "NaN"]) {
      assert.equal(read({ "retry-after": value }), undefined, value);
    }
    assert.equal(read({}), undefined);
  });
});
