import assert from "node:assert/strict";
import { checkExpiry, expiryAfter } from "../../../../src/features/webhooks/expiry";

const now = Date.UTC(2026, 0, 31, 8, 0, 0);

describe("the end of a webhook", () => {
  it("is months away, on the last day where the month is shorter", () => {
    assert.equal(expiryAfter(1, now).toISOString(), "2026-02-28T08:00:00.000Z");
    assert.equal(expiryAfter(12, now).toISOString(), "2027-01-31T08:00:00.000Z");
    assert.equal(expiryAfter(25, now).toISOString(), "2028-02-29T08:00:00.000Z");
  });

  it("is the end of a day after today and within ten years", () => {
    assert.equal(checkExpiry("2026-02-01", now)?.toISOString(), "2026-02-01T23:59:59.000Z");
    assert.equal(checkExpiry(" 2036-01-30 ", now)?.toISOString(), "2036-01-30T23:59:59.000Z");
    for (const text of ["", "soon", "2026-01-30", "2026-02-30", "2036-02-01", "2026-1-1"]) {
      assert.equal(checkExpiry(text, now), undefined, text);
    }
  });
});
