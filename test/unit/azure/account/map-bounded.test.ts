import assert from "node:assert/strict";
import { mapBounded } from "../../../../src/azure/account/map-bounded";

describe("work for many things, a few at a time", () => {
  it("keeps the order and the bound", async () => {
    let now = 0;
    let most = 0;
    const results = await mapBounded([5, 1, 4, 2, 3], 2, async (item) => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return item * 10;
    });
    assert.deepEqual(results, [50, 10, 40, 20, 30]);
    assert.equal(most, 2);
  });

  it("ends at the first error, in order", async () => {
    const started: number[] = [];
    await assert.rejects(
      mapBounded([1, 2, 3, 4, 5, 6], 2, (item) => {
        started.push(item);
        return item === 2 ? Promise.reject(new Error("two")) : Promise.resolve(item);
      }),
      /two/,
    );
    assert.ok(started.length <= 4, String(started));
  });

  it("starts nothing after it was cancelled", async () => {
    const controller = new AbortController();
    const started: number[] = [];
    await assert.rejects(
      mapBounded(
        [1, 2, 3],
        1,
        (item) => {
          started.push(item);
          controller.abort();
          return Promise.resolve(item);
        },
        controller.signal,
      ),
      { code: "cancelled" },
    );
    assert.deepEqual(started, [1]);
  });

  it("does nothing for nothing", async () => {
    assert.deepEqual(await mapBounded([], 3, () => Promise.reject(new Error("never"))), []);
  });
});
