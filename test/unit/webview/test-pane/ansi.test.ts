import assert from "node:assert/strict";

import { isPlain, parseAnsi, readableText } from "../../../../src/webview/test-pane/streams/ansi";

const escape = "\u001b";

describe("the colours of a record", () => {
  const check = (text: string, expected: readonly (readonly [string, string])[]): void =>
    assert.deepEqual(
      parseAnsi(text).map((segment) => [segment.text, segment.classes]),
      expected,
    );

  it("become classes, and end with the code that ends them", () => {
    check(`a${escape}[31mred${escape}[0mb`, [
      ["a", ""],
      ["red", "fg-1"],
      ["b", ""],
    ]);
    check(`${escape}[1;4;93;44mx${escape}[22;24;39;49my`, [
      ["x", "fg-11 bg-4 bold underline"],
      ["y", ""],
    ]);
  });

  it("of 256 and of 16 million take the nearest of the theme's sixteen", () => {
    check(`${escape}[38;5;196mx`, [["x", "fg-9"]]);
    check(`${escape}[38;5;3mx`, [["x", "fg-3"]]);
    check(`${escape}[38;2;10;10;180mx`, [["x", "fg-4"]]);
    check(`${escape}[48;5;250mx`, [["x", "bg-7"]]);
    check(`${escape}[38;5;1;1mx`, [["x", "fg-1 bold"]]);
  });

  it("swap with the background when they are inverse", () => {
    check(`${escape}[31;7mx${escape}[27my`, [
      ["x", "fg-inverse bg-1"],
      ["y", "fg-1"],
    ]);
  });

  it("survive codes that are none", () => {
    check(`${escape}[mx`, [["x", ""]]);
    check(`${escape}[38mx`, [["x", ""]]);
    check(`${escape}[999;;31mx`, [["x", "fg-1"]]);
  });
});

describe("the control characters of a record", () => {
  it("that move a terminal's cursor or set its title vanish", () => {
    assert.equal(readableText(`a${escape}[2Kb${escape}[10;20Hc${escape}]0;title\u0007d`), "abcd");
    assert.equal(readableText(`${escape}]8;;https://example.com${escape}\\link${escape}]8;;${escape}\\`), "link");
  });

  it("that mean nothing in a list are shown as pictures", () => {
    assert.deepEqual(parseAnsi("a\u0000\u0007b"), [
      { text: "a", classes: "" },
      { text: "␀", classes: "control" },
      { text: "␇", classes: "control" },
      { text: "b", classes: "" },
    ]);
    assert.equal(readableText(`${escape}[31`), "␛[31");
  });

  it("that would turn the reading direction are shown by their code", () => {
    assert.equal(readableText("abc\u202edcba"), "abc<U+202E>dcba");
  });

  it("of line breaks and tabs stay what they are", () => {
    assert.equal(readableText("a\r\nb\n\tc"), "a\nb\n\tc");
    assert.equal(readableText("50 %\r100 %"), "50 %␍100 %");
  });

  it("are looked for once per record", () => {
    assert.equal(isPlain("<b>plain</b>\n\ttext"), true);
    assert.equal(isPlain(`x${escape}[0m`), false);
  });
});
