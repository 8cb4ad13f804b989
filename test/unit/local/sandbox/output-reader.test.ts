import assert from "node:assert/strict";

import { OutputReader } from "../../../../src/local/sandbox/python/output-reader";

const marker = "0123456789abcdef";
const frame = (kind: string, payload: string): string =>
  `\u001e${marker}${kind}${Buffer.byteLength(payload)}:${payload}`;

function read(chunks: readonly Buffer[]): readonly string[] {
  const seen: string[] = [];
  const reader = new OutputReader(marker, {
    line: (text) => seen.push(`line ${text}`),
    frame: (kind, payload) => seen.push(`${kind} ${payload.toString("utf8")}`),
  });
  for (const chunk of chunks) {
    reader.push(chunk);
  }
  reader.end();
  return seen;
}

describe("OutputReader", () => {
  const text = `one\ntwo é\r\n${frame("e", "err\n")}\npart${frame("h", "3.11")}ial\n\n${frame("f", "5\0Trace\nback")}last`;
  const expected = [
    "line one",
    "line two é",
    "e err\n",
    "line ",
    "h 3.11",
    "line partial",
    "line ",
    "f 5\0Trace\nback",
    "line last",
  ];

  it("takes lines and frames apart", () => {
    assert.deepEqual(read([Buffer.from(text)]), expected);
  });

  it("does so wherever the bytes are cut", () => {
    const bytes = Buffer.from(text);
    for (let at = 1; at < bytes.length; at++) {
      assert.deepEqual(read([bytes.subarray(0, at), bytes.subarray(at)]), expected, `cut at ${at}`);
    }
    assert.deepEqual(read([...bytes].map((byte) => Buffer.from([byte]))), expected);
  });

  it("leaves what only looks like a frame as output", () => {
    const lookalike = `\u001e${marker}x-1:abc\n\u001e${marker}\n\u001ezzz\n`;
    assert.deepEqual(read([Buffer.from(lookalike)]), [
      `line \u001e${marker}x-1:abc`,
      `line \u001e${marker}`,
      "line \u001ezzz",
    ]);
  });

  it("shows an unfinished frame at the end as output", () => {
    assert.deepEqual(read([Buffer.from(`\u001e${marker}e100:abc`)]), [`line \u001e${marker}e100:abc`]);
  });

  it("replaces bytes that are no UTF-8", () => {
    assert.deepEqual(read([Buffer.from([0x61, 0xff, 0xfe, 0x0a])]), ["line a\ufffd\ufffd"]);
  });

  it("hands over a line without end in parts", () => {
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const lengths = read(Array.from({ length: 20 }, () => chunk)).map((item) => item.length - "line ".length);
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      20 * chunk.length,
    );
    assert.ok(Math.max(...lengths) <= 9 * chunk.length);
  });
});
