import assert from "node:assert/strict";
import fc from "fast-check";

import { RowHeights, windowOf } from "../../../../src/webview/test-pane/streams/row-heights";

function heightsOf(values: readonly number[]): RowHeights {
  const heights = new RowHeights();
  for (const value of values) {
    heights.push(value);
  }
  return heights;
}

describe("row heights", () => {
  it("give offsets and rows as adding up would, through pushes and changes", () => {
    const height = fc.integer({ min: 1, max: 400 });
    const changes = fc.array(fc.tuple(fc.nat(), height), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(height, { minLength: 1, maxLength: 200 }), changes, fc.nat(100_000), (values, sets, at) => {
        const heights = heightsOf(values);
        const expected = [...values];
        for (const [row, value] of sets) {
          expected[row % values.length] = value;
          heights.set(row % values.length, value);
        }
        let offset = 0;
        let rowAt = expected.length - 1;
        for (const [row, value] of expected.entries()) {
          assert.equal(heights.offsetOf(row), offset);
          if (at >= offset && at < offset + value) {
            rowAt = row;
          }
          offset += value;
        }
        assert.equal(heights.total, offset);
        assert.equal(heights.rowAt(at), rowAt);
      }),
    );
  });

  it("tell by how much a row changed", () => {
    const heights = heightsOf([10, 20, 30]);
    assert.equal(heights.set(1, 50), 30);
    assert.equal(heights.set(1, 50), 0);
    assert.equal(heights.total, 90);
  });

  it("start over", () => {
    const heights = heightsOf([10, 20, 30]);
    heights.clear();
    assert.equal(heights.total, 0);
    assert.equal(heights.rowAt(0), -1);
    heights.push(7);
    assert.equal(heights.offsetOf(1), 7);
  });

  it("hold a hundred thousand rows", () => {
    const heights = heightsOf(Array.from({ length: 100_000 }, () => 18));
    assert.equal(heights.total, 1_800_000);
    assert.equal(heights.rowAt(900_000), 50_000);
  });
});

describe("the window of rows to render", () => {
  it("is what is in sight and a margin around it", () => {
    const heights = heightsOf(Array.from({ length: 1000 }, () => 20));
    assert.deepEqual(windowOf(heights, 2000, 200, 100), { first: 95, end: 116 });
  });

  it("ends where the list ends", () => {
    const heights = heightsOf([20, 20]);
    assert.deepEqual(windowOf(heights, 0, 500, 100), { first: 0, end: 2 });
    assert.deepEqual(windowOf(new RowHeights(), 0, 500, 100), { first: 0, end: 0 });
  });
});
