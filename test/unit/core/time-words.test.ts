import assert from "node:assert/strict";
import type { Localize } from "../../../src/core/localize";
import { durationWords, timeAgo, timeUntil } from "../../../src/core/time-words";

const l10n: Localize = {
  t: (message, ...args) => message.replace(/\{(\d)\}/g, (_whole, at: string) => String(args[Number(at)])),
};
const now = Date.parse("2026-11-21T12:00:00Z");
const day = 86_400_000;

describe("the words for times", () => {
  it("are relative under a day and dates beyond", () => {
    assert.deepEqual(
      [10_000, 5 * 60_000, 3 * 3_600_000].map((passed) => timeAgo(now - passed, now, l10n)),
      ["just now", "5 min ago", "3 h ago"],
    );
    assert.match(timeAgo(now - 2 * day, now, l10n), /^2026-11-(19|18|20)$/);
    assert.equal(timeUntil(now + 90_000, now, l10n), "in 1 min");
    assert.equal(timeAgo(Number.NaN, now, l10n), "");
  });

  it("carry a duration over to the next unit instead of showing 60 of one", () => {
    assert.deepEqual(
      [1840, 59_949, 59_960, 119_600, 3_599_900, 4_320_000].map((ms) => durationWords(ms, l10n)),
      ["1.8 s", "59.9 s", "1 min 0 s", "2 min 0 s", "1 h 0 min", "1 h 12 min"],
    );
    assert.deepEqual([durationWords(Number.NaN, l10n), durationWords(-1, l10n)], ["", ""]);
  });
});
