import assert from "node:assert/strict";

import {
  countLines,
  estimateLines,
  foldedCharacters,
  foldText,
  pageLines,
} from "../../../../src/webview/test-pane/streams/fold";

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join("\n");

describe("a folded text", () => {
  it("shows eight lines and says how many it hides", () => {
    const { shown, hiddenLines, hiddenCharacters } = foldText(lines(20), 0);
    assert.equal(shown, lines(8));
    assert.equal(hiddenLines, 12);
    assert.equal(hiddenCharacters, lines(20).length - shown.length);
  });

  it("is whole when it has eight lines or fewer", () => {
    assert.deepEqual(foldText(lines(8), 0), { shown: lines(8), hiddenLines: 0, hiddenCharacters: 0 });
    assert.deepEqual(foldText("", 0), { shown: "", hiddenLines: 0, hiddenCharacters: 0 });
  });

  it("cuts a line without breaks, but no character and no colour code in two", () => {
    assert.equal(foldText("x".repeat(5_000_000), 0).shown.length, foldedCharacters);
    const smile = "x".repeat(foldedCharacters - 1) + "😀";
    assert.equal(foldText(smile, 0).shown.length, foldedCharacters - 1);
    const coloured = `${"x".repeat(foldedCharacters - 2)}\u001b[31mred`;
    assert.equal(foldText(coloured, 0).shown, "x".repeat(foldedCharacters - 2));
  });

  it("grows by a page with each wish for more", () => {
    const text = lines(8 + 2 * pageLines + 5);
    assert.equal(foldText(text, 1).hiddenLines, pageLines + 5);
    assert.equal(foldText(text, 2).hiddenLines, 5);
    assert.equal(foldText(text, 3).hiddenLines, 0);
  });
});

describe("the lines of a text", () => {
  it("are one more than its line breaks", () => {
    assert.equal(countLines(""), 1);
    assert.equal(countLines("a\nb"), 2);
  });

  it("are estimated with their wraps, folded", () => {
    assert.equal(estimateLines("", 80), 1);
    assert.equal(estimateLines("a\n\nb", 80), 3);
    assert.equal(estimateLines("x".repeat(161), 80), 3);
    assert.equal(estimateLines(lines(100), 80), 8);
    assert.equal(estimateLines("x".repeat(10_000), 100), foldedCharacters / 100);
  });
});
